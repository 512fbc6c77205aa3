"""The other providers: each as documented, then with what is its own to get wrong."""

import csv
import gzip
import hashlib
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.unit.sources.fetch.conftest import StoppedClock, visible
from tests.unit.sources.fetch.provider import Provider, archive
from tradenet.domain import ConfigError, UnknownName
from tradenet.sources import read
from tradenet.sources.fetch import FETCHERS, Order, estimate, fetch
from tradenet.sources.fetch.failures import Damaged
from tradenet.sources.ideal_points import read_ideal_points
from tradenet.sources.reference import economies

Run = Callable[..., list[dict[str, Any]]]
BULK = "/bulk/v1/get/C/A/HS"
GDP = "/v2/country/all/indicator/NY.GDP.MKTP.CD"
UNGA = "/api/datasets/:persistentId/versions/:latest"
POINTS = b"iso3c,session,idealpointfp\nCHN,77,-1.1\n"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def run(provider: Provider, stopped: StoppedClock, out: Path) -> Run:
    """Fetch from the local provider, which answers addresses without their parameters."""

    def go(source: str, *settings: str) -> list[dict[str, Any]]:
        order = Order.of([f"base_url={provider.url}", *settings])
        return fetch(source, order, out, clock=stopped.clock)

    return go


def test_the_name_in_the_registry_is_the_name_of_the_fetcher() -> None:
    assert {name: fetcher.name for name, fetcher in FETCHERS.items()} == {
        name: name for name in FETCHERS
    }


@pytest.mark.parametrize("name", sorted(FETCHERS))
def test_every_fetcher_has_title_terms_and_a_safe_address(name: str) -> None:
    fetcher = FETCHERS[name]
    assert fetcher.title
    assert fetcher.terms.endswith(".")
    assert re.fullmatch(r"https://[\w.-]+(/[\w./-]+[\w])?", fetcher.home)


def test_an_unknown_source_is_named(run: Run) -> None:
    with pytest.raises(UnknownName, match=r"no source to fetch from 'comtrad' .did you mean"):
        run("comtrad")


def test_baci_is_a_zip_by_edition_and_release(run: Run, provider: Provider, out: Path) -> None:
    packed = archive(5000)
    provider.files["/DATA_DOWNLOAD/baci/data/BACI_HS17_V202601.zip"] = packed
    (record,) = run("baci", "edition=HS17", "vintage=202601")
    assert (out / "BACI_HS17_V202601.zip").read_bytes() == packed
    assert (record["vintage"], record["edition"]) == ("V202601", "HS17")
    assert "Etalab" in record["terms"]


@pytest.mark.parametrize(("settings", "message"), [
    ((), "vintage=.none.: name the release"), (("vintage=2026",), "vintage=2026: name the"),
    (("vintage=202601", "edition=HS99"), "edition=HS99: BACI has HS92"),
])  # fmt: skip
def test_baci_wants_an_edition_and_a_release(
    settings: tuple[str, ...], message: str, run: Run
) -> None:
    with pytest.raises(ConfigError, match=message):
        run("baci", *settings)


def test_geodist_is_a_zip(run: Run, provider: Provider, out: Path) -> None:
    provider.files["/distance/dist_cepii.zip"] = archive(5000)
    run("geodist")
    assert [path.name for path in visible(out)] == ["dist_cepii.zip"]


@pytest.mark.parametrize("name", ["baci", "geodist", "imf_imts", "world_bank"])
def test_an_estimate_asks_for_nothing(name: str, provider: Provider, out: Path) -> None:
    order = Order.of([f"base_url={provider.url}", "periods=2020-2021", "vintage=202601"])
    cost = estimate(name, order, out)
    assert cost.calls >= 1
    assert cost.bytes
    assert provider.requests == []


def sdmx(rows: list[tuple[str, ...]], scale: str = ",SCALE") -> bytes:
    header = f"COUNTRY,INDICATOR,COUNTERPART_COUNTRY,FREQUENCY,TIME_PERIOD,OBS_VALUE{scale}\n"
    return (header + "".join(",".join(row) + "\n" for row in rows)).encode()


def imf_path(reporter: str) -> str:
    return f"/data/IMF.STA,IMTS/{reporter}.XG_FOB_USD+MG_CIF_USD..A"


def test_imf_is_read_by_its_layout(run: Run, provider: Provider, out: Path) -> None:
    rows = [
        ("CHN", "XG_FOB_USD", "RUS", "A", "2021", "6789.125", "6"),
        ("CHN", "XG_FOB_USD", "RUS", "A", "2022", "7000", "6"),
        ("CHN", "MG_CIF_USD", "RUS", "A", "2022", "9000.5", "6"),
    ]
    provider.files[imf_path("CHN")] = sdmx(rows)
    (record,) = run("imf_imts", "reporters=CHN", "periods=2021-2022")
    (path,) = visible(out)
    assert provider.requests[0][0].endswith("?startPeriod=2021&endPeriod=2022")
    assert provider.requests[0][1]["Accept"].startswith("application/vnd.sdmx.data+csv")
    assert record["url"] == provider.url + provider.requests[0][0]
    (flows,) = read(path)
    found = {
        (row["period"], row["flow"]): row["value_usd"]
        for row in flows.to_arrow().to_pylist()
        if row["value_usd"] is not None
    }
    assert found == {(2021, "X"): 6_789_125_000, (2022, "X"): 7e9, (2022, "M"): 9_000_500_000}


def test_imf_months_are_read_too(run: Run, provider: Provider, out: Path) -> None:
    row = ("CHN", "XG_FOB_USD", "RUS", "M", "2022-M03", "5", "6")
    provider.files[imf_path("CHN").replace("..A", "..M")] = sdmx([row])
    run("imf_imts", "reporters=CHN", "periods=202203", "frequency=M")
    (flows,) = read(visible(out)[0])
    assert flows.to_arrow()["period"].to_pylist() == [202203]


@pytest.mark.parametrize(("body", "message"), [
    (sdmx([("CHN", "XG_FOB_USD", "RUS", "A", "2021", "1")], ""), "columns SCALE are missing"),
    (sdmx([("CHN", "XG_FOB_USD", "RUS", "A", "2021", "1", "")]), "without SCALE"),
    (sdmx([("CHN", "XG_FOB_USD", "RUS", "A", "2021", value, "6") for value in "12"]),
     "two values of CHN.XG_FOB_USD.RUS.A.2021: 1, 2"),
    (sdmx([("CHN", "XG_FOB_USD", "RUS", "A", "2021", "1", "6")])[:-2], "last line is cut"),
    (b"<!doctype html><html>", "a web page"),
])  # fmt: skip
def test_imf_that_cannot_be_understood_is_refused(
    body: bytes, message: str, run: Run, provider: Provider, out: Path
) -> None:
    provider.files[imf_path("CHN")] = body
    with pytest.raises(Damaged, match=message):
        run("imf_imts", "reporters=CHN", "periods=2021")
    assert visible(out) == []


def test_imf_is_not_asked_twice(run: Run, provider: Provider) -> None:
    provider.files[imf_path("CHN")] = sdmx([("CHN", "XG_FOB_USD", "RUS", "A", "2021", "1", "6")])
    first = run("imf_imts", "reporters=CHN", "periods=2021")
    assert run("imf_imts", "reporters=CHN", "periods=2021") == first
    assert len(provider.requests) == 1


def gdp_page(number: int, pages: int, codes: str, total: int, updated: str = "2025-01-28") -> bytes:
    head = {"page": number, "pages": pages, "per_page": 1000, "total": total,
            "lastupdated": updated}  # fmt: skip
    rows = [
        {"countryiso3code": code, "country": {"value": code.lower()}, "date": "2022",
         "value": 1.25e12 if code != "PRK" else None}
        for code in codes.split()
    ]  # fmt: skip
    return json.dumps([head, rows]).encode()


def paged(provider: Provider, *pages: bytes) -> None:
    """Answer each page by its number."""
    provider.files[GDP] = b"{}"

    def alter(body: bytes) -> bytes:
        number = re.search(r"[?&]page=(\d+)", provider.requests[-1][0])
        return pages[int(number[1]) - 1] if number else body

    provider.alter = alter


def test_gdp_is_all_its_pages(run: Run, provider: Provider, out: Path) -> None:
    paged(provider, gdp_page(1, 2, "CHN PRK", 3), gdp_page(2, 2, "RUS", 3))
    (record,) = run("world_bank", "periods=2022")
    rows = list(csv.reader(io.StringIO((out / "world_bank_gdp_2022_2022.csv").read_text())))
    assert rows == [
        ["economy", "name", "year", "gdp_usd"],
        ["CHN", "chn", "2022", "1250000000000.0"],
        ["RUS", "rus", "2022", "1250000000000.0"],
    ]
    assert (record["vintage"], record["rows"]) == ("2025-01-28", 3)
    run("world_bank", "periods=2022")
    assert len(provider.requests) == 2


@pytest.mark.parametrize("second", [
    gdp_page(2, 2, "RUS", 4), gdp_page(2, 2, "CHN", 4), gdp_page(2, 2, "RUS IRN USA", 4),
    gdp_page(2, 2, "RUS IRN", 4, "2025-02-01"),
])  # fmt: skip
def test_gdp_pages_that_do_not_fit_are_refused(
    second: bytes, run: Run, provider: Provider, out: Path
) -> None:
    paged(provider, gdp_page(1, 2, "CHN PRK", 4), second)
    with pytest.raises(Damaged, match="where 4 were announced"):
        run("world_bank")
    assert visible(out) == []
    paged(provider, gdp_page(1, 2, "CHN PRK", 3), gdp_page(2, 2, "RUS", 3))
    assert run("world_bank")[0]["rows"] == 3


def test_gdp_error_with_status_200_is_an_error(run: Run, provider: Provider) -> None:
    paged(provider, b'[{"message": [{"id": "120", "value": "Invalid value"}]}]')
    with pytest.raises(Damaged, match="the provider reports: Invalid value after 1 try"):
        run("world_bank")


def unga_files(
    provider: Provider, md5: str, label: str = "Idealpointestimates1946-2024.csv", **more: object
) -> None:
    file = {"id": 77, "filename": "x", "md5": md5, "filesize": len(POINTS), **more}
    version = {"versionNumber": 38, "versionMinorNumber": 0, "files": [
        {"label": label, "dataFile": file},
        {"label": "Codebook.pdf", "dataFile": {"id": 78}},
    ]}  # fmt: skip
    provider.files[UNGA] = json.dumps({"status": "OK", "data": version}).encode()
    provider.files["/api/access/datafile/77"] = POINTS


def test_unga_is_the_ideal_points_of_the_newest_version(
    run: Run, provider: Provider, out: Path
) -> None:
    unga_files(provider, hashlib.md5(POINTS).hexdigest())
    (record,) = run("unga")
    assert (out / "unga-Idealpointestimates1946-2024.csv").read_bytes() == POINTS
    assert record["vintage"] == "V38.0"
    table = read_ideal_points(out / record["name"], economies())
    assert table.to_pylist() == [
        {"period": 2022, "economy": "CHN", "series": "fp", "ideal_point": -1.1}
    ]
    assert estimate("unga", Order.of([f"base_url={provider.url}"]), out).whole == 1


@pytest.mark.parametrize("label", ["IdealpointsJuly2025.tab", "IdealpointsJuly2025.dta"])
def test_unga_of_stata_is_brought_as_it_was(run: Run, provider: Provider, label: str) -> None:
    """Listed as converted (.tab) or as it was deposited (.dta)."""
    more = {"originalFileFormat": "x-stata", "originalFileName": "IdealpointsJuly2025.dta"}
    unga_files(provider, "0" * 32, label, **more)
    assert [record["name"] for record in run("unga")] == ["unga-IdealpointsJuly2025.dta"]


def test_unga_with_another_hash_is_refused(run: Run, provider: Provider, out: Path) -> None:
    unga_files(provider, "0" * 32)
    with pytest.raises(Damaged, match=r"MD5 \w{32} where the provider states 0{32} after 6 tries"):
        run("unga")
    assert visible(out) == []


def test_unga_hash_of_a_converted_table_says_nothing(run: Run, provider: Provider) -> None:
    unga_files(provider, "0" * 32, originalFileFormat="text/csv", originalFileName="../i.csv")
    (record,) = run("unga")
    assert record["name"] == "unga-i.csv"


def bulk_file(provider: Provider, url: str, **more: object) -> None:
    entry = {"reporterCode": 156, "period": 2022, "classificationCode": "H6", "fileUrl": url,
             "publicationDate": "2023-05-01T00:00:00", **more}  # fmt: skip
    provider.files[BULK] = json.dumps({"count": 1, "data": [entry]}).encode()
    provider.files["/bulk/v1/file/1"] = gzip.compress(b"typeCode\tperiod\nC\t2022\n")


def test_bulk_files_come_with_the_key_in_the_header(
    run: Run, provider: Provider, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMTRADE_API_KEY", "s3cret")
    bulk_file(provider, f"{provider.url}/bulk/v1/file/1")
    (record,) = run("comtrade_bulk", "periods=2022", "reporters=CHN")
    assert record["name"] == "comtrade-bulk-CA-H6-156-2022-2023-05-01.txt.gz"
    assert [path.name for path in visible(out)] == [record["name"]]
    assert [h.get("Ocp-Apim-Subscription-Key") for _, h in provider.requests] == ["s3cret"] * 2


def test_the_key_does_not_go_to_a_host_that_was_only_listed(
    run: Run, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMTRADE_API_KEY", "s3cret")
    bulk_file(provider, provider.url.replace("127.0.0.1", "localhost") + "/bulk/v1/file/1")
    run("comtrade_bulk", "periods=2022")
    assert [h.get("Ocp-Apim-Subscription-Key") for _, h in provider.requests] == ["s3cret", None]


def test_bulk_files_need_a_key(run: Run, provider: Provider) -> None:
    with pytest.raises(ConfigError, match="needs a key with bulk rights in COMTRADE_API_KEY"):
        run("comtrade_bulk", "periods=2022")
    assert provider.requests == []


def test_a_listed_name_does_not_reach_outside_the_folder(
    run: Run, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMTRADE_API_KEY", "s3cret")
    bulk_file(provider, f"{provider.url}/bulk/v1/file/1", classificationCode="../../H6")
    with pytest.raises(Damaged, match="reaches outside the folder"):
        run("comtrade_bulk", "periods=2022")
