"""Files of the size of the real ones: a year of BACI, and decades of two-sided reports."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv
import pyarrow.parquet as pq

from tradenet.domain import stream
from tradenet.sources import reference, store

PRODUCTS = 5_000
ECONOMIES = 200
_FIRST_PRODUCT, _LAST_PRODUCT = 10_121, 970_600
_EXPORTS_REPORTED, _IMPORTS_REPORTED = 0.80, 0.87


def codes(scheme: str) -> list[str]:
    """Return the first codes of a scheme that name economies alive today."""
    economies = reference.economies()
    alive = [
        row["economy"]
        for row in economies.lifetimes.to_pylist()
        if row["kind"] == "economy" and row["valid_to"] is None and row["valid_from"] is None
    ]
    written = {row["economy"]: row["code"] for row in economies.codes.to_pylist()
               if row["scheme"] == scheme}  # fmt: skip
    return [written[economy] for economy in alive if economy in written][:ECONOMIES]


def write_baci(path: Path, rows: int) -> None:
    """Write a year of BACI as CEPII does: sorted, quantities quoted, padded and sometimes NA."""
    rng = stream(1, "benchmarks/baci")
    who = np.array([int(code) for code in codes("baci")], np.int32)
    cells = _Cells(rng, rows, len(who))
    options = pcsv.WriteOptions(include_header=False, quoting_style="needed")
    with path.open("wb") as stream_:
        stream_.write(b'"t","i","j","k","v","q"\n')
        for exporter in range(len(who)):
            importer, product = cells.of(exporter)
            usd = cells.usd(exporter, importer)
            table = {
                "t": np.full(len(usd), 2021, np.int32),
                "i": np.full(len(usd), who[exporter]),
                "j": who[importer],
                "k": cells.products[product],
                "v": np.round(usd / 1e3, 3),
                "q": _quantities(rng, usd),
            }
            pcsv.write_csv(pa.table(table), stream_, options)


def write_codes(path: Path) -> None:
    """Write which economy each of BACI's codes is, for contenders that have no tables of ours."""
    known = [row for row in reference.economies().codes.to_pylist() if row["scheme"] == "baci"]
    lines = [f"{row['code']},{row['economy']}" for row in known]
    path.write_text("\n".join(["code,economy", *lines]) + "\n", encoding="utf-8")


def _quantities(rng: np.random.Generator, usd: np.ndarray[Any, Any]) -> pa.Array:
    """Tonnes in thirteen places, as CEPII prints them; one in twenty-five is not known."""
    tonnes = np.round(usd / 1e3 * rng.lognormal(-1, 1, len(usd)), 3)
    text = pc.utf8_lpad(pc.cast(pa.array(tonnes).cast(pa.decimal128(18, 3)), pa.string()), 13, " ")
    missing = pa.scalar("NA".rjust(13))
    return pc.if_else(pa.array(rng.random(len(usd)) < 0.04), missing, text)


class _Cells:
    """Who sells what to whom: heavy-tailed sizes, popular products, about `rows` cells in all."""

    def __init__(self, rng: np.random.Generator, rows: int, count: int) -> None:
        self.rng = rng
        self.size = rng.lognormal(0, 1.6, count)
        self.products = np.unique(
            np.linspace(_FIRST_PRODUCT, _LAST_PRODUCT, PRODUCTS).astype(np.int32)
        )
        self.popular = np.sort(rng.lognormal(0, 0.8, len(self.products)))
        self.popular /= self.popular.mean()  # sorted while the cells are counted on a sample
        self.scale = 1.0
        low, high = 1e-9, 1e9
        for _ in range(60):  # bisection: the number of cells grows with the scale
            self.scale = (low * high) ** 0.5
            low, high = (self.scale, high) if self._expected() < rows else (low, self.scale)
        rng.shuffle(self.popular)

    def _chance(self, exporter: int) -> np.ndarray[Any, Any]:
        dyad = self.scale * np.sqrt(self.size[exporter] * self.size)
        return np.asarray(1 - np.exp(-dyad[:, None] * self.popular[None, 12::25]))

    def _expected(self) -> float:
        sums = (self._chance(k).sum() - self._chance(k)[k].sum() for k in range(len(self.size)))
        return float(sum(sums)) * 25

    def of(self, exporter: int) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
        """Return importer and product of the cells of one exporter, sorted."""
        dyad = self.scale * np.sqrt(self.size[exporter] * self.size)
        chance = 1 - np.exp(-dyad[:, None] * self.popular[None, :])
        chance[exporter] = 0
        importer, product = np.nonzero(self.rng.random(chance.shape, np.float32) < chance)
        return importer, product

    def usd(self, exporter: int, importer: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Return dollars: log-normal around what the two sizes make likely."""
        middle = 8.5 + 0.7 * np.log(self.size[exporter] * self.size[importer])
        return np.asarray(np.maximum(self.rng.lognormal(middle, 2.3), 1.0))


def write_two_sided(folder: Path, rows: int, periods: int) -> None:
    """Write a store of two-sided reports under Comtrade's codes, not yet harmonised.

    Every period holds the same cells: one generated year of `rows` rows, linked into each period's
    folder, so that a hundred million rows take the disk of three.
    """
    year = folder / "year.parquet"
    if not year.is_file():
        folder.mkdir(parents=True)
        pq.write_table(_two_sided(rows), year, compression="zstd", row_group_size=122_880)
    for code in range(2000, 2000 + periods):
        home = folder / f"period={code}"
        home.mkdir(exist_ok=True)
        if not (home / "flows.parquet").exists():
            (home / "flows.parquet").hardlink_to(year)


def _two_sided(rows: int) -> pa.Table:
    rng = stream(2, "benchmarks/comtrade")
    who = np.array(codes("comtrade"))
    cells = _Cells(rng, int(rows / (_EXPORTS_REPORTED + _IMPORTS_REPORTED)), len(who))
    parts = []
    for exporter in range(len(who)):
        importer, product = cells.of(exporter)
        usd = cells.usd(exporter, importer)
        for flow, share in (("X", _EXPORTS_REPORTED), ("M", _IMPORTS_REPORTED)):
            here = rng.random(len(usd)) < share
            one, other = np.full(here.sum(), who[exporter]), who[importer[here]]
            noise = rng.lognormal(0.06 * (flow == "M"), 0.3, len(one))
            parts.append(
                pa.table(
                    {
                        "reporter": one if flow == "X" else other,
                        "partner": other if flow == "X" else one,
                        "flow": np.full(len(one), flow),
                        "product": np.char.zfill(cells.products[product[here]].astype(str), 6),
                        "value_usd": np.round(usd[here] * noise, 2),
                        "valuation": np.full(len(one), "FOB" if flow == "X" else "CIF"),
                    }
                )
            )
    return _as_stored(pa.concat_tables(parts))


def _as_stored(table: pa.Table) -> pa.Table:
    count = table.num_rows
    usual = {
        "net_mass_kg": pa.nulls(count, pa.float64()), "row": pa.array(np.arange(1, count + 1)),
        "detail": pa.repeat(False, count), "method": pa.repeat("reported", count),
        "source": pa.repeat("comtrade_plus", count), "vintage": pa.repeat("", count),
        "status": pa.repeat("kept", count),
        "reporter_code": table["reporter"], "partner_code": table["partner"],
        "classification": pa.nulls(count, pa.string()), "months": pa.nulls(count, pa.int32()),
    }  # fmt: skip
    for name, column in usual.items():
        table = table.append_column(name, column)
    schema = store.STORE_SCHEMA
    names = [name for name in schema.names if name != "period"]
    return table.select(names).cast(pa.schema([schema.field(name) for name in names]))
