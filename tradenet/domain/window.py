"""The periods before and after an event."""

from __future__ import annotations

from dataclasses import dataclass

from tradenet.domain.errors import ConfigError
from tradenet.domain.period import Period


@dataclass(frozen=True, slots=True)
class Window:
    """Which periods count as before and as after, fixed in advance.

    Attributes
    ----------
    pre, post : tuple of int
        Period codes (YYYY or YYYYMM), ascending, apart; the event lies between them.

    Examples
    --------
    >>> Window((2018, 2019), (2023,)).periods
    (2018, 2019, 2023)
    """

    pre: tuple[int, ...]
    post: tuple[int, ...]

    def __post_init__(self) -> None:
        ordered = self.pre + self.post
        if not self.pre or not self.post or list(ordered) != sorted(set(ordered)):
            msg = f"window: pre {self.pre} must be ascending and lie before post {self.post}"
            raise ConfigError(msg)
        if len({Period.from_code(code).frequency for code in ordered}) > 1:
            msg = f"window: {ordered} mixes years and months; flows hold one or the other"
            raise ConfigError(msg)

    @property
    def periods(self) -> tuple[int, ...]:
        """All periods of the window, ascending."""
        return self.pre + self.post
