"""Build the embedded snapshot from a folder of providers' files, and prove a built one."""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa

from tradenet import flows
from tradenet.domain import ReportedFlows, SchemaError, SourceError
from tradenet.domain.progress import Progress, silent
from tradenet.sources import (
    gdp,
    geodist,
    ideal_points,
    pink_sheet,
    reference,
    snapshot,
    store,
)
from tradenet.study.prepare import harmonised
from tradenet.study.snapshot.bridge import bridge
from tradenet.study.snapshot.focus import focus
from tradenet.study.snapshot.panel import panel

_SMALL = 19  # zstd level: slow to write, as small as it gets
CIF_FOB_RATIO = flows.ValuationRules().cif_fob_ratio
FILES = {
    "imf_dots": "imf_dots/imf_dots_annual_1960_2020.parquet",
    "baci_2022": "baci_totals/oec_baci_bilateral_2022.csv",
    "baci_2023": "baci_totals/oec_baci_bilateral_2023.csv",
    "imts_2025": "imf_imts/imf_imts_bilateral_exports_2025.csv",
    "imts_russia": "imf_imts/RU_trade.csv",
    "lower_bound": "baci_totals/baci_pair_totals_lower_bound_1995_2023.parquet",
    "oecd": "oecd/btige_top_partner_exports_2021_2025.csv",
    "comtrade": "comtrade_panels/tidy_reporter_vs_focus_country_TOTAL.csv",
    "china_customs": "china_customs/gacc_china_by_partner_monthly_2016_2019_kusd.csv",
}
COVARIATES = {
    "distances": "gravity/dist_cepii.csv",
    "gdp": "macro/worldbank_gdp_datasets.csv",
    "ideal_points": "unga/IdealpointsJuly2025.dta",
    "prices": "macro/WorldBank_PinkSheet_CMO-Historical-Data-Monthly.xlsx",
}
ECONOMY_TOTALS = "baci_totals/baci_economy_totals_1995_2023.csv"
_VINTAGES = {"baci_2022": "OEC, vintage not stated", "baci_2023": "HS22 V202501 (OEC)"}
_ABSENT = (
    "2021 and 2024: no full matrix is held",
    "2025: no trade of PRK, SYR, CUB, YEM, ERI, SSD; exporters' side only, rounded to 0.1 M USD",
    "2022 and 2023: the BACI matrices hold no report of the economies named in left_out, although "
    "they filed with UN Comtrade; their cells with economies that did not file are not held",
    "China-North Korea and China-Iran 2024",
    "distances: MNE, SSD, XKX and some islands; SRB and SDN are measured with what has left them "
    "since (former_territory)",
    "gdp: PRK and TWN; CUB after 2020, SYR after 2021, VEN after 2014; 2024 and later",
    "ideal_points: 1964, when there were no such votes; series all after 2023, fp after 2024; "
    "states that did not vote, such as VEN after 2021; PRK before 1991; XKX; TWN after 1971",
    "prices: series that the studies do not need; 2026-03 and later",
)
_ORIGINS = {
    "distances": (geodist.TITLE, geodist.TERMS),
    "gdp": (gdp.TITLE, gdp.TERMS),
    "ideal_points": (ideal_points.TITLE, ideal_points.TERMS),
    "prices": (pink_sheet.TITLE, pink_sheet.TERMS),
}


def build(source: Path, target: Path, *, tell: Progress = silent) -> dict[str, Any]:
    """Write the tables and their manifest into a folder; return the manifest.

    Parameters
    ----------
    source : Path
        Folder laid out as `FILES` says.
    target : Path
        Replaced as a whole when all went well.
    tell : callable
        Told how far it is.

    Raises
    ------
    SourceError, SchemaError
        If a file is missing or cannot be read.
    """
    tell("reading the providers' files", 0.0)
    beside = _covariates(source)
    parts = {name: _one(source / path, _VINTAGES.get(name)) for name, path in FILES.items()}
    tell("agreeing on the panel", 0.3)
    matrices, left_out = panel(parts)
    tell("writing what every source says of the four", 0.85)
    tables = {
        "panel": matrices,
        "bridge": bridge(parts["lower_bound"], source / ECONOMY_TOTALS),
        "focus": focus(parts.values()),
        **beside,
    }
    with store.replacing(target, "manifest.json") as folder:
        for name, table in tables.items():
            store.write_parquet(table, folder / f"{name}.parquet", level=_SMALL)
        manifest = {
            **_manifest(parts, folder),
            "covariates": [_origin(name, source / path) for name, path in COVARIATES.items()],
            "left_out": left_out,
        }
        text = json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        (folder / "manifest.json").write_text(text, encoding="utf-8")
    return manifest


def differences(
    source: Path, committed: Path, scratch: Path, *, tell: Progress = silent
) -> list[str]:
    """Rebuild into a scratch folder and name the tables whose content differs; empty if equal."""
    build(source, scratch, tell=tell)
    return [
        name
        for name in snapshot.TABLES
        if not snapshot.table(name, scratch).equals(snapshot.table(name, committed))
    ]


def _one(path: Path, vintage: str | None) -> ReportedFlows:
    (part,) = harmonised(path)
    if vintage is None:
        return part
    return part.with_table(part.table.mutate(vintage=_literal(vintage)))


def _covariates(source: Path) -> dict[str, pa.Table]:
    """Read what stands beside the flows: distances, GDP, ideal points, prices."""
    at = {name: source / path for name, path in COVARIATES.items()}
    for path in at.values():
        if not path.is_file():
            msg = f"{source} lacks {path.relative_to(source)}, of which the snapshot is made"
            raise SourceError(msg)
    known = reference.economies()
    return {
        "distances": geodist.read_geography(at["distances"], known),
        "gdp": gdp.read_gdp(at["gdp"], known),
        "ideal_points": ideal_points.read_ideal_points(at["ideal_points"], known),
        "prices": pink_sheet.read_prices(at["prices"]),
    }


def _origin(name: str, path: Path) -> dict[str, Any]:
    """Name what stands beside the flows, and the file it was made of."""
    title, terms = _ORIGINS[name]
    return {
        "name": name,
        "title": title,
        "terms": terms,
        "files": [{"name": path.name, **_hashed(path)}],
    }


def _literal(word: str) -> Any:  # noqa: ANN401 - an Ibis value
    import ibis

    return ibis.literal(word)


def _manifest(parts: dict[str, ReportedFlows], folder: Path) -> dict[str, Any]:
    sources = [
        {
            "name": name,
            "title": part.provenance.title,
            "terms": part.provenance.terms,
            "vintages": _distinct(part, "vintage"),
            "files": [
                {"name": file.name, "sha256": file.sha256, "bytes": file.size}
                for file in part.provenance.files
            ],
            "ledger": [
                {"status": line.status, "rows": line.rows, "value_usd": str(line.value_usd)}
                for line in part.ledger(name).lines
            ],
        }
        for name, part in parts.items()
    ]
    return {
        "attribution": "Source: IMF DOTS and IMTS; CEPII BACI (through the OEC); OECD; UN "
        "Comtrade; General Administration of Customs of China; CEPII GeoDist; World Bank; Bailey, "
        "Strezhnev and Voeten. Figures computed by tradenet.",
        "cif_fob_ratio": CIF_FOB_RATIO,
        "not_there": list(_ABSENT),
        "sources": sources,
        "files": {path.name: _hashed(path) for path in sorted(folder.glob("*.parquet"))},
    }


def _distinct(part: ReportedFlows, name: str) -> list[str]:
    return sorted(part.table.select(name).distinct().to_pyarrow()[name].to_pylist())


def _hashed(path: Path) -> dict[str, Any]:
    content = path.read_bytes()
    return {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}


def verify(source: Path | None, *, tell: Progress = silent) -> str:
    """Prove the embedded snapshot and say so in one sentence.

    Parameters
    ----------
    source : Path, optional
        Providers' files to rebuild from; without it only the bytes are checked.
    tell : callable
        Told how far it is.

    Raises
    ------
    SchemaError
        If a table differs from the manifest's hash, or from the rebuilt one.
    """
    home = snapshot.folder()
    bad = snapshot.broken(home)
    if bad:
        msg = f"snapshot: {', '.join(bad)} differ from the manifest; build it again"
        raise SchemaError(msg)
    if source is None:
        return f"{', '.join(snapshot.TABLES)}: bytes equal the manifest (not rebuilt: no --from)"
    with tempfile.TemporaryDirectory() as scratch:
        unlike = differences(source, home, Path(scratch) / "snapshot", tell=tell)
    if unlike:
        msg = f"snapshot: {', '.join(unlike)} differ from what {source} gives; build it again"
        raise SchemaError(msg)
    return f"{', '.join(snapshot.TABLES)}: bytes equal the manifest, content equals a rebuilt one"
