"""What is printed as JSON is what is printed in words."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.end_to_end.conftest import GOOD, Call

Write = Callable[[str, str | bytes], Path]


def test_a_ledger(call: Call, write: Write, tmp_path: Path) -> None:
    flows = write("pairs.csv", GOOD)
    code, out, err = call("ingest", flows, "--store", tmp_path / "store", "--json", "-q")
    assert (code, err) == (0, "")
    (told,) = json.loads(out)
    _, words, _ = call("ingest", flows, "--store", tmp_path / "store")
    first, *lines = words.splitlines()
    assert first == f"{told['file']}: {told['summary']}"
    assert [(one["status"], f"{one['rows']:,}") for one in told["lines"]] == [
        (line.split()[0], line.split()[1]) for line in lines
    ]
    assert told["lines"][0]["value_usd"] == lines[0].split()[3].replace(",", "")


def test_lists_of_studies_and_sources(call: Call) -> None:
    studies = json.loads(call("studies", "list", "--json")[1])
    words = call("studies", "list")[1].splitlines()
    assert words == [f"{one['name']}: {one['title']}" for one in studies]
    told = json.loads(call("sources", "--json")[1])
    words = call("sources")[1].splitlines()
    assert words[0] == "{name}: {title}. {terms}".format(**told["layouts"][0])
    assert f"{told['ties'][0]['name']}: {told['ties'][0]['summary']}" in "\n".join(words)


def test_a_proof_of_the_snapshot(call: Call) -> None:
    told = json.loads(call("snapshot", "verify", "--json", "--quiet")[1])
    assert call("snapshot", "verify")[1] == f"{told['verified']}\n"
