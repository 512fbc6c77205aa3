"""What a view is of: read from a query string, checked, and written back the same way always."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final
from urllib.parse import urlencode

from tradenet.domain import ConfigError, Period, TradenetError, UnknownName, lookup, nearest
from tradenet.domain.economies import nearest_economy
from tradenet.networks import COMMUNITIES
from tradenet.study.communities import GRAVITY, MARGINS

LEAST, MOST = 2, 12  # economies of a set: a matrix of twelve can still be read
NULLS: Final = (MARGINS, GRAVITY)
ADD: Final = "add"  # where the form takes further economies, by code or name
_MOST_SEED: Final = 2**32 - 1
_RESOLUTIONS: Final = (0.01, 100.0)
_SHOWN: Final = 60  # characters of what was written that a message repeats

Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Held:
    """What flows hold, and thus what may be asked of them.

    Attributes
    ----------
    periods : tuple of int
        Codes, ascending.
    products : tuple of str
        Sections of the Harmonized System, in its order; none where there are totals alone.
    names : mapping of str to str
        English name of every economy that is known, by code.
    origin : str
        What the flows are called.
    """

    periods: tuple[int, ...]
    products: tuple[str, ...]
    names: Mapping[str, str]
    origin: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Everything that a view depends on.

    Attributes
    ----------
    economies : tuple of str
        Two to twelve codes, sorted.
    hub : str
        One of them; empty for none.
    period, compare : int
        Codes of periods; 0 where nothing is compared.
    product : str
        A section; empty for all goods.
    null : str
        ``margins`` or ``gravity``.
    method : str
        A name in `tradenet.networks.COMMUNITIES`.
    resolution : float, optional
        Of a method that has one; None for its default.
    seed : int
        Of the search for communities.

    Examples
    --------
    >>> Choice(("CHN", "IRN"), 2019).query()
    'economies=CHN%2CIRN&hub=&period=2019&compare=&product=&null=margins&method=leiden&resolution=&seed=0'
    """

    economies: tuple[str, ...]
    period: int
    hub: str = ""
    compare: int = 0
    product: str = ""
    null: str = MARGINS
    method: str = "leiden"
    resolution: float | None = None
    seed: int = 0

    @property
    def options(self) -> Mapping[str, float]:
        """What is asked of the method, by the names of its fields."""
        return {} if self.resolution is None else {"resolution": self.resolution}

    @property
    def periods(self) -> tuple[int, ...]:
        """The period, and the one it is compared with."""
        return (self.period, self.compare) if self.compare else (self.period,)

    @property
    def flows(self) -> tuple[tuple[str, str], ...]:
        """Exporter and importer of every directed dyad; those of the hub first."""
        pairs = [(a, b) for a in self.economies for b in self.economies if a != b]
        return tuple(sorted(pairs, key=lambda pair: (self.hub not in pair, pair)))

    def fields(self) -> dict[str, str]:
        """Return the words of the query string, in its order."""
        return {
            "economies": ",".join(self.economies),
            "hub": self.hub,
            "period": str(Period.from_code(self.period)),
            "compare": str(Period.from_code(self.compare)) if self.compare else "",
            "product": self.product,
            "null": self.null,
            "method": self.method,
            "resolution": "" if self.resolution is None else _short(self.resolution),
            "seed": str(self.seed),
        }

    def query(self) -> str:
        """Return the query string: the same choice, the same string."""
        return urlencode(self.fields())


def parse(pairs: Pairs, held: Held, default: Choice) -> Choice:
    """Return the choice that a query string makes; what it leaves out is as in the default.

    A hub that is not among the economies any more, and a resolution that the method does not have,
    are left out, since a form sends what it showed before.

    Parameters
    ----------
    pairs : iterable of (str, str)
        Names and values; ``economies`` and ``add`` may come several times.
    held : Held
        What there is to choose from.
    default : Choice
        Where the query is silent.

    Raises
    ------
    ConfigError
        All mistakes together, one a line: what, where, and the nearest name.
    """
    given, mistakes = _sorted(pairs), []
    found: dict[str, Any] = {field.name: getattr(default, field.name) for field in fields(Choice)}
    for name, read in _READERS.items():
        if name not in given:
            continue
        try:
            found[name] = read(given[name], held)
        except TradenetError as error:
            mistakes.append(f"{name}: {error}")
    unknown = [name for name in given if name not in _READERS]
    mistakes += [f"there is no field {_told(name)}{nearest(name, _READERS)}" for name in unknown]
    if mistakes:
        raise ConfigError("\n".join(mistakes))
    return Choice(**_consistent(found))


def _sorted(pairs: Pairs) -> dict[str, list[str]]:
    """Return the values of each name; what is to be added belongs to the economies."""
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault("economies" if name == ADD else name, []).append(value)
    return given


def _consistent(found: dict[str, Any]) -> dict[str, Any]:
    if found["hub"] not in found["economies"]:
        found["hub"] = ""
    if found["compare"] == found["period"]:
        found["compare"] = 0
    if not has_resolution(found["method"]):
        found["resolution"] = None
    return found


def has_resolution(method: str) -> bool:
    """Say whether a community method has a resolution.

    Examples
    --------
    >>> has_resolution("leiden"), has_resolution("infomap")
    (True, False)
    """
    kind: type[Any] = COMMUNITIES[method]
    return "resolution" in {field.name for field in fields(kind)}


def economy(text: str, held: Held) -> str:
    """Return the code of an economy that is written by code or name.

    Raises
    ------
    UnknownName
        If there is none; the message has the nearest code.
    """
    if text.upper() in held.names:
        return text.upper()
    by_name = {name.casefold(): code for code, name in held.names.items()}
    if text.casefold() in by_name:
        return by_name[text.casefold()]
    close = nearest_economy(text, held.names)
    msg = f"no economy {_told(text)}{close}; write its three-letter code or its English name"
    raise UnknownName(msg)


def _economies(values: list[str], held: Held) -> tuple[str, ...]:
    words = [word.strip() for value in values for word in value.replace(";", ",").split(",")]
    codes = sorted({economy(word, held) for word in words if word})
    if not LEAST <= len(codes) <= MOST:
        msg = f"{len(codes)} chosen; choose {LEAST} to {MOST} different ones"
        raise ConfigError(msg)
    return tuple(codes)


def _one(read: Callable[[str, Held], Any]) -> Callable[[list[str], Held], Any]:
    """Return a reader of a field that is given once."""

    def checked(values: list[str], held: Held) -> Any:  # noqa: ANN401 - of the field's own type
        if len(values) > 1:
            msg = f"given {len(values)} times; give it once"
            raise ConfigError(msg)
        return read(values[0].strip(), held)

    return checked


def _period(text: str, held: Held) -> int:
    code = Period.parse(text[:_SHOWN]).code
    if code in held.periods:
        return code
    near = sorted(sorted(held.periods, key=lambda other: abs(other - code))[:5])
    words = ", ".join(str(Period.from_code(other)) for other in near)
    msg = f"{held.origin} does not hold {Period.from_code(code)}; the nearest held: {words}"
    raise UnknownName(msg)


def _product(text: str, held: Held) -> str:
    if not text or text in held.products:
        return text
    if not held.products:
        msg = f"{held.origin} holds totals alone; start with --flows and a file by product"
        raise ConfigError(msg)
    return lookup({name: name for name in held.products}, text[:_SHOWN], "section")


def _resolution(text: str) -> float | None:
    if not text:
        return None
    low, high = _RESOLUTIONS
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not low <= number <= high:
        msg = f"{_told(text)} is no number from {low:g} to {high:g}"
        raise ConfigError(msg)
    return number


def _seed(text: str) -> int:
    digits = text.isascii() and text.isdecimal() and len(text) <= len(str(_MOST_SEED))
    if not digits or int(text) > _MOST_SEED:
        msg = f"{_told(text)} is no whole number from 0 to {_MOST_SEED}"
        raise ConfigError(msg)
    return int(text)


def _named(names: Iterable[str], kind: str) -> Callable[[str, Held], str]:
    known = {name: name for name in names}
    return lambda text, _: lookup(known, text[:_SHOWN], kind)


_READERS: Final[Mapping[str, Callable[[list[str], Held], Any]]] = {
    "economies": _economies,
    "hub": _one(lambda text, held: economy(text, held) if text else ""),
    "period": _one(_period),
    "compare": _one(lambda text, held: _period(text, held) if text else 0),
    "product": _one(_product),
    "null": _one(_named(NULLS, "null model")),
    "method": _one(_named(COMMUNITIES, "community method")),
    "resolution": _one(lambda text, _: _resolution(text)),
    "seed": _one(lambda text, _: _seed(text)),
}


def _short(number: float) -> str:
    return str(int(number)) if number.is_integer() else repr(number)


def _told(text: str) -> str:
    """Return what was written, cut where it is long."""
    return f"'{text[:_SHOWN]}…'" if len(text) > _SHOWN else f"'{text}'"
