"""Replications: what others published, made again from what they started with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tradenet import flows
from tradenet.domain import BilateralFlows, ReportedFlows, SourceError, Status
from tradenet.domain.progress import Progress, counted, silent, within
from tradenet.flows import reconcile as reconciling
from tradenet.sources import geodist, reference
from tradenet.study import prepare

RAW = Path("mirror_benchmark/comtrade_raw_2022.csv.gz")
PUBLISHED = Path("mirror_benchmark/baci_2022.csv")
DISTANCES = Path("gravity/dist_cepii.csv")
OWN = "BACI's own weights"
_AS_REPORTED = flows.ValuationRules(cif_fob_ratio=1.0)
# Hafnium has had a code of its own since HS 2022; BACI's file is in an older revision.
_OLDER_CODES = MappingProxyType({"811231": "811292"})
_MEASURES = ("mean", "median", "p90", "rank", "cover")
_BILLION = 1e9
_WIDTH = 32
_SHOWN = 6
_NAIVE = ("importer_first", "importer_only", "exporter_only", "mean")


@dataclass(frozen=True, slots=True)
class MirrorReplication:
    """BACI's values of 2022 made again from the raw reports.

    Attributes
    ----------
    rows : tuple of (str, Agreement, Agreement)
        Scheme, its agreement with BACI on codes and on dyad totals.
    sums_usd : mapping of str to float
        Dollars of importers' and exporters' reports, with parts counted and without, and BACI's.
    implied : Implied
        What BACI's values say of how they were made.
    margin : Margin
        The CIF/FOB margin estimated from the raw reports.
    parts_usd : mapping of str to float
        Dollars of imports that stand under a total and again under its parts, by reporter.
    left_out_usd : mapping of str to float
        Dollars of cells that are reported and not in BACI, by exporter.
    remainder : mapping of str to mapping of str to float
        What is left of the error of `baci_cif` and of BACI's own weights, by kind of cell.
    """

    rows: tuple[tuple[str, reconciling.Agreement, reconciling.Agreement], ...]
    sums_usd: Mapping[str, float]
    implied: reconciling.Implied
    margin: reconciling.Margin
    parts_usd: Mapping[str, float]
    left_out_usd: Mapping[str, float]
    remainder: Mapping[str, Mapping[str, float]]

    def to_json(self) -> dict[str, Any]:
        """Return every scheme's agreement and the sums as plain values."""
        return {
            "schemes": [
                {"scheme": name, "codes": asdict(code), "dyads": asdict(dyad)}
                for name, code, dyad in self.rows
            ],
            "sums_usd": dict(self.sums_usd),
            "margin": {"cif": self.margin.constant, "cells": self.margin.cells},
            "parts_usd": dict(self.parts_usd),
            "left_out_usd": dict(self.left_out_usd),
            "remainder": {name: dict(each) for name, each in self.remainder.items()},
        }

    def lines(self) -> list[str]:
        """Return the table and what BACI's values say, as lines of text."""
        head = f"{'scheme':<{_WIDTH}}" + "".join(
            f"{name:>9}" for name in (*_MEASURES * 2, "bn USD")
        )
        table = [_line(name, code, dyad) for name, code, dyad in self.rows]
        found = self.implied
        return [
            f"{'':<{_WIDTH}}{'on codes':>9}{'':>36}{'on dyad totals':>15}", head, *table,
            "mean: |ln(ours/BACI)| weighted by BACI's dollars; median and p90: per cell",
            f"sums in bn USD: {_listed(self.sums_usd)}",
            f"parts of totals, imports by reporter, bn USD: {_listed(self.parts_usd)}",
            f"reported and not in BACI, by exporter, bn USD: {_listed(self.left_out_usd)}",
            f"CIF margin in the raw reports: {100 * self.margin.constant:.1f} % on average "
            f"({self.margin.cells:,} cells)",
            f"cells that only the importer reports: {found.importer_alone:,}; BACI has the CIF "
            f"value itself in {100 * found.importer_alone_cif:.1f} %",
            f"weights that BACI's values imply: {len(found.dyads):,} dyads; logits are exporter + "
            f"importer with R2 = {found.additive:.3f}",
            f"BACI takes one report instead of a mean: {100 * found.one_side_near:.1f} % of cells "
            f"within a factor of two, {100 * found.one_side_far:.1f} % beyond",
            *(f"error of {name} by kind of cell: {_kinds(each)}"
              for name, each in self.remainder.items()),
        ]  # fmt: skip


def mirror(folder: Path, *, tell: Progress = silent) -> MirrorReplication:
    """Reconcile the raw reports of 2022 by every scheme and compare with what BACI published.

    Parameters
    ----------
    folder : Path
        Holds ``mirror_benchmark/`` and, for the margin, ``gravity/dist_cepii.csv``.
    tell : callable
        Told how far it is.

    Raises
    ------
    SourceError
        If the raw reports or BACI's values are not there.
    """
    tell("reading the reports of 2022", 0.0)
    raw, published = (_read(folder / name) for name in (RAW, PUBLISHED))
    theirs = reconciling.reconcile(_paired(published), reconciling.RECONCILERS["mean"]).compute()
    seen, parts = _paired(raw), _paired(_with_parts(raw))
    far = folder / DISTANCES
    distances = geodist.read_distances(far, reference.economies()) if far.is_file() else None
    found = reconciling.implied(seen, theirs)
    schemes = reconciling.RECONCILERS
    runs = [(f"{name}, parts counted", parts, schemes[name]) for name in _NAIVE]
    runs += [(name, seen, scheme) for name, scheme in schemes.items()]
    runs += [(OWN, seen, found)]
    made = {
        name: reconciling.reconcile(cells, scheme, distances).compute()
        for name, cells, scheme in counted(
            runs, "reconciling by every scheme", within(tell, 0.5, 0.75)
        )
    }
    tell("comparing with what BACI published", 0.75)
    return MirrorReplication(
        rows=tuple((name, *_agreements(ours, theirs)) for name, ours in made.items()),
        sums_usd=MappingProxyType(
            {
                **_sums("parts counted", parts),
                **_sums("totals only", seen),
                "BACI": _sum(theirs, "value_usd"),
            }
        ),
        implied=found,
        margin=reconciling.estimate_margin(reconciling.reports_of(seen, distances)),
        parts_usd=_parts(raw),
        left_out_usd=_left_out(made["baci_cif"], theirs),
        remainder=MappingProxyType(
            {name: reconciling.sources_of_error(made[name], theirs) for name in ("baci_cif", OWN)}
        ),
    )


def _agreements(
    ours: BilateralFlows, theirs: BilateralFlows
) -> tuple[reconciling.Agreement, reconciling.Agreement]:
    return (
        reconciling.agreement(ours, theirs, "code"),
        reconciling.agreement(ours, theirs, "dyad"),
    )


def _parts(raw: ReportedFlows) -> Mapping[str, float]:
    """Return the imports that each reporter's file states a second time, the largest first."""
    table = raw.table.filter((raw.table.status == Status.SUB_ROW) & (raw.table.flow == "M"))
    return _largest(table.group_by("reporter").aggregate(usd=table.value_usd.sum()), "reporter")


def _left_out(ours: BilateralFlows, theirs: BilateralFlows) -> Mapping[str, float]:
    """Return the value of our cells that BACI lacks, by exporter, the largest first."""
    absent = ours.table.anti_join(theirs.table, ["exporter", "importer", "product"])
    return _largest(absent.group_by("exporter").aggregate(usd=absent.value_usd.sum()), "exporter")


def _largest(table: Any, name: str) -> Mapping[str, float]:  # noqa: ANN401 - an Ibis table
    rows = table.order_by([table.usd.desc(), name]).limit(_SHOWN).to_pyarrow().to_pylist()
    return MappingProxyType({row[name]: row["usd"] for row in rows})


def _line(name: str, *each: reconciling.Agreement) -> str:
    found = "".join(
        f"{at.weighted:9.3f}{at.median:9.3f}{at.p90:9.3f}{at.rank_correlation:9.4f}{at.coverage:9.4f}"
        for at in each
    )
    return f"{name:<{_WIDTH}}{found}{each[0].total_usd / _BILLION:9.1f}"


def _listed(values: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {value / _BILLION:.1f}" for name, value in values.items())


def _kinds(shares: Mapping[str, float]) -> str:
    return ", ".join(f"{kind} {share:.3f}" for kind, share in shares.items())


def _read(path: Path) -> ReportedFlows:
    if not path.is_file():
        msg = f"{path} is not there; --from wants a folder that holds {RAW} and {PUBLISHED}"
        raise SourceError(msg)
    (part,) = prepare.harmonised(path)
    codes = part.table["product"].substitute(dict(_OLDER_CODES))
    return part.with_table(part.table.mutate(product=codes))


def _paired(reported: ReportedFlows) -> BilateralFlows:
    return flows.pair(flows.to_fob(reported, _AS_REPORTED)).compute()


def _with_parts(reported: ReportedFlows) -> ReportedFlows:
    """Count the parts of totals as if they were totals: the mistake to be measured."""
    table = reported.table
    part = table.status == Status.SUB_ROW
    return reported.with_table(table.mutate(status=part.ifelse(Status.KEPT.value, table.status)))


def _sums(label: str, cells: BilateralFlows) -> dict[str, float]:
    return {
        f"{side}s, {label}": _sum(cells, f"{side}_report_usd") for side in ("importer", "exporter")
    }


def _sum(cells: BilateralFlows, column: str) -> float:
    return float(cells.table[column].sum().to_pyarrow().as_py())
