"""What did not come out as expected, in words: the numbers say which sentence stands."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tradenet.bloc.significance import LEVEL

EXPLAINED = Path(__file__).parent / "surprises.toml"
_HALF = 0.5


def surprises(lines: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Return ``control`` and ``said`` of every control without the outcome expected.

    An explanation of ``surprises.toml`` is added where the outcome is the one that it explains.

    Parameters
    ----------
    lines : iterable of mapping
        As `Line.to_dict` gives them.
    """
    return [
        {"control": line["name"], "said": " ".join(filter(None, _said(line)))}
        for line in lines
        if line["outcome"] != "as expected"
    ]


def _said(line: Mapping[str, Any]) -> tuple[str, ...]:
    if line["outcome"] == "not testable":
        return (_not_testable(line), _explained(line))
    return (_missed(line), _other_statistic(line), _one_dyad(line), _explained(line))


def _not_testable(line: Mapping[str, Any]) -> str:
    sign = f" Its trade changed by a factor of {line['factor']:.2f}." if line["factor"] else ""
    return f"{line['name']} cannot be tested: {line['why']}.{sign}"


def _missed(line: Mapping[str, Any]) -> str:
    opposite = line["p_fall"] if line["expected"] == "rise" else line["p_rise"]
    if line["expected"] == "none":
        said = "moved, though nothing was to be expected"
    elif opposite <= LEVEL:
        said = "is called the opposite of what it was"
    elif line["outcome"] == "sign only":
        said = "is missed, with the right sign"
    else:
        said = "is not found, and has the wrong sign"
    return (
        f"{line['name']} {said}: trade × {line['factor']:.2f}, p of a rise {line['p_rise']:.3f}, "
        f"of a fall {line['p_fall']:.3f}."
    )


def _other_statistic(line: Mapping[str, Any]) -> str:
    """Say where the statistic that does not decide would have found a rise."""
    p = line["p_rise_change"]
    if line["expected"] != "rise" or p is None or p > LEVEL:
        return ""
    return f"By the rank of the change, which does not decide, p is {p:.3f}."


def _one_dyad(line: Mapping[str, Any]) -> str:
    """Say where leaving out one dyad halves the change, or turns it."""
    change, rest = line["change"], line["change_without"]
    if not change or rest is None or rest / change >= _HALF:
        return ""
    return (
        f"One dyad carries it: without {line['carried'].replace('-', '–')} the one-step change is "
        f"{rest:.2f} log points, with it {change:.2f}."
    )


def _explained(line: Mapping[str, Any]) -> str:
    for one in _explanations():
        if (one["control"], one["outcome"]) == (line["name"], line["outcome"]):
            return str(one["said"])
    return ""


@cache
def _explanations() -> tuple[Mapping[str, str], ...]:
    return tuple(tomllib.loads(EXPLAINED.read_text(encoding="utf-8"))["surprise"])
