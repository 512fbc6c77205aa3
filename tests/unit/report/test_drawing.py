import datetime as dt
import itertools
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import matplotlib as mpl
import pytest
from matplotlib.collections import LineCollection
from matplotlib.patches import Polygon, Rectangle

from tradenet.report.blocks import Figure, Panel
from tradenet.report.drawing import (
    OKABE_ITO,
    PAPER,
    canvas,
    contrast,
    dot,
    glyph,
    panel,
    style,
    swatch,
    write,
)
from tradenet.report.figures.axis import (
    event_line,
    marks,
    row_label,
    segments,
    source_changes,
    when_on_axis,
    year_ticks,
    years_from_to,
)
from tradenet.report.states import STATES, ruled, runs, strip
from tradenet.report.view import View
from tradenet.study import StudyResult

SVG = "{http://www.w3.org/2000/svg}"
MARGINS = (40.0, 10.0, 20.0, 30.0)


def drawn(name: str = "x", words: str = "some words") -> Panel:
    """Return a drawing with a line, a hatched box, a clipped marker and a text."""
    with style(name):
        sheet, axes = canvas(300, 200, MARGINS)
        axes.plot([0, 1, 2], [0, 3, 1], marker="o", fillstyle="left")
        axes.axvspan(0.5, 1, hatch="////")
        write(sheet, (0, 12), words, size=12, weight="bold")
        dot(sheet, (100, 12), OKABE_ITO[0], "s")
        return panel(sheet, name, "A title", "A description", "A group")


def test_a_drawing_is_one_svg_document() -> None:
    part = drawn()
    root = ET.fromstring(part.svg)
    assert root.tag == f"{SVG}svg"
    assert root.get("viewBox") == "0 0 300 200"
    assert (root.get("width"), root.get("height")) == ("300", "200")
    assert "--natural: 300px" in str(root.get("style"))
    assert (part.title, part.group) == ("A title", "A group")
    assert next(iter(root)).tag == f"{SVG}title"


def test_a_drawing_is_the_same_to_the_byte() -> None:
    assert drawn().svg == drawn().svg


def test_drawings_of_two_names_share_no_identifier() -> None:
    one, other = (set(re.findall(r'\bid="([^"]+)"', drawn(name).svg)) for name in ("a", "b"))
    assert one
    assert not one & other
    assert all(found.startswith("a-") for found in one)


def test_references_follow_the_identifiers() -> None:
    svg = drawn("fig").svg
    used = re.findall(r'(?:xlink:href="|url\()#([^")]+)', svg)
    known = set(re.findall(r'\bid="([^"]+)"', svg))
    assert len(used) > 3
    assert set(used) <= known


def test_text_stays_text_in_the_font_of_the_reader() -> None:
    svg = drawn(words="Größe < 5 & → ÷").svg
    (text,) = [t for t in ET.fromstring(svg).iter(f"{SVG}text") if "Größe" in "".join(t.itertext())]
    assert "".join(text.itertext()) == "Größe < 5 & → ÷"
    assert "system-ui" in str(ET.fromstring(svg).get("font-family"))
    assert "font-family" not in text.attrib
    assert "DejaVu" not in svg


def test_dollar_signs_are_no_mathematics() -> None:
    assert "US$ 5 and 6$" in "".join(ET.fromstring(drawn(words="US$ 5 and 6$").svg).itertext())


def test_a_drawing_brings_no_style_for_the_whole_page() -> None:
    svg = drawn().svg
    assert "<style" not in svg
    assert "stroke-linejoin: round" in svg.partition(">")[0]


def test_the_style_ends_even_after_an_error() -> None:
    before = dict(mpl.rcParams)
    with pytest.raises(RuntimeError), style("x"):
        raise RuntimeError
    assert dict(mpl.rcParams) == before


def test_pixels_count_from_the_top_left() -> None:
    with style("x"):
        sheet, _ = canvas(200, 100, MARGINS)
        write(sheet, (50, 25), "here", size=10)
        (text,) = sheet.texts
    assert text.get_position() == pytest.approx((0.25, 0.75))


@pytest.mark.parametrize("pattern", ["", "/", "."])
def test_swatches_are_small_drawings(pattern: str) -> None:
    found = ET.fromstring(str(swatch("#123456", pattern)))
    assert (found.get("height"), found.get("aria-hidden")) == ("14", "true")
    assert "#123456" in str(swatch("#123456", pattern))


def test_a_glyph_is_not_escaped_in_a_template() -> None:
    assert glyph("<path/>").__html__() == str(glyph("<path/>"))


@pytest.mark.parametrize(("one", "other"), [("#000000", "#ffffff"), ("#ffffff", "#000000")])
def test_contrast_is_symmetric_and_known(one: str, other: str) -> None:
    assert contrast(one, other) == pytest.approx(21)
    assert contrast(one, one) == pytest.approx(1)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)  # WebAIM


def test_the_palette_is_that_of_okabe_and_ito() -> None:
    assert len(set(OKABE_ITO)) == 8
    assert OKABE_ITO[5] == "#d55e00"  # vermilion, 213, 94, 0


@pytest.mark.parametrize(
    ("date", "place"),
    [
        (dt.date(2022, 1, 1), 2021.5),
        (dt.date(2022, 2, 24), 2021.648),
        (dt.date(2022, 12, 31), 2022.497),
    ],
)
def test_a_day_stands_inside_its_year(date: dt.date, place: float) -> None:
    assert when_on_axis(date) == pytest.approx(place, abs=0.001)


def test_the_event_is_drawn_where_it_falls_and_not_elsewhere(view: View) -> None:
    with style("x"):
        _, axes = canvas(300, 200, MARGINS)
        years_from_to(axes, (2017, 2023))
        event_line(axes, view, label=True)
        assert axes.lines[0].get_xdata()[0] == pytest.approx(2021.648, abs=0.001)
        assert axes.texts[0].get_text() == "Feb 2022: Russia invades Ukraine"
        _, elsewhere = canvas(300, 200, MARGINS)
        years_from_to(elsewhere, (1990, 2000))
        event_line(elsewhere, view, label=True)
        assert not elsewhere.lines
        assert not elsewhere.texts


def test_the_label_of_an_event_stays_on_its_side(result: StudyResult) -> None:
    event = replace(result.config.event, date=dt.date(2017, 3, 1))
    early = View.of(replace(result, config=replace(result.config, event=event)))
    with style("x"):
        _, axes = canvas(300, 200, MARGINS)
        years_from_to(axes, (2016, 2023))
        event_line(axes, early, label=True)
        assert axes.texts[0].get_ha() == "left"


def test_a_change_of_source_is_marked_at_the_end_of_the_old_one() -> None:
    with style("x"):
        _, axes = canvas(300, 200, MARGINS)
        source_changes(axes, [(2018, "a"), (2019, "a"), (2021, "b"), (2022, "b")])
        assert [line.get_xdata()[0] for line in axes.lines] == [2019.5]


def test_ticks_are_whole_years() -> None:
    with style("x"):
        _, axes = canvas(300, 200, MARGINS)
        axes.set_xlim(1991, 2026)
        year_ticks(axes)
        ticks = [tick for tick in axes.get_xticks() if 1991 <= tick <= 2026]
        words = axes.xaxis.get_major_formatter().format_ticks(ticks)
    assert 2 <= len(ticks) <= 9
    assert all(float(tick).is_integer() for tick in ticks)
    assert words[0].isdigit()


def test_one_year_alone_has_an_axis() -> None:
    with style("x"):
        _, axes = canvas(300, 200, MARGINS)
        years_from_to(axes, (2019,))
        first, last = axes.get_xlim()
    assert first < 2019 < last


def test_lines_and_markers_of_one_look_are_one_object() -> None:
    with style("x"):
        _, axes = canvas(300, 200, MARGINS)
        segments(axes, [[(0, 0), (1, 1)], [(2, 2), (3, 1)]], {"colors": "#123456"})
        marks(axes, [(0, 0), (1, 1), (2, 2)], {"marker": "o"})
        segments(axes, [], {})
        marks(axes, [], {})
        (lines,) = [found for found in axes.collections if isinstance(found, LineCollection)]
        (points,) = axes.lines
    assert len(lines.get_segments()) == 2
    assert list(points.get_xdata()) == [0, 1, 2]
    assert not points.get_clip_on()


def test_row_labels_stand_left_and_heads_are_bold() -> None:
    with style("x"):
        _, axes = canvas(300, 200, MARGINS)
        row_label(axes, 0, "Head", head=True)
        row_label(axes, 1, "China → Iran")
        head, row = axes.texts
    assert (head.get_weight(), row.get_weight()) == ("bold", "normal")
    assert {text.get_ha() for text in axes.texts} == {"right"}


def test_a_strip_has_a_bar_for_each_stretch() -> None:
    calendar = (2017, 2018, 2019, 2020)
    stretches = list(runs(calendar, ("both", "both", "self_report", "not_held")))
    with style("x"):
        _, axes = canvas(300, 200, MARGINS)
        strip(axes, 0, iter(stretches))
        ruled(axes, calendar)
        bars = axes.collections
        lines = axes.lines
    assert len(bars) == 3
    assert bars[2].get_hatch() == STATES["not_held"].hatch
    assert [line.get_xdata()[0] for line in lines] == [2016.5, 2017.5, 2018.5, 2019.5, 2020.5]


def test_stretches_cover_the_calendar_without_gaps() -> None:
    calendar = tuple(range(1992, 2026))
    states = [("both", "not_held", "self_report")[k % 7 % 3] for k in range(len(calendar))]
    found = list(runs(calendar, states))
    assert found[0][1] == 1991.5
    assert found[-1][2] == 2025.5
    for (one, _, end), (other, start, _) in itertools.pairwise(found):
        assert one != other
        assert end == start


def test_panels_stand_under_their_groups_in_order() -> None:
    parts = tuple(Panel(name, "", "", "", group) for name, group in ("ax", "by", "cx"))
    figure = Figure("f", "t", "c", parts)
    assert [(g, [p.name for p in ps]) for g, ps in figure.groups] == [
        ("x", ["a", "c"]),
        ("y", ["b"]),
    ]


def test_nothing_is_filled_by_default() -> None:
    with style("x"):
        sheet, axes = canvas(300, 200, MARGINS)
        boxes = [sheet.patch, axes.patch]
    assert all(isinstance(box, Rectangle | Polygon) for box in boxes)
    assert all(box.get_facecolor()[3] == 0 for box in boxes)
    assert PAPER == "#ffffff"
