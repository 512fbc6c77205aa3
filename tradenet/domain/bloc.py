"""A given set of economies: spokes, and a hub apart."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from tradenet.domain.errors import ConfigError
from tradenet.domain.notebook import card, few


@dataclass(frozen=True, slots=True)
class Bloc:
    """The set whose trade is in question, named beforehand, never chosen from flows.

    Attributes
    ----------
    spokes : tuple of str
        At least two economies.
    hub : str
        The economy around which the spokes may turn, not one of them; empty for none.

    Examples
    --------
    >>> bloc = Bloc(("PRK", "IRN", "RUS"), "CHN")
    >>> bloc.hub_spoke
    (('CHN', 'PRK'), ('CHN', 'IRN'), ('CHN', 'RUS'))
    >>> bloc.spoke_spoke
    (('PRK', 'IRN'), ('PRK', 'RUS'), ('IRN', 'RUS'))
    """

    spokes: tuple[str, ...]
    hub: str = ""

    def __post_init__(self) -> None:
        members = self.members
        if len(self.spokes) <= 1 or len(set(members)) != len(members):
            msg = f"a bloc needs two or more different spokes and a hub apart, got {members}"
            raise ConfigError(msg)

    @property
    def members(self) -> tuple[str, ...]:
        """The spokes and, last, the hub where there is one."""
        return (*self.spokes, self.hub) if self.hub else self.spokes

    @property
    def plural(self) -> str:
        """What the economies are called beside a hub: spokes; members where there is none."""
        return "spokes" if self.hub else "members"

    def word(self, class_: str) -> str:
        """Return what trade of a class of dyads is called, as an adjective.

        Examples
        --------
        >>> [Bloc(("BRA", "IND"), hub).word("spoke_spoke") for hub in ("CHN", "")]
        ['spoke–spoke', 'mutual']
        """
        named = {"hub_spoke": "hub–spoke", "spoke_spoke": "spoke–spoke" if self.hub else "mutual"}
        return named[class_]

    @property
    def hub_spoke(self) -> tuple[tuple[str, str], ...]:
        """Undirected dyads of the hub with each spoke."""
        return tuple((self.hub, spoke) for spoke in self.spokes) if self.hub else ()

    @property
    def spoke_spoke(self) -> tuple[tuple[str, str], ...]:
        """Undirected dyads among the spokes."""
        return tuple(combinations(self.spokes, 2))

    @property
    def dyads(self) -> tuple[tuple[str, str], ...]:
        """All undirected dyads, hub–spoke first."""
        return self.hub_spoke + self.spoke_spoke

    def _repr_html_(self) -> str:
        pairs = few([f"{one}–{other}" for one, other in self.dyads])
        rows = [("hub", self.hub or "none"), (self.plural, few(self.spokes)), ("dyads", pairs)]
        return card("Bloc", rows)
