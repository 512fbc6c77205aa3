"""From files to paired bilateral totals: the same walk for a study, an ingest and the snapshot."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tradenet import flows, sources
from tradenet.domain import BilateralFlows, Ledger, ReportedFlows, SchemaError, Status
from tradenet.sources import reference, store
from tradenet.study.refine import Refinement, refine


def harmonised(path: Path, layout: str | None = None) -> tuple[ReportedFlows, ...]:
    """Read a file and mark its rows; evaluated once, so that every check has run."""
    economies = reference.economies()
    return tuple(
        flows.classify(flows.harmonise(part, economies)).compute()
        for part in sources.read(path, layout)
    )


def ingest(
    paths: Iterable[Path],
    target: Path,
    layout: str | None = None,
    wanted: Refinement | None = None,
) -> tuple[tuple[str, Ledger], ...]:
    """Read files into a store; return each file's ledger. Nothing is written if one is refused.

    With a refinement the files become one table, since the parts of a total and the months of a
    year may stand in several; it has one ledger.

    Raises
    ------
    SchemaError
        If two files give one key of one source different values.
    SourceError
        If annual and monthly files are mixed.
    """
    parts = [part for path in paths for part in harmonised(path, layout)]
    whole = flows.classify(store.together(parts))
    if wanted is not None:
        store.refuse_mixed(parts)
        parts = [refine(whole, wanted)]
    store.write_store(parts, target)
    return tuple((part.provenance.where, part.ledger("ingest")) for part in parts)


def statements(path: Path) -> ReportedFlows:
    """Return the harmonised, classified statements of a store or a flow file."""
    reported = store.read_store(path) if path.is_dir() else store.together(harmonised(path))
    return flows.classify(reported)


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
    reported: ReportedFlows, rules: flows.ValuationRules
) -> tuple[BilateralFlows, Ledger]:
    """Do the same from statements that were read already."""
    reported = flows.totals(reported).compute()
    _refuse_two_sources(reported)
    _refuse_lower_bounds(reported)
    cells = flows.pair(flows.to_fob(reported, rules)).compute()
    filings = flows.filings_of(cells)
    observed = flows.observe(cells, filings, reference.economies(), zeros=False)
    return observed.compute(), reported.ledger("read")


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
