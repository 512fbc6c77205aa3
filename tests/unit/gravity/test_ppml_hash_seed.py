"""A regression in processes that order sets differently."""

import os
import subprocess
import sys

FIT = """
import numpy as np
import pandas as pd
from tradenet.gravity import Model, fit_ppml
rng = np.random.default_rng(5)
one, other, year = (axis.ravel() for axis in np.meshgrid(*[np.arange(9)] * 2, np.arange(4)))
rows = pd.DataFrame({"one": one, "other": other, "year": year, "trade": rng.gamma(0.5, 9.0, 324)})
rows["after"] = ((one < 4) & (other < 4) & (year > 1)).astype(float)
effects = ("one^year", "other^year", "one^other")
fit = fit_ppml(rows[one != other], Model(("after",), effects, flow="trade"))
print(list({"effect0", "effect1", "effect2"}), fit["after"].hex(), float(fit.errors[0]).hex())
"""


def said(seed: int) -> list[str]:
    """Return the order of a set of effects, and coefficient and error to the last bit."""
    done = subprocess.run(
        [sys.executable, "-c", FIT],
        env={**os.environ, "PYTHONHASHSEED": str(seed)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip().rsplit("] ", maxsplit=1)


def test_the_order_of_a_set_of_effects_moves_no_bit() -> None:
    """pyfixest takes effects out in the order of a set of their names."""
    orders, numbers = zip(*(said(seed) for seed in (0, 2, 5)), strict=True)
    assert len(set(orders)) > 1
    assert len(set(numbers)) == 1
