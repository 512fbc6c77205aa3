"""The statistic of a shift, its date and its set, by hand and by brute force."""

import numpy as np
import pytest

from tradenet.bloc.realignment.breaks import (
    date_set,
    memory,
    self_normalised,
    split_of,
    splits,
    squares,
)
from tradenet.domain import stream

TRIM = 0.15


def noise(count: int, length: int = 29, scale: float = 1.0) -> np.ndarray:
    return scale * stream(3, "tests/breaks").normal(size=(count, length))


def slowly(path: np.ndarray, k: int) -> float:
    """Shao and Zhang's G at one split, written out from the paper's sums."""
    n = len(path)
    gap = sum(path[t] - path.mean() for t in range(k)) / np.sqrt(n)
    total = 0.0
    for t in range(1, k + 1):
        total += (sum(path[:t]) - t / k * sum(path[:k])) ** 2
    for t in range(k + 1, n + 1):
        rest = sum(path[t - 1 :]) - (n - t + 1) / (n - k) * sum(path[k:])
        total += rest**2
    return gap**2 / (total / n**2)


def test_the_statistic_is_that_of_the_paper() -> None:
    paths = noise(4)
    first, last = splits(29, TRIM)
    fast = self_normalised(paths, TRIM)
    for row, path in enumerate(paths):
        slow = [slowly(path, k) for k in range(first, last + 1)]
        assert fast[row] == pytest.approx(slow)


def test_published_critical_values_are_met() -> None:
    """Shao and Zhang (2010), one mean: 29.6, 40.1 and 68.6 at 10, 5 and 1 %, for long paths."""
    paths = stream(4, "tests/breaks/critical").normal(size=(4_000, 200))
    reached = np.quantile(self_normalised(paths, 0.01).max(axis=1), [0.9, 0.95])
    assert reached == pytest.approx([29.6, 40.1], rel=0.08)


def test_neither_level_nor_unit_matters() -> None:
    paths = noise(5)
    assert self_normalised(7 + 3 * paths, TRIM) == pytest.approx(self_normalised(paths, TRIM))
    assert self_normalised(-paths, TRIM) == pytest.approx(self_normalised(paths, TRIM))


def test_a_clean_step_is_infinitely_clear() -> None:
    step = np.repeat([[0.0, 1.0]], 10, axis=1)
    assert np.isinf(self_normalised(np.sort(step), TRIM).max())


def test_squares_are_those_of_two_means() -> None:
    path = noise(1)[0]
    first, last = splits(29, TRIM)
    slow = [((path[:k] - path[:k].mean()) ** 2).sum() + ((path[k:] - path[k:].mean()) ** 2).sum()
            for k in range(first, last + 1)]  # fmt: skip
    assert squares(path[None, :], TRIM)[0] == pytest.approx(slow)


@pytest.mark.parametrize("at", [5, 12, 23])
def test_the_least_squares_split_is_where_the_level_moved(at: int) -> None:
    paths = noise(20, scale=0.05) + (np.arange(29) >= at)
    assert split_of(paths, TRIM).tolist() == [at] * 20


def test_a_sharp_break_has_a_set_of_one_date_and_a_soft_one_of_many() -> None:
    others = noise(60)
    own = stream(5, "tests/breaks/own").normal(size=29)
    step = np.arange(29) >= 14
    sharp, soft = (date_set(own + size * step, others, TRIM, 0.05) for size in (20.0, 1.0))
    assert sharp == [14]
    assert len(soft) > 3
    assert split_of((own + step)[None, :], TRIM)[0] in soft


def test_a_stricter_set_is_wider() -> None:
    others, own = noise(60), stream(5, "tests/breaks/own").normal(size=29)
    path = own + 1.5 * (np.arange(29) >= 14)
    narrow, wide = (set(date_set(path, others, TRIM, level)) for level in (0.3, 0.02))
    assert narrow <= wide


def test_paths_that_never_move_do_not_count_for_the_set() -> None:
    others = np.vstack([noise(60), np.zeros((5, 29))])
    path = stream(5, "tests/breaks/own").normal(size=29) + 2.0 * (np.arange(29) >= 14)
    assert date_set(path, others, TRIM, 0.05) == date_set(path, others[:60], TRIM, 0.05)


def test_without_likes_every_date_is_in_the_set() -> None:
    path = noise(1)[0]
    first, last = splits(29, TRIM)
    assert date_set(path, np.zeros((0, 29)), TRIM, 0.05) == list(range(first, last + 1))


def test_memory_tells_a_walk_from_independent_news() -> None:
    news = noise(200, 100)
    assert memory(news).mean() == pytest.approx(0.0, abs=0.05)
    assert memory(np.cumsum(news, axis=1)).mean() > 0.85
    assert memory(np.ones((1, 9)))[0] == 0.0
