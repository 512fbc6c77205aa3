"""Regressions: statsmodels with dummies live, brute force, the ledger of rows, properties."""

import warnings
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pytest
import statsmodels.api as sm

from tradenet.domain import InsufficientData, SchemaError
from tradenet.gravity import Coefficients, Model, fit_log_linear, fit_ppml, fit_three_way

Panel = npt.NDArray[np.float64]
Cells = npt.NDArray[np.bool_]
MakePanel = Callable[..., tuple[Panel, Cells]]
Fit = Callable[..., Coefficients]

TWO_WAY = ("exporter^year", "importer^year")
THREE_WAY = (*TWO_WAY, "exporter^importer")


def tidy(values: Panel, observed: Cells) -> pd.DataFrame:
    """Return observed cells as rows with two regressors."""
    rng = np.random.default_rng(4)
    year, exporter, importer = np.nonzero(observed)
    names = np.array([f"E{k:02d}" for k in range(values.shape[1])])
    return pd.DataFrame(
        {
            "exporter": names[exporter],
            "importer": names[importer],
            "year": 2000 + year,
            "trade": values[observed],
            "rta": (rng.random(len(year)) < 0.3).astype(float),
            "cost": rng.normal(size=len(year)),
        }
    )


def dummies(panel: pd.DataFrame, effects: tuple[str, ...]) -> pd.DataFrame:
    """Return the regressors and a dummy for each group of each effect, without redundant ones."""
    columns = [panel[["rta", "cost"]]]
    for name in effects:
        groups = panel[name.split("^")].astype(str).agg("-".join, axis=1)
        columns.append(pd.get_dummies(groups, prefix=name, dtype=float))
    wide = pd.concat(columns, axis=1)
    _, upper = np.linalg.qr(wide.to_numpy())
    return wide.loc[:, np.abs(np.diagonal(upper)) > 1e-8]


@pytest.fixture
def panel(make_panel: MakePanel) -> pd.DataFrame:
    return tidy(*make_panel(1, 3, 7, zeros=0.1))


@pytest.mark.parametrize("effects", [TWO_WAY, THREE_WAY])
def test_equals_statsmodels_with_dummies(panel: pd.DataFrame, effects: tuple[str, ...]) -> None:
    fit = fit_ppml(panel, Model(("rta", "cost"), effects))
    left = panel[fit.status == "used"]
    family = sm.families.Poisson()
    theirs = sm.GLM(left["trade"], dummies(left, effects), family=family).fit(
        tol=1e-12, maxiter=500
    )
    assert fit.values == pytest.approx(theirs.params[["rta", "cost"]].to_numpy(), rel=1e-6)
    fitted = fit.expected[fit.status == "used"]
    assert fitted == pytest.approx(theirs.fittedvalues.to_numpy(), rel=1e-5)
    assert fit.deviance == pytest.approx(theirs.deviance, rel=1e-8)


def test_log_linear_equals_statsmodels_with_dummies(panel: pd.DataFrame) -> None:
    fit = fit_log_linear(panel, Model(("rta", "cost"), TWO_WAY))
    left = panel[panel["trade"] > 0]
    theirs = sm.OLS(np.log(left["trade"]), dummies(left, TWO_WAY)).fit()
    assert fit.values == pytest.approx(theirs.params[["rta", "cost"]].to_numpy(), rel=1e-8)
    assert fit.deviance == pytest.approx(theirs.ssr, rel=1e-8)
    assert fit.rows["zero"] == (panel["trade"] == 0).sum()
    assert fit.expected[fit.status == "used"] == pytest.approx(
        np.exp(theirs.fittedvalues), rel=1e-7
    )


@pytest.mark.parametrize(
    ("seed", "periods", "n", "zeros", "hidden"),
    [(1, 2, 8, 0.0, 0.0), (2, 2, 9, 0.2, 0.2), (3, 4, 7, 0.1, 0.3), (4, 3, 9, 0.3, 0.1)],
)
def test_three_way_scaling_equals_its_fitted_values(
    make_panel: MakePanel, seed: int, periods: int, n: int, zeros: float, hidden: float
) -> None:
    """Two programs, one estimate: zeros, masks and pairs seen once included."""
    import pyfixest

    values, observed = make_panel(seed, periods, n, zeros=zeros, hidden=hidden)
    ours = fit_three_way(values, observed)
    rows = tidy(values, ours.fitted).assign(
        it=lambda p: p["exporter"] + p["year"].astype(str),
        jt=lambda p: p["importer"] + p["year"].astype(str),
        ij=lambda p: p["exporter"] + p["importer"],
    )
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=r"pyfixest\.")
        theirs = pyfixest.fepois(
            "trade ~ 1 | it + jt + ij", rows, fixef_rm="none", separation_check=[], iwls_tol=1e-13,
            iwls_maxiter=200, demeaner=pyfixest.MapDemeaner(fixef_tol=1e-12), vcov="iid",
        )  # fmt: skip
    fitted = np.exp(theirs.predict())
    assert ours.expected[ours.fitted] == pytest.approx(fitted, rel=1e-6)


def test_every_row_is_accounted_for(panel: pd.DataFrame) -> None:
    """A gap, a pair seen once, a pair without trade, an exporter silent in a year."""
    panel = panel.reset_index(drop=True)
    panel.loc[3, "cost"] = np.nan
    once = (panel["exporter"] == "E01") & (panel["importer"] == "E02") & (panel["year"] > 2000)
    silent = (panel["exporter"] == "E03") & (panel["importer"] == "E04")
    idle = (panel["exporter"] == "E05") & (panel["year"] == 2001)
    panel.loc[silent | idle, "trade"] = 0.0
    panel = panel[~once].reset_index(drop=True)
    fit = fit_ppml(panel, Model(("rta", "cost"), THREE_WAY))
    assert sum(fit.rows.values()) == len(panel) == len(fit.status) == len(fit.expected)
    assert fit.rows["missing"] == fit.rows["singleton"] == 1
    assert fit.rows["separated"] >= 3 + 6
    assert fit.status[3] == "missing"
    alone = (panel["exporter"] == "E01") & (panel["importer"] == "E02")
    assert fit.status[alone].tolist() == ["singleton"]
    empty = ((panel["exporter"] == "E03") & (panel["importer"] == "E04")).to_numpy()
    assert set(fit.status[empty]) == {"separated"}
    assert set(fit.status[((panel["exporter"] == "E05") & (panel["year"] == 2001))]) == {
        "separated"
    }
    assert np.array_equal(np.isnan(fit.expected), fit.status != "used")
    assert fit.used == fit.rows["used"] == len(fit.scores)


def test_fitted_trade_meets_the_margins_of_the_effects(panel: pd.DataFrame) -> None:
    fit = fit_ppml(panel, Model(("rta",), TWO_WAY))
    panel = panel.assign(expected=fit.expected)[fit.status == "used"]
    for side in ("exporter", "importer"):
        sums = panel.groupby([side, "year"])[["trade", "expected"]].sum()
        assert sums["expected"].to_numpy() == pytest.approx(sums["trade"].to_numpy(), rel=1e-7)
    assert np.abs(fit.scores.sum(axis=0)).max() < 1e-6 * np.abs(fit.scores).sum()


@pytest.mark.parametrize("clusters", [("exporter^importer",), ("exporter",), ()])
def test_covariance_is_the_sandwich_of_the_scores(
    panel: pd.DataFrame, clusters: tuple[str, ...]
) -> None:
    """Brute force over groups, up to the one factor for few groups."""
    fit = fit_ppml(panel, Model(("rta", "cost"), TWO_WAY, clusters=clusters))
    rows = panel[fit.status == "used"].reset_index(drop=True)
    keys = clusters[0].split("^") if clusters else [rows.index]
    groups = rows.groupby(keys).indices.values()
    sums = [fit.scores[list(group)].sum(axis=0) for group in groups]
    bread = np.linalg.inv(fit.hessian)
    sandwich = bread @ sum(np.outer(each, each) for each in sums) @ bread
    factor = fit.covariance / sandwich
    assert factor == pytest.approx(np.full((2, 2), factor[0, 0]), rel=1e-6)
    assert 1.0 < factor[0, 0] < 1.6
    assert fit.errors == pytest.approx(np.sqrt(np.diagonal(fit.covariance)))
    words = "robust (HC1)" if not clusters else f"clustered by {clusters[0]}"
    assert fit.covariance_kind == words


def test_two_way_clusters_differ_from_one(panel: pd.DataFrame) -> None:
    one, both = (
        fit_ppml(panel, Model(("rta",), TWO_WAY, clusters=names))
        for names in (("exporter",), ("exporter", "importer"))
    )
    assert both.covariance_kind == "clustered by exporter and importer"
    assert both.values == pytest.approx(one.values, rel=1e-10)
    assert both.errors[0] != pytest.approx(one.errors[0], rel=1e-3)


@pytest.mark.parametrize("fit", [fit_ppml, fit_log_linear])
def test_the_unit_of_trade_the_order_of_rows_and_names_move_no_coefficient(
    fit: Fit, panel: pd.DataFrame
) -> None:
    model = Model(("rta", "cost"), TWO_WAY, clusters=("exporter^importer",))
    plain = fit(panel, model)
    shuffled = panel.sample(frac=1.0, random_state=1)
    renamed = panel.assign(exporter="Z" + panel["exporter"].str[::-1])
    scaled = panel.assign(trade=panel["trade"] * 1e6)
    for other in (shuffled, renamed, scaled, pa.Table.from_pandas(panel, preserve_index=False)):
        again = fit(other, model)
        assert again.values == pytest.approx(plain.values, rel=1e-6, abs=1e-8)
        assert again.errors == pytest.approx(plain.errors, rel=1e-6)


def test_a_regressor_that_the_effects_determine_is_listed(panel: pd.DataFrame) -> None:
    panel["size"] = panel["exporter"].str[1:].astype(float)
    fit = fit_ppml(panel, Model(("size", "rta"), TWO_WAY))
    assert fit.omitted == ("size",)
    assert fit.names == ("rta",)
    with pytest.raises(InsufficientData, match="every regressor"):
        fit_ppml(panel, Model(("size",), TWO_WAY))


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (Model(("rta", "gdp"), TWO_WAY), "gdp"),
        (Model(("rta",), ("exporter^decade",)), "decade"),
        (Model(("rta",), ()), "at least one effect"),
        (
            Model(("rta",), TWO_WAY, clusters=("year", "exporter", "importer")),
            "at most two clusters",
        ),
    ],
)
def test_a_model_that_cannot_be_asked(panel: pd.DataFrame, model: Model, words: str) -> None:
    with pytest.raises(SchemaError, match=words):
        fit_ppml(panel, model)


@pytest.mark.parametrize(
    ("column", "wrong"), [("trade", -1.0), ("trade", np.inf), ("cost", np.inf)]
)
def test_numbers_that_are_none_are_refused(panel: pd.DataFrame, column: str, wrong: float) -> None:
    panel = panel.reset_index(drop=True)
    panel.loc[7, column] = wrong
    with pytest.raises(SchemaError, match=rf"column {column}: 1 of .*row 7"):
        fit_ppml(panel, Model(("rta", "cost"), TWO_WAY))


@pytest.mark.parametrize("fit", [fit_ppml, fit_log_linear])
def test_no_trade_no_coefficient(fit: Fit, panel: pd.DataFrame) -> None:
    with pytest.raises(InsufficientData, match="none of 126 rows has trade"):
        fit(panel.assign(trade=0.0), Model(("rta",), TWO_WAY))


def test_shows_itself(panel: pd.DataFrame) -> None:
    fit = fit_ppml(panel, Model(("rta", "cost"), TWO_WAY))
    assert fit.to_arrow().column_names == ["name", "coefficient", "standard_error"]
    assert fit["cost"] == fit.values[1]
    assert fit.summary().startswith("PPML: rta ")
    assert "used" in fit._repr_html_()
