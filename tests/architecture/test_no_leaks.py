import re
from pathlib import Path

import pytest

FOLDERS = ["home", "root", "work", "tmp", "Users"]
# Not after a letter, dot, tilde, bracket or `<`: an address, a relative path, a variable, a tag.
MACHINE_PATH = re.compile(rf"(?<![\w.~}})<-])/(?:{'|'.join(FOLDERS)})(?![\w-])")


def lines(path: Path) -> list[str]:
    """Return the lines of a text file of any encoding, none of a binary file."""
    content = path.read_bytes()
    return [] if b"\0" in content else content.decode("utf-8", errors="replace").splitlines()


def test_no_committed_file_names_a_path_of_one_machine(root: Path, committed: list[Path]) -> None:
    here = [str(folder) for folder in (root, Path.home()) if folder != Path(folder.anchor)]
    leaks = [
        f"{path.relative_to(root)}:{number}: {line.strip()[:100]}"
        for path in committed
        for number, line in enumerate(lines(path), start=1)
        if MACHINE_PATH.search(line) or any(f"{folder}/" in line for folder in here)
    ]
    assert not leaks, "\n".join(leaks)


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize(
    "text", ["see {}/me/x.csv", "'{}/x'", "TMPDIR={}", "file://{}/a", "({}/b)"]
)
def test_a_machine_path_is_recognised(text: str, folder: str) -> None:
    assert MACHINE_PATH.search(text.format(f"/{folder}"))


@pytest.mark.parametrize(
    "text",
    ["https://example.org/home/a", "../tmp/x", "~/work", "{base}/tmp", "</root>", "and/root-mean"],
)
def test_other_paths_are_not(text: str) -> None:
    assert not MACHINE_PATH.search(text)
