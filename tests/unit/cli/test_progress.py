"""Time left as measured, told to nobody who does not watch."""

from __future__ import annotations

import io
import sys

import pytest

from tradenet.cli.progress import Watch, duration, working


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_nothing_is_said_in_the_first_second(clock: Clock) -> None:
    watch = Watch("reading", clock)
    clock.seconds = 0.9
    assert watch.line() == ""
    clock.seconds = 7.2
    assert watch.line() == "reading, 7 s"


def test_the_time_left_is_that_of_the_pace_so_far(clock: Clock) -> None:
    """A quarter took ten seconds: thirty are left, and fewer as they pass."""
    watch = Watch("running", clock)
    watch.tell("one", 0.0)
    clock.seconds = 10
    watch.tell("two", 0.25)
    assert watch.left() == pytest.approx(30)
    assert watch.line() == "[#####---------------]  25%  two, 30 s left"
    clock.seconds = 22
    assert watch.left() == pytest.approx(18)
    clock.seconds = 60
    assert watch.left() == 0
    assert watch.line().endswith("two, nearly done")


def test_work_that_was_done_before_is_not_counted_as_fast(clock: Clock) -> None:
    """A run that goes on at one half does a tenth in ten seconds: forty are left."""
    watch = Watch("worlds", clock)
    clock.seconds = 100
    watch.tell("51 of 100 worlds", 0.5)
    assert watch.left() is None
    clock.seconds = 110
    watch.tell("60 of 100 worlds", 0.6)
    assert watch.left() == pytest.approx(40)


def test_a_share_never_falls_and_never_passes_the_whole(clock: Clock) -> None:
    watch = Watch("worlds", clock)
    watch.tell("a", 0.0)
    clock.seconds = 10
    watch.tell("b", 0.5)
    watch.tell("c", 0.1)
    assert watch.left() == pytest.approx(10)
    watch.tell("d", 1.5)
    assert watch.left() == 0


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.4, "0 s"), (59.4, "59 s"), (59.6, "1 min 0 s"), (3599, "59 min 59 s"), (7260, "2 h 1 min"),
     (7199, "1 h 59 min")],
)  # fmt: skip
def test_durations(seconds: float, said: str) -> None:
    assert duration(seconds) == said


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("quiet", "term", "shows"),
    [(True, "xterm", False), (False, "dumb", False), (False, "xterm", True)],
)
def test_only_who_watches_is_told(
    *, quiet: bool, term: str, shows: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", term)
    monkeypatch.setattr("tradenet.cli.progress._AFTER_S", 0.0)
    with working("counting", quiet=quiet) as tell:
        tell("one", 0.0)
    assert ("one" in screen.getvalue()) is shows


def test_a_pipe_is_told_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with working("counting", quiet=False) as tell:
        tell("one", 0.5)
    assert capsys.readouterr() == ("", "")
