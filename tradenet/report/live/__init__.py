"""What a script of the page needs to let a reader choose: one file for each figure that moves.

Every drawing stands in the page without it, and every number is one of the result's tables.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from markupsafe import Markup

from tradenet.report.blocks import Figure, Section
from tradenet.report.live import dyads, network, specifications
from tradenet.report.view import View

LIVE: Final[Mapping[str, Callable[[View], Mapping[str, Any]]]] = MappingProxyType(
    {"dyads": dyads.told, "network": network.told, "specifications": specifications.told}
)


def enlivened(section: Section, view: View) -> Section:
    """Return a section whose figures have what their scripts read."""
    blocks = tuple(
        replace(block, live=inline(LIVE[block.name](view)))
        if isinstance(block, Figure) and block.name in LIVE
        else block
        for block in section.blocks
    )
    return replace(section, blocks=blocks)


def inline(content: Mapping[str, Any]) -> Markup:
    r"""Return JSON that may stand in a script element: no name in it can end or open a tag.

    Nothing, where there is no content.

    Examples
    --------
    >>> inline({"name": "</script><!--&"})
    Markup('{"name":"\\u003c/script\\u003e\\u003c!--\\u0026"}')
    >>> inline({})
    Markup('')
    """
    if not content:
        return Markup()
    text = json.dumps(content, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


__all__ = ["LIVE", "enlivened", "inline"]
