"""The committed snapshot against the figures that its sources publish, without those sources."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from tradenet.domain import Observability, Status
from tradenet.sources import reference, snapshot
from tradenet.sources.covariates import annual_prices
from tradenet.study.snapshot import COVARIATES

BN = 1e9


@cache
def stored(name: str) -> pa.Table:
    """Return one of the tables, read once."""
    return snapshot.table(name)


def panel_value(period: int, exporter: str, importer: str) -> dict[str, object]:
    """Return one row of the panel."""
    table = stored("panel")
    mask = pc.and_(
        pc.equal(table["period"], period),
        pc.and_(pc.equal(table["exporter"], exporter), pc.equal(table["importer"], importer)),
    )
    (row,) = table.filter(mask).to_pylist()
    return row


@pytest.mark.parametrize(
    ("year", "published_tn", "tolerance"),
    [
        (1960, 0.104, 0.12),
        (1990, 3.13, 0.05),
        (2019, 17.9, 0.02),
        (2020, 16.6, 0.02),
        (2022, 24.17, 0.02),
        (2023, 22.54, 0.02),
        (2025, 24.71, 0.02),
    ],
)
def test_world_total_is_near_the_published_one(
    year: int, published_tn: float, tolerance: float
) -> None:
    """Importer-preferred FOB totals against exports as reported."""
    table = stored("panel")
    total = pc.sum(table.filter(pc.equal(table["period"], year))["value_usd"]).as_py()
    assert total / 1e12 == pytest.approx(published_tn, rel=tolerance)


@pytest.mark.parametrize(
    ("year", "one", "other", "published_bn"),
    [
        (2022, "CHN", "RUS", 189.5),
        (2023, "CHN", "RUS", 239.0),
        (2022, "CHN", "PRK", 1.028),
        (2023, "CHN", "PRK", 2.295),
        (2023, "CHN", "IRN", 14.61),
    ],
)
def test_baci_dyads_match_the_published_totals(
    year: int, one: str, other: str, published_bn: float
) -> None:
    """Both directions together, to the published digit."""
    both = sum(
        float(str(panel_value(year, *pair)["value_usd"])) for pair in ((one, other), (other, one))
    )
    digits = len(str(published_bn).split(".")[1])
    assert round(both / BN, digits) == published_bn


@pytest.mark.parametrize(
    ("year", "pair", "state"),
    [
        (2019, ("PRK", "CHN"), Observability.IMPORTER_ONLY),
        (2019, ("CHN", "PRK"), Observability.EXPORTER_ONLY),
        (2019, ("RUS", "CHN"), Observability.BOTH),
        (2022, ("RUS", "PRK"), Observability.UNOBSERVABLE),
        (2023, ("RUS", "PRK"), Observability.UNOBSERVABLE),
        (2023, ("RUS", "IRN"), Observability.UNOBSERVABLE),
        (2023, ("CHN", "RUS"), Observability.EXPORTER_ONLY),
        (2023, ("RUS", "BLR"), Observability.UNOBSERVABLE),
        (2023, ("VNM", "RUS"), Observability.NOT_HELD),
        (2023, ("POL", "RUS"), Observability.NOT_HELD),
        (2023, ("BGD", "RUS"), Observability.UNOBSERVABLE),
        (2023, ("DZA", "RUS"), Observability.UNOBSERVABLE),
        (2025, ("PRK", "CHN"), Observability.NOT_HELD),
        (2025, ("RUS", "CHN"), Observability.IMPUTED),
    ],
)
def test_state_of_known_cells(year: int, pair: tuple[str, str], state: Observability) -> None:
    """Nobody reported is not zero, and what our files lack is neither."""
    assert panel_value(year, *pair)["observed"] == state


def test_every_cell_has_a_state_and_missing_is_never_zero() -> None:
    """A value stands exactly where somebody saw the cell; zeros of DOTS stay without a value."""
    table = stored("panel")
    states = set(pc.unique(table["observed"]).to_pylist())
    assert states <= {state.value for state in Observability}
    unseen = table.filter(pc.is_in(table["observed"], pa.array(["unobservable", "not_held"])))
    assert unseen["value_usd"].null_count == unseen.num_rows > 0
    dots = table.filter(pc.equal(table["status"], Status.ZERO_OR_MISSING.value))
    assert dots["value_usd"].null_count == dots.num_rows


def test_both_reports_are_recovered_from_value_and_gap() -> None:
    """China's and Russia's reports of 2019 come back as they were made, in FOB dollars."""
    flows = snapshot.panel([2019])
    rows = flows.table.filter(
        (flows.table.exporter == "CHN") & (flows.table.importer == "RUS")
    ).to_pyarrow()
    (row,) = rows.to_pylist()
    assert row["exporter_report_usd"] / BN == pytest.approx(49.484540460, rel=1e-6)
    assert row["importer_report_usd"] / BN == pytest.approx(54.066431304 / 1.06, rel=1e-9)
    assert row["log_gap"] == pytest.approx(math.log(49.484540460 / (54.066431304 / 1.06)), abs=1e-6)


def test_focus_keeps_both_flows_as_reported() -> None:
    """What each side said of 2019 and 1985, to the published digit, before reconciliation."""
    table = stored("focus").to_pylist()
    told = {
        (row["period"], row["exporter"], row["importer"], row["source"], row["told_by"]): row[
            "value_usd"
        ]
        for row in table
    }
    for exporter, importer, side, value in (
        ("CHN", "RUS", "exporter", 49.485),
        ("RUS", "CHN", "importer", 60.257),
        ("CHN", "PRK", "exporter", 2.589),
        ("PRK", "CHN", "importer", 0.216),
        ("CHN", "IRN", "exporter", 9.609),
        ("IRN", "CHN", "importer", 13.402),
    ):
        for source in ("imf_dots", "china_customs"):
            assert round(told[2019, exporter, importer, source, side] / BN, 3) == value


@pytest.mark.parametrize(
    ("year", "published_bn"),
    [(2019, 2.78), (2020, 0.535), (2021, 0.301), (2022, 1.027), (2023, 2.295)],
)
def test_bridge_holds_the_lower_bounds(year: int, published_bn: float) -> None:
    """China–North Korea in one vintage."""
    table = stored("bridge")
    pair = pa.array(["CHN", "PRK"])
    inside = pc.and_(pc.is_in(table["exporter"], pair), pc.is_in(table["importer"], pair))
    wanted = pc.and_(inside, pc.equal(table["period"], year))
    rows = table.filter(pc.and_(wanted, pc.equal(table["kind"], "lower_bound")))
    both = pc.sum(rows["value_usd"]).as_py()
    digits = len(str(published_bn).split(".")[1])
    assert round(both / BN, digits) == published_bn


def test_distances_are_one_row_per_pair_of_known_economies() -> None:
    """224 economies of CEPII, each pair once and in order."""
    table = stored("distances")
    pairs = list(zip(table["one"].to_pylist(), table["other"].to_pylist(), strict=True))
    assert pairs == sorted(set(pairs))
    assert all(one < other for one, other in pairs)
    codes = {code for pair in pairs for code in pair}
    assert codes <= set(reference.economies().names)
    assert (len(codes), len(pairs)) == (224, 224 * 223 // 2)
    assert {"TLS", "ROU", "COD", "SRB"} <= codes
    assert codes.isdisjoint({"MNE", "SSD", "XKX", "TMP", "ROM", "ZAR", "YUG"})
    marked = table.filter(table["former_territory"])
    assert marked.num_rows == 2 * 222 + 1
    assert pc.min(table["distance_km"]).as_py() > 0
    assert pc.max(table["distance_km"]).as_py() < 20_038  # half the earth's girth


@pytest.mark.parametrize(
    ("economy", "year", "published_bn"),
    [("CHN", 2022, 17_882), ("RUS", 2023, 2_021), ("IRN", 2023, 402)],
)
def test_gdp_is_the_world_banks(economy: str, year: int, published_bn: int) -> None:
    """In current dollars; regions and North Korea are not there."""
    table = stored("gdp")
    mask = pc.and_(pc.equal(table["period"], year), pc.equal(table["economy"], economy))
    (found,) = table.filter(mask)["gdp_usd"].to_pylist()
    assert round(found / BN) == published_bn
    codes = set(table["economy"].to_pylist())
    assert codes <= set(reference.economies().names)
    assert codes.isdisjoint({"PRK", "TWN", "WLD"})


@pytest.mark.parametrize(
    ("economy", "year", "published"),
    [("USA", 2022, 2.146), ("RUS", 2022, -0.809), ("PRK", 2024, -0.794), ("SUN", 1988, -0.658)],
)
def test_ideal_points_are_the_published_ones(economy: str, year: int, published: float) -> None:
    """Of final-passage votes."""
    table = stored("ideal_points")
    mask = pc.and_(
        pc.and_(pc.equal(table["period"], year), pc.equal(table["economy"], economy)),
        pc.equal(table["series"], "fp"),
    )
    (found,) = table.filter(mask)["ideal_point"].to_pylist()
    assert round(found, 3) == published


def test_ideal_points_are_of_known_states_once_a_year_and_series() -> None:
    """As many estimates as the file has; no year but 1964 is missing."""
    table = stored("ideal_points")
    keys = list(zip(*(table[n].to_pylist() for n in ("period", "economy", "series")), strict=True))
    assert keys == sorted(set(keys))
    known = set(reference.economies().codes["economy"].to_pylist())
    assert {economy for _, economy, _ in keys} <= known
    for series, last, rows in (("fp", 2024, 11_421), ("all", 2023, 11_232)):
        years = [year for year, _, name in keys if name == series]
        assert set(years) == set(range(1946, last + 1)) - {1964}
        assert len(years) == rows


@pytest.mark.parametrize(
    ("commodity", "year", "published"),
    [
        ("crude_brent", 2020, 42.3), ("crude_brent", 2022, 99.8), ("gas_europe", 2022, 40.3),
        ("coal_australian", 2022, 344.9), ("iron_ore", 2022, 121.3), ("gold", 2022, 1801),
        ("aluminum", 2022, 2705), ("copper", 2022, 8822),
    ],
)  # fmt: skip
def test_prices_are_the_world_banks(commodity: str, year: int, published: float) -> None:
    """Yearly means, to the digit that the World Bank prints."""
    digits = 0 if isinstance(published, int) else 1
    assert round(annual_prices(commodity)[year], digits) == published


def test_snapshot_is_small_and_whole() -> None:
    """At most 15 MB, and every byte as the manifest says."""
    assert sum(path.stat().st_size for path in snapshot.folder().iterdir()) < 15e6
    assert snapshot.broken() == []
    sizes = {path.name: path.stat().st_size for path in snapshot.folder().glob("*.parquet")}
    assert sizes["distances.parquet"] < 300e3
    assert sizes["gdp.parquet"] < 150e3
    assert sizes["ideal_points.parquet"] < 150e3
    assert sizes["prices.parquet"] < 150e3


def test_manifest_names_sources_terms_and_what_is_not_there() -> None:
    """Attribution travels with the figures."""
    known = snapshot.manifest()
    assert {"IMF", "CEPII", "OECD"} <= set(known["attribution"].replace(";", " ").split())
    assert all(source["terms"] and source["title"] for source in known["sources"])
    beside = {entry["name"]: entry["terms"] for entry in known["covariates"]}
    assert "Etalab" in beside["distances"]
    assert "CC BY 4.0" in beside["gdp"]
    assert "CC0" in beside["ideal_points"]
    assert "CC BY 4.0" in beside["prices"]
    assert {entry["files"][0]["name"] for entry in known["covariates"]} == {
        Path(path).name for path in COVARIATES.values()
    }
    assert any("2021" in line for line in known["not_there"])


def test_every_economy_of_the_panel_is_known() -> None:
    """No code without a name."""
    table = stored("panel")
    codes = set(pc.unique(table["exporter"]).to_pylist())
    assert codes <= set(reference.economies().names)
