"""README and the guide against the program: commands, Python, links, the mapping, the citation."""

from __future__ import annotations

import re
import shlex
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import typer.main
import yaml

from tests.conftest import ROOT
from tests.end_to_end.conftest import Call
from tradenet import study
from tradenet.cli import app
from tradenet.sources.table import layout_from

GUIDE = ROOT / "reports" / "guide"
DOCUMENTS = (ROOT / "README.md", *sorted(GUIDE.glob("*.md")))
NAMES = [path.name for path in DOCUMENTS]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|srcset)=\"([^\"]+)\"")
THREAD = re.compile(
    r"\[([\w./-]*)#(\d+)\]\(https://github\.com/([\w.-]+/[\w.-]+)/(?:issues|pull)/(\d+)\)"
)

documents = pytest.mark.parametrize("path", DOCUMENTS, ids=NAMES)


def blocks(path: Path, language: str) -> list[str]:
    """Return the fenced blocks of a language."""
    found = FENCE.findall(path.read_text(encoding="utf-8"))
    return [content for said, content in found if said == language]


def prose(path: Path) -> str:
    """Return a document without its fenced blocks."""
    return FENCE.sub("", path.read_text(encoding="utf-8"))


def commands(path: Path) -> Iterator[list[str]]:
    """Yield the words of each command of ours, in blocks and in single backticks."""
    lines = [line for block in blocks(path, "bash") for line in block.splitlines()]
    lines += re.findall(r"`(tradenet [^`\n]+)`", prose(path))
    for line in lines:
        words = shlex.split(line, comments=True)
        while words and re.match(r"[A-Z_]+=", words[0]):
            words.pop(0)
        if words and words[0] == "tradenet":
            yield words[1:]


@documents
def test_every_command_and_option_exists(path: Path) -> None:
    for words in commands(path):
        command: Any = typer.main.get_command(app)
        rest = list(words)
        while rest and rest[0] in getattr(command, "commands", {}):
            command = command.commands[rest.pop(0)]
        if words == ["--help"]:
            continue
        assert not hasattr(command, "commands"), words
        known = {option for parameter in command.params for option in parameter.opts}
        asked = {word.split("=")[0] for word in rest if word.startswith("-")}
        assert asked <= known | {"--help"}, words


def test_there_are_commands_to_check() -> None:
    counted = {path.name: len(list(commands(path))) for path in DOCUMENTS}
    assert counted["using.md"] >= 25
    assert counted["faq.md"] >= 5
    assert counted["README.md"] >= 2


@documents
def test_every_setting_of_a_command_is_one(path: Path) -> None:
    """``--set section.key=value`` of a report loads, whatever the study."""
    for words in commands(path):
        if words[:1] != ["report"] or "NAME" in " ".join(words):
            continue
        given = [words[at + 1] for at, word in enumerate(words) if word == "--set"]
        named = [word for word in words[1:2] if word in study.shipped()]
        assert study.load(named[0] if named else "brown-2022", given), words


@documents
def test_no_command_is_cut_off_on_a_code_host(path: Path) -> None:
    """A block of a code host is some ninety characters wide."""
    lines = [line for block in blocks(path, "bash") for line in block.splitlines()]
    assert max(map(len, lines), default=0) <= 90


@documents
def test_every_block_is_in_a_language_that_is_checked(path: Path) -> None:
    said = {language for language, _ in FENCE.findall(path.read_text(encoding="utf-8"))}
    assert said <= {"bash", "python", "pycon", "toml", "math"}


@pytest.mark.parametrize("block", blocks(GUIDE / "faq.md", "python"))
def test_the_python_of_the_questions_runs(block: str, capsys: pytest.CaptureFixture[str]) -> None:
    """As it stands; what it prints is what the text says."""
    names: dict[str, Any] = {}
    exec(compile(block, "faq.md", "exec"), names)
    printed = capsys.readouterr().out.split()
    if "pair" in names:
        assert printed[0] == "importer"
        used, exports, imports = (float(word) / 1e9 for word in printed[1:])
        assert (round(exports, 2), round(imports, 2), used) == (9.61, 6.45, imports)
    else:
        assert len(names["partition"].membership) == len(names["graph"].economies)


@documents
def test_every_link_leads_somewhere(path: Path) -> None:
    """To a file of the project, and there to a heading; other addresses are https."""
    for target in LINK.findall(re.sub(r"(?<!\[)`[^`\n]+`(?!\])", "", prose(path))):
        link = next(filter(None, target))
        if link.startswith("https://"):
            continue
        file, _, anchor = unquote(link).partition("#")
        goal = (path.parent / file).resolve() if file else path
        assert goal.exists(), f"{path.name}: {link}"
        assert goal.is_relative_to(ROOT), link
        if anchor:
            assert anchor in anchors(goal), f"{path.name}: {link}"


def anchors(path: Path) -> set[str]:
    """Return the anchors that a code host makes of the headings, a number after repeated ones."""
    found: dict[str, int] = {}
    made = set()
    for heading in re.findall(r"^#+ (.+)$", FENCE.sub("", path.read_text("utf-8")), re.MULTILINE):
        slug = re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")
        count = found.get(slug, 0)
        found[slug] = count + 1
        made.add(f"{slug}-{count}" if count else slug)
    return made


def test_anchors_are_made_as_a_code_host_makes_them(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A, `b_c` (D)\n\n## Again\n\n## Again\n\n```bash\n# no heading\n```\n")
    assert anchors(page) == {"a-b_c-d", "again", "again-1"}


def test_every_page_of_the_guide_is_linked_from_the_front() -> None:
    front = prose(ROOT / "README.md")
    assert not [path.name for path in GUIDE.glob("*.md") if f"guide/{path.name})" not in front]


@documents
def test_tables_are_whole(path: Path) -> None:
    """Every row of a table has as many cells as its head."""
    rows = [line.replace("\\|", "") for line in prose(path).splitlines()]
    for at, line in enumerate(rows):
        if re.fullmatch(r"\|( ?-+:? ?\|)+", line):
            end = next((k for k in range(at, len(rows)) if not rows[k].startswith("|")), len(rows))
            assert {row.count("|") for row in rows[at - 1 : end]} == {line.count("|")}, line


def test_the_mapping_of_the_guide_reads_a_file(tmp_path: Path, call: Call) -> None:
    """The TOML as it stands, on a file that its words describe."""
    (written,) = blocks(GUIDE / "using.md", "toml")
    mapping, rows, store = (tmp_path / name for name in ("m.toml", "my.csv", "store"))
    mapping.write_text(written, encoding="utf-8")
    assert set(layout_from(mapping).columns) == set(tomllib.loads(written)["columns"].values())
    rows.write_text(
        "month,from_whom,with_whom,direction,thousand_usd\n"
        "2019-03,CHN,Iran,Exports,5\n2019-03,CHN,RUS,Imports,7.5\n",
        encoding="utf-8",
    )
    code, said, error = call("ingest", rows, "--layout", mapping, "--store", store)
    assert code == 0, error
    assert "12,500.00 USD" in said


def test_a_link_to_a_thread_shows_where_it_leads() -> None:
    """Repository and number; the number alone where the link before is of the same repository."""
    threads = THREAD.findall((GUIDE / "faq.md").read_text(encoding="utf-8"))
    assert len(threads) >= 20
    before = ""
    for shown, number, repository, linked in threads:
        assert number == linked
        assert shown == repository or (not shown and repository == before), (shown, repository)
        before = repository


def test_the_citation_is_that_of_this_version() -> None:
    """And names every source that the snapshot's attribution names."""
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert cited["cff-version"] == "1.2.0"
    for entry in (cited, cited["preferred-citation"]):
        assert str(entry["version"]) == project["version"]
        assert entry["license"] == project["license"]
        assert entry["authors"] == [{"name": "The tradenet authors"}]
    assert all(entry["title"] and entry["authors"] for entry in cited["references"])
    words = str(cited["references"])
    for source in ("Direction of Trade", "IMTS", "BACI", "OECD", "Comtrade", "Customs of China",
                   "GeoDist", "World Bank", "Voeten"):  # fmt: skip
        assert source in words, source


def test_the_documents_of_the_guide_are_under_version_control() -> None:
    """`.gitignore` leaves out reports, not the guide."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a clone")
    told = subprocess.run(
        ["git", "-C", str(ROOT), "check-ignore", *map(str, DOCUMENTS)],
        capture_output=True, check=False, text=True,
    )  # fmt: skip
    assert told.stdout == ""


def test_a_method_is_explained_on_the_command_line(call: Call) -> None:
    code, said, error = call("methods", "louvain")
    assert (code, error) == (0, "")
    assert said.startswith("### `louvain`\n")
    assert "**When not to use it:**" in said


def test_all_methods_are_written_into_a_file(call: Call, tmp_path: Path) -> None:
    """The same page as in the guide; the file's name is what is printed."""
    path = tmp_path / "methods.md"
    code, said, _ = call("methods", "--out", path)
    assert (code, said) == (0, f"{path}\n")
    assert path.read_bytes() == (GUIDE / "methods.md").read_bytes()


def test_a_method_that_does_not_exist_is_met_with_the_nearest(call: Call) -> None:
    code, said, error = call("methods", "louvian")
    assert (code, said) == (2, "")
    assert "no method 'louvian' (did you mean 'louvain'?)" in error
