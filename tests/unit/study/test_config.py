"""Studies as TOML: all mistakes at once, nearest names, settings."""

import json
import tomllib
from pathlib import Path

import pytest

from tradenet.domain import ConfigError, TradenetError, UnknownName
from tradenet.networks import Leiden
from tradenet.networks.communities import Walktrap
from tradenet.study import find, load, shipped
from tradenet.study.config import parse, start
from tradenet.study.rules import CommunityRules

WRONG = """
[study]
name = "ab"
hypothesis = "H1"
title = "t"
claim = "c"

[bloc]
spokes = ["PRK"]
hub = "CHN"

[event]
name = "e"
date = "yesterday"

[window]
pre = [2019, 2018]
post = [2023]

[shown]
first = 2020
last = 2010

[mirrow]
prefer = "importer"

[valuation]
cif_fob_ration = 1.06
"""


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """A study with seven mistakes."""
    path = tmp_path / "wrong.toml"
    path.write_text(WRONG, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_shipped_study_loads_and_names_itself(name: str) -> None:
    """The file name is the study's name; the manifest's form is plain JSON."""
    config = load(name)
    assert config.study.name == name
    plain = config.to_dict()
    assert json.loads(json.dumps(plain)) == plain
    assert plain["event"]["date"] == config.event.date.isoformat()


def test_the_options_of_the_shipped_study_are_those_of_its_file() -> None:
    """No default speaks where the file does."""
    raw = tomllib.loads(find("brown-2022").read_text(encoding="utf-8"))
    plain = load("brown-2022").to_dict()
    assert all(
        plain[section][key] == value
        for section, content in raw.items()
        if isinstance(content, dict)
        for key, value in content.items()
    )
    assert [
        {key: plain[key] for key in given} == given
        for given, plain in zip(raw["hidden"], plain["hidden"], strict=True)
    ] == [True] * len(raw["hidden"])


def test_all_mistakes_are_told_at_once(wrong: Path) -> None:
    """Seven mistakes, seven clauses, one error."""
    with pytest.raises(ConfigError) as caught:
        load(str(wrong))
    message = str(caught.value)
    assert message.startswith("wrong.toml: 7 mistakes: ")
    for clause in (
        "unknown section [mirrow] (did you mean 'mirror'?)",
        "unknown key valuation.cif_fob_ration (did you mean 'cif_fob_ratio'?)",
        "study.question is missing",
        "bloc: a bloc needs two or more different spokes",
        "event.date: ",
        "window: window: pre (2019, 2018) must be ascending",
        "shown: first = 2020 is after last = 2010",
    ):
        assert clause in message, clause


def test_an_unknown_name_is_told_with_the_other_mistakes() -> None:
    """A misspelt null, method and test, and a ratio below one: four mistakes in one message."""
    settings = (
        "expected.null=margin",
        "communities.method=leyden",
        'run.tests=["T9"]',
        "valuation.cif_fob_ratio=0.5",
    )
    with pytest.raises(ConfigError) as caught:
        load("brown-2022", settings)
    message = str(caught.value)
    for clause in (
        "did you mean 'margins'",
        "did you mean 'leiden'",
        "'T9'",
        "cif_fob_ratio = 0.5",
    ):
        assert clause in message, clause


def test_an_unknown_economy_is_told_with_the_other_mistakes() -> None:
    """The members are checked even where something else is wrong."""
    settings = ("bloc.hub=CHM", "valuation.cif_fob_ratio=0.5")
    with pytest.raises(ConfigError, match="no economy 'CHM'") as caught:
        load("brown-2022", settings)
    assert "cif_fob_ratio = 0.5" in str(caught.value)


@pytest.mark.parametrize(
    ("setting", "section", "key", "value"),
    [
        ("valuation.cif_fob_ratio=1.1", "valuation", "cif_fob_ratio", 1.1),
        (" valuation.cif_fob_ratio = 1.1 ", "valuation", "cif_fob_ratio", 1.1),
        ("bloc.hub=IND", "bloc", "hub", "IND"),
        ('bloc.hub="IND"', "bloc", "hub", "IND"),
        ("bloc.hub=", "bloc", "hub", ""),
        ('bloc.spokes=["PRK", "RUS"]', "bloc", "spokes", ["PRK", "RUS"]),
        ("window.post=[2023, 2024]", "window", "post", [2023, 2024]),
        ("event.date=2022-03-01", "event", "date", "2022-03-01"),
        ("mirror.constant_reporters=false", "mirror", "constant_reporters", False),
        ("study.title=a = b", "study", "title", "a = b"),
        ("run.tests=[]", "run", "tests", []),
    ],
)
def test_a_setting_is_a_toml_assignment_or_a_bare_word(
    setting: str, section: str, key: str, value: object
) -> None:
    """What the command line's --set says reaches the option; all else stays."""
    plain, base = load("brown-2022", [setting]).to_dict(), load("brown-2022").to_dict()
    assert plain[section][key] == value
    base[section][key] = value
    if section == "bloc":  # the words follow the set: see test_settings
        base["study"] = plain["study"]
    assert plain == base


@pytest.mark.parametrize(
    "setting", ["cif_fob_ratio=1.1", "valuation.cif_fob_ratio", "=1", ".x=1", "valuation.=1", ""]
)
def test_a_setting_of_another_form_is_refused(setting: str) -> None:
    """The message shows how to write one."""
    with pytest.raises(ConfigError, match=r"write section\.key=value|unknown section"):
        load("brown-2022", [setting])


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("valuation.ratio=1.1", "unknown key valuation.ratio"),
        ("miror.prefer=importer", r"unknown section \[miror\] \(did you mean 'mirror'\?\)"),
        ("mirror.prefer=both", "mirror.prefer: .*'importer' or 'exporter'"),
        ("graph.absent=none", "graph.absent: .*'zero' or 'missing'"),
        ("run.seed=many", "run.seed: .*got 'many'"),
        ("bloc.hub=Russia", "no economy 'Russia' .did you mean 'RUS'"),
        ("mirror.scheme=bacy", "no reconciliation scheme .*did you mean 'baci'"),
        ("quality.quarantine=perhaps", "quality.quarantine: "),
        ("communities.resolution=-1", "resolution -1.0 must be"),
        ("communities.resolution=high", "communities: resolution: .*got 'high'"),
        ("communities.steps=3", "leiden has no option steps; its options are resolution, restarts"),
        ("communities.resolutoin=2", "no option resolutoin .did you mean 'resolution'"),
        ("communities.method=walktrap", "walktrap has no option restarts; its options are weight"),
        ("shown.first=soon", "shown.first"),
        ("valuation.cif_fob_ratio=nan", "cif_fob_ratio = nan"),
    ],
)
def test_a_wrong_setting_is_told_by_its_place(setting: str, words: str) -> None:
    """Section, key, what was expected, what was given."""
    with pytest.raises(ConfigError, match=words):
        load("brown-2022", [setting])


def test_each_community_method_has_its_own_options() -> None:
    """Those not given have the method's defaults, and the manifest holds them all."""
    raw = tomllib.loads(find("brown-2022").read_text(encoding="utf-8"))
    raw["communities"] = {"method": "walktrap", "steps": 7}
    config = parse(raw, "a study")
    assert config.communities.finder() == Walktrap(steps=7)
    assert config.to_dict()["communities"] == {
        "method": "walktrap", "weight": "surplus", "steps": 7, "resolution": 1.0,
    }  # fmt: skip
    assert config.communities.summary() == "Walktrap (weight surplus, steps 7, resolution 1)"
    raw["communities"] = {"method": "walktrap", "weight": "gold", "steps": "many", "restart": 1}
    with pytest.raises(ConfigError, match="walktrap has no option restart; "):
        parse(raw, "a study")
    raw["communities"] = {"method": "walktrap", "weight": "gold", "steps": "many"}
    with pytest.raises(ConfigError, match=r"weight: .*'gold'.*steps: .*'many'"):
        parse(raw, "a study")
    raw["communities"] = 3
    with pytest.raises(ConfigError, match="communities: "):
        parse(raw, "a study")


def test_partitions_that_are_compared_are_single_runs() -> None:
    """Where a method keeps the best of several, one; where it does not, the method as it is."""
    assert CommunityRules("leiden", {"resolution": 2.0}).one_run() == Leiden(2.0, 1)
    assert CommunityRules("walktrap", {"steps": 2}).one_run() == Walktrap(steps=2)


def test_the_last_of_two_settings_counts() -> None:
    """As on any command line."""
    settings = ["run.seed=1", "run.seed=2"]
    assert load("brown-2022", settings).run.seed == 2


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (["event.date=2019-12-31"], "2019-12-31 lies in 2019, which must be after 2019"),
        (["event.date=2024-01-01"], "at most 2023"),
        (["event.date=2020-01-01"], ""),
        (["event.date=2023-12-31"], ""),
        (["window.pre=[201901]", "window.post=[202203]"], ""),
        (["window.pre=[201901]", "window.post=[202202]"], ""),
        (["window.pre=[201901]", "window.post=[202201]"], "lies in 202202, which must be after"),
        (["window.pre=[202202]", "window.post=[202203]"], "lies in 202202, which must be after"),
    ],
)
def test_the_event_lies_between_before_and_after(settings: list[str], told: str) -> None:
    """After the last period before it, at most in the first after it; as years or as months."""
    if not told:
        config = load("brown-2022", settings)
        assert config.event.code(config.window) <= config.window.post[0]
        return
    with pytest.raises(ConfigError, match=told) as caught:
        load("brown-2022", [*settings, "mirror.prefer=both"])
    assert "2 mistakes" in str(caught.value)
    assert "mirror.prefer" in str(caught.value)


@pytest.mark.parametrize("text", ["", "# only a comment\n", "\n\n"])
def test_an_empty_study_is_refused(tmp_path: Path, text: str) -> None:
    """It says how to start one."""
    path = tmp_path / "empty.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match="the study is empty; start from tradenet studies new"):
        load(str(path))


@pytest.mark.parametrize("content", [b"[study\n", b"x = \n", "name = 'é'".encode("latin-1")])
def test_what_is_no_toml_is_refused(tmp_path: Path, content: bytes) -> None:
    """Broken syntax and another encoding."""
    path = tmp_path / "broken.toml"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=r"broken.toml: not valid TOML"):
        load(str(path))


def test_a_section_that_is_no_section_is_refused(tmp_path: Path) -> None:
    """`mirror = 3` is a mistake to tell, not a crash; nor is setting a key of it."""
    path = tmp_path / "odd.toml"
    path.write_text("mirror = 3\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="mirror"):
        load(str(path))
    with pytest.raises(ConfigError, match="is no section"):
        load(str(path), ["mirror.prefer=importer"])


def test_a_study_that_is_not_there_is_a_name_error_with_help(tmp_path: Path) -> None:
    """By name with the nearest; by path with the path."""
    with pytest.raises(UnknownName, match="did you mean 'brown-2022'"):
        find("brown-2202")
    with pytest.raises(UnknownName, match="no study file"):
        find(str(tmp_path / "none.toml"))


def test_a_new_study_explains_every_key_it_may_hold(tmp_path: Path) -> None:
    """Every section, and every key of those with few, with a remark on its line."""
    path = start("mine", tmp_path)
    text = path.read_text(encoding="utf-8")
    assert set(tomllib.loads(text)) | {"expected", "hidden"} == set(load(str(path)).to_dict())
    assert "NAME" not in text
    assert "reports/mine/" in text
    said = {line.split(" =")[0]: line for line in text.splitlines() if " = " in line}
    for section in ("study", "bloc", "event", "window", "shown", "inference", "quality", "run"):
        for key in tomllib.loads(text)[section]:
            assert "  # " in said[key], key


def test_a_new_study_may_start_from_another(tmp_path: Path) -> None:
    path = start("mine", tmp_path, "eaeu-2015")
    there, here = load("eaeu-2015").to_dict(), load(str(path)).to_dict()
    assert here.pop("study") == {**there.pop("study"), "name": "mine"}
    assert here == there
    with pytest.raises(UnknownName, match="did you mean"):
        start("other", tmp_path, "eaeu-2051")


def test_a_new_study_is_a_copy_to_change(tmp_path: Path) -> None:
    """It loads under its own name, and is never written over another."""
    path = start("mine", tmp_path)
    assert load(str(path)).study.name == "mine"
    with pytest.raises(ConfigError, match="exists already"):
        start("mine", tmp_path)
    with pytest.raises(TradenetError, match="it names a folder"):
        start("../mine", tmp_path)
