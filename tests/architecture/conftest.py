"""The project as a set of files."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KEPT_REPORTS = {"notebooks", "controls", "example", "guide"}
# What building, installing and testing leave behind where git is not there to say so.
GENERATED = {"build", "dist", "venv", "PKG-INFO", "__pycache__"}


def _known_to_git() -> list[Path]:
    if not (ROOT / ".git").exists():
        return []
    try:
        listing = subprocess.run(
            ["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, check=True, text=True
        )
    except (FileNotFoundError, subprocess.CalledProcessError):
        return []
    return [ROOT / name for name in listing.stdout.split("\0") if name]


def _is_ours(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    generated_report = parts[0] == "reports" and parts[1] not in KEPT_REPORTS
    hidden = any(part.startswith(".") for part in parts)
    return not (generated_report or hidden or GENERATED & set(parts))


def _found_on_disk() -> list[Path]:
    return [path for path in ROOT.rglob("*") if path.is_file() and _is_ours(path)]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def committed() -> list[Path]:
    """Files under version control; without git, every file that nothing has generated."""
    files = [path for path in _known_to_git() if path.is_file()] or _found_on_disk()
    assert files, f"no files found below {ROOT}"
    return sorted(files)
