"""What is kept comes back while nothing changed, and never otherwise."""

from pathlib import Path

import pytest

from tradenet.sources import kept


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "cache"
    monkeypatch.setenv(kept.VARIABLE, str(place))
    return place


def folder(tmp_path: Path, text: str = "a") -> Path:
    made = tmp_path / "made"
    (made / "tables").mkdir(parents=True, exist_ok=True)
    (made / "tables" / "x.csv").write_text(text, encoding="utf-8")
    return made


def test_what_was_kept_comes_back(tmp_path: Path) -> None:
    kept.keep("k", folder(tmp_path))
    assert kept.fetch("k", tmp_path / "back")
    assert (tmp_path / "back" / "tables" / "x.csv").read_text(encoding="utf-8") == "a"


def test_nothing_comes_back_under_another_key(tmp_path: Path) -> None:
    kept.keep("k", folder(tmp_path))
    assert not kept.fetch("other", tmp_path / "back")
    assert not (tmp_path / "back").exists()


def test_the_same_key_twice_is_no_error_and_leaves_no_rest(tmp_path: Path, cache: Path) -> None:
    kept.keep("k", folder(tmp_path))
    kept.keep("k", folder(tmp_path, "b"))
    assert [path.name for path in cache.iterdir()] == ["k"]


@pytest.mark.parametrize("word", ["off", "0", ""])
def test_it_can_be_switched_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    kept.keep("k", folder(tmp_path))
    monkeypatch.setenv(kept.VARIABLE, word)
    assert kept.home() is None
    assert not kept.fetch("k", tmp_path / "back")
    kept.keep("k2", folder(tmp_path))


def test_a_place_that_cannot_be_written_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv(kept.VARIABLE, str(tmp_path / "file" / "below"))
    kept.keep("k", folder(tmp_path))
    assert not kept.fetch("k", tmp_path / "back")


def test_the_users_cache_folder_is_the_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(kept.VARIABLE)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert kept.home() == tmp_path / "tradenet"


def test_options_and_data_move_the_key(tmp_path: Path) -> None:
    path = tmp_path / "flows.csv"
    path.write_text("1", encoding="utf-8")
    own = kept.key({"seed": 1}, path)
    assert own == kept.key({"seed": 1}, path)
    assert own != kept.key({"seed": 2}, path)
    assert own != kept.key({"seed": 1}, None)
    path.write_text("2", encoding="utf-8")
    assert own != kept.key({"seed": 1}, path)


def test_a_stores_files_all_count(tmp_path: Path) -> None:
    store = folder(tmp_path)
    before = kept.key({}, store)
    (store / "tables" / "y.csv").write_text("new", encoding="utf-8")
    assert kept.key({}, store) != before


def test_a_report_kept_is_the_report_but_for_its_time(tmp_path: Path) -> None:
    """What `tradenet report` does the second time: copy, then stamp."""
    import datetime as dt
    import json

    from tradenet.report import stamp

    made = folder(tmp_path)
    (made / "manifest.json").write_text(
        '{\n  "written_at": "2020", "seed": 1\n}\n', encoding="utf-8"
    )
    (made / "verdict.json").write_text('{"verdict": "X", "sentence": "Y"}', encoding="utf-8")
    kept.keep("k", made)
    kept.fetch("k", tmp_path / "back")
    said = stamp(tmp_path / "back", dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert said["verdict"] == "X"
    record = json.loads((tmp_path / "back" / "manifest.json").read_text(encoding="utf-8"))
    assert record == {"written_at": "2026-01-01T00:00:00+00:00", "seed": 1}
