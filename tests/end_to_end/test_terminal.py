"""The program itself: completion, colours, a reader that leaves, Ctrl-C, a fault of our own."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.end_to_end.conftest import GOOD

pytestmark = pytest.mark.long

PROGRAM = [sys.executable, "-c", "from tradenet.cli import main; main()"]
COLOURS = ("NO_COLOR", "FORCE_COLOR", "TERM")


def environ(**changes: str) -> dict[str, str]:
    base = {key: value for key, value in os.environ.items() if key not in COLOURS}
    return {**base, "PYTHONPATH": str(ROOT), "TRADENET_CACHE": "off", **changes}


def tradenet(*words: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run it from a folder that holds no package: Python would look there first."""
    return subprocess.run(
        [*PROGRAM, *words], cwd="/", env=environ(**changes), capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def completed(shell: str, line: str) -> list[str]:
    """Ask as the shell does, with the cursor at the end of the line."""
    words = line.split(" ")
    asked = tradenet(
        _TRADENET_COMPLETE=f"complete_{shell}",
        COMP_WORDS=line,
        COMP_CWORD=str(len(words) - 1),
        _TYPER_COMPLETE_ARGS=line,
        _TYPER_COMPLETE_FISH_ACTION="get-args",
    )
    assert (asked.returncode, asked.stderr) == (0, "")
    return asked.stdout.splitlines()


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("tradenet stu", ["studies"]),
        ("tradenet report br", ["brics", "brown-2022"]),
        ("tradenet report --set mirror.pref", ["mirror.prefer="]),
        ("tradenet --engine ", ["duckdb", "spark"]),
        ("tradenet communities --null ", ["strengths", "degrees_and_strengths", "gravity"]),
        ("tradenet communities --method lou", ["louvain"]),
        ("tradenet graph export --format g", ["graphml", "gexf"]),
        ("tradenet fetch comtrade --reporters CHN,RU", ["CHN,RUS"]),
        ("tradenet fetch com", ["comtrade", "comtrade_bulk"]),
        ("tradenet ingest --layout imf_i", ["imf_imts", "imf_imts_exports"]),
        ("tradenet ingest --level HS", ["HS2", "HS4", "HS6"]),
        ("tradenet ingest --split w", ["weights"]),
    ],
)
def test_bash_is_offered_values(line: str, offered: list[str]) -> None:
    assert sorted(completed("bash", line)) == sorted(offered)


def test_zsh_and_fish_are_told_what_a_name_means() -> None:
    title = "Do North Korea, Iran, Russia and China trade as a bloc?"
    assert f'"brown-2022":"{title}"' in completed("zsh", "tradenet report brow")[-1]
    assert completed("fish", "tradenet report brow") == [f"brown-2022\t{title}"]


@pytest.mark.parametrize(("shell", "piece"), [("bash", "complete -o default -F"),
                                              ("zsh", "#compdef tradenet"),
                                              ("fish", "complete --command tradenet")])  # fmt: skip
def test_a_shell_is_given_its_script(shell: str, piece: str) -> None:
    given = tradenet(_TRADENET_COMPLETE=f"source_{shell}")
    assert given.returncode == 0
    assert piece in given.stdout


def test_completion_is_installed_for_the_shell_that_asks(tmp_path: Path) -> None:
    words = " ".join(f"'{word}'" for word in PROGRAM)
    done = subprocess.run(
        ["bash", "-c", f"{words} --install-completion; true"],
        env=environ(HOME=str(tmp_path)), capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "bash completion installed" in done.stdout, done.stderr
    script = (tmp_path / ".bash_completions" / "tradenet.sh").read_text(encoding="utf-8")
    assert "_TRADENET_COMPLETE=complete_bash" in script


def on_a_terminal(*words: str, **changes: str) -> str:
    """Run it where stdout and stderr are a terminal; return what that terminal is sent."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*PROGRAM, *words], env=environ(**changes), stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    sent = b""
    while select.select([ours], [], [], 60)[0]:
        try:
            piece = os.read(ours, 1 << 16)
        except OSError:
            break
        if not piece:
            break
        sent += piece
    process.wait(timeout=60)
    os.close(ours)
    return sent.decode()


def test_colours_are_for_terminals_that_have_them() -> None:
    assert "\x1b[1mUsage:\x1b[0m" in on_a_terminal("studies", "--help", TERM="xterm")
    assert "\x1b[1;31mtradenet:\x1b[0m" in on_a_terminal("studies", "show", "x", TERM="xterm")
    assert "\x1b" not in on_a_terminal("studies", "--help", TERM="dumb")
    assert "\x1b" not in tradenet("studies", "--help", TERM="xterm").stdout
    assert "\x1b[1mUsage:" in tradenet("studies", "--help", FORCE_COLOR="1").stdout


def test_a_terminal_is_told_how_far_it_is_and_left_clean(tmp_path: Path) -> None:
    """With its share and the time left; the line is gone at the end."""
    flows = tmp_path / "flows.csv"
    flows.write_text(GOOD, encoding="utf-8")
    words = ("communities", "--flows", str(flows), "--period", "2019", "--null", "strengths")
    told = on_a_terminal(*words, "--worlds", "200", TERM="xterm", COLUMNS="100")
    assert re.search(r"\[#*-*\] +\d+%  searching in artificial worlds, (\d+ s left|nearly)", told)
    page = told[told.rindex("\x1b[2K") :]
    assert "2019" in page
    assert "artificial worlds," not in page


@pytest.mark.parametrize("words", ["sources", "--help", "studies show brown-2022"])
def test_a_reader_that_leaves_ends_the_command_quietly(words: str) -> None:
    """As head does: code 141, which is what a shell says of SIGPIPE."""
    reader, writer = os.pipe()
    os.close(reader)
    ended = subprocess.run(
        [*PROGRAM, *words.split()], env=environ(), stdout=writer, stderr=subprocess.PIPE,
        check=False,
    )  # fmt: skip
    os.close(writer)
    assert (ended.returncode, ended.stderr) == (141, b"")


@pytest.mark.parametrize("seconds", [0.0, 3.0])
def test_ctrl_c_ends_a_report_in_one_line_and_leaves_nothing(
    seconds: float, tmp_path: Path
) -> None:
    """Once before the flows are read and once amid DuckDB's queries, which hear it too."""
    process = subprocess.Popen(
        [*PROGRAM, "report", "--out", "out"], cwd=tmp_path, env=environ(TMPDIR=str(tmp_path)),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert process.stderr is not None
    assert process.stderr.readline().startswith("brown-2022 ")
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert err == "tradenet: stopped; no file is left half-written\n"
    assert not list(tmp_path.iterdir())


def living(group: int) -> list[str]:
    """Return the processes of a group that have not ended, by Linux' table of them."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, its = path.read_text().rpartition(")")[2].split()[:3]
            if int(its) == group and state != "Z":
                found.append(path.parent.name)
    return found


def test_ctrl_c_ends_the_processes_that_share_the_work(tmp_path: Path) -> None:
    """They say nothing; what was done is kept, so that the run goes on later."""
    program = (
        "import os; os.sched_getaffinity = lambda _: {0, 1}; from tradenet.cli import main; main()"
    )
    words = ["calibrate", "--worlds", "400", "--no-verdicts", "--out", "kept"]
    process = subprocess.Popen(
        [sys.executable, "-c", program, *words], cwd=tmp_path, env=environ(),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    trials = tmp_path / "kept" / "brown-2022.trials.jsonl"
    until = time.monotonic() + 120
    while not trials.exists() and time.monotonic() < until:
        time.sleep(0.2)
    time.sleep(2)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert err == "tradenet: stopped; no file is left half-written\n"
    assert trials.read_text(encoding="utf-8").endswith("\n")
    until = time.monotonic() + 20
    while living(process.pid) and time.monotonic() < until:
        time.sleep(0.2)
    assert living(process.pid) == []


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A copy of the package whose list of studies divides by zero."""
    root = tmp_path / "copy"
    shutil.copytree(ROOT / "tradenet", root / "tradenet", ignore=shutil.ignore_patterns("*.pyc"))
    (root / "data").symlink_to(ROOT / "data")
    path = root / "tradenet" / "study" / "config.py"
    line = "    return types.MappingProxyType({path.stem"
    text = path.read_text(encoding="utf-8")
    assert line in text
    path.write_text(text.replace(line, f"    1 / 0\n{line}"), encoding="utf-8")
    return root


def test_a_fault_of_our_own_is_one_line_or_all_of_it(faulty: Path) -> None:
    """Code 1; the line says where it is and how to see more."""
    short = tradenet("studies", "list", PYTHONPATH=str(faulty))
    assert (short.returncode, short.stdout) == (1, "")
    assert re.fullmatch(
        r"tradenet: a fault in tradenet itself.*: ZeroDivisionError: division by zero at "
        r".*config\.py:\d+\. Please report it .*--traceback.*\n",
        short.stderr,
    )
    for long in (
        tradenet("--traceback", "studies", "list", PYTHONPATH=str(faulty)),
        tradenet("studies", "list", PYTHONPATH=str(faulty), TRADENET_TRACEBACK="1"),
    ):
        assert long.returncode == 1
        assert long.stderr.startswith("Traceback (most recent call last):")
        assert long.stderr.endswith("ZeroDivisionError: division by zero\n")
