"""A docstring of the house becomes Markdown whose formulas every code host shows.

Docstrings are numpydoc: a sentence, paragraphs with formulas, sections under a line of dashes.
Formulas go into backticks (``$`…`$``) and fences of the language ``math``, where no Markdown reader
takes an underscore or a star for emphasis.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

NOT_TO_USE: Final = "When not to use it:"
_MATH: Final = ".. math::"
_PROMPT: Final = (">>>", "...")
_CODE: Final = re.compile(
    r":math:`([^`]+)`"
    r"|``([^`]+)``"
    r"|`([^`]+)`"
    r"|doi:(10\.\d{4,9}/(?:\([^\s()]*\)|[^\s(),;])*\w)"
    r"|(\*[^*\s][^*]*\*)"  # emphasis is the same in both
)
_SPECIAL: Final = re.compile(r"([\\*<$~]|(?<!\w)_|_(?!\w))")


@dataclass(frozen=True, slots=True)
class Docstring:
    """A docstring in its parts.

    Attributes
    ----------
    summary : str
        The first sentence, on one line.
    paragraphs : tuple of str
        What follows, each with its own lines; a formula is one.
    sections : tuple of (str, tuple of str)
        Name and lines of each section, in order.
    """

    summary: str
    paragraphs: tuple[str, ...]
    sections: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def warning(self) -> str:
        """When not to use it, as one paragraph; empty where the docstring does not say."""
        said = [text for text in self.paragraphs if text.startswith(NOT_TO_USE)]
        return said[0] if said else ""

    def section(self, name: str) -> tuple[str, ...]:
        """Return the lines of a section; none where there is no such section."""
        return dict(self.sections).get(name, ())


def split(docstring: str) -> Docstring:
    r"""Return the parts of a docstring whose indentation is already taken off.

    Examples
    --------
    >>> found = split("Say what.\n\nMore.\n\nNotes\n-----\nOne\nline.")
    >>> found.summary, found.paragraphs, found.sections
    ('Say what.', ('More.',), (('Notes', ('One', 'line.')),))
    """
    lines = docstring.splitlines()
    heads = [at for at, line in enumerate(lines[1:]) if line and not line.strip("-")]
    ends = [*heads, len(lines)]
    prose = _blocks(lines[: ends[0]])
    sections = tuple(
        (lines[head], _stripped(lines[head + 2 : end]))
        for head, end in zip(heads, ends[1:], strict=True)
    )
    return Docstring(_one_line(prose[0]) if prose else "", tuple(prose[1:]), sections)


def _blocks(lines: Sequence[str]) -> list[str]:
    """Return what blank lines divide."""
    grouped = groupby(lines, key=lambda line: bool(line.strip()))
    return ["\n".join(block) for written, block in grouped if written]


def _stripped(lines: Sequence[str]) -> tuple[str, ...]:
    """Return the lines without blank ones at either end."""
    return tuple("\n".join(lines).strip("\n").splitlines())


def paragraph(text: str) -> str:
    r"""Return a paragraph or a formula of a docstring as Markdown.

    Examples
    --------
    >>> paragraph("With :math:`x_i` and ``y`` (doi:10.1000/182).")
    'With $`x_i`$ and `y` ([doi:10.1000/182](https://doi.org/10.1000/182)).'
    >>> print(paragraph(".. math:: a_i =\n    b_j"))
    ```math
    a_i =
    b_j
    ```
    """
    if text.startswith(_MATH):
        formula = (line.strip() for line in text.removeprefix(_MATH).strip().splitlines())
        return "\n".join(("```math", *formula, "```"))
    if text.startswith(NOT_TO_USE):
        return f"**{NOT_TO_USE}** {inline(text.removeprefix(NOT_TO_USE))}"
    return inline(text)


def inline(text: str) -> str:
    r"""Return running text as Markdown on one line: formulas, code and DOIs, the rest as it is.

    Examples
    --------
    >>> inline("a_b < c * :math:`d_e`")
    'a_b \\< c \\* $`d_e`$'
    """
    text, parts, at = _one_line(text), [], 0
    for found in _CODE.finditer(text):
        parts += [_SPECIAL.sub(r"\\\1", text[at : found.start()]), _code(found)]
        at = found.end()
    return "".join((*parts, _SPECIAL.sub(r"\\\1", text[at:])))


def _code(found: re.Match[str]) -> str:
    formula, literal, name, doi, emphasis = found.groups()
    if doi:
        return f"[doi:{doi}](https://doi.org/{doi})"
    if emphasis:
        return found[0]
    return f"$`{formula}`$" if formula else f"`{literal or name}`"


def fields(lines: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Yield name, type and meaning of each entry of a section of parameters.

    Examples
    --------
    >>> list(fields(["x : float", "    How", "    much.", "y : int"]))
    [('x', 'float', 'How much.'), ('y', 'int', '')]
    """
    head, meaning = "", list[str]()
    for line in (*lines, "end"):
        if line.startswith(" ") or not line:
            meaning.append(line.strip())
            continue
        if head:
            name, _, kind = head.partition(" : ")
            yield name, kind, " ".join(meaning).strip()
        head, meaning = line, []


def example(lines: Sequence[str]) -> str:
    """Return the lines of an example: prose as paragraphs, sessions as fenced blocks.

    Examples
    --------
    >>> example(["One more:", "", ">>> 1 + 1", "2"]).splitlines()
    ['One more:', '', '```pycon', '>>> 1 + 1', '2', '```']
    """
    return "\n\n".join(
        f"```pycon\n{block}\n```" if block.startswith(_PROMPT) else paragraph(block)
        for block in _blocks(lines)
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
