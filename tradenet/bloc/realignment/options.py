"""What a study of realignment fixes: whose trade, between which two patrons."""

from __future__ import annotations

from dataclasses import dataclass

from tradenet.domain import ConfigError


@dataclass(frozen=True, slots=True)
class RealignmentOptions:
    """Whose trade is divided between which two patrons, and what it is held against.

    Attributes
    ----------
    economy : str
        The economy in question.
    patrons : tuple of two str
        Its two patrons; the division is the first's trade over the second's.
    beside : tuple of (economy, first, second)
        Other economies between two patrons, measured in the same way and shown beside.
    chains : tuple of (successor, predecessor)
        Codes of one state before and after a date, drawn as one line with the join marked. No test
        looks across a join.
    dates : tuple of str
        ISO dates, each with a source in `data/reference`, at which the division is looked at.
    size_factor : float
        How many times larger or smaller in trade a comparison economy may be, above 1.

    Examples
    --------
    >>> RealignmentOptions("PRK", ("CHN", "RUS"), (("IRN", "CHN", "RUS"),)).triples
    (('PRK', 'CHN', 'RUS'), ('IRN', 'CHN', 'RUS'))
    """

    economy: str
    patrons: tuple[str, str]
    beside: tuple[tuple[str, str, str], ...] = ()
    chains: tuple[tuple[str, str], ...] = ()
    dates: tuple[str, ...] = ()
    size_factor: float = 5.0

    def __post_init__(self) -> None:
        for triple in self.triples:
            if len(set(triple)) != len(triple):
                msg = f"an economy and its two patrons must be three, got {', '.join(triple)}"
                raise ConfigError(msg)
        if len({triple[0] for triple in self.triples}) != len(self.triples):
            msg = "an economy is asked about once: economy, and the first of each in beside"
            raise ConfigError(msg)
        if self.size_factor <= 1:
            msg = f"size_factor must be above 1, got {self.size_factor}"
            raise ConfigError(msg)

    @property
    def triples(self) -> tuple[tuple[str, str, str], ...]:
        """The economy in question with its patrons, then those beside it."""
        return ((self.economy, *self.patrons), *self.beside)
