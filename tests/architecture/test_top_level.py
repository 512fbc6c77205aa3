from pathlib import Path

FOLDERS = {"tradenet", "data", "tests", "reports"}
FILES = {
    "pyproject.toml",
    "tox.ini",
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "CITATION.cff",
    "LICENSE",
}


def test_nothing_else_stands_at_the_top(root: Path, committed: list[Path]) -> None:
    top = {path.relative_to(root).parts[0] for path in committed}
    stray = {name for name in top if not name.startswith(".")} - FOLDERS - FILES
    assert not stray, f"no place at the top level for {sorted(stray)}"


def test_every_house_file_is_there(root: Path) -> None:
    missing = [name for name in sorted(FILES) if not (root / name).is_file()]
    assert not missing


def test_reports_are_generated_but_for_those_that_are_kept(
    root: Path, committed: list[Path]
) -> None:
    inside = [path.relative_to(root).parts[1:] for path in committed]
    kept = {
        parts[0]
        for path, parts in zip(committed, inside, strict=True)
        if path.relative_to(root).parts[0] == "reports"
    }
    assert kept <= {"notebooks", "calibration", "controls", "example", "guide"}
