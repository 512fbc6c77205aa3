"""The commands about flows, as a stranger calls them: fetch, ingest, check, watch."""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contracts.test_fetchers import KNOWN
from tests.end_to_end.conftest import GOOD, HEADER, Call
from tests.unit.sources.fetch.provider import Provider

pytestmark = pytest.mark.long

LINES = GOOD.splitlines()[1:]


@pytest.fixture
def flows(tmp_path: Path) -> Path:
    """Return a file whose name is not ASCII; Russia's sales to China tripled in 2023."""
    path = tmp_path / "потоки 流.csv"
    text = GOOD.replace("2023,RUS,CHN,60000000000.0", "2023,RUS,CHN,180000000000.0")
    assert text != GOOD
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def provider() -> Iterator[Provider]:
    """Return an IMF on 127.0.0.1."""
    server = Provider()
    server.files = KNOWN["imf_imts"].files(server.url)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def refused(call: Call, words: str, *command: object) -> None:
    """One line on stderr that says what is wrong, nothing on stdout, code 2."""
    code, out, err = call(*command)
    assert (code, out) == (2, "")
    assert words in err
    assert err.startswith("tradenet: ")
    assert len(err.splitlines()) == 1


def test_what_was_fetched_is_ingested_and_checked(
    call: Call, provider: Provider, tmp_path: Path
) -> None:
    """From the provider to the findings: 12.5 million of each of two reporters."""
    out, store = tmp_path / "imf", tmp_path / "store"
    ask = ("fetch", "imf_imts", "--out", out, "--periods", "2022", "--reporters", "CHN,RUS",
           "--set", f"base_url={provider.url}")  # fmt: skip
    code, said, _ = call(*ask)
    assert code == 0
    assert said.splitlines()[-1] == f"imf_imts: files whole in {out}: 2"
    files = sorted(out.glob("*.csv"))
    assert {str(path) for path in files} == {line.split(": ")[0] for line in said.splitlines()[:2]}
    asked = len(provider.requests)
    assert call(*ask)[1].splitlines()[-1] == said.splitlines()[-1]
    assert len(provider.requests) == asked  # nothing is asked for twice
    code, said, _ = call("ingest", *files, "--store", store)
    assert code == 0
    assert said.count("12,500,000.00 USD") == 2
    code, said, _ = call("check", store, "--json", "--quiet")
    assert code == 0
    assert {row["detector"] for row in json.loads(said)["summary"]} >= {"coverage", "jumps"}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("imf",), "no source to fetch from 'imf'"),
        (("imf_imts", "--set", "vintag=1"), "'vintag=1' (did you mean 'vintage'?): give key=value"),
        (("imf_imts", "--periods", "2022-2019"), "'2022-2019' is no period"),
        (("imf_imts", "--periods", "2022", "--reporters", "ATLANTIS"), "ATLANTIS"),
        (("comtrade",), "UN Comtrade needs --periods"),
    ],
)
def test_an_order_that_makes_no_sense_asks_nobody(
    call: Call, tmp_path: Path, options: tuple[str, ...], words: str
) -> None:
    refused(call, words, "fetch", *options, "--out", tmp_path / "out", "--set",
            "base_url=http://127.0.0.1:9")  # fmt: skip
    assert not list(tmp_path.rglob("*.csv"))


def test_a_dry_run_leaves_nothing(call: Call, tmp_path: Path) -> None:
    words = ("--periods", "2022", "--reporters", "CHN,RUS", "--dry-run")
    code, out, _ = call("fetch", "imf_imts", "--out", tmp_path / "imf", *words)
    assert code == 0
    assert out.startswith("imf_imts: ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("2019,CHN,RUS,1e17\n", "1e+15 USD or more"),
        ("2019,CHN,RUS,-1\n", "negative value (first: data row 1, CHN with RUS, 2019)"),
        ("2019,CHN,RUS,1\n2019,CHN,RUS,2\n", "1 keys have two or more different values"),
        ("", "no rows, only a header"),
    ],
)
def test_money_that_cannot_be_makes_no_store(
    call: Call, tmp_path: Path, rows: str, words: str
) -> None:
    path = tmp_path / "flows.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    refused(call, words, "ingest", path, "--store", tmp_path / "store")
    assert not (tmp_path / "store").exists()


def test_the_ledger_adds_up_to_the_file(call: Call, tmp_path: Path) -> None:
    """Strangers, groups and oneself are lines of their own; together they are all that came."""
    path = tmp_path / "flows.csv"
    rows = "2019,CHN,RUS,1.10\n2019,CHN,WLD,9.99\n2019,XYZ,CHN,5\n2019,CHN,CHN,0.01\n"
    path.write_text(HEADER + rows, encoding="utf-8")
    code, out, _ = call("ingest", path, "--store", tmp_path / "store")
    assert code == 0
    lines = [line.split() for line in out.splitlines()[1:]]
    assert {line[0]: line[3] for line in lines} == {
        "kept": "1.10", "aggregate": "9.99", "unknown_code": "5.00", "self_flow": "0.01",
    }  # fmt: skip
    assert sum(int(line[1]) for line in lines) == 4


def test_a_store_is_checked_as_its_file_is(call: Call, flows: Path, tmp_path: Path) -> None:
    assert call("ingest", flows, "--store", tmp_path / "store")[0] == 0
    told = [json.loads(call("check", each, "--json", "--quiet")[1]) for each in
            (flows, tmp_path / "store")]  # fmt: skip
    for name in ("findings", "summary"):
        assert told[0][name] == told[1][name]
    (tmp_path / "store" / "_tradenet.json").write_text("[{", encoding="utf-8")
    refused(call, "make the store again", "check", tmp_path / "store")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--event", "soon"), "'soon' is no period"),
        (("--event", "201913"), "201913"),
        (("--production", "none.csv"), "none.csv: no production table"),
    ],
)
def test_a_check_that_cannot_be(
    call: Call, flows: Path, options: tuple[str, str], words: str
) -> None:
    refused(call, words, "check", flows, *options)


def watched(call: Call, *words: object) -> list[dict[str, object]]:
    code, out, _ = call("watch", *words, "--json")
    assert code == 0
    found: list[dict[str, object]] = json.loads(out)
    return found


def test_backwards_and_shuffled_is_the_other_sign(call: Call, flows: Path, tmp_path: Path) -> None:
    head, *lines = flows.read_text(encoding="utf-8").splitlines()
    random.Random(1).shuffle(lines)
    other = tmp_path / "other.csv"
    other.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    (there,) = watched(call, "--flows", flows)
    (back,) = watched(call, "--flows", f"{other}@2022", "--against", f"{other}@2023")
    names = ("exporter", "importer", "kind", "before_usd", "after_usd")
    assert [there[name] for name in names] == ["RUS", "CHN", "changed", 60e9, 180e9]
    assert [back[name] for name in names] == ["RUS", "CHN", "changed", 180e9, 60e9]
    for name in ("log_change", "log_intensity_change"):
        assert back[name] == pytest.approx(-float(str(there[name])))


def test_growth_of_all_is_a_change_of_level_and_of_no_intensity(call: Call, tmp_path: Path) -> None:
    paths = [tmp_path / "new.csv", tmp_path / "old.csv"]
    for path, factor in zip(paths, (30.0, 1.0), strict=True):
        rows = [line.split(",") for line in LINES]
        grown = [",".join([*row[:3], str(float(row[3]) * factor)]) for row in rows]
        path.write_text("\n".join([HEADER.strip(), *grown]) + "\n", encoding="utf-8")
    found = watched(call, "--flows", f"{paths[0]}@2023", "--against", f"{paths[1]}@2022")
    assert len(found) == 12
    for row in found:
        assert row["after_usd"] == pytest.approx(30 * float(str(row["before_usd"])))
        assert row["log_intensity_change"] == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--flows", "{flows}@soon"), "'soon' is no period"),
        (("--flows", "{flows}", "--focus", "RUS,XXY"), "no economy 'XXY'"),
        (("--flows", "{flows}", "--against", "nowhere.csv"), "nowhere.csv: no such file"),
    ],
)
def test_a_watch_that_cannot_be(
    call: Call, flows: Path, options: tuple[str, ...], words: str
) -> None:
    refused(call, words, "watch", *(word.format(flows=flows) for word in options))


def test_communities_of_a_file_are_told_in_words_and_as_json(call: Call, flows: Path) -> None:
    """The same communities both ways, and the same twice."""
    words = ("communities", "--flows", flows, "--null", "strengths", "--worlds", 19, "-q")
    code, page, err = call(*words)
    assert (code, err) == (0, "")
    assert page.startswith("2023: ")
    assert "in 19 artificial worlds" in page
    assert "worlds: poisson, drawn around margins" in page
    code, told, _ = call(*words, "--json")
    assert code == 0
    content = json.loads(told)
    assert set(content["members"]) == {"PRK", "IRN", "RUS", "CHN"}
    assert content["significance"]["partition"]["worlds"] == 19
    for line in content["communities"]:
        assert f"{line['economies']:>9}" in page
        assert set(line["who"]) >= set(line["members"].split("+")) - {""}
    assert call(*words, "--json")[1] == told


def test_communities_that_cannot_be_sought_are_refused_in_one_line(call: Call, flows: Path) -> None:
    refused(call, "no flows in 1999", "communities", "--period", "1999", "--flows", flows)
    refused(call, "did you mean 'strengths'", "communities", "--null", "strenghts")
    refused(call, "5 worlds can never", "communities", "--worlds", 5, "--flows", flows)
