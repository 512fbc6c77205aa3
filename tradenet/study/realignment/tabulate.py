"""Put what a study of realignment found into tables. No formula lives here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from tradenet.bloc import BlocTestResult, Evidence
from tradenet.bloc.realignment import Case, PartnerTrade, concentration
from tradenet.domain import Partition
from tradenet.study.inference_tables import table

_TEXT, _NUMBER, _COUNT, _FLAG = pa.string(), pa.float64(), pa.int64(), pa.bool_()
Triple = tuple[str, str, str]
Row = dict[str, Any]

SCHEMAS: Mapping[str, Mapping[str, pa.DataType]] = {
    "patrons": {
        "economy": _TEXT, "period": _COUNT, "patron": _TEXT, "economy_code": _TEXT,
        "patron_code": _TEXT, "state": _TEXT, "value_usd": _NUMBER, "otherwise_usd": _NUMBER,
        "share": _NUMBER, "intensity": _NUMBER, "together": _FLAG,
    },
    "division": {
        "economy": _TEXT, "period": _COUNT, "log_ratio": _NUMBER, "tested": _FLAG,
        "log_ratio_of_intensities": _NUMBER, "partners": _COUNT, "told_usd": _NUMBER,
        "concentration": _NUMBER,
    },
    "division_sides": {
        "economy": _TEXT, "patron": _TEXT, "phase": _TEXT, "years": _COUNT, "told": _COUNT,
        "value_usd": _NUMBER, "share": _NUMBER, "intensity": _NUMBER,
    },
    "division_tests": {
        "economy": _TEXT, "first": _TEXT, "second": _TEXT, "test": _TEXT, "effect": _TEXT,
        "statistic": _NUMBER, "p_value": _NUMBER, "passed": _FLAG,
    },
    "division_verdicts": {
        "economy": _TEXT, "first": _TEXT, "second": _TEXT, "first_year": _COUNT,
        "last_year": _COUNT, "years": _COUNT, "placebos": _COUNT, "row": _COUNT, "verdict": _TEXT,
        "change": _NUMBER, "low": _NUMBER, "high": _NUMBER, "p_event": _NUMBER, "p_dates": _NUMBER,
        "detectable": _NUMBER, "memory": _NUMBER, "compared_with_more_memory": _COUNT,
    },
    "division_breaks": {
        "economy": _TEXT, "first": _COUNT, "last": _COUNT, "year": _COUNT, "shift": _NUMBER,
        "statistic": _NUMBER, "p_value": _NUMBER, "breaks": _FLAG, "set": _TEXT,
    },
    "division_dates": {
        "economy": _TEXT, "date": _TEXT, "fact": _TEXT, "first_year": _COUNT, "change": _NUMBER,
        "p_value": _NUMBER, "p_holm": _NUMBER, "p_dates": _NUMBER, "other_dates": _COUNT,
        "special": _FLAG, "source": _TEXT, "checked": _TEXT,
    },
    "division_placebos": {
        "economy": _TEXT, "placebo": _TEXT, "first": _TEXT, "second": _TEXT, "statistic": _NUMBER,
        "year": _COUNT, "at_event": _NUMBER,
    },
    "division_paths": {
        "economy": _TEXT, "placebo": _TEXT, "period": _COUNT, "deviation": _NUMBER,
    },
}  # fmt: skip


def tables(rows: Mapping[str, Iterable[Row]]) -> dict[str, pa.Table]:
    """Return every table of the design; what a row lacks is null."""
    return {name: table(map(_plain, rows.get(name, ())), each) for name, each in SCHEMAS.items()}


def _plain(row: Row) -> Row:
    """Write what is not a number as missing, which is what it is."""
    unknown = {k: None for k, v in row.items() if isinstance(v, float) and not np.isfinite(v)}
    return {**row, **unknown}


def codes_at(triple: Triple, year: int, chains: Mapping[str, tuple[str, int]]) -> Triple:
    """Return the codes that a triple has in a year: a predecessor's before it ended.

    Examples
    --------
    >>> codes_at(("PRK", "CHN", "RUS"), 1985, {"RUS": ("SUN", 1991)})
    ('PRK', 'CHN', 'SUN')
    """
    one, first, second = (
        chains[code][0] if code in chains and year <= chains[code][1] else code for code in triple
    )
    return one, first, second


def patron_rows(
    triple: Triple,
    trade: PartnerTrade,
    seen: Evidence,
    partitions: Mapping[int, Partition],
    told: tuple[Mapping[str, tuple[str, int]], Mapping[tuple[str, str, int], Any]],
) -> Iterator[Row]:
    """Yield one row per patron and year: what was told, its share, intensity and company.

    Parameters
    ----------
    triple : (economy, first, second)
        In today's codes.
    trade, seen, partitions
        As the partners tell it; networks with expected trade; communities of each period.
    told : (chains, states)
        Predecessor and its last year by successor; who told, by codes of the time and year.
    """
    chains, states = told
    shares, economy = trade.shares(), triple[0]
    for k, year in enumerate(trade.years):
        then = codes_at(triple, year, chains)
        for patron, code in zip(triple[1:], then[1:], strict=True):
            state, otherwise = states.get((then[0], code, year), ("not_held", None))
            here = economy in trade.economies and patron in trade.economies
            share = shares[k, trade.at(patron), trade.at(economy)] if here else np.nan
            yield {
                "economy": economy, "period": year, "patron": patron, "economy_code": then[0],
                "patron_code": code, "state": state, "otherwise_usd": otherwise,
                "value_usd": float(trade.pair(economy, patron)[k]), "share": float(share),
                "intensity": _intensity(seen, year, then[0], code),
                "together": _together(partitions.get(year), then[0], code),
            }  # fmt: skip


def _intensity(seen: Evidence, year: int, one: str, other: str) -> float | None:
    graph = seen.graphs.get(year)
    if graph is None or one not in graph.economies or other not in graph.economies:
        return None
    expected = seen.expected[year]
    i, j = (graph.economies.index(code) for code in (one, other))
    k, m = (expected.economies.index(code) for code in (one, other))
    observed = graph.values[i, j] + graph.values[j, i]
    return float(observed / (expected.values[k, m] + expected.values[m, k]))


def _together(partition: Partition | None, one: str, other: str) -> bool | None:
    if partition is None or min(partition.community_of(one), partition.community_of(other)) < 0:
        return None
    return bool(partition.together(one, other))


def division_rows(case: Case, trade: PartnerTrade, patrons: Iterable[Row]) -> Iterator[Row]:
    """Yield one row per year: the log ratio, that of intensities, and how concentrated trade is."""
    if case.triple[0] not in trade.economies:
        return
    at = trade.at(case.triple[0])
    shares = trade.shares()[:, :, at]
    held, ratio = concentration(shares), trade.log_ratio(case.triple)
    intensity = {(row["period"], row["patron"]): row["intensity"] for row in patrons}
    for k, year in enumerate(trade.years):
        both = [intensity.get((year, patron)) or np.nan for patron in case.triple[1:]]
        yield {
            "economy": case.triple[0], "period": year, "log_ratio": float(ratio[k]),
            "tested": year in case.years, "concentration": float(held[k]),
            "log_ratio_of_intensities": float(np.log(both[0] / both[1])),
            "partners": int(np.isfinite(shares[k]).sum()),
            "told_usd": float(np.nansum(trade.values[k, :, at])) or None,
        }  # fmt: skip


def side_rows(patrons: Iterable[Row], phases: Mapping[str, Iterable[int]]) -> Iterator[Row]:
    """Yield the mean of what each patron tells before and after the event, over the years told."""
    listed = list(patrons)
    for patron in dict.fromkeys(row["patron"] for row in listed):
        for phase, years in phases.items():
            rows = [row for row in listed if row["patron"] == patron and row["period"] in years]
            told = [row for row in rows if row["state"] == "partner"]
            yield {
                "economy": listed[0]["economy"], "patron": patron, "phase": phase,
                "years": len(list(years)), "told": len(told),
                **{name: _mean([row[name] for row in told])
                   for name in ("value_usd", "share", "intensity")},
            }  # fmt: skip


def _mean(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None and np.isfinite(value)]
    return float(np.mean(known)) if known else None


def found_rows(case: Case, tests: Mapping[str, BlocTestResult]) -> dict[str, list[Row]]:
    """Return what the tests of a case found, by the name of the table."""
    economy, first, second = case.triple
    details = {name: dict(test.details) for name, test in tests.items()}
    stretches = details["R3"].get("stretches", [])
    return {
        "division_tests": [
            {"economy": economy, "first": first, "second": second, "test": name,
             "effect": test.effect, "statistic": test.statistic, "p_value": test.p_value,
             "passed": test.passed}
            for name, test in tests.items()
        ],
        "division_breaks": [
            {**line, "economy": economy, "set": " ".join(map(str, line["set"]))}
            for line in stretches
        ],
        "division_dates": [{**x, "economy": economy} for x in details["R4"].get("dates", [])],
        "division_placebos": list(_placebos(case, stretches, details["R2"])),
        "division_paths": [
            {"economy": economy, "placebo": placebo, "period": year, "deviation": float(value)}
            for placebo, path in zip(("", *(p[0] for p in case.placebos)), case.paths, strict=True)
            if case.years
            for year, value in zip(case.years, path - path.mean(), strict=True)
        ],
    }  # fmt: skip


def _placebos(case: Case, stretches: list[Row], at_event: Row) -> Iterator[Row]:
    whole = stretches[0] if stretches else {}
    event = at_event.get("reference", [])
    for k, (placebo, first, second) in enumerate(case.placebos):
        yield {
            "economy": case.triple[0], "placebo": placebo, "first": first, "second": second,
            "statistic": whole["reference"][k] if whole else None,
            "year": whole["reference_years"][k] if whole else None,
            "at_event": event[k] if event else None,
        }  # fmt: skip
