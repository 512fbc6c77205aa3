"""How a command ends: exit codes, and one line on stderr where it does not end well."""

from __future__ import annotations

import atexit
import os
import signal
import sys
import threading
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import FrameType, MappingProxyType, TracebackType
from typing import Final

import typer

from tradenet.cli.terminal import painted, wants_colour

DONE: Final = 0
FAULT: Final = 1
MISTAKE: Final = 2
INTERRUPTED: Final = 130  # 128 + SIGINT, as a shell counts
CUT_OFF: Final = 141  # 128 + SIGPIPE
EXIT_CODES: Final[Mapping[int, str]] = MappingProxyType(
    {
        DONE: "done",
        FAULT: "doctor found a problem, or tradenet has a fault (--traceback shows where)",
        MISTAKE: "a mistake you can mend, told in one line; nothing half-written",
        INTERRUPTED: "stopped by Ctrl-C",
        CUT_OFF: "the reader of a pipe went away, as in: tradenet sources | head -1",
    }
)
TRACEBACK: Final = "TRADENET_TRACEBACK"


def say(text: str) -> None:
    """Say one line on stderr, with whose line it is."""
    name = painted("tradenet:", "red", on=wants_colour(sys.stderr))
    typer.echo(f"{name} {text}", err=True, color=wants_colour(sys.stderr))


class Departure:
    """The very end of a process that was stopped: past threads of libraries that still compute.

    Python waits for no such thread, and one that comes back to Python while Python clears up ends
    the process with SIGABRT. So the process ends itself, when all else is done.
    """

    def __init__(self) -> None:
        self.code: int | None = None
        atexit.register(self)  # what is registered first is called last

    def __call__(self) -> None:
        """Leave with the code, where there is one."""
        if self.code is not None:
            sys.stderr.flush()
            os._exit(self.code)


@contextmanager
def ending(departure: Departure) -> Iterator[None]:
    """End in one line and a code of `EXIT_CODES` where the user stops, or the reader leaves."""
    with _stoppable() as stopped:
        try:
            try:
                yield
            finally:
                sys.stdout.flush()
        except BrokenPipeError:
            _let_go()
            raise typer.Exit(CUT_OFF) from None
        except (KeyboardInterrupt, RuntimeError):
            if not stopped:
                raise
            say("stopped; no file is left half-written")
            departure.code = INTERRUPTED
            raise typer.Exit(INTERRUPTED) from None


@contextmanager
def _stoppable() -> Iterator[list[int]]:
    """Take note of Ctrl-C: DuckDB and pools of processes make a `RuntimeError` of it."""
    stopped: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        yield stopped
        return

    def stop(number: int, _: FrameType | None) -> None:
        stopped.append(number)
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield stopped
    finally:
        signal.signal(signal.SIGINT, before)


def _let_go() -> None:
    """Send what is still to be written nowhere, so that Python does not complain at its exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def tell_fault(
    kind: type[BaseException], error: BaseException, where: TracebackType | None
) -> None:
    """Say an exception that nobody foresaw in one line, or show all of it where that is wanted.

    It is what `sys.excepthook` is set to: Python then ends with code 1.
    """
    if os.environ.get(TRACEBACK, "") not in ("", "0"):
        sys.__excepthook__(kind, error, where)
        return
    last = traceback.extract_tb(where)[-1:]
    place = f" at {last[0].filename}:{last[0].lineno}" if last else ""
    told = " ".join(str(error).split())
    say(
        f"a fault in tradenet itself, not in what you asked: {kind.__name__}: {told}{place}. "
        "Please report it with what `tradenet --traceback ...` prints for the same command"
    )
