import io

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pcsv
import pytest

from tradenet.domain.text import harmless, harmless_cell, isolated, visible

FORMULAS = [
    "=cmd|'/C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\uff1d1",
    "\uff20x",
]


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_becomes_text(formula: str) -> None:
    for kind in (pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())):
        column = pa.array([formula, "Iran", None], pa.string()).cast(kind)
        table = harmless(pa.table({"name": column, "value": [-1.5, 2.0, None]}))
        assert table["name"].to_pylist() == [f"'{formula}", "Iran", None]
        assert table["value"].to_pylist() == [-1.5, 2.0, None]
    assert harmless_cell(formula) == f"'{formula}"


@pytest.mark.parametrize("number", ["-1", "+2.5", "-.5", "-1e-9", "3.", "12", ""])
def test_a_number_that_stands_as_text_stays_a_number(number: str) -> None:
    assert harmless_cell(number) == number


def test_a_file_without_formulas_is_what_it_was() -> None:
    table = pa.table({"name": ["Côte d’Ivoire", "a-b", "x=1", None], "value": [1, -2, 3, None]})
    plain, safe = io.BytesIO(), io.BytesIO()
    pcsv.write_csv(table, plain)
    pcsv.write_csv(harmless(table), safe)
    assert plain.getvalue() == safe.getvalue()
    assert pd.read_csv(io.BytesIO(safe.getvalue()))["name"][0] == "Côte d’Ivoire"


def test_the_metadata_of_a_table_stay() -> None:
    table = pa.table({"a": ["x"]}).replace_schema_metadata({"made": "here"})
    assert harmless(table).schema.metadata == {b"made": b"here"}


def test_names_may_stand_twice_and_tables_may_be_empty() -> None:
    twice = pa.table([pa.array(["=1"]), pa.array(["=2"])], names=["a", "a"])
    assert [column.to_pylist() for column in harmless(twice).columns] == [["'=1"], ["'=2"]]
    assert harmless(pa.table({"a": pa.array([], pa.string())})).num_rows == 0


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("\x1b[31mred", "⟨U+001B⟩[31mred"),
        ("a\x00b", "a⟨U+0000⟩b"),
        ("\u202egnp.exe", "⟨U+202E⟩gnp.exe"),
        ("\u2066x\u2069", "⟨U+2066⟩x⟨U+2069⟩"),
        ("zero\u200bwidth", "zero⟨U+200B⟩width"),
        ("\x9b31m", "⟨U+009B⟩31m"),
        ("\ufeffname", "⟨U+FEFF⟩name"),
        ("a\u2028b", "a⟨U+2028⟩b"),
        ("\ud800", "⟨U+D800⟩"),
    ],
)
def test_what_works_unseen_is_named(text: str, seen: str) -> None:
    assert visible(text) == seen


@pytest.mark.parametrize(
    "text",
    [
        "Iran",
        "Côte d’Ivoire",
        "\u0625\u064a\u0631\u0627\u0646",
        "\u0645\u06cc\u200c\u062e",
        "a\nb\tc",
        "🇨🇳",
        "",
    ],
)
def test_names_of_all_languages_stay(text: str) -> None:
    assert visible(text) == text


def test_words_read_from_the_right_are_isolated_as_a_whole() -> None:
    iran = "\u0625\u064a\u0631\u0627\u0646"
    assert isolated(f"{iran} {iran} 12") == f"\u2068{iran} {iran}\u2069 12"
    assert isolated("Iran 12 → China") == "Iran 12 → China"
    assert isolated("\u05d0 → \u05d1") == "\u2068\u05d0\u2069 → \u2068\u05d1\u2069"
