"""A year or a month of trade."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tradenet.domain.errors import ConfigError

FIRST_MONTH_CODE = 10_000  # codes below are years (YYYY), codes above months (YYYYMM)
_YEARS = range(1000, 10_000)
_MONTHS = range(13)
_WRITTEN = re.compile(r"(\d{4})(?:-?(0[1-9]|1[0-2]))?")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A year, or a month of a year.

    Attributes
    ----------
    year : int
        1000 to 9999.
    month : int
        1 to 12; 0 for the whole year.

    Examples
    --------
    >>> Period.parse("2019"), Period.parse("2019-03").code
    (Period(year=2019, month=0), 201903)
    >>> str(Period.from_code(201903)), Period.from_code(2019).frequency
    ('2019-03', 'A')
    """

    year: int
    month: int = 0

    def __post_init__(self) -> None:
        if self.year not in _YEARS or self.month not in _MONTHS:
            msg = f"no period {self.year}-{self.month}: years have four digits, months are 1 to 12"
            raise ConfigError(msg)

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read ``"2019"``, ``"2019-03"`` or ``"201903"``; anything else is a `ConfigError`."""
        found = _WRITTEN.fullmatch(text.strip())
        if found is None:
            msg = f"'{text}' is no period; write a year (2019) or a month (2019-03)"
            raise ConfigError(msg)
        return cls(int(found[1]), int(found[2] or 0))

    @classmethod
    def from_code(cls, code: int) -> Period:
        """Return the period of a stored code: YYYY for a year, YYYYMM for a month."""
        if code < FIRST_MONTH_CODE:
            return cls(code)
        if code % 100 == 0:
            msg = f"no period {code}: months are 1 to 12"
            raise ConfigError(msg)
        return cls(code // 100, code % 100)

    @property
    def code(self) -> int:
        """The stored form: YYYY or YYYYMM."""
        return self.year * 100 + self.month if self.month else self.year

    @property
    def frequency(self) -> str:
        """``"A"`` for a year, ``"M"`` for a month."""
        return "M" if self.month else "A"

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d}" if self.month else str(self.year)
