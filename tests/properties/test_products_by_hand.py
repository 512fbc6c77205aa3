"""Products, revisions and years against the same rules written a second time, in plain Python."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from typing import Any, Literal

import pandas as pd
import pytest

from tests.properties.test_products import HS6, SECTIONS, flows_of, links
from tradenet.domain import ReportedFlows
from tradenet.flows import AggregateRules, ConcordRules, aggregate, concord
from tradenet.flows.aggregate import LEVELS

Key = tuple[int, str, str, str, str]  # period, reporter, partner, flow, product
Rows = list[tuple[Key, float | None, float | None, str]]
Told = dict[tuple[Any, ...], int]
SPECIAL = ("98", "99")
CODES = (*HS6, "TOTAL", "01", "02", "0101", "0102", "27", "2709", "01012110", "0101219090",
         "0101211000", "99", "9999", "980100", "I", "V", "XVI", "unspecified", "770100", "001",
         "Minerals")  # fmt: skip


def drawn(seed: int, codes: tuple[str, ...], periods: tuple[int, ...], count: int) -> Rows:
    """Return statements with all their rows, a tenth without a number."""
    chance = random.Random(seed)
    keys = {
        (chance.choice(periods), chance.choice("AB"), chance.choice("CD"), chance.choice("XM"),
         chance.choice(codes))
        for _ in range(count)
    }  # fmt: skip
    return [
        (key, None if chance.random() < 0.1 else chance.randrange(10**13) / 100, None, "kept")
        for key in sorted(keys)
    ]


def cents(value: float | None) -> int:
    return round((value or 0) * 100)


def found(flows: ReportedFlows, *more: str) -> Told:
    """Return cents by statement, product, status and what else is asked for."""
    names = ("period", "reporter", "partner", "flow", "product", "status", *more)
    told: Told = defaultdict(int)
    for row in flows.table.to_pyarrow().to_pylist():
        told[tuple(row[name] for name in names)] += cents(row["value_usd"])
    return dict(told)


def depth_of(code: str) -> int | None:
    """Return how fine a code is, None where it is none of the Harmonized System."""
    if code == "TOTAL" or code in {*SECTIONS.values(), "unspecified"}:
        return 0 if code == "TOTAL" else 1
    digits = code.isdigit() and len(code) % 2 == 0 and len(code) <= 10
    chapter = code[:2] in {*SECTIONS, *SPECIAL}
    return len(code) if chapter and (digits or code == "9999AA") else None


def above(code: str, depth: int) -> str:
    if depth == 0:
        return "TOTAL"
    if depth == 1:
        return code if depth_of(code) == 1 else SECTIONS.get(code[:2], "unspecified")
    return code[:depth]


def by_hand(rows: Rows, level: int) -> Told:
    """Look, for every row, at every other row of its statement."""
    told: Told = defaultdict(int)
    for key, value, _, _ in rows:
        code, depth = key[4], depth_of(key[4])
        others = [other[4] for other, number, _, _ in rows
                  if other[:4] == key[:4] and number is not None]  # fmt: skip
        if value is None:
            status = "no_value"
        elif depth is None:
            status = "not_hs"
        elif depth < level:
            status = "coarser"
        elif any(
            level <= finer < depth and above(code, finer) == other
            for other in others if (finer := depth_of(other)) is not None
        ):  # fmt: skip
            status = "sub_product"
        else:
            status, code = "kept", above(code, level)
        told[(*key[:4], code, status)] += cents(value)
    return dict(told)


@pytest.mark.parametrize("level", LEVELS)
def test_every_row_meets_the_fate_that_the_rules_say(level: str) -> None:
    rows = drawn(LEVELS[level], CODES, (2019, 2020), 400)
    done = aggregate(flows_of(rows), AggregateRules(level), SECTIONS)
    expected = by_hand(rows, LEVELS[level])
    assert found(done) == expected
    statuses = {key[-1] for key in expected}
    assert {"kept", "not_hs", "no_value"} <= statuses
    assert ("coarser" in statuses) == (level != "total")


OLD = ("010121", "010129", "020110", "270900", "840110", "840120")
NEW = ("010111", "010190", "020111", "020112", "270900")


def divided(whole: int, parts: dict[str, int]) -> dict[str, int]:
    """Divide cents by whole weights in exact integers; the largest gets the rest."""
    total = sum(parts.values())
    shares = {name: whole * weight // total for name, weight in parts.items() if weight}
    largest = min(shares, key=lambda name: (-parts[name], name))
    shares[largest] += whole - sum(shares.values())
    return shares


@pytest.mark.parametrize("split", ["none", "equal", "weights"])
def test_every_cent_of_a_divided_code_goes_where_integers_put_it(
    split: Literal["none", "equal", "weights"],
) -> None:
    chance = random.Random(5)
    pairs = {(one, other): chance.randrange(4)
             for one in OLD[:5] for other in NEW if chance.random() < 0.6}  # fmt: skip
    pairs[("840110", "270900")] = 1
    table = links(list(pairs), [float(weight) for weight in pairs.values()])
    rows = drawn(6, (*OLD, "TOTAL", "999999", "0101"), (2019, 2020), 300)
    expected: Told = defaultdict(int)
    for key, value, _, _ in rows:
        parts = {b: w for (a, b), w in pairs.items() if a == key[4]}
        if split == "equal" or len(parts) == 1:
            parts = dict.fromkeys(parts, 1)
        lost = not any(parts.values()) or (split == "none" and len(parts) > 1)
        if value is None:
            expected[(*key, "no_value", "H6")] += 0
        elif key[4] in ("TOTAL", "999999"):
            word = "H5" if key[4] == "999999" else "H6"
            expected[(*key, "kept", word)] += cents(value)
        elif lost:
            expected[(*key, "not_mapped", "H6")] += cents(value)
        else:
            for name, share in divided(cents(value), parts).items():
                expected[(*key[:4], name, "kept", "H5")] += share
    done = concord(flows_of(rows), table, ConcordRules("H5", split))
    assert found(done, "classification") == dict(expected)


def test_weights_that_are_all_zero_divide_nothing() -> None:
    """A table that gives a code away to nobody: the dollars stay, marked."""
    rows = drawn(1, ("020110",), (2019,), 8)
    table = links([("020110", "020111"), ("020110", "020112")], [0.0, 0.0])
    done = concord(flows_of(rows), table, ConcordRules("H5", "weights"))
    assert {key[4:6] for key, value in found(done).items() if value} == {("020110", "not_mapped")}


def test_months_become_the_years_that_pandas_makes() -> None:
    """A reporter's months are those in which it told any number of that flow."""
    months = tuple(year * 100 + month for year in (2018, 2019) for month in range(1, 13))
    rows = drawn(7, ("TOTAL", "27"), months, 500)
    rows = [row for row in rows if row[0][:2] != (201805, "A")]  # A was silent in May
    names = ["period", "reporter", "partner", "flow", "product"]
    frame = pd.DataFrame([key for key, *_ in rows], columns=names)
    frame["value"] = pd.Series([value for _, value, _, _ in rows], dtype=float)
    frame["year"] = frame["period"] // 100
    told = frame[frame["value"].notna()]
    filed = told.groupby(["reporter", "flow", "year"])["period"].nunique()
    cell = ["year", *names[1:]]
    filer = pd.MultiIndex.from_frame(frame[["reporter", "flow", "period"]])
    spoke = filer.isin(pd.MultiIndex.from_frame(told[["reporter", "flow", "period"]]))
    blank = frame[frame["value"].isna() & spoke].groupby(cell)["period"].nunique()
    expected: Told = {}
    for key, group in told.groupby(cell):
        held = int(filed[key[1], key[3], key[0]] - blank.get(key, 0))
        status = "kept" if held == 12 else "incomplete_year"
        expected[(*key, status, held)] = sum(map(cents, group["value"]))
    done = aggregate(flows_of(rows), AggregateRules(annual=True), SECTIONS)
    counted = {key: value for key, value in found(done, "months").items() if key[5] != "no_value"}
    assert counted == expected
    assert {key[5] for key in counted} == {"kept", "incomplete_year"}


@pytest.mark.parametrize("factor", [10.0, 0.25])
def test_the_unit_of_money_is_carried_through(factor: float) -> None:
    """Quarter dollars, so that a quarter of each is whole cents; the same rows keep their fate."""
    rows = [(key, value and math.floor(value), mass, status)
            for key, value, mass, status in drawn(8, CODES, (2019,), 200)]  # fmt: skip
    scaled = [(key, value and value * factor, mass, status) for key, value, mass, status in rows]
    one, other = (
        found(aggregate(flows_of(each), AggregateRules("HS2"), SECTIONS)) for each in (rows, scaled)
    )
    assert other == {key: value * factor for key, value in one.items()}
