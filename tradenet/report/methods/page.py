"""The page of methods as Markdown: families of entries, and tables of sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from tradenet.domain import UnknownName, nearest
from tradenet.report.methods.docstring import example, fields, inline, paragraph
from tradenet.report.methods.entry import Entry
from tradenet.report.methods.families import Family, families
from tradenet.sources import LAYOUTS
from tradenet.sources.fetch import FETCHERS
from tradenet.sources.ties import TIES

_HEAD: Final = """# Methods

Every method that tradenet has, with its formula, its reference, when not to use it and an example.
The page is made from the docstrings: `tradenet methods --out reports/guide/methods.md` writes it,
`tradenet methods leiden` prints one entry. A test keeps it up to date.

Examples are those of the source file, which imports what they use; they run as tests. The one-line
calls run after this:

```python
import tradenet as tn
from tradenet.domain import stream
from tradenet.networks import BACKBONES, CENTRALITIES, MEASURES, NULL_MODELS, STRUCTURES

graph = tn.build(tn.snapshot([2019]), period=2019)
expected = tn.expect(graph)
rng = stream(1, "my question")  # a named stream: the same name and seed give the same draws
```
"""


def page() -> str:
    """Return the whole page.

    Examples
    --------
    >>> page().startswith("# Methods")
    True
    """
    shown = families()
    sources = tuple(_sources())
    titles = [family.title for family in shown] + [title for title, *_ in sources]
    contents = "\n".join(f"* [{title}](#{_anchor(title)})" for title in titles)
    parts = [
        _HEAD,
        contents,
        *(_family(family) for family in shown),
        *(f"## {title}\n\n{purpose}\n\n{_table(rows)}" for title, purpose, rows in sources),
    ]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def about(name: str) -> str:
    """Return what the page says of one name, wherever it is registered.

    Raises
    ------
    UnknownName
        If no family has such a name.

    Examples
    --------
    >>> print(about("conductance").splitlines()[0])
    ### `conductance`
    """
    shown = [(family, entry) for family in families() for entry in family.entries]
    found = [_entry(entry, family) for family, entry in shown if name in entry.names]
    if not found:
        known = sorted({name for _, entry in shown for name in entry.names})
        msg = f"no method '{name}'{nearest(name, known)}; known: {', '.join(known)}"
        raise UnknownName(msg)
    return "\n\n".join(found) + "\n"


def _anchor(title: str) -> str:
    return title.lower().replace(" ", "-")


def _family(family: Family) -> str:
    parts = [f"## {family.title}", family.purpose, f"Names stand in `{family.registry}`."]
    parts += [_entry(entry, family) for entry in family.entries]
    if family.rule:
        rows = [("Row", "Verdict", "Where"), *((str(n), v, inline(c)) for n, v, c in family.rule)]
        parts.append(f"### The rule of {family.title.removeprefix('Tests of ')}\n\n{_table(rows)}")
    return "\n\n".join(parts)


def _entry(entry: Entry, family: Family) -> str:
    return "\n\n".join(filter(None, _lines(entry, family)))


def _lines(entry: Entry, family: Family) -> Iterator[str]:
    """Yield the parts of an entry, from its name to its example."""
    told = entry.docstring
    yield f"### {', '.join(f'`{name}`' for name in entry.names)}"
    yield inline(told.summary)
    yield from (f"*{label}:* {inline(text)}" for label, text in entry.facts)
    yield from (paragraph(text) for text in told.paragraphs if text != told.warning)
    if told.warning:
        yield paragraph(told.warning)
    yield _settings(entry)
    yield _listed("Settings", told.section("Attributes"), entry)
    yield _listed("Takes", told.section("Parameters"), entry)
    yield _listed("Gives", told.section("Returns"), entry)
    if told.section("References"):
        yield f"*Reference:* {inline(' '.join(told.section('References')))}"
    yield f"*Call:* `{family.call.replace('NAME', entry.names[0])}`"
    yield example(entry.example)
    dotted, file = entry.home
    yield f"*Source:* [`{dotted}`](../../{file})"


def _settings(entry: Entry) -> str:
    """Say what each name sets, where several share a docstring."""
    written = zip(entry.names, entry.settings, strict=True)
    lines = [f"* `{name}`: " + (f"`{what}`" if what else "the defaults") for name, what in written]
    return "\n".join(lines) if len(lines) > 1 or any(entry.settings) else ""


def _listed(title: str, lines: Sequence[str], entry: Entry) -> str:
    if not lines:
        return ""
    items = (_field(*found, entry.defaults) for found in fields(lines))
    return "\n".join((f"*{title}:*\n", *items))


def _field(name: str, kind: str, meaning: str, defaults: Mapping[str, str]) -> str:
    default = f"; default `{defaults[name]}`" if name in defaults else ""
    head = f"`{name}`" + (f" ({inline(kind)}{default})" if kind or default else "")
    return f"* {head}: {inline(meaning)}" if meaning else f"* {head}"


def _sources() -> Iterator[tuple[str, str, list[tuple[str, ...]]]]:
    """Yield title, purpose and rows of each table of sources, the head first."""
    yield (
        "Layouts of files",
        "A file is recognised by its header (`tradenet ingest FILE --store STORE`); `tradenet "
        "sources` lists the same. Any other file is read with a small TOML mapping of its columns.",
        [
            ("Name", "What it is", "Columns it must have", "Terms"),
            *(
                (f"`{name}`", inline(x.title), _codes(sorted(x.columns)), inline(x.terms))
                for name, x in LAYOUTS.items()
            ),
        ],
    )
    yield (
        "Providers that can be fetched from",
        "`tradenet fetch NAME --out FOLDER` needs the extra `fetch`; it is the only command that "
        "uses the internet.",
        [
            ("Name", "What it brings", "From", "Terms"),
            *(
                (f"`{name}`", inline(x.title), f"<{x.home}>", inline(x.terms))
                for name, x in FETCHERS.items()
            ),
        ],
    )
    yield (
        "Kinds of other ties",
        "None is shipped. `tradenet report --ties FILE` tells a table of yours beside the verdict.",
        [
            ("Name", "A row says", "Example row"),
            *((f"`{name}`", inline(x.summary()), f"`{x.example}`") for name, x in TIES.items()),
        ],
    )


def _codes(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _table(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as a Markdown table, the first as its head."""
    written = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join((written[0], "|" + " --- |" * len(rows[0]), *written[1:]))
