"""The committed facts against the tables they were gathered from: no date, source or mark moved."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from tradenet.domain.facts import Sourced
from tradenet.sources import reference

pytestmark = pytest.mark.realdata


def gathered(shared: Path, name: str) -> list[dict[str, str]]:
    """Return the rows of a gathered table."""
    with (shared / "reference" / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def support(fact: Sourced) -> tuple[str, str]:
    """Return where a fact stands and whether that was read."""
    return fact.source, fact.checked


def test_every_measure_with_a_date_is_there(shared: Path) -> None:
    """One row per sender; the 20th package, without a date, is not."""
    rows = gathered(shared, "sanctions_episodes.csv")
    wanted = Counter(
        (r["episode_id"], r["target"], r["sender"], r["start"], r["end"], r["source"], r["checked"])
        for r in rows
        if r["start"]
    )
    held = Counter(
        (e.episode, e.target, e.sender, e.since, e.until, *support(e)) for e in reference.episodes()
    )
    assert held == wanted
    assert len(rows) - sum(held.values()) == 1


def test_every_sanctioner_is_there(shared: Path) -> None:
    wanted = Counter(
        (r["sender_iso3"], r["target"], r["start"], r["end"], r["scope"], r["source"], r["checked"])
        for r in gathered(shared, "autonomous_sanctioners.csv")
    )
    held = Counter(
        (f.sender, f.target, f.since, f.until, f.scope, *support(f)) for f in reference.autonomous()
    )
    assert held == wanted


# Events on Comecon, BRICS and the Eurasian Economic Union, gathered for the studies of these.
ADDED = [
    "1991-06-28", "2009-06-16", "2010-12-24", "2011-04-14",
    "2014-05-29", "2015-01-01", "2015-01-02", "2015-08-06",
]  # fmt: skip


def test_every_event_is_there(shared: Path) -> None:
    """Those gathered with the figures about workers too; who acts in these was added."""
    wanted = Counter(
        (r["date"], r["actors"].replace(";", "|"), r["event"], r["source"], r["checked"])
        for r in gathered(shared, "events.csv")
    )
    actors = {"2007-08-31": "PRK|RUS", "2017-09-11": "UN|PRK", "2019-12-22": "UN|PRK"}
    wanted += Counter(
        (r["period"], actors[r["period"]], r["what"], r["source"], r["checked"])
        for r in gathered(shared, "dprk_workers_russia.csv")
        if r["unit"] == "legal"
    )
    held = Counter((e.date, "|".join(e.actors), e.event, *support(e)) for e in reference.events())
    assert wanted - held == Counter()
    assert sorted(date for date, *_ in (held - wanted).elements()) == ADDED


def test_every_vote_is_there(shared: Path) -> None:
    files = ("unga_es11_1.csv", "unga_other_votes.csv")
    wanted = Counter(
        (r["resolution"], r["date"], r["iso3"], r["vote"], r["source"], r["checked"])
        for name in files
        for r in gathered(shared, name)
    )
    held = Counter(
        (b.resolution, b.date, code, b.vote, *support(b))
        for b in reference.votes()
        for code in b.economies
    )
    assert held == wanted


def test_every_month_of_the_rouble_is_there(shared: Path) -> None:
    wanted = [
        (r["month"].replace("-", ""), float(r["rub_per_usd_calendar_day_avg"] or r["rub_per_usd"]),
         float(r["rub_per_usd"]), float(r["rub_per_usd_month_end"]), r["rate_type"],
         (r["source"], r["checked"]))
        for r in gathered(shared, "rub_usd_monthly.csv")
    ]  # fmt: skip
    assert wanted == [
        (str(e.month), e.rub_per_usd, e.rub_per_usd_set_days, e.rub_per_usd_month_end, e.rate_type,
         support(e))
        for e in reference.exchange_rates()
    ]  # fmt: skip


def test_every_figure_about_workers_is_there(shared: Path) -> None:
    """But for three that are law, not figures."""
    wanted = Counter(
        (r["period"], float(r["low"]), float(r["high"]), r["unit"], r["what"], r["note"],
         r["source"], r["checked"])
        for r in gathered(shared, "dprk_workers_russia.csv")
        if r["unit"] != "legal"
    )  # fmt: skip
    assert wanted == Counter(
        (e.period, e.low, e.high, e.unit, e.what, e.note, *support(e))
        for e in reference.worker_estimates()
    )


def test_every_month_of_customs_is_there(shared: Path) -> None:
    money = ("exports_usd", "imports_usd", "total_usd")
    wanted = Counter(
        (r["month"].replace("-", ""), r["partner"], *(r[name] for name in money), r["n_months"],
         r["how"], r["note"], r["source"], r["checked"])
        for r in gathered(shared, "china_dprk_monthly.csv")
    )  # fmt: skip
    told = ("month", "partner", *money, "n_months", "how", "note", "source", "checked")
    assert wanted == Counter(
        tuple("" if getattr(m, name) is None else str(getattr(m, name)) for name in told)
        for m in reference.customs_months()
    )


# What was put right when the agreements were gathered, each said in the row's source.
RIGHTED = (
    "members of the EU Treaty",  # the export lists the members of the day of signature alone
    "start of the agreement",  # the export begins ASEAN's agreements with AFTA's own of 2010
    "as for the EU agreements",  # the United Kingdom left the EEA too
)


def test_every_agreement_on_goods_is_there_as_published(shared: Path) -> None:
    """But for what was put right, and preferences and services, which are left out."""
    rows = [
        r
        for r in gathered(shared, "trade_agreements.csv")
        if r["coverage"] == "goods" and not r["type"].startswith("PSA")
    ]
    published = {
        (r["wto_id"], r["member_iso3"], r["entry_into_force"], r["exit"], r["checked"])
        for r in rows
    }
    spells = reference.agreements().spells
    held = {
        (spell.wto_id, code, spell.since, spell.until, spell.checked): spell.source
        for spell in spells
        for code in spell.economies
    }
    moved = [key for key in held if key not in published]
    mercosur = {("130", "VEN"), ("130", "BOL")}  # accessions without a number of their own
    assert [
        key
        for key in moved
        if key[:2] not in mercosur and not any(words in held[key] for words in RIGHTED)
    ] == []
    names = {r["agreement"] for r in rows if not r["agreement"].startswith("MERCOSUR (")}
    assert {spell.agreement for spell in spells} == names
    told = {(r["wto_id"], r["member_iso3"]) for r in rows if r["wto_id"]}
    assert told <= {(spell.wto_id, code) for spell in spells for code in spell.economies}
