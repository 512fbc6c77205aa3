"""Docstrings as Markdown: the parts, the formulas, the entries of the registries."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from tradenet.domain import ConfigError, UnknownName
from tradenet.networks import COMMUNITIES, MEASURES
from tradenet.report import methods
from tradenet.report.methods.docstring import example, fields, inline, paragraph, split
from tradenet.report.methods.entry import Entry, entries
from tradenet.report.methods.families import Family, families

WRITTEN = """Say what is measured,
on two lines.

.. math:: Q = \\frac{1}{m} \\sum_{ij} x_{ij},
    \\qquad m = 1

where :math:`x_{ij}` is trade (Newman 2004, doi:10.1103/PhysRevE.69.026113).

When not to use it: to test
anything.

Attributes
----------
width : float, optional
    How wide,
    in km.
kind : str

Examples
--------
One and one:

>>> 1 + 1
2

"""


@dataclass(frozen=True)
class Ruler:
    """Measure a length.

    Attributes
    ----------
    unit : str
        Of the length.
    """

    zero: float
    unit: str = "km"

    def __call__(self) -> None:
        """Measure.

        Examples
        --------
        >>> 2 * 2
        4
        """


def test_a_docstring_is_split_into_its_parts() -> None:
    told = split(inspect.cleandoc(WRITTEN))
    assert told.summary == "Say what is measured, on two lines."
    assert len(told.paragraphs) == 3
    assert told.warning == "When not to use it: to test\nanything."
    assert [name for name, _ in told.sections] == ["Attributes", "Examples"]
    assert told.section("Examples") == ("One and one:", "", ">>> 1 + 1", "2")
    assert told.section("Raises") == ()


def test_a_docstring_of_one_line_has_no_more_than_that() -> None:
    told = split("Only this.")
    assert (told.summary, told.paragraphs, told.sections, told.warning) == (
        "Only this.", (), (), "",
    )  # fmt: skip


def test_no_docstring_is_no_error() -> None:
    assert split("").summary == ""


def test_a_formula_on_its_own_lines_is_fenced_and_untouched() -> None:
    told = split(inspect.cleandoc(WRITTEN))
    assert paragraph(told.paragraphs[0]).splitlines() == [
        "```math", r"Q = \frac{1}{m} \sum_{ij} x_{ij},", r"\qquad m = 1", "```",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        (r":math:`a_i \cdot b_j`", r"$`a_i \cdot b_j`$"),
        ("``x_y``", "`x_y`"),
        ("`Gamma`", "`Gamma`"),
        ("x_ij and least_usd", "x_ij and least_usd"),
        ("_private and trailing_", r"\_private and trailing\_"),
        ("a < b * c ~ $5", r"a \< b \* c \~ \$5"),
        ("under *areas not specified*.", "under *areas not specified*."),
        ("two\n  lines", "two lines"),
        ("doi:10.1002/jae.2508).", "[doi:10.1002/jae.2508](https://doi.org/10.1002/jae.2508))."),
        (
            "doi:10.1016/S0169-7552(98)00110-X)",
            "[doi:10.1016/S0169-7552(98)00110-X](https://doi.org/10.1016/S0169-7552(98)00110-X))",
        ),
        ("doi:10.1000/1, doi:10.1000/2;", "[doi:10.1000/1](https://doi.org/10.1000/1), "
         "[doi:10.1000/2](https://doi.org/10.1000/2);"),
    ],
)  # fmt: skip
def test_running_text_survives_markdown(text: str, markdown: str) -> None:
    assert inline(text) == markdown


def test_the_warning_stands_out() -> None:
    assert paragraph("When not to use it: to\ntest.") == "**When not to use it:** to test."


def test_fields_have_name_type_and_meaning() -> None:
    told = split(inspect.cleandoc(WRITTEN))
    assert list(fields(told.section("Attributes"))) == [
        ("width", "float, optional", "How wide, in km."),
        ("kind", "str", ""),
    ]


def test_an_example_is_prose_and_fenced_sessions() -> None:
    written = ["First:", "", ">>> 1", "1", "", ">>> 2", "2"]
    assert example(written).count("```pycon") == 2
    assert example(written).startswith("First:\n\n```pycon\n>>> 1\n1\n```")
    assert example([]) == ""


def test_neighbours_with_one_docstring_are_one_entry() -> None:
    ruler, other = Ruler(0.0), Ruler(1.0, "m")
    joined, single, again = entries({"a": ruler, "b": other, "c": example, "d": Ruler})
    assert joined.names == ("a", "b")
    assert joined.settings == ("zero=0.0", "zero=1.0, unit='m'")
    assert (single.documented, single.settings) == (example, ("",))
    assert (again.documented, again.settings) == (Ruler, ("",))


def test_a_partial_and_a_measure_are_documented_by_their_functions() -> None:
    (made,) = entries({"a": partial(inline, "x")})
    assert made.documented is inline
    by_name = {entry.names[0]: entry for entry in entries(MEASURES)}
    assert by_name["conductance"].documented.__name__ == "conductance"
    assert by_name["conductance"].settings == ("",)


def test_what_is_said_beside_the_docstring_is_kept() -> None:
    (entry,) = entries({"a": inline}, lambda name, value: [(name, value.__name__)])
    assert entry.facts == (("a", "inline"),)


def test_defaults_are_written_as_python_writes_them() -> None:
    entry = Entry(("r",), Ruler, ("",))
    assert entry.defaults == {"unit": "'km'"}
    assert Entry(("i",), inline, ("",)).defaults == {}


def test_the_example_of_a_class_may_stand_at_its_call() -> None:
    assert Entry(("r",), Ruler, ("",)).example == (">>> 2 * 2", "4")


@pytest.fixture(scope="module")
def shown() -> tuple[Family, ...]:
    return families()


def test_every_entry_says_what_it_is(shown: tuple[Family, ...]) -> None:
    silent = [entry.names for family in shown for entry in family.entries
              if not entry.docstring.summary.endswith(".")]  # fmt: skip
    assert not silent


def test_every_source_file_exists(shown: tuple[Family, ...]) -> None:
    root = Path(__file__).resolve().parents[3]
    homes = {entry.home[1] for family in shown for entry in family.entries}
    assert len(homes) > 50
    assert not [home for home in homes if not (root / home).is_file()]


WARNED = (
    "Reconciliation schemes", "Expected trade", "Null models", "Community methods",
    "Measures of a set", "Backbones", "Centralities", "Structures",
)  # fmt: skip


def test_every_method_null_and_measure_says_when_not_to_use_it(shown: tuple[Family, ...]) -> None:
    named = [family for family in shown if family.title in WARNED]
    assert len(named) == len(WARNED)
    silent = [
        entry.names for family in named for entry in family.entries if not entry.docstring.warning
    ]
    assert not silent


def test_one_entry_can_be_asked_for() -> None:
    told = methods.about("leiden")
    assert told.startswith("### `leiden`\n\nCommunities that trade more than a null expects")
    assert "```math\nQ = " in told
    assert '*Call:* `tn.detect(graph, expected, method="leiden", seed=1)`' in told
    assert "`resolution` (float; default `1.0`): γ ≥ 0" in told


def test_a_name_in_two_families_is_told_twice() -> None:
    assert methods.about("T0").count("### `T0`") == 2


def test_a_test_is_told_with_its_question() -> None:
    assert "*Question:* Is hub–spoke trade more intense" in methods.about("T2")


def test_a_wrong_name_is_met_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="no method 'leyden' \\(did you mean 'leiden'"):
        methods.about("leyden")


@pytest.fixture(scope="module")
def page() -> str:
    return methods.page()


def test_every_name_has_a_heading(page: str, shown: tuple[Family, ...]) -> None:
    heads = [line for line in page.splitlines() if line.startswith("### ")]
    for family in shown:
        for name in (name for entry in family.entries for name in entry.names):
            assert any(f"`{name}`" in head for head in heads), name
    assert set(COMMUNITIES) <= {
        name for family in shown for e in family.entries for name in e.names
    }


def test_no_rest_of_the_other_markup_is_left(page: str) -> None:
    for left in (":math:", ".. math", "``x", "NAME", "doi:10", "None\n"):
        outside = page.replace("[doi:10", "").replace("tradenet fetch NAME", "")
        assert left not in outside, left


def test_fences_are_closed(page: str) -> None:
    assert sum(line.startswith("```") for line in page.splitlines()) % 2 == 0


def test_rows_of_a_table_have_as_many_cells_as_its_head(page: str) -> None:
    rows = [line for line in page.splitlines() if line.startswith("|")]
    cells = [line.replace("\\|", "").count("|") for line in rows]
    starts = [at for at, line in enumerate(rows) if line.startswith("| --- ")]
    assert len(starts) == 7  # four rules and three tables of sources
    for first, last in zip(starts, [*(at - 1 for at in starts[1:]), len(rows)], strict=True):
        assert set(cells[first - 1 : last]) == {cells[first]}


def test_the_page_is_the_same_every_time(page: str) -> None:
    assert methods.page() == page


def test_it_is_written_into_a_file(tmp_path: Path) -> None:
    assert methods.save("é\n", tmp_path / "m.md").read_bytes() == "é\n".encode()


def test_a_folder_that_is_not_there_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"cannot be written .*; name a file in a folder"):
        methods.save("x", tmp_path / "gone" / "m.md")


def test_every_line_that_calls_something_in_python_runs(
    page: str, shown: tuple[Family, ...]
) -> None:
    """The head of the page, then each call below it, on the real graph of 2019."""
    code = page.split("```python\n")[1].split("```")[0]
    names: dict[str, object] = {}
    exec(compile(code, "methods.md", "exec"), names)
    quick = {"Expected trade", "Measures of a set", "Backbones", "Centralities", "Structures"}
    for family in shown:
        if family.title in quick:
            for name in (entry.names[0] for entry in family.entries):
                assert eval(family.call.replace("NAME", name), names) is not None, name
