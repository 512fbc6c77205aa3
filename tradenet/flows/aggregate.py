"""From fine products to coarse ones, and from months to years: each dollar once, none lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from tradenet.domain import ReportedFlows, Status, lookup
from tradenet.domain.period import FIRST_MONTH_CODE
from tradenet.flows.expressions import year_of
from tradenet.flows.statements import (
    STATEMENT,
    hs_code,
    in_hs,
    refuse_two_revisions,
    summed,
    with_extras,
)

Table = Any  # an Ibis table; Ibis has no stubs
Column = Any

# Depth of each level: digits of its codes; a section has none, so it stands between.
LEVELS: Final[Mapping[str, int]] = MappingProxyType(
    {"total": 0, "section": 1, "HS2": 2, "HS4": 4, "HS6": 6}
)
UNSPECIFIED: Final = "unspecified"  # the section of chapters 98 and 99, which no section has
_SPECIAL = ("98", "99")
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class AggregateRules:
    """How coarse.

    Attributes
    ----------
    level : str, optional
        A name of `LEVELS`; products stay as they are where not given.
    annual : bool
        True: months are summed to years.
    """

    level: str | None = None
    annual: bool = False

    def __post_init__(self) -> None:
        if self.level is not None:
            lookup(LEVELS, self.level, "product level")


def aggregate(
    reported: ReportedFlows, rules: AggregateRules, sections: Mapping[str, str]
) -> ReportedFlows:
    """Sum rows to coarser products and years; the dollars of every status that is given stay.

    A row is part of another where the same statement (source, period, reporter, partner, flow) has
    a kept row whose code begins its code, down to the level asked for: the published row counts,
    its parts are ``sub_product``. Rows above the level are ``coarser``. Codes of other
    classifications, of the reserved chapter 77, or with a digit too few are ``not_hs``; one whose
    provider says that it is HS gets its leading zero back. Goods not specified (9999, 9999AA) and
    chapter 98 have no section: ``unspecified``. Net mass is null where a part has none.

    A year counts where its reporter filed in twelve months and no month of the cell is a row
    without a number; otherwise it is ``incomplete_year`` and the column ``months`` says how many
    are held. A month in which the reporter filed, but has no row for the cell, holds no trade.

    Parameters
    ----------
    reported : ReportedFlows
        Harmonised and classified.
    rules : AggregateRules
        Level and frequency.
    sections : mapping of str to str
        Section of each chapter of two digits.

    Raises
    ------
    SchemaError
        If one statement is told in two revisions of the Harmonized System.
    """
    if rules == AggregateRules():
        return reported
    table = with_extras(reported.table)
    if rules.level is not None:
        refuse_two_revisions(reported)
        table = _to_level(table, LEVELS[rules.level], sections)
    if rules.annual:
        table = _to_years(table)
    return reported.with_table(summed(table))


def _to_level(table: Table, level: int, sections: Mapping[str, str]) -> Table:
    """Mark what does not count at a level and give the rest the code of that level."""
    import ibis

    kept = table.status == Status.KEPT
    table = table.mutate(code__=hs_code(table))
    table = table.mutate(depth__=kept.ifelse(_depth(table, sections), None))
    held = table.select("depth__").distinct().to_pyarrow()["depth__"].drop_null().to_pylist()
    above = sorted(depth for depth in held if level <= depth < max(held))  # may have parts
    table = table.mutate(
        **{f"at{depth}__": _above(table, depth, sections) for depth in {level, *above}}
    )
    part = ibis.literal(False)
    for depth in above:
        alike = ibis.window(group_by=[*STATEMENT, f"at{depth}__"])
        published = (table.depth__ == depth).cast("int8").max().over(alike) == 1
        part = part | ((table.depth__ > depth) & published)
    status = ibis.cases(
        (table.status != Status.KEPT, table.status),
        (table.depth__.isnull(), Status.NOT_HS.value),
        (table.depth__ < level, Status.COARSER.value),
        (part.fill_null(ibis.literal(False)), Status.SUB_PRODUCT.value),
        else_=Status.KEPT.value,
    )
    marked = table.mutate(status=status)
    counts = marked.status == Status.KEPT
    marked = marked.mutate(product=counts.ifelse(marked[f"at{level}__"], marked["product"]))
    return marked.drop(*[name for name in marked.columns if name.endswith("__")])


def _depth(table: Table, sections: Mapping[str, str]) -> Column:
    """Depth of a code: 0 for TOTAL, 1 for a section, its digits for HS; null where it is not HS."""
    import ibis

    code = table.code__
    chapters = [*sections, *_SPECIAL]
    shaped = code.re_search("^([0-9][0-9]){1,5}$") | (code == "9999AA")
    other = table.classification.notnull() & ~in_hs(table)
    return ibis.cases(
        (code == "TOTAL", 0),
        (code.isin([*sorted(set(sections.values())), UNSPECIFIED]), 1),
        (shaped & code.substr(0, 2).isin(chapters) & ~other, code.length()),
        else_=None,
    ).cast("int32")


def _above(table: Table, depth: int, sections: Mapping[str, str]) -> Column:
    """Return the code at a depth that a row belongs to; null where the row is above it."""
    import ibis

    if depth == LEVELS["total"]:
        code: Column = ibis.literal("TOTAL")
    elif depth == LEVELS["section"]:
        section = table.code__.substr(0, 2).cases(*sections.items(), else_=UNSPECIFIED)
        code = (table.depth__ == depth).ifelse(table.code__, section)
    else:
        code = table.code__.substr(0, depth)
    return (table.depth__ >= depth).ifelse(code, ibis.null("string"))


def _to_years(table: Table) -> Table:
    """Give months their year, and kept rows of fewer than twelve months their mark."""
    filer = ("source", "reporter", "flow")
    cell = (*filer, "reporter_code", "partner_code", "product")
    table = table.mutate(year__=year_of(table))
    monthly = table.filter(table.period > FIRST_MONTH_CODE)
    told = monthly.filter(monthly.value_usd.notnull()).select(*filer, "year__", "period").distinct()
    blank = monthly.filter(monthly.value_usd.isnull()).select(*cell, "year__", "period").distinct()
    blank = blank.semi_join(told, [*filer, "year__", "period"])
    filed = told.group_by(*filer, "year__").aggregate(filed__=told.count())
    missed = blank.group_by(*cell, "year__").aggregate(missed__=blank.count())
    table = table.left_join(filed, [*filer, "year__"], rname="{name}_right__")
    table = table.left_join(missed, [*cell, "year__"], rname="{name}_other__")
    held = table.filed__.fill_null(0) - table.missed__.fill_null(0)
    of_months = table.period > FIRST_MONTH_CODE
    table = table.mutate(months=of_months.ifelse(held, table.months).cast("int32"))
    short = of_months & (table.status == Status.KEPT) & (table.months < _MONTHS)
    table = table.mutate(
        period=table.year__, status=short.ifelse(Status.INCOMPLETE_YEAR.value, table.status)
    )
    return table.drop(*[name for name in table.columns if name.endswith("__")])
