"""Numbers and periods as a reader wants them: with units, and never a bare `nan`."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from itertools import pairwise

from tradenet.domain import Period
from tradenet.domain.text import listed

NOT_OBSERVED = "not observed"
ABSENT = "–"
_BILLION, _MILLION, _HUNDRED, _TEN = 1e9, 1e6, 100, 10
_LEAST_IN_BILLIONS = 0.1
_SMALL_SHARE = 0.01
_SMALL_CHANCE = 0.001
_TIED = re.compile(r"(?<=[×=<≤≥]) (?=[\d−-])|(?<=\d) (?=[%×])|(?<=\bp) (?=[=<≤])")


def known(value: float | None) -> bool:
    """Say whether there is a number at all."""
    return value is not None and math.isfinite(value)


def usd(value: float | None) -> str:
    """Return dollars with three digits that matter.

    Examples
    --------
    >>> usd(129_002_500_000.0), usd(2_003_113_000.0), usd(46_397_973.0), usd(None)
    ('129 bn USD', '2.00 bn USD', '46.4 M USD', 'not observed')
    """
    if value is None or not math.isfinite(value):
        return NOT_OBSERVED
    if abs(value) < _LEAST_IN_BILLIONS * _BILLION:
        return f"{_three(value / _MILLION)} M USD"
    return f"{_three(value / _BILLION)} bn USD"


def _three(value: float) -> str:
    digits = 0 if abs(value) >= _HUNDRED else 1 if abs(value) >= _TEN else 2
    return f"{value:,.{digits}f}"


def billions(value: float | None) -> str:
    """Return dollars for a column headed "bn USD".

    Examples
    --------
    >>> billions(129_002_900_000.0), billions(73_526.0), billions(0.0), billions(None)
    ('129.003', '<0.001', '0.000', '–')
    >>> billions(-73_526.0)  # a difference
    '>-0.001'
    """
    if value is None or not math.isfinite(value):
        return ABSENT
    text = f"{value / _BILLION:,.3f}"
    if text in {"0.000", "-0.000"} and value:
        return "<0.001" if value > 0 else ">-0.001"
    return text.removeprefix("-") if not value else text


def ratio(value: float | None) -> str:
    """Return a ratio to two decimals.

    Examples
    --------
    >>> ratio(2.8254), ratio(None)
    ('2.83', '–')
    """
    return f"{value:,.2f}" if value is not None and math.isfinite(value) else ABSENT


def percent(value: float | None) -> str:
    """Return a share as a percentage, finer where it is small.

    Examples
    --------
    >>> percent(0.9516), percent(0.0004), percent(0.0), percent(1.0), percent(None)
    ('95.2 %', '0.04 %', '0 %', '100 %', '–')
    """
    if value is None or not math.isfinite(value):
        return ABSENT
    digits = 0 if round(100 * value, 6) % 1 == 0 else 2 if abs(value) < _SMALL_SHARE else 1
    return f"{100 * value:.{digits}f} %"


def factor(log: float | None) -> str:
    """Return a change in log points as the factor that people read.

    Examples
    --------
    >>> factor(0.173), factor(-0.7), factor(float("inf")), factor(None)
    ('× 1.19', '× 0.50', 'no bound', '–')
    """
    if log is None or math.isnan(log):
        return ABSENT
    return "no bound" if math.isinf(log) else f"× {math.exp(log):,.2f}"


def chance(p_value: float | None) -> str:
    """Return a p-value to three decimals.

    Examples
    --------
    >>> chance(0.0249), chance(0.00058), chance(1.0), chance(None)
    ('0.025', '<0.001', '1.000', '–')
    """
    if p_value is None or not math.isfinite(p_value):
        return ABSENT
    return f"{p_value:.3f}" if p_value >= _SMALL_CHANCE else f"<{_SMALL_CHANCE}"


def p_is(p_value: float | None) -> str:
    """Return a p-value as a clause.

    Examples
    --------
    >>> p_is(0.0249), p_is(0.0001), p_is(None)
    ('p = 0.025', 'p < 0.001', 'no p-value')
    """
    if p_value is None or not math.isfinite(p_value):
        return "no p-value"
    return f"p = {chance(p_value)}".replace("= <", "< ")


def times(log: float | None) -> str:
    """Return a change in log points as a multiple, in words.

    Examples
    --------
    >>> times(0.173), times(None)
    ('1.19 times', '–')
    """
    return f"{math.exp(log):,.2f} times" if log is not None and known(log) else ABSENT


def when(code: int) -> str:
    """Return a stored period the way people write it.

    Examples
    --------
    >>> when(2019), when(201903)
    ('2019', '2019-03')
    """
    return str(Period.from_code(code))


def position(code: int) -> float:
    """Return where a period stands on an axis of years: a year on its number, months around it.

    Examples
    --------
    >>> position(2019), round(position(201901), 3), round(position(201912), 3)
    (2019.0, 2018.542, 2019.458)
    """
    period = Period.from_code(code)
    return period.year + (period.month - 0.5) / 12 - 0.5 if period.month else float(period.year)


def _following(code: int) -> int:
    period = Period.from_code(code)
    last_month = 12
    if not period.month or period.month == last_month:
        return Period(period.year + 1, 1 if period.month else 0).code
    return code + 1


def calendar(first: int, last: int) -> tuple[int, ...]:
    """Return every period from the first to the last.

    Examples
    --------
    >>> calendar(2019, 2022), calendar(201911, 202002)
    ((2019, 2020, 2021, 2022), (201911, 201912, 202001, 202002))
    """
    codes = [first]
    while codes[-1] < last:
        codes.append(_following(codes[-1]))
    return tuple(codes)


def spans(codes: Iterable[int]) -> str:
    """Return periods as ranges.

    Examples
    --------
    >>> spans([2015, 2016, 2017, 2019, 2022, 2023]), spans([])
    ('2015–2017, 2019 and 2022–2023', 'none')
    """
    ordered = sorted(set(codes))
    if not ordered:
        return "none"
    starts = [0, *(k + 1 for k, (a, b) in enumerate(pairwise(ordered)) if b != _following(a))]
    ends = [*(k - 1 for k in starts[1:]), len(ordered) - 1]
    return listed(
        [
            when(ordered[a]) if a == b else f"{when(ordered[a])}–{when(ordered[b])}"
            for a, b in zip(starts, ends, strict=True)
        ]
    )


def unbroken(text: str) -> str:
    r"""Return text whose signs stay on the line of their numbers.

    Examples
    --------
    >>> unbroken("a rise of × 1.4 at 5 %, p = 0.03").replace("\N{NO-BREAK SPACE}", "_")
    'a rise of ×_1.4 at 5_%, p_=_0.03'
    """
    return _TIED.sub("\N{NO-BREAK SPACE}", text)


def slug(*words: str) -> str:
    """Return words as one name for files and anchors: lower case, digits and hyphens only.

    Examples
    --------
    >>> slug("dyads", "CHN", "../x")
    'dyads-chn-x'
    """
    return re.sub(r"[^a-z0-9]+", "-", "-".join(words).lower()).strip("-")


def sentence(words: str) -> str:
    """Return words with a capital at the beginning.

    Examples
    --------
    >>> sentence("hub–spoke trade rose")
    'Hub–spoke trade rose'
    """
    return words[:1].upper() + words[1:]


def plural(count: int, noun: str, many: str = "") -> str:
    """Return a count with its noun.

    Examples
    --------
    >>> plural(1, "cell"), plural(1200, "cell"), plural(2, "economy", "economies")
    ('1 cell', '1,200 cells', '2 economies')
    """
    return f"{count:,} {noun if count == 1 else many or noun + 's'}"
