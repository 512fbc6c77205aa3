"""A file on its way: every fault a provider has shown, and what is seen meanwhile."""

import datetime as dt
import gzip
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.unit.sources.fetch.conftest import NOON, StoppedClock, visible
from tests.unit.sources.fetch.provider import Provider, archive
from tradenet.domain import SourceError
from tradenet.sources.fetch.client import Client
from tradenet.sources.fetch.download import Item, download
from tradenet.sources.fetch.failures import (
    Damaged,
    FetchError,
    NotReachable,
    Refused,
    TooManyRequests,
)
from tradenet.sources.fetch.folder import Folder, opened
from tradenet.sources.fetch.manners import Ask, Manners, retry_after
from tradenet.sources.fetch.verify import Check, is_csv, is_file, is_gzip, is_json, is_zip

PATH = "/distance/dist_cepii.zip"
BODY = archive()
Bring = Callable[..., dict[str, object]]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    with opened(tmp_path / "out") as made:
        yield made


@pytest.fixture
def bring(provider: Provider, stopped: StoppedClock, folder: Folder) -> Bring:
    """Download the archive of the local provider."""
    provider.files[PATH] = BODY

    def go(
        sha256: str = "", check: Check = is_zip, vintage: str = "2011", tries: int = 6
    ) -> dict[str, object]:
        item = Item("a.zip", Ask(provider.url + PATH), check, sha256, {"vintage": vintage})
        with Client(Manners(tries=tries), stopped.clock) as client:
            return download(client, folder, item)

    return go


def test_a_file_and_its_record(bring: Bring, folder: Folder, provider: Provider) -> None:
    record = bring(hashlib.sha256(BODY).hexdigest())
    assert folder.file("a.zip").read_bytes() == BODY
    assert json.loads((folder.path / "a.zip.record.json").read_text()) == record
    assert record == {
        "name": "a.zip",
        "url": provider.url + PATH,
        "sha256": hashlib.sha256(BODY).hexdigest(),
        "bytes": len(BODY),
        "vintage": "2011",
        "fetched_at": NOON.isoformat(),
    }


def test_what_is_whole_is_not_asked_for_again(bring: Bring, provider: Provider) -> None:
    assert bring() == bring()
    assert len(provider.requests) == 1


@pytest.mark.parametrize("damage", [b"", BODY[:-1], BODY[:-1] + b"?"])
def test_what_was_damaged_later_is(
    damage: bytes, bring: Bring, folder: Folder, provider: Provider
) -> None:
    bring()
    folder.file("a.zip").write_bytes(damage)
    bring()
    assert folder.file("a.zip").read_bytes() == BODY
    assert len(provider.requests) == 2


def test_another_vintage_is_another_file(bring: Bring, provider: Provider) -> None:
    bring()
    bring(vintage="2012")
    assert len(provider.requests) == 2


@pytest.mark.parametrize(("fault", "wait"), [
    ("too_many", 1.0), ("too_many_7s", 7.0), ("too_many_date", 40.0), ("broken", 1.0),
    ("unavailable", 3.0), ("cut", 1.0), ("short", 1.0), ("html", 1.0),
])  # fmt: skip
def test_a_fault_is_waited_out(
    fault: str, wait: float, bring: Bring, provider: Provider, stopped: StoppedClock
) -> None:
    provider.faults = [fault]
    assert bring()["bytes"] == len(BODY)
    assert len(provider.requests) == 2
    assert sum(stopped.waits) == pytest.approx(max(wait, 1.1))
    assert stopped.waits[0] == wait


def test_progress_names_bytes_and_waits(
    provider: Provider, stopped: StoppedClock, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tradenet.sources.fetch.download._STEP", 100_000)
    provider.files[PATH] = BODY
    provider.faults = ["too_many_7s"]
    said: list[str] = []
    with Client(Manners(), stopped.clock, "secret", said.append) as client:
        download(client, folder, Item("a.zip", Ask(provider.url + PATH, (("q", "secret"),))))
    assert said[0].startswith(f"{provider.url}{PATH}?q=***: too many requests")
    assert said[0].endswith("; waiting 7 s")
    assert len(said) == 3
    assert re.fullmatch(rf"a.zip: 1\d\d,\d+ of {len(BODY):,} bytes", said[1])


def test_waits_double_and_end(bring: Bring, provider: Provider, stopped: StoppedClock) -> None:
    provider.fault_for = lambda _: "broken"
    with pytest.raises(NotReachable, match=r"dist_cepii.zip: the server failed \(status 500\)"):
        bring()
    assert len(provider.requests) == 6
    assert stopped.long_waits == [1.0, 2.0, 4.0, 8.0, 16.0]


@pytest.mark.parametrize(("fault", "kind", "message"), [
    ("too_many", TooManyRequests, r"status 429: .*Rate limit is exceeded.* after 6 tries; run"),
    ("broken", NotReachable, r"status 500\) after 6 tries"),
    ("html", Damaged, r"a web page in place of data \(status 200\) after 6 tries"),
])  # fmt: skip
def test_a_fault_that_stays_is_named(
    fault: str, kind: type[FetchError], message: str, bring: Bring, provider: Provider,
    folder: Folder,
) -> None:  # fmt: skip
    provider.fault_for = lambda _: fault
    with pytest.raises(kind, match=message):
        bring()
    assert visible(folder.path) == []
    assert issubclass(kind, SourceError)


def test_a_wait_beyond_our_patience_ends_the_run(
    bring: Bring, provider: Provider, stopped: StoppedClock
) -> None:
    provider.faults = ["too_many_day"]
    with pytest.raises(TooManyRequests, match=r"after 1 try; it asks to wait 86400 s"):
        bring()
    assert stopped.waits == []


def test_what_is_refused_is_not_asked_again(
    provider: Provider, stopped: StoppedClock, folder: Folder
) -> None:
    item = Item("b", Ask(provider.url + "/nothing"))
    with (
        Client(Manners(), stopped.clock) as client,
        pytest.raises(Refused, match=r"status 404: .*not found.*give the new address with --set"),
    ):
        download(client, folder, item)
    assert len(provider.requests) == 1


def test_nobody_there(stopped: StoppedClock, folder: Folder) -> None:
    item = Item("b", Ask("http://127.0.0.1:9/x"))
    with (
        Client(Manners(), stopped.clock) as client,
        pytest.raises(NotReachable, match=r"the connection failed \(ConnectError.* after 6 tries"),
    ):
        download(client, folder, item)


def test_a_cut_body_is_resumed_where_it_stopped(
    bring: Bring, provider: Provider, folder: Folder
) -> None:
    provider.faults = ["cut", "cut"]
    bring()
    sent = [headers.get("Range") for _, headers in provider.requests]
    half = len(BODY) // 2
    assert sent == [None, f"bytes={half}-", f"bytes={half + (len(BODY) - half) // 2}-"]
    assert folder.file("a.zip").read_bytes() == BODY


def test_a_body_that_changed_meanwhile_is_taken_anew(
    bring: Bring, provider: Provider, folder: Folder
) -> None:
    other = archive(150_000)

    def cut_then_change(_: str) -> str:
        if len(provider.requests) == 1:
            return "cut"
        provider.files[PATH] = other
        return ""

    provider.fault_for = cut_then_change
    bring()
    assert folder.file("a.zip").read_bytes() == other


def test_without_an_etag_nothing_is_resumed(
    bring: Bring, provider: Provider, folder: Folder
) -> None:
    provider.validators = False
    provider.faults = ["cut"]
    bring()
    assert [headers.get("Range") for _, headers in provider.requests] == [None, None]
    assert folder.file("a.zip").read_bytes() == BODY


def test_a_resumed_file_with_a_wrong_hash_is_taken_anew(
    bring: Bring, provider: Provider, folder: Folder
) -> None:
    provider.faults = ["cut"]
    first, spoilt = provider.alter, {"done": False}

    def spoil(body: bytes) -> bytes:
        if spoilt["done"]:
            return first(body)
        spoilt["done"] = True
        return bytes(len(body))

    provider.alter = spoil
    bring(hashlib.sha256(BODY).hexdigest(), is_file)
    assert folder.file("a.zip").read_bytes() == BODY


def test_a_wrong_hash_is_refused_at_once(bring: Bring, provider: Provider, folder: Folder) -> None:
    with pytest.raises(Damaged, match=r"SHA-256 \w{64} where 0{64} was expected.* after 1 try"):
        bring("0" * 64)
    assert visible(folder.path) == []
    assert not folder.part("a.zip").exists()
    assert len(provider.requests) == 1


def test_a_slow_drip_is_not_waited_for(
    bring: Bring, provider: Provider, stopped: StoppedClock
) -> None:
    stopped.tick = 2.0
    provider.fault_for = lambda _: "drip"
    with pytest.raises(NotReachable, match=r"a slow drip: \d+ bytes in 3\d s after 6 tries"):
        bring()


def test_every_byte_was_there_before_the_kill(
    bring: Bring, provider: Provider, folder: Folder
) -> None:
    provider.faults = ["cut"]
    with pytest.raises(NotReachable):
        bring(tries=1)  # as a killed process
    folder.part("a.zip").write_bytes(BODY)
    bring()
    assert folder.file("a.zip").read_bytes() == BODY
    assert len(provider.requests) == 1


def test_a_part_longer_than_the_file_is_dropped(
    bring: Bring, provider: Provider, folder: Folder
) -> None:
    provider.faults = ["cut"]
    with pytest.raises(NotReachable):
        bring(tries=1)  # as a killed process
    folder.part("a.zip").write_bytes(BODY + b"more")
    bring()
    assert folder.file("a.zip").read_bytes() == BODY


def test_a_record_written_before_the_kill_makes_the_part_visible(
    bring: Bring, provider: Provider, folder: Folder
) -> None:
    bring()
    folder.file("a.zip").rename(folder.part("a.zip"))
    bring()
    assert folder.file("a.zip").read_bytes() == BODY
    assert len(provider.requests) == 1


def test_calls_to_one_host_keep_their_distance(
    provider: Provider, stopped: StoppedClock, folder: Folder
) -> None:
    provider.files["/b"] = b"b"
    with Client(Manners(interval_s=1.1), stopped.clock) as client:
        for name in ("b", "c", "d"):
            download(client, folder, Item(name, Ask(f"{provider.url}/b")))
    assert stopped.waits == [1.1, 1.1]


def test_two_at_a_time_is_one_too_many(folder: Folder) -> None:
    with (
        pytest.raises(SourceError, match="another tradenet is fetching into it"),
        opened(folder.path),
    ):
        pass


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(SourceError, match="cannot write there"), opened(tmp_path / "file"):
        pass


def test_a_key_is_not_carried_to_where_a_redirect_points(
    provider: Provider, stopped: StoppedClock, folder: Folder
) -> None:
    provider.files["/b"] = b"b"
    provider.faults = ["elsewhere"]
    item = Item("b", Ask(f"{provider.url}/b", keyed=True))
    with (
        Client(Manners(), stopped.clock, "secret") as client,
        pytest.raises(Refused, match="status 302"),
    ):
        download(client, folder, item)
    assert len(provider.requests) == 1


@pytest.mark.parametrize(("text", "seconds"), [
    ("", None), ("12", 12.0), ("-3", None), ("Wed, 01 May 2024 12:01:00 GMT", 60.0),
    ("Wed, 01 May 2024 11:00:00 GMT", 0.0), ("Wed, 01 May 2024 12:01:00 -0000", 60.0),
])  # fmt: skip
def test_retry_after(text: str, seconds: float | None) -> None:
    assert retry_after(text, NOON) == seconds
    assert NOON.tzinfo is dt.UTC


@pytest.mark.parametrize(("check", "content", "message"), [
    (is_file, b"", "an empty answer"),
    (is_file, b"\xef\xbb\xbf \n<!DOCTYPE HTML><html>", "a web page"),
    (is_json, b'{"data": [1, 2', "no whole JSON"),
    (is_zip, BODY[:5000], "no whole zip"),
    (is_zip, BODY.replace(BODY[9000:9004], b"????"), "wrong checksum"),
    (is_gzip, gzip.compress(bytes(9000))[:-9], "no whole gzip"),
    (is_gzip, b"plain", "no whole gzip"),
    (is_csv("a", "b"), b"a,c\n1,2\n", "the columns b are missing"),
    (is_csv("a", "b"), b"a,b\n1,2\n3,", "last line is cut"),
    (is_csv("a", "b"), b"a,b\n1,2\n3\n", "last line is cut"),
    (is_csv("a"), b"a\n\xff\xfe\n", "no CSV"),
])  # fmt: skip
def test_what_is_not_whole_is_refused(
    check: Check, content: bytes, message: str, tmp_path: Path
) -> None:
    path = tmp_path / "x"
    path.write_bytes(content)
    with pytest.raises(Damaged, match=message):
        check(path)


@pytest.mark.parametrize(("check", "content"), [
    (is_json, b'\xef\xbb\xbf{"data": []}'), (is_zip, BODY), (is_gzip, gzip.compress(b"x")),
    (is_csv("a"), b"\xef\xbb\xbfa,b\n1,2\n"), (is_file, b"<data/>"),
])  # fmt: skip
def test_what_is_whole_is_not(check: Check, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(content)
    check(path)
