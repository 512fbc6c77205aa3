"""From one revision of the Harmonized System to another: dollars are mapped or marked, not lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import pyarrow as pa

from tradenet.domain import (
    HS_REVISIONS,
    UNSPECIFIED_CODES,
    ConfigError,
    ReportedFlows,
    Status,
    lookup,
)
from tradenet.domain.flows import money
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
Link = dict[str, Any]

_LINKS = pa.schema(
    [
        ("revision__", pa.string()),
        ("code__", pa.string()),
        ("target__", pa.string()),
        ("weight__", pa.float64()),
        ("whole__", pa.float64()),
        ("rank__", pa.int32()),
    ]
)


@dataclass(frozen=True, slots=True)
class ConcordRules:
    """Where to, and what becomes of a code that was divided.

    Attributes
    ----------
    revision : str
        ``H0`` (HS 1988/92) to ``H6`` (HS 2022).
    split : ``"none"``, ``"equal"`` or ``"weights"``
        A code with several counterparts: not mapped, divided into equal parts, or divided by the
        weights of the correspondence table.
    """

    revision: str
    split: Literal["none", "equal", "weights"] = "none"

    def __post_init__(self) -> None:
        lookup(HS_REVISIONS, self.revision, "revision of the Harmonized System")
        if self.split not in ("none", "equal", "weights"):
            msg = f"split = {self.split}: none, equal or weights"
            raise ConfigError(msg)


def concord(reported: ReportedFlows, links: pa.Table, rules: ConcordRules) -> ReportedFlows:
    """Restate HS6 codes in another revision; mapped + not mapped = in, to the cent.

    A code with one counterpart takes its name; several codes with the same counterpart are summed.
    A code with several counterparts is ``not_mapped``, or divided (`ConcordRules`): part k of v
    cents is floor(v·wₖ / Σw), and the largest part also gets what is left by rounding. Codes
    without a link, of an unknown revision, and HS2 and HS4 codes are ``not_mapped``; codes of
    other classifications are ``not_hs``. TOTAL and goods not specified (9999) need no map.
    Each row says its revision in the column ``classification``.

    Parameters
    ----------
    reported : ReportedFlows
        Harmonised and classified.
    links : pyarrow.Table
        ``from_revision``, ``from_code``, ``to_revision``, ``to_code`` (text), ``weight``
        (float, null where the table gives none): pairs of codes that have goods in common.
    rules : ConcordRules
        The revision wanted, and the treatment of divided codes.

    Raises
    ------
    ConfigError
        If no link leads to the revision, or weights are wanted and missing.
    SchemaError
        If one statement is told in two revisions of the Harmonized System.
    """
    import ibis

    refuse_two_revisions(reported)
    known = ibis.memtable(_prepared(links, rules))
    table = with_extras(reported.table)
    table = table.mutate(fate__=_fate(table, rules.revision), hs__=hs_code(table))
    key = (table.fate__ == "map").ifelse(table.hs__, ibis.null("string"))
    table = table.mutate(hs__=key)
    same = [table.classification == known.revision__, table.hs__ == known.code__]
    table = _divided(table.left_join(known, same))
    mapped = table.target__.notnull()
    fate = table.fate__
    table = table.mutate(
        product=table.target__.coalesce(table["product"]),
        classification=(mapped | (fate == "name")).ifelse(rules.revision, table.classification),
        status=ibis.cases(
            (fate == "other", Status.NOT_HS.value),
            ((fate == "map") & ~mapped, Status.NOT_MAPPED.value),
            else_=table.status,
        ),
    )
    return reported.with_table(
        summed(table.drop(*[name for name in table.columns if name.endswith("__")]))
    )


def _fate(table: Table, revision: str) -> Column:
    """Say what is to be done with each row: stay, be named anew, be mapped; or it is other."""
    import ibis

    unspecified = table["product"].isin(UNSPECIFIED_CODES)
    return ibis.cases(
        (table.status != Status.KEPT, "stay"),
        (table["product"] == "TOTAL", "stay"),
        (table.classification.fill_null("") == revision, "stay"),
        (table.classification.notnull() & ~in_hs(table), "other"),
        (table.classification.notnull() & unspecified, "name"),
        else_="map",
    )


def _divided(table: Table) -> Table:
    """Give each part of a divided row its share of dollars, in whole cents, and of mass."""
    import ibis

    divided = (table.weight__ < table.whole__).fill_null(ibis.literal(False))
    cents = (money(table.value_usd).cast("float64") * 100).round().cast("int64")
    share = (cents.cast("float64") * table.weight__ / table.whole__).floor().cast("int64")
    table = table.mutate(divided__=divided, cents__=cents, share__=share)
    row = [*STATEMENT, "product", "classification", "status", "detail", "vintage", "row"]
    given = table.share__.sum().over(ibis.window(group_by=row))
    rest = (table.rank__ == 0).ifelse(table.cents__ - given, 0)
    part = (table.share__ + rest).cast("float64") / 100
    mass = table.net_mass_kg * table.weight__ / table.whole__
    return table.mutate(
        value_usd=table.divided__.ifelse(part, table.value_usd),
        net_mass_kg=table.divided__.ifelse(mass, table.net_mass_kg),
    )


def _prepared(links: pa.Table, rules: ConcordRules) -> pa.Table:
    """Return the links to the revision wanted, divided codes as the rules say."""
    fitting = [row for row in links.to_pylist() if row["to_revision"] == rules.revision]
    if not fitting:
        told = sorted({f"{x['from_revision']} to {x['to_revision']}" for x in links.to_pylist()})
        msg = (
            f"no correspondence leads to {rules.revision} (held: {', '.join(told) or 'none'}); a "
            "conversion table is read in its own direction only: give the correlation table"
        )
        raise ConfigError(msg)
    counterparts: dict[tuple[str, str], dict[str, float | None]] = {}
    for link in fitting:
        code = (link["from_revision"], link["from_code"])
        counterparts.setdefault(code, {})[link["to_code"]] = link["weight"]
    rows = [
        dict(zip(_LINKS.names, (*code, *part), strict=True))
        for code, targets in sorted(counterparts.items())
        for part in _parts(targets, rules)
    ]
    return pa.Table.from_pylist(rows, schema=_LINKS)


def _parts(
    targets: dict[str, float | None], rules: ConcordRules
) -> Iterable[tuple[str, float, float, int]]:
    """Return (target, weight, sum of weights, rank) of one code's counterparts, largest first."""
    if len(targets) > 1 and rules.split == "none":
        return []
    weights = {
        name: 1.0 if rules.split != "weights" or len(targets) == 1 else _weight(name, weight)
        for name, weight in targets.items()
    }
    used = {name: weight for name, weight in weights.items() if weight > 0}
    ordered = sorted(used, key=lambda name: (-used[name], name))
    whole = sum(used[name] for name in ordered)
    return [(name, used[name], whole, rank) for rank, name in enumerate(ordered)]


def _weight(name: str, weight: float | None) -> float:
    if weight is None:
        msg = (
            f"split = weights, but the correspondence table has no weight for {name}; add a column "
            "weight, or choose none or equal"
        )
        raise ConfigError(msg)
    return weight
