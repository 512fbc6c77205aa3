"""The folder: stopped at every step of its work, it shows whole files or none."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.unit.sources.fetch.conftest import StoppedClock, arrived, visible
from tests.unit.sources.fetch.provider import Provider, World, archive
from tradenet.domain import ConfigError, SourceError
from tradenet.sources.fetch import Order, fetch
from tradenet.sources.fetch.folder import Folder, opened, write_text
from tradenet.sources.fetch.verify import sha256


class Stopped(BaseException):
    """The process ends here; no handler of ours may catch it."""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    with opened(tmp_path / "out") as made:
        yield made


def stop_at(step: int, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """End the process before the n-th change on disk; return how many changes there were."""
    count = 0

    def counted(real: Callable[..., object]) -> Callable[..., object]:
        def change(*args: object, **more: object) -> object:
            nonlocal count
            count += 1
            if count == step:
                raise Stopped
            return real(*args, **more)

        return change

    for name in ("replace", "fsync"):
        monkeypatch.setattr(os, name, counted(getattr(os, name)))
    for name in ("write_text", "unlink", "replace"):
        monkeypatch.setattr(Path, name, counted(getattr(Path, name)))
    return lambda: count


def job(provider: Provider, out: Path) -> None:
    clock = StoppedClock().clock
    at = f"base_url={provider.url}"
    fetch("geodist", Order.of([at]), out, clock=clock)
    fetch("comtrade", Order.of([at, "periods=2022", "reporters=156,408"]), out, clock=clock)


def assert_whole(provider: Provider, out: Path) -> None:
    """Every visible file is recorded to the byte; no row stands there twice."""
    for path in visible(out):
        record = json.loads((out / f"{path.name}.record.json").read_text(encoding="utf-8"))
        assert record["sha256"] == sha256(path)
    assert not [key for key, number in arrived(out).items() if number > 1]
    assert set(arrived(out)) in (set(), set(provider.world.values()))


def test_stopped_before_every_change_on_disk(
    provider: Provider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)  # a slow disk is not what is tested here
    provider.files["/distance/dist_cepii.zip"] = archive(2000)
    provider.world = World({("156", "2022"): 2, ("408", "2022"): 0})
    with monkeypatch.context() as patch:
        changes = stop_at(0, patch)
        job(provider, tmp_path / "plain")
        steps = changes()
    assert steps > 20
    for step in range(1, steps + 1):
        (out := tmp_path / str(step)).mkdir()
        with monkeypatch.context() as patch:
            stop_at(step, patch)
            with pytest.raises(Stopped):
                job(provider, out)
        assert_whole(provider, out)
        job(provider, out)
        assert_whole(provider, out)
        assert len(visible(out)) == 2


def test_a_file_takes_its_place_with_its_record(folder: Folder) -> None:
    folder.part("a").write_bytes(b"abc")
    record = folder.place("a", {"source": "x"})
    assert record["bytes"] == 3
    assert folder.whole("a") == record
    assert not folder.part("a").exists()


@pytest.mark.parametrize("change", [b"abcd", b"ab", b"abd"])
def test_a_file_that_is_not_as_recorded_is_not_whole(change: bytes, folder: Folder) -> None:
    folder.part("a").write_bytes(b"abc")
    folder.place("a", {})
    folder.file("a").write_bytes(change)
    assert folder.whole("a") is None


def test_a_file_without_a_record_is_not_whole(folder: Folder) -> None:
    folder.file("a").write_bytes(b"abc")
    assert folder.whole("a") is None


def test_a_part_as_recorded_is_shown(folder: Folder) -> None:
    folder.part("a").write_bytes(b"abc")
    folder.place("a", {})
    folder.file("a").rename(folder.part("a"))
    assert folder.whole("a") is not None
    assert folder.file("a").read_bytes() == b"abc"


def test_what_is_dropped_is_gone(folder: Folder) -> None:
    folder.part("a").write_bytes(b"abc")
    folder.place("a", {})
    folder.drop("a")
    folder.drop("a")
    assert visible(folder.path) == []
    assert folder.record("a") is None


def test_a_record_that_is_none_is_named(folder: Folder) -> None:
    write_text(folder.path / "a.record.json", '{"sha256": ')
    with pytest.raises(SourceError, match=r"a.record.json: no JSON .*delete it and run the same"):
        folder.whole("a")


def test_unfinished_answers_stand_out_of_sight(folder: Folder) -> None:
    part = folder.part(".answers/a.json")
    assert part.parent == folder.path / ".parts"
    part.write_bytes(b"{}")
    folder.place(".answers/a.json", {})
    assert visible(folder.path) == []
    assert folder.whole(".answers/a.json") is not None


def refused_at_once(path: Path) -> None:
    with opened(path):
        msg = "no such reporter"
        raise ConfigError(msg)


def test_where_nothing_was_fetched_no_folder_is_left(tmp_path: Path) -> None:
    """Nor is a folder of the user's taken away, nor one with something in it."""
    with opened(tmp_path / "dry"):
        pass
    with pytest.raises(ConfigError):
        refused_at_once(tmp_path / "refused")
    (tmp_path / "mine").mkdir()
    with opened(tmp_path / "mine"):
        pass
    with opened(tmp_path / "begun") as folder:
        folder.part("a").write_bytes(b"1")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["begun", "mine"]
    assert (tmp_path / "begun" / ".parts" / "a.part").read_bytes() == b"1"


def test_a_folder_can_be_opened_again(tmp_path: Path) -> None:
    for _ in range(2):
        with opened(tmp_path / "deep" / "out") as made:
            assert made.path.is_dir()
