"""Bias of three-way PPML: plain loops over the formulas, the hat matrix, and that it helps."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pytest

from tradenet.domain import SchemaError
from tradenet.gravity import Coefficients, Model, correct_three_way, fit_ppml

Panel = npt.NDArray[np.float64]
Cells = npt.NDArray[np.bool_]
MakePanel = Callable[..., tuple[Panel, Cells]]

EFFECTS = ("exporter^year", "importer^year", "exporter^importer")
MODEL = Model(("rta", "cost"), EFFECTS, clusters=("exporter^importer",))


def tidy(values: Panel, observed: Cells) -> pd.DataFrame:
    rng = np.random.default_rng(4)
    year, exporter, importer = np.nonzero(observed)
    size = len(year)
    return pd.DataFrame(
        {"exporter": exporter, "importer": importer, "year": year, "trade": values[observed],
         "rta": (rng.random(size) < 0.3).astype(float), "cost": rng.normal(size=size)}
    )  # fmt: skip


@pytest.fixture(scope="module")
def panel(make_panel: MakePanel) -> pd.DataFrame:
    return tidy(*make_panel(3, 3, 6, zeros=0.05, hidden=0.1))


@pytest.fixture(scope="module")
def fit(panel: pd.DataFrame) -> Coefficients:
    return fit_ppml(panel, MODEL)


def design(panel: pd.DataFrame) -> Panel:
    """Return a dummy for each group of each effect, redundant ones included."""
    groups = (panel[name.split("^")].astype(str).agg("-".join, axis=1) for name in EFFECTS)
    return np.hstack([pd.get_dummies(each, dtype=float).to_numpy() for each in groups])


def test_equals_plain_loops_over_the_formulas(panel: pd.DataFrame, fit: Coefficients) -> None:
    """Written from the formulas of the docstring with explicit third derivatives and inverses."""
    rows = panel[fit.status == "used"].reset_index(drop=True)
    mu, x = fit.expected[fit.status == "used"], rows[["rta", "cost"]].to_numpy()
    dummy = design(rows)
    root = np.sqrt(mu)[:, None]
    x = x - dummy @ np.linalg.lstsq(root * dummy, root * x, rcond=None)[0]
    assert (x * mu[:, None]).T @ x == pytest.approx(fit.hessian, rel=1e-7)
    inverse = np.linalg.inv((x * mu[:, None]).T @ x)
    everything = np.hstack([dummy, rows[["rta", "cost"]]])
    hat = (mu[:, None] * everything) @ np.linalg.pinv(
        everything.T @ (mu[:, None] * everything), rcond=1e-11, hermitian=True
    )
    hat = hat @ everything.T
    residual = rows["trade"].to_numpy() - mu
    found, meat = np.zeros(2), np.zeros((2, 2))
    for side in ("exporter", "importer"):
        for _, group in rows.groupby(side):
            h, hxs, gx, ss = (np.zeros(shape) for shape in ((3, 3), (2, 3, 3), (2, 3, 3), (3, 3)))
            for _, pair in group.groupby(["exporter", "importer"]):
                at, when = pair.index.to_numpy(), pair["year"].to_numpy()
                part = np.ix_(when, when)
                total, share = mu[at].sum(), mu[at] / mu[at].sum()
                block = total * (np.diag(share) - np.outer(share, share))
                # (I - hat) of the block acts on raw residuals; on scores that sum to zero, I - L.
                keep = np.eye(len(at)) - np.full((len(at),) * 2, 1 / len(at))
                shrunk = (np.eye(len(at)) - hat[np.ix_(at, at)]) @ keep
                score = np.linalg.pinv(shrunk, rcond=1e-10) @ residual[at]
                score -= share * score.sum()
                outer = np.outer(score, residual[at])
                outer = (outer + outer.T) / 2
                h[part] += block
                ss[part] += outer
                for k in range(2):
                    z = x[at, k]
                    hxs[k][part] += np.outer(block @ z, score)
                    third = np.zeros((len(at),) * 3)
                    for t, s, r in np.ndindex(third.shape):
                        e = [share[t], share[s], share[r]]
                        third[t, s, r] = -total * (
                            (t == s == r) * e[0] - (t == s) * e[0] * e[2] - (t == r) * e[0] * e[1]
                            - (s == r) * e[1] * e[0] + 2 * e[0] * e[1] * e[2]
                        )  # fmt: skip
                    gx[k][part] += third @ z
                if side == "exporter":
                    meat += x[at].T @ outer @ x[at]
            inv = np.linalg.pinv(h, rcond=1e-10)
            for k in range(2):
                found[k] += -np.trace(inv @ hxs[k]) + np.trace(inv @ gx[k] @ inv @ ss) / 2
    corrected = correct_three_way(fit, panel, MODEL)
    assert corrected.covariance == pytest.approx(inverse @ meat @ inverse, rel=1e-5)
    assert corrected.values == pytest.approx(fit.values - inverse @ found, rel=1e-5)
    assert np.abs(inverse @ found).max() > 1e-3


def test_says_what_it_did_and_keeps_the_rest(panel: pd.DataFrame, fit: Coefficients) -> None:
    found = correct_three_way(fit, pa.Table.from_pandas(panel, preserve_index=False), MODEL)
    assert found.estimator == "PPML, corrected for bias (Weidner and Zylkin)"
    assert found.covariance_kind == "clustered by pair, corrected for leverage"
    assert found.errors == pytest.approx(np.sqrt(np.diagonal(found.covariance)))
    assert found.names == fit.names
    assert found.status is fit.status


def test_the_unit_of_trade_and_names_do_not_matter(panel: pd.DataFrame, fit: Coefficients) -> None:
    plain = correct_three_way(fit, panel, MODEL)
    other = panel.assign(
        trade=panel["trade"] * 1e6, exporter=9 - panel["exporter"], importer=9 - panel["importer"]
    ).sample(frac=1.0, random_state=2)
    again = correct_three_way(fit_ppml(other, MODEL), other, MODEL)
    assert again.values == pytest.approx(plain.values, rel=1e-5)
    assert again.errors == pytest.approx(plain.errors, rel=1e-5)


@pytest.mark.parametrize(
    "effects",
    [EFFECTS[:2], ("exporter^year", "importer^year", "pair"), (*EFFECTS[1::-1], EFFECTS[2])],
)
def test_other_effects_are_refused(
    panel: pd.DataFrame, fit: Coefficients, effects: tuple[str, ...]
) -> None:
    with pytest.raises(SchemaError, match="the correction is for exporter"):
        correct_three_way(fit, panel, Model(("rta", "cost"), effects))


def test_a_cell_with_two_rows_is_refused(panel: pd.DataFrame) -> None:
    twice = pd.concat([panel, panel.iloc[:5]], ignore_index=True)
    with pytest.raises(SchemaError, match="rows repeat a cell"):
        correct_three_way(fit_ppml(twice, MODEL), twice, MODEL)
