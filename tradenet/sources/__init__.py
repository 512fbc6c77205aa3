"""Bring a provider's files and read them into `ReportedFlows`; nothing is cleaned here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from tradenet.domain import ReportedFlows, SourceError, lookup, nearest
from tradenet.sources.agtpa import AGTPA
from tradenet.sources.armenia import ARMENIA
from tradenet.sources.atlas import ATLAS_HS2, ATLAS_SECTION, ATLAS_TOTALS
from tradenet.sources.baci import BACI, CODE_TABLES
from tradenet.sources.china_customs import CHINA_CUSTOMS
from tradenet.sources.comtrade_compact import BACI_COMPACT, COMTRADE_COMPACT
from tradenet.sources.comtrade_legacy import COMTRADE_LEGACY
from tradenet.sources.comtrade_plus import COMTRADE_PLUS
from tradenet.sources.comtrade_tidy import COMTRADE_TIDY
from tradenet.sources.files import OpenedFile, open_file
from tradenet.sources.imf_dots import IMF_DOTS
from tradenet.sources.imf_dots_monthly import IMF_DOTS_MONTHLY
from tradenet.sources.imf_imts import IMF_IMTS, IMF_IMTS_EXPORTS
from tradenet.sources.layout import Layout
from tradenet.sources.pair_totals import BACI_LOWER_BOUND, BACI_TOTALS, OECD_PAIRS, PAIR_TOTALS

LAYOUTS: Final[Mapping[str, Layout]] = MappingProxyType(
    {
        "agtpa": AGTPA,
        "armenia": ARMENIA,
        "atlas_hs2": ATLAS_HS2,
        "atlas_section": ATLAS_SECTION,
        "atlas_totals": ATLAS_TOTALS,
        "baci": BACI,
        "baci_compact": BACI_COMPACT,
        "baci_lower_bound": BACI_LOWER_BOUND,
        "baci_totals": BACI_TOTALS,
        "china_customs": CHINA_CUSTOMS,
        "comtrade_compact": COMTRADE_COMPACT,
        "comtrade_legacy": COMTRADE_LEGACY,
        "comtrade_plus": COMTRADE_PLUS,
        "comtrade_tidy": COMTRADE_TIDY,
        "imf_dots": IMF_DOTS,
        "imf_dots_monthly": IMF_DOTS_MONTHLY,
        "imf_imts": IMF_IMTS,
        "imf_imts_exports": IMF_IMTS_EXPORTS,
        "oecd_pairs": OECD_PAIRS,
        "pair_totals": PAIR_TOTALS,
    }
)


def recognise(opened: OpenedFile) -> Layout:
    """Return the layout of a file by its header: the one that asks for most wins.

    Raises
    ------
    SourceError
        If no layout fits, the message shows the header and the names to choose from; or if two fit
        equally well.
    """
    fitting = [layout for layout in LAYOUTS.values() if layout.recognises(opened)]
    if not fitting:
        shown = ", ".join(opened.header[:8]) + ("…" if opened.header[8:] else "")
        msg = (
            f"{opened.name}: no known layout has the header '{shown}'; "
            f"{_nearly(opened)}known: {', '.join(LAYOUTS)}; "
            "or describe the file in a TOML mapping (tradenet/sources/table.py says how)"
        )
        raise SourceError(msg)
    best = max(_rank(layout) for layout in fitting)
    chosen, *others = [layout for layout in fitting if _rank(layout) == best]
    if others:
        names = ", ".join(layout.name for layout in (chosen, *others))
        msg = f"{opened.name}: fits the layouts {names} equally well; name one (--layout)"
        raise SourceError(msg)
    return chosen


def _nearly(opened: OpenedFile) -> str:
    """Name the layout that lacks fewest columns, where it finds more than half of its own."""
    header = set(opened.header)
    near = max(
        LAYOUTS.values(),
        key=lambda one: (len(one.columns & header) / len(one.columns), not one.hint),
    )
    lacking = sorted(near.columns - header)
    if 2 * len(lacking) >= len(near.columns):
        return ""
    return f"nearest is {near.name}, without {', '.join(lacking)}{nearest(lacking[0], header)}; "


def read(path: Path, layout: str | None = None) -> tuple[ReportedFlows, ...]:
    """Read a file (or each CSV of a zip) into reported flows, codes as the provider writes them.

    Parameters
    ----------
    path : Path
        CSV, Parquet, Stata, ``.gz`` or ``.zip``. Tables of codes in a zip of BACI are passed over.
    layout : str, optional
        Registry name, or the path of a TOML mapping (`tradenet.sources.table`); recognised by the
        header where not given.

    Raises
    ------
    ConfigError
        If the mapping is wrong.
    SourceError
        If the file cannot be read as what it is, or has an unknown header.
    SchemaError
        If a row breaks the layout's rules.
    """
    chosen = _named(layout) if layout else None
    members = [opened for opened in open_file(Path(path)) if not _is_code_table(opened)]
    if not members:
        msg = f"{Path(path).name}: holds tables of codes but no flows"
        raise SourceError(msg)
    return tuple((chosen or recognise(opened)).read(opened) for opened in members)


def _rank(layout: Layout) -> tuple[int, int]:
    return len(layout.columns), len(layout.hint)


def _named(layout: str) -> Layout:
    if Path(layout).suffix == ".toml":
        from tradenet.sources.table import layout_from

        return layout_from(Path(layout))
    return lookup(LAYOUTS, layout, "layout")


def _is_code_table(opened: OpenedFile) -> bool:
    return any(columns <= set(opened.header) for columns in CODE_TABLES)
