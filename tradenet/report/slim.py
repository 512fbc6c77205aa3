"""The same drawing in fewer bytes: rounded coordinates, shared attributes, no idle elements.

What matplotlib writes names every artist, repeats its style on every mark and gives six decimals.
Nothing of that can be seen. Styles become attributes, so that a page may give a colour another
value after dark.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Final

_SVG: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "{http://www.w3.org/1999/xlink}href"
# Names that matplotlib gives on its own; names that a figure gave stay.
_NUMBERED: Final = re.compile(
    r"(?:figure|axes|patch|line2d|text|[xy]tick|matplotlib\.axis|\w*Collection|legend)_\d+"
)
_REFERENCE: Final = re.compile(r"(?<=^#)[^#;]+$|(?<=^url\(#)[^)]+")
_TOKEN: Final = re.compile(r"[MLCQz]|-?[\d.]+(?:e-?\d+)?")
_DECIMAL: Final = re.compile(r"-?\d+\.\d+")
_SIZE: Final = 11.0
_IDLE: Final = frozenset({("stroke-dashoffset", "0"), ("stroke-width", "1"), ("font-size", "11")})
# What a group may say for all that it holds.
_SHARED: Final = frozenset(
    {
        "clip-path", "fill", "fill-opacity", "font-size", "font-weight", "stroke",
        "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "stroke-opacity", "stroke-width",
        "text-anchor",
    }
)  # fmt: skip
_WORDS: Final = frozenset({"text", "title", "desc"})
_OVERHEAD: Final = len("<g ></g>")


def slim(svg: str, font: str) -> str:
    """Return a drawing that looks the same and is a third as long.

    Parameters
    ----------
    svg : str
        An SVG document by matplotlib, without prologue.
    font : str
        The font family that the root names for all texts.

    Examples
    --------
    >>> slim(
    ...     '<svg xmlns="http://www.w3.org/2000/svg"><g id="patch_1"><path d="M 0 0.004 L 9 0 z" '
    ...     'style="fill: #1d2730"/></g></svg>',
    ...     "serif",
    ... )[60:]
    'font-size="11"><path d="M0 0h9z" fill="#1d2730"/></svg>'
    """
    root = ET.fromstring(svg)
    for element in root.iter():
        _attributes(element, is_root=element is root)
    _references(root)
    _flatten(root)
    _share(root)
    root.attrib = {"xmlns": _SVG, "font-family": font, "font-size": f"{_SIZE:g}", **root.attrib}
    return ET.tostring(root, encoding="unicode", short_empty_elements=True).replace(" />", "/>")


def _attributes(element: ET.Element, *, is_root: bool) -> None:
    """Write styles as attributes and numbers with the digits that can be seen."""
    element.tag = element.tag.rpartition("}")[2]
    element.text = element.text if element.tag in _WORDS else None
    element.tail = None
    attributes = element.attrib
    if _XLINK in attributes:
        attributes["href"] = attributes.pop(_XLINK)
    if is_root:
        return
    attributes.update(_styles(attributes.pop("style", "")))
    for name, value in attributes.items():
        attributes[name] = _CHANGES.get(name, str)(value)
    if attributes.get("transform") == "":
        del attributes["transform"]


def _styles(style: str) -> dict[str, str]:
    pairs = (entry.split(":", maxsplit=1) for entry in style.split(";") if entry)
    found = {name.strip(): value.strip().removesuffix("px") for name, value in pairs}
    return {k: v for k, v in found.items() if (k, v) not in _IDLE and k != "font-family"}


def _turn(value: str) -> str:
    """Return a transformation with rounded numbers; empty where it does nothing."""
    return "" if value.startswith("rotate(-0 ") else _DECIMAL.sub(lambda it: _rounded(it[0]), value)


def _path(d: str) -> str:
    """Return path data by steps from point to point; a step is a difference of rounded places."""
    written: list[str] = []
    here = begin = (0, 0)
    digits = 2 if len(d) < 400 else 1  # noqa: PLR2004 - small marks need a finer grid than lines
    for command, numbers in _commands(d):
        if command == "z":
            written.append("z")
            here = begin
            continue
        ints = [round(x * 10**digits) for x in numbers]
        points = list(zip(ints[::2], ints[1::2], strict=True))
        written.append(_step(command, points, here, digits))
        here = points[-1]
        begin = here if command == "M" else begin
    return _joined(written)


def _commands(d: str) -> Iterator[tuple[str, list[float]]]:
    command, numbers = "", list[float]()
    for token in _TOKEN.findall(d):
        if token in "MLCQz":
            if command:
                yield command, numbers
            command, numbers = token, []
        else:
            numbers.append(float(token))
    yield command, numbers


def _step(
    command: str, points: Sequence[tuple[int, int]], here: tuple[int, int], digits: int
) -> str:
    if command == "M":
        return "M" + _row(points[0], digits)
    away = [value for x, y in points for value in (x - here[0], y - here[1])]
    if command == "L" and 0 in away:
        return f"h{_number(away[0], digits)}" if not away[1] else f"v{_number(away[1], digits)}"
    return command.lower() + _row(away, digits)


def _joined(steps: Sequence[str]) -> str:
    """Write the steps one after another; a letter is not repeated."""
    text, last = "", ""
    for step in steps:
        if step[0] != last or last in "Mz":
            text += step
        else:
            text += step[1:] if step[1] == "-" else " " + step[1:]
        last = step[0]
    return text


def _row(values: Sequence[int], digits: int) -> str:
    text = ""
    for value in values:
        number = _number(value, digits)
        text += number if not text or number[0] == "-" else " " + number
    return text


def _number(value: int, digits: int) -> str:
    """Return a whole number of tenths or hundredths as a decimal in its shortest form."""
    text = f"{value / 10**digits:.{digits}f}"
    text = text.rstrip("0").rstrip(".")
    return re.sub(r"^(-?)0\.", r"\1.", text) if text not in {"-0", ""} else "0"


def _rounded(value: str) -> str:
    return _number(round(float(value) * 10), 1)


_CHANGES: Final[dict[str, Callable[[str], str]]] = {
    "d": _path,
    "height": _rounded,
    "stroke-width": lambda value: _number(round(float(value) * 100), 2),
    "transform": _turn,
    "width": _rounded,
    "x": _rounded,
    "y": _rounded,
}


def _references(root: ET.Element) -> None:
    """Keep the identifiers that something refers to, numbered, and those that a figure gave."""
    targets = [t for element in root.iter() for value in element.attrib.values()
               for t in _REFERENCE.findall(value)]  # fmt: skip
    known = {element.get("id"): element for element in root.iter()}
    named = (target for target in dict.fromkeys(targets) if target in known)  # not a colour
    used = {target: f"r{number}" for number, target in enumerate(named)}
    for element in root.iter():
        if element.tag == "use":
            _inherit(element, known[element.attrib["href"][1:]])
        own = element.get("id", "")
        if own in used:
            element.set("id", used[own])
        elif _NUMBERED.fullmatch(own):
            del element.attrib["id"]
        for name, value in element.attrib.items():
            element.set(name, _REFERENCE.sub(lambda found: used.get(found[0], found[0]), value))


def _inherit(use: ET.Element, drawn: ET.Element) -> None:
    """Take off a use what the drawing used says for itself, and places at the origin."""
    for name in drawn.attrib:
        if name in _SHARED:
            use.attrib.pop(name, None)
    for name in ("x", "y"):
        if use.get(name) == "0":
            del use.attrib[name]


def _flatten(parent: ET.Element) -> None:
    """Take out what draws nothing, and groups that say nothing."""
    kept: list[ET.Element] = []
    for child in parent:
        _flatten(child)
        if child.tag in {"g", "defs"} and not len(child) and "id" not in child.attrib:
            continue
        if child.tag == "path" and _is_idle(child):
            continue
        kept += list(child) if child.tag == "g" and not child.attrib else [child]
    parent[:] = kept


def _is_idle(path: ET.Element) -> bool:
    return path.get("fill") == "none" and "stroke" not in path.attrib and "id" not in path.attrib


def _share(parent: ET.Element) -> None:
    """Say once, on a group, what several marks in a row have in common."""
    for child in parent:
        if child.tag != "defs":
            _share(child)
    if parent.tag in _WORDS or parent.tag == "pattern":
        return
    kept: list[ET.Element] = []
    for attributes, run in groupby(parent, _common):
        marks = list(run)
        length = sum(len(name) + len(value) + 4 for name, value in attributes)
        if length * (len(marks) - 1) <= _OVERHEAD:
            kept += marks
            continue
        group = ET.Element("g", dict(attributes))
        for mark in marks:
            mark.attrib = {k: v for k, v in mark.attrib.items() if (k, v) not in attributes}
            group.extend(list(mark) if mark.tag == "g" and not mark.attrib else [mark])
        kept.append(group)
    parent[:] = kept


def _common(element: ET.Element) -> tuple[tuple[str, str], ...]:
    if element.tag in {"defs", "title", "desc"} or "opacity" in element.attrib:
        return ()
    return tuple(sorted(item for item in element.attrib.items() if item[0] in _SHARED))
