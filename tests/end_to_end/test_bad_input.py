"""What is refused: exit 2, one line that helps, nothing half-written."""

from __future__ import annotations

import gzip
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.end_to_end.conftest import GOOD, HEADER, Call

Write = Callable[[str, str | bytes], Path]
LINE = "2019,CHN,RUS,5\n"
PLUS = (
    "typeCode,freqCode,refPeriodId,refYear,refMonth,period,reporterCode,flowCode,partnerCode,"
    "partner2Code,cmdCode,customsCode,motCode,netWgt,cifvalue,fobvalue,primaryValue\n"
)


def refused(outcome: tuple[int, str, str], *words: str) -> None:
    """Check exit code 2 and one line on stderr with these words, no traceback.

    A report says the hash of its study first, whatever comes after.
    """
    code, out, err = outcome
    err = re.sub(r"\A[\w-]+ [0-9a-f]{12}: .*\n", "", err)
    assert code == 2, (code, out, err)
    assert out == ""
    assert err.startswith("tradenet: ")
    assert "Traceback" not in err
    assert err.count("\n") == 1, err
    missing = [word for word in words if word not in err]
    assert not missing, f"{missing} not in: {err}"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", ["empty"]),
        (HEADER, ["no rows"]),
        ("a,b,c\n1,2,3\n", ["no known layout", "a, b, c"]),
        (HEADER.replace("importer", "imp") + LINE, ["no known layout"]),
        (HEADER + LINE + "2019,CHN,IRN,many\n", ["1 of 2 rows", "value_usd", "row 2"]),
        (HEADER + "2019,CHN,IRN,NaN\n", ["1 of 1 rows", "value_usd", "row 1"]),
        (HEADER + LINE + "2019,CHN,IRN,-5\n", ["negative", "CHN", "IRN", "row 2"]),
        (HEADER + LINE + "2019,CHN,RUS,6\n", ["two or more different values", "RUS"]),
        (HEADER + LINE + "201903,CHN,IRN,6\n", ["mixed frequencies"]),
        (HEADER + LINE + "2019,CHN,,6\n", ["1 of 2 rows", "row 2"]),
        (HEADER + LINE + "2019,CHN\n", []),
        ((HEADER + LINE).encode("utf-16"), ["NUL"]),
        ((HEADER + "2019,CÔT,RUS,5\n").encode("latin-1"), ["UTF-8"]),
    ],
)
def test_a_bad_file_is_refused(
    call: Call, write: Write, tmp_path: Path, content: str | bytes, words: list[str]
) -> None:
    """The message says what and where; no store appears."""
    path = write("pairs.csv", content)
    refused(call("ingest", path, "--store", tmp_path / "store"), "pairs.csv"[:5], *words)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["pairs.csv"]


def test_a_missing_column_is_named(call: Call, write: Write, tmp_path: Path) -> None:
    """Where the layout is given, the missing column is."""
    path = write("pairs.csv", "year,exporter,value_usd\n2019,CHN,5\n")
    outcome = call("ingest", path, "--layout", "pair_totals", "--store", tmp_path / "store")
    refused(outcome, "importer", "pair_totals")


def test_a_truncated_gzip_is_refused(call: Call, tmp_path: Path) -> None:
    """Half an archive is no file."""
    path = tmp_path / "pairs.csv.gz"
    path.write_bytes(gzip.compress(GOOD.encode())[:-20])
    refused(call("ingest", path, "--store", tmp_path / "store"), "cut short")


@pytest.mark.parametrize("member", ["../pairs.csv", "/pairs.csv", "..\\pairs.csv", "C:/pairs.csv"])
def test_a_zip_that_reaches_outside_is_refused(call: Call, tmp_path: Path, member: str) -> None:
    """Zip slip."""
    path = tmp_path / "pairs.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, GOOD)
    refused(call("ingest", path, "--store", tmp_path / "store"), "outside")


def test_months_and_years_make_no_store(call: Call, write: Write, tmp_path: Path) -> None:
    """Mixed frequencies across files."""
    years = write("years.csv", HEADER + LINE)
    months = write("months.csv", HEADER.replace("year", "year") + "201901,CHN,RUS,1\n")
    outcome = call("ingest", years, months, "--store", tmp_path / "store")
    assert outcome[0] == 2
    assert "mixed frequencies" in outcome[2]
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", ["empty"]),
        ("[study\n", ["not valid TOML"]),
        ('[study]\nname = "x"\n', ["bloc is missing", "window is missing", "event is missing"]),
    ],
)
def test_a_bad_study_is_refused(
    call: Call, write: Write, tmp_path: Path, content: str, words: list[str]
) -> None:
    """All mistakes at once."""
    path = write("mine.toml", content)
    refused(call("report", path, "--out", tmp_path / "out"), *words)
    assert not (tmp_path / "out").exists()


def test_misspelt_names_suggest_the_nearest(call: Call, tmp_path: Path) -> None:
    """Study, key, layout, format, economy."""
    out = ("--out", tmp_path / "out")
    refused(call("report", "brown-2202", *out), "did you mean 'brown-2022'?")
    refused(
        call("report", "--set", "mirror.prefr=x", "--set", "bloc.hub=CHNN", *out),
        "2 mistakes", "did you mean 'prefer'?", "did you mean 'CHN'?",
    )  # fmt: skip
    refused(call("ingest", "x", "--store", "y", "--layout", "imf_dot"), "'imf_dots'")
    exported = ("graph", "export", "--period", 2019, "--out", tmp_path / "g")
    refused(call(*exported, "--format", "graphlm"), "did you mean 'graphml'?")
    refused(call("graph", "export", "--period", "20x", "--format", "csv", "--out", "g"), "20x")


def test_a_period_that_is_not_held_lists_the_nearest(call: Call, tmp_path: Path) -> None:
    """2021 has no full matrix."""
    words = ("graph", "export", "--period", 2021, "--format", "csv", "--out", tmp_path / "g")
    refused(call(*words), "2020", "2022")


def unwritable(tmp_path: Path) -> Path:
    """Return a folder in which nobody, not even root, can make one."""
    if os.geteuid() == 0:
        return Path("/proc/self")
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o555)
    return folder


def test_a_read_only_output_is_refused(call: Call, write: Write, tmp_path: Path) -> None:
    """Nothing is computed away silently."""
    flows = write("pairs.csv", GOOD)
    refused(call("ingest", flows, "--store", unwritable(tmp_path) / "store"), "cannot write")


def test_a_folder_that_is_not_ours_is_not_replaced(
    call: Call, write: Write, tmp_path: Path
) -> None:
    """The user's own files stay."""
    mine = tmp_path / "store"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years of work", encoding="utf-8")
    refused(call("ingest", write("pairs.csv", GOOD), "--store", mine), "not ours")
    assert (mine / "thesis.txt").read_text(encoding="utf-8") == "years of work"


def test_two_sources_for_one_period_are_refused(call: Call, write: Write, tmp_path: Path) -> None:
    """Nobody can know which is meant."""
    one, other = write("pairs.csv", GOOD), write("baci_pairs.csv", GOOD)
    code, _, _ = call("ingest", one, other, "--store", tmp_path / "store")
    assert code == 0
    outcome = call("report", "--flows", tmp_path / "store", "--out", tmp_path / "out")
    refused(outcome, "several sources", "baci_totals, pair_totals")


def test_flows_outside_the_study_are_refused(call: Call, write: Write, tmp_path: Path) -> None:
    """An empty study period is said, not drawn."""
    flows = write("pairs.csv", GOOD)
    out = ("--flows", flows, "--out", tmp_path / "out")
    refused(call("report", "--set", "shown.first=1900", "--set", "shown.last=1910", *out), "1900")
    assert not (tmp_path / "out").exists()


def test_lower_bounds_are_no_trade(call: Call, write: Write, tmp_path: Path) -> None:
    """A censored file is read and stored, but no study runs on it."""
    flows = write("baci_lower_bound.csv", GOOD)
    refused(call("report", "--flows", flows, "--out", tmp_path / "out"), "lower bounds", "48 rows")
    assert not (tmp_path / "out").exists()
