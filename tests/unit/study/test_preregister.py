"""A study fixed beforehand: its hash, what changes it, what does not, and forgeries."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradenet.bloc import TABLE, TESTS, fixed
from tradenet.bloc.coverage import Coverage
from tradenet.domain import ConfigError, UnknownName
from tradenet.study import freeze, frozen_file, load, registration, shipped, start
from tradenet.study.preregister import digest, registered

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A study of one's own, a copy of the shipped one."""
    return start("mine", tmp_path, "brown-2022")


def test_a_frozen_study_is_pre_registered(mine: Path) -> None:
    fixed, path = freeze(str(mine))
    assert path == mine.parent / "mine.frozen.json" == frozen_file(str(mine))
    standing = registration(load(str(mine)), path)
    assert standing.digest == standing.frozen == fixed
    assert standing.changed == ()
    assert standing.sentence == f"pre-registered (hash {fixed[:12]})"
    assert standing.to_dict()["pre_registered"] is True


def test_everything_that_decides_is_in_it(mine: Path) -> None:
    freeze(str(mine))
    content = json.loads(frozen_file(str(mine)).read_text(encoding="utf-8"))
    assert content["hash"] == digest(content["registered"])
    options, tests = content["registered"]["options"], content["registered"]["tests"]
    assert options["bloc"] == {"hub": "CHN", "spokes": ["PRK", "IRN", "RUS"]}
    assert options["event"]["date"] == "2022-02-24"
    assert options["window"] == {"pre": [2015, 2016, 2017, 2018, 2019], "post": [2023]}
    assert options["study"]["hypothesis"] == "H1"
    assert options["run"]["seed"] == 2022
    assert tests["T0"]["settings"] == {"least_coverage": 2 / 3, "most_imputed": 0.25}


@pytest.mark.parametrize(
    ("settings", "changed"),
    [
        (["run.seed=1"], ("run.seed",)),
        (["window.pre=[2018, 2019]"], ("window.pre",)),
        (
            ['bloc.spokes=["PRK", "RUS"]', "bloc.hub=IND"],
            ("bloc.hub", "bloc.spokes", "study.claim", "study.question", "study.title"),
        ),
        (["valuation.cif_fob_ratio=1.1"], ("valuation.cif_fob_ratio",)),
    ],
)
def test_a_changed_study_says_which_keys(
    mine: Path, settings: list[str], changed: tuple[str, ...]
) -> None:
    _, path = freeze(str(mine))
    standing = registration(load(str(mine), settings), path)
    assert standing.changed == changed
    assert standing.sentence.startswith("changed since it was frozen (hash ")
    assert standing.sentence.endswith(": " + ", ".join(changed))
    assert standing.to_dict()["pre_registered"] is False


def test_a_test_left_out_is_a_change(mine: Path) -> None:
    _, path = freeze(str(mine))
    changed = registration(load(str(mine), ['run.tests=["T0"]']), path).changed
    assert "run.tests" in changed
    assert "tests.T1.question" in changed


def test_a_threshold_changed_in_the_code_is_a_change() -> None:
    """A registration holds the rules of the tests, not only the options."""
    config = load("brown-2022")
    before = registered(config)
    after = registered(config, {**TESTS, "T0": Coverage(least_coverage=0.5)})
    assert digest(before) != digest(after)
    assert digest(registered(config, {**TESTS, "T0": Coverage()})) == digest(before)
    assert after["tests"]["T0"]["settings"]["least_coverage"] == 0.5
    assert [row[0] for row in before["rule"]["table"]] == list(range(1, 12))
    assert registered(config, {"T0": len})["tests"]["T0"]["settings"] == {}


def test_what_does_not_change_the_study_does_not_change_the_hash(mine: Path) -> None:
    """Comments, the order of keys, a default written out, a setting to the same value."""
    fixed, path = freeze(str(mine))
    text = mine.read_text(encoding="utf-8")
    mine.write_text(f"# a comment\n{text}\n", encoding="utf-8")
    assert registration(load(str(mine), ["run.seed=2022"]), path).digest == fixed


def test_a_study_never_frozen_says_so(mine: Path) -> None:
    standing = registration(load(str(mine)), frozen_file(str(mine)))
    assert (standing.frozen, standing.changed) == (None, ())
    assert standing.sentence == "not pre-registered (it was never frozen)"
    assert registration(load(str(mine))).frozen is None


def test_freezing_twice_changes_nothing_and_never_writes_over(mine: Path) -> None:
    first, path = freeze(str(mine))
    before = path.read_bytes()
    assert freeze(str(mine)) == (first, path)
    assert path.read_bytes() == before
    text = mine.read_text(encoding="utf-8").replace("seed = 2022", "seed = 7")
    mine.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"mine\.frozen\.json: changed .*: run\.seed; a registra"):
        freeze(str(mine))
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "is no registration"),
        ("[]", "is no registration"),
        ('{"hash": "x"}', "is no registration"),
        ('{"hash": "x", "registered": {"options": {}}}', "it was edited"),
    ],
)
def test_a_forged_file_is_refused(mine: Path, content: str, words: str) -> None:
    path = frozen_file(str(mine))
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=words):
        registration(load(str(mine)), path)


def test_an_edited_registration_is_refused(mine: Path) -> None:
    _, path = freeze(str(mine))
    path.write_text(path.read_text(encoding="utf-8").replace('"CHN"', '"IND"'), encoding="utf-8")
    with pytest.raises(ConfigError, match="it was edited"):
        registration(load(str(mine), ["bloc.hub=IND"]), path)


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_study_is_not_frozen_and_cannot_be(name: str) -> None:
    """All were written while numbers were seen: none may call itself pre-registered."""
    assert not frozen_file(name).exists()
    assert registration(load(name)).to_dict()["pre_registered"] is False
    with pytest.raises(ConfigError, match=f"new mine --from {name}"):
        freeze(name)
    assert not frozen_file(name).exists()


def test_a_name_that_is_no_study_is_told() -> None:
    with pytest.raises(UnknownName, match="did you mean 'brown-2022'"):
        freeze("brown-2023")


def test_the_hash_is_that_of_canonical_json(mine: Path) -> None:
    """Another program finds it: sorted keys, no spaces, UTF-8."""
    fixed, path = freeze(str(mine))
    program = (
        "import hashlib, json, sys\n"
        "text = json.dumps(json.load(open(sys.argv[1], encoding='utf-8'))['registered'],"
        " sort_keys=True, separators=(',', ':'), ensure_ascii=False)\n"
        "print(hashlib.sha256(text.encode()).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, path], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == fixed


@given(st.dictionaries(st.text(max_size=3), JSON))
def test_the_hash_depends_on_content_and_not_on_order(content: Mapping[str, Any]) -> None:
    turned = dict(reversed(list(content.items())))
    assert digest(turned) == digest(content)
    assert digest({**content, "another key": 1}) != digest(content)


def test_what_is_registered_is_plain_json() -> None:
    content = registered(load("brown-2022"))
    assert json.loads(json.dumps(content)) == content


@pytest.mark.parametrize(
    ("name", "other"),
    [("LEVEL", 0.1), ("SMALLEST_RISE", 0.1), ("NEIGHBOURS", 9), ("BROAD_LEVEL", 0.5),
     ("TABLE", TABLE[:-1])],
)  # fmt: skip
def test_a_threshold_that_moved_is_a_change_of_the_study(
    mine: Path, monkeypatch: pytest.MonkeyPatch, name: str, other: object
) -> None:
    """Also one that is no option and stands in the code alone."""
    freeze(str(mine))
    monkeypatch.setattr(fixed, name, other)
    standing = registration(load(str(mine)), frozen_file(str(mine)))
    assert not standing.to_dict()["pre_registered"]
    assert standing.changed
    assert all(key.startswith("rule") for key in standing.changed)
