"""R15 and R16: what others published on communities of world trade, from the snapshot.

``pytest tests/golden/test_communities_replication.py --rewrite-golden`` writes the numbers anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from typer.testing import CliRunner

from tradenet.cli import app
from tradenet.study.community_targets import CommunityReplication, CommunityTarget

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def replication() -> CommunityReplication:
    """What the command says, made once."""
    done = CliRunner().invoke(app, ["replicate", "communities", "--json", "--quiet"])
    assert done.exit_code == 0, done.output
    return CommunityReplication(tuple(CommunityTarget(**row) for row in json.loads(done.stdout)))


def test_every_number_is_as_it_was(
    replication: CommunityReplication, golden: Callable[..., None]
) -> None:
    told = {at.name: f"{at.ours}; {at.note}" for at in replication.targets}
    golden("communities_replication", told)


def test_every_published_statement_is_met(replication: CommunityReplication) -> None:
    told = [at for at in replication.targets if at.published]
    assert len(told) == 7
    assert [at.name for at in told if not at.passed] == []


def test_lines_say_what_was_published_and_what_is_ours(replication: CommunityReplication) -> None:
    head, *rows = replication.lines()
    assert head.split()[:3] == ["target", "published", "ours"]
    assert len(rows) == len(replication.targets) == 9
    assert [row for row in rows if "  no  " in row] == []
    assert replication.to_json()[0]["name"] == replication.targets[0].name
