"""CEPII BACI: rows t, i, j, k, v, q in thousands of dollars and tonnes, codes of BACI's own."""

from __future__ import annotations

import re
from typing import Final

from tradenet.domain import revision_of
from tradenet.sources.checks import refuse
from tradenet.sources.files import OpenedFile
from tradenet.sources.layout import Layout, Table, number, reported, text, whole
from tradenet.sources.pair_totals import ETALAB, baci_vintage

_CODES: Final = ("i", "j", "k")
# BACI's archives hold these beside the rows; data/reference/economies.csv has what they say.
CODE_TABLES: Final[tuple[frozenset[str], ...]] = (
    frozenset({"country_code", "country_name"}),
    frozenset({"code", "description"}),
)


def _revision(name: str) -> str | None:
    """Return the revision in a BACI file name (``HS92``); None where the file was renamed."""
    found = re.search(r"HS(\d\d)", name)
    return revision_of(found[1]) if found else None


def _codes_as_text(table: Table) -> Table:
    """Turn codes that were parsed as numbers into whole ones, of which text can be made."""
    for name in _CODES:
        if not table[name].type().is_string():
            bad = table[name] != table[name].floor()
            code = table[name].try_cast("int64")
            table = refuse(table, bad, f"no code in column '{name}'", **{name: code})
    return table


def _to_rows(table: Table, opened: OpenedFile) -> Table:
    import ibis

    table = number(number(table, "v"), "q", null=("NA",))
    table = _codes_as_text(whole(table, "t"))
    return reported(
        table,
        "baci",
        baci_vintage(opened.name),
        period=table.t,
        reporter=text(table.i),
        partner=text(table.j),
        flow=ibis.literal("X"),
        product=text(table.k).lpad(6, "0"),
        classification=ibis.literal(_revision(opened.name), type="string"),
        value_usd=table.v * 1e3,
        net_mass_kg=table.q * 1e3,
        valuation=ibis.literal("FOB"),
        method=ibis.literal("reconciled"),
    )


BACI = Layout(
    name="baci",
    title="CEPII BACI",
    terms=ETALAB,
    columns=frozenset({"t", "i", "j", "k", "v", "q"}),
    codes=("baci", "iso3", "names"),
    to_rows=_to_rows,
    numbers=dict.fromkeys(("t", *_CODES, "v"), "DOUBLE"),  # as whole numbers 2021.5 would be 2022
)
