"""A query string becomes a choice and the same string again, or a message that helps."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradenet.domain import ConfigError, Period
from tradenet.explore.choice import MOST, Choice, Held, has_resolution, parse
from tradenet.networks import COMMUNITIES

NAMES = {
    "CHN": "China", "IRN": "Iran", "PRK": "North Korea", "RUS": "Russia", "USA": "United States",
    "KOR": "South Korea", "CIV": "Côte d’Ivoire",
}  # fmt: skip
HELD = Held((2017, 2018, 2019, 2023, 202401), ("V", "XIX"), NAMES, "flows.csv")
DEFAULT = Choice(("CHN", "IRN"), 2023, compare=2019)


@st.composite
def choices(draw: st.DrawFn) -> Choice:
    """Draw any choice that the flows allow."""
    economies = tuple(sorted(draw(st.sets(st.sampled_from(sorted(NAMES)), min_size=2))))
    period = draw(st.sampled_from(HELD.periods))
    others = [code for code in HELD.periods if code != period]
    method = draw(st.sampled_from(sorted(COMMUNITIES)))
    resolutions = st.none() | st.floats(0.01, 100.0)
    return Choice(
        economies,
        period,
        hub=draw(st.sampled_from(["", *economies])),
        compare=draw(st.sampled_from([0, *others])),
        product=draw(st.sampled_from(["", *HELD.products])),
        null=draw(st.sampled_from(["margins", "gravity"])),
        method=method,
        resolution=draw(resolutions) if has_resolution(method) else None,
        seed=draw(st.integers(0, 2**32 - 1)),
    )


def read(query: str) -> Choice:
    return parse(parse_qsl(query, keep_blank_values=True), HELD, DEFAULT)


@given(choices())
def test_what_is_written_is_read_as_it_was(choice: Choice) -> None:
    query = choice.query()
    assert read(query) == choice
    assert read(query).query() == query


@given(choices(), st.randoms())
def test_the_order_of_the_fields_does_not_matter(choice: Choice, dice: object) -> None:
    pairs = list(choice.fields().items())
    dice.shuffle(pairs)  # type: ignore[attr-defined]
    assert read(urlencode(pairs)) == choice


def outcome(pairs: list[tuple[str, str]]) -> Choice | str:
    """Return the choice, or the message."""
    try:
        return parse(pairs, HELD, DEFAULT)
    except ConfigError as error:
        return str(error)


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=200)), max_size=5))
def test_unknown_fields_are_told_and_nothing_else_happens(pairs: list[tuple[str, str]]) -> None:
    found = outcome(pairs)
    if isinstance(found, str):
        assert len(found) < 400 * len(pairs)
    else:
        assert not pairs
        assert found == DEFAULT


@given(
    st.sampled_from(["economies", "hub", "period", "compare", "product", "null", "method",
                     "resolution", "seed"]),
    st.text(max_size=80),
)  # fmt: skip
def test_any_value_of_a_field_is_a_choice_or_names_the_field(name: str, value: str) -> None:
    found = outcome([(name, value)])
    if isinstance(found, str):
        assert found.startswith(f"{name}: ")
    else:
        assert read(found.query()) == found


def test_names_codes_and_several_fields_are_one_set() -> None:
    """As the form sends it: what is ticked, and what is added by code or name."""
    found = parse(
        [("economies", "CHN"), ("economies", "iran"), ("add", "north korea; Russia ,KOR")],
        HELD, DEFAULT,
    )  # fmt: skip
    assert found.economies == ("CHN", "IRN", "KOR", "PRK", "RUS")
    assert read("").economies == DEFAULT.economies
    assert read("seed=1") == replace(DEFAULT, seed=1)


def test_what_a_form_still_sends_is_left_out() -> None:
    """A hub that was unticked, a resolution the method has not, a period beside itself."""
    found = read("economies=IRN,RUS&hub=CHN&method=infomap&resolution=2&period=2019&compare=2019")
    assert (found.hub, found.resolution, found.compare) == ("", None, 0)
    assert found.periods == (2019,)
    assert found.options == {}
    assert read("resolution=1.50").options == {"resolution": 1.5}


def test_the_flows_of_the_hub_come_first() -> None:
    found = Choice(("CHN", "IRN", "RUS"), 2023, hub="IRN")
    assert found.flows[:4] == (("CHN", "IRN"), ("IRN", "CHN"), ("IRN", "RUS"), ("RUS", "IRN"))
    assert set(found.flows) == {(a, b) for a in found.economies for b in found.economies if a != b}


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("economies=CHN,IRA", "economies: no economy 'IRA' (did you mean 'IRN'?)"),
        ("economies=CHN,north Corea", "did you mean 'PRK'"),
        ("economies=CHN", "economies: 1 chosen; choose 2 to 12"),
        ("economies=", "economies: 0 chosen"),
        ("hub=XXQ", "hub: no economy 'XXQ'"),
        ("period=2020", "period: flows.csv does not hold 2020; the nearest held: 2017, 2018, 2019"),
        ("period=next", "period: 'next' is no period"),
        ("compare=1850", "compare: flows.csv does not hold 1850"),
        ("product=VI", "product: no section 'VI' (did you mean 'V'?)"),
        ("null=gravitiy", "null: no null model 'gravitiy' (did you mean 'gravity'?)"),
        ("method=leyden", "method: no community method 'leyden' (did you mean 'leiden'?)"),
        ("resolution=nan", "resolution: 'nan' is no number from 0.01 to 100"),
        ("resolution=0", "resolution: '0' is no number"),
        ("resolution=1e9", "resolution: '1e9' is no number"),
        ("seed=-1", "seed: '-1' is no whole number"),
        ("seed=4294967296", "seed: '4294967296' is no whole number"),
        ("seed=" + "9" * 5000, "seed: '" + "9" * 60 + "…' is no whole number"),
        ("seed=1&seed=2", "seed: given 2 times"),
        ("perod=2019", "there is no field 'perod' (did you mean 'period'?)"),
    ],
)  # fmt: skip
def test_a_mistake_says_what_where_and_the_nearest_name(query: str, message: str) -> None:
    with pytest.raises(ConfigError) as told:
        read(query)
    assert message in str(told.value)


def test_all_mistakes_are_told_together() -> None:
    with pytest.raises(ConfigError) as told:
        read("economies=CHN&period=1&seed=x&colour=red")
    assert [line.split(":")[0] for line in str(told.value).splitlines()] == [
        "economies", "period", "seed", "there is no field 'colour'",
    ]  # fmt: skip


def test_a_file_of_totals_has_no_sections_to_choose() -> None:
    totals = replace(HELD, products=())
    assert parse([("product", "")], totals, DEFAULT).product == ""
    with pytest.raises(ConfigError, match="holds totals alone; start with --flows"):
        parse([("product", "V")], totals, DEFAULT)


def test_no_more_economies_than_a_matrix_can_show() -> None:
    many = replace(HELD, names={f"A{k:02d}": f"Land {k}" for k in range(MOST + 1)})
    with pytest.raises(ConfigError, match="13 chosen"):
        parse([("economies", ",".join(many.names))], many, DEFAULT)


def test_months_are_written_as_people_do() -> None:
    found = read("period=202401")
    assert found.fields()["period"] == "2024-01"
    assert Period.parse(found.fields()["period"]).code == 202401
