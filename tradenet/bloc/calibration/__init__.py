"""Measure how often the instrument errs, and how often it finds what is there."""

from tradenet.bloc.calibration.rates import Rate, binomial_band
from tradenet.bloc.calibration.strata import STRATA, draw_bloc
from tradenet.bloc.calibration.summary import (
    Promise,
    broken_lines,
    plain,
    power_lines,
    promises,
    size_lines,
    verdict_lines,
)
from tradenet.bloc.calibration.trials import PROMISED, Trial, run_trial

__all__ = [
    "PROMISED",
    "STRATA",
    "Promise",
    "Rate",
    "Trial",
    "binomial_band",
    "broken_lines",
    "draw_bloc",
    "plain",
    "power_lines",
    "promises",
    "run_trial",
    "size_lines",
    "verdict_lines",
]
