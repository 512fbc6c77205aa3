"""Words of the glossary in a text: the first use of each is marked with a link to its row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from markupsafe import Markup, escape

from tradenet.domain.text import isolated, visible
from tradenet.report.wording import slug, unbroken
from tradenet.report.words import FORMS

_TERM_OF: Final[Mapping[str, str]] = {form: term for term, forms in FORMS.items() for form in forms}
_CASED: Final = {unbroken(form).lower(): term for form, term in _TERM_OF.items()}
_LINK: Final = Markup('<a class="term" href="#{}">{}</a>')


def anchor_of(term: str) -> str:
    """Return the anchor of a row of the glossary.

    Examples
    --------
    >>> anchor_of("Set aside (quarantined)")
    'word-set-aside-quarantined'
    """
    return slug("word", term)


class Marker:
    """Marks words of the glossary in the texts of one section, each where it stands first.

    Parameters
    ----------
    anchors : iterable of str
        The rows that the page's glossary has.

    Examples
    --------
    >>> mark = Marker([anchor_of("Dyad")])
    >>> print(mark("<b> Dyads and dyads"))
    &lt;b&gt; <a class="term" href="#word-dyad">Dyads</a> and dyads
    """

    def __init__(self, anchors: Iterable[str]) -> None:
        self._left = set(anchors)

    def __call__(self, text: str) -> Markup:
        """Return the text, escaped, with its first words of the glossary marked."""
        text = unbroken(isolated(visible(text)))
        parts: list[Markup] = []
        end = 0
        for found in _WORD.finditer(text):
            anchor = anchor_of(_CASED[found[0].lower()])
            if anchor in self._left:
                self._left.discard(anchor)
                parts += [escape(text[end : found.start()]), _LINK.format(anchor, found[0])]
                end = found.end()
        return Markup("").join([*parts, escape(text[end:])])


_LONGEST_FIRST: Final = sorted(_CASED, key=lambda form: (-len(form), form))
_WORD: Final = re.compile(
    rf"(?<![\w–-])(?:{'|'.join(map(re.escape, _LONGEST_FIRST))})(?![\w–-])", re.IGNORECASE
)
