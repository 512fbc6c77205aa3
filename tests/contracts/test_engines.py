"""What holds for every engine: each flow step gives on Spark what it gives on DuckDB."""

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from tests.calibration.quality_worlds import WORLDS
from tests.contracts.test_layouts import KNOWN, provided
from tests.golden.test_readers_on_real_files import FILES, WIDE
from tests.unit.flows.quality.conftest import cell
from tradenet import flows, sources
from tradenet.domain import (
    BilateralFlows,
    ConfigError,
    InsufficientData,
    Provenance,
    ReportedFlows,
    SchemaError,
    Window,
    stream,
)
from tradenet.domain.flows import BILATERAL_SCHEMA, money
from tradenet.flows import quality
from tradenet.flows.quality import Material
from tradenet.flows.reconcile import RECONCILERS, agreement, reconcile
from tradenet.sources import engine, reference, snapshot, store
from tradenet.sources.sections import sections
from tradenet.study import prepare

pytestmark = [
    pytest.mark.spark,
    # PySpark leaves the sockets that rows come back through to the garbage collector.
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
]

COMPUTED = frozenset({"log_gap", "log_change", "score"})  # made by logarithms


@contextmanager
def on(name: str) -> Iterator[None]:
    """Run the steps of a block on one engine."""
    engine.use(name)
    try:
        yield
    finally:
        engine.use("duckdb")


@pytest.fixture(scope="module", autouse=True)
def _spark_is_there() -> None:
    try:
        engine.ENGINES["spark"]()
    except ConfigError as error:
        if os.environ.get("TRADENET_REQUIRE_SHARED") == "1":
            pytest.fail(f"{error} (TRADENET_REQUIRE_SHARED=1 forbids to skip)", pytrace=False)
        pytest.skip(str(error))


Step = Callable[[], pa.Table]


def both(step: Step, computed: frozenset[str] = COMPUTED) -> pa.Table:
    """Return what a step gives on DuckDB, having seen that Spark gives the same.

    Exactly the same, but for `computed` columns: their last digit may differ.
    """
    with on("duckdb"):
        mine = step()
    with on("spark"):
        other = step()
    assert other.schema.equals(mine.schema)
    assert other.num_rows == mine.num_rows
    one, other = in_order(mine, computed), in_order(other, computed)
    unlike = [n for n in one.column_names if not same(one[n], other[n], exact=n not in computed)]
    assert not unlike, {name: first_difference(one, other, name) for name in unlike}
    return mine


def in_order(table: pa.Table, computed: frozenset[str]) -> pa.Table:
    """Order the rows by all columns that are compared exactly, by whole numbers first: fast."""
    kinds = {field.name: field.type for field in table.schema if field.name not in computed}
    names = sorted(kinds, key=lambda name: not pa.types.is_integer(kinds[name]))
    return table.sort_by([(name, "ascending") for name in names]).combine_chunks()


def same(one: pa.ChunkedArray, other: pa.ChunkedArray, *, exact: bool) -> bool:
    """Compare two columns: exactly, or to 1e-12."""
    if exact:
        return bool(one.equals(other))
    values = [column.fill_null(0.0).to_numpy() for column in (one, other)]
    return one.is_null().equals(other.is_null()) and np.allclose(*values, rtol=1e-12, atol=1e-12)


def first_difference(one: pa.Table, other: pa.Table, name: str) -> list[object]:
    pairs = zip(one[name].to_pylist(), other[name].to_pylist(), strict=True)
    place = next(number for number, (mine, theirs) in enumerate(pairs) if mine != theirs)
    return [table.slice(place, 1).to_pylist() for table in (one, other)]


# --- every step --------------------------------------------------------------------------------

Told = dict[str, pa.Table]  # what each step gave, by its name
ORIGIN = Provenance("engines")
RULES = {"AggregateRules", "ConcordRules", "MirrorRules", "ValuationRules"}
NO_STEPS = RULES | {"filers", "year_of", "mirror"}  # mirror is pair and agree
FIRST_STEPS = {"harmonise", "classify"}


def statements(table: pa.Table) -> ReportedFlows:
    return ReportedFlows.from_arrow(table, ORIGIN)


def cells(table: pa.Table) -> BilateralFlows:
    return BilateralFlows.from_arrow(table, ORIGIN)


def rows_of(found: ReportedFlows | BilateralFlows) -> pa.Table:
    return found.table.to_pyarrow()


def of_one(told: Told, source: str) -> ReportedFlows:
    """Return one source's statements: products of two classifications are not summed."""
    rows = told["classify"]
    return statements(rows.filter(pc.equal(rows["source"], source)))


def half_of(filed: pa.Table) -> pa.Table:
    """Return every other filer, so that some of each kind are left out."""
    return filed.select(["period", "economy"]).take(np.arange(0, filed.num_rows, 2))


LINKS = pa.table(
    {
        "from_revision": ["H0"] * 3, "from_code": ["010121", "271600", "271600"],
        "to_revision": ["H1"] * 3, "to_code": ["010111", "271600", "271601"],
        "weight": pa.array([None, None, None], pa.float64()),
    }
)  # fmt: skip

STEPS: dict[str, Callable[[Told], pa.Table]] = {
    "aggregate": lambda told: rows_of(
        flows.aggregate(of_one(told, "baci"), flows.AggregateRules("HS2", annual=True), sections())
    ),
    "concord": lambda told: rows_of(
        flows.concord(of_one(told, "baci"), LINKS, flows.ConcordRules("H1", "equal"))
    ),
    "totals": lambda told: rows_of(flows.totals(statements(told["classify"]))),
    "to_fob": lambda told: rows_of(
        flows.to_fob(statements(told["totals"]), flows.ValuationRules())
    ),
    "pair": lambda told: rows_of(flows.pair(statements(told["to_fob"]))),
    "filings_of": lambda told: flows.filings_of(cells(told["pair"])),
    "took_part": lambda told: flows.took_part(cells(told["pair"]), half_of(told["filings_of"])),
    "name_sides": lambda told: rows_of(
        flows.name_sides(cells(told["pair"]), half_of(told["filings_of"]))
    ),
    "agree": lambda told: rows_of(
        flows.agree(cells(told["pair"]), flows.MirrorRules(constant_reporters=False))
    ),
    "revalue": lambda told: rows_of(
        flows.revalue(cells(told["agree"]), 1.06, flows.ValuationRules(1.1))
    ),
    "observe": lambda told: rows_of(
        flows.observe(cells(told["latest"]), told["filings_of"], reference.economies(), zeros=False)
    ),
}


def walk(classified: pa.Table, most: int) -> Told:
    """Run every step on both engines, each from what the step before it gave.

    The absent cells, fifty thousand in every period, are made of the last `most` periods.
    """
    told = {"classify": classified}
    for name, step in STEPS.items():
        told[name] = both(partial(step, told))
        if name == "pair":
            last = sorted(set(told[name]["period"].to_pylist()))[-most:]
            told["latest"] = told[name].filter(pc.is_in(told[name]["period"], pa.array(last)))
    return told


def classified(path: Path, first: int = 0) -> pa.Table:
    """Read a file (its rows from the period `first` on) and mark its rows on both engines."""
    (part,) = sources.read(path)
    part = part.with_table(part.table.filter(part.table.period >= first)).compute()
    economies = reference.economies()
    return both(lambda: rows_of(flows.classify(flows.harmonise(part, economies))))


def joined(parts: list[pa.Table]) -> pa.Table:
    return rows_of(store.together([statements(part) for part in parts]))


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Return what every step gives for the samples of all layouts together."""
    folder = tmp_path_factory.mktemp("samples")
    parts = [classified(provided(layout, folder)) for layout in sorted(KNOWN)]
    return walk(joined(parts), most=1000)


def test_every_step_is_compared() -> None:
    assert set(STEPS) | FIRST_STEPS | NO_STEPS == set(flows.__all__)


def test_every_step_gives_the_same_on_the_samples_of_all_layouts(samples: Told) -> None:
    assert samples["observe"].num_rows > 1000
    assert set(samples["pair"]["observed"].to_pylist()) >= {"both", "exporter_only", "reconciled"}


@pytest.mark.parametrize("rules", [
    flows.MirrorRules(), flows.MirrorRules("exporter", constant_reporters=False),
])  # fmt: skip
def test_other_rules_give_the_same(samples: Told, rules: flows.MirrorRules) -> None:
    """Absent cells are among them."""
    window = Window((2018, 2019), (2022, 2023))
    both(lambda: rows_of(flows.agree(cells(samples["observe"]), rules, window)))


def test_the_ledger_is_the_same(samples: Told) -> None:
    def lines() -> pa.Table:
        ledger = statements(samples["totals"]).ledger("read")
        return pa.Table.from_pylist([asdict(line) for line in ledger.lines])

    assert both(lines).num_rows > 5


def test_half_cents_are_rounded_alike() -> None:
    """1.005 is a little less than it looks; 1e9 + 0.005 a little more."""
    draws = stream(1, "contract/engines").lognormal(8, 4, 20_000)
    dollars = np.concatenate(
        [np.round(draws, 3), draws / 1.06, [1.005, 2.675, -1.005, 1e9 + 0.005]]
    )

    def sums() -> pa.Table:
        table = ibis.memtable(pa.table({"usd": dollars, "key": np.arange(len(dollars)) % 5000}))
        exact = table.group_by("key").aggregate(usd=money(table.usd).sum())
        return exact.mutate(value_usd=exact.usd.cast("float64")).to_pyarrow()

    assert both(sums).num_rows == 5000


def test_two_keys_in_a_large_table_do_not_share_a_number() -> None:
    """With 32 bits a dozen of these 300,000 do, and all rows of a table are sorted for them."""
    names = [str(number) for number in range(600)]
    keys = pa.table({"one": np.repeat(names, 500), "other": np.tile(names[:500], 600)})

    def numbers() -> pa.Table:
        table = ibis.memtable(keys)
        number = ibis.struct({"one": table.one, "other": table.other}).hash()
        return table.select(number=number).aggregate(many=lambda t: t.number.nunique()).to_pyarrow()

    assert both(numbers)["many"].to_pylist() == [300_000]


# --- reconciliation, detectors -------------------------------------------------------------------


@pytest.mark.parametrize("scheme", RECONCILERS)
def test_every_reconciliation_scheme_gives_the_same(scheme: str, samples: Told) -> None:
    raw = flows.to_fob(statements(samples["classify"]), flows.ValuationRules(1.0))
    raw = rows_of(flows.pair(raw))
    made = both(lambda: rows_of(reconcile(cells(raw), RECONCILERS[scheme])))
    assert made.num_rows == raw.num_rows


@pytest.mark.parametrize("level", ["code", "dyad"])
def test_the_agreement_of_two_matrices_is_the_same(level: str, samples: Told) -> None:
    measured = []
    for name in engine.ENGINES:
        with on(name):
            found = agreement(cells(samples["agree"]), cells(samples["revalue"]), level)
        measured.append(asdict(found))
    assert measured[0] == pytest.approx(measured[1], rel=1e-12)


# What stands at stake in a mirror gap is an exponential of logarithms, no sum of money.
BY_DETECTOR = {"mirror_gap": COMPUTED | {"value_usd"}}


def found_by(detector: str, material: Material) -> pa.Table:
    try:
        return quality.findings_table(quality.DETECTORS[detector]()(material))
    except InsufficientData as error:
        return pa.table({"why": [str(error)]})


@pytest.mark.parametrize("detector", quality.DETECTORS)
def test_every_detector_finds_the_same_in_the_samples(detector: str, samples: Told) -> None:
    material = Material(cells(samples["agree"]), statements(samples["classify"]))
    both(partial(found_by, detector, material), BY_DETECTOR.get(detector, COMPUTED))


@pytest.mark.parametrize("world", WORLDS)
def test_what_is_planted_is_found_on_both(world: str) -> None:
    made, _ = WORLDS[world][0](stream(5, world), planted=True)
    assert both(partial(found_by, world, made)).num_rows


def test_jumps_and_gaps_out_of_the_usual_are_found_on_both() -> None:
    """Twelve years of steady trade and steady gaps, then a year ten times as large."""
    sent = [*(1e9 * (1 + year % 3 / 10) for year in range(12)), 9e10]
    rows = [
        cell(2000 + y, "AAA>BBB", value, 1e9 if y < 12 else 1e10) for y, value in enumerate(sent)
    ]
    table = pa.Table.from_pylist(rows, schema=BILATERAL_SCHEMA)
    for detector in ("jumps", "mirror_gap"):
        found = both(
            partial(found_by, detector, Material(cells(table))), BY_DETECTOR.get(detector, COMPUTED)
        )
        assert found["period"].to_pylist() == [2012]


def test_a_quarantine_marks_the_same_cells(samples: Told) -> None:
    told = cells(samples["agree"]).to_arrow().select(["period", "exporter", "importer"])
    kept = [row.values() for row in told.slice(0, 40).to_pylist()]
    why = quality.Explained("", "", "")
    doubts = [
        quality.Finding("x", *place, product, 1.0, 1.0, "", why)
        for place, product in zip(kept, ["TOTAL", "0101"] * 20, strict=True)
    ]
    marked = both(lambda: rows_of(quality.quarantine(cells(samples["agree"]), doubts)))
    assert marked["status"].to_pylist().count("quarantined") > 0


def test_changes_are_the_same(samples: Told) -> None:
    rules = quality.WatchRules(factor=1.01, least_usd=1.0)
    one, other = samples["agree"], samples["revalue"]
    for across in (True, False):
        both(lambda a=across: quality.changes(cells(one), cells(other), rules, across=a))


# --- what is refused, stores, the command line ---------------------------------------------------


@pytest.mark.parametrize(("column", "value"), [("value_usd", -5.0), ("row", 7)])
def test_what_is_refused_is_refused_with_the_same_words(
    column: str, value: float, tmp_path: Path
) -> None:
    """A negative value between economies; a second value under one key."""
    (part,) = sources.read(provided("comtrade_tidy", tmp_path))
    first, *others = rows_of(part).to_pylist()
    doubled = [first, {**first, "value_usd": 17.0, column: value}, *others]
    wrong = statements(pa.Table.from_pylist(doubled, schema=rows_of(part).schema))
    wrong = replace(wrong, provenance=part.provenance)
    said = []
    for name in engine.ENGINES:
        with on(name), pytest.raises(SchemaError) as refusal:
            flows.classify(flows.harmonise(wrong, reference.economies()))
        said.append(str(refusal.value))
    assert said[0] == said[1]


@pytest.mark.parametrize(("writer", "reader"), [("duckdb", "spark"), ("spark", "duckdb")])
def test_a_store_written_by_one_engine_is_read_by_the_other(
    writer: str, reader: str, tmp_path: Path
) -> None:
    files = [provided(layout, tmp_path) for layout in ("imf_dots", "comtrade_tidy", "baci")]
    with on(writer):
        ledgers = prepare.ingest(files, tmp_path / "store")
    with on(reader):
        read = store.read_store(tmp_path / "store")
        assert read.table.get_backend() is engine.engine()
        back = read.to_arrow()
    with on(writer):
        assert back.equals(store.read_store(tmp_path / "store").to_arrow())
    assert back.num_rows == sum(ledger.rows for _, ledger in ledgers)


def test_a_store_is_paired_where_it_is_read(tmp_path: Path) -> None:
    """From Parquet to cells without leaving the engine before the last step."""
    prepare.ingest([provided("imf_dots", tmp_path)], tmp_path / "store")
    both(lambda: rows_of(prepare.paired(tmp_path / "store", flows.ValuationRules())[0]))


def test_the_snapshot_is_the_same() -> None:
    """The exporter's report is made with an exponential."""
    recovered = COMPUTED | {"exporter_report_usd"}
    both(lambda: rows_of(snapshot.panel([2019, 2023])), recovered)


def test_tables_in_memory_that_nobody_refers_to_are_let_go() -> None:
    """Java holds what is registered: files in a row would fill it."""
    with on("spark"):
        catalog = engine.engine()._session.catalog  # noqa: SLF001
        for number in range(3):
            assert ibis.memtable(pa.table({"a": [number]})).count().to_pyarrow().as_py() == 1
            gc.collect()
        before = len(catalog.listTables())
        for number in range(3):
            assert ibis.memtable(pa.table({"a": [number]})).count().to_pyarrow().as_py() == 1
            gc.collect()
        assert len(catalog.listTables()) == before


def tradenet(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    code = "import sys; from tradenet.cli import main; sys.argv[0] = 'tradenet'; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        check=False,
    )


def test_the_command_line_runs_on_spark_and_is_quiet(tmp_path: Path) -> None:
    sample, kept = str(provided("imf_dots", tmp_path)), str(tmp_path / "store")
    on_spark = tradenet("--engine", "spark", "ingest", sample, "--store", kept)
    assert (on_spark.returncode, on_spark.stderr) == (0, "")
    here = tradenet("ingest", sample, "--store", kept, TRADENET_ENGINE="duckdb")
    assert on_spark.stdout == here.stdout


def test_a_master_that_does_not_answer_is_a_clear_error(tmp_path: Path) -> None:
    sample = str(provided("imf_dots", tmp_path))
    asked = tradenet(
        "ingest", sample, "--store", str(tmp_path / "store"),
        TRADENET_ENGINE="spark", TRADENET_SPARK_MASTER="nowhere",
    )  # fmt: skip
    assert asked.returncode == 2
    assert "does not start on 'nowhere'" in asked.stderr
    assert asked.stderr.count("\n") == 1


# --- published files -----------------------------------------------------------------------------


# Files of half a million to eight million rows, step by step: their last years.
FIRST = {"atlas_hs2": 2020, "atlas_section": 2019, "baci_lower_bound": 2014, "imf_dots": 2016}
FILES_OF = {layout: [name for name, file in FILES.items() if file.layout == layout] or [WIDE]
            for layout in ("imf_imts", *(file.layout for file in FILES.values()))}  # fmt: skip


@pytest.mark.realdata
@pytest.mark.parametrize("layout", FILES_OF)
def test_every_step_gives_the_same_on_published_files(layout: str, shared: Path) -> None:
    """All files of a layout together, after each has been read alone."""
    first = FIRST.get(layout, 0)
    told = walk(joined([classified(shared / name, first) for name in FILES_OF[layout]]), most=3)
    both(lambda: rows_of(reconcile(cells(told["pair"]), RECONCILERS["baci"])))
    material = Material(cells(told["agree"]), statements(told["classify"]))
    for detector in quality.DETECTORS:
        both(partial(found_by, detector, material), BY_DETECTOR.get(detector, COMPUTED))


def kept_in_files(flows_: ReportedFlows, target: Path) -> ReportedFlows:
    """Let the engine in use write statements as Parquet and return them as it reads them back."""
    backend = engine.engine()
    backend.to_parquet(flows_.table, target)
    return flows_.with_table(backend.read_parquet(str(target)))


def fingerprint(path: Path, names: list[str]) -> tuple[int, int]:
    """Return how many rows Parquet files hold, and the sum of the rows' hashes, in any order."""
    files = path / "*.parquet" if path.is_dir() else path
    hashes = f"SELECT hash({', '.join(names)}) AS row_hash FROM read_parquet('{files}')"
    summed = f"SELECT count(*), sum(row_hash::HUGEINT) FROM ({hashes})"
    (found,) = engine.duckdb().con.sql(summed).fetchall()
    return found


@pytest.mark.realdata
@pytest.mark.parametrize("name", [name for name, file in FILES.items() if file.layout in FIRST])
def test_all_rows_of_the_largest_files_give_the_same(
    name: str, shared: Path, tmp_path: Path
) -> None:
    """From the first period on, by files instead of memory: every marked row, and every cell."""
    (read,) = sources.read(shared / name)
    engine.duckdb().to_parquet(read.table, tmp_path / "read.parquet")
    told, marked = {}, {}
    for on_which in engine.ENGINES:
        with on(on_which):
            rows = engine.engine().read_parquet(str(tmp_path / "read.parquet"))
            done = flows.classify(flows.harmonise(read.with_table(rows), reference.economies()))
            told[on_which] = kept_in_files(done, tmp_path / on_which)
    for on_which, kept in told.items():
        marked[on_which] = fingerprint(tmp_path / on_which, kept.table.columns)
    assert marked["spark"] == marked["duckdb"]

    def agreed() -> pa.Table:
        here = told[engine.engine().name.replace("pyspark", "spark")]
        cells_ = flows.pair(flows.to_fob(flows.totals(here), flows.ValuationRules()))
        return rows_of(flows.agree(cells_, flows.MirrorRules(constant_reporters=False)))

    assert both(agreed).num_rows > 100_000
