"""Known blocs, break-ups and random sets on the embedded snapshot, kept number by number.

``tradenet controls --out reports/controls --json > data/controls.json`` makes them; then
``pytest tests/golden/test_controls.py --rewrite-golden`` keeps them. One control is measured anew
here, all of them by the calibration. What ``surprises.toml`` says in explanation is proved below.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pyarrow import csv

from tradenet.bloc import Inference, Network, infer, infer_class
from tradenet.bloc.robustness import dyad_changes, without_each
from tradenet.bloc.significance import p_value
from tradenet.sources import snapshot
from tradenet.sources.measured import known_blocs
from tradenet.study.controls.known import WindowRule, known
from tradenet.study.controls.measure import measure, worlds
from tradenet.study.controls.surprises import EXPLAINED

pytestmark = pytest.mark.long

NUMBERS = (
    "seen", "sets", "factor", "low", "high", "statistic", "p_rise", "p_fall", "p_rise_change",
    "p_rise_missing", "change", "change_without", "carried", "outcome",
)  # fmt: skip


def of_line(line: dict[str, Any]) -> dict[str, Any]:
    return {
        f"{line['name']}: {name}": line[name] for name in NUMBERS if line[name] not in (None, "")
    }


def flat(found: dict[str, Any]) -> dict[str, Any]:
    """Return the numbers of `Controls.to_json` by name."""
    out = {key: value for line in found["controls"] for key, value in of_line(line).items()}
    out |= {f"random {name}": rate["hits"] for name, rate in found["size"].items()}
    out |= {
        f"random {one['event']} {one['members']}: p rise": one["p_rise"] for one in found["random"]
    }
    return out | {
        f"clubs {row['statistic']}: {name}": row[name]
        for row in found["clubs"]
        for name in ("counted", "value", "above")
    }


@pytest.fixture(scope="module")
def stored() -> dict[str, Any]:
    return known_blocs()


def test_the_committed_numbers(stored: dict[str, Any], golden: Callable[..., None]) -> None:
    golden("controls", flat(stored))


def test_one_control_measured_anew(stored: dict[str, Any]) -> None:
    """Mercosur: its trade grew by four fifths beyond expectation."""
    (control,) = [one for one in known() if one.name == "Mercosur 1991"]
    found = of_line(measure(control).to_dict())
    (line,) = [line for line in stored["controls"] if line["name"] == control.name]
    kept = of_line(line)
    words = {key for key, value in kept.items() if isinstance(value, str)}
    assert {key: found[key] for key in words} == {key: kept[key] for key in words}
    assert {k: v for k, v in found.items() if k not in words} == pytest.approx(
        {k: v for k, v in kept.items() if k not in words}, rel=1e-6
    )
    assert found["Mercosur 1991: factor"] == pytest.approx(1.8, abs=0.01)
    assert found["Mercosur 1991: p_rise"] == pytest.approx(0.031, abs=5e-4)
    assert found["Mercosur 1991: outcome"] == "as expected"


def test_what_fell_apart_is_not_called_a_bloc(stored: dict[str, Any]) -> None:
    """Comecon falls by five sixths; no break-up has a rise at 5 %."""
    fallen = [line for line in stored["controls"] if line["expected"] == "fall"]
    assert len(fallen) == 6
    assert all(line["p_rise"] is None or line["p_rise"] > 0.05 for line in fallen)
    comecon = [line for line in fallen if line["name"].startswith("Comecon")]
    assert [line["outcome"] for line in comecon] == ["as expected"] * 2
    assert all(line["factor"] < 0.25 for line in comecon)


def test_known_blocs_that_are_not_found(stored: dict[str, Any]) -> None:
    """Printed, not left out; two of them are called a fall. ARCHITECTURE says why."""
    lines = {line["name"]: line for line in stored["controls"]}
    tested = [x for x in lines.values() if x["expected"] == "rise" and x["p_rise"] is not None]
    missed = [line["name"] for line in tested if line["outcome"] != "as expected"]
    assert len(tested) == 9
    assert missed == [
        "Andean Community 1988", "EU 2004, entrants", "GCC 2003", "AFTA 1993",
    ]  # fmt: skip
    assert all(lines[name]["p_fall"] < 0.05 for name in missed[2:])
    assert lines["NAFTA 1994"]["outcome"] == lines["USMCA 2020"]["outcome"] == "not testable"


def test_random_sets_called_something(stored: dict[str, Any]) -> None:
    """As often as they should be: 5 % lies inside every interval."""
    size = stored["size"]
    hits = {name: (rate["hits"], rate["sets"]) for name, rate in size.items()}
    assert hits == {"rise": (10, 120), "fall": (5, 120), "rise, by change": (8, 120)}
    assert all(rate["low"] < 0.05 < rate["high"] for rate in size.values())
    ends = (size["rise"]["low"], size["rise"]["high"])
    assert ends == pytest.approx((0.041, 0.148), abs=5e-4)


def inference(name: str) -> Inference:
    """Return that of a control without mergers."""
    (control,) = [one for one in known() if one.name == name]
    assert control.window is not None
    assert not control.mergers
    return infer(Network(worlds(control.window)["zero"], control.bloc))


def changes(made: Inference) -> dict[str, dict[str, Any]]:
    found = infer_class(made, "spoke_spoke")
    assert found is not None
    return {f"{row['one']}-{row['other']}": row for row in dyad_changes(made, found)}


def without(made: Inference) -> dict[str, float]:
    """Return the one-step change of the class without each of its dyads."""
    codes = made.network.bloc.spokes
    return {
        f"{codes[one]}-{codes[other]}": rest.change
        for (one, other), rest in without_each(made, "spoke_spoke")
        if rest is not None
    }


def test_mercosur_is_one_dyad() -> None:
    """All six rise; without Argentina–Brazil .18 log points are left of .47."""
    made = inference("Mercosur 1991")
    found = infer_class(made, "spoke_spoke")
    assert found is not None
    assert all(row["log_change"] > 0 for row in changes(made).values())
    assert found.change == pytest.approx(0.47, abs=0.005)
    left = without(made)
    assert left["ARG-BRA"] == pytest.approx(0.18, abs=0.005)
    assert min(value for name, value in left.items() if name != "ARG-BRA") > 0.4


def test_afta_is_malaysia_with_singapore() -> None:
    """Half of the trade before, and nearly all of the fall."""
    made = inference("AFTA 1993")
    rows = changes(made)
    largest = rows["MYS-SGP"]
    assert largest["before_usd"] / sum(row["before_usd"] for row in rows.values()) > 0.45
    assert largest["after_usd"] / 1e9 == pytest.approx(26.3, abs=0.05)
    assert largest["expected_usd"] / 1e9 == pytest.approx(28.8, abs=0.05)
    assert without(made)["MYS-SGP"] == pytest.approx(-0.01, abs=0.005)


def test_found_by_the_statistic_that_decides_and_not_by_the_other(stored: dict[str, Any]) -> None:
    lines = {line["name"]: line for line in stored["controls"]}
    apart = [x["name"] for x in lines.values() if (x["p_rise"] or 1) <= 0.05 < x["p_rise_change"]]
    assert apart == ["Mercosur 1991", "EAEU 2015"]


def test_the_andean_community_is_missed_by_a_hair_and_not_for_one_dyad() -> None:
    """Ten small dyads, all of them larger than expected."""
    made = inference("Andean Community 1988")
    rows = changes(made).values()
    assert len(rows) == 10
    assert all(row["log_change"] > 0 for row in rows)
    assert sum(row["before_usd"] for row in rows) / 1e9 == pytest.approx(0.79, abs=0.005)
    assert min(without(made).values()) > 0.6


@pytest.mark.parametrize(("year", "told_bn"), [(1992, 0.0), (1993, 0.56), (1994, 15.31)])
def test_russia_filed_before_it_told_of_the_other_successors(year: int, told_bn: float) -> None:
    """A filer, yet with nothing to say of the trade in question: what the rule cannot see."""
    (control,) = [one for one in known() if one.name == "ex-USSR, 1992-94 against later"]
    cells = snapshot.panel([year]).table
    russian = cells.filter(cells.exporter == "RUS")
    among = russian.filter(russian.importer.isin(control.bloc.spokes))
    everybody, successors = (
        (table.exporter_report_usd.sum().to_pyarrow().as_py() or 0.0) / 1e9
        for table in (russian, among)
    )
    assert everybody > 30
    assert successors == pytest.approx(told_bn, abs=0.01)


def test_every_explanation_is_of_the_outcome_that_its_control_has(stored: dict[str, Any]) -> None:
    """Else the report would leave it out."""
    outcomes = {line["name"]: line["outcome"] for line in stored["controls"]}
    listed = tomllib.loads(EXPLAINED.read_text(encoding="utf-8"))["surprise"]
    unexpected = {name for name, outcome in outcomes.items() if outcome != "as expected"}
    assert {one["control"] for one in listed} == unexpected
    assert all(outcomes[one["control"]] == one["outcome"] for one in listed)


def test_what_the_explanations_say_of_other_controls(stored: dict[str, Any]) -> None:
    """NAFTA around the USA, the GCC of 1982 and the entrants with the old members are found."""
    lines = {line["name"]: line for line in stored["controls"]}
    for name in (
        "NAFTA 1994, around the USA", "GCC 1982", "EU 2004, entrants with the old members",
    ):  # fmt: skip
        assert lines[name]["outcome"] == "as expected"
    assert WindowRule().last == 2020
    assert {c.event for c in known() if c.name.startswith("GCC")} == {1982, 1982 + 21}


def test_other_successors_fell_with_the_set_around_russia() -> None:
    made = inference("ex-USSR, 1994 against later, around Russia")
    found = infer_class(made, "hub_spoke")
    assert found is not None
    without = ~np.isin(found.sets, made.roles.focus).any(axis=1)
    assert without.mean() < 0.25
    assert np.median(found.others[~without]) < -0.4 < 0 < np.median(found.others[without])
    assert p_value(-found.statistic, -found.others[without]) == pytest.approx(0.030, abs=5e-4)


def test_entrants_of_2004_moved_apart_and_together() -> None:
    rows = changes(inference("EU 2004, entrants"))
    assert all(rows[dyad]["log_change"] < -0.05 for dyad in ("CZE-SVK", "CZE-POL"))
    assert all(rows[dyad]["log_change"] > 0.5 for dyad in ("EST-LTU", "EST-LVA", "LTU-LVA"))


def test_gcc_2003_fell_behind_with_saudi_arabia() -> None:
    rows = changes(inference("GCC 2003"))
    with_saudi = {dyad: row for dyad, row in rows.items() if "SAU" in dyad}
    assert len(with_saudi) == 5
    assert all(row["log_change"] < 0 for row in with_saudi.values())
    assert rows["ARE-BHR"]["cells"] == 0


def test_the_fifty_strongest_sets_of_four_hold_one_dyad() -> None:
    """What is left of Iraq's trade: strong is not the same as a bloc."""
    folder = Path(__file__).resolve().parents[2] / "reports" / "controls"
    rows = csv.read_csv(folder / "clubs.csv").to_pylist()
    sets = [row["set"].split("+") for row in rows if row["statistic"] == "studentized"]
    assert len(sets) == 50
    assert all({"IRQ", "JOR"} <= set(names) for names in sets)
    world = inference("Mercosur 1991").network.contrast
    (iraq,) = world.at(["IRQ"])
    for cells, told_bn in ((world.before, 15.9), (world.after, 1.5)):
        seen = np.where(world.observed, cells, 0.0)
        assert (seen[iraq].sum() + seen[:, iraq].sum()) / 1e9 == pytest.approx(told_bn, abs=0.05)
