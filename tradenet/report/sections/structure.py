"""The members in the world's network: communities, company, dependence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tradenet.report.blocks import Column, Grid, Section
from tradenet.report.figures import FIGURES
from tradenet.report.view import View
from tradenet.report.wording import billions, listed, plural, when

_NAMED = 6


def network(view: View) -> Section:
    """Return the section on the network of the last full period."""
    code = view.network_period
    return Section(
        anchor="network",
        short="The network",
        title=f"The network of {when(code)}" if code else "The network",
        paragraphs=(
            "Communities are groups of economies that trade more inside than their sizes lead "
            "one to expect. They are exploratory: no significance test has been run, and the "
            "null does not know distance, so that neighbours fall together for that reason "
            "alone. They carry no weight in the verdict.",
        ),
        blocks=(FIGURES["network"](view), _nodes(view)),
    )


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
    )


def together(view: View) -> Section:
    """Return the section on who shares a community with whom."""
    return Section(
        anchor="together",
        short="In one community?",
        title="Do the members share a community?",
        paragraphs=(
            "To sit in one community is weak evidence: communities are large, they form around the "
            "largest economies, and most of those in them are not members. The table says who else "
            "is there.",
        ),
        blocks=(FIGURES["together"](view), _company(view)),
    )


def _company(view: View) -> Grid:
    companions: Mapping[int, Mapping[str, Sequence[str]]] = view.result.facts.get("companions", {})
    trade = {(r["period"], r["economy"]): r["trade_usd"] for r in view.rows("communities")}
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
        "company", "Who else sits in the members’ communities", _COMPANY, tuple(rows), _ALONE
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


def dependence(view: View) -> Section:
    """Return the section on asymmetric dependence."""
    return Section(
        anchor="dependence",
        short="Who depends on whom",
        title="Who depends on whom",
        paragraphs=(
            "The same dollars weigh differently on the two sides. A hub that is nearly all of a "
            "spoke’s trade, while the spoke is next to nothing of the hub’s, is dependence "
            "rather than a bloc.",
        ),
        blocks=(FIGURES["dependence"](view),),
    )
