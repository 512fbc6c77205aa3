"""What holds for every fetcher: a faulty way leads to the same files, and nothing comes twice."""

import gzip
import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.unit.sources.fetch.conftest import StoppedClock, visible
from tests.unit.sources.fetch.provider import Provider, World, archive
from tradenet.sources.fetch import FETCHERS, Order, estimate, fetch
from tradenet.sources.fetch.failures import FetchError
from tradenet.sources.fetch.verify import sha256

FAULTS = ("too_many", "too_many_7s", "broken", "unavailable", "cut", "html")
RECORDED = {"name", "source", "sha256", "bytes", "vintage", "terms", "fetched_at"}
KEY = "k3y-0123456789abcdef"


class Sample(NamedTuple):
    """What a provider holds, how it is asked, how many files and calls that makes."""

    files: Callable[[str], dict[str, bytes]]
    settings: tuple[str, ...]
    visible: int
    calls: int
    listings: int = 0  # calls that every run makes to learn what is newest


def _comtrade(_: str) -> dict[str, bytes]:
    return {}


def _baci(_: str) -> dict[str, bytes]:
    return {"/DATA_DOWNLOAD/baci/data/BACI_HS92_V202601.zip": archive(3000)}


def _geodist(_: str) -> dict[str, bytes]:
    return {"/distance/dist_cepii.zip": archive(3000)}


def _bulk(url: str) -> dict[str, bytes]:
    entries = [
        {"reporterCode": code, "period": 2022, "classificationCode": "H6",
         "fileUrl": f"{url}/bulk/v1/file/{code}", "publicationDate": "2023-05-01T00:00:00"}
        for code in (156, 643)
    ]  # fmt: skip
    listing = json.dumps({"count": 2, "data": entries}).encode()
    rows = gzip.compress(b"typeCode\tperiod\nC\t2022\n", mtime=0)
    return {"/bulk/v1/get/C/A/HS": listing} | {f"/bulk/v1/file/{code}": rows for code in (156, 643)}


def _imf(_: str) -> dict[str, bytes]:
    header = "COUNTRY,INDICATOR,COUNTERPART_COUNTRY,FREQUENCY,TIME_PERIOD,OBS_VALUE,SCALE\n"
    return {
        f"/data/IMF.STA,IMTS/{code}.XG_FOB_USD+MG_CIF_USD..A": (
            f"{header}{code},XG_FOB_USD,IRN,A,2022,12.5,6\n".encode()
        )
        for code in ("CHN", "RUS")
    }


def _unga(_: str) -> dict[str, bytes]:
    points = b"iso3c,session,idealpointfp\nCHN,77,-1.1\n"
    file = {"id": 77, "md5": hashlib.md5(points).hexdigest(), "filesize": len(points)}
    version = {"versionNumber": 38, "files": [{"label": "Idealpoints.csv", "dataFile": file}]}
    return {
        "/api/datasets/:persistentId/versions/:latest": json.dumps({"data": version}).encode(),
        "/api/access/datafile/77": points,
    }


def _world_bank(_: str) -> dict[str, bytes]:
    head = {"page": 1, "pages": 1, "total": 1, "lastupdated": "2025-01-28"}
    row = {"countryiso3code": "CHN", "country": {"value": "China"}, "date": "2022", "value": 1.5}
    page = json.dumps([head, [row]]).encode()
    return {"/v2/country/all/indicator/NY.GDP.MKTP.CD": page}


KNOWN = {
    "baci": Sample(_baci, ("vintage=202601",), 1, 1),
    "comtrade": Sample(_comtrade, ("periods=2022",), 2, 2),
    "comtrade_bulk": Sample(_bulk, ("periods=2022",), 2, 3, listings=1),
    "geodist": Sample(_geodist, (), 1, 1),
    "imf_imts": Sample(_imf, ("periods=2022", "reporters=CHN,RUS"), 2, 2),
    "unga": Sample(_unga, (), 1, 2),
    "world_bank": Sample(_world_bank, ("periods=2022",), 1, 1),
}


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMTRADE_API_KEY", KEY)
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(params=sorted(FETCHERS))
def source(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def provider(source: str) -> Iterator[Provider]:
    server = Provider()
    server.files = KNOWN[source].files(server.url)
    server.world = World({("156", "2022"): 3, ("643", "2022"): 2, ("408", "2022"): 0})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def order(source: str, provider: Provider) -> Order:
    return Order.of([f"base_url={provider.url}", *KNOWN[source].settings])


def contents(folder: Path) -> dict[str, str]:
    return {path.name: sha256(path) for path in visible(folder)}


def test_every_fetcher_has_a_sample() -> None:
    assert set(KNOWN) == set(FETCHERS)


def test_every_file_is_recorded(source: str, provider: Provider, tmp_path: Path) -> None:
    records = fetch(source, order(source, provider), tmp_path, clock=StoppedClock().clock)
    assert len(records) == len(visible(tmp_path)) == KNOWN[source].visible
    for record in records:
        assert set(record) >= RECORDED
        assert record["source"] == source
        assert record["terms"] == FETCHERS[source].terms
        assert sha256(tmp_path / record["name"]) == record["sha256"]
        beside = (tmp_path / f"{record['name']}.record.json").read_text(encoding="utf-8")
        assert json.loads(beside) == record
        assert "http://" in beside
        assert KEY not in beside


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_way_leads_to_the_same_files(
    fault: str, source: str, provider: Provider, tmp_path: Path
) -> None:
    fetch(source, order(source, provider), tmp_path / "plain", clock=StoppedClock().clock)
    seen: set[str] = set()

    def once(path: str) -> str:
        """Fail the first time that an address is asked for."""
        known = path in seen
        seen.add(path)
        return "" if known else fault

    provider.fault_for = once
    fetch(source, order(source, provider), tmp_path / "faulty", clock=StoppedClock().clock)
    assert contents(tmp_path / "faulty") == contents(tmp_path / "plain")


def test_a_second_run_fetches_nothing(source: str, provider: Provider, tmp_path: Path) -> None:
    first = fetch(source, order(source, provider), tmp_path, clock=StoppedClock().clock)
    calls = len(provider.requests)
    assert calls >= KNOWN[source].calls
    again = fetch(source, order(source, provider), tmp_path, clock=StoppedClock().clock)
    assert again == first
    assert len(provider.requests) - calls == KNOWN[source].listings


def test_a_run_that_fails_shows_nothing_and_goes_on_later(
    source: str, provider: Provider, tmp_path: Path
) -> None:
    provider.fault_for = lambda _: "broken"
    with pytest.raises(FetchError, match=r"status 500\) after 6 tries"):
        fetch(source, order(source, provider), tmp_path, clock=StoppedClock().clock)
    assert visible(tmp_path) == []
    provider.fault_for = lambda _: ""
    fetch(source, order(source, provider), tmp_path, clock=StoppedClock().clock)
    assert len(visible(tmp_path)) == KNOWN[source].visible


def test_an_estimate_brings_no_file(source: str, provider: Provider, tmp_path: Path) -> None:
    cost = estimate(source, order(source, provider), tmp_path, clock=StoppedClock().clock)
    assert visible(tmp_path) == []
    assert cost.calls >= 1
    assert cost.whole == 0
    fetch(source, order(source, provider), tmp_path, clock=StoppedClock().clock)
    after = estimate(source, order(source, provider), tmp_path, clock=StoppedClock().clock)
    assert after.calls == 0
    assert after.whole >= KNOWN[source].visible
