"""What a study of substitution fixes beforehand: the account's rows, the months of the border."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from tradenet.domain import ConfigError

_STRICT: dict[str, Any] = {"extra": "forbid"}  # a misspelt key is a mistake, not a comment
_LAST_MONTH = 12


@dataclass(frozen=True, slots=True)
class Spell:
    """From which rows the number of workers is taken in a span of months.

    Attributes
    ----------
    first, last : int
        YYYYMM.
    rows : tuple of str
        Published rows by how they begin; the range goes from the lowest to the highest.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    first: int
    last: int
    rows: tuple[str, ...]

    def __post_init__(self) -> None:
        _ordered("workers", self.first, self.last)


@dataclass(frozen=True, slots=True)
class AccountRules:
    """Which published rows the account of the remittances rests on.

    Attributes
    ----------
    base_first, base_last : int
        Months (YYYYMM) whose mean rate is the base of the shortfall.
    wages, shares : tuple of str
        Rows of wages a month and of the share that is taken; the quota is their product.
    workers : tuple of Spell
        Rows of persons by time.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    base_first: int = 201001
    base_last: int = 201312
    wages: tuple[str, ...] = ("2017 RUB/month",)
    shares: tuple[str, ...] = ("2018-08 share", "2017 share")
    workers: tuple[Spell, ...] = ()

    def __post_init__(self) -> None:
        _ordered("base", self.base_first, self.base_last)
        if not self.wages or not self.shares:
            msg = "[design.account] names no wage or no share; the quota is their product"
            raise ConfigError(msg)


@dataclass(frozen=True, slots=True)
class SubstitutionOptions:
    """Options of the design "substitution".

    Attributes
    ----------
    dependent : str
        The member whose workers remit; one of the spokes. Its dyad with the hub is in question.
    account : AccountRules
        The rows of the account.
    exposed : str
        Group of economies that the event strikes itself; no comparisons.
    closures : tuple of (int, int)
        Spans of months (YYYYMM) in which freight between the two did not run.
    """

    dependent: str = "PRK"
    exposed: str = "ex-USSR"
    account: AccountRules = field(default_factory=AccountRules)
    closures: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        for first, last in self.closures:
            _ordered("closures", first, last)


def _ordered(name: str, first: int, last: int) -> None:
    months = all(
        1 <= code % 100 <= _LAST_MONTH and code > _LAST_MONTH * 1000 for code in (first, last)
    )
    if not months or first > last:
        msg = f"[design] {name}: {first} to {last} are no months in order, such as 201501"
        raise ConfigError(msg)
