"""Doubtful flows: what was found, what is done about it, and the study with and without."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tradenet.report.blocks import Column, Grid, Link, Section
from tradenet.report.view import PHASE_WORDS, Row, View
from tradenet.report.wording import billions, plural, ratio, spans, usd, when
from tradenet.report.words import DETECTOR_WORDS, DOUBTFUL_WORDS, TABLES

_OURS, _OTHERS = 8, 3


def doubtful(view: View) -> Section:
    """Return the section on doubts: by detector, then what was set aside and what that moves."""
    if not view.rows("doubts"):
        said: tuple[str, ...] = ("This result holds no findings.",)
        return Section("doubts", "Doubtful flows", "Doubtful flows", technical=said)
    return Section(
        anchor="doubts",
        short="Doubtful flows",
        title="Doubtful flows",
        paragraphs=(
            "A finding is a doubt, not a correction: real shocks look like errors. No figure is "
            "changed or deleted. Each detector says what, where, how much is at stake and how sure "
            "it is; dollars at stake of different detectors overlap and are never added up.",
            _set_aside(view),
            *_two_koreas(view),
        ),
        blocks=(_summary(view), *_readings(view), *_found(view), *_cells(view)),
        links=tuple(
            Link(f"tables/{name}.csv", TABLES[name])
            for name in ("findings", "quarantine")
            if name in view.tables
        ),
    )


def _set_aside(view: View) -> str:
    cells, rules = view.rows("set_aside"), view.result.config.quality
    who = ", ".join(DETECTOR_WORDS.get(name, name) for name in rules.detectors) or "no detector"
    if not cells:
        return f"No cell is doubtful enough to be set aside ([quality] detectors: {who})."
    what = f"{plural(len(cells), 'cell')} worth {usd(sum(row['value_usd'] for row in cells))}"
    done, other = "Set aside, which means marked and not counted", "counted"
    if not rules.quarantine:
        done, other = "Doubtful and counted", "set aside"
    return (
        f"{done}: {what} ({who}). The same study with them {other} stands beside it below; "
        f"[quality] quarantine = {str(not rules.quarantine).lower()} makes it the study’s own."
    )


def _two_koreas(view: View) -> Iterator[str]:
    """Yield how trade between the two Koreas is treated, where one of them is a member."""
    if "PRK" not in view.result.config.bloc.members:
        return
    left_out = any(row["sender"] == "KOR" for row in view.rows("sanctions"))
    yield (
        "Trade between the two Koreas is read as the sources record it, like that of any pair: "
        "nothing is added, and where South Korea filed without it the cell is empty like any other."
        + (
            " It takes no part in the tests: South Korea has sanctions of its own on a member and "
            "is left out of their network."
            if left_out
            else ""
        )
    )


def _summary(view: View) -> Grid:
    rows = tuple(
        (
            DETECTOR_WORDS.get(row["detector"], row["detector"]),
            "–" if row["not_run"] else f"{row['about_members']:,}",
            "–" if row["not_run"] else f"{row['findings'] - row['about_members']:,}",
            "–" if row["not_run"] else billions(row["members_value_usd"]),
            f"not loaded: {row['not_run']}" if row["not_run"] else row["default"] or "–",
            row["change"] or "–",
        )
        for row in view.rows("doubts")
    )
    note = (
        "Findings in the periods shown. A finding that names no economy, such as a change of "
        "source, is about the members too. Not loaded: the detector lacks what it needs and says "
        "nothing, which is not the same as no doubt."
    )
    return Grid(
        "doubts-detectors", "What each detector found", _SUMMARY, rows, note, data=("doubts",)
    )


_SUMMARY = (
    Column("Detector"),
    Column("Findings", "about members", numeric=True),
    Column("Findings", "about others", numeric=True),
    Column("At stake, members", "bn USD", numeric=True),
    Column("What is done by default, or why nothing was found"),
    Column("How to change it"),
)


def _readings(view: View) -> Iterator[Grid]:
    """Yield the intensities with and without, before and after the event, and by period."""
    if not view.rows("set_aside"):
        return
    told: Mapping[str, Mapping[str, Any]] = view.result.facts.get("with_and_without", {})
    means = tuple(
        (
            view.class_words[name],
            f"{PHASE_WORDS[phase]} ({spans(view.held(phase))})",
            *(f"{_fine(each.get(f'intensity_{name}_{phase}'))}" for each in told.values()),
        )
        for name in dict.fromkeys(name for name, _ in view.dyads)
        for phase in PHASE_WORDS
    )
    heads = (
        Column("Observed ÷ expected", f"doubtful cells {DOUBTFUL_WORDS[x]}", numeric=True)
        for x in told
    )
    note = "The first column of numbers is the study’s own. A dash: no cell of the class counts."
    title = "The study with and without the doubtful cells"
    yield Grid(
        "doubts-readings",
        title,
        (Column("Class"), Column("Phase"), *heads),
        means,
        note,
        data=("groups", "quarantine"),
    )
    yield _by_period(view)


def _by_period(view: View) -> Grid:
    lines: dict[tuple[int, str], dict[str, Row]] = {}
    for row in view.rows("quarantine"):
        if row["class"] != "intra" and row["cells_observed"]:
            lines.setdefault((row["period"], row["class"]), {})[row["doubtful"]] = row
    rows = tuple(
        (
            when(period),
            view.class_words[name],
            *(billions(each[x]["trade_usd"] if x in each else None) for x in DOUBTFUL_WORDS),
            *(_fine(each[x]["intensity"] if x in each else None) for x in DOUBTFUL_WORDS),
        )
        for (period, name), each in sorted(lines.items())
    )
    heads = (
        Column(title, f"{unit}doubtful cells {words}", numeric=True)
        for title, unit in (("Trade", "bn USD, "), ("Observed ÷ expected", ""))
        for words in DOUBTFUL_WORDS.values()
    )
    note = "Periods in which a cell is doubtful; in all others both readings are the same."
    columns = (Column("Period"), Column("Class"), *heads)
    return Grid(
        "doubts-periods",
        "The same by period",
        columns,
        rows,
        note,
        folded=True,
        data=("quarantine",),
    )


def _fine(value: float | None) -> str:
    """Return a ratio to four decimals: what doubtful cells move is small."""
    return ratio(value) if ratio(value) == "–" else f"{value:,.4f}"


def _found(view: View) -> Iterator[Grid]:
    """Yield the largest findings of each detector, the members' first."""
    for line in view.rows("doubts"):
        mine = [row for row in view.rows("findings") if row["detector"] == line["detector"]]
        mine.sort(key=lambda row: (-row["value_usd"], row["period"], row["economy"]))
        ours = [row for row in mine if row["about_members"]]
        shown = ours[:_OURS] or mine[:_OTHERS]
        if shown:
            others = line["findings"] - line["about_members"]
            yield Grid(
                f"doubts-{line['detector'].replace('_', '-')}",
                f"{DETECTOR_WORDS.get(line['detector'], line['detector'])}: "
                f"{line['about_members']:,} about the members, {others:,} about others",
                _FINDING,
                tuple(_finding(view, row) for row in shown),
                f"The largest {'about the members' if ours else 'of all'}: {len(shown):,} of "
                f"{len(ours) or len(mine):,}; all are in tables/findings.csv. How sure, from 0 to "
                f"1: {line['score_means']}.",
                folded=True,
                data=("findings",),
            )


_FINDING = (
    Column("Period"),
    Column("Where"),
    Column("What"),
    Column("At stake", "bn USD", numeric=True),
    Column("How sure", "0 to 1", numeric=True),
)


def _finding(view: View, row: Row) -> tuple[str, ...]:
    named = [view.name(code) for code in (row["economy"], row["partner"]) if code]
    where = " → ".join(named) or "all economies"
    score = ratio(row["score"])
    return when(row["period"]), where, row["what"], billions(row["value_usd"]), score


def _cells(view: View) -> Iterator[Grid]:
    """Yield the cells that may be set aside."""
    rows = tuple(
        (
            when(row["period"]),
            view.flow(row["exporter"], row["importer"]),
            billions(row["value_usd"]),
            DETECTOR_WORDS.get(row["detector"], row["detector"]),
            ratio(row["score"]),
        )
        for row in view.rows("set_aside")
    )
    heads = (
        Column("Period"), Column("Flow"), Column("Value", "bn USD", numeric=True),
        Column("Detector"), Column("How sure", "0 to 1", numeric=True),
    )  # fmt: skip
    note = "Cells that count otherwise. Findings about cells that count for nothing are not here."
    if rows:
        yield Grid(
            "doubts-cells",
            "The cells in question",
            heads,
            rows,
            note,
            folded=True,
            data=("set_aside",),
        )
