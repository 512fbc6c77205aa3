"""The sources: side by side for the dyads, and their vintages, terms and gaps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tradenet.report.blocks import Column, Grid, Section
from tradenet.report.view import Row, View
from tradenet.report.wording import billions, known, slug, spans, usd, when

_RECENT = 7
_TOLD_BY = {"reconciled": "merged", "lower_bound": "merged"}
_MERGED = "Merged: the source reconciled both sides. Lower bound: main product chapters only."
_PLAIN_KINDS = {"reported", "reconciled"}


def side_by_side(view: View) -> Section:
    """Return the section that sets the sources side by side."""
    rows = view.rows("sources_side_by_side")
    shown = sorted({row["period"] for row in rows})[-_RECENT:]
    grids = [_grid(view, pair, rows, shown) for _, pair in view.dyads]
    return Section(
        anchor="sources-compared",
        short="Source against source",
        title="The same dyads in each source",
        paragraphs=(
            "No source is the truth. Importers report with freight and insurance (CIF), exporters "
            "without (FOB); some sources merge both; some are estimates made from partners’ data. "
            "Where the tellings differ, a result that hangs on one of them hangs on little. "
            "For each dyad, every telling of the last years held:",
        ),
        blocks=tuple(grid for grid in grids if grid.rows),
        technical=() if rows else ("This result holds no sources to compare.",),
    )


def _grid(view: View, pair: tuple[str, str], rows: Sequence[Row], shown: Sequence[int]) -> Grid:
    one, other = pair
    told: dict[tuple[str, ...], dict[int, list[str]]] = {}
    for a, b in ((one, other), (other, one)):
        for row in rows:
            if (row["exporter"], row["importer"]) == (a, b) and row["period"] in shown:
                cells = told.setdefault((view.flow(a, b), *_teller(view, row)), {})
                cells.setdefault(row["period"], []).append(billions(row["value_usd"]))
    lines = (
        (*teller, *(" / ".join(dict.fromkeys(cells.get(code, ["–"]))) for code in shown))
        for teller, cells in told.items()
    )
    return Grid(
        slug("sources", one, other),
        f"{view.name(one)} – {view.name(other)}, billions of US dollars",
        (*_HEADS, *(Column(when(code), numeric=True) for code in shown)),
        tuple(lines),
        " ".join((*_spread(view, pair, rows), _MERGED)),
        folded=True,
        data=("sources_side_by_side",),
    )


_HEADS = (Column("Flow"), Column("Source"), Column("As told by"))


def _teller(view: View, row: Row) -> tuple[str, ...]:
    """Return the source, and who speaks, in which valuation, of what kind."""
    words = [_TOLD_BY.get(row["told_by"], str(row["told_by"])), str(row["valuation"])]
    if row["method"] not in _PLAIN_KINDS:
        words.append(str(row["method"]).replace("_", " "))
    if row["self_report"]:
        words.append("self-report")
    return view.source(row["source"]), ", ".join(words)


def _spread(view: View, pair: tuple[str, str], rows: Sequence[Row]) -> Iterator[str]:
    """Say between which values the last period told more than once lies."""
    for a, b in (pair, pair[::-1]):
        told: dict[int, list[float]] = {}
        for row in rows:
            whole = row["method"] != "lower_bound" and known(row["value_usd"])
            if whole and (row["exporter"], row["importer"]) == (a, b):
                told.setdefault(row["period"], []).append(row["value_usd"])
        several = [code for code, values in told.items() if len(set(values)) > 1]
        if several:
            last = max(several)
            low, high = usd(min(told[last])), usd(max(told[last]))
            if low != high:
                yield f"{view.flow(a, b)} in {when(last)}: from {low} to {high}."


def vintages(view: View) -> Section:
    """Return the section on sources, vintages, terms and what is not held."""
    published = _published(view)
    lacks = tuple(f"Not held: {line}." for line in published.get("not_there", ()))
    return Section(
        anchor="sources",
        short="Sources and vintages",
        title="Sources, vintages, terms, and what is not there",
        paragraphs=(
            str(
                published.get("attribution") or view.result.provenance.title or "Source not stated."
            ),
        ),
        points=lacks,
        blocks=(used(view), *_listed(published), *_left_out(view, published), _files(view)),
        technical=() if published else (f"Terms: {view.result.provenance.terms or 'not stated'}",),
    )


def _published(view: View) -> Mapping[str, Any]:
    """Return what the snapshot says of itself where the result was made from it, else nothing."""
    published: Mapping[str, Any] = view.result.facts.get("published", {})
    return published


def used(view: View) -> Grid:
    """Return the table of source, vintage and periods of the series that is shown."""
    told: dict[tuple[str, str], list[int]] = {}
    for row in view.rows("dyads"):
        told.setdefault((view.source(row["source"]), row["vintage"] or "not stated"), []).append(
            row["period"]
        )
    rows = tuple((source, vintage, spans(codes)) for (source, vintage), codes in told.items())
    heads = (Column("Source"), Column("Vintage"), Column("Periods of the main series"))
    return Grid("sources-used", "Which source tells which period", heads, rows, data=("dyads",))


def _listed(published: Mapping[str, Any]) -> Iterator[Grid]:
    if published:
        rows = tuple(
            (s["title"], ", ".join(v or "not stated" for v in s["vintages"]), s["terms"])
            for s in published["sources"]
        )
        heads = (Column("Source"), Column("Vintage"), Column("Terms"))
        yield Grid("sources-terms", "What the embedded snapshot was computed from", heads, rows)


def _left_out(view: View, published: Mapping[str, Any]) -> Iterator[Grid]:
    """Yield the economies that filed but whose reports a merged matrix does not hold."""
    rows = tuple(
        (year, f"{len(codes):,}", ", ".join(view.name(code) for code in codes))
        for year, codes in published.get("left_out", {}).items()
    )
    heads = (Column("Period"), Column("Economies", "count", numeric=True), Column("Who"))
    if rows:
        title = "Filed, but not in the merged matrix of the year"
        yield Grid("sources-left-out", title, heads, rows, folded=True)


def _files(view: View) -> Grid:
    rows = tuple(
        (file.name, f"{file.size:,}", file.sha256) for file in view.result.provenance.files
    )
    heads = (Column("File"), Column("Size", "bytes", numeric=True), Column("SHA-256"))
    return Grid("sources-files", "The files that were read", heads, rows, folded=True)
