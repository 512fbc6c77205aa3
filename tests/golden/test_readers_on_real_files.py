"""Every file of flows in the shared folder, read a second time by pandas and compared."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from tradenet import sources
from tradenet.domain import ReportedFlows, SourceError

pytestmark = pytest.mark.realdata


@dataclass(frozen=True)
class Flows:
    """A file of flows: its layout, its columns of values in the order of the flows, its unit.

    `flows` are the words that `read` gives the value columns; None where one column holds all.
    """

    layout: str
    values: tuple[str, ...]
    unit: float = 1.0
    flows: tuple[str, ...] | None = None
    encoding: str = "utf-8-sig"


MILLION, THOUSAND = 1e6, 1e3
LEGACY = Flows("comtrade_legacy", ("Trade Value (US$)",))
AGTPA = Flows("agtpa", ("trade",), MILLION)
FILES: dict[str, Flows] = {
    "imf_dots/imf_dots_annual_1960_2020.parquet": Flows("imf_dots", ("value_musd",), MILLION),
    "imf_dots/imf_dots_monthly_15countries_2011_2020.csv": Flows(
        "imf_dots_monthly", ("value",), MILLION
    ),
    "imf_imts/imf_imts_bilateral_exports_2025.csv": Flows(
        "imf_imts_exports", ("value_musd",), MILLION
    ),
    "baci_totals/oec_baci_bilateral_2022.csv": Flows("baci_totals", ("value_usd",)),
    "baci_totals/oec_baci_bilateral_2023.csv": Flows("baci_totals", ("value_usd",)),
    "baci_totals/baci_pair_totals_lower_bound_1995_2023.parquet": Flows(
        "baci_lower_bound", ("value_usd",)
    ),
    "oecd/btige_top_partner_exports_2021_2025.csv": Flows("oecd_pairs", ("value_usd",)),
    "atlas/atlas_bilateral_totals_2010_2020.parquet": Flows("atlas_totals", ("value_usd",)),
    "atlas/atlas_bilateral_section_2010_2020.parquet": Flows("atlas_section", ("value_usd",)),
    "atlas/atlas_bilateral_hs2_2010_2020.parquet": Flows("atlas_hs2", ("value_usd",)),
    "comtrade_plus/THA_imports_HS8542_2014_2024.csv": Flows(
        "comtrade_plus", ("primaryValue",), encoding="latin-1"
    ),
    "comtrade_plus/CHN_DEU_USA_services.csv": Flows(
        "comtrade_plus", ("primaryValue",), encoding="latin-1"
    ),
    "comtrade_legacy/all_reporters_HS871200_world_2016_2019.csv": LEGACY,
    "comtrade_legacy/IDN_exports_world_HS6_2020_2021.csv": LEGACY,
    **{f"comtrade_legacy/china_sitc2_2010_2018_part{part}.csv": LEGACY for part in range(1, 9)},
    "comtrade_panels/tidy_reporter_vs_focus_country_TOTAL.csv": Flows(
        "comtrade_tidy", ("value_usd",)
    ),
    "mirror_benchmark/comtrade_raw_2022.csv.gz": Flows("comtrade_compact", ("value",)),
    "mirror_benchmark/baci_2022.csv": Flows("baci_compact", ("value",)),
    "baci/BACI_HS92_Y2021_V202301_subset_4_710.csv": Flows("baci", ("v",), THOUSAND),
    "china_customs/gacc_china_by_partner_monthly_2016_2019_kusd.csv": Flows(
        "china_customs", ("export", "import"), THOUSAND, ("X", "M")
    ),
    "russia_neighbours/armenia_monthly_2007_2024.csv": Flows(
        "armenia", ("export", "import_origin"), THOUSAND, ("X", "M")
    ),
    "gravity/agtpa_chapter1_application1.dta": AGTPA,
    "gravity/agtpa_chapter2_application2.dta": AGTPA,
}
WIDE = "imf_imts/RU_trade.csv"
NO_TABLES = {".md", ".xlsx"}


def by_pandas(path: Path, file: Flows) -> pd.DataFrame:
    """Read a file with another parser than the package's."""
    if path.suffix == ".parquet":
        return pd.read_parquet(path, columns=list(file.values))
    if path.suffix == ".dta":
        return pd.read_stata(path, columns=list(file.values))
    header = list(pd.read_csv(path, encoding=file.encoding, nrows=0).columns)
    wanted = [header.index(name) for name in file.values]
    return pd.read_csv(
        path, encoding=file.encoding, header=None, skiprows=1, usecols=wanted, names=None
    ).set_axis(list(file.values), axis="columns")


def in_order(flows: ReportedFlows, flow: str | None) -> NDArray[np.float64]:
    """Return the dollars of one flow, or all, in the order of the file's rows."""
    table = flows.table.filter(flows.table.flow == flow) if flow else flows.table
    arrow = table.select("row", "value_usd").order_by("row").to_pyarrow()
    assert arrow["row"].to_numpy().tolist() == list(range(1, arrow.num_rows + 1))
    values: NDArray[np.float64] = arrow["value_usd"].to_numpy().astype(np.float64)
    return values


@pytest.fixture(scope="session")
def flows_of(shared: Path) -> Callable[[str], ReportedFlows]:
    """Read a file of the shared folder by recognition, each only once."""
    known: dict[str, ReportedFlows] = {}

    def of(name: str) -> ReportedFlows:
        if name not in known:
            (known[name],) = sources.read(shared / name)
        return known[name]

    return of


FlowsOf = Callable[[str], ReportedFlows]


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_recognised_and_every_row_has_the_value_that_pandas_sees(
    name: str, shared: Path, flows_of: FlowsOf
) -> None:
    file, flows = FILES[name], flows_of(name)
    assert flows.provenance.source == file.layout
    frame = by_pandas(shared / name, file)
    for value, flow in zip(file.values, file.flows or (None,), strict=True):
        expected = frame[value].to_numpy(dtype=np.float64) * file.unit
        np.testing.assert_allclose(in_order(flows, flow), expected, rtol=1e-13)


@pytest.mark.parametrize("name", FILES)
def test_the_ledger_of_a_file_is_what_pandas_adds_up(
    name: str, shared: Path, flows_of: FlowsOf
) -> None:
    file, ledger = FILES[name], flows_of(name).ledger("read")
    frame = by_pandas(shared / name, file)
    assert ledger.rows == len(frame) * len(file.values)
    dollars = sum(frame[value].sum() for value in file.values) * file.unit
    assert float(ledger.value_usd) == pytest.approx(float(dollars), rel=1e-9)


def test_the_wide_file_of_imts_is_what_pandas_melts(shared: Path, flows_of: FlowsOf) -> None:
    frame = pd.read_csv(shared / WIDE, encoding="utf-8-sig")
    years = [name for name in frame.columns if name.isdigit()]
    dollars = frame[years].mul(10.0 ** frame["SCALE.ID"], axis="index")
    ledger = flows_of(WIDE).ledger("read")
    assert flows_of(WIDE).provenance.source == "imf_imts"
    assert ledger.rows == dollars.size
    assert float(ledger.value_usd) == pytest.approx(float(np.nansum(dollars)), rel=1e-9)


def test_every_other_file_is_refused_with_one_clear_error(shared: Path) -> None:
    files = {path.relative_to(shared).as_posix(): path for path in shared.rglob("*.*")}
    assert set(FILES) | {WIDE} <= set(files)
    for name, path in files.items():
        if name in FILES or name == WIDE or not path.is_file():
            continue
        with pytest.raises(SourceError, match=r"no known layout|tables of codes|no kind of file"):
            sources.read(path)


# --- known figures -----------------------------------------------------------------------------


def billions(flows: ReportedFlows, **where: Any) -> float:  # noqa: ANN401 - text or numbers
    """Add up the dollars of the rows that match, in billions."""
    table = flows.table
    for name, value in where.items():
        table = table.filter(table[name] == value)
    return float(table.value_usd.sum().to_pyarrow().as_py() or 0.0) / 1e9


@pytest.mark.parametrize(("partner", "exports", "imports"), [
    ("RUS", 49.485, 60.257), ("PRK", 2.589, 0.216), ("IRN", 9.609, 13.402),
])  # fmt: skip
def test_china_2019_in_dots(
    partner: str, exports: float, imports: float, flows_of: FlowsOf
) -> None:
    dots = flows_of("imf_dots/imf_dots_annual_1960_2020.parquet")
    where = {"reporter": "CHN", "partner": partner, "period": 2019}
    assert billions(dots, flow="X", **where) == pytest.approx(exports, abs=5e-4)
    assert billions(dots, flow="M", **where) == pytest.approx(imports, abs=5e-4)


@pytest.mark.parametrize(("partner", "exports", "imports"), [
    ("Russian Federation", 49.485, 60.257), ("Korea,DPR", 2.589, 0.216),
    ("Iran", 9.609, 13.402),
])  # fmt: skip
def test_china_2019_in_chinese_customs(
    partner: str, exports: float, imports: float, flows_of: FlowsOf
) -> None:
    customs = flows_of("china_customs/gacc_china_by_partner_monthly_2016_2019_kusd.csv")
    year = customs.with_table(customs.table.filter(customs.table.period.between(201901, 201912)))
    assert billions(year, partner=partner, flow="X") == pytest.approx(exports, abs=5e-4)
    assert billions(year, partner=partner, flow="M") == pytest.approx(imports, abs=5e-4)


def test_china_2019_in_the_months_of_dots(flows_of: FlowsOf) -> None:
    months = flows_of("imf_dots/imf_dots_monthly_15countries_2011_2020.csv")
    year = months.with_table(months.table.filter(months.table.period.between(201901, 201912)))
    where = {"reporter": "China", "partner": "Russia"}
    assert billions(year, flow="X", **where) == pytest.approx(49.485, abs=5e-4)
    assert billions(year, flow="M", **where) == pytest.approx(60.257, abs=5e-4)


def test_poland_and_the_soviet_union_1985(flows_of: FlowsOf) -> None:
    dots = flows_of("imf_dots/imf_dots_annual_1960_2020.parquet")
    where = {"reporter": "POL", "partner": "SUN", "period": 1985}
    assert billions(dots, flow="X", **where) == pytest.approx(3.261, abs=5e-4)
    assert billions(dots, flow="M", **where) == pytest.approx(4.104, abs=5e-4)


@pytest.mark.parametrize(("year", "trillions"), [
    (1960, 0.104), (1990, 3.13), (2019, 17.9), (2020, 16.6),
])  # fmt: skip
def test_world_exports_in_dots(year: int, trillions: float, flows_of: FlowsOf) -> None:
    dots = flows_of("imf_dots/imf_dots_annual_1960_2020.parquet")
    kept = billions(dots, flow="X", status="kept", period=year)
    assert kept / 1e3 == pytest.approx(trillions, rel=5e-3)


def test_russia_in_imts(flows_of: FlowsOf) -> None:
    russia = flows_of(WIDE)
    both = {year: billions(russia, partner="CHN", period=year) for year in (2022, 2023, 2024)}
    assert both == pytest.approx({2022: 180.0, 2023: 231.3, 2024: 236.3}, abs=0.05)
    iran = [billions(russia, partner="IRN", flow="X", period=year) for year in (2022, 2023, 2024)]
    assert iran == pytest.approx([2.82, 2.35, 2.26], abs=5e-3)


def test_exports_of_2025_in_imts(flows_of: FlowsOf) -> None:
    imts = flows_of("imf_imts/imf_imts_bilateral_exports_2025.csv")
    assert billions(imts) == pytest.approx(24_710, rel=5e-4)
    for pair, known in {("CHN", "RUS"): 103.5, ("RUS", "CHN"): 108.2, ("CHN", "IRN"): 6.9}.items():
        found = billions(imts, reporter=pair[0], partner=pair[1])
        assert found == pytest.approx(known, abs=0.05)


@pytest.mark.parametrize(("year", "world", "russia", "korea"), [
    (2022, 24.17, 189.5, 1.028), (2023, 22.54, 239.0, 2.295),
])  # fmt: skip
def test_full_matrices_of_baci(
    year: int, world: float, russia: float, korea: float, flows_of: FlowsOf
) -> None:
    baci = flows_of(f"baci_totals/oec_baci_bilateral_{year}.csv")

    def both(partner: str) -> float:
        there = billions(baci, reporter="CHN", partner=partner)
        return there + billions(baci, reporter=partner, partner="CHN")

    assert billions(baci) / 1e3 == pytest.approx(world, abs=5e-3)
    assert both("RUS") == pytest.approx(russia, abs=0.05)
    assert both("PRK") == pytest.approx(korea, abs=5e-4)


def test_lower_bounds_of_baci(flows_of: FlowsOf) -> None:
    bounds = flows_of("baci_totals/baci_pair_totals_lower_bound_1995_2023.parquet")
    known = {2019: 2.78, 2020: 0.535, 2021: 0.301, 2022: 1.027, 2023: 2.295}
    found = {
        year: billions(bounds, reporter="CHN", partner="PRK", period=year)
        + billions(bounds, reporter="PRK", partner="CHN", period=year)
        for year in known
    }
    assert found == pytest.approx(known, abs=5e-3)
    assert set(bounds.table.method.to_pyarrow().to_pylist()) == {"lower_bound"}


def test_oecd_pairs_are_below_baci(flows_of: FlowsOf) -> None:
    oecd = flows_of("oecd/btige_top_partner_exports_2021_2025.csv")
    found = [
        billions(oecd, reporter="CHN", partner="RUS", period=year)
        + billions(oecd, reporter="RUS", partner="CHN", period=year)
        for year in (2022, 2023)
    ]
    assert found == pytest.approx([153, 168], abs=0.5)


def test_iran_to_china_2020_in_the_atlas(flows_of: FlowsOf) -> None:
    for name in ("totals", "section", "hs2"):
        atlas = flows_of(f"atlas/atlas_bilateral_{name}_2010_2020.parquet")
        found = billions(atlas, reporter="IRN", partner="CHN", period=2020)
        assert found == pytest.approx(16.6, abs=0.05)


def test_services_are_set_aside(flows_of: FlowsOf) -> None:
    ledger = flows_of("comtrade_plus/CHN_DEU_USA_services.csv").ledger("read")
    assert [(line.status, line.rows) for line in ledger.lines] == [("services", 120)]


def test_the_breakdowns_of_the_compact_file_sum_to_the_largest_value(shared: Path) -> None:
    """The claim of the reader's docstring, computed in thousandths of a dollar with pandas."""
    raw = pd.read_csv(shared / "mirror_benchmark/comtrade_raw_2022.csv.gz")
    raw["value"] = (raw["value"] * 1000).round().astype("int64")
    keys = raw.groupby(["year", "reporter", "partner", "cmd", "flow"])["value"]
    raw["largest"] = keys.transform("max")
    several = raw[keys.transform("nunique") > 1]
    parts = several[several["value"] < several["largest"]]
    by_key = parts.groupby(["year", "reporter", "partner", "cmd", "flow"]).agg(
        sum=("value", "sum"), rows=("value", "size"), largest=("largest", "first")
    )
    times = (by_key["sum"] / by_key["largest"]).round()
    off = (by_key["sum"] - times * by_key["largest"]).abs()
    assert (len(raw), keys.ngroups, len(by_key)) == (166_616, 37_722, 6_449)
    assert ((off <= by_key["rows"] + times) & times.between(1, 7)).all()


def test_what_the_compact_reader_leaves_of_a_key_is_one_value(flows_of: FlowsOf) -> None:
    table = flows_of("mirror_benchmark/comtrade_raw_2022.csv.gz").table
    key = ["period", "reporter", "partner", "flow", "product"]
    totals = table.filter(~table.detail)
    assert totals.select(*key).distinct().count().to_pyarrow().as_py() == 37_722
    spread = totals.group_by(key).aggregate(values=totals.value_usd.nunique())
    assert spread["values"].max().to_pyarrow().as_py() == 1
