"""Layers of ties: intensity by hand, what is compared and what is not."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from tests.unit.bloc.layers import BLOC, FILE, WINDOW, drawn, table_of
from tradenet.bloc import Closeness, TieChange, TieLook, adjusted
from tradenet.bloc.significance import benjamini_yekutieli
from tradenet.bloc.tie_measures import PERSISTENCE, class_lines, cohesion_line
from tradenet.bloc.ties import Phases, reference
from tradenet.domain import Bloc, ConfigError, TieTable, Window, stream
from tradenet.sources.ties import TIES

CODES = ("AAA", "BBB", "CCC", "DDD", "EEE")


def by_hand(kind: str = "flights") -> TieTable:
    """Six rows: A sends 6, 3, 3 to C, D, E, and B 2, 5, 5: each of the six is expected to be 4."""
    values = np.full((1, 5, 5), np.nan)
    values[0, 0, 2:] = 6, 3, 3
    values[0, 1, 2:] = 2, 5, 5
    if kind == "settlement":
        values = values / 10
    return TieTable(TIES[kind], CODES, (2019,), values, FILE)


def look(table: TieTable, bloc: Bloc = BLOC, window: Window = WINDOW, seed: int = 1) -> TieLook:
    return Closeness(99)(table, bloc, window, rng=stream(seed, "bloc/ties/test"))


def changes(found: TieLook) -> dict[str, TieChange]:
    return {change.measure: change for change in found.changes}


def test_intensity_of_six_rows_by_hand() -> None:
    """A and C among themselves: 6 flights where 4 are expected; B is the hub: 2 and none held."""
    table, bloc = by_hand(), Bloc(("AAA", "CCC"), "BBB")
    lines = {line["class"]: line for line in class_lines(table, table.values[0], bloc)}
    spokes, hub, intra = (lines[name] for name in ("spoke_spoke", "hub_spoke", "intra"))
    assert (spokes["value"], spokes["cells_held"], spokes["cells"]) == (6, 1, 2)
    assert spokes["expected"] == pytest.approx(4)
    assert spokes["intensity"] == pytest.approx(1.5)
    assert (hub["value"], hub["cells_held"], hub["cells"]) == (2, 1, 4)
    assert hub["intensity"] == pytest.approx(0.5)
    assert intra["intensity"] == pytest.approx(1.0)
    assert intra["share_of_members"] == pytest.approx(8 / 24)
    line = cohesion_line(table, table.values[0], bloc, list(lines.values()))
    assert line["spokes_log_intensity"] == pytest.approx(math.log(1.5))
    assert line[PERSISTENCE] == pytest.approx(8 / 24)  # of 12 and 12 sent, 6 and 2 stay


def test_shares_are_averaged_and_have_no_persistence() -> None:
    """The same table as shares: a mean, the same intensity, nothing that adds up."""
    table, bloc = by_hand("settlement"), Bloc(("AAA", "CCC"), "BBB")
    found = look(table, bloc)
    lines = {line["class"]: line for line in found.classes}
    assert lines["intra"]["value"] == pytest.approx(0.4)
    assert lines["spoke_spoke"]["intensity"] == pytest.approx(1.5)
    assert lines["intra"]["share_of_members"] is None
    assert found.periods[0][PERSISTENCE] is None
    assert PERSISTENCE not in changes(found)


def test_cells_that_are_not_held_are_not_zero() -> None:
    """Nothing held of a class: no number, and no intensity of zero; a written zero is one."""
    table = by_hand()
    nobody = look(table, Bloc(("DDD", "EEE")))
    assert [line["value"] for line in nobody.classes] == [None, None]
    assert nobody.classes[0]["cells_held"] == 0
    values = table.values.copy()
    values[0, 3, 4] = 0.0
    zero = look(replace(table, values=values), Bloc(("DDD", "EEE")))
    assert (zero.classes[0]["value"], zero.classes[0]["cells_held"]) == (0.0, 1)


def test_a_member_that_the_table_does_not_name() -> None:
    """It has no cells; the others are seen."""
    found = look(by_hand(), Bloc(("AAA", "CCC", "XXX"), "BBB"))
    spokes = next(line for line in found.classes if line["class"] == "spoke_spoke")
    assert (spokes["cells_held"], spokes["cells"]) == (1, 6)


def test_a_phase_that_is_not_held_is_said() -> None:
    """Only 2019: described, not compared."""
    found = changes(look(by_hand(), Bloc(("AAA", "CCC"), "BBB")))
    assert all(change.p_value is None for change in found.values())
    assert "no period after the event" in found["spoke_spoke"].reason
    early = changes(look(by_hand(), Bloc(("AAA", "CCC"), "BBB"), Window((2010,), (2019,))))
    assert "no period before the event" in early["spoke_spoke"].reason


def test_few_pairs_are_no_reference() -> None:
    """Five economies twice: before and after are told, a p-value is not."""
    table = by_hand()
    twice = TieTable(
        table.kind, CODES, (2019, 2023), np.concatenate([table.values, 2 * table.values]), FILE
    )
    found = changes(look(twice, Bloc(("AAA", "CCC"), "BBB")))["spoke_spoke"]
    assert found.before == pytest.approx(1.5)
    assert found.change == pytest.approx(0, abs=1e-6)
    assert found.p_value is None
    assert "60 are needed" in found.reason


def test_ties_that_begin_from_nothing_have_no_factor() -> None:
    """Zero before: said, and not a rise without bound."""
    values = drawn(3).values.copy()
    values[0][np.ix_([2, 5, 7], [2, 5, 7])] = 0.0
    values[:, range(24), range(24)] = np.nan
    found = changes(look(table_of(TIES["remittances"], values)))
    assert found["spoke_spoke"].change is None
    assert found["spoke_spoke"].reason.startswith("there are no such ties, or none that can be")
    assert found["hub_spoke"].p_value is not None


def test_a_layer_without_an_expectation_is_shown_all_the_same() -> None:
    """A few cells of very different size leave no way to meet the margins: values, no ratio."""
    values = np.full((1, 7, 7), np.nan)
    values[0, 0, 1], values[0, 0, 4] = 0.0, 915.0
    values[0, 5, 0], values[0, 5, 1] = 0.0, 0.25
    values[0, 6, 0], values[0, 6, 4] = 334.0, 0.0
    names = tuple(f"E{k:02d}" for k in range(7))
    found = look(TieTable(TIES["flights"], names, (2019,), values, FILE), Bloc(("E00", "E04")))
    (spokes, intra) = found.classes
    assert (spokes["value"], spokes["cells_held"]) == (915.0, 1)
    assert spokes["expected"] is None
    assert spokes["intensity"] is None
    assert intra["share_of_members"] == pytest.approx(915 / (915 + 334))
    assert found.periods[0]["spokes_log_intensity"] is None


def test_a_table_of_zeros_says_so() -> None:
    """Nothing to expect, nothing to compare, no trace."""
    values = np.where(np.isnan(drawn(3).values), np.nan, 0.0)
    found = look(table_of(TIES["flights"], values))
    assert {line["intensity"] for line in found.classes} == {None}
    assert {change.p_value for change in found.changes} == {None}
    assert all(change.reason for change in found.changes)


def test_a_planted_rise_is_seen_and_the_rest_is_not() -> None:
    """Ties among the spokes times five with little noise: rare; hub and spokes: not."""
    found = changes(look(drawn(1, rise=5.0, noise=0.3)))
    assert found["spoke_spoke"].change == pytest.approx(math.log(5), abs=0.9)
    assert found["spoke_spoke"].p_value == pytest.approx(0.01)
    assert found["hub_spoke"].p_value > 0.05
    assert found[PERSISTENCE].after > found[PERSISTENCE].before
    assert (found["spoke_spoke"].cells, found[PERSISTENCE].cells) == (6, 12)


def test_what_happened_to_the_members_is_handed_to_nobody() -> None:
    """No pair of members is a donor, every other fitted pair is; members take from the others."""
    table = drawn(4, noise=0.2)
    made = reference(Phases.of(table, BLOC, WINDOW), 60, table.kind.small)
    members = np.zeros((24, 24), dtype=bool)
    members[np.ix_([0, 2, 5, 7], [0, 2, 5, 7])] = True
    giving = np.zeros(24 * 24, dtype=bool)
    taking = np.zeros(24 * 24, dtype=bool)
    for pool in made.pools:
        giving[pool.cells[pool.donors].ravel()] = True
        taking[pool.cells.ravel()] = True
    fitted = made.change.fitted
    np.testing.assert_array_equal(taking.reshape(24, 24), fitted)
    np.testing.assert_array_equal(giving.reshape(24, 24), fitted & ~members)


def test_worlds_keep_what_is_expected_and_what_is_not_held() -> None:
    """With hundreds of worlds each pair's mean is near its fit; a cell not held never appears."""
    table = drawn(4, noise=0.2)
    values = table.values.copy()
    values[:, 1, 3] = np.nan
    made = reference(Phases.of(replace(table, values=values), BLOC, WINDOW), 60, table.kind.small)
    worlds = [made(rng=stream(seed, "bloc/ties/test")) for seed in range(200)]
    for phase, hoped in enumerate((made.change.before, made.change.after)):
        drawn_values = np.array([world[phase] for world in worlds])
        assert np.isnan(drawn_values[:, 1, 3]).all()
        fitted = made.change.fitted
        mean = drawn_values[:, fitted].mean(axis=0)
        assert np.median(np.abs(np.log(mean / hoped[fitted]))) < 0.1


def test_what_the_fit_took_of_large_pairs_is_given_back() -> None:
    """Noise that was put in, and what is handed out of the largest fifth of the cells: as much.

    The fit follows large cells most, so that their residuals are smaller than the noise.
    """
    squares: dict[str, list[float]] = {"fit": [], "handed": []}
    for seed in range(40):
        table = drawn(100 + seed, 14, noise=0.4)
        made = reference(Phases.of(table, BLOC, WINDOW), 60, table.kind.small)
        hoped = made.change.before, made.change.after
        both = np.where(made.change.fitted, hoped[0] + hoped[1], 1)
        weight = hoped[0] * hoped[1] / both
        large = weight > np.quantile(weight[made.change.fitted], 0.8)
        plain = [np.log(x[large] / m[large]) for x, m in zip(table.values, hoped, strict=True)]
        handed = [np.log(ratio.reshape(14, 14)[large]) for ratio in made.ratios]
        squares["fit"].append(float(np.mean((plain[1] - plain[0]) ** 2)))
        squares["handed"].append(float(np.mean((handed[1] - handed[0]) ** 2)))
    put_in = 0.4 * np.sqrt(2)
    spread = {name: np.sqrt(np.mean(found)) / put_in for name, found in squares.items()}
    assert spread["fit"] < 0.9
    assert spread["handed"] == pytest.approx(1, abs=0.1)


def test_units_and_names_do_not_matter() -> None:
    """Thousands for units, with `small` to match; economies listed otherwise; the same seed."""
    table = drawn(2)
    plain = look(table)
    large = replace(table, values=1000 * table.values,
                    kind=replace(table.kind, small=1000 * table.kind.small))  # fmt: skip
    for one, other in zip(plain.changes, look(large).changes, strict=True):
        assert one.p_value == other.p_value
        assert one.change == pytest.approx(other.change, rel=1e-6)
    assert look(table) == plain
    turned = TieTable(table.kind, table.economies, table.periods, table.values[:, ::-1, ::-1], FILE)
    mirror = {f"E{k:02d}": f"E{23 - k:02d}" for k in range(24)}
    bloc = Bloc(tuple(mirror[code] for code in BLOC.spokes), mirror[BLOC.hub])
    for one, other in zip(plain.changes, look(turned, bloc).changes, strict=True):
        assert one.change == pytest.approx(other.change, rel=1e-6)


def test_p_values_are_adjusted_over_all_layers() -> None:
    """Two layers with two p-values each are four looks; those without one are none."""

    def made(*p_values: float | None) -> TieLook:
        return TieLook((), (), tuple(TieChange("hub_spoke", 1, 1, 0, p, 6) for p in p_values))

    found = adjusted({"arms": made(0.01, None), "flights": made(0.2, 0.03)})
    told = [change.p_adjusted for each in found.values() for change in each.changes]
    one, two, three = benjamini_yekutieli([0.01, 0.2, 0.03])
    assert told == [one, None, two, three]
    nothing = {"arms": made(None)}
    assert adjusted(nothing) == nothing


@pytest.mark.parametrize("wrong", [{"worlds": 0}, {"fewest_pairs": 0}])
def test_impossible_settings_are_refused(wrong: dict[str, int]) -> None:
    """No worlds, no pairs."""
    with pytest.raises(ConfigError, match="above zero"):
        Closeness(**wrong)
