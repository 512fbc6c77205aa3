"""What was run, what was set aside, with which settings, and what the words mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tradenet.bloc import BlocTestResult
from tradenet.domain.text import listed
from tradenet.report.blocks import Column, Grid, Link, Section
from tradenet.report.terms import anchor_of
from tradenet.report.view import View
from tradenet.report.wording import billions, ratio
from tradenet.report.words import GLOSSARY, TABLES


def battery(view: View) -> Section:
    """Return the section on the tests: what was run and what was not."""
    tests = view.result.tests
    run = [test.name for test in tests if test.rule]
    rest = [test.name for test in tests if not test.rule]
    said = f"{listed(run) or 'No test'} {'has' if len(run) == 1 else 'have'} been run."
    if rest:
        said += (
            f" {listed(rest)} {'has' if len(rest) == 1 else 'have'} not, so there is no verdict on "
            "the hypothesis, and this report pretends none."
        )
    return Section(
        anchor="battery",
        short="The tests",
        title="The battery: what was run and what was not",
        paragraphs=(said,),
        blocks=(
            Grid(
                "tests", "The tests in order", _TESTS, tuple(_test(x) for x in tests), ordered=True
            ),
        ),
    )


_TESTS = (
    Column("Test"),
    Column("Question"),
    Column("State"),
    Column("What it says"),
    Column("p", numeric=True),
    Column("Rule"),
)


def _test(test: BlocTestResult) -> tuple[str, ...]:
    state = {True: "passed", False: "not passed", None: "described"}[test.passed]
    return (
        test.name,
        test.question,
        state if test.rule else "not run",
        test.effect or "–",
        ratio(test.p_value),
        test.rule or "–",
    )


def ledger(view: View) -> Section:
    """Return the section on rows and dollars in, kept and set aside."""
    books = view.result.ledgers
    rows = tuple(
        (
            line["step"],
            line["status"].replace("_", " "),
            line["meaning"],
            f"{line['rows']:,}",
            billions(float(line["value_usd"])),
        )
        for book in books
        for line in book.to_arrow().to_pylist()
    )
    steps = [f"{', '.join(dict.fromkeys(x.step for x in b.lines))}: {b.summary()}." for b in books]
    heads = (
        Column("Step"),
        Column("State"),
        Column("Meaning"),
        Column("Rows", "count", numeric=True),
        Column("Value", "bn USD", numeric=True),
    )
    return Section(
        anchor="ledger",
        short="The ledger",
        title="The ledger: what was kept and what was set aside",
        paragraphs=(
            "No row is dropped. Each is marked with a reason, and what came in equals what was "
            "kept plus what was set aside, to the row and the cent.",
            *steps,
        ),
        blocks=(
            Grid(
                "ledger-lines",
                "Rows and dollars by step and reason",
                heads,
                rows,
                data=("ledger",),
                ordered=True,
            ),
        ),
    )


def settings(view: View) -> Section:
    """Return the section on the settings."""
    rows = tuple(
        (section, key, ", ".join(map(str, value)) if isinstance(value, list) else str(value))
        for section, content in _parts(view.result.config.to_dict())
        for key, value in content.items()
    )
    heads = (Column("Section"), Column("Key"), Column("Value"))
    return Section(
        anchor="settings",
        short="Settings",
        title="The settings of the study",
        paragraphs=(
            "Everything that can be chosen stands in the study’s TOML file. The same settings, "
            "seed and flows give the same report to the byte.",
            *_registration(view),
            *_scheme(view),
        ),
        blocks=(Grid("settings-all", "Every setting", heads, rows, folded=True, ordered=True),),
    )


def _parts(settings: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield each part of a study under its name; an array of tables one by one, with its number."""
    for name, content in settings.items():
        if isinstance(content, list):
            yield from ((f"{name} {place}", entry) for place, entry in enumerate(content, 1))
        else:
            nested = {key: value for key, value in content.items() if _has_keys(value)}
            yield name, {key: value for key, value in content.items() if key not in nested}
            yield from _parts({f"{name} {key}": value for key, value in nested.items()})


def _has_keys(value: object) -> bool:
    """Say whether a setting is a table or an array of tables."""
    return isinstance(value, Mapping) or (
        isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)
    )


def _registration(view: View) -> Iterator[str]:
    """Say whether these are the settings that were fixed beforehand."""
    standing = view.result.facts.get("registration")
    if standing is not None:
        yield f"Registration: {standing['sentence']}."


def _scheme(view: View) -> Iterator[str]:
    rules = view.result.config.mirror
    if rules.takes_freight_out:
        yield (
            f"Two reports become one number by the scheme “{rules.scheme}”, which takes freight "
            "out itself: importers’ reports were given to it as they were made, and [valuation] "
            "cif_fob_ratio and [mirror] prefer were not used. Distances were not loaded, so that "
            "a margin estimated from the reports is the same for all pairs."
        )


def glossary(view: View) -> Section:
    """Return the section that explains the words."""
    bloc = view.result.config.bloc
    spokes = listed([view.name(code) for code in bloc.spokes])
    own = () if bloc.hub else ("Hub–spoke", "Spoke–spoke")
    rows = tuple(
        (term, meaning.format(hub=view.name(bloc.hub), spokes=spokes))
        for term, meaning in GLOSSARY.items()
        if term not in own
    )
    if not bloc.hub:
        rows = (("Mutual trade", f"Trade of the members with one another: {spokes}."), *rows)
    heads = (Column("Word"), Column("Meaning"))
    return Section(
        anchor="glossary",
        short="Words",
        title="What the words mean",
        blocks=(
            Grid("words", "Words of this report", heads, rows, ordered=True,
                 anchors=tuple(anchor_of(term) for term, _ in rows)),
        ),
    )  # fmt: skip


def files(view: View) -> Section:
    """Return the section that lists the files of the report."""
    return Section(
        anchor="files",
        short="Files",
        title="The numbers behind the page",
        paragraphs=(
            "Everything shown here is in these files, next to this page. Missing numbers are "
            "empty, never zero.",
        ),
        links=(*_links(view), *_FILES),
    )


_FILES = (
    Link("report.md", "this report in short, for an issue or an e-mail"),
    Link("report-full.md", "this report as plain text"),
    Link("verdict.json", "question, verdict and tests for machines"),
    Link("manifest.json", "settings, sources, versions, and the SHA-256 of every file"),
)


def _links(view: View) -> Iterator[Link]:
    for name in sorted({*view.result.tables, "ledger"}):
        yield Link(f"tables/{name}.csv", TABLES.get(name, name.replace("_", " ")))
