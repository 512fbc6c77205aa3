import re

import pytest

from tradenet.report.blocks import Grid, Page
from tradenet.report.render import html
from tradenet.report.terms import Marker, anchor_of
from tradenet.report.wording import unbroken
from tradenet.report.words import FORMS, GLOSSARY

EVERY = [anchor_of(term) for term in GLOSSARY]


def marked(text: str) -> list[str]:
    """Return the words that are marked in a text."""
    return re.findall(r'<a class="term" href="#[^"]+">([^<]+)</a>', str(Marker(EVERY)(text)))


def test_every_form_belongs_to_a_word_of_the_glossary() -> None:
    assert set(FORMS) <= set(GLOSSARY)
    forms = [form.lower() for forms in FORMS.values() for form in forms]
    assert len(forms) == len(set(forms))


@pytest.mark.parametrize("term", FORMS)
def test_every_form_is_found(term: str) -> None:
    for form in FORMS[term]:
        assert marked(f"There the {form}, seen.") == [unbroken(form)]


def test_the_first_use_is_marked_and_no_other() -> None:
    mark = Marker(EVERY)
    assert str(mark("a dyad and a dyad")).count("<a ") == 1
    assert str(mark("another dyad")).count("<a ") == 0


def test_the_longest_form_is_taken_and_parts_of_words_are_not() -> None:
    assert marked("dyad-years") == ["dyad-years"]
    assert marked("communitywide, non-covered, hub–spokes") == []


def test_a_word_that_the_page_does_not_explain_is_not_marked() -> None:
    assert str(Marker(())("a dyad")) == "a dyad"


def test_text_is_escaped_around_and_inside() -> None:
    text = str(Marker(EVERY)('<i>"dyad"</i> & <script>'))
    link = '<a class="term" href="#word-dyad">dyad</a>'
    assert text == f"&lt;i&gt;&#34;{link}&#34;&lt;/i&gt; &amp; &lt;script&gt;"


def test_marks_of_a_page_lead_to_the_glossary(page: Page) -> None:
    text = html(page)
    words = next(
        block for section in page.sections for block in section.blocks if block.name == "words"
    )
    assert isinstance(words, Grid)
    targets = set(re.findall(r'<a class="term" href="#([^"]+)">', text))
    assert len(targets) > 8
    assert targets <= set(words.anchors)
    for anchor in words.anchors:
        assert text.count(f'id="{anchor}"') == 1


def test_a_section_marks_a_word_once(page: Page) -> None:
    body = html(page).partition('<main id="report">')[2]
    for section in re.split(r"<section ", body)[1:]:
        found = re.findall(r'<a class="term" href="#([^"]+)">', section)
        assert len(found) == len(set(found))


def test_headings_and_tables_are_not_marked(page: Page) -> None:
    text = html(page)
    for part in re.findall(
        r"<h[1-4].*?</h[1-4]>|<table.*?</table>|<summary.*?</summary>", text, re.DOTALL
    ):
        assert 'class="term"' not in part
