"""What each source tells of the same flows: the embedded snapshot's tables, and a folder's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tradenet.domain import SourceError, Status
from tradenet.domain.flows import money
from tradenet.sources import snapshot
from tradenet.sources.press_totals import read_press_totals
from tradenet.study.prepare import harmonised

WORLD: Final = "WLD"
HUB: Final = "CHN"
PRESS, RUSSIA = Path("reference/china_dprk_monthly.csv"), Path("imf_imts/RU_trade.csv")
# Told in whole by the panel and by the bridge.
_ELSEWHERE = ("baci_totals", "baci_lower_bound")
Cells = Mapping[tuple[int, str, str], float]


@dataclass(frozen=True, slots=True)
class Telling:
    """What one source tells, in one voice.

    Attributes
    ----------
    name : str
        Source and who speaks in it.
    cells : mapping of (year, exporter, importer) to float
        USD; ``WLD`` stands for all partners.
    totals : mapping of (year, pair) to float
        USD of both directions where the source gives no more.
    note : str
        What to know of it.
    """

    name: str
    cells: Cells
    totals: Mapping[tuple[int, frozenset[str]], float] = field(default_factory=dict)
    note: str = ""


def tellings(folder: Path | None = None) -> Iterator[Telling]:
    """Yield the panel, the bridge, the focus by source and voice, and a folder's files.

    Raises
    ------
    SourceError
        If a folder is given that holds none of the files.
    """
    yield _panel()
    yield _bridge()
    yield from _focus()
    if folder is None:
        return
    held = [name for name in (PRESS, RUSSIA) if (folder / name).is_file()]
    if not held:
        msg = f"{folder} holds neither {PRESS} nor {RUSSIA}; give the folder above them"
        raise SourceError(msg)
    if PRESS in held:
        told = read_press_totals(folder / PRESS)
        totals = {(year, frozenset((HUB, other))): usd for (year, other), usd in told.items()}
        yield Telling("Chinese customs, as printed by the press", {}, totals)
    if RUSSIA in held:
        yield _russia(folder / RUSSIA)


def _panel() -> Telling:
    """Return the panel's agreed values and every economy's sums of them."""
    table = snapshot.panel().table
    kept = table.filter((table.status == Status.KEPT) & (table.value_usd > 0))
    return Telling("panel", _with_sums(kept), note="agreed, FOB")


def _bridge() -> Telling:
    """Return lower bounds of the pairs and exact totals of the economies."""
    rows = snapshot.table("bridge").to_pylist()
    cells = {(row["period"], row["exporter"], row["importer"]): row["value_usd"] for row in rows}
    return Telling("bridge", cells, note="FOB; pairs are lower bounds, sums exact")


def _focus() -> Iterator[Telling]:
    """Yield each source and voice: of the hub, of its partners, or merged."""
    voices: dict[tuple[str, str, str], dict[tuple[int, str, str], float]] = {}
    for row in snapshot.table("focus").to_pylist():
        if row["source"] not in _ELSEWHERE and HUB in (row["exporter"], row["importer"]):
            estimated = "estimated" if row["method"] == "estimated" else ""
            home = voices.setdefault((row["source"], _voice(row), estimated), {})
            home[row["period"], row["exporter"], row["importer"]] = row["value_usd"]
    for (source, voice, estimated), cells in sorted(voices.items()):
        yield Telling(f"{source}, {voice}", cells, note=estimated)


def _voice(row: Mapping[str, Any]) -> str:
    if row["told_by"] not in ("exporter", "importer"):
        return "merged"
    return "told by China" if row[row["told_by"]] == HUB else "told by the partner"


def _russia(path: Path) -> Telling:
    """Return Russia's trade as the IMF gives it; from 2022 estimated from its partners' reports."""
    (part,) = harmonised(path)
    table = part.table.filter(part.table.status == Status.KEPT)
    exports = table.flow == "X"
    sided = table.mutate(
        exporter=exports.ifelse(table.reporter, table.partner),
        importer=exports.ifelse(table.partner, table.reporter),
    )
    note = "FOB and CIF; estimated by the IMF from 2022"
    return Telling("imf_imts, all partners of Russia", _with_sums(sided), note=note)


def _with_sums(table: Any) -> Cells:  # noqa: ANN401 - an Ibis table
    """Return cells of the years from 2019 and, as partner ``WLD``, the sums over partners."""
    import ibis

    recent = table.filter(table.period >= 2019)  # noqa: PLR2004 - the first year of a target
    keys = ["period", "exporter", "importer"]
    world = ibis.literal(WORLD)
    sides = [recent, recent.mutate(exporter=world), recent.mutate(importer=world)]
    sums: dict[tuple[int, str, str], float] = {}
    for rows in sides:
        summed = rows.group_by(keys).aggregate(usd=money(rows.value_usd).sum())
        for row in summed.to_pyarrow().to_pylist():
            sums[row["period"], row["exporter"], row["importer"]] = float(row["usd"])
    return sums
