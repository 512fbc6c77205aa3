"""The command line from outside."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pandas as pd
import pyarrow.parquet as pq
import pytest

from tests.end_to_end.conftest import GOOD, HEADER, Call

Write = Callable[[str, str | bytes], Path]


def digests(folder: Path) -> dict[str, str]:
    """Return SHA-256 by relative path; the manifest's one time stamp is taken out."""
    found = {}
    for path in sorted(entry for entry in folder.rglob("*") if entry.is_file()):
        content = path.read_bytes()
        if path.name == "manifest.json":
            manifest = json.loads(content)
            del manifest["written_at"]
            content = json.dumps(manifest, sort_keys=True).encode()
        found[str(path.relative_to(folder))] = hashlib.sha256(content).hexdigest()
    return found


@pytest.mark.long
def test_the_main_report_twice_is_the_same_bytes(main_report: Path, tmp_path: Path) -> None:
    """But for one time stamp: by the command and by Python, in processes of two hash seeds."""
    here = os.environ.get("PYTHONHASHSEED")
    done = subprocess.run(
        [sys.executable, "-c", "from tradenet.cli import main; main()", "report",
         "--out", tmp_path],
        env={**os.environ, "PYTHONHASHSEED": "1" if here == "0" else "0"},
        capture_output=True,
        text=True,
        check=True,
    )  # fmt: skip
    assert done.stdout.startswith("INSUFFICIENT-DATA: ")
    assert re.fullmatch(r"brown-2022 [0-9a-f]{12}: .*\n", done.stderr)
    written = digests(tmp_path / "brown-2022")
    assert written == digests(main_report)
    assert {"index.html", "report.md", "report-full.md", "manifest.json"} <= set(written)
    assert any(name.startswith("tables/") and name.endswith(".parquet") for name in written)
    assert any(name.startswith("figures/") and name.endswith(".svg") for name in written)


def test_the_verdict_file_says_what_was_not_run(call: Call, write: Write, tmp_path: Path) -> None:
    """Nothing pretends."""
    flows = write("pairs.csv", GOOD)
    settings = ("--set", "window.pre=[2018, 2019]", "--set", "window.post=[2023]",
                "--set", 'run.tests=["T0", "T1"]')  # fmt: skip
    code, out, _ = call("report", "--flows", flows, "--out", tmp_path / "out", *settings)
    assert code == 0
    assert str(tmp_path / "out" / "brown-2022" / "index.html") in out
    verdict = json.loads((tmp_path / "out/brown-2022/verdict.json").read_text(encoding="utf-8"))
    assert verdict["verdict"] == "NOT-TESTED"
    keys = {"study", "hypothesis", "sentence", "cannot_show", "tests", "coverage", "manifest"}
    assert keys <= set(verdict)
    tests = {test["name"]: test for test in verdict["tests"]}
    assert list(tests) == [f"T{k}" for k in range(9)]
    fields = {"name", "question", "null", "statistic", "effect", "interval", "p_value", "rule",
              "passed"}  # fmt: skip
    assert all(fields <= set(test) for test in tests.values())
    assert all(tests[f"T{k}"]["statistic"] is None for k in range(2, 9))


def test_what_real_files_have_is_marked_and_counted(
    call: Call, write: Write, tmp_path: Path
) -> None:
    """Null, exact duplicate, aggregate, unknown code, self flow, negative aggregate."""
    rows = [
        "2019,CHN,RUS,5.10",
        "2019,CHN,RUS,5.10",
        "2019,CHN,IRN,",
        "2019,CHN,WLD,7",
        "2019,CHN,WLD,-2",
        "2019,CHN,QQQ,11",
        "2019,CHN,CHN,13",
    ]
    rows[4] = "2018,CHN,WLD,-2"
    path = write("pairs.csv", HEADER + "\n".join(rows) + "\n")
    code, out, _ = call("ingest", path, "--store", tmp_path / "store")
    assert code == 0
    ledger = {line.split()[0]: (line.split()[1], line.split()[3]) for line in out.splitlines()[1:]}
    assert ledger == {
        "aggregate": ("1", "7.00"),
        "duplicate": ("1", "5.10"),
        "kept": ("1", "5.10"),
        "negative_aggregate": ("1", "-2.00"),
        "no_value": ("1", "0.00"),
        "self_flow": ("1", "13.00"),
        "unknown_code": ("1", "11.00"),
    }
    stored = pd.concat(pd.read_parquet(file) for file in (tmp_path / "store").rglob("*.parquet"))
    assert len(stored) == 7


def test_a_store_is_replaced_as_a_whole(call: Call, write: Write, tmp_path: Path) -> None:
    """The second ingest leaves nothing of the first."""
    store = tmp_path / "store"
    call("ingest", write("pairs.csv", GOOD), "--store", store)
    call("ingest", write("pairs.csv", HEADER + "2001,CHN,RUS,5\n"), "--store", store)
    assert [path.name for path in store.glob("period=*")] == ["period=2001"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pairs.csv", "store"]


@pytest.mark.parametrize("suffix", ["csv", "csv.gz", "zip"])
def test_packed_files_are_read_like_plain_ones(
    call: Call, write: Write, tmp_path: Path, suffix: str
) -> None:
    """The ledger is the same."""
    code, out, _ = call("ingest", write(f"pairs.{suffix}", GOOD), "--store", tmp_path / "store")
    assert code == 0
    assert "48 rows" in out


@pytest.mark.parametrize("form", ["graphml", "gexf", "csv", "parquet"])
def test_exported_graphs_are_read_by_others(call: Call, tmp_path: Path, form: str) -> None:
    """China to Russia in 2019, as another library reads it."""
    path = tmp_path / f"g.{form}"
    code, out, _ = call("graph", "export", "--period", 2019, "--format", form, "--out", path)
    assert code == 0
    assert "2019" in out
    if form in ("graphml", "gexf"):
        reader = nx.read_graphml if form == "graphml" else nx.read_gexf
        value = reader(path)["CHN"]["RUS"]["value_usd"]
        ET.parse(path)
    else:
        table = pd.read_csv(path) if form == "csv" else pq.read_table(path).to_pandas()
        cell = table[(table.exporter == "CHN") & (table.importer == "RUS")]
        value = cell.value_usd.item()
    assert value / 1e9 == pytest.approx(54.066431304 / 1.06, rel=1e-9)


def test_an_exported_graph_has_its_economies_beside_it(call: Call, tmp_path: Path) -> None:
    """Cells and economies of CSV, with the backbone asked for; a misspelt one is refused."""
    ask = ("graph", "export", "--period", 2019, "--format", "csv", "--out", tmp_path / "g.csv")
    code, out, _ = call(*ask, "--set", "backbone=noise_corrected", "--set", "seed=3")
    assert code == 0
    assert "g.nodes.csv" in out
    nodes = pd.read_csv(tmp_path / "g.nodes.csv")
    assert set(nodes["economy"]) >= {"CHN", "IRN", "PRK", "RUS"}
    cells = pd.read_csv(tmp_path / "g.csv")
    assert 0 < cells["backbone"].mean() < 0.3
    code, out, said = call(*ask, "--set", "backbone=noise_corected")
    assert (code, out) == (2, "")
    assert "did you mean 'noise_corrected'" in said


def test_studies_can_be_listed_shown_and_started(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A started study runs under its own name."""
    monkeypatch.chdir(tmp_path)
    assert "brown-2022: Do North Korea" in call("studies", "list")[1]
    assert 'hub = "CHN"' in call("studies", "show", "brown-2022")[1]
    assert call("studies", "new", "mine")[1] == f"{tmp_path / 'mine.toml'}\n"
    assert 'name = "mine"' in call("studies", "show", "mine.toml")[1]
    code, _, err = call("studies", "new", "mine")
    assert (code, "exists already" in err) == (2, True)
    code, _, err = call("studies", "new", "../mine")
    assert code == 2


@pytest.mark.long
def test_a_study_is_frozen_and_its_report_says_so(
    call: Call, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hash first; another seed is another study."""
    monkeypatch.chdir(tmp_path)
    flows = write("pairs.csv", GOOD)
    call("studies", "new", "mine", "--from", "brown-2022")
    code, out, err = call("studies", "freeze", "mine.toml")
    assert (code, err) == (0, "")
    fixed, path = out.split()
    assert (len(fixed), path) == (64, "mine.frozen.json")
    for settings, sentence in (
        ((), f"pre-registered (hash {fixed[:12]})"),
        (("--seed", "1"), f"changed since it was frozen (hash {fixed[:12]}): run.seed"),
    ):
        code, _, _ = call("report", "mine.toml", "--flows", str(flows), *settings)
        assert code == 0
        folder = tmp_path / "reports" / "mine"
        for name in ("verdict.json", "manifest.json"):
            assert json.loads((folder / name).read_text())["registration"]["sentence"] == sentence
        assert sentence in (folder / "report.md").read_text(encoding="utf-8")


def test_sources_lists_every_layout(call: Call) -> None:
    """With title and terms; after a blank line the kinds of other ties."""
    from tradenet.sources import LAYOUTS
    from tradenet.sources.ties import TIES

    layouts, ties = call("sources")[1].split("\n\n")
    assert [line.split(":")[0] for line in layouts.splitlines()] == list(LAYOUTS)
    _, *kinds, _ = ties.splitlines()
    assert [line.split(":")[0] for line in kinds] == list(TIES)


def test_the_snapshot_is_verified(call: Call) -> None:
    """Bytes against the manifest."""
    code, out, _ = call("snapshot", "verify")
    assert code == 0
    assert "bytes equal the manifest" in out


def test_help_answers_without_the_heavy_rooms() -> None:
    """Ibis, pandas and matplotlib are not imported for a page of help."""
    program = (
        "import sys\n"
        "from tradenet.cli import main\n"
        "sys.argv = ['tradenet', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'ibis', 'pandas', 'matplotlib', 'igraph'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "report" in done.stdout


@pytest.mark.realdata
def test_every_flow_file_is_ingested_by_recognition(
    call: Call, shared: Path, tmp_path: Path
) -> None:
    """By header alone; each ledger balances to the rows of its own lines."""
    folders = ("atlas", "baci", "baci_totals", "china_customs", "comtrade_legacy",
               "comtrade_panels", "comtrade_plus", "imf_dots", "imf_imts", "mirror_benchmark",
               "oecd", "russia_neighbours")  # fmt: skip
    no_flows = {"baci_economy_totals_1995_2023.csv"}
    files = [
        path
        for folder in folders
        for path in sorted((shared / folder).iterdir())
        if path.name not in no_flows and "_codes_" not in path.name
    ]
    files += sorted((shared / "gravity").glob("*.dta"))
    assert len(files) == 31
    for number, path in enumerate(files):
        code, out, err = call("ingest", path, "--store", tmp_path / str(number))
        assert code == 0, (path.name, err)
        stored = sum(
            pq.read_metadata(file).num_rows for file in (tmp_path / str(number)).rglob("*.parquet")
        )
        lines = [line.split() for line in out.splitlines() if line.startswith("  ")]
        assert sum(int(words[1].replace(",", "")) for words in lines) == stored > 0
