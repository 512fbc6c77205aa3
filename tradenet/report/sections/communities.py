"""Groups in world trade: the map, whether the groups are real, and where the members sit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tradenet.domain.text import listed
from tradenet.report.blocks import Column, Grid, Link, Section
from tradenet.report.figures import FIGURES
from tradenet.report.groups import MARGINS, NULL_WORDS, lines
from tradenet.report.view import Row, View
from tradenet.report.wording import billions, known, p_is, percent, plural, ratio, when
from tradenet.report.words import TABLES

_NAMED = 6
_NO_WEIGHT = "They describe, and have no weight in the verdict."


def network(view: View) -> Section:
    """Return the section on the map of world trade and its communities."""
    code = view.network_period
    return Section(
        anchor="network",
        short="The map of trade",
        title=f"The map of world trade in {when(code)}" if code else "The map of world trade",
        paragraphs=(
            "Who trades more with whom than one would expect? A computer that is told nothing but "
            "the trade can sort the world into groups, here called communities, so that as much "
            "trade as possible is inside a group that nobody expected there. What is expected "
            "decides what is found. On the first maps it is trade in proportion to size: a large "
            "exporter sells much to everybody who buys much.",
            "Size does not know where an economy lies. Neighbours trade more than their sizes say, "
            "so the groups come out as Europe, Asia and the Americas: geography, seen through "
            f"trade, and no pact. {_NO_WEIGHT}",
        ),
        blocks=(
            FIGURES["network"](view),
            FIGURES["map-years"](view),
            FIGURES["alluvial"](view),
            _communities(view),
            _events(view),
            _nodes(view),
        ),
        links=tuple(
            Link(f"tables/{name}.csv", TABLES[name])
            for name in ("communities", "community_lines", "community_events", "ties")
        ),
    )


def _communities(view: View) -> Grid:
    code = view.network_period
    rows = tuple(
        (
            f"around {view.name(row['core'])}",
            words.lower().removesuffix(" expected"),
            str(row["economies"]),
            listed([view.name(m) for m in row["members"].split("+") if m]) or "none",
            percent(row["share_of_trade"]),
            ratio(row["intensity"]),
            percent(row["persistence"]),
        )
        for null, words in NULL_WORDS.items()
        for row in lines(view, null, code).values()
    )
    note = (
        "The economy around which a community is drawn is that with most trade inside it. Trade "
        "inside is observed over expected; the last column is the share of the exports of its "
        "economies that stays inside."
    )
    return Grid(
        "communities-lines", f"The communities of {when(code)}" if code else "The communities",
        _LINES, rows, note, data=("community_lines",),
    )  # fmt: skip


_LINES = (
    Column("Community"),
    Column("Found against"),
    Column("Economies", numeric=True),
    Column("Members in it"),
    Column("Trade", "% of the world’s", numeric=True),
    Column("Trade inside", "factor of expectation", numeric=True),
    Column("Stays inside", "% of exports", numeric=True),
)


def _events(view: View) -> Grid:
    rows = tuple(
        (when(row["period"]), NULL_WORDS[row["null"]].lower(), row["event"],
         _around(view, row), str(row["economies"]))
        for row in sorted(view.rows("community_events"),
                          key=lambda row: (list(NULL_WORDS).index(row["null"]), row["period"]))
    )  # fmt: skip
    heads = (Column("Period"), Column("Found against"), Column("What happened"),
             Column("Community"), Column("Economies", numeric=True))  # fmt: skip
    note = "Compared with the period before it that is held. Small communities come and go."
    return Grid("communities-events", "Communities that began, ended, merged or split", heads,
                rows, note, folded=True, data=("community_events",))  # fmt: skip


def _around(view: View, row: Row) -> str:
    return f"around {view.name(row['core'])}" if row.get("core") else "–"


def _nodes(view: View) -> Grid:
    rows = sorted(view.rows("nodes"), key=lambda row: (-row["trade_usd"], row["economy"]))
    return Grid(
        "network-nodes",
        "The economies in the picture",
        (
            Column("Economy"),
            Column("Code"),
            Column("Community"),
            Column("Exports plus imports", "bn USD", numeric=True),
        ),
        tuple(
            (
                view.name(row["economy"]),
                row["economy"],
                str(row["community"] + 1),
                billions(row["trade_usd"]),
            )
            for row in rows
        ),
        "Largest first. Communities are numbered by how many economies of the world they hold.",
        folded=True,
        data=("nodes",),
    )


def together(view: View) -> Section:
    """Return the section on who shares a community with whom."""
    return Section(
        anchor="together",
        short="In one community?",
        title="Do the members share a community?",
        paragraphs=tuple(_said(view)),
        blocks=(
            FIGURES["together"](view),
            FIGURES["company"](view),
            _breaks(view),
            _company(view),
        ),
        links=tuple(
            Link(f"tables/{name}.csv", TABLES[name]) for name in ("company", "community_breaks")
        ),
    )


def _said(view: View) -> Iterator[str]:
    yield (
        "To sit in one community is weak evidence: communities are large, they form around the "
        "largest economies, and most of those in them are not members. What speaks more is a "
        "change: two economies that were found apart and are found together now, under both ideas "
        "of what is expected, and beside others that did not move."
    )
    for null, words in NULL_WORDS.items():
        row = next((r for r in view.rows("community_breaks")
                    if r["null"] == null and r["is_event"]), None)  # fmt: skip
        if row is None or not known(row["change"]):
            continue
        placebos = [
            r for r in view.rows("community_breaks") if r["null"] == null and not r["is_event"]
        ]
        more = sum(known(r["change"]) and r["change"] >= row["change"] for r in placebos)
        yield (
            f"{words}: the share of searches in which two members are together changed by "
            f"{100 * row['change']:+.0f} percentage points from the two periods before the event "
            f"to the two after it. Of {plural(len(placebos), 'earlier date')} at which no measure "
            f"against a member began or ended, {more or 'none'} saw as large a rise "
            f"({p_is(row['p_value'])})."
        )
    changed = _source_changes(view)
    if changed:
        yield (
            "A caution: the figures come from other sources after the event than before it: "
            f"{changed}. A source that sees other flows can move an economy as an event can."
        )


def _source_changes(view: View) -> str:
    return view.told_by if len({source for _, source in view.sources}) > 1 else ""


def _breaks(view: View) -> Grid:
    rows = tuple(
        (
            NULL_WORDS[row["null"]].lower(),
            when(row["period"]),
            "the event" if row["is_event"] else "no measure against a member",
            f"{100 * row['change']:+.0f}" if known(row["change"]) else "–",
        )
        for row in sorted(
            view.rows("community_breaks"),
            key=lambda row: (list(NULL_WORDS).index(row["null"]), not row["is_event"],
                             row["period"]),
        )
    )  # fmt: skip
    heads = (Column("Found against"), Column("Date"), Column("What happened"),
             Column("Change", "percentage points", numeric=True))  # fmt: skip
    note = (
        "Change of the share of searches in which two members share a community, from the two "
        "periods before a date to the two after it. Neighbouring dates share periods."
    )
    return Grid("company-breaks", "The members’ company at the event and at other dates", heads,
                rows, note, folded=True, data=("community_breaks",))  # fmt: skip


def _company(view: View) -> Grid:
    companions: Mapping[int, Mapping[str, Sequence[str]]] = view.result.facts.get("companions", {})
    trade = {
        (r["period"], r["economy"]): r["trade_usd"]
        for r in view.rows("communities")
        if r["null"] == MARGINS
    }
    shown = [
        code for code in dict.fromkeys((*view.compared, *view.calendar[-1:])) if code in companions
    ]
    rows = []
    for code in shown:
        homes: dict[tuple[str, ...], list[str]] = {}
        for member, group in companions[code].items():
            homes.setdefault(tuple(group), []).append(member)
        for group, members in homes.items():
            others = [x for x in group if x not in members]
            size = {x: trade.get((code, x)) for x in others}
            names = listed([view.name(member) for member in members])
            rows.append((when(code), names, f"{len(group):,}", _largest(view, others, size)))
    return Grid(
        "company-table",
        "Who else sits in the members’ communities",
        _COMPANY,
        tuple(rows),
        _ALONE,
        data=("communities",),
    )


_COMPANY = (
    Column("Period"),
    Column("Members in it"),
    Column("Community", "economies", numeric=True),
    Column("Largest others by trade"),
)
_ALONE = "A member without observed trade in a period is in no community, or alone in one."


def _largest(view: View, codes: Sequence[str], trade: Mapping[str, float | None]) -> str:
    ordered = sorted(codes, key=lambda code: (-(trade.get(code) or 0.0), code))
    names = [view.name(code) for code in ordered[:_NAMED]]
    more = len(ordered) - len(names)
    return listed([*names, plural(more, "other")] if more > 0 else names) or "nobody"
