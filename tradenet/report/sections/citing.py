"""How to cite a report: the program, the study as it was run, and the sources of the data."""

from __future__ import annotations

from collections.abc import Iterator

from tradenet.report.blocks import Section
from tradenet.report.records import versions
from tradenet.report.sections.sources import used
from tradenet.report.view import View

_DIGITS = 12  # of a hash: enough to tell two studies apart


def cite(view: View) -> Section:
    """Return the section with a line to cite; it names no date, which the reader adds."""
    return Section(
        anchor="cite",
        short="How to cite",
        title="How to cite this report",
        paragraphs=(
            line(view),
            "Add the date of the run, which stands in manifest.json. The hash is that of all "
            "options and thresholds, not of the data: the same study on other flows has the same "
            "hash, so name the data too. Below stand the sources and vintages that this report "
            "used; cite their providers by their terms:",
        ),
        points=tuple(_providers(view)),
    )


def line(view: View) -> str:
    """Return one line that names program, version, study, hash, seed and data."""
    config = view.result.config
    standing = view.result.facts.get("registration") or {}
    hashed = f", study hash {standing['hash'][:_DIGITS]}" if standing.get("hash") else ""
    titles = dict.fromkeys((view.result.provenance.title or "source not stated").split("; "))
    return (
        f"The tradenet authors: tradenet {versions()['tradenet']}. Report “{config.study.title}” "
        f"(study {config.study.name}{hashed}, seed {config.run.seed}). Data: {'; '.join(titles)}."
    )


def _providers(view: View) -> Iterator[str]:
    """Yield source, vintage and periods; the files where the data are the user's own."""
    for source, vintage, periods in used(view).rows:
        named = vintage if vintage != "not stated" else "vintage not stated"
        yield f"{source}, {named}: {periods}."
    if not view.result.facts.get("published"):
        for file in view.result.provenance.files:
            yield f"{file.name}, SHA-256 {file.sha256[:_DIGITS]}…"
