"""UN General Assembly ideal points: where each state stands by its votes, year by year."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from tradenet.domain import Economies, SourceError

if TYPE_CHECKING:
    import pandas as pd

TITLE: Final = "UN General Assembly ideal points (Bailey, Strezhnev and Voeten), July 2025"
TERMS: Final = "CC0; Bailey, Strezhnev and Voeten (2017), doi:10.1177/0022002715595700."
IDEAL_POINTS_SCHEMA: Final = pa.schema(
    [
        ("period", pa.int16()),
        ("economy", pa.string()),
        ("series", pa.string()),
        ("ideal_point", pa.float64()),
    ]
)
FINAL_PASSAGE, ALL_VOTES = "fp", "all"
SERIES: Final[Mapping[str, str]] = MappingProxyType(
    {FINAL_PASSAGE: "idealpointfp", ALL_VOTES: "idealpointall"}
)
_YEAR_BEFORE_THE_FIRST_SESSION = 1945
_TIMES = ("year", "session")
_DIGITS = 4  # the posterior standard deviation is about 0.2
# Whose seat it was where the file writes another's code. The USSR voted to the end of 1991; the
# Federal Republic of Yugoslavia stands from 1992; the session of September 2006 is Serbia's alone.
_SEATS: Final[Mapping[str, tuple[tuple[int, str], ...]]] = MappingProxyType(
    {
        "RUS": ((1991, "SUN"), (9999, "RUS")),
        "YUG": ((1991, "YUG"), (2005, "SCG"), (9999, "SRB")),
    }
)
_SOUTH_YEMEN: Final = 680  # Correlates of War; the file writes YAR for both Yemens


def read_ideal_points(path: Path, economies: Economies) -> pa.Table:
    """Read ideal points of states, of final-passage votes and of all votes where they are given.

    A session counts as the year in which it begins: session s, which opens in September, is the
    year 1945 + s. The 19th session, of 1964, had no such votes.

    Parameters
    ----------
    path : Path
        ``.dta``, or text (``.csv``, ``.tab``, ``.tsv``), as published and as `tradenet fetch unga`
        brings it: ``iso3c``, ``year`` or ``session``, and ``idealpointfp`` or ``idealpointall`` in
        any case; ``ccode``, where it is there, tells the two Yemens apart.
    economies : Economies
        Codes of the scheme ``iso3``.

    Returns
    -------
    pyarrow.Table
        Columns of `IDEAL_POINTS_SCHEMA`, sorted. ``series`` is ``fp`` (final passage) or ``all``
        (paragraphs and amendments too); the scale is the provider's, with mean about 0 and
        variance about 1, greater where a state votes with the Western ones. States without an
        estimate are not there.

    Raises
    ------
    SourceError
        If columns are missing, a cell is no number, a code is unknown, or a state-year is there
        twice.

    References
    ----------
    Bailey, Strezhnev and Voeten (2017), Estimating dynamic state preferences from United Nations
    voting data, Journal of Conflict Resolution 61(2), doi:10.1177/0022002715595700.
    """
    import pandas as pd

    frame = _frame(path)
    told = {name: column for name, column in SERIES.items() if column in frame}
    years = _numbers(path, frame, "year") if "year" in frame else _session_years(path, frame)
    parts = []
    for name, column in told.items():
        points = _numbers(path, frame, column)
        held = points.notna() & years.notna()
        part = frame.loc[held].assign(
            period=years[held].astype(int), series=name, ideal_point=points[held].round(_DIGITS)
        )
        parts.append(part.assign(economy=_economies(path, part, economies)))
    rows = pd.concat(parts)[IDEAL_POINTS_SCHEMA.names].sort_values(["period", "economy", "series"])
    twice = rows[rows.duplicated(["period", "economy", "series"])]
    if len(twice):
        first = twice.iloc[0]
        msg = f"{path.name}: {first['economy']} {first['period']} is there twice; fetch it again"
        raise SourceError(msg)
    return pa.Table.from_pandas(rows, schema=IDEAL_POINTS_SCHEMA, preserve_index=False)


def _frame(path: Path) -> pd.DataFrame:
    """Read the file with lower-case column names."""
    import pandas as pd

    try:
        if path.suffix == ".dta":
            frame = pd.read_stata(path, convert_categoricals=False)
        else:
            separator = "," if path.suffix == ".csv" else "\t"
            frame = pd.read_csv(
                path, sep=separator, encoding="utf-8-sig", encoding_errors="replace"
            )
    except ValueError as error:
        msg = f"{path.name} is no table that can be read ({error}); fetch it again"
        raise SourceError(msg) from error
    frame.columns = pd.Index([str(name).casefold() for name in frame.columns])
    known = set(frame.columns)
    if "iso3c" not in known or known.isdisjoint(SERIES.values()) or known.isdisjoint(_TIMES):
        msg = (
            f"{path.name} has the columns {', '.join(frame.columns[:9])}; ideal points need iso3c, "
            f"year or session, and {' or '.join(SERIES.values())}"
        )
        raise SourceError(msg)
    return frame


def _numbers(path: Path, frame: pd.DataFrame, name: str) -> pd.Series[Any]:
    import pandas as pd

    try:
        return pd.to_numeric(frame[name]).astype("float64")
    except (ValueError, TypeError) as error:
        msg = f"{path.name}: {name} should be numbers ({error})"
        raise SourceError(msg) from error


def _session_years(path: Path, frame: pd.DataFrame) -> pd.Series[Any]:
    return _numbers(path, frame, "session") + _YEAR_BEFORE_THE_FIRST_SESSION


def _economies(path: Path, part: pd.DataFrame, economies: Economies) -> list[str]:
    """Return whose vote each row is, in our codes."""
    known = {
        code: economy
        for scheme, code, economy in zip(*economies.codes.to_pydict().values(), strict=True)
        if scheme == "iso3"
    }
    numbers = part["ccode"] if "ccode" in part else [0] * len(part)
    seats = [
        _seat(str(code).strip().upper(), int(number), int(year))
        for code, number, year in zip(part["iso3c"], numbers, part["period"], strict=True)
    ]
    unknown = sorted({seat for seat in seats if seat.casefold() not in known})
    if unknown:
        msg = (
            f"{path.name}: {len(unknown)} codes are unknown (first: '{unknown[0]}'); map them in "
            "data/reference/economies.csv"
        )
        raise SourceError(msg)
    return [known[seat.casefold()] for seat in seats]


def _seat(code: str, number: int, year: int) -> str:
    if number == _SOUTH_YEMEN:
        return "YMD"
    return next((seat for last, seat in _SEATS.get(code, ()) if year <= last), code)
