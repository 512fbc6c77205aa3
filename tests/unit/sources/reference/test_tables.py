"""The tables of facts as they are read: each row makes sense, and bad rows are refused."""

import csv
import datetime as dt
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tradenet.domain import SchemaError, SourceError
from tradenet.sources import reference
from tradenet.sources.reference import chronicle, geography, published, sanctions, treaties
from tradenet.sources.reference.folder import facts, made, rows_of

MAKERS: dict[str, Callable[[dict[str, str]], Any]] = {
    "sanctions_episodes": sanctions.episode_of,
    "autonomous_sanctioners": sanctions.sanctioner_of,
    "events": chronicle.event_of,
    "votes": chronicle.vote_of,
    "trade_agreements": treaties.agreement_of,
    "groups": chronicle.group_of,
    "regions": geography.region_of,
    "rub_usd_monthly": published.rate_of,
    "dprk_workers": published.estimate_of,
    "china_dprk_monthly": published.customs_of,
}
WRONG = {
    "start": "2014-13", "end": "soon", "date": "then", "source": "", "checked": "sure",
    "target": "Atlantis", "sender": "QQQ", "reach": "wide", "vote": "maybe", "published": "many",
    "economies": "CHN|QQQ", "economy": "QQQ", "subregion": "", "month": "2014-13",
    "rub_per_usd_calendar_days": "-1", "rub_per_usd_set_days": "", "rate_type": "guess",
    "period": "lately", "low": "few", "high": "-1", "unit": "men", "partner": "QQQ",
    "exports_usd": "1.5", "n_months": "13", "how": "",
}  # fmt: skip
CASES = [(name, column) for name in MAKERS for column in WRONG if column in facts(name)[0]]


@pytest.mark.parametrize(("name", "column"), CASES)
def test_a_wrong_cell_is_told_by_table_row_and_mistake(name: str, column: str) -> None:
    rows = facts(name)[:3]
    rows[1] = {**rows[1], column: WRONG[column]}
    message = rf"data/reference/{name}\.csv: 1 of 3 rows are wrong; row 2 \("
    with pytest.raises(SchemaError, match=message):
        made(name, rows, MAKERS[name])


def test_a_missing_column_is_told() -> None:
    with pytest.raises(SchemaError, match=r"events\.csv lacks the column 'kind'"):
        made("events", [{k: v for k, v in facts("events")[0].items() if k != "kind"}],
             chronicle.event_of)  # fmt: skip


@pytest.mark.parametrize("line", ["1,2,3", "1"])
def test_a_row_of_another_length_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "facts.csv"
    path.write_text(f"a,b\n1,2\n{line}\n", encoding="utf-8")
    with pytest.raises(SchemaError, match=r"facts\.csv, line 3: not as many cells"):
        rows_of(path)


def test_a_table_that_is_not_there_is_not_loaded() -> None:
    with pytest.raises(SourceError, match=r"unicorns\.csv is not loaded"):
        facts("unicorns")


@pytest.mark.parametrize("name", sorted(MAKERS))
def test_a_table_is_read_once_and_says_the_same_each_time(name: str) -> None:
    rows = facts(name)
    assert made(name, rows, MAKERS[name]) == made(name, rows, MAKERS[name])
    assert all(None not in row.values() for row in rows)
    path = reference.data_folder() / "reference" / f"{name}.csv"
    assert b"\r" not in path.read_bytes()
    with path.open(encoding="utf-8", newline="") as stream:
        lines = [tuple(row) for row in csv.reader(stream)]
    assert len(lines) == len(set(lines)), "a row stands twice"


def test_what_was_not_read_is_marked() -> None:
    """Both kinds are there: nothing was read into more than it is."""
    told: Counter[str] = Counter(e.checked for e in reference.episodes())
    assert set(told) == {"read", "memory"}
    assert told["memory"] > 0


def test_an_economy_has_one_region_and_one_subregion_of_it() -> None:
    """22 subregions in 5 regions; former economies have none; the four and their neighbours."""
    found = reference.regions()
    assert len(found) == len(facts("regions")) > 230
    wider = reference.regions("region")
    nested = {(found[code], wider[code]) for code in found}
    assert len(nested) == len(set(found.values())) == 22
    assert len(set(wider.values())) == 5
    assert {"SUN", "CSK", "YUG", "DDR"}.isdisjoint(found)
    assert [found[code] for code in ("CHN", "IRN", "PRK", "RUS", "TUR", "KAZ")] == [
        "Eastern Asia", "Southern Asia", "Eastern Asia", "Eastern Europe", "Western Asia",
        "Central Asia",
    ]  # fmt: skip


def test_own_sanctions_are_of_economies_and_never_of_the_un() -> None:
    assert {fact.sender for fact in reference.autonomous()}.isdisjoint({"UN", "EU"})
    assert "CHN" not in {fact.sender for fact in reference.autonomous()}
    assert all(fact.sender != fact.target for fact in reference.autonomous())


@pytest.mark.parametrize(
    ("targets", "day", "some", "none"),
    [
        (["RUS"], dt.date(2014, 3, 16), [], ["USA", "DEU"]),
        (["RUS"], dt.date(2014, 3, 17), ["USA", "DEU", "CAN"], ["KOR", "TWN", "JPN"]),
        (["RUS"], dt.date(2023, 6, 1), ["KOR", "TWN", "CHE", "SGP"], ["CHN", "IND", "TUR", "ARE"]),
        (["IRN"], dt.date(2017, 1, 1), ["USA"], ["DEU", "JPN", "KOR", "AUS"]),
        (["IRN"], dt.date(2013, 6, 30), ["DEU", "JPN"], ["HRV"]),
        (["PRK", "IRN", "RUS"], dt.date(2013, 7, 1), ["HRV", "KOR", "USA"], ["CHN", "RUS"]),
    ],
)
def test_who_sanctions_whom_on_a_day(
    targets: list[str], day: dt.date, some: list[str], none: list[str]
) -> None:
    found = reference.sanctioners(targets, on=day)
    assert set(some) <= set(found)
    assert set(none).isdisjoint(found)
    assert list(found) == sorted(set(found))
    slow = {
        f.sender
        for f in reference.autonomous()
        if f.target in targets and f.start <= day and not (f.end and f.end <= day)
    }
    assert slow == set(found)


def test_weak_sanctions_can_be_left_out() -> None:
    """Singapore restricts a few goods and four banks."""
    day = dt.date(2023, 6, 1)
    strong = reference.sanctioners(["RUS"], on=day, reaches=("broad",))
    assert set(strong) < set(reference.sanctioners(["RUS"], on=day))
    assert {"SGP", "GEO"}.isdisjoint(strong)


def test_a_measure_is_not_a_tariff_nor_an_announcement() -> None:
    reach = {e.episode: e.reach for e in reference.episodes()}
    for number in ("CHN-134", "CHN-135", "CHN-136", "IRN-043", "PRK-012", "VEN-123"):
        assert reach[number] == "none"
    assert reach["RUS-057"] == "narrow"
    assert reach["RUS-059"] == "broad"


VOTED = {
    ("68/262", "yes"): 100, ("68/262", "against"): 11, ("68/262", "abstain"): 58,
    ("ES-11/1", "yes"): 141, ("ES-11/1", "against"): 5, ("ES-11/1", "abstain"): 35,
    ("ES-11/1", "absent"): 12, ("ES-11/4", "yes"): 143, ("ES-11/6", "against"): 7,
}  # fmt: skip


@pytest.mark.parametrize(("vote", "published"), VOTED.items())
def test_votes_add_up_to_the_published_count(vote: tuple[str, str], published: int) -> None:
    blocks = [b for b in reference.votes() if (b.resolution, b.vote) == vote]
    assert {b.published for b in blocks} == {published}
    assert sum(len(b.economies) for b in blocks) == published


def test_no_economy_votes_twice_and_one_roll_call_is_known_to_be_incomplete() -> None:
    count: Counter[tuple[str, str]] = Counter(
        (b.resolution, code) for b in reference.votes() for code in b.economies
    )
    assert set(count.values()) == {1}
    told: Counter[str] = Counter(r for r, _ in count)
    assert {name for name, held in told.items() if held != 193} == {"ES-11/2"}


def test_events_stand_in_order() -> None:
    days = [event.date for event in reference.events()]
    assert days == sorted(days)
    (invasion,) = [e for e in reference.events() if e.kind == "invasion" and e.date > "2020"]
    assert (invasion.date, invasion.actors) == ("2022-02-24", ("RUS", "UKR"))


def test_groups_of_the_past() -> None:
    by_group = {
        name: [g for g in reference.groups() if g.group == name] for name in ("Comecon", "ex-USSR")
    }
    inside = {
        c for g in by_group["Comecon"] if g.in_force(dt.date(1985, 7, 1)) for c in g.economies
    }
    assert inside == {"BGR", "CSK", "CUB", "DDR", "HUN", "MNG", "POL", "ROU", "SUN", "VNM"}
    (former,) = by_group["ex-USSR"]
    assert (former.start.year, len(former.economies)) == (1991, 15)
    assert {"RUS", "UKR", "EST", "TJK"} < set(former.economies)
