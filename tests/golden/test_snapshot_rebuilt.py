"""The committed snapshot against one rebuilt from the providers' files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tradenet.sources import snapshot as embedded
from tradenet.study import prepare, snapshot

pytestmark = pytest.mark.realdata


def test_committed_snapshot_equals_a_rebuilt_one(shared: Path, tmp_path: Path) -> None:
    """Every table, every cell."""
    told: list[float] = []
    unlike = snapshot.differences(
        shared,
        embedded.folder(),
        tmp_path / "snapshot",
        tell=lambda _, share: told.append(share),
    )
    assert unlike == []
    assert told == sorted(told)
    assert (told[0], len(told)) == (0.0, 3)


def test_poland_and_the_ussr_1985_as_reported(shared: Path) -> None:
    """X 3.261 and M 4.104 bn, before reconciliation."""
    (part,) = prepare.harmonised(shared / snapshot.FILES["imf_dots"])
    rows = part.table.filter(
        (part.table.period == 1985)
        & (part.table.reporter == "POL")
        & (part.table.partner == "SUN")
        & (part.table.status == "kept")
    )
    told = {row["flow"]: row["value_usd"] for row in rows.to_pyarrow().to_pylist()}
    assert {flow: round(value / 1e9, 3) for flow, value in told.items()} == {
        "X": 3.261,
        "M": 4.104,
    }


def test_the_ledger_of_every_source_is_in_the_manifest(shared: Path) -> None:
    """Rows of the DOTS file: kept plus each reason is the file."""
    import pyarrow.parquet as pq

    (entry,) = [s for s in embedded.manifest()["sources"] if s["name"] == "imf_dots"]
    in_file = pq.read_metadata(shared / snapshot.FILES["imf_dots"]).num_rows
    assert sum(line["rows"] for line in entry["ledger"]) == in_file
