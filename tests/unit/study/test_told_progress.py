"""What a run, a check and a search tell of how far they are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.end_to_end.conftest import GOOD
from tradenet.networks import NULL_MODELS
from tradenet.networks.significance import Worlds
from tradenet.study import load, run
from tradenet.study.check import check
from tradenet.study.communities import Asked, look
from tradenet.study.prepare import ingest

pytestmark = pytest.mark.long

Told = list[tuple[str, float]]


@pytest.fixture
def told() -> Told:
    return []


@pytest.fixture
def flows(tmp_path: Path) -> Path:
    path = tmp_path / "flows.csv"
    path.write_text(GOOD, encoding="utf-8")
    return path


def listen(told: Told) -> object:
    return lambda step, share: told.append((step, share))


def rises(told: Told) -> bool:
    shares = [share for _, share in told]
    return shares == sorted(shares) and shares[0] == 0 and shares[-1] < 1


def test_a_study_tells_its_steps_from_nothing_on(told: Told, flows: Path) -> None:
    settings = ["window.pre=[2018, 2019]", "window.post=[2023]", 'run.tests=["T0", "T1"]',
                "structure.worlds=0", "structure.searches=1"]  # fmt: skip
    config = load("brown-2022", settings)
    run(config, flows, tell=listen(told))  # type: ignore[arg-type]
    assert rises(told)
    steps = list(dict.fromkeys(step for step, _ in told))
    assert steps[0] == "reading the flows"
    assert {"seeking communities", "testing", "following communities"} <= set(steps)


def test_a_check_tells_every_detector(told: Told, flows: Path) -> None:
    check(str(flows), tell=listen(told))  # type: ignore[arg-type]
    assert rises(told)
    assert sum(step == "looking for doubts" for step, _ in told) >= 5


def test_worlds_tell_how_many_are_made(told: Told, flows: Path) -> None:
    asked = Asked(period="2019", null="strengths", worlds=20)
    found = look(load("brown-2022"), asked, flows, listen(told))  # type: ignore[arg-type]
    assert rises(told)
    assert sum(step == "searching in artificial worlds" for step, _ in told) == 20
    assert found.to_json() == look(load("brown-2022"), asked, flows).to_json()


def test_listening_is_no_part_of_what_worlds_are(told: Told) -> None:
    model = NULL_MODELS["poisson"]()
    expected = np.zeros(1)
    one, other = (Worlds(expected, model, 19), Worlds(expected, model, 19, listen(told)))  # type: ignore[arg-type]
    assert one == other


def test_an_ingest_tells_the_share_of_bytes(told: Told, tmp_path: Path) -> None:
    """A file begins when the bytes of those before it are read; then the store is written."""
    small, large = tmp_path / "small.csv", tmp_path / "large.csv"
    head, *rows = GOOD.splitlines(keepends=True)
    small.write_text(head + rows[0], encoding="utf-8")
    large.write_text(head + "".join(rows[1:]), encoding="utf-8")
    ingest([small, large], tmp_path / "store", tell=listen(told))  # type: ignore[arg-type]
    sizes = [path.stat().st_size for path in (small, large)]
    assert told == [
        ("reading small.csv", 0.0),
        ("reading large.csv", pytest.approx(0.6 * sizes[0] / sum(sizes))),
        ("writing the store", 0.6),
    ]
