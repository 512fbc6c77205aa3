"""What every reconciliation scheme promises, whichever it is."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from tradenet.domain import BilateralFlows, Provenance
from tradenet.domain.flows import BILATERAL_SCHEMA
from tradenet.domain.streams import stream
from tradenet.flows.reconcile import RECONCILERS, Reconciler, Reports, reconcile, reports_of

ECONOMIES = tuple(f"E{number}" for number in range(8))
PRODUCTS = ("250490", "270112", "740311")


@pytest.fixture(scope="module", params=sorted(RECONCILERS))
def scheme(request: pytest.FixtureRequest) -> Reconciler:
    """Return each entry of the registry in turn."""
    return RECONCILERS[request.param]


def rows() -> list[dict[str, Any]]:
    """Return cells of eight economies, a third of them with one report."""
    rng = stream(1, "contract/reconcilers")
    made = []
    for one in ECONOMIES:
        for other in ECONOMIES:
            for product in PRODUCTS:
                if one == other:
                    continue
                value, first, second = np.round(rng.lognormal(11, 1, 3), 2)
                said = rng.random()
                made.append(
                    {
                        "period": 2022,
                        "exporter": one,
                        "importer": other,
                        "product": product,
                        "observed": "both",
                        "exporter_report_usd": None if said < 0.15 else float(value + first),
                        "importer_report_usd": None if said > 0.85 else float(value + second),
                        "source": "s",
                        "vintage": "v",
                        "status": "kept",
                    }
                )
    return made


def flows_of(rows: list[dict[str, Any]]) -> BilateralFlows:
    table = pa.Table.from_pylist(rows, schema=BILATERAL_SCHEMA)
    return BilateralFlows.from_arrow(table, Provenance("s"))


def distances() -> pa.Table:
    """Return distances of all pairs, 500 km a step."""
    places = [(i, j) for i in range(8) for j in range(8) if i != j]
    return pa.table(
        {
            "exporter": [ECONOMIES[i] for i, _ in places],
            "importer": [ECONOMIES[j] for _, j in places],
            "distance_km": [500.0 * abs(i - j) for i, j in places],
            "contiguity": [float(abs(i - j) == 1) for i, j in places],
        }
    )


@pytest.fixture(scope="module")
def reports() -> Reports:
    """Return the reports of these cells."""
    return reports_of(flows_of(rows()), distances())


def test_weights_are_shares_and_freight_is_not_negative(
    scheme: Reconciler, reports: Reports
) -> None:
    weights = scheme(reports)
    assert weights.importer_weight.shape == weights.cif_ratio.shape == (8, 8)
    assert ((weights.importer_weight >= 0) & (weights.importer_weight <= 1)).all()
    assert ((weights.cif_ratio >= 1) & (weights.cif_ratio <= 1.2)).all()
    assert set(weights.alone) <= {"exporter", "importer"}


def test_the_same_reports_give_the_same_weights(scheme: Reconciler, reports: Reports) -> None:
    before = [array.copy() for array in (reports.exporter_usd, reports.importer_usd)]
    one, other = scheme(reports), scheme(reports)
    assert (one.importer_weight == other.importer_weight).all()
    assert (one.cif_ratio == other.cif_ratio).all()
    for array, was in zip((reports.exporter_usd, reports.importer_usd), before, strict=True):
        assert np.array_equal(array, was, equal_nan=True)


def test_names_do_not_matter(scheme: Reconciler, reports: Reports) -> None:
    """Economies in another order: the same weights, in that order."""
    order = stream(2, "contract/reconcilers").permutation(8)
    place = np.argsort(order)
    renamed = replace(
        reports,
        exporter=place[reports.exporter],
        importer=place[reports.importer],
        distance_km=reports.distance_km[np.ix_(order, order)],
        contiguity=reports.contiguity[np.ix_(order, order)],
    )
    one, other = scheme(reports), scheme(renamed)
    assert other.importer_weight == pytest.approx(one.importer_weight[np.ix_(order, order)])
    assert other.cif_ratio == pytest.approx(one.cif_ratio[np.ix_(order, order)])


def test_where_both_agree_the_value_is_theirs(scheme: Reconciler) -> None:
    """Reports of 100 and 100: between 100 and what is left of 100 without freight."""
    agreed = [{**row, "exporter_report_usd": 100.0, "importer_report_usd": 100.0} for row in rows()]
    values = reconcile(flows_of(agreed), scheme, distances()).to_arrow()["value_usd"].to_numpy()
    assert (values <= 100.0 + 1e-9).all()
    assert (values >= 100.0 / 1.2).all()


def test_the_order_of_the_rows_does_not_change_a_byte(scheme: Reconciler) -> None:
    shuffled = rows()
    stream(3, "contract/reconcilers").shuffle(shuffled)
    one, other = (
        reconcile(flows_of(each), scheme, distances()).to_arrow() for each in (rows(), shuffled)
    )
    assert one.equals(other)


def test_no_cell_is_lost_and_none_invented(scheme: Reconciler) -> None:
    given = flows_of(rows())
    made = reconcile(given, scheme, distances()).to_arrow()
    keys = ["period", "exporter", "importer", "product"]
    assert made.select(keys).equals(given.to_arrow().select(keys))
    assert made.schema.names == BILATERAL_SCHEMA.names


def test_a_value_lies_between_its_reports_or_is_the_only_one(scheme: Reconciler) -> None:
    for row in reconcile(flows_of(rows()), scheme, distances()).to_arrow().to_pylist():
        said = [row["exporter_report_usd"], row["importer_report_usd"]]
        said = [value for value in said if value is not None]
        if row["status"] == "absent":
            assert row["value_usd"] is None
            assert len(said) == 1
        else:
            assert min(said) * (1 - 1e-12) <= row["value_usd"] <= max(said) * (1 + 1e-12)


@pytest.mark.parametrize("kept", ["exporter_report_usd", "importer_report_usd"])
def test_without_a_mirrored_cell_the_reports_stand_as_they_are(
    scheme: Reconciler, kept: str
) -> None:
    """Nothing to learn from: no weight matters, and no freight was seen but a constant one."""
    other = "importer_report_usd" if kept.startswith("exp") else "exporter_report_usd"
    alone = [{**row, other: None} for row in rows() if row[kept] is not None]
    made = reconcile(flows_of(alone), scheme, distances()).to_arrow().to_pylist()
    counted = [row for row in made if row["status"] == "kept"]
    assert len(counted) in {0, len(alone)}
    assert all(row["value_usd"] == row[kept] for row in counted)


def test_two_economies_are_enough(scheme: Reconciler) -> None:
    two = [row for row in rows() if {row["exporter"], row["importer"]} <= {"E0", "E1"}]
    made = reconcile(flows_of(two), scheme).to_arrow()
    assert made.num_rows == 6


def test_schemes_that_learn_listen_to_the_exact(
    exact: Callable[[str], Reports],
) -> None:
    """An exporter whose reports are noise loses its weight to importers that report well."""
    for name in ("baci", "baci_cif", "growth_lab"):
        quiet, noisy = (RECONCILERS[name](exact(kind)).importer_weight for kind in ("all", "but 0"))
        assert noisy[0, 1:].mean() > quiet[0, 1:].mean()


@pytest.fixture(scope="module")
def exact() -> Callable[[str], Reports]:
    """Return a maker of worlds in which all report exactly, or all but the exporter E0."""

    def make(kind: str) -> Reports:
        rng = stream(4, f"contract/reconcilers/{kind}")
        one, other = np.nonzero(~np.eye(8, dtype=bool))
        one, other = np.tile(one, 20), np.tile(other, 20)
        true = rng.lognormal(11, 1, len(one))
        noise = np.where((one == 0) & (kind == "but 0"), rng.normal(0, 1, len(one)), 0.0)
        wobble = rng.normal(0, 0.02, (2, len(one)))
        unknown = np.full((8, 8), np.nan)
        return Reports(
            ECONOMIES, one, other, true * np.exp(noise + wobble[0]), true * np.exp(wobble[1]),
            unknown, unknown,
        )  # fmt: skip

    return make
