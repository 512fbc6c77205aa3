"""Splitting a question and merging its answers: nothing is lost, whatever the selection."""

from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradenet.sources.fetch.comtrade.query import Query, split
from tradenet.sources.fetch.comtrade.rows import KEY, Answer, Row, key_of, lost, merge
from tradenet.sources.fetch.failures import Damaged

DIMENSIONS = ("reporters", "periods", "flows", "partners", "products")
LISTS = {"partners": ("0", "156", "643"), "AG2": ("01", "02", "03")}


def words(most: int, least: int = 1) -> st.SearchStrategy[tuple[str, ...]]:
    codes = st.integers(0, 999).map(str)
    return st.lists(codes, min_size=least, max_size=most, unique=True).map(tuple)


QUERIES = st.builds(
    Query,
    dataset=st.just("C/A/HS"),
    reporters=words(4),
    periods=words(3),
    flows=words(4),
    products=st.one_of(words(5), st.just(("AG2",))),
    partners=words(4, least=0),
)


def cells(query: Query) -> list[tuple[str, ...]]:
    """Return every key that a query asks for, whole lists written out."""
    partners = query.partners or LISTS["partners"]
    products = LISTS["AG2"] if query.products == ("AG2",) else query.products
    return list(product(query.reporters, query.periods, query.flows, partners, products))


@given(query=QUERIES)
def test_the_parts_ask_for_the_same_and_for_nothing_twice(query: Query) -> None:
    parts = split(query, LISTS.__getitem__)
    if parts:
        asked = [cell for part in parts for cell in cells(part)]
        assert sorted(asked) == sorted(cells(query))
        assert len(parts) > 1


@given(query=QUERIES)
def test_splitting_ends_with_one_cell_a_question(query: Query) -> None:
    waiting, single = [query], []
    while waiting:
        asked = waiting.pop()
        parts = split(asked, LISTS.__getitem__)
        waiting += parts
        single += [] if parts else cells(asked)
    assert sorted(single) == sorted(cells(query))


@given(query=QUERIES)
def test_a_question_has_one_name(query: Query) -> None:
    parts = split(query, LISTS.__getitem__)
    names = {part.digest for part in (query, *parts)}
    assert len(names) == len(parts) + 1
    again = Query(query.dataset, *(getattr(query, name) for name in
                  ("reporters", "periods", "flows", "products", "partners")))  # fmt: skip
    assert again.digest == query.digest


def row(number: int) -> Row:
    return {**dict.fromkeys(KEY, "0"), "partnerCode": str(number), "primaryValue": str(number)}


def answer(numbers: list[int]) -> Answer:
    """Return the answer of one call: rows of different keys."""
    return Answer(tuple(row(number) for number in dict.fromkeys(numbers)), ({"url": "x"},))


NUMBERS = st.lists(st.lists(st.integers(0, 30), max_size=12), max_size=5)


@given(parts=NUMBERS)
def test_merged_answers_hold_every_key_once(parts: list[list[int]]) -> None:
    whole = merge(answer(numbers) for numbers in parts)
    keys = [key_of(found) for found in whole.rows]
    assert len(keys) == len(set(keys))
    assert set(keys) == {key_of(row(number)) for numbers in parts for number in numbers}
    assert len(whole.requests) == len(parts)


@given(parts=NUMBERS)
def test_rows_in_are_rows_kept_and_rows_repeated(parts: list[list[int]]) -> None:
    whole = merge(answer(numbers) for numbers in parts)
    came = sum(len(set(numbers)) for numbers in parts)
    assert len(whole.rows) + whole.repeated == came


@given(parts=NUMBERS, order=st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(parts: list[list[int]], order: Random) -> None:
    shuffled = list(parts)
    order.shuffle(shuffled)
    one, other = (merge(answer(numbers) for numbers in given) for given in (parts, shuffled))
    assert sorted(map(key_of, one.rows)) == sorted(map(key_of, other.rows))
    assert one.repeated == other.repeated


@given(parts=NUMBERS, cut=st.lists(st.integers(0, 30), max_size=12))
def test_what_the_parts_lack_of_a_cut_answer_is_found(
    parts: list[list[int]], cut: list[int]
) -> None:
    whole = merge(answer(numbers) for numbers in parts)
    here = {number for numbers in parts for number in numbers}
    missing = {key_of(row(number)) for number in cut if number not in here}
    assert set(lost(answer(cut).rows, whole)) == missing


@given(number=st.integers(0, 30), name=st.sampled_from(["primaryValue", "netWgt"]))
def test_a_contradiction_is_never_merged(number: int, name: str) -> None:
    other = {**row(number), name: "other"}
    with pytest.raises(Damaged, match=f"two rows of one key differ in {name}"):
        merge([answer([number]), Answer((other,), ())])
