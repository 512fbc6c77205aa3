"""The colours of a page by day and after dark.

After dark every colour keeps its contrast with the ground: what stands out from white by day stands
out from black, words on a cell turn round with the cell, and what is pale stays close to the paper.
Only the colours of categories are chosen
one by one, since some stand out too little from white to begin with. The drawings themselves know
the colours of the day alone; a page gives them others by rules on their attributes, and a reader
too old for ``light-dark()`` sees the day.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from matplotlib.colors import to_hex

from tradenet.report.drawing import (
    BACK,
    BAND,
    BLACK,
    EVENT,
    FAINT,
    INK,
    MUTED,
    OKABE_ITO,
    PAPER,
    RULE,
    WORDS,
    linear,
    luminance,
)

DARK_PAPER: Final = "#14191e"
_SOFT: Final = "#f4f6f7"
_MARK: Final = "#fdeec7"
_PALE: Final = 0.4
_AFTER_DARK: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict(
            zip(
                OKABE_ITO,
                ("#4499e0", "#f0b040", "#2fbf92", "#e495c0", "#9fd8fa", "#f08240", "#f5eb6b",
                 PAPER),
                strict=True,
            )
        ),
        BLACK: PAPER,
        PAPER: DARK_PAPER,
        WORDS[BACK]: "#f5a06a",
        INK: "#e6ebf0",  # greys with a touch of the blue of the paper
        RULE: "#333b43",
        BAND: "#1e242a",
        _SOFT: "#1c2228",
        _MARK: "#352a10",
    }
)  # fmt: skip
PAGE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ink": INK,
        "muted": MUTED,
        "faint": FAINT,
        "rule": RULE,
        "band": BAND,
        "soft": _SOFT,
        "paper": PAPER,
        "deep": "#0b4a75",
        "event": EVENT,
        "mark": _MARK,
        "mark-ink": "#5f4304",
        "mark-rule": "#b98a1e",
    }
)
_WHITE_WORDS: Final = (
    f'svg text[fill="{PAPER}"],svg [fill="{PAPER}"]>text:not([fill])'
    f"{{fill:light-dark({PAPER},{BLACK})}}"
)
_COLOUR: Final = re.compile(r'\b(fill|stroke)="(#[0-9a-f]{6})"')


def after_dark(colour: str) -> str:
    """Return the colour that stands for another on dark paper.

    Examples
    --------
    >>> after_dark("#ffffff"), after_dark("#000000")
    ('#14191e', '#ffffff')
    """
    if colour in _AFTER_DARK:
        return _AFTER_DARK[colour]
    channels = linear(colour)
    held = luminance(channels)
    pale = max(0.0, (held - _PALE) / (1 - _PALE))  # what is close to white stays close to the paper
    ground = 0.05 + pale * luminance(linear(DARK_PAPER))
    wanted = min(1.05 * ground / (held + 0.05) - 0.05, 1.0)
    red, green, blue = (_coded(channel) for channel in _brought_to(channels, wanted))
    return to_hex((red, green, blue))


def _brought_to(channels: Sequence[float], wanted: float) -> list[float]:
    """Return the colour of the same hue that has a luminance: scaled, then mixed with white."""
    scale = min(wanted / luminance(channels), 1 / max(channels))
    scaled = [channel * scale for channel in channels]
    held = luminance(scaled)
    white = (wanted - held) / (1 - held) if held < 1 else 0.0
    return [channel + white * (1 - channel) for channel in scaled]


def _coded(channel: float) -> float:
    """Return a linear channel as sRGB codes it."""
    low = channel <= 0.0031308  # noqa: PLR2004 - sRGB
    return 12.92 * channel if low else 1.055 * channel ** (1 / 2.4) - 0.055


def rules(drawings: str) -> str:
    """Return the style rules that give page and drawings their colours.

    Parameters
    ----------
    drawings : str
        All drawings of a page; every colour in them gets a rule.
    """
    day = "".join(f"--{name}:{colour};" for name, colour in PAGE.items())
    both = "".join(f"--{name}:{_either(colour)};" for name, colour in PAGE.items())
    found = sorted(set(_COLOUR.findall(drawings)))
    marks = "\n".join(f'svg [{kind}="{it}"]{{{kind}:{_either(it)}}}' for kind, it in found)
    return "\n".join(
        (f":root{{{day}}}", f"@supports (color:light-dark(#000,#fff)){{:root{{{both}}}}}", marks,
         _WHITE_WORDS if found else "", "")
    )  # fmt: skip


def _either(colour: str) -> str:
    return f"light-dark({colour},{after_dark(colour)})"
