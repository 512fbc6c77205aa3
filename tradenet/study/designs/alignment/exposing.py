"""From trade of two periods and ideal points to a network whose pairs are exposed."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterable

import numpy as np
import numpy.typing as npt

from tradenet.bloc import Contrast
from tradenet.bloc.alignment.distance import log_distance, terciles
from tradenet.bloc.alignment.options import AlignmentOptions
from tradenet.bloc.alignment.shift import Exposed, exposed_of, sizes
from tradenet.sources import covariates, reference

Vector = npt.NDArray[np.float64]
FINAL, ALL = "fp", "all"


def mean_points(economies: Iterable[str], years: Iterable[int], series: str = FINAL) -> Vector:
    """Return mean ideal points of the years that are held, shape (n,); NaN where none is."""
    codes = list(economies)
    yearly = [covariates.ideal_points(codes, year, series=series) for year in years]
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Mean of empty slice", RuntimeWarning)
        return np.asarray(np.nanmean(yearly, axis=0), dtype=np.float64)


def without_points(contrast: Contrast, options: AlignmentOptions) -> tuple[str, ...]:
    """Return the economies of a network that have no ideal point in the years of exposure."""
    points = mean_points(contrast.economies, options.exposure)
    return tuple(code for code, at in zip(contrast.economies, points, strict=True) if np.isnan(at))


def exposed(
    contrast: Contrast,
    options: AlignmentOptions,
    left_out: Collection[str] = (),
    series: str = FINAL,
) -> Exposed:
    """Return a network of the economies with votes, without some."""
    kept = contrast.without({*left_out, *without_points(contrast, options)})
    points = mean_points(kept.economies, options.exposure, series)
    regions = reference.regions("region")
    return exposed_of(
        kept,
        log_distance(points, options.offset),
        [regions.get(code, "none") for code in kept.economies],
        terciles(sizes(kept)),
    )
