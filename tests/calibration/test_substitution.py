"""Size and power of the design "substitution", in worlds where the response is known.

``pytest -m calibration tests/calibration/test_substitution.py -s`` prints how often each reading is
reached.
"""

from __future__ import annotations

import numpy as np
import pytest

from tests.unit.bloc.substitution.panels import panel
from tests.unit.bloc.substitution.test_months import CALENDAR, CLOSURES
from tradenet.bloc.substitution import COLLAPSE, Collapse, Frequencies, Months, Range, elasticity
from tradenet.bloc.substitution import frequencies as worlds
from tradenet.domain import stream

SMALL_NEED, LARGE_NEED = Range(0.02, 0.08), Range(1.5, 2.0)
PANELS, WORLDS = 40, 200


def counted(
    test: Collapse, needed: Range, noise: float = 0.15, first_growth: float | None = None
) -> dict[str, Frequencies]:
    """Return shares of readings by kind over several made-up panels."""
    by_kind: dict[str, list[Frequencies]] = {}
    for seed in range(PANELS):
        given = panel(100, noise=noise, seed=seed, first_growth=first_growth)
        made = test.respond(given, "L00", "S00")
        rng = stream(seed, "calibration/substitution")
        for line in worlds(test, given, made, needed, rng=rng, count=WORLDS):
            by_kind.setdefault(line.kind, []).append(line)
    return {kind: _mean(lines) for kind, lines in by_kind.items()}


def _mean(lines: list[Frequencies]) -> Frequencies:
    shares = {
        name: float(np.mean([getattr(line, name) for line in lines]))
        for name in ("planted", "rise", "fall", "low", "small", "open_")
    }
    return Frequencies(kind=lines[0].kind, worlds=sum(line.worlds for line in lines), **shares)


@pytest.fixture(scope="module")
def readings() -> dict[str, Frequencies]:
    """Readings of the shipped test where the account needs little."""
    made = counted(COLLAPSE, SMALL_NEED)
    for line in made.values():
        print(  # noqa: T201 - a measurement
            f"{line.kind:>22}: RISE {line.rise:.3f} FALL {line.fall:.3f} LOW {line.low:.3f} "
            f"SMALL {line.small:.3f} OPEN {line.open_:.3f} ({line.worlds} worlds)"
        )
    return made


def test_size_without_a_response(readings: dict[str, Frequencies]) -> None:
    """A rise, and a fall, in 5 % of the worlds each."""
    absent = readings["absent"]
    assert absent.worlds >= 2000
    assert absent.rise == pytest.approx(0.05, abs=0.015)
    assert absent.fall == pytest.approx(0.05, abs=0.015)


def test_power_grows_and_a_reversed_response_is_called_a_fall(
    readings: dict[str, Frequencies],
) -> None:
    kinds = ("absent", "× 1.5", "× 2", "× 5")
    rises = [readings[kind].rise for kind in kinds]
    assert rises == sorted(rises)
    assert readings["× 5"].rise > 0.8
    assert readings["reversed, × 0.5"].fall > 5 * readings["absent"].fall
    assert readings["reversed, × 0.5"].rise < 0.01


def test_what_the_account_implies_is_too_small_to_be_told_from_nothing(
    readings: dict[str, Frequencies],
) -> None:
    """Where it needs 2 to 8 %, the worlds with and without the response read the same."""
    implied = readings["as the account implies"]
    assert implied.small > 0.8
    assert implied.rise < 0.12


def test_a_large_need_is_ruled_out_without_a_response_and_found_with_one() -> None:
    """The other readings are reached too: LOW where nothing was planted, RISE where it was."""
    quiet = counted(COLLAPSE, LARGE_NEED, noise=0.05)
    assert quiet["absent"].low > 0.7
    assert quiet["absent"].small < 0.05
    assert quiet["as the account implies"].rise > 0.95


def test_usual_growth_left_in_breaks_the_size() -> None:
    """Why it is taken off: a dyad that grew fast before would be called a rise."""
    fast = 0.2
    off, left_in = (
        counted(Collapse(trend=trend), SMALL_NEED, first_growth=fast)["absent"]
        for trend in (True, False)
    )
    print(  # noqa: T201 - a measurement
        f"usual growth of {fast} a year left in: RISE {left_in.rise:.3f} FALL {left_in.fall:.3f}; "
        f"taken off: RISE {off.rise:.3f} FALL {off.fall:.3f}"
    )
    assert left_in.rise > 0.15
    assert off.rise <= 0.065
    assert off.fall < 0.1, "growth is estimated, and what was luck in it does not go on"


def test_size_of_the_months() -> None:
    """Trade that knows nothing of the rouble but remembers itself, with a closed border."""
    rng = stream(3, "calibration/substitution/months")
    rate = 60 * np.exp(np.cumsum(rng.normal(size=CALENDAR.size)) * 0.06)
    empty = Months(CALENDAR, np.ones(CALENDAR.size), rate, CLOSURES)
    found = []
    for _ in range(2000):
        shocks = rng.normal(size=CALENDAR.size) * 0.3
        for k in range(1, CALENDAR.size):
            shocks[k] += 0.5 * shocks[k - 1]
        trade = np.exp(16 + shocks - 2.5 * ~empty.open)
        made = elasticity(Months(CALENDAR, trade, rate, CLOSURES))
        found.append((made.p_rise, made.p_fall))
    rise, fall = (np.array(found) <= 0.05).mean(axis=0)
    print(f"months: RISE {rise:.4f} FALL {fall:.4f}")  # noqa: T201 - a measurement
    assert (rise + fall) / 2 == pytest.approx(0.05, abs=0.015)
