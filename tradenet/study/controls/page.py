"""The controls as a page of Markdown: every one of them, and the random sets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tradenet.study.controls.surprises import surprises

_HEAD = (
    "| control | members | before | after | cells seen | matched sets | factor | 95 % interval "
    "| p rise | p fall | p rise, by change | absent = missing | expected | outcome |"
)
_CHANCES = ("p_rise", "p_fall", "p_rise_change", "p_rise_missing")
_TITLE = "# Known blocs, break-ups and random sets"
_RULE = (
    "Window, by one rule for all: five years before the event's year; that year and the next are "
    "passed over; five years after. IMF DOTS, 1960 to 2020, alone; years in which a member does "
    "not live wholly are cut. *Factor* is the Poisson estimate beyond everybody else's change; "
    "interval and p compare with matched sets of like size, so that the factor need not lie in "
    "their middle. The studentized statistic decides; p of a rise by the rank of the change stands "
    "beside it. As expected: p ≤ 5 % on the side that was expected."
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
            f"Made by `tradenet controls --out DIR` from the embedded snapshot{_of(found)}.",
            _RULE,
            f"## Controls fixed beforehand: {tally}",
            _table(line for line in lines if not line["added"]),
            "## Added after the first run",
            _table(line for line in lines if line["added"]),
            "\n".join(_notes(lines)),
            f"## Random sets: {len(found['random'])} at {len(years)} dates, "
            "of the sizes of known blocs",
            "\n".join(_size(name, rate) for name, rate in sorted(found["size"].items())),
            "## What did not come out as expected",
            "\n".join(f"* {one['said']}" for one in surprises(lines)),
            *map(_clubs, found["clubs"][:1]),
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


def _of(found: Mapping[str, Any]) -> str:
    digest = found["computed_from"].get("snapshot", "")
    return f" (panel {digest[:12]})" if digest else ""


def _clubs(row: Mapping[str, Any]) -> str:
    above = row["above"]
    place = "nowhere" if above is None else f"at place {above + 1:,}"
    return (
        f"## All sets of four in the network of {row['network']}\n\n{row['sets']:,} sets; all "
        f"pairs are seen of {row['counted']:,}. {row['network']} stands {place} by the studentized "
        "statistic. A description: the sets are not matched, so a place is no p-value."
    )
