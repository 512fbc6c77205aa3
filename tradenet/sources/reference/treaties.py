"""Trade agreements: who had one with whom, and when."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
import numpy.typing as npt

from tradenet.domain import AgreementSpell, UnknownName, nearest
from tradenet.sources.reference.economies import economies
from tradenet.sources.reference.folder import facts, listed, made

_EACH_FOR_ITSELF = "*"
_JULY = 7


@dataclass(frozen=True, slots=True)
class Agreements:
    """Free trade areas and customs unions for goods, with the spells of their members.

    Preferences on few goods and agreements on services alone are not among them. One-way
    preferences that were notified as free trade (Lomé, Yaoundé) are.

    Attributes
    ----------
    spells : tuple of AgreementSpell
        As the table has them.
    """

    spells: tuple[AgreementSpell, ...]

    def rta(
        self, exporters: Sequence[str], importers: Sequence[str], year: int
    ) -> npt.NDArray[np.bool_]:
        """Say of each pair whether both are in an agreement on 1 July of the year.

        So an agreement counts from the year of which it covers the greater part.

        Parameters
        ----------
        exporters, importers : sequence of str, length m
            Codes; an economy has no agreement with itself.
        year : int
            Calendar year.

        Returns
        -------
        numpy.ndarray, shape (m,)
            Booleans.

        Examples
        --------
        >>> agreements().rta(["USA", "USA", "POL"], ["MEX", "CHN", "DEU"], 1995).tolist()
        [True, False, True]
        """
        pairs = _pairs(self, dt.date(year, _JULY, 1))
        return np.array(
            [frozenset(pair) in pairs for pair in zip(exporters, importers, strict=True)], bool
        )

    def members(self, agreement: str, *, on: dt.date) -> tuple[str, ...]:
        """Return the economies that an agreement binds on a day, sorted.

        Raises
        ------
        UnknownName
            If there is no such agreement; the message names the nearest.

        Examples
        --------
        >>> import datetime as dt
        >>> name = "Gulf Cooperation Council (GCC)"
        >>> agreements().members(name, on=dt.date(2004, 1, 1))
        ('ARE', 'BHR', 'KWT', 'OMN', 'QAT', 'SAU')
        """
        inside = [spell for spell in self._of(agreement) if spell.in_force(on)]
        return tuple(sorted({code for spell in inside for code in spell.economies}))

    def joined(self, agreement: str, *, on: dt.date) -> tuple[str, ...]:
        """Return the economies that an agreement began to bind on that very day, sorted."""
        new = [spell for spell in self._of(agreement) if spell.start == on]
        return tuple(sorted({code for spell in new for code in spell.economies}))

    def _of(self, agreement: str) -> list[AgreementSpell]:
        found = [spell for spell in self.spells if spell.agreement == agreement]
        if not found:
            names = {spell.agreement for spell in self.spells}
            msg = f"no trade agreement '{agreement}'{nearest(agreement, names)}"
            raise UnknownName(msg)
        return found


@cache
def agreements() -> Agreements:
    """Return the agreements of ``data/reference/trade_agreements.csv``.

    Raises
    ------
    SchemaError
        If a row has an unknown economy, no source, or a date that is none.
    """
    return Agreements(made("trade_agreements", facts("trade_agreements"), agreement_of))


def agreement_of(row: dict[str, str]) -> AgreementSpell:
    """Make a spell of a row of text."""
    return AgreementSpell(
        since=row["start"],
        until=row["end"],
        source=row["source"],
        checked=row["checked"],
        agreement=row["agreement"],
        wto_id=row["wto_id"],
        type=row["type"],
        side=row["side"],
        economies=tuple(economies().check(code) for code in listed(row["economies"])),
    )


@cache
def _pairs(known: Agreements, on: dt.date) -> frozenset[frozenset[str]]:
    """Return every pair with an agreement on a day."""
    sides: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for spell in known.spells:
        if spell.in_force(on):
            for code in spell.economies:
                side = code if spell.side == _EACH_FOR_ITSELF else spell.side
                sides[spell.agreement, spell.wto_id][side].add(code)
    return frozenset(pair for parties in sides.values() for pair in _across(parties))


def _across(parties: dict[str, set[str]]) -> Iterator[frozenset[str]]:
    for ours, theirs in combinations(parties.values(), 2):
        yield from (frozenset((a, b)) for a in ours for b in theirs if a != b)
