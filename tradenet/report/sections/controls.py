"""Appendix: what the method says of blocs that are known, of break-ups and of random sets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tradenet.domain.text import listed
from tradenet.report.blocks import Column, Grid, Link, Section
from tradenet.report.view import Row, View
from tradenet.report.wording import percent, plural, ratio
from tradenet.report.words import TABLES

_SIZES = {
    "rise": "a rise, by the studentized statistic (decides)",
    "fall": "a fall, by the studentized statistic",
    "rise, by change": "a rise, by the rank of the change",
}


def controls(view: View) -> Section:
    """Return the appendix on known blocs, with every surprise."""
    facts: Mapping[str, Any] = view.result.facts.get("controls", {})
    if not facts:
        said: tuple[str, ...] = ("This result holds no known blocs.",)
        return Section("controls", "Appendix: known blocs", "Known blocs", technical=said)
    return Section(
        anchor="controls",
        short="Appendix: known blocs",
        title="Appendix: does the method find blocs that are known?",
        paragraphs=(_made(facts), _counted(view, facts), _random(facts), *_unexpected(view)),
        points=tuple(row["said"] for row in view.rows("controls_surprises")),
        blocks=(_table(view), _sizes(facts), _notes(view)),
        links=(
            Link("tables/controls.csv", TABLES["controls"]),
            Link("tables/controls_random.csv", TABLES["controls_random"]),
        ),
    )


def _made(facts: Mapping[str, Any]) -> str:
    panel = facts["computed_from"].get("snapshot", "")[:12]
    changed = facts["outdated"]
    now = (
        "which is the present one; facts, list and rules are the present ones too"
        if not changed
        else f"and {listed(changed)} {'has' if len(changed) == 1 else 'have'} changed since: run "
        "tradenet controls again"
    )
    return (
        "Computed by tradenet controls, not in this run, on the embedded snapshot (SHA-256 of its "
        f"panel {panel}…, {now}), from IMF DOTS of 1960 to 2020. It is the inference of T2 (around "
        "a hub) and T4 (within a group), with one rule of the window for all. Members and dates "
        "are looked up; the list was fixed before any of it was measured, and all is shown."
    )


def _counted(view: View, facts: Mapping[str, Any]) -> str:
    fixed = [row for row in view.rows("controls") if not row["added"]]
    tally = listed([f"{count} {name}" for name, count in facts["outcomes"].items()])
    added = len(view.rows("controls")) - len(fixed)
    return (
        f"Of {plural(len(fixed), 'control')} fixed beforehand: {tally}. "
        f"{plural(added, 'control')} came after the first run, for reasons that the notes give, "
        "and are not counted."
    )


def _random(facts: Mapping[str, Any]) -> str:
    """Say whether random sets are called a rise as often as they should be."""
    rate = facts["size"]["rise"]
    inside = rate["low"] <= 0.05 <= rate["high"]  # noqa: PLR2004 - the level
    return (
        f"Of {rate['sets']:,} random sets of such sizes at dates drawn by lot, {rate['hits']:,} "
        f"({percent(rate['hits'] / rate['sets'])}) are called a rise at 5 %; the 95 % interval, "
        f"{percent(rate['low'])} to {percent(rate['high'])}, "
        f"{'holds' if inside else 'does not hold'} 5 %."
    )


def _unexpected(view: View) -> tuple[str, ...]:
    """Tell positive and negative controls apart: what was found, what was missed, what misled."""
    tested = [row for row in view.rows("controls") if row["p_rise"] is not None]
    blocs = [row for row in tested if row["expected"] == "rise"]
    found = [row["name"] for row in blocs if row["outcome"] == "as expected"]
    missed = [row["name"] for row in blocs if row["outcome"] != "as expected"]
    others = [row for row in tested if row["expected"] != "rise"]
    false = [row["name"] for row in others if row["p_rise"] <= 0.05]  # noqa: PLR2004 - the level
    known = plural(len(blocs), "known bloc")
    said = f"Of {known} that can be tested, the inference finds {len(found)}"
    if missed:
        said += (
            f" at 5 %, and not: {'; '.join(missed)}. It is demanding: a bloc that it does not find "
            "may be there all the same"
        )
    if false:
        return f"{said}.", f"Called a rise though none was to be: {'; '.join(false)}."
    return f"{said}.", f"None of {plural(len(others), 'other set')} is called a rise."


def _table(view: View) -> Grid:
    note = (
        "Factor: Poisson estimate beyond everybody else’s change. Interval and p compare with "
        "matched sets, so that the factor need not lie in the interval’s middle. As expected: p of "
        "what was expected is at most 5 %; sign only: the factor is on that side."
    )
    return Grid(
        "controls-all",
        "Every control",
        _HEADS,
        tuple(map(_row, view.rows("controls"))),
        note,
        data=("controls",),
    )


_HEADS = (
    Column("Control"),
    Column("Before"),
    Column("After"),
    Column("Cells seen", numeric=True),
    Column("Matched sets", numeric=True),
    Column("Factor", numeric=True),
    Column("95 % interval", numeric=True),
    Column("p of a rise", numeric=True),
    Column("p of a fall", numeric=True),
    Column("Expected"),
    Column("Outcome"),
)


def _row(row: Row) -> tuple[str, ...]:
    return (
        f"{row['name']}{' (added)' if row['added'] else ''}",
        _years(row["pre"]),
        _years(row["post"]),
        f"{row['seen']:,} of {row['cells']:,}",
        f"{row['sets']:,}",
        ratio(row["factor"]),
        f"{ratio(row['low'])} to {ratio(row['high'])}" if row["p_rise"] is not None else "–",
        _chance(row["p_rise"]),
        _chance(row["p_fall"]),
        row["expected"],
        row["outcome"],
    )


def _years(span: str) -> str:
    return "–".join(dict.fromkeys(span.split("-"))) or "–"


def _chance(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}"


def _sizes(facts: Mapping[str, Any]) -> Grid:
    rows = tuple(
        (
            _SIZES.get(name, name),
            f"{rate['hits']:,} of {rate['sets']:,}",
            percent(rate["hits"] / rate["sets"]),
            f"{percent(rate['low'])} to {percent(rate['high'])}",
        )
        for name, rate in facts["size"].items()
    )
    heads = (Column("Called at 5 %"), Column("Random sets", numeric=True),
             Column("Share", numeric=True), Column("95 % interval", numeric=True))  # fmt: skip
    return Grid(
        "controls-random",
        "Random sets, of which 5 % should be called",
        heads,
        rows,
        data=("controls_random",),
    )


def _notes(view: View) -> Grid:
    rows = tuple(
        (row["name"], row["members"].replace("+", " "), row["hub"] or "–", _said(row) or "–")
        for row in view.rows("controls")
    )
    heads = (Column("Control"), Column("Members"), Column("Hub"), Column("Cut, untestable, added"))
    return Grid(
        "controls-notes", "Members, and what was cut", heads, rows, folded=True, data=("controls",)
    )


def _said(row: Row) -> str:
    return "; ".join(filter(None, (row["cut"], row["why"], row["added"])))
