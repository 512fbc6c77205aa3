import re

import pytest

from tradenet.report.blocks import Page
from tradenet.report.drawing import BLACK, OKABE_ITO, PAPER, WORDS, contrast
from tradenet.report.palette import DARK_PAPER, PAGE, after_dark, rules
from tradenet.report.render import html


@pytest.mark.parametrize("colour", OKABE_ITO)
def test_categories_stand_out_after_dark(colour: str) -> None:
    assert contrast(after_dark(colour), DARK_PAPER) >= 4.5


def test_categories_stay_apart_after_dark() -> None:
    dark = {after_dark(colour) for colour in OKABE_ITO}
    assert len(dark) == len(OKABE_ITO)


@pytest.mark.parametrize("colour", WORDS.values())
def test_words_in_colour_can_be_read_after_dark(colour: str) -> None:
    assert contrast(after_dark(colour), DARK_PAPER) >= 4.5


@pytest.mark.parametrize(
    "colour",
    ["#56626d", "#7a8590", "#a5361b", "#0b4a75", "#447ca3", "#7aaed0", "#cfdfe6", "#f3e6c8"],
)
def test_a_colour_keeps_its_contrast_with_the_paper(colour: str) -> None:
    by_day, by_night = contrast(colour, PAPER), contrast(after_dark(colour), DARK_PAPER)
    assert 0.82 * by_day < by_night < 1.2 * by_day


def test_words_on_a_cell_can_be_read_after_dark() -> None:
    """White and black words stand on cells of any shade: both turn round together."""
    for level in range(0, 256, 5):
        cell = f"#{level:02x}{(level + 20) % 256:02x}{min(255, level + 40):02x}"
        word = max((BLACK, PAPER), key=lambda text: contrast(text, cell))
        turned = BLACK if word == PAPER else PAPER
        assert contrast(turned, after_dark(cell)) >= 4.4, cell


@pytest.mark.parametrize("name", ["ink", "muted", "deep", "event", "mark-ink"])
def test_words_of_the_page_can_be_read_by_day_and_after_dark(name: str) -> None:
    grounds = ("paper", "soft", "mark") if name == "mark-ink" else ("paper", "soft")
    for ground in grounds:
        assert contrast(PAGE[name], PAGE[ground]) >= 4.5
        assert contrast(after_dark(PAGE[name]), after_dark(PAGE[ground])) >= 4.5


def test_every_colour_of_a_drawing_has_a_rule() -> None:
    text = rules('<g fill="#0072b2"><path stroke="#123456"/></g>')
    assert f'svg [fill="#0072b2"]{{fill:light-dark(#0072b2,{after_dark("#0072b2")})}}' in text
    assert 'svg [stroke="#123456"]{stroke:light-dark(#123456,' in text
    assert "none" not in text


def test_the_page_knows_every_colour_of_its_drawings(page: Page) -> None:
    text = html(page)
    body = text.partition("<body>")[2]
    used = set(re.findall(r'\b(fill|stroke)="(#[^"]+)"', body))
    assert len(used) > 20
    for kind, colour in used:
        assert f'svg [{kind}="{colour}"]' in text, (kind, colour)


def test_a_reader_without_the_function_sees_the_day() -> None:
    first = rules("").splitlines()[0]
    assert "light-dark" not in first
    assert f"--paper:{PAPER};" in first
