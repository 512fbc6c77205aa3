"""Registries, economies, errors, named random streams, provenance."""

import numpy as np
import pyarrow as pa
import pytest

from tradenet.domain import (
    ConfigError,
    Economies,
    Observability,
    Provenance,
    SourceFile,
    Status,
    TradenetError,
    UnknownName,
    errors,
    lookup,
    nearest,
    stream,
)


def test_lookup_returns_the_entry_or_lists_all_names_and_the_nearest() -> None:
    """The message is enough to mend the mistake."""
    registry = {"leiden": 1, "louvain": 2}
    assert lookup(registry, "louvain", "method") == 2
    with pytest.raises(UnknownName, match=r"no method 'luovain' \(did you mean 'louvain'\?\)"):
        lookup(registry, "luovain", "method")
    with pytest.raises(UnknownName, match="no method 'q'; known: leiden, louvain"):
        lookup(registry, "q", "method")


def test_nothing_near_suggests_nothing() -> None:
    """A wrong suggestion is worse than none."""
    assert nearest("xyzzy", ["mirror"]) == ""
    assert nearest("miror", iter(["mirror", "window"])) == " (did you mean 'mirror'?)"


@pytest.fixture
def economies() -> Economies:
    """Three economies by name."""
    empty = pa.table({})
    return Economies(empty, empty, empty, {"RUS": "Russia", "CHN": "China", "DEU": "Germany"})


def test_an_economy_is_checked_by_code_with_a_hint_by_name_or_spelling(
    economies: Economies,
) -> None:
    """A name instead of a code, lower case, a slip of the keyboard, nonsense."""
    assert economies.check("RUS") == "RUS"
    for written, hint in (("russia", "RUS"), ("GERMANY", "DEU"), ("chn", "CHN"), ("RUSS", "RUS")):
        with pytest.raises(UnknownName, match=f"no economy '{written}' .*did you mean '{hint}'"):
            economies.check(written)
    with pytest.raises(UnknownName, match="no economy '42'; codes stand in"):
        economies.check("42")
    assert economies.name("CHN") == "China"
    assert economies.name("ZZZ") == "ZZZ"


def test_all_errors_are_tradenet_errors_and_documented() -> None:
    """The command line catches one class; each child says what the user can do."""
    children = [
        each
        for each in vars(errors).values()
        if isinstance(each, type) and issubclass(each, TradenetError)
    ]
    assert len(children) == 7
    assert all(each.__doc__ for each in children)
    assert issubclass(ConfigError, ValueError)


def test_every_state_and_status_has_a_sentence_of_its_own() -> None:
    """Legends and ledgers have words for all of them."""
    for words in (Observability, Status):
        meanings = [word.meaning for word in words]
        assert all(meanings)
        assert len(set(meanings)) == len(meanings)


def test_streams_are_named_reproducible_and_apart() -> None:
    """The numbers are a function of seed and name alone; a known draw pins the algorithm."""
    first = stream(7, "a").random(5)
    assert np.array_equal(first, stream(7, "a").random(5))
    assert not np.array_equal(first, stream(8, "a").random(5))
    assert not np.array_equal(first, stream(7, "b").random(5))
    assert int(stream(2022, "networks/leiden/2019").integers(2**62)) == 3_359_485_246_115_410_945


def test_streams_do_not_confuse_seed_and_name() -> None:
    """("1", "2/x") and ("1/2", "x") would collide if the two were merely glued together."""
    draws = {int(stream(seed, name).integers(2**62)) for seed in range(30) for name in "abc"}
    assert len(draws) == 90


def test_provenance_survives_metadata() -> None:
    """Files, codes and non-ASCII titles come back equal; a foreign table is of unknown source."""
    known = Provenance("s", "Tïtle ≥ 1", "terms", ("iso3", "m49"), (SourceFile("f", "ab", 3),))
    assert Provenance.from_metadata(known.to_metadata()) == known
    assert Provenance.from_metadata(None).source == "unknown"
    assert Provenance.from_metadata({b"pandas": b"{}"}).source == "unknown"
