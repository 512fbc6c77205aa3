"""What the shipped studies beside brown-2022 find on the embedded snapshot, by the main rule alone.

The variants that may make a verdict depend on the data take minutes and are left to a report.
"""

from collections.abc import Callable

import pytest

from tradenet.bloc import findings, judge, specification
from tradenet.study import load, shipped
from tradenet.study.answer import known
from tradenet.study.belonging import membership_of
from tradenet.study.gather import evidence_of
from tradenet.study.material import material
from tradenet.study.told import Told, told

pytestmark = pytest.mark.long

OTHERS = ("brics", "comecon-dissolution", "eaeu-2015", "russia-evasion-routes")


@pytest.fixture(scope="module")
def given() -> Told:
    """What was reported in all years that any of them asks for, read once."""
    return told(load("comecon-dissolution", ["shown.first=1970", "shown.last=2025"]), None)


def test_these_are_all_of_them_that_ask_for_a_bloc() -> None:
    asking = [name for name in shipped() if load(name).design.name == "bloc"]
    assert set(OTHERS) == set(asking) - {"brown-2022"}


@pytest.mark.parametrize("name", OTHERS)
def test_the_leading_reading_of_a_shipped_study(
    name: str, given: Told, golden: Callable[..., None]
) -> None:
    config = load(name)
    facts = known(membership_of(config))
    evidence = evidence_of(material(given, facts), config)
    found = findings(evidence)
    row = judge(found)
    numbers: dict[str, float | int | str] = {
        key: value if isinstance(value, str | int | float) and not isinstance(value, bool)
        else str(value)
        for key, value in specification(evidence, found).items()
    }  # fmt: skip
    left_out = facts.sanctioners - set(config.bloc.members)
    golden(
        f"study_{name.replace('-', '_')}",
        {**numbers, "row": row.number, "leading_reading": row.verdict, "left_out": len(left_out)},
        rel=1e-6,
    )
