"""The usual Poisson dummy, beside the two-period fit of the same model."""

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.bloc.evidences import evidence, with_bloc
from tests.unit.bloc.worlds import BLOC, grown, network, planted
from tradenet.bloc.inference import effects, infer, infer_class
from tradenet.bloc.regression import regression_lines, regressions


def both(factor: float) -> dict[str, float]:
    made = infer(replace(network(), contrast=with_bloc(factor)))
    found = {name: infer_class(made, name) for name in ("hub_spoke", "spoke_spoke")}
    lines = {line["class"]: line for line in regression_lines(made, found, "x")}
    ours = effects(made, found)
    return {name: lines[name]["log_change"] - ours[name] for name in found}


def test_pyfixest_gives_the_two_period_fit() -> None:
    """Another package, the same model: equal to seven digits for both classes."""
    assert both(3.0) == pytest.approx({"hub_spoke": 0.0, "spoke_spoke": 0.0}, abs=1e-7)


def test_rows_are_all_accounted_for() -> None:
    made = infer(network())
    (line,) = regression_lines(made, {"hub_spoke": infer_class(made, "hub_spoke")}, "x")
    assert line["rows"] == 2 * made.change.fitted.sum()
    assert line["left_out"] == ""
    assert line["clustered_t"] == pytest.approx(line["log_change"] / line["clustered_error"])
    assert line["dyadic_t"] == pytest.approx(line["log_change"] / line["dyadic_error"])


def test_without_a_class_there_is_no_regression() -> None:
    assert regression_lines(infer(network()), {}, "x") == []


@pytest.mark.parametrize("phase", ["before", "after"])
def test_a_class_without_trade_in_a_phase_has_no_line(phase: str) -> None:
    """Its six cells are separated; the other class has its estimate."""
    world = grown()
    gone = np.where(world.cells(BLOC.spoke_spoke), 0.0, getattr(world, phase))
    lines = regressions(evidence(replace(world, **{phase: gone})))
    assert [line["class"] for line in lines] == ["hub_spoke", "hub_spoke"]
    assert all(line["left_out"] == "6 separated" for line in lines)


def test_world_and_neutral_network_stand_side_by_side() -> None:
    """Leaving out economies that lost the members' trade takes the false rise away."""
    base = evidence()
    world = base.world.contrast
    lost = planted(world, [(code, s) for code in world.economies[1:20] for s in BLOC.spokes], 0.1)
    neutral = replace(base.world, contrast=lost.without(world.economies[1:20]))
    told = regressions(replace(base, made=infer(neutral), world=replace(base.world, contrast=lost)))
    hub = {line["network"]: line["log_change"] for line in told if line["class"] == "hub_spoke"}
    assert hub["all economies"] > np.log(1.5)
    assert abs(hub["neutral network"]) < hub["all economies"] / 2
