"""Kill -9 and other faults at random bytes: nothing lost, nothing double, nothing half seen.

The default run has 20 faults; `TRADENET_SOAK=200` asks for as many.
"""

import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.unit.sources.fetch.conftest import arrived, values, visible
from tests.unit.sources.fetch.provider import Provider, World, archive
from tradenet.sources.fetch.verify import sha256

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[4]
FAULTS = (
    "kill", "kill", "kill", "kill_later", "kill_later", "too_many", "too_many_7s", "broken",
    "unavailable", "cut", "short", "html",
)  # fmt: skip
SHARE = 0.35  # of the answers that are faulty: one in a row of six tries may still be whole
MOST_IN_A_ROW = 4  # faults without a kill; after six the worker gives up, as it should


@dataclass
class Tally:
    """What happened and what came of it."""

    faults: Counter[str] = field(default_factory=Counter)
    jobs: int = 0
    starts: int = 0
    lost: int = 0
    doubled: int = 0
    wrong: int = 0
    partial: int = 0

    def line(self) -> str:
        faults = ", ".join(f"{count} {name}" for name, count in sorted(self.faults.items()))
        return (
            f"{sum(self.faults.values())} faults ({faults}) in {self.jobs} jobs and {self.starts} "
            f"starts: lost {self.lost}, doubled {self.doubled}, wrong {self.wrong}, "
            f"partly visible {self.partial}"
        )


def start(provider: Provider, out: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.unit.sources.fetch.worker"]
    process = subprocess.Popen(
        [*command, provider.url, str(out), "2022"], cwd=ROOT, stderr=subprocess.PIPE, text=True
    )
    provider.victim = process.pid
    return process


def partly_visible(out: Path, truth: dict[tuple[str, ...], float], zipped: bytes) -> int:
    """Count visible files that are not to the byte what they should be in the end."""
    if not out.is_dir():
        return 0
    wrong = 0
    for path in visible(out):
        record = json.loads((out / f"{path.name}.record.json").read_text(encoding="utf-8"))
        whole = record["sha256"] == sha256(path)
        if path.suffix == ".zip":
            whole = whole and path.read_bytes() == zipped
        wrong += not whole
    here = arrived(out)
    for reporter in {key[0] for key in here}:
        theirs = {key for key in truth if key[0] == reporter}
        wrong += {key for key in here if key[0] == reporter} != theirs
    return wrong


def soak(provider: Provider, out: Path, wanted: int, seed: int) -> Tally:
    """Fetch again and again, until so many faults have been met."""
    rng, tally, row = random.Random(seed), Tally(), [0]
    provider.random = random.Random(seed + 1)
    provider.world = World({("156", "2022"): 150, ("408", "2022"): 0, ("643", "2022"): 30})
    truth, zipped = provider.world.values(), archive(60_000)
    provider.files["/distance/dist_cepii.zip"] = zipped

    def fault_for(_: str) -> str:
        if sum(tally.faults.values()) >= wanted or rng.random() > SHARE or row[0] >= MOST_IN_A_ROW:
            row[0] = 0
            return ""
        fault = rng.choice(FAULTS)
        row[0] = 0 if fault.startswith("kill") else row[0] + 1
        tally.faults[fault] += 1
        return fault

    provider.fault_for = fault_for
    while sum(tally.faults.values()) < wanted:
        tally.jobs += 1
        job = out / str(tally.jobs)
        code = -signal.SIGKILL
        while code == -signal.SIGKILL:
            tally.starts += 1
            with start(provider, job) as process:
                _, errors = process.communicate(timeout=120)
            code = process.returncode
            tally.partial += partly_visible(job, truth, zipped)
        assert code == 0, errors
        count, found = arrived(job), dict(values(job))
        tally.lost += len(truth.keys() - count.keys())
        tally.lost += not (job / "dist_cepii.zip").is_file()
        tally.doubled += sum(number - 1 for number in count.values())
        tally.wrong += sum(found.get(key) != value for key, value in truth.items())
        tally.wrong += len(count.keys() - truth.keys())
    return tally


def test_random_kills_and_faults_lose_and_double_nothing(
    provider: Provider, tmp_path: Path
) -> None:
    wanted = int(os.environ.get("TRADENET_SOAK", "20"))
    tally = soak(provider, tmp_path, wanted, seed=wanted)
    sys.stdout.write(f"soak: {tally.line()}\n")
    assert sum(tally.faults.values()) >= wanted
    assert sum(count for name, count in tally.faults.items() if "kill" in name) >= wanted // 5
    assert (tally.lost, tally.doubled, tally.wrong, tally.partial) == (0, 0, 0, 0)
