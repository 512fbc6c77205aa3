"""Processes that share the work, each in one thread, and go at once when it is stopped."""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager

from threadpoolctl import threadpool_limits


@contextmanager
def workers(processes: int) -> Iterator[ProcessPoolExecutor]:
    """Return a pool of processes that ends with the block, without waiting if the block fails.

    Ctrl-C goes to every process of a terminal: the workers do not hear it, from their start on, so
    that they say nothing, and are ended by the one that does.

    Parameters
    ----------
    processes : int
        How many.
    """
    before = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn"))
    whole = False
    try:
        with _deaf():
            for _ in range(processes):
                pool.submit(int)  # a worker starts with its task, and inherits what it hears
        yield pool
        whole = True
    finally:
        if not whole:
            for child in set(multiprocessing.active_children()) - before:
                child.terminate()
        pool.shutdown(cancel_futures=not whole)


@contextmanager
def one_thread() -> Iterator[None]:
    """Let linear algebra use one thread within the block.

    The matrices are small: threads would wait for each other, and how many share a sum changes its
    last digits. Only libraries that are loaded can be told so, and scipy brings one of its own
    beside numpy's; modules load scipy where they need it, so it is loaded here first.

    Examples
    --------
    >>> from threadpoolctl import threadpool_info
    >>> with one_thread():
    ...     {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}
    {1}
    """
    import scipy.linalg.lapack  # noqa: F401 - slow to load, so not where commands start

    with threadpool_limits(1):
        yield


@contextmanager
def _deaf() -> Iterator[None]:
    """Hear no Ctrl-C for a moment; signals belong to the main thread."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, heard)
