"""Which known blocs there are, whom they bind, and when: looked up, by one rule for all."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tradenet.bloc.merge import Merger
from tradenet.domain import Bloc, UnknownName, Window
from tradenet.sources import reference

LISTED = Path(__file__).parent / "known.toml"
OLD_MEMBERS = "old members"
_DECEMBER, _LAST = 12, 31


@dataclass(frozen=True, slots=True)
class WindowRule:
    """Which years count as before and as after, the same for every control.

    Attributes
    ----------
    before : int
        Years before the event's year.
    skipped : int
        Years passed over, from the event's year on, in which a bloc takes effect.
    after : int
        Years after these.
    first, last : int
        What IMF DOTS holds in the snapshot. Other sources are not mixed in.
    """

    before: int = 5
    skipped: int = 2
    after: int = 5
    first: int = 1960
    last: int = 2020

    def around(self, event: int) -> Window:
        """Return the whole window of a year, whether it is held or not."""
        start = event + self.skipped
        return Window(
            tuple(range(event - self.before, event)), tuple(range(start, start + self.after))
        )


@dataclass(frozen=True, slots=True)
class Control:
    """A known bloc, and how it is to be measured.

    Attributes
    ----------
    name : str
        In words.
    expected : str
        ``rise``, ``fall`` or ``none``.
    event : int
        Year.
    bloc : Bloc
        Its members; with a hub where one is fixed.
    mergers : tuple of Merger
        Economies that are taken together first.
    window : Window or None
        None where no year before, or after, is held.
    cut : str
        What the rule lost of the window, and which members it left out.
    added : str
        Why it was added after the first run; empty for those fixed before.
    """

    name: str
    expected: str
    event: int
    bloc: Bloc
    mergers: tuple[Merger, ...]
    window: Window | None
    cut: str
    added: str = ""

    @property
    def of_hub(self) -> bool:
        """Whether the class in question is that of the hub with each spoke."""
        return bool(self.bloc.hub)


def known(rule: WindowRule | None = None, listed: Path = LISTED) -> tuple[Control, ...]:
    """Return the controls of ``known.toml``, with members and dates from data/reference.

    Parameters
    ----------
    rule : WindowRule, optional
        The rule of the window.
    listed : Path
        Another list.

    Raises
    ------
    UnknownName
        If an entry names no agreement or group of the tables.
    """
    rule = rule or WindowRule()
    entries = tomllib.loads(listed.read_text(encoding="utf-8"))["control"]
    return tuple(_control(entry, rule) for entry in entries)


def _control(entry: Mapping[str, Any], rule: WindowRule) -> Control:
    event, members, old = _of_group(entry) if "group" in entry else _of_agreement(entry)
    split = [_succession(code) for code in members] if entry.get("successors") else []
    mergers = [merger for merger in split if merger.before != merger.after]
    hub = entry.get("hub", "")
    if hub == OLD_MEMBERS:
        mergers.append(Merger("OLD", old, old))
        hub = "OLD"
    stands = {merger.name: merger for merger in mergers}
    chosen = [stands.get(code, Merger(code, (code,), (code,))) for code in members]
    end = min(rule.last, event + rule.skipped + rule.after - 1)
    lost = [one.name for one in chosen if not _lives(one, event - 1, end)]
    living = [one for one in chosen if one.name not in lost]
    whole = [*living, *(stands[hub],)] if hub in stands else living
    window, cut = _window(event, whole, replace(rule, first=entry.get("whole_from", rule.first)))
    spokes = tuple(one.name for one in living if one.name != hub)
    words = [cut, f"did not live throughout: {', '.join(lost)}" if lost else ""]
    return Control(
        entry["name"], entry["expected"], event, Bloc(spokes, hub), tuple(mergers), window,
        "; ".join(filter(None, words)), entry.get("added", ""),
    )  # fmt: skip


_Named = tuple[int, tuple[str, ...], tuple[str, ...]]


def _of_agreement(entry: Mapping[str, Any]) -> _Named:
    """Return year, members and those who were members before."""
    spells = [
        spell
        for spell in reference.agreements().spells
        if (spell.agreement, spell.wto_id) == (entry["agreement"], entry["wto_id"])
    ]
    if not spells:
        msg = f"no agreement '{entry['agreement']}' ({entry['wto_id']}) in trade_agreements.csv"
        raise UnknownName(msg)
    event = entry.get("joined", min(spell.start for spell in spells).year)
    year_end = dt.date(event, _DECEMBER, _LAST)
    entrants = [s for s in spells if s.in_force(year_end) and s.start.year == event]
    old = [s for s in spells if s.in_force(year_end) and s.start.year < event]
    return event, _codes(entrants), _codes(old)


def _of_group(entry: Mapping[str, Any]) -> _Named:
    spells = [spell for spell in reference.groups() if spell.group == entry["group"]]
    if not spells:
        msg = f"no group '{entry['group']}' in groups.csv"
        raise UnknownName(msg)
    if entry.get("begins"):
        year = min(spell.start for spell in spells).year + entry.get("years_later", 0)
        return year, _codes(spells), ()
    end = max(spell.end for spell in spells if spell.end)
    return end.year, _codes(s for s in spells if s.in_force(end - dt.timedelta(days=1))), ()


def _codes(spells: Iterable[Any]) -> tuple[str, ...]:
    return tuple(sorted({code for spell in spells for code in spell.economies}))


def _succession(code: str) -> Merger:
    (row,) = [row for row in reference.facts("economies") if row["economy"] == code]
    later = tuple(filter(None, row["successors"].split("|")))
    return Merger(code, (code,), later or (code,))


def _window(event: int, members: Iterable[Merger], rule: WindowRule) -> tuple[Window | None, str]:
    """Return the years of the rule that are held and in which every member lives."""
    whole = rule.around(event)
    phases = (whole.pre, whole.post)
    parts = (
        {code for one in members for code in one.before},
        {code for one in members for code in one.after},
    )
    pre, post = (
        tuple(y for y in years if rule.first <= y <= rule.last and _living(codes, y))
        for years, codes in zip(phases, parts, strict=True)
    )
    lost = [year for years, kept in zip(phases, (pre, post), strict=True)
            for year in years if year not in kept]  # fmt: skip
    cut = f"cut: {', '.join(map(str, lost))}" if lost else ""
    return (Window(pre, post) if pre and post else None), cut


def _lives(member: Merger, before: int, after: int) -> bool:
    return _living(member.before, before) and _living(member.after, after)


def _living(codes: Iterable[str], year: int) -> bool:
    spans = _spans()
    return all(spans[code][0] < year < spans[code][1] for code in codes)


def _spans() -> dict[str, tuple[int, int]]:
    """Return first and last year; in these an economy lives for a part of the year only."""
    table = reference.economies().lifetimes.to_pydict()
    rows = zip(table["economy"], table["valid_from"], table["valid_to"], strict=True)
    return {code: (since or 0, until or 9999) for code, since, until in rows}
