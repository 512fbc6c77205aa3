import tomllib
from pathlib import Path
from typing import Any

import pytest
from importlinter.application.use_cases import lint_imports
from importlinter.configuration import configure

FLOORS = [
    "cli",
    "explore",
    "report",
    "study",
    "bloc",
    "networks | gravity",
    "flows | sources",
    "domain",
]


@pytest.fixture(scope="module")
def contracts(root: Path) -> dict[str, dict[str, Any]]:
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["id"]: contract for contract in settings["tool"]["importlinter"]["contracts"]}


def test_every_contract_is_kept(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)
    configure()
    kept = lint_imports(config_filename="pyproject.toml", cache_dir=None, no_logo=True)
    assert kept, capsys.readouterr().out


def test_the_floors_are_those_of_the_architecture(contracts: dict[str, dict[str, Any]]) -> None:
    floors = contracts["floors"]
    assert floors["type"] == "layers"
    assert floors["containers"] == ["tradenet"]
    assert floors["layers"] == FLOORS


def test_the_floors_leave_no_way_around(contracts: dict[str, dict[str, Any]]) -> None:
    assert contracts["floors"]["exhaustive"] is True
    exceptions = {"ignore_imports", "exhaustive_ignores", "skip_descendants"}
    assert not [name for name, contract in contracts.items() if exceptions & contract.keys()]


def test_every_room_is_on_a_floor(root: Path) -> None:
    rooms = {room for floor in FLOORS for room in floor.split(" | ")}
    modules = {path.stem for path in (root / "tradenet").glob("*.py")} - {"__init__"}
    packages = {path.parent.name for path in (root / "tradenet").glob("*/__init__.py")}
    assert modules | packages == rooms
