"""Several studies in one run, and the other editions of a report, from outside."""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.end_to_end.conftest import GOOD, Call
from tests.end_to_end.test_cli import digests

pytestmark = pytest.mark.long

Write = Callable[[str, str | bytes], Path]
SMALL = ("--set", "window.pre=[2018, 2019]", "--set", "window.post=[2023]",
         "--set", 'run.tests=["T0", "T1"]', "--set", "structure.worlds=0",
         "--set", "structure.searches=1")  # fmt: skip


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What was computed once, for all tests of this file."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def ask(
    call: Call, write: Write, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[str | Path, ...]:
    """A command for small studies, `brown-2022` and `mine.toml`; what was computed is kept."""
    monkeypatch.setenv("TRADENET_CACHE", str(cache))
    monkeypatch.chdir(tmp_path)
    assert call("studies", "new", "mine", "--from", "brown-2022")[0] == 0
    return ("report", "--flows", write("pairs.csv", GOOD), *SMALL, "--quiet")


def test_several_studies_get_a_page_that_compares_them(
    call: Call, ask: tuple[str | Path, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    code, said, err = call(*ask, "brown-2022", "mine.toml", "--out", out)
    assert (code, err) == (0, "")
    assert said.splitlines()[-1] == str(out / "index.html")
    assert said.count("NOT-TESTED: ") == 2
    with (out / "verdicts.csv").open(encoding="utf-8", newline="") as stream:
        assert {row["study"] for row in csv.DictReader(stream)} == {"brown-2022", "mine"}
    assert {"index.html", "index.md", "verdicts.csv", "verdicts.json", "brown-2022", "mine"} == {
        path.name for path in out.iterdir()
    }
    # Computed anew, in another order and folder: the same bytes.
    first = digests(out)
    monkeypatch.setenv("TRADENET_CACHE", "off")
    code, _, _ = call(*ask, "mine.toml", "brown-2022", "--out", tmp_path / "again")
    assert code == 0
    assert digests(tmp_path / "again") == first
    short = (out / "mine" / "report.md").read_text(encoding="utf-8")
    assert "tradenet report mine.toml --flows pairs.csv" in short


def test_the_answers_are_one_document_for_a_machine(
    call: Call, ask: tuple[str | Path, ...], tmp_path: Path
) -> None:
    """What verdict.json holds, also where the report is one that was kept."""
    for studies in (["brown-2022"], ["brown-2022", "mine.toml"]):
        code, said, err = call(*ask, *studies, "--json", "--out", tmp_path / "out")
        assert (code, err) == (0, "")
        told = json.loads(said)
        assert [Path(one.pop("page")) for one in told] == [
            tmp_path / "out" / name.removesuffix(".toml") / "index.html" for name in studies
        ]
        for one, name in zip(told, studies, strict=True):
            stands = tmp_path / "out" / name.removesuffix(".toml") / "verdict.json"
            assert one == json.loads(stands.read_text(encoding="utf-8"))


def test_one_study_keeps_the_index_up_to_date_and_starts_none(
    call: Call, ask: tuple[str | Path, ...], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert call(*ask, "brown-2022", "--out", out)[0] == 0
    assert [path.name for path in out.iterdir()] == ["brown-2022"]
    assert call(*ask, "brown-2022", "mine.toml", "--out", out)[0] == 0
    title = "changed since"
    text = (tmp_path / "mine.toml").read_text(encoding="utf-8")
    changed = re.sub(r"(?m)^title = .*$", f'title = "{title} \\\\u001b[2J"', text, count=1)
    (tmp_path / "mine.toml").write_text(changed, encoding="utf-8")
    code, said, _ = call(*ask, "mine.toml", "--out", out)
    assert (code, said.splitlines()[-1]) == (0, str(out / "index.html"))
    told = json.loads((out / "verdicts.json").read_text(encoding="utf-8"))["studies"]
    assert {study["study"]: study["title"].startswith(title) for study in told} == {
        "brown-2022": False, "mine": True,
    }  # fmt: skip
    assert "\x1b" not in (out / "index.html").read_text(encoding="utf-8")


def test_what_is_finished_stays_where_a_later_study_fails(
    call: Call, ask: tuple[str | Path, ...], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    (out / "mine").mkdir(parents=True)
    (out / "mine" / "thesis.txt").write_text("not ours", encoding="utf-8")
    code, _, err = call(*ask, "brown-2022", "mine.toml", "--out", out)
    assert code == 2
    assert err.startswith("tradenet: mine.toml: ")
    assert err.rstrip().endswith("(written before it: brown-2022)")
    assert (out / "brown-2022" / "index.html").is_file()
    assert "brown-2022/index.html" in (out / "index.html").read_text(encoding="utf-8")
    assert [path.name for path in (out / "mine").iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("brown-2022", "brics", "brown-2022"), "brown-2022: named more than once"),
        (("brown-2022", "brix"), "brics"),
    ],
)
def test_all_studies_are_read_before_the_first_is_run(
    call: Call, tmp_path: Path, names: tuple[str, ...], said: str
) -> None:
    code, out, err = call("report", *names, "--out", tmp_path / "out")
    assert (code, out) == (2, "")
    assert said in err
    assert not (tmp_path / "out").exists()


def test_somebody_elses_page_is_refused_before_the_first_study_is_run(
    call: Call, tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text("mine", encoding="utf-8")
    code, out, err = call("report", "brown-2022", "brics", "--out", tmp_path)
    assert (code, out) == (2, "")
    assert "not written by tradenet" in err
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]


def test_a_terminal_is_shown_no_escape_sequence(call: Call, tmp_path: Path) -> None:
    code, _, err = call("report", "--flows", f"{tmp_path}/\x1b[2J\u202e.csv", "--quiet")
    assert code == 2
    assert "\x1b" not in err
    assert "⟨U+001B⟩[2J⟨U+202E⟩" in err


def test_the_paper_is_the_same_twice_and_in_the_manifest(
    call: Call, ask: tuple[str | Path, ...], tmp_path: Path
) -> None:
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError) as error:
        if os.environ.get("TRADENET_REQUIRE_SHARED") == "1":
            raise
        pytest.skip(f"no weasyprint, or none of its libraries: {error}")
    found = []
    for name in ("one", "two"):
        code, _, err = call(*ask, "brown-2022", "--out", tmp_path / name, "--pdf")
        assert (code, err) == (0, "")
        found.append(digests(tmp_path / name))
    assert "brown-2022/report.pdf" in found[0]
    assert found[0] == found[1]
    assert call(*ask, "brown-2022", "--out", tmp_path / "two")[0] == 0
    assert not (tmp_path / "two" / "brown-2022" / "report.pdf").exists()
