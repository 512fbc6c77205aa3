"""A multiverse as a page of Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

_WORDS = {"hub_spoke": "hub–spoke", "spoke_spoke": "spoke–spoke"}
_NOTE = (
    "Specifications share their data, so their p-values are not added up. Each comparison set is "
    "put in the place of the real one in every specification, and its curve compared with the real "
    "one: the three joint p-values are the share of curves with as high a median rise, as large a "
    "share of small p-values, and as high a mean score (Simonsohn, Simmons and Nelson 2020)."
)


def page(found: Mapping[str, Any]) -> str:
    """Return the page.

    Parameters
    ----------
    found : mapping
        As `Multiverse.to_json` gives it.
    """
    return "\n\n".join(
        [
            f"# {found['study']} under every combination of choices",
            "![specification curve](curve.svg)",
            _rows(found),
            "## All specifications together",
            *(_joint(name, one) for name, one in found["joint"].items()),
            *(
                f"Trade of the class {words} is seen under no specification."
                for name, words in _WORDS.items()
                if name not in found["joint"]
            ),
            _NOTE,
            "## What moves it: median rise of hub–spoke trade",
            "\n".join(_moves(found["moved_by"])),
        ]
    )


def _rows(found: Mapping[str, Any]) -> str:
    told = [
        f"{count} not computed" if row == "0" else f"row {row} in {count}"
        for row, count in found["rows"].items()
    ]
    return f"{len(found['specifications'])} specifications: {', '.join(told)}."


def _joint(name: str, one: Mapping[str, Any]) -> str:
    return (
        f"**{_WORDS[name].capitalize()}**, {one['specifications']} specifications, "
        f"{one['sets']:,} comparison sets: median rise × {np.exp(one['median_change']):.2f} "
        f"(joint p = {one['p_median']:.3f}); p ≤ 0.05 in {100 * one['share_significant']:.0f} % "
        f"(joint p = {one['p_share']:.3f}); mean score {one['mean_z']:.2f} "
        f"(joint p = {one['p_mean_z']:.3f})."
    )


def _moves(choices: list[Mapping[str, Any]]) -> Iterator[str]:
    for choice in choices:
        told = ", ".join(
            f"{value}: " + ("–" if change is None else f"× {np.exp(change):.2f}")
            for value, change in choice["median_log_change"].items()
        )
        yield f"* {choice['choice']}: {told}"
