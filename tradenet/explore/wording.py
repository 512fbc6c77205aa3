"""What the choices are called, and the tables of a scene in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from tradenet.explore.figures.histories import shown
from tradenet.explore.scene import Scene
from tradenet.report.blocks import Column, Grid, KeyNumber
from tradenet.report.states import STATES, state
from tradenet.report.wording import percent, plural, ratio, usd, when

NULL_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {"margins": "size alone", "gravity": "size and distance"}
)
METHOD_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "leiden": "Leiden",
        "louvain": "Louvain",
        "leiden_cpm": "Leiden, pairs alike (CPM)",
        "infomap": "Infomap",
        "label_propagation": "label propagation",
        "spinglass": "spin glass (takes seconds)",
        "walktrap": "Walktrap",
        "agglomerative": "average linkage",
    }
)
_NAMED: Final = 12  # economies by which a community is told in the table


def numbers(seen: Scene) -> tuple[KeyNumber, ...]:
    """Return the numbers above the figures; sums are of flows that count in every period shown."""
    now, *before = (row for row in seen.tables["summary"].to_pylist())

    def then(key: str, form: Callable[[Any], str]) -> str:
        return f"; {form(before[0][key])} in {when(before[0]['period'])}" if before else ""

    value, _, unit = usd(now["observed_usd_compared"]).partition(" ")
    count = plural(now["flows_compared"], "flow")
    these = f"the {count} among them with a number{' in both periods' if before else ''}"
    return (
        KeyNumber(
            value, unit,
            f"in {when(now['period'])} in {these}{then('observed_usd_compared', usd)}",
        ),
        KeyNumber(
            f"× {ratio(now['intensity_compared'])}", "",
            f"of what is expected in the same flows{then('intensity_compared', _times)}",
        ),
        KeyNumber(
            f"{now['flows_with_a_number']} of {now['flows_among']}", "flows",
            f"among them have a number that counts{then('flows_with_a_number', str)}",
        ),
        KeyNumber(
            str(now["communities"]), "communities",
            f"of two or more among {now['economies']} economies{then('communities', str)}",
        ),
    )  # fmt: skip


def _times(value: float | None) -> str:
    return f"× {ratio(value)}"


def grids(seen: Scene) -> Mapping[str, tuple[Grid, ...]]:
    """Return the tables of each section, as text."""
    return {
        "communities": (_communities(seen), _members(seen)),
        "intensities": (_intensities(seen),),
        "histories": (_histories(seen),),
    }


def _communities(seen: Scene) -> Grid:
    rows = tuple(
        (
            f"{when(row['period'])}: {row['community']}",
            str(row["economies"]),
            _names(seen, row["chosen"]) or "–",
            _names(seen, row["largest"]),
            percent(row["share_of_trade"]),
            f"× {ratio(row['intensity_within'])}",
        )
        for row in seen.tables["communities"].to_pylist()
    )
    return Grid(
        name="table-communities",
        title="Communities of two or more, the largest traders first",
        columns=(
            Column("Period, number"),
            Column("Economies", numeric=True),
            Column("Chosen ones inside"),
            Column("Largest traders"),
            Column("Of trade", numeric=True),
            Column("Inside", "observed ÷ expected", numeric=True),
        ),
        rows=rows,
        note=(
            "Numbers are those of a period: the same number in another period need not be the same "
            "community. An economy alone is in none."
        ),
    )


def _members(seen: Scene) -> Grid:
    """Return who is in each community of the chosen period."""
    lines = seen.tables["communities"].to_pylist()
    rows = []
    for row in lines:
        moment = next(m for m in seen.moments if m.period == row["period"])
        inside = moment.partition.members(row["community"] - 1)
        words = ", ".join(seen.name(code) for code in inside)
        rows.append((f"{when(row['period'])}: {row['community']}", words))
    return Grid(
        name="table-members",
        title="Everybody in each community",
        columns=(Column("Period, number"), Column("Economies")),
        rows=tuple(rows),
        folded=True,
    )


def _names(seen: Scene, codes: str) -> str:
    return ", ".join(seen.name(code) for code in codes.split("+")[:_NAMED] if code)


def _intensities(seen: Scene) -> Grid:
    rows = tuple(
        (
            f"{seen.name(row['exporter'])} → {seen.name(row['importer'])}",
            when(row["period"]),
            usd(row["observed_usd"]),
            usd(row["expected_usd"]) if row["expected_usd"] is not None else "–",
            ratio(row["intensity"]),
            STATES[state(seen.cells.get((row["period"], row["exporter"], row["importer"])))].words,
        )
        for row in _by_flow(seen)
    )
    return Grid(
        name="table-intensities",
        title="Observed and expected trade of every flow",
        columns=(
            Column("Flow"),
            Column("Period", numeric=True),
            Column("Observed", numeric=True),
            Column("Expected", numeric=True),
            Column("Observed ÷ expected", numeric=True),
            Column("Who could see it"),
        ),
        rows=rows,
    )


def _by_flow(seen: Scene) -> list[dict[str, Any]]:
    order = {pair: k for k, pair in enumerate(seen.choice.flows)}
    rows = seen.tables["intensities"].to_pylist()
    return sorted(rows, key=lambda r: (order[r["exporter"], r["importer"]], r["period"]))


def _histories(seen: Scene) -> Grid:
    drawn = {pair: k for k, pair in enumerate(shown(seen))}
    rows = [row for row in seen.rows if (row["exporter"], row["importer"]) in drawn]
    rows.sort(key=lambda r: (drawn[r["exporter"], r["importer"]], -r["period"]))
    return Grid(
        name="table-histories",
        title=f"Both reports of {plural(len(drawn), 'flow')}, the latest first",
        columns=(
            Column("Flow"),
            Column("Period", numeric=True),
            Column("Exporter’s report", numeric=True),
            Column("Importer’s report", "FOB", numeric=True),
            Column("Agreed", numeric=True),
            Column("Who could see it"),
        ),
        rows=tuple(
            (
                f"{seen.name(row['exporter'])} → {seen.name(row['importer'])}",
                when(row["period"]),
                _report(row["exporter_report_usd"]),
                _report(row["importer_report_usd"]),
                usd(row["value_usd"]),
                STATES[state(row)].words,
            )
            for row in rows
        ),
        note="The importer’s report counts, freight taken out; the exporter’s where it is silent.",
        folded=True,
    )


def _report(value: float | None) -> str:
    return "–" if value is None else usd(value)
