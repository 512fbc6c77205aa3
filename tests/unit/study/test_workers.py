"""Processes that share work: they answer, and are gone at once when the block fails."""

from __future__ import annotations

import multiprocessing
import signal
import time

import pytest

from tradenet.study.workers import workers


def test_workers_answer_and_end_with_the_block() -> None:
    heard = signal.getsignal(signal.SIGINT)
    with workers(1) as pool:
        assert pool.submit(pow, 2, 10).result() == 1024
        assert signal.getsignal(signal.SIGINT) is heard
    assert multiprocessing.active_children() == []


def stopped_while_sleeping() -> None:
    with workers(1) as pool:
        pool.submit(pow, 2, 10).result()
        pool.submit(time.sleep, 600)
        raise KeyboardInterrupt


def test_a_block_that_fails_does_not_wait_for_its_workers() -> None:
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        stopped_while_sleeping()
    assert time.monotonic() - began < 300
    assert multiprocessing.active_children() == []
