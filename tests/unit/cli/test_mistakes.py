"""Commands of the studies given nonsense: code 2, one line that names it, nothing written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import tradenet.cli
from tradenet.cli import app
from tradenet.study import load

SETTINGS = {
    "nonsense": "write section.key=value",
    "=1": "write section.key=value",
    "bloc=1": "write section.key=value",
    "valuation.cif_fob_ratio=much": "valuation.cif_fob_ratio",
    "blok.hub=CHN": "did you mean 'bloc'",
    "event.date=2019-01-01": "event.date: 2019-01-01 lies in 2019",
    "event.date=2024-01-01": "which must be after 2019 and at most 2023",
    "window.post=[2018]": "window",
    "window.pre=[]": "window",
    "shown.first=2030": "is after last",
    "bloc.hub=RUS": "two or more different spokes and a hub apart",
    'bloc.spokes=["RUS"]': "two or more different spokes",
    "inference.target=XYZ": "inference",
    'inference.rivals=["INDD"]': "did you mean 'IND'",
    "expected.null=margin": "did you mean 'margins'",
    'run.tests=["T11"]': "test",
    "communities.method=leyden": "did you mean 'leiden'",
    'structure.others=["INDD"]': "did you mean 'IND'",
    "structure.worlds=5": "5 worlds can never give a p-value of 0.05",
    "structure.searches=0": "searches must be ≥ 1",
    "study.name=a/b": "it names a folder",
}
COMMANDS = {
    "report no-such-study": "no-such-study",
    "report none.toml": "no study file none.toml",
    "report --flows none.csv": "none.csv",
    "studies show brown": "did you mean 'brown-2022'",
    "studies freeze brown": "brown",
    "studies new a/b": "it names a folder",
    "replicate mirror --from .": "",
    "replicate agtpa --from .": "agtpa_chapter2_application2.dta is not there",
    "calibrate --study brwn": "brwn",
    "communities --null gravty": "did you mean 'gravity'",
    "communities --layer section": "the snapshot holds totals: give --flows",
    "communities --layer sektion": "did you mean 'section'",
    "communities --method walktrip": "did you mean 'walktrap'",
    "communities --worlds 0 --flows none.csv": "none.csv",
}


def refused(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> str:
    """Run the command line in this process; return the one line it says."""
    monkeypatch.setattr("sys.argv", ["tradenet", *words])
    with pytest.raises(SystemExit) as stop:
        tradenet.cli.main()
    printed = capsys.readouterr()
    assert (stop.value.code, printed.out) == (2, "")
    last = printed.err.splitlines()[-1]
    assert last.startswith("tradenet: ")
    assert "Traceback" not in printed.err
    return last


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_study_set_to_nonsense_is_refused_before_it_runs(
    setting: str,
    elsewhere: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = refused(["report", "--set", setting, "--out", "out"], monkeypatch, capsys)
    assert SETTINGS[setting] in said
    assert not list(elsewhere.iterdir())


@pytest.mark.parametrize("words", COMMANDS)
def test_a_command_without_its_material_says_what_is_missing(
    words: str,
    elsewhere: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert COMMANDS[words] in refused(words.split(), monkeypatch, capsys)
    assert not [path for path in elsewhere.rglob("*") if path.is_file()]


def test_two_mistakes_are_told_together(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["report", "--set", "bloc.hub=CHNN", "--set", "graph.absnt=zero"]
    said = refused(words, monkeypatch, capsys)
    assert "2 mistakes" in said
    assert "did you mean 'absent'" in said


def test_a_study_that_was_edited_after_it_was_frozen_is_told(elsewhere: Path) -> None:
    """New, freeze, freeze again: the same line; edited: refused by name of the key."""
    run = CliRunner().invoke
    assert run(app, ["studies", "new", "mine"]).stdout.strip() == str(elsewhere / "mine.toml")
    first = run(app, ["studies", "freeze", "mine.toml"])
    assert first.exit_code == 0
    assert run(app, ["studies", "freeze", "mine.toml"]).stdout == first.stdout
    held = json.loads((elsewhere / "mine.frozen.json").read_text(encoding="utf-8"))
    assert first.stdout.split() == [held["hash"], "mine.frozen.json"]
    text = (elsewhere / "mine.toml").read_text(encoding="utf-8")
    (elsewhere / "mine.toml").write_text(text.replace("1.06", "1.07"), encoding="utf-8")
    again = run(app, ["studies", "freeze", "mine.toml"])
    assert again.exit_code == 1
    assert "valuation.cif_fob_ratio" in str(again.exception)
    assert load("mine.toml").valuation.cif_fob_ratio == 1.07
