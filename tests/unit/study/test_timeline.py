"""Dated facts that concern the members of a study."""

from tradenet.sources import reference
from tradenet.study import load
from tradenet.study.timeline import timeline

EAEU = ("bloc.spokes=['ARM', 'KGZ']", "bloc.hub=''", "inference.target=''")


def rows(*settings: str) -> list[dict[str, object]]:
    return timeline(load("brown-2022", settings)).to_pylist()


def test_every_event_of_a_member_within_the_shown_years_is_there_once_by_date() -> None:
    """Counted from the table by hand: the members' events of 2006, and what they were."""
    of_year = [row for row in rows("shown.first=2006", "shown.last=2006")
               if row["kind"] not in {"sanctions", "sanctions relief"}]  # fmt: skip
    assert [(row["date"], row["kind"]) for row in of_year] == [
        ("2006-07-05", "missile"),
        ("2006-10-09", "nuclear test"),
    ]
    every = rows()
    assert [row["number"] for row in every] == list(range(1, len(every) + 1))
    assert [row["date"] for row in every] == sorted(row["date"] for row in every)
    members = {"PRK", "IRN", "RUS", "CHN"}
    named = [e for e in reference.events() if members & set(e.actors) and e.date >= "1992"]
    held = {(row["date"], row["event"]) for row in every}
    assert {(e.date, e.event) for e in named} <= held


def test_a_measure_of_many_senders_is_one_line_and_its_end_another() -> None:
    found = [row for row in rows() if "UNSC 1718" in str(row["event"])]
    assert len(found) == 1
    relief = [row for row in rows() if row["kind"] == "sanctions relief"]
    assert all(str(row["event"]).endswith(" ends") for row in relief if "UNSC" in str(row["event"]))


def test_an_event_of_an_agreement_concerns_its_members() -> None:
    """The union's agreement with Iran of 2019 concerns Armenia, a member since 2015."""
    found = [row for row in rows(*EAEU) if "EAEU" in str(row["actors"])]
    assert {row["date"] for row in found} >= {"2019-10-27", "2025-05-15"}
    alone = rows("bloc.spokes=['BRA', 'ZAF']", "bloc.hub=''", "inference.target=''")
    assert not any("EAEU" in str(row["actors"]) for row in alone)


def test_each_has_a_source_and_says_whether_it_was_read() -> None:
    every = rows("shown.first=1960")
    assert all(row["source"] for row in every)
    assert {row["checked"] for row in every} == {"read", "memory"}


def test_where_nothing_happened_the_table_is_empty() -> None:
    settings = ("bloc.spokes=['FJI', 'TON']", "bloc.hub=''", "inference.target=''")
    assert timeline(load("brown-2022", settings)).num_rows == 0
