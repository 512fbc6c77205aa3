"""One header, many providers: the file name tells, and the method follows."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tradenet.sources import read

TEXT = "year,exporter,importer,value_usd\n2022,MNG,CHN,5.5\n"


@pytest.mark.parametrize(("name", "source", "method", "vintage"), [
    ("oec_baci_2022.csv", "baci_totals", "reconciled", ""),
    ("BACI_HS22_V202501_pairs.csv", "baci_totals", "reconciled", "V202501"),
    ("baci_pair_totals_lower_bound.csv", "baci_lower_bound", "lower_bound", "V202501"),
    ("baci_lower_bound_V202601.csv", "baci_lower_bound", "lower_bound", "V202601"),
    ("btige_2024.csv", "oecd_pairs", "reconciled", "2026-05"),
    ("atlas_pairs.csv", "atlas_totals", "reconciled", "2022"),
    ("mine.csv", "pair_totals", "reconciled", ""),
])  # fmt: skip
def test_the_name_tells_source_method_and_vintage(
    name: str, source: str, method: str, vintage: str, write: Callable[[str, str], Path]
) -> None:
    (flows,) = read(write(name, TEXT))
    (row,) = flows.to_arrow().to_pylist()
    assert (flows.provenance.source, row["method"], row["vintage"]) == (source, method, vintage)
    assert (row["flow"], row["valuation"], row["value_usd"]) == ("X", "FOB", 5.5)
