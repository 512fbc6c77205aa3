"""What somebody who asked for communities reads on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tradenet.domain.notebook import card, said
from tradenet.domain.significance import LEVEL
from tradenet.sources import reference

_HEAD = ("", "economies", "around", "members", "of trade", "inside", "stays", "p")
_ROW = "{:>2}  {:>9}  {:<20} {:<18} {:>8} {:>8} {:>7} {:>7}"


@dataclass(frozen=True, slots=True)
class Look:
    """Communities of one period, with their significance.

    Attributes
    ----------
    period : str
        When.
    method, against, keeps : str
        How they were sought, against what expectation, and what the worlds keep, in words.
    graph : str
        What the graph holds, in one line.
    lines : tuple of mapping
        The communities of two or more, largest traders first: ``community``, ``economies``,
        ``core``, ``members``, ``share_of_trade``, ``intensity``, ``persistence``, ``p_value``
        (None without worlds), ``who`` (the economies).
    seats : mapping of str to int or None
        The community of each member of the set; None where it has no observed trade.
    partition, members : mapping of str to object, or None
        Statistic, worlds and p-value of the partition and of the given set.
    """

    period: str
    method: str
    against: str
    keeps: str
    graph: str
    lines: tuple[Mapping[str, Any], ...]
    seats: Mapping[str, int | None]
    partition: Mapping[str, Any] | None
    members: Mapping[str, Any] | None

    def to_json(self) -> dict[str, Any]:
        """Return everything as plain JSON types."""
        return {
            "period": self.period,
            "method": self.method,
            "against": self.against,
            "worlds_keep": self.keeps,
            "graph": self.graph,
            "communities": [dict(line) for line in self.lines],
            "members": dict(self.seats),
            "significance": {
                "partition": self.partition and dict(self.partition),
                "members": self.members and dict(self.members),
            },
        }

    def page(self) -> str:
        """Return the same as text for a terminal."""
        return "\n".join(_lines(self))

    def _repr_html_(self) -> str:
        rows = [
            (f"around {line['core']}: {line['economies']} economies",
             f"{line['members'].replace('+', ', ') or 'no member'}; "
             f"{100 * line['share_of_trade']:.1f} % of trade; p = {said(line['p_value'])}")
            for line in self.lines
        ]  # fmt: skip
        return card(f"Communities of {self.period}", [("held against", self.against), *rows])


def _lines(look: Look) -> Iterator[str]:
    yield look.graph
    yield look.method
    yield ""
    yield _ROW.format(*_HEAD).rstrip()
    for line in look.lines:
        yield _row(line)
    yield ""
    yield (
        "inside: observed over expected trade among a community's economies; stays: share of their "
        "exports that stays inside; around: the economy with most trade inside; p: chance that "
        "such worlds have a community as strong"
    )
    yield ""
    yield from _members(look)
    yield from _significance(look)


def _row(line: Mapping[str, Any]) -> str:
    return _ROW.format(
        line["community"] + 1,
        line["economies"],
        reference.economies().name(line["core"])[:20],
        line["members"].replace("+", " "),
        f"{100 * line['share_of_trade']:.1f} %",
        _number(line["intensity"], "× {:.2f}"),
        _number(line["persistence"], "{:.2f}"),
        _number(line["p_value"], "{:.3f}"),
    ).rstrip()


def _number(value: float | None, form: str) -> str:
    return "–" if value is None else form.format(value)


def _members(look: Look) -> Iterator[str]:
    known = reference.economies()
    homes: dict[int | None, list[str]] = {}
    for member, community in look.seats.items():
        homes.setdefault(community, []).append(known.name(member))
    for community, names in homes.items():
        where = "in no community" if community is None else f"in community {community + 1}"
        yield f"{', '.join(names)}: {where}"


def _significance(look: Look) -> Iterator[str]:
    if look.partition is None:
        yield "not tested: no artificial worlds were asked for"
        return
    found = [line for line in look.lines if (line["p_value"] or 1.0) <= LEVEL]
    said = f"{len(found)} significant" if found else "no significant community"
    yield (
        f"{said} of {len(look.lines)}: {_told(look.partition)}, in {look.partition['worlds']} "
        "artificial worlds"
    )
    if look.members is not None and look.members["value"] is not None:
        yield f"the members as a set: {_told(look.members)}"
    yield f"worlds: {look.keeps}"


def _told(at: Mapping[str, Any]) -> str:
    name = at["statistic"].replace("_", " ")
    return (
        f"{name} {at['value']:.3g}, in worlds {_number(at['low'], '{:.3g}')} to "
        f"{_number(at['high'], '{:.3g}')}, p = {_number(at['p_value'], '{:.3f}')}"
    )
