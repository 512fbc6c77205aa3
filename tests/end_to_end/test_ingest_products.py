"""Products, periods and revisions from the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.end_to_end.conftest import Call

Write = Callable[[str, str | bytes], Path]
HEADER = ("Classification,Period,Trade Flow Code,Reporter Code,Partner Code,2nd Partner Code,"
          "Customs Proc. Code,Mode of Transport Code,Commodity Code,Netweight (kg),"
          "Trade Value (US$)\n")  # fmt: skip
ROWS = ("H6,2022,2,156,408,,,,010121,5,1.10\nH6,2022,2,156,408,,,,020110,,2.20\n"
        "H6,2022,2,156,408,,,,9999AA,,4.40\nS4,2022,2,156,398,,,,0011,,8.80\n")  # fmt: skip


@pytest.fixture
def flows(write: Write) -> Path:
    return write("legacy.csv", HEADER + ROWS)


def test_a_level_is_stored_and_the_ledger_says_what_was_not_hs(
    call: Call, flows: Path, tmp_path: Path
) -> None:
    code, out, _ = call("ingest", flows, "--store", tmp_path / "s", "--level", "HS2", "--annual")
    assert code == 0
    lines = [line.split() for line in out.splitlines()]
    assert ["kept", "3", "rows", "7.70", "USD"] in lines
    assert ["not_hs", "1", "rows", "8.80", "USD"] in lines


def test_a_revision_is_stored_and_the_ledger_says_what_was_not_mapped(
    call: Call, flows: Path, write: Write, tmp_path: Path
) -> None:
    links = write("links.csv", "HS 2022,HS 2017\n010121,010111\n020110,020111\n020110,020112\n")
    words = ("ingest", flows, "--store", tmp_path / "s", "--revision", "H5")
    code, out, _ = call(*words, "--correspondence", links)
    assert code == 0
    lines = [line.split() for line in out.splitlines()]
    assert ["kept", "2", "rows", "5.50", "USD"] in lines
    assert ["not_mapped", "1", "rows", "2.20", "USD"] in lines
    code, out, _ = call(*words, "--correspondence", links, "--split", "equal")
    assert "not_mapped" not in out


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--level", "HS3"), "no product level 'HS3'"),
        (("--revision", "H5"), "revision and correspondence belong together"),
        (("--revision", "H9", "--correspondence", "x.csv"), "no revision of the Harmonized System"),
        (("--revision", "H5", "--correspondence", "none.csv"), "none.csv: cannot be read"),
        (("--split", "weights"), "give revision, correspondence"),
    ],
)
def test_mistakes_are_one_line_and_leave_nothing(
    call: Call, flows: Path, tmp_path: Path, options: tuple[str, ...], words: str
) -> None:
    code, out, err = call("ingest", flows, "--store", tmp_path / "s", *options)
    assert (code, out) == (2, "")
    assert words in err
    assert len(err.splitlines()) == 1
    assert not (tmp_path / "s").exists()
