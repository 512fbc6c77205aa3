"""What a report is made of: a page of sections, a section of paragraphs, figures and grids.

The HTML page and the Markdown file are two renderings of the same blocks. All text is plain; the
templates escape it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

_ROWS_TO_SORT: Final = 3


@dataclass(frozen=True, slots=True)
class Panel:
    """One drawing.

    Attributes
    ----------
    name : str
        Of the file, without ending; unique in a report.
    title : str
        What it shows; the `<title>` of the SVG.
    description : str
        How to read it; the `<desc>` of the SVG.
    svg : str
        A whole SVG document.
    group : str
        Heading under which it stands beside its likes; empty for none.
    """

    name: str
    title: str
    description: str
    svg: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of a legend: a small drawing and what it means."""

    glyph: Markup
    meaning: str


@dataclass(frozen=True, slots=True)
class Figure:
    """Drawings with a title that states the finding, and a caption that says how to read them.

    Attributes
    ----------
    name : str
        Name in the registry, also the anchor.
    title : str
        The finding.
    caption : str
        How to read it, with units.
    panels : tuple of Panel
        At least one.
    key : tuple of Key
        The legend.
    source : str
        Whose figures they are.
    wide : bool
        True where a small screen should scroll it rather than shrink it.
    data : tuple of str
        The tables of the result that it is drawn from.
    live : str
        JSON, safe inside a page, that the script for this figure reads; empty where nothing moves.
    """

    name: str
    title: str
    caption: str
    panels: tuple[Panel, ...]
    key: tuple[Key, ...] = ()
    source: str = ""
    wide: bool = False
    data: tuple[str, ...] = ()
    live: str = ""

    @property
    def groups(self) -> tuple[tuple[str, tuple[Panel, ...]], ...]:
        """The panels by heading, in order."""
        by_group: dict[str, list[Panel]] = {}
        for panel in self.panels:
            by_group.setdefault(panel.group, []).append(panel)
        return tuple((group, tuple(panels)) for group, panels in by_group.items())


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column; numbers stand right, with their unit in the head."""

    title: str
    unit: str = ""
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of text cells; the first cell of a row is its head.

    Attributes
    ----------
    name : str
        Anchor, unique in a report.
    title : str
        What it holds.
    columns : tuple of Column
        Their heads.
    rows : tuple of tuples of str
        As many cells as columns.
    note : str
        How to read it.
    folded : bool
        True where it opens on demand.
    marked : tuple of int
        Rows that stand out, from 0.
    data : tuple of str
        The tables of the result that its cells are taken from.
    ordered : bool
        True where the order of the rows is part of what the table says; a reader may not change it.
    anchors : tuple of str
        One for each row that can be linked to; none where no row can.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    folded: bool = False
    marked: tuple[int, ...] = ()
    data: tuple[str, ...] = ()
    ordered: bool = False
    anchors: tuple[str, ...] = ()

    @property
    def sortable(self) -> bool:
        """Whether a reader may put the rows into another order."""
        return not self.ordered and len(self.rows) >= _ROWS_TO_SORT


@dataclass(frozen=True, slots=True)
class Link:
    """A file of the report and what it is."""

    file: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report.

    Attributes
    ----------
    anchor : str
        Of the link in the contents.
    short, title : str
        In the contents, and above the section.
    card : tuple of (str, str)
        Short answers to fixed questions, above the paragraphs: what is asked, what one sees.
    paragraphs : tuple of str
        Before the blocks.
    points : tuple of str
        A list after the paragraphs.
    blocks : tuple of Figure or Grid
        In order.
    technical : tuple of str
        Paragraphs that open on demand.
    links : tuple of Link
        Files, at the end.
    """

    anchor: str
    short: str
    title: str
    card: tuple[tuple[str, str], ...] = ()
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    blocks: tuple[Figure | Grid, ...] = ()
    technical: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures among the blocks."""
        return tuple(block for block in self.blocks if isinstance(block, Figure))


@dataclass(frozen=True, slots=True)
class Part:
    """Sections under one heading of the contents.

    Attributes
    ----------
    title : str
        The heading.
    sections : tuple of Section
        In order.
    folded : bool
        True where the contents show the heading alone until it is opened.
    """

    title: str
    sections: tuple[Section, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class KeyNumber:
    """A number of the first screen, with its unit and what it is."""

    value: str
    unit: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Page:
    """A whole report.

    Attributes
    ----------
    name, hypothesis, title, claim, question : str
        Of the study.
    verdict, verdict_meaning, sentence, cannot_show : str
        Of the result.
    heading : str
        Above the verdict.
    reading : tuple of str
        Which row of the decision table holds, and what moves it; empty before there is a verdict.
    numbers : tuple of KeyNumber
        Three or four.
    parts : tuple of Part
        In order.
    tables : tuple of str
        The tables of the report that hold anything, so that a link to them is worth a click.
    """

    name: str
    hypothesis: str
    title: str
    claim: str
    question: str
    verdict: str
    verdict_meaning: str
    sentence: str
    cannot_show: str
    heading: str
    reading: tuple[str, ...]
    numbers: tuple[KeyNumber, ...]
    parts: tuple[Part, ...]
    tables: tuple[str, ...] = ()

    @property
    def sections(self) -> tuple[Section, ...]:
        """All sections, in order."""
        return tuple(section for part in self.parts for section in part.sections)

    @property
    def panels(self) -> tuple[Panel, ...]:
        """All drawings, in order."""
        figures = (figure for section in self.sections for figure in section.figures)
        return tuple(panel for figure in figures for panel in figure.panels)
