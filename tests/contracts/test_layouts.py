"""What holds for every layout: its sample is recognised as its own and read to the schema."""

from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pyarrow.compute as pc
import pytest

from tradenet.domain import ReportedFlows, Status
from tradenet.domain.flows import REPORTED_SCHEMA
from tradenet.sources import LAYOUTS, read, recognise
from tradenet.sources.files import open_file
from tradenet.sources.reference import CODE_SCHEMES

SAMPLES = Path(__file__).resolve().parents[1] / "data"


class Sample(NamedTuple):
    """A hand-written file, its row count and one cell: row in the file, flow, dollars."""

    file: str
    rows: int
    known: tuple[int, str, float]
    kind: str = ".csv"


KNOWN = {
    "agtpa": Sample("agtpa.csv", 3, (2, "X", 1_400_250_000.0), ".dta"),
    "armenia": Sample("armenia.csv", 6, (1, "M", 900_500.0)),
    "atlas_hs2": Sample("atlas_hs2.csv", 3, (2, "X", 2_200_000.0), ".parquet"),
    "atlas_section": Sample("atlas_section.csv", 3, (1, "X", 300_000.0), ".parquet"),
    "atlas_totals": Sample("atlas_totals.csv", 3, (3, "X", 1_200.5), ".parquet"),
    "baci": Sample("baci_HS92_Y2021_V202501.csv", 4, (1, "X", 1_250_750.0)),
    "baci_compact": Sample("baci_compact_2022.csv", 3, (2, "X", 45.5)),
    "baci_lower_bound": Sample("baci_lower_bound.csv", 3, (3, "X", 3_100.0), ".parquet"),
    "baci_totals": Sample("baci_totals.csv", 3, (2, "X", 2_900_100.5)),
    "china_customs": Sample("china_customs.csv", 8, (1, "M", 400_000.0)),
    "comtrade_compact": Sample("comtrade_compact.csv", 8, (8, "X", 850.0)),
    "comtrade_legacy": Sample("comtrade_legacy.csv", 10, (5, "RM", 15.0)),
    "comtrade_plus": Sample("comtrade_plus.csv", 10, (1, "M", 1_200_300.5)),
    "comtrade_tidy": Sample("comtrade_tidy.csv", 4, (2, "X", 6_500_000_000.5)),
    "imf_dots": Sample("imf_dots.csv", 5, (1, "X", 6_500_250_000.0), ".parquet"),
    "imf_dots_monthly": Sample("imf_dots_monthly.csv", 4, (2, "M", 4_200_250_000.0)),
    "imf_imts": Sample("imf_imts.csv", 6, (2, "M", 2_000_000_000.0)),
    "imf_imts_exports": Sample("imf_imts_exports.csv", 3, (1, "X", 14_500_300_000.0)),
    "oecd_pairs": Sample("oecd_pairs_btige.csv", 3, (2, "X", 2_900_100.5)),
    "pair_totals": Sample("pair_totals.csv", 3, (1, "X", 8_200_300.0)),
}


def provided(layout: str, folder: Path) -> Path:
    """Return the sample as the provider packs it; Parquet and Stata files are made from the CSV."""
    sample = KNOWN[layout]
    written = SAMPLES / sample.file
    if sample.kind == ".csv":
        return written
    codes = dict.fromkeys(("exporter", "importer", "hs2", "section"), "str")
    frame = pd.read_csv(written, dtype=codes)
    path = folder / written.with_suffix(sample.kind).name
    if sample.kind == ".dta":
        frame.astype({"year": "float32"}).to_stata(path, write_index=False)
    else:
        frame.astype(dict.fromkeys(frame.select_dtypes("str").columns, "category")).to_parquet(path)
    return path


@pytest.fixture(scope="module", params=sorted(LAYOUTS))
def layout(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def path(layout: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return provided(layout, tmp_path_factory.mktemp(layout))


@pytest.fixture(scope="module")
def flows(path: Path) -> ReportedFlows:
    (found,) = read(path)
    return found.compute()


def test_every_layout_has_a_sample_and_every_sample_a_layout() -> None:
    assert set(KNOWN) == set(LAYOUTS)


def test_the_registry_name_is_the_name_of_the_layout(layout: str) -> None:
    assert LAYOUTS[layout].name == layout


def test_a_sample_is_recognised_as_its_own_layout(layout: str, path: Path) -> None:
    (opened,) = open_file(path)
    assert recognise(opened) is LAYOUTS[layout]


def test_only_layouts_of_pair_totals_share_a_header(layout: str, path: Path) -> None:
    (opened,) = open_file(path)
    others = {name for name, other in LAYOUTS.items() if other.recognises(opened)} - {layout}
    pairs = LAYOUTS["pair_totals"].columns
    assert all(LAYOUTS[name].columns == pairs for name in others), others


def test_the_schema_is_reported_flows(flows: ReportedFlows) -> None:
    table = flows.to_arrow()
    assert table.schema.equals(REPORTED_SCHEMA)
    for name in ("period", "reporter", "partner", "flow", "product", "valuation", "method", "row"):
        assert table[name].null_count == 0, name


def test_the_words_are_known(flows: ReportedFlows, layout: str) -> None:
    table = flows.to_arrow()
    allowed: dict[str, set[str]] = {
        "valuation": {"FOB", "CIF"},
        "method": {"reported", "estimated", "reconciled", "lower_bound"},
        "status": set(Status),
    }
    for name, words in allowed.items():
        assert set(table[name].to_pylist()) <= words
    assert set(LAYOUTS[layout].codes) <= set(CODE_SCHEMES)


def test_imports_are_cif_and_exports_fob(flows: ReportedFlows) -> None:
    pairs: set[tuple[Any, ...]] = {
        (row["flow"], row["valuation"]) for row in flows.to_arrow().to_pylist()
    }
    assert pairs <= {("X", "FOB"), ("RX", "FOB"), ("M", "CIF"), ("RM", "CIF")}


def test_no_row_is_lost_and_a_known_value_is_where_it_was(
    flows: ReportedFlows, layout: str
) -> None:
    table = flows.to_arrow()
    sample = KNOWN[layout]
    row, flow, dollars = sample.known
    assert table.num_rows == sample.rows
    found = [
        cell["value_usd"]
        for cell in table.sort_by("period").to_pylist()
        if (cell["row"], cell["flow"]) == (row, flow)
    ]
    assert found[0] == pytest.approx(dollars, rel=1e-12)


def test_the_provenance_names_file_and_terms(flows: ReportedFlows, layout: str) -> None:
    provenance = flows.provenance
    assert provenance.source == layout
    assert provenance.title
    assert provenance.terms
    assert len(provenance.files[0].sha256) == 64


def test_the_ledger_balances(flows: ReportedFlows) -> None:
    table = flows.to_arrow()
    ledger = flows.ledger("read")
    cents = pc.sum(pc.round(table["value_usd"], 2)).as_py() or 0.0
    assert ledger.rows == table.num_rows
    assert float(ledger.value_usd) == pytest.approx(cents, abs=0.01)


def test_reading_by_name_is_reading_by_recognition(
    layout: str, path: Path, flows: ReportedFlows
) -> None:
    (by_name,) = read(path, layout)
    assert by_name.to_arrow().equals(flows.to_arrow())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_rows_are_numbered_by_the_lines_of_the_file(layout: str, tmp_path: Path) -> None:
    """Also where a layout makes several rows of one line: each line is somebody's row."""
    path = provided(layout, tmp_path)
    (flows,) = read(path, layout)
    lines = (SAMPLES / KNOWN[layout].file).read_bytes().count(b"\n") - 1  # without the header
    assert sorted(set(flows.to_arrow()["row"].to_pylist())) == list(range(1, lines + 1))
