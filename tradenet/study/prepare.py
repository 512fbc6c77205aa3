"""From files to paired bilateral totals: the same walk for a study, an ingest and the snapshot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from tradenet import flows, sources
from tradenet.domain import BilateralFlows, Ledger, ReportedFlows, SchemaError, Status, Window
from tradenet.domain.progress import Progress, silent
from tradenet.sources import engine, reference, store
from tradenet.study.refine import Refinement, refine

_AT_ONCE = 20_000_000  # rows that are paired in one piece: in a few seconds and a few GB
_READ = 0.6  # share of the time of an ingest in which files are read; then the store is written


def harmonised(path: Path, layout: str | None = None) -> tuple[ReportedFlows, ...]:
    """Read a file and mark its rows; every check has run."""
    economies = reference.economies()
    return tuple(
        flows.classify(flows.harmonise(part, economies)) for part in sources.read(path, layout)
    )


def ingest(
    paths: Iterable[Path],
    target: Path,
    layout: str | None = None,
    wanted: Refinement | None = None,
    tell: Progress = silent,
) -> tuple[tuple[str, Ledger], ...]:
    """Read files into a store; return each file's ledger. Nothing is written if one is refused.

    With a refinement the files become one table, since the parts of a total and the months of a
    year may stand in several; it has one ledger.

    `tell` is told the file that is read, by the share of bytes before it.

    Raises
    ------
    SchemaError
        If two files give one key of one source different values.
    SourceError
        If annual and monthly files are mixed.
    """
    parts = [part for path in _by_bytes(paths, tell) for part in harmonised(path, layout)]
    tell("writing the store", _READ)
    if wanted is not None:
        store.refuse_mixed(parts)
        parts = [refine(flows.classify(store.together(parts)), wanted)]
    store.write_store(_unrepeated(parts), target)
    return tuple((part.provenance.where, part.ledger("ingest")) for part in parts)


def _by_bytes(paths: Iterable[Path], tell: Progress) -> Iterator[Path]:
    """Yield files, and tell before each what share of all their bytes is read."""
    listed = list(paths)
    sizes = [path.stat().st_size if path.is_file() else 0 for path in listed]
    for number, path in enumerate(listed):
        tell(f"reading {path.name}", _READ * sum(sizes[:number]) / (sum(sizes) or 1))
        yield path


def statements(path: Path) -> ReportedFlows:
    """Return the harmonised, classified statements of a store or a flow file."""
    if path.is_dir():
        return store.read_store(path)
    return store.together(_unrepeated(harmonised(path)))


def _unrepeated(parts: Sequence[ReportedFlows]) -> Sequence[ReportedFlows]:
    """Return tables of which no two speak of the same, joined and marked where they might."""
    told = [key for part in parts for key in _told(part)] if len(parts) > 1 else []
    if len(set(told)) == len(told):
        return parts
    return (flows.classify(store.together(parts)),)


def _told(part: ReportedFlows) -> list[tuple[str, int]]:
    """Return which periods of which source a table speaks of."""
    pairs = part.table.select("source", "period").distinct().to_pyarrow().to_pydict()
    return list(zip(pairs["source"], pairs["period"], strict=True))


def paired(path: Path, rules: flows.ValuationRules) -> tuple[BilateralFlows, Ledger]:
    """Return a file's or a store's totals with both reports side by side, and their ledger.

    Raises
    ------
    SchemaError
        If two sources speak of the same period: nobody can know which is meant; or if values are
        lower bounds.
    """
    return paired_from(statements(path), rules)


def paired_from(
    reported: ReportedFlows, rules: flows.ValuationRules, *, at_once: int = _AT_ONCE
) -> tuple[BilateralFlows, Ledger]:
    """Do the same from statements that were read already; `at_once` rows need no care of memory."""

    def pair(part: ReportedFlows) -> BilateralFlows:
        return flows.pair(flows.to_fob(flows.totals(part), rules))

    counted = flows.totals(reported)
    _refuse_two_sources(counted)
    _refuse_lower_bounds(counted)
    few = reported.table.count().to_pyarrow().as_py() <= at_once
    cells = (pair(reported) if few else _by_period(reported, pair)).compute()
    filings = flows.filings_of(cells)
    observed = flows.observe(cells, filings, reference.economies(), zeros=False)
    return observed.compute(), counted.ledger("read")


def mirrored(
    reported: ReportedFlows,
    valuation: flows.ValuationRules,
    rules: flows.MirrorRules,
    window: Window | None = None,
) -> BilateralFlows:
    """Make one agreed number per exporter, importer, product and period out of core.

    Classifying and pairing are done period by period; the rest is done row by row when the result
    is evaluated.

    Parameters
    ----------
    reported : ReportedFlows
        Harmonised statements, as many as there are.
    valuation, rules, window
        As in `flows.to_fob` and `flows.mirror`.
    """

    def pair(part: ReportedFlows) -> BilateralFlows:
        return flows.pair(flows.to_fob(flows.classify(part), valuation))

    return flows.agree(_by_period(reported, pair), rules, window)


def _by_period(
    reported: ReportedFlows, step: Callable[[ReportedFlows], BilateralFlows]
) -> BilateralFlows:
    """Take a step that compares the rows of one period only for one period after the other.

    Each is evaluated and held by the engine: memory is that of the largest period, time grows with
    the rows.
    """
    table = reported.table
    codes = table.select("period").distinct().order_by("period").to_pyarrow()["period"]
    parts = (reported.with_table(table.filter(table.period == code.as_py())) for code in codes)
    cells = engine.evaluated_in_turn(step(part).table for part in parts)
    return BilateralFlows(cells, reported.provenance)


def _refuse_lower_bounds(reported: ReportedFlows) -> None:
    kept = reported.table.filter(reported.table.status == Status.KEPT)
    count = kept.filter(kept.method == "lower_bound").count().to_pyarrow().as_py()
    if count:
        msg = (
            f"{reported.provenance.where}: {count:,} rows are lower bounds, whose censoring moves "
            "with trade; they bridge sources and are no trade of their own: load the full matrix"
        )
        raise SchemaError(msg)


def _refuse_two_sources(reported: ReportedFlows) -> None:
    kept = reported.table.filter(reported.table.status == Status.KEPT)
    counted = kept.group_by("period").aggregate(sources=kept.source.nunique())
    twice = counted.filter(counted.sources > 1).order_by("period").to_pyarrow()["period"]
    if len(twice):
        names = kept.select("source").distinct().order_by("source").to_pyarrow()["source"]
        msg = (
            f"{len(twice)} periods (first: {twice[0]}) are told by several sources "
            f"({', '.join(names.to_pylist())}); make a store for each source"
        )
        raise SchemaError(msg)
