"""A result seen by those who draw and write: its rows, names and periods. Nothing is computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from tradenet.bloc import Findings, table
from tradenet.bloc.row import Row as DecisionRow
from tradenet.domain import Period
from tradenet.report.wording import calendar, known, spans, when
from tradenet.study import StudyResult

Row = Mapping[str, Any]

CLASS_WORDS: Mapping[str, str] = MappingProxyType(
    {"hub_spoke": "Hub–spoke", "spoke_spoke": "Spoke–spoke", "intra": "Within the group"}
)
PHASE_WORDS: Mapping[str, str] = MappingProxyType(
    {"pre": "before the event", "post": "after the event"}
)
SOURCE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "baci_lower_bound": "CEPII\N{NO-BREAK SPACE}BACI",
        "baci_totals": "CEPII\N{NO-BREAK SPACE}BACI",
        "china_customs": "Chinese\N{NO-BREAK SPACE}customs",
        "comtrade_tidy": "UN\N{NO-BREAK SPACE}Comtrade",
        "imf_dots": "IMF\N{NO-BREAK SPACE}DOTS",
        "imf_imts": "IMF\N{NO-BREAK SPACE}IMTS",
        "oecd_pairs": "OECD",
    }
)


@dataclass(frozen=True, slots=True)
class View:
    """A result as rows, with the names of its economies.

    Attributes
    ----------
    result : StudyResult
        What is shown.
    tables : mapping of str to tuple of rows
        The result's tables.
    cells : mapping of (period, exporter, importer) to row
        The members' cells.
    names : mapping of str to str
        English names by code; a code without a name stands for itself.
    """

    result: StudyResult
    tables: Mapping[str, tuple[Row, ...]]
    cells: Mapping[tuple[int, str, str], Row]
    names: Mapping[str, str]

    @classmethod
    def of(cls, result: StudyResult) -> View:
        """Return a view of a result."""
        tables = {name: tuple(table.to_pylist()) for name, table in result.tables.items()}
        cells = {(r["period"], r["exporter"], r["importer"]): r for r in tables.get("dyads", ())}
        names = {row["economy"]: row["name"] for row in tables.get("economies", ())}
        return cls(
            result, MappingProxyType(tables), MappingProxyType(cells), MappingProxyType(names)
        )

    def name(self, economy: str) -> str:
        """Return the English name, or the code itself where there is none."""
        return self.names.get(economy, economy)

    def flow(self, exporter: str, importer: str) -> str:
        """Return a directed dyad in words."""
        return f"{self.name(exporter)} → {self.name(importer)}"

    def brief(self, one: str, sign: str, other: str, most: int = 26) -> str:
        """Return two economies by name, or by code where the names would not fit."""
        words = f"{self.name(one)} {sign} {self.name(other)}"
        return words if len(words) <= most else f"{one} {sign} {other}"

    def source(self, source: str) -> str:
        """Return what people call a source."""
        return SOURCE_WORDS.get(source, source)

    def rows(self, table: str) -> tuple[Row, ...]:
        """Return the rows of a table; none where the result does not have it."""
        return self.tables.get(table, ())

    @property
    def class_words(self) -> Mapping[str, str]:
        """What trade of each class of dyads is called, as the first word of a sentence."""
        bloc = self.result.config.bloc
        return {**CLASS_WORDS, "spoke_spoke": bloc.word("spoke_spoke").capitalize()}

    @property
    def spokes(self) -> str:
        """What the spokes are called: members where there is no hub."""
        return self.result.config.bloc.plural

    @property
    def table(self) -> tuple[DecisionRow[Findings], ...]:
        """The decision table of a set of this kind."""
        return table(has_hub=bool(self.result.config.bloc.hub))

    @property
    def left_out(self) -> tuple[str, ...]:
        """Economies with sanctions of their own on a member, which take no part in the tests."""
        return tuple(self.result.facts.get("left_out", ()))

    @property
    def dyads(self) -> tuple[tuple[str, tuple[str, str]], ...]:
        """The class and the two economies of each undirected dyad, hub–spoke first."""
        bloc = self.result.config.bloc
        return (
            *(("hub_spoke", pair) for pair in bloc.hub_spoke),
            *(("spoke_spoke", pair) for pair in bloc.spoke_spoke),
        )

    @property
    def flows(self) -> tuple[tuple[str, str, str], ...]:
        """The class, exporter and importer of each directed dyad, in the order of the dyads."""
        return tuple(
            (class_, a, b)
            for class_, (one, other) in self.dyads
            for a, b in ((one, other), (other, one))
        )

    @property
    def levels(self) -> dict[tuple[str, ...], int]:
        """The line of each heading, ``(class,)``, and of each directed dyad under it."""
        lines: dict[tuple[str, ...], int] = {}
        for flow in self.flows:
            for line in ((flow[0],), flow):
                lines.setdefault(line, len(lines))
        return lines

    @property
    def sources(self) -> list[tuple[int, str]]:
        """Source and vintage of every period held, ascending."""
        told = {row["period"]: f"{row['source']} {row['vintage']}" for row in self.rows("dyads")}
        return sorted(told.items())

    @property
    def told_by(self) -> str:
        """The sources of the members' cells and their periods, in words."""
        told: dict[str, list[int]] = {}
        for row in self.rows("dyads"):
            told.setdefault(self.source(row["source"]), []).append(row["period"])
        return "; ".join(f"{source} ({spans(codes)})" for source, codes in told.items())

    def told_by_period(self, code: int) -> str:
        """Return the sources of the members' cells in one period, in words."""
        return "; ".join(f"{source} ({when(code)})" for source in self._telling(code))

    def source_of(self, code: int) -> str:
        """Return the sources of the members' cells in one period, without saying which period."""
        return "; ".join(self._telling(code))

    def _telling(self, code: int) -> list[str]:
        told = {row["source"]: None for row in self.rows("dyads") if row["period"] == code}
        return [self.source(source) for source in told]

    @property
    def calendar(self) -> tuple[int, ...]:
        """Every period from the first to the last that is held, gaps included."""
        held = [row["period"] for row in self.rows("dyads")]
        return calendar(min(held), max(held)) if held else ()

    @property
    def unit(self) -> str:
        """What a period is called: a year or a month."""
        return "month" if any(Period.from_code(code).month for code in self.calendar) else "year"

    def phase(self, phase: str) -> tuple[int, ...]:
        """Return the periods of a phase, ``pre`` or ``post``, as the study fixes them."""
        window = self.result.config.window
        return window.pre if phase == "pre" else window.post

    def held(self, phase: str) -> tuple[int, ...]:
        """Return the periods of a phase that the flows hold."""
        held = {row["period"] for row in self.rows("dyads")}
        return tuple(code for code in self.phase(phase) if code in held)

    @property
    def network_period(self) -> int:
        """The period of the network picture; 0 where there is none."""
        return int(self.result.facts.get("network_period") or (self.calendar or (0,))[-1])

    @property
    def compared(self) -> tuple[int, ...]:
        """The last period held of each phase: what is compared where one period must do."""
        return tuple(codes[-1] for codes in (self.held("pre"), self.held("post")) if codes)

    @property
    def largest(self) -> Row | None:
        """The largest cell that counts in the last period after the event, or in the last held."""
        last = max(self.held("post") or self.calendar, default=0)
        counted = [r for r in self.rows("dyads") if r["period"] == last and counts(r)]
        return max(counted, key=lambda row: float(row["value_usd"]), default=None)


def counts(row: Row) -> bool:
    """Say whether a cell is kept and has a value."""
    return row["status"] == "kept" and known(row["value_usd"])
