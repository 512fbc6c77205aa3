"""What stands beside the flows in the snapshot: which file is missing is told before any work."""

from pathlib import Path

import pytest

from tradenet.domain import SourceError
from tradenet.sources import snapshot as embedded
from tradenet.study.snapshot import COVARIATES, FILES, build


@pytest.mark.parametrize("lost", sorted(COVARIATES))
def test_a_file_that_is_not_there_is_told_by_its_place(tmp_path: Path, lost: str) -> None:
    for name, place in COVARIATES.items():
        if name != lost:
            path = tmp_path / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"")
    with pytest.raises(SourceError, match=f"lacks {COVARIATES[lost]}, of which the snapshot"):
        build(tmp_path, tmp_path / "snapshot")
    assert not (tmp_path / "snapshot").exists()


def test_every_table_beside_the_flows_is_in_the_snapshot_and_its_manifest() -> None:
    entries = embedded.manifest()["covariates"]
    assert {entry["name"] for entry in entries} == set(COVARIATES)
    assert set(COVARIATES) < set(embedded.TABLES)
    assert set(COVARIATES).isdisjoint(FILES)
    for entry in entries:
        assert entry["title"]
        assert entry["terms"]
        assert len(entry["files"][0]["sha256"]) == 64
