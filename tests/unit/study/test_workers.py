"""Processes that share work: they answer, and are gone at once when the block fails."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
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


FIRST_FIT_OF_A_PROCESS = """
import numpy as np
from threadpoolctl import threadpool_info
from tradenet.gravity.change import fit_change
from tradenet.study.workers import one_thread

trade = 1.0 + np.arange(16.0).reshape(4, 4)
with one_thread():
    fit_change(trade, trade.T + trade, ~np.eye(4, dtype=bool))
    print(sorted(pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"))
"""


def test_one_thread_holds_for_libraries_that_the_first_fit_would_load() -> None:
    """Else a report's last digits hang on what its process did before."""
    done = subprocess.run(
        [sys.executable, "-c", FIRST_FIT_OF_A_PROCESS],
        env={**os.environ, "OPENBLAS_NUM_THREADS": "2"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(done.stdout.strip("[]\n").split(", ")) == {"1"}
