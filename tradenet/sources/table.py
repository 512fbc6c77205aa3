"""Any CSV, Parquet or Stata table, one row per statement, described by a mapping in TOML.

`read` takes the path of the mapping as its layout: ``sources.read(path, "customs.toml")``, or
``tradenet ingest customs.csv --layout customs.toml``. A full example; all keys but the marked ones
may be left out, and the values shown for those are the usual ones unless a remark says otherwise::

    [table]
    source = "mongolian_customs"   # needed: name in ledger and report
    title = "Customs of Mongolia"  # usual: the source
    terms = "CC BY 4.0"            # usual: "unknown; ask who gave you the file"
    vintage = "2025-03"            # usual: empty
    codes = ["iso3", "names"]      # needed: how partners are written, tried in this order; of
                                   # iso3, iso2, m49, comtrade, baci, imf, atlas, names
    unit = 1                       # dollars in one unit of the value column (1000: thousands)
    mass_unit = 1                  # kilograms in one unit of the mass column
    method = "reported"            # or estimated, reconciled, lower_bound
    valuation = { X = "FOB", M = "CIF" } # by flow; or one for all: valuation = "FOB"
    classification = "H5"          # usual: unknown; HS revision (H0 to H6) or other (S4)
    missing = ["NA", ":"]          # words that stand for no number; usual: none
    latin1 = false                 # true: bytes that are not UTF-8 are Latin-1, not a mistake

    [columns]                      # which column of the file holds what
    value = "Value"                # needed
    reporter = "Reporter"          # needed, with partner and flow; or instead of these three
    partner = "Country"            # `exporter` and `importer`: every row is an export, flow X
    flow = "Direction"
    period = "Month"               # needed: 2019, 201903, 2019-03 or 2019M3; or instead of it
    # year = "Year"                # `year`, with or without
    # month = "M"                  # `month`
    product = "HS"                 # usual: every row is a TOTAL
    # classification = "Version"   # where it differs by row
    mass = "Tonnes"                # usual: no mass

    [fixed]                        # what no column holds because it is the same in every row;
    # reporter = "MNG"             # any of reporter, partner, flow, exporter, importer, year
    # year = 2024

    [flows]                        # the words of the flow column; usual: X, M, RX and RM as such
    Exports = "X"
    Imports = "M"
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tradenet.domain import ConfigError, nearest
from tradenet.sources.checks import refuse
from tradenet.sources.files import OpenedFile
from tradenet.sources.layout import (
    Column,
    Layout,
    Table,
    monthly,
    number,
    one_of,
    reported,
    text,
    whole,
)

Flow = Literal["X", "M", "RX", "RM"]
Basis = Literal["FOB", "CIF"]
Scheme = Literal["iso3", "iso2", "m49", "comtrade", "baci", "imf", "atlas", "names"]
_BASIS: dict[Flow, Basis] = {"X": "FOB", "M": "CIF", "RX": "FOB", "RM": "CIF"}
_WORDS: dict[str, Flow] = {"X": "X", "M": "M", "RX": "RX", "RM": "RM"}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Facts(_Strict):
    source: str = Field(min_length=1)
    title: str = ""
    terms: str = "unknown; ask who gave you the file"
    vintage: str = ""
    codes: tuple[Scheme, ...] = Field(min_length=1)
    unit: float = Field(default=1.0, gt=0, allow_inf_nan=False)
    mass_unit: float = Field(default=1.0, gt=0, allow_inf_nan=False)
    method: Literal["reported", "estimated", "reconciled", "lower_bound"] = "reported"
    valuation: Basis | dict[Flow, Basis] = Field(default_factory=dict)
    classification: str | None = None
    missing: tuple[str, ...] = ()
    latin1: bool = False


class _Columns(_Strict):
    value: str
    reporter: str | None = None
    partner: str | None = None
    flow: str | None = None
    exporter: str | None = None
    importer: str | None = None
    period: str | None = None
    year: str | None = None
    month: str | None = None
    product: str | None = None
    classification: str | None = None
    mass: str | None = None


class _Fixed(_Strict):
    reporter: str | None = None
    partner: str | None = None
    flow: Flow | None = None
    exporter: str | None = None
    importer: str | None = None
    year: int | None = Field(default=None, ge=1000, le=9999)


class _Mapping(_Strict):
    table: _Facts
    columns: _Columns
    fixed: _Fixed = Field(default_factory=_Fixed)
    flows: dict[str, Flow] = Field(default_factory=lambda: dict(_WORDS), min_length=1)


_SECTIONS: Mapping[str, type[BaseModel]] = {"table": _Facts, "columns": _Columns, "fixed": _Fixed}


def layout_from(path: Path) -> Layout:
    """Return the layout that a TOML mapping describes.

    Raises
    ------
    ConfigError
        If the file is missing or no TOML, or a key is unknown, missing or wrong; all mistakes
        stand in one message, an unknown key with the nearest known one.
    """
    mapping = _parse(path)
    facts = mapping.table
    named = mapping.columns.model_dump(exclude_none=True).values()
    return Layout(
        name=facts.source,
        title=facts.title or facts.source,
        terms=facts.terms,
        columns=frozenset(named),
        codes=facts.codes,
        to_rows=partial(_to_rows, mapping),
        latin1=facts.latin1,
    )


def _parse(path: Path) -> _Mapping:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        msg = f"{path}: cannot read the mapping ({error.strerror}); check the path"
        raise ConfigError(msg) from error
    except ValueError as error:  # no TOML, or not UTF-8
        msg = f"{path.name}: not a TOML mapping ({error})"
        raise ConfigError(msg) from error
    wrong = _contradictions(raw)
    try:
        mapping = _Mapping.model_validate(raw)
    except ValidationError as error:
        wrong = [_explain(entry) for entry in error.errors()] + wrong
    if wrong:
        count = "1 mistake" if len(wrong) == 1 else f"{len(wrong)} mistakes"
        msg = f"{path.name}: {count} in the mapping: {'; '.join(wrong)}"
        raise ConfigError(msg)
    return mapping


def _explain(entry: Any) -> str:  # noqa: ANN401 - pydantic's ErrorDetails
    section, *rest = (str(part) for part in entry["loc"])
    where = f"[{section}] {'.'.join(rest)}".rstrip()
    if entry["type"] == "extra_forbidden":
        model = _SECTIONS.get(section) if rest else _Mapping
        known = list(model.model_fields) if model else []
        return f"{where}: no such key{nearest((rest or [section])[-1], known)}"
    if entry["type"] == "missing":
        return f"{where}: is missing"
    return f"{where}: {entry['msg'][:1].lower()}{entry['msg'][1:]}, got {entry['input']!r}"


def _contradictions(raw: dict[str, Any]) -> list[str]:
    """Return what is wrong between keys: two or no ways to say who trades with whom, or when."""
    sections = {name: raw.get(name) for name in ("columns", "fixed")}
    columns, fixed = (set(x) if isinstance(x, dict) else set() for x in sections.values())
    said = columns | fixed
    wrong = [f"'{name}' stands in [columns] and in [fixed]" for name in sorted(columns & fixed)]
    sides, pair = {"reporter", "partner", "flow"}, {"exporter", "importer"}
    if said & sides and said & pair:
        wrong.append("give reporter, partner and flow, or exporter and importer, not both")
    elif lacking := sorted((pair if said & pair else sides) - said):
        wrong.append(f"no {' and no '.join(lacking)} in [columns] or [fixed]")
    if "period" in said and said & {"year", "month"}:
        wrong.append("give period, or year (and month), not both")
    elif not said & {"period", "year"}:
        wrong.append("no period and no year in [columns] or [fixed]")
    return wrong


def _to_rows(mapping: _Mapping, table: Table, _: OpenedFile) -> Table:
    import ibis

    facts, columns = mapping.table, mapping.columns
    numeric = [columns.value, *([columns.mass] if columns.mass else [])]
    table = _dated(number(table, *numeric, null=facts.missing), mapping)
    table, flow = _flow(table, mapping)
    optional = {}
    if columns.product:
        optional["product"] = text(table[columns.product])
    if columns.mass:
        optional["net_mass_kg"] = table[columns.mass] * facts.mass_unit
    return reported(
        table,
        facts.source,
        facts.vintage,
        period=table.period_code,
        reporter=_side(table, mapping, "reporter", "exporter"),
        partner=_side(table, mapping, "partner", "importer"),
        flow=flow,
        value_usd=table[columns.value] * facts.unit,
        valuation=_valuation(flow, facts.valuation),
        method=ibis.literal(facts.method),
        classification=(
            text(table[columns.classification])
            if columns.classification
            else ibis.literal(facts.classification, type="string")
        ),
        **optional,
    )


def _dated(table: Table, mapping: _Mapping) -> Table:
    import ibis

    columns, year = mapping.columns, mapping.fixed.year
    if columns.period:
        code = _code(text(table[columns.period]))
        what = f"no year or month in column '{columns.period}'"
        return refuse(table, code.isnull(), what, period_code=code)
    if year is not None:
        table = table.mutate(fixed_year=ibis.literal(year))
    name = columns.year or "fixed_year"
    if columns.month:
        dated = monthly(table, name, columns.month)
        return dated.rename(period_code="period")
    table = whole(table, name)
    return table.mutate(period_code=table[name])


def _code(written: Column) -> Column:
    """Return YYYY or YYYYMM of 2019, 201903, 2019-03 and 2019M3; null for anything else."""
    year, month = r"^(\d{4})(?:\.0)?$", r"^\d{4}(?:-?M|-)(\d{1,2})$"
    joined = written.re_extract(r"^(\d{6})(?:\.0)?$", 1).nullif("")
    apart = written.substr(0, 4) + written.re_extract(month, 1).nullif("").lpad(2, "0")
    whole_year = written.re_extract(year, 1).nullif("")
    return whole_year.coalesce(joined, apart).cast("int64")


def _flow(table: Table, mapping: _Mapping) -> tuple[Table, Column]:
    """Return the table, words that are no flow refused, and the flow of each row."""
    import ibis

    name = mapping.columns.flow
    if name is None:
        return table, ibis.literal(mapping.fixed.flow or "X")
    table = one_of(table.mutate(**{name: text(table[name])}), name, tuple(mapping.flows))
    return table, table[name].cases(*mapping.flows.items())


def _side(table: Table, mapping: _Mapping, *names: str) -> Column:
    import ibis

    column = next((found for name in names if (found := getattr(mapping.columns, name))), None)
    if column:
        return text(table[column])
    return ibis.literal(next(found for name in names if (found := getattr(mapping.fixed, name))))


def _valuation(flow: Column, given: Basis | dict[Flow, Basis]) -> Column:
    import ibis

    if isinstance(given, str):
        return ibis.literal(given)
    return flow.cases(*{**_BASIS, **given}.items())
