"""Ties other than goods trade: read, looked at, and told beside a result; no weight anywhere."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from tradenet.bloc import Closeness, TieChange, TieLook, adjusted
from tradenet.domain import TieTable, stream
from tradenet.sources import reference
from tradenet.sources.ties import TIES, read_kinds
from tradenet.study.config import StudyConfig
from tradenet.study.result import StudyResult
from tradenet.study.words import NOT_LOADED, financial_loaded

NOT_TESTED: Final = "not tested"

_TEXT, _NUMBER, _COUNT = pa.string(), pa.float64(), pa.int32()
SCHEMAS: Final[Mapping[str, pa.Schema]] = {
    "tie_classes": pa.schema(
        [("kind", _TEXT), ("period", _COUNT), ("class", _TEXT), ("value", _NUMBER),
         ("expected", _NUMBER), ("intensity", _NUMBER), ("cells_held", _COUNT),
         ("cells", _COUNT), ("share_of_members", _NUMBER)]
    ),
    "tie_periods": pa.schema(
        [("kind", _TEXT), ("period", _COUNT), ("spokes_log_intensity", _NUMBER),
         ("spoke_cells_held", _COUNT), ("persistence", _NUMBER)]
    ),
    "tie_changes": pa.schema(
        [("kind", _TEXT), ("measure", _TEXT), ("before", _NUMBER), ("after", _NUMBER),
         ("change", _NUMBER), ("p_value", _NUMBER), ("p_adjusted", _NUMBER), ("cells", _COUNT),
         ("reason", _TEXT)]
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ties:
    """The layers that were loaded, and what was seen of each.

    Attributes
    ----------
    tables : tuple of TieTable
        In the order of the registry; none where nothing was loaded.
    looks : mapping of str to TieLook
        By kind.
    """

    tables: tuple[TieTable, ...]
    looks: Mapping[str, TieLook]


def files_of(config: StudyConfig, given: Sequence[Path] = ()) -> tuple[tuple[Path, str], ...]:
    """Return the files a study names and those given beside it, each with its one kind or none."""
    named = tuple((table.file, table.kind) for table in config.ties)
    return (*named, *((path, "") for path in given))


def look_at(config: StudyConfig, given: Sequence[Path] = ()) -> Ties:
    """Read the tables of a study and look at each as T1 and T5 look at trade.

    Parameters
    ----------
    config : StudyConfig
        Set, window, seed and files.
    given : sequence of Path
        Further files, as on the command line.

    Raises
    ------
    SourceError, SchemaError, ConfigError
        If a file cannot be read, is no table of ties, or two hold the same kind.
    """
    tables = read_kinds(files_of(config, given), TIES, reference.economies())
    looks = {}
    for table in tables:
        rng = stream(config.run.seed, f"bloc/ties/{table.kind.name}")
        looks[table.kind.name] = Closeness()(table, config.bloc, config.window, rng=rng)
    return Ties(tables, adjusted(looks))


def with_ties(result: StudyResult, ties: Ties) -> StudyResult:
    """Return a result that also tells of ties: tables, facts, and what cannot be known."""
    financial = [table.kind.title.lower() for table in ties.tables if table.kind.financial]
    cannot = result.cannot_show
    if financial and cannot.endswith(NOT_LOADED):
        cannot = cannot.removesuffix(NOT_LOADED) + financial_loaded(financial)
    return replace(
        result,
        cannot_show=cannot,
        tables={**result.tables, **(_tables(ties) if ties.tables else {})},
        facts={**result.facts, **_facts(ties)},
    )


def _tables(ties: Ties) -> dict[str, pa.Table]:
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in SCHEMAS}
    for kind, look in ties.looks.items():
        rows["tie_classes"] += [{"kind": kind, **line} for line in look.classes]
        rows["tie_periods"] += [{"kind": kind, **line} for line in look.periods]
        rows["tie_changes"] += [{"kind": kind, **dataclasses.asdict(x)} for x in look.changes]
    return {name: pa.Table.from_pylist(rows[name], schema=SCHEMAS[name]) for name in SCHEMAS}


def _facts(ties: Ties) -> dict[str, Any]:
    """Return what was loaded, and a sentence per layer, the financial ones apart."""
    told = {
        financial: {
            table.kind.name: sentence(table, ties.looks[table.kind.name])
            for table in ties.tables
            if table.kind.financial is financial
        }
        for financial in (True, False)
    }
    return {
        "financial_ties": told[True] or NOT_TESTED,
        "other_ties": told[False],
        "tie_tables": [
            {
                "kind": table.kind.name,
                "file": table.file.name,
                "sha256": table.file.sha256,
                "economies": len(table.economies),
                "periods": list(table.periods),
                "sources": list(table.sources),
            }
            for table in ties.tables
        ],
    }


_MEASURES = {
    "hub_spoke": "between hub and spokes",
    "spoke_spoke": "among the spokes",
    "persistence": "staying in the set",
}


def sentence(table: TieTable, look: TieLook) -> str:
    """Return one sentence on a layer: every measure before and after, and how rare that is.

    Parameters
    ----------
    table : TieTable
        The layer.
    look : TieLook
        What was seen of it.
    """
    reasons = {change.reason for change in look.changes}
    sort = "a financial tie" if table.kind.financial else "closeness, but no financial tie"
    head = f"{table.kind.title} ({sort}; {table.file.name}, {len(table.economies)} economies): "
    if len(reasons) == 1 and all(change.before is None for change in look.changes):
        return f"{head}not compared; {reasons.pop()}."
    return f"{head}{'; '.join(map(_moved, look.changes))}. It has no weight in the verdict."


def _moved(change: TieChange) -> str:
    name = _MEASURES[change.measure]
    if change.change is None:
        return f"{name} not compared ({change.reason})"
    before, after = change.before or 0.0, change.after or 0.0
    if change.measure == "persistence":
        told = f"{100 * before:.1f} % {name} before and {100 * after:.1f} % after"
    else:
        told = (
            f"{name} {before:.2f} times its expectation before and {after:.2f} times after, "
            f"a factor of {math.exp(change.change):.2f}"
        )
    if change.p_value is None:
        return f"{told} (no reference: {change.reason})"
    return f"{told} (p = {change.p_value:.3f}, {change.p_adjusted:.3f} among all such looks)"
