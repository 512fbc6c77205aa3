import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure as Sheet

from tradenet.report.drawing import panel, style
from tradenet.report.slim import slim

Marks = Callable[[str], list[dict[str, str]]]
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'


def slimmed(inside: str) -> str:
    """Return what is left of some elements, without the root."""
    return slim(f"{HEAD}{inside}</svg>", "serif").partition(">")[2].removesuffix("</svg>")


def places(d: str) -> list[tuple[float, float]]:
    """Return the points that path data of lines visit, read by the rules of SVG."""
    found: list[tuple[float, float]] = []
    for command, rest in re.findall(r"([MlhvzLHV])([^MlhvzLHVcq]*)", d):
        numbers = [float(x) for x in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", rest)]
        if command == "h":
            numbers = [y for x in numbers for y in (x, 0.0)]
        if command == "v":
            numbers = [y for x in numbers for y in (0.0, x)]
        for x, y in zip(numbers[::2], numbers[1::2], strict=True):
            here = found[-1] if command in "lhv" else (0.0, 0.0)
            found.append((here[0] + x, here[1] + y))
    return found


def test_a_style_becomes_attributes() -> None:
    assert slimmed(
        '<path d="M 1 2 L 3 4" style="fill: none; stroke: #0072b2; stroke-width: 2"/>'
    ) == ('<path d="M1 2l2 2" fill="none" stroke="#0072b2" stroke-width="2"/>')


def test_what_goes_without_saying_is_not_said() -> None:
    assert slimmed(
        '<text style="font-size: 11px; stroke-width: 1; stroke-dashoffset: 0; font-family: Arial"'
        ' transform="rotate(-0 1.5 2)">a</text>'
    ) == ("<text>a</text>")


def test_a_turned_word_stays_turned() -> None:
    assert slimmed('<text transform="rotate(-90 12.3456 7.01)">a b</text>') == (
        '<text transform="rotate(-90 12.3 7)">a b</text>'
    )


def test_what_draws_nothing_is_left_out_and_what_a_figure_named_stays() -> None:
    assert slimmed('<g id="patch_1"><path d="M 0 0 L 1 1" style="fill: none"/></g><defs/>') == ""
    assert slimmed('<g id="line2d_7"><g id="iran"/></g>') == '<g id="iran"/>'


def test_a_thing_used_keeps_its_name_and_its_users() -> None:
    left = slimmed(
        '<defs><path id="m12ab" d="M 0 0 L 0 3" style="stroke: #56626d"/></defs>'
        '<g clip-path="url(#p9)"><use xlink:href="#m12ab" x="4.04" y="0"'
        ' style="fill: #56626d; stroke: #56626d"/></g>'
        '<defs><clipPath id="p9"><rect x="0" y="0" width="9" height="9"/></clipPath></defs>'
    )
    (mark,) = re.findall(r"<use [^>]*>", left)
    assert mark == '<use x="4" href="#r1" fill="#56626d"/>'  # the mark itself knows its stroke
    assert '<path id="r1"' in left
    assert 'clip-path="url(#r0)"' in left
    assert '<clipPath id="r0">' in left


def test_a_colour_is_not_taken_for_a_name() -> None:
    assert 'fill="#abcdef"' in slimmed('<path id="abc" d="M 0 0 L 1 1" fill="#abcdef"/>')


def test_marks_in_a_row_share_what_they_have_in_common() -> None:
    one = '<path d="M 0 0 L {0} 1" style="fill: none; stroke: #0072b2; stroke-opacity: 0.5"/>'
    left = slimmed("".join(one.format(k) for k in range(1, 4)))
    assert left.count("stroke-opacity") == 1
    assert left.startswith('<g fill="none" stroke="#0072b2" stroke-opacity="0.5"><path d=')


def test_marks_that_differ_share_nothing_and_keep_their_order() -> None:
    drawn = [("#000000", 1), ("#0072b2", 2), ("#000000", 3)]
    left = slimmed(
        "".join(f'<path d="M 0 0 L {x} 1" style="fill: {colour}"/>' for colour, x in drawn)
    )
    assert re.findall(r'l(\d) 1" fill="(#\w+)"', left) == [(str(x), c) for c, x in drawn]


def test_transparency_of_a_whole_mark_is_its_own() -> None:
    one = '<path d="M 0 0 L 5 1" style="fill: #0072b2; opacity: 0.5"/>'
    assert slimmed(one * 3).count('opacity="0.5"') == 3  # on a group the marks would not overlap


@pytest.mark.parametrize(
    "points", [[(0.04, 9.96), (10.06, 9.96), (10.06, 0.0)], [(k / 3, k * k / 7) for k in range(90)]]
)
def test_steps_do_not_add_up_their_rounding(points: list[tuple[float, float]]) -> None:
    d = "M " + " \nL ".join(f"{x:.6f} {y:.6f}" for x, y in points)
    left = slimmed(f'<path d="{d}" style="stroke: #000000"/>')
    found = places(re.findall(r'd="([^"]+)"', left)[0])
    assert len(found) == len(points)
    for (x, y), (a, b) in zip(points, found, strict=True):
        assert abs(x - a) <= 0.0501
        assert abs(y - b) <= 0.0501


def test_curves_and_closed_paths_go_on_from_where_they_are() -> None:
    left = slimmed(
        '<path d="M 1 1 C 2 1 3 2 3 3 L 1 3 z M 5 5 Q 6 5 7 7 z" style="stroke: #000000"/>'
    )
    assert 'd="M1 1c1 0 2 1 2 2h-2zM5 5q1 0 2 2z"' in left


def drawn() -> str:
    with style("slim"):
        sheet = Sheet(figsize=(4, 3))
        axes = sheet.add_subplot()
        axes.plot([0, 1, 2, 3], [0.2, 3.1, 1.7, 2.2], marker="o", color="#0072b2")
        axes.bar([0, 1, 2], [1, 2, 3], hatch="//", color="#d55e00")
        axes.text(1, 1, "a < b", rotation=90)
        return panel(sheet, "slim", "A title", "A description").svg


def test_a_drawing_is_valid_and_short(marks: Marks) -> None:
    svg = drawn()
    kinds = [mark["kind"] for mark in marks(svg)]
    assert kinds.count("use") >= 4 + 4
    assert "a < b" in "".join(ET.fromstring(svg).itertext())
    assert not re.search(r"\d\.\d{3}", re.sub(r"<(title|desc).*?</\1>", "", svg))
    assert svg == drawn()
    with style("slim"):
        assert mpl.rcParams["svg.fonttype"] == "none"
