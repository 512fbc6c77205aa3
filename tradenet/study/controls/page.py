"""The controls as a page of Markdown: every one of them, and the random sets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

_HEAD = (
    "| control | members | before | after | cells seen | matched sets | factor | 95 % interval "
    "| p rise | p fall | p rise, by change | studentized | absent = missing | expected | outcome |"
)
_CHANCES = ("p_rise", "p_fall", "p_rise_change", "p_rise_studentized", "p_rise_missing")
_TITLE = "# Known blocs, break-ups and random sets"
_RULE = (
    "Window, by one rule for all: five years before the event's year; that year and the next are "
    "passed over; five years after. IMF DOTS, 1960 to 2020, alone; years in which a member does "
    "not live wholly are cut. *Factor* is the Poisson estimate beyond everybody else's change; "
    "interval and p compare with matched sets of like size, so that the factor need not lie in "
    "their middle. All pairs of a group are judged by the rank of their change, those with a hub "
    "by the studentized statistic. As expected: p ≤ 5 % on the side that was expected."
)


def page(found: Mapping[str, Any]) -> str:
    """Return the page.

    Parameters
    ----------
    found : mapping
        As `Controls.to_json` gives it.
    """
    lines = found["controls"]
    tally = ", ".join(f"{count} {name}" for name, count in found["outcomes"].items())
    years = sorted({one["event"] for one in found["random"]})
    return "\n\n".join(
        [
            _TITLE,
            "Made by `tradenet controls --out DIR` from the embedded snapshot.",
            _RULE,
            f"## Controls fixed beforehand: {tally}",
            _table(line for line in lines if not line["added"]),
            "## Added after the first run",
            _table(line for line in lines if line["added"]),
            "\n".join(_notes(lines)),
            f"## Random sets: {len(found['random'])} at {len(years)} dates, "
            "of the sizes of known blocs",
            "\n".join(_size(name, rate) for name, rate in sorted(found["size"].items())),
            _clubs(found["clubs"]),
        ]
    )


def _table(lines: Iterable[Mapping[str, Any]]) -> str:
    return "\n".join([_HEAD, f"|{'---|' * (_HEAD.count('|') - 1)}", *map(_row, lines)])


def _row(line: Mapping[str, Any]) -> str:
    members = f"{line['hub']} with {line['members']}" if line["hub"] else line["members"]
    cells = [
        line["name"], members.replace("+", " "), line["pre"], line["post"],
        f"{line['seen']} of {line['cells']}", f"{line['sets']:,}", _number(line["factor"], ".2f"),
        f"{_number(line['low'], '.2f')} to {_number(line['high'], '.2f')}",
        *(_number(line[name], ".4f") for name in _CHANCES),
        line["expected"], line["outcome"],
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _number(value: float | None, form: str) -> str:
    return "–" if value is None else format(value, form)


def _notes(lines: Iterable[Mapping[str, Any]]) -> list[str]:
    """Say what was cut, what cannot be tested and why, and why controls were added."""
    return [
        f"* {line['name']}: {said}"
        for line in lines
        if (said := "; ".join(filter(None, (line["cut"], line["why"], _added(line["added"])))))
    ]


def _added(why: str) -> str:
    return f"added: {why}" if why else ""


def _size(name: str, rate: Mapping[str, float]) -> str:
    share = rate["hits"] / rate["sets"] if rate["sets"] else 0.0
    return (
        f"* {name}, at 5 %: {rate['hits']} of {rate['sets']}, {share:.1%} "
        f"(95 % interval {rate['low']:.1%} to {rate['high']:.1%})"
    )


def _clubs(facts: Mapping[str, Any]) -> str:
    places = ", ".join(
        f"{facts[f'focus_{name}_above'] + 1:,} by {word}"
        for name, word in (("studentized", "the studentized statistic"), ("change", "change"))
        if f"focus_{name}_above" in facts
    )
    return (
        f"## All sets of four in the network of {facts['network']}\n\n{facts['sets']:,} sets; all "
        f"pairs are seen of {facts['complete']:,}. Place of {facts['network']} among these: "
        f"{places or 'none'}. A description: the sets are not matched, so a place is no p-value."
    )
