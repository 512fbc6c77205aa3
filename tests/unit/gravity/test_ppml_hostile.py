"""PPML and its errors on what a stranger may hand over: separated zeros, text, odd names."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import statsmodels.api as sm

from tradenet.domain import InsufficientData, SchemaError
from tradenet.gravity import Coefficients, Model, dyadic_robust, fit_log_linear, fit_ppml

TWO_WAY = ("exporter^month", "importer^month")
MODEL = Model(("rta", "cost"), TWO_WAY)


@pytest.fixture
def panel() -> pd.DataFrame:
    """Months, names that are not ASCII, two regressors."""
    rng = np.random.default_rng(1)
    names = ("Åland", "中国", "Côte d'Ivoire", "x^y", "Россия", " ")
    rows = [
        (month, one, other)
        for month in (202112, 202201, 202202)
        for one in names for other in names if one != other
    ]  # fmt: skip
    made = pd.DataFrame(rows, columns=["month", "exporter", "importer"])
    made["rta"] = (rng.random(len(made)) < 0.4).astype(float)
    made["cost"] = rng.normal(size=len(made))
    made["trade"] = rng.gamma(1.0, 3.0, len(made)) * np.exp(made["rta"])
    return made


def by_dummies(panel: pd.DataFrame) -> Any:  # noqa: ANN401 - a result of statsmodels
    """Fit the same Poisson with a column for each group."""
    groups = [panel[name.split("^")].astype(str).agg("|".join, axis=1) for name in TWO_WAY]
    wide = pd.concat(
        [panel[["rta", "cost"]], *(pd.get_dummies(each, dtype=float) for each in groups)], axis=1
    )
    wide.columns = range(wide.shape[1])
    _, upper = np.linalg.qr(wide.to_numpy())
    full = wide.loc[:, np.abs(np.diagonal(upper)) > 1e-8]
    return sm.GLM(panel["trade"], full, family=sm.families.Poisson()).fit(tol=1e-13)


def test_separated_zeros_are_left_out_and_the_rest_is_statsmodels(panel: pd.DataFrame) -> None:
    """Whoever has the regressor does not trade: its coefficient is minus infinity, so it goes.

    The zeros that it alone explains are marked; what is left is fitted without them and it.
    """
    panel["ban"] = 0.0
    panel.loc[[4, 33, 77], ["trade", "ban"]] = 0.0, 1.0
    fit = fit_ppml(panel, Model(("rta", "cost", "ban"), TWO_WAY))
    assert np.flatnonzero(fit.status == "separated").tolist() == [4, 33, 77]
    assert fit.omitted == ("ban",)
    other = by_dummies(panel.drop([4, 33, 77]))
    assert fit.values == pytest.approx(other.params.to_numpy()[:2], abs=1e-7)
    assert fit.deviance == pytest.approx(other.deviance, rel=1e-8)


def test_months_and_names_of_any_script_are_groups_like_others(panel: pd.DataFrame) -> None:
    fit, other = fit_ppml(panel, MODEL), by_dummies(panel)
    assert fit.values == pytest.approx(other.params.to_numpy()[:2], abs=1e-7)
    assert fit.expected == pytest.approx(other.fittedvalues.to_numpy(), rel=1e-6)


@pytest.mark.parametrize("fit", [fit_ppml, fit_log_linear])
@pytest.mark.parametrize("unit", [1e-6, 10.0, 1e12])
def test_ten_times_the_trade_is_ten_times_the_expectation(
    fit: Callable[..., Coefficients], unit: float, panel: pd.DataFrame
) -> None:
    own, other = fit(panel, MODEL), fit(panel.assign(trade=panel["trade"] * unit), MODEL)
    assert other.expected == pytest.approx(unit * own.expected, rel=1e-5)
    assert other.errors == pytest.approx(own.errors, rel=1e-5)


def test_a_regressor_in_other_units_is_a_coefficient_in_other_units(panel: pd.DataFrame) -> None:
    """Cost in thousandths and shifted: the coefficient is a thousandth, all else stays."""
    own = fit_ppml(panel, MODEL)
    other = fit_ppml(panel.assign(cost=1000 * panel["cost"] + 5), MODEL)
    assert other.values == pytest.approx(own.values / [1, 1000], rel=1e-6)
    assert other.errors == pytest.approx(own.errors / [1, 1000], rel=1e-6)
    assert other.expected == pytest.approx(own.expected, rel=1e-6)


@pytest.mark.parametrize(
    "written",
    [
        lambda rta: rta > 0,
        lambda rta: rta.astype("Int64"),
        lambda rta: rta.map(lambda x: Decimal(int(x))),
        lambda rta: rta.map(str),
        lambda rta: rta.astype("float32"),
    ],
    ids=["bool", "nullable", "decimal", "digits", "single"],
)
def test_a_dummy_may_be_written_in_any_way_that_is_a_number(
    written: Callable[[Any], Any], panel: pd.DataFrame
) -> None:
    own, other = fit_ppml(panel, MODEL), fit_ppml(panel.assign(rta=written(panel["rta"])), MODEL)
    assert other.values == pytest.approx(own.values, rel=1e-12)


@pytest.mark.parametrize("column", ["trade", "rta"])
def test_text_is_no_number(column: str, panel: pd.DataFrame) -> None:
    """Said with the column, and not as an error of another package."""
    panel[column] = panel[column].astype(object)
    panel.loc[5, column] = "n/a"
    with pytest.raises(SchemaError, match=rf"column {column}: not numbers .*'n/a'"):
        fit_ppml(panel, MODEL)


@pytest.mark.parametrize(
    ("column", "value"), [("trade", None), ("rta", np.nan), ("exporter", None), ("month", np.nan)]
)
def test_a_row_with_a_gap_is_as_if_it_were_not_there(
    column: str, value: object, panel: pd.DataFrame
) -> None:
    holed = panel.astype({"month": float})
    holed.loc[[3, 50], column] = value
    fit, other = fit_ppml(holed, MODEL), fit_ppml(panel.drop([3, 50]), MODEL)
    assert np.flatnonzero(fit.status == "missing").tolist() == [3, 50]
    assert fit.values == pytest.approx(other.values, rel=1e-9)
    assert fit.errors == pytest.approx(other.errors, rel=1e-9)


def test_nothing_is_refused_as_nothing(panel: pd.DataFrame) -> None:
    with pytest.raises(InsufficientData, match="none of 0 rows has trade"):
        fit_ppml(panel.iloc[:0], MODEL)
    with pytest.raises(SchemaError, match=r"at least one regressor \(got 0\)"):
        fit_ppml(panel, Model((), TWO_WAY))


def test_every_row_twice_is_the_same_fit_and_clusters_see_through_it(panel: pd.DataFrame) -> None:
    """Copies tell nothing new: with clusters of cells only the factor for few rows shrinks.

    Of 90 and 180 rows, with 37 parameters: two slopes, 36 groups, one of them redundant.
    """
    model = Model(("rta", "cost"), TWO_WAY, clusters=("exporter^importer",))
    own, twice = fit_ppml(panel, model), fit_ppml(pd.concat([panel, panel]), model)
    assert twice.values == pytest.approx(own.values, rel=1e-7)
    factor = (179 / (180 - 37)) / (89 / (90 - 37))
    assert twice.errors == pytest.approx(np.sqrt(factor) * own.errors, rel=1e-6)
    plain = [fit_ppml(each, MODEL).errors for each in (panel, pd.concat([panel, panel]))]
    assert (plain[1] < 0.75 * plain[0]).all()


def test_dyadic_errors_know_neither_names_nor_order_nor_direction(panel: pd.DataFrame) -> None:
    fit = fit_ppml(panel, MODEL)
    sides = panel["exporter"].tolist(), panel["importer"].tolist()
    own = dyadic_robust(fit, *sides)
    code = {name: f"{place}" for place, name in enumerate(sorted({*sides[0]}, reverse=True))}
    turned = dyadic_robust(fit, *([code[name] for name in side] for side in reversed(sides)))
    np.testing.assert_allclose(turned.covariance, own.covariance, rtol=1e-9)
    mixed = panel.sample(frac=1.0, random_state=3)
    other = dyadic_robust(
        fit_ppml(pa.Table.from_pandas(mixed, preserve_index=False), MODEL),
        mixed["exporter"].tolist(), mixed["importer"].tolist(),
    )  # fmt: skip
    np.testing.assert_allclose(other.covariance, own.covariance, rtol=1e-6)
    assert own.values is fit.values


def test_dyads_that_share_nobody_are_rows_for_themselves(panel: pd.DataFrame) -> None:
    """Then the meat is that of White: each row's score with itself, once."""
    fit, rows = fit_ppml(panel, MODEL), range(len(panel))
    found = dyadic_robust(fit, [f"{row} from" for row in rows], [f"{row} to" for row in rows])
    bread = np.linalg.inv(fit.hessian)
    np.testing.assert_allclose(found.covariance, bread @ fit.scores.T @ fit.scores @ bread)
