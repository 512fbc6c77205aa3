"""The same partition everywhere: every run, every hash seed, every version of Python.

``pytest tests/golden/test_communities_digest.py --rewrite-golden`` writes the digests anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tradenet.domain import Period, TradeGraph, stream
from tradenet.gravity import Margins
from tradenet.networks import COMMUNITIES

ROOT = Path(__file__).resolve().parents[2]
CALL = (
    "import json, tests.golden.test_communities_digest as here; print(json.dumps(here.digests()))"
)


def graph() -> TradeGraph:
    """Thirty-six economies in four blocks, noisy, some cells hidden, one without trade."""
    rng = stream(7, "golden/communities")
    block = rng.integers(4, size=36)
    values = np.outer(rng.lognormal(5, 1, 36), rng.lognormal(5, 1, 36))
    values *= np.where(block[:, None] == block[None, :], 3.0, 1.0) * rng.gamma(2.0, 0.5, (36, 36))
    values[rng.random((36, 36)) < 0.1] = np.nan
    values[11, :] = values[:, 11] = 0.0
    np.fill_diagonal(values, np.nan)
    return TradeGraph(tuple(f"E{k:02d}" for k in range(36)), values, Period(2019))


def digests() -> dict[str, str]:
    """Return the SHA-256 of each method's membership, as little-endian 64-bit integers."""
    world = graph()
    expected = Margins()(world)
    found = {
        name: method()(world, expected, rng=stream(1, name)).membership
        for name, method in COMMUNITIES.items()
    }
    return {
        name: hashlib.sha256(labels.astype("<i8").tobytes()).hexdigest()
        for name, labels in found.items()
    }


def test_every_method_gives_the_partition_that_is_stored(golden: Callable[..., None]) -> None:
    """One file for all versions of Python; the registry and the file hold the same methods."""
    found = digests()
    golden("communities_digest", found)
    stored = json.loads((ROOT / "tests/golden/communities_digest.json").read_text("utf-8"))
    assert set(stored) == set(COMMUNITIES)


@pytest.mark.parametrize("seed", ["0", "4242"])
def test_neither_process_nor_hash_seed_matters(seed: str) -> None:
    """A new process under another PYTHONHASHSEED: the same digests as in this one."""
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", CALL],
        cwd=ROOT, env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert json.loads(done.stdout) == digests()
