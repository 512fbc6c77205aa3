"""Measure how often the instrument errs, and how often it finds what is there."""

from tradenet.bloc.calibration.rates import Rate, binomial_band
from tradenet.bloc.calibration.strata import STRATA, draw_bloc
from tradenet.bloc.calibration.summary import (
    Promise,
    plain,
    power_lines,
    promises,
    size_lines,
    verdict_lines,
)
from tradenet.bloc.calibration.trials import Trial, run_trial

__all__ = [
    "STRATA",
    "Promise",
    "Rate",
    "Trial",
    "binomial_band",
    "draw_bloc",
    "plain",
    "power_lines",
    "promises",
    "run_trial",
    "size_lines",
    "verdict_lines",
]
