"""The long run: same numbers however it is cut or spread, and what it writes."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.bloc.worlds import BLOC, grown
from tradenet.bloc.calibration import PROMISED, Trial
from tradenet.bloc.worlds import WORLDS, Cast, Ground, ground
from tradenet.domain import InsufficientData, SourceError
from tradenet.study import load
from tradenet.study.calibrate import Calibration, calibrate, calibrate_to, cores, options_of
from tradenet.study.grounds import make_ground

pytestmark = pytest.mark.long

OPTIONS: dict[str, Any] = {"study": "small", "seed": 3, "worlds": 5}


@pytest.fixture(scope="module")
def made() -> Ground:
    return ground(grown(n=50), Cast(BLOC, ("E02", "E05")))


@pytest.fixture(scope="module")
def five(made: Ground) -> dict[int, Trial]:
    return {trial.world: trial for trial in calibrate(made, 3, range(5))}


def silent(_done: int, _wanted: int) -> None:
    """Say nothing."""


def test_processes_change_no_number(made: Ground, five: dict[int, Trial]) -> None:
    spread = list(calibrate(made, 3, range(1, 5), processes=2))
    assert {trial.world: trial for trial in spread} == {k: five[k] for k in range(1, 5)}


def test_verdicts_are_asked_of_every_so_many(five: dict[int, Trial]) -> None:
    assert [bool(five[k].rows) for k in range(5)] == [True, False, False, False, True]
    assert set(five[0].rows["real"]) == set(WORLDS)
    assert set(five[4].rows["real"]) == set(PROMISED)


def test_a_run_that_was_cut_goes_on(made: Ground, five: dict[int, Trial], tmp_path: Path) -> None:
    first = calibrate_to(tmp_path, made, {**OPTIONS, "worlds": 2}, processes=1, say=silent)
    assert len(first.trials) == 2
    held = tmp_path / "small.trials.jsonl"
    with held.open("a", encoding="utf-8") as lines:
        lines.write('{"world": 4, "size": {"b')  # killed in the middle of a line
    told: list[tuple[int, int]] = []
    whole = calibrate_to(
        tmp_path, made, OPTIONS, processes=1, say=lambda *counts: told.append(counts)
    )
    assert told == [(3, 5), (4, 5), (5, 5)]
    assert {trial.world: trial for trial in whole.trials} == five
    assert len(held.read_text(encoding="utf-8").splitlines()) == 6
    told.clear()
    again = calibrate_to(tmp_path, made, OPTIONS, processes=1, say=silent)
    assert again.to_json() == whole.to_json()
    assert json.loads((tmp_path / "small.json").read_text(encoding="utf-8")) == whole.to_json()
    assert (tmp_path / "small.md").read_text(encoding="utf-8") == whole.page()


def test_without_verdicts_every_world_is_asked_and_the_command_says_so(made: Ground) -> None:
    options = {**OPTIONS, "worlds": 2, "verdicts": False}
    found = calibrate_to(None, made, options, processes=1, say=silent)
    assert all(not trial.rows and trial.power["mid"] for trial in found.trials)
    assert found.command() == (
        "tradenet calibrate --study small --seed 3 --worlds 2 --no-verdicts --out DIR"
    )
    assert "nothing was drawn" in found.page()


def test_trials_of_other_options_are_refused(tmp_path: Path, made: Ground) -> None:
    calibrate_to(tmp_path, made, {**OPTIONS, "worlds": 0}, processes=1, say=silent)
    with pytest.raises(SourceError, match="other options"):
        calibrate_to(tmp_path, made, {**OPTIONS, "seed": 4}, processes=1, say=silent)


def test_the_page_has_every_table_and_says_how_many(five: dict[int, Trial]) -> None:
    found = Calibration(OPTIONS, tuple(five[k] for k in range(5)))
    page = found.page()
    assert page.count("\n## ") == 6
    assert "2 SUPPORTED-BLOC" in page
    assert "| p halved |" in page
    assert "5 worlds" in found.summary()
    assert "--seed 3 --worlds 5" in page
    assert "| like | hub_spoke |" in page
    assert "missing_spokes" in page
    empty = Calibration(OPTIONS, ()).page()
    assert "nothing was drawn" in empty


def test_options_name_what_the_numbers_depend_on(made: Ground) -> None:
    options = options_of(load("brown-2022"), made, 7)
    assert options["worlds"] == 7
    assert options["sanctioners"] == ["E02", "E05"]
    assert options["neutral_economies"] == 48
    json.dumps(options)


def test_the_shipped_study_gives_a_ground_of_its_own_flows() -> None:
    config = load("brown-2022")
    found = make_ground(config)
    assert found.cast.bloc == config.bloc
    assert {"USA", "DEU", "JPN"} <= set(found.cast.sanctioners)
    assert not set(found.made.network.contrast.economies) & set(found.cast.sanctioners)
    assert found.rivals == config.inference.rivals
    assert found.made.roles.valid


def test_a_study_without_a_phase_gives_none() -> None:
    config = load("brown-2022", ["window.post=[2024]"])
    with pytest.raises(InsufficientData, match="not held"):
        make_ground(config)


def test_there_is_a_core() -> None:
    assert cores() >= 1
