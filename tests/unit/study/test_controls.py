"""Which known blocs, which window, which outcome: by rules that can be checked by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pyarrow import csv

from tests.unit.bloc.worlds import grown, planted
from tradenet.bloc import Contrast, Network
from tradenet.bloc.everyone import Pairs, everyone
from tradenet.bloc.merge import Merger, merged
from tradenet.domain import Bloc, InsufficientData, UnknownName, Window, stream
from tradenet.sources.measured import known_blocs
from tradenet.study.clubs import club_tables
from tradenet.study.controls import Controls, write
from tradenet.study.controls.drawn import Drawn, DrawRule, drawn, interval, profiles
from tradenet.study.controls.embedded import embedded
from tradenet.study.controls.known import Control, WindowRule, known
from tradenet.study.controls.measure import Line, class_of, measure, numbers, outcome, worlds
from tradenet.study.controls.origin import origin, outdated
from tradenet.study.controls.page import page
from tradenet.study.controls.surprises import surprises

COMMITTED = Path(__file__).resolve().parents[3] / "reports" / "controls"
NAMED = {control.name: control for control in known()}


def test_members_and_dates_are_those_of_the_tables() -> None:
    assert NAMED["NAFTA 1994"].bloc == Bloc(("CAN", "MEX", "USA"))
    assert NAMED["EAEU 2015"].bloc.spokes == ("ARM", "BLR", "KAZ", "KGZ", "RUS")
    assert NAMED["GCC 1982"].event == 1982
    assert NAMED["GCC 2003"].event == 2003
    assert "VEN" in NAMED["Andean Community 1988"].bloc.spokes
    assert "VEN" not in NAMED["Mercosur 1991"].bloc.spokes
    assert "VNM" not in NAMED["AFTA 1993"].bloc.spokes


def test_the_names_tell_the_years_of_the_tables() -> None:
    for control in NAMED.values():
        if not control.name.startswith("ex-USSR"):
            assert str(control.event) in control.name


def test_the_window_is_five_years_before_and_five_after_two() -> None:
    assert NAMED["Mercosur 1991"].window == Window(
        (1986, 1987, 1988, 1989, 1990), (1993, 1994, 1995, 1996, 1997)
    )


def test_a_window_that_is_not_held_is_cut_and_says_so() -> None:
    found = NAMED["EAEU 2015"]
    assert found.window == Window((2010, 2011, 2012, 2013, 2014), (2017, 2018, 2019, 2020))
    assert found.cut == "cut: 2021"
    assert NAMED["USMCA 2020"].window is None


def test_entrants_stand_around_the_old_members_as_one() -> None:
    found = NAMED["EU 2004, entrants with the old members"]
    (old,) = found.mergers
    assert (found.bloc.hub, len(found.bloc.spokes), len(old.before)) == ("OLD", 10, 15)
    assert old.before == old.after
    assert class_of(found.bloc)[0] == "hub_spoke"
    assert class_of(NAMED["EU 2004, entrants"].bloc)[0] == "spoke_spoke"
    assert len(class_of(NAMED["EU 2004, entrants"].bloc)[1]) == 45


def test_comecon_without_those_that_ended_and_with_their_successors() -> None:
    lived, followed = (
        NAMED[f"Comecon 1991, {end}"] for end in ("those that lived on", "with successors")
    )
    assert lived.bloc.spokes == ("BGR", "CUB", "HUN", "MNG", "POL", "ROU", "VNM")
    assert lived.cut == "did not live throughout: CSK, SUN"
    assert set(followed.bloc.spokes) == {*lived.bloc.spokes, "CSK", "SUN"}
    assert {merger.name: len(merger.after) for merger in followed.mergers} == {"CSK": 2, "SUN": 15}
    assert followed.window is not None
    assert 1993 not in followed.window.post  # the year in which Czechoslovakia ends


def test_successors_count_from_their_first_whole_year() -> None:
    first, *_, last = [one for one in NAMED.values() if one.name.startswith("ex-USSR")]
    assert first.window == Window((1992, 1993, 1994), (1997, 1998, 1999, 2000, 2001))
    assert last.window == Window((1994,), (1997, 1998, 1999, 2000, 2001))
    assert last.added
    assert len(first.bloc.spokes) == 15
    assert last.bloc.hub == "RUS"
    assert len(last.bloc.spokes) == 14


def test_another_rule_gives_another_window() -> None:
    (found,) = [c for c in known(WindowRule(2, 1, 3)) if c.name == "Mercosur 1991"]
    assert found.window == Window((1989, 1990), (1992, 1993, 1994))


@pytest.mark.parametrize(
    "entry",
    [
        {"name": "x", "agreement": "Treaty of Nowhere", "wto_id": "0", "expected": "rise"},
        {"name": "x", "agreement": "EU Treaty", "wto_id": "1", "expected": "rise"},
        {"name": "x", "group": "Hansa", "expected": "fall"},
    ],
)
def test_what_the_tables_do_not_hold_is_refused(entry: dict[str, str], tmp_path: Path) -> None:
    written = "".join(f'{key} = "{value}"\n' for key, value in entry.items())
    (tmp_path / "known.toml").write_text(f"[[control]]\n{written}", encoding="utf-8")
    with pytest.raises(UnknownName, match=r"no (agreement 'Treaty|agreement 'EU|group 'Hansa)"):
        known(listed=tmp_path / "known.toml")


def test_another_list_is_measured_by_the_same_rule(tmp_path: Path) -> None:
    (tmp_path / "known.toml").write_text(
        '[[control]]\nname = "CEFTA"\nwto_id = "215"\nexpected = "rise"\n'
        'agreement = "Central European Free Trade Agreement (CEFTA)"\n',
        encoding="utf-8",
    )
    (found,) = known(listed=tmp_path / "known.toml")
    assert found.event == 1993
    assert found.bloc.spokes == ("HUN", "POL")  # two of the four began in that very year
    assert found.cut == "did not live throughout: CZE, SVK"
    assert found.window == WindowRule().around(1993)


LINE = Line("x", "rise", "", "", "", "", "", factor=1.2, p_rise=0.04, p_fall=0.97)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "as expected"),
        ({"p_rise": 0.06}, "sign only"),
        ({"p_rise": 0.06, "factor": 0.9}, "not as expected"),
        ({"expected": "fall"}, "not as expected"),
        ({"expected": "fall", "p_fall": 0.05}, "as expected"),
        ({"expected": "fall", "factor": 0.9}, "sign only"),
        ({"expected": "none"}, "as expected"),
        ({"expected": "none", "p_rise": 0.02}, "not as expected"),
        ({"p_rise": None}, "not testable"),
    ],
)
def test_outcomes(changes: dict[str, object], said: str) -> None:
    assert outcome(replace(LINE, **changes)) == said  # type: ignore[arg-type]


SET = ("E20", "E30", "E40", "E25")


def world(factor: float) -> Network:
    made = grown(2)
    pairs = [(a, b) for a in SET for b in SET if a < b]
    return Network(planted(made, pairs, factor), Bloc(tuple(sorted(SET))))


def test_a_planted_bloc_is_measured() -> None:
    """Trade inside a set of four is tripled."""
    found = numbers(world(3.0))
    assert found["seen"] == found["cells"] == 12
    assert found["sets"] > 1000
    assert found["p_rise"] < 0.01 < found["p_fall"]
    assert found["p_rise_change"] < 0.05
    assert 2 < found["low"] < 3 < found["high"] < 4.5
    assert found["factor"] == pytest.approx(3.0, rel=0.25)


def test_where_nothing_is_planted_nothing_is_found() -> None:
    found = numbers(world(1.0))
    assert found["p_rise"] > 0.05
    assert found["p_fall"] > 0.05
    assert found["low"] < 1 < found["high"]


def test_a_planted_hub_is_measured_by_its_own_class() -> None:
    """The trade of the largest economy with three others is doubled; theirs is not looked at."""
    hub = Bloc(("E20", "E30", "E40"), "E00")
    pairs = [("E00", spoke) for spoke in hub.spokes]
    found = numbers(Network(planted(grown(2), pairs, 2.0), hub))
    assert found["cells"] == found["seen"] == 6
    assert found["factor"] == pytest.approx(2.0, rel=0.25)
    assert found["p_rise"] < 0.05
    among = [("E20", "E30"), ("E20", "E40"), ("E30", "E40")]
    beside = numbers(Network(planted(grown(2), among, 2.0), hub))
    assert beside["p_rise"] > 0.05


def test_an_economy_in_two_parts_is_itself_once_they_are_one() -> None:
    """E00 is cut into A and B, which trade with each other too; together they are E00 again."""
    whole = grown(2)
    codes = ("A", "B", *whole.economies[1:])

    def cut(matrix: np.ndarray) -> np.ndarray:
        out = np.full((len(codes), len(codes)), np.nan)
        out[2:, 2:] = matrix[1:, 1:]
        out[:2, 2:] = np.outer((0.3, 0.7), matrix[0, 1:])
        out[2:, :2] = np.outer(matrix[1:, 0], (0.6, 0.4))
        out[0, 1] = out[1, 0] = 5e9
        return out

    parts = Contrast(codes, cut(whole.before), cut(whole.after), np.append(whole.filers, True))
    again = merged(parts, Merger("E00", ("A", "B"), ("A", "B")))
    assert again.economies == whole.economies
    hub = Bloc(("E20", "E30", "E40"), "E00")
    once, twice = (numbers(Network(world, hub)) for world in (whole, again))
    assert twice.pop("carried") == once.pop("carried")
    assert twice == pytest.approx(once, rel=1e-6)


def test_the_worlds_of_a_window() -> None:
    """Who files in each of its years; reading zeros as missing hides cells and adds none."""
    readings = worlds(Window((1990,), (1993,)))
    zero, missing = readings["zero"], readings["missing"]
    for code, files in (("USA", True), ("PRK", False), ("SUN", False), ("RUS", False)):
        assert bool(zero.filers[zero.at([code])[0]]) is files
    at = zero.at(missing.economies)
    seen = zero.observed[np.ix_(at, at)]
    assert missing.observed.sum() < seen.sum()
    assert not (missing.observed & ~seen).any()
    both = missing.observed
    assert np.array_equal(zero.before[np.ix_(at, at)][both], missing.before[both])
    assert not zero.observed[zero.at(["SUN"])[0]].any()  # it ended between the two years


def test_an_economy_at_the_top_has_too_few_peers() -> None:
    found = numbers(Network(grown(2), Bloc(("E00", "E20", "E30"))))
    assert found["why"] == "too few peers of like size: E00 has 6"
    assert "p_rise" not in found
    assert np.isfinite(found["factor"])


def test_too_few_matched_sets_give_no_p_value() -> None:
    """Of the peers only the set's own members trade with each other."""
    made = world(1.0)
    cells = made.contrast.cells([(a, b) for a in SET for b in SET])
    blind = made.contrast.hidden(~cells & made.contrast.cells(_middle()))
    found = numbers(replace(made, contrast=blind))
    assert found["why"] == "0 matched sets have all its cells observed"
    assert "p_rise" not in found


def _middle() -> list[tuple[str, str]]:
    codes = [f"E{k:02d}" for k in range(10, 60)]
    return [(a, b) for a in codes for b in codes if a < b]


def test_no_trade_before_is_an_insufficiency() -> None:
    made = world(1.0)
    pairs = made.contrast.cells([(a, b) for a in SET for b in SET])
    before = np.where(pairs, 0.0, made.contrast.before)
    with pytest.raises(InsufficientData, match="no trade before"):
        numbers(replace(made, contrast=replace(made.contrast, before=before)))


def test_a_control_without_a_window_says_why() -> None:
    control = Control("x", "rise", 2020, Bloc(("A", "B")), (), None, "cut: 2022")
    found = measure(control)
    assert (found.outcome, found.cut) == ("not testable", "cut: 2022")
    assert found.why == "no year before, or after, is held by one source"


def test_exact_binomial_interval() -> None:
    """No hit among n: the upper end is 1 − 0.025^(1/n)."""
    low, high = interval(0, 20)
    assert low == 0
    assert high == pytest.approx(1 - 0.025 ** (1 / 20))


LIKE = {"three": np.array([20, 30, 40]), "four": np.array([15, 25, 35, 45])}
RULE = DrawRule(dates=3, sets=4)


def grown_at(window: Window) -> dict[str, Contrast]:
    """A world of its own for each date."""
    return {"zero": grown(window.pre[-1])}


def test_random_sets_have_the_sizes_of_what_they_are_like() -> None:
    found = drawn(LIKE, RULE, WindowRule(), grown_at, rng=stream(0, "tests/drawn"))
    assert len(found) == 12
    assert len({one.event for one in found}) == 3
    for one in found:
        assert 1965 <= one.event <= 2014  # the whole window is held
        world = grown_at(WindowRule().around(one.event))["zero"]
        size = np.nansum(world.before, axis=0) + np.nansum(world.before, axis=1)
        order = [world.economies[k] for k in np.argsort(-size, kind="stable")]
        ranks = sorted(order.index(code) for code in one.members.split("+"))
        assert len(ranks) == len(LIKE[one.like])
        assert one.sets >= 19
        near = [min(abs(rank - k) for k in LIKE[one.like]) for rank in ranks]
        assert max(near) <= RULE.ranks


def test_random_sets_are_the_same_again_and_tested_as_blocs_are() -> None:
    once, again = (
        drawn(LIKE, RULE, WindowRule(), grown_at, rng=stream(0, "tests/drawn")) for _ in range(2)
    )
    assert once == again
    one = once[0]
    world = grown_at(WindowRule().around(one.event))["zero"]
    found = numbers(Network(world, Bloc(tuple(one.members.split("+")))))
    assert one.p_rise == found["p_rise"]
    assert one.p_fall == found["p_fall"]
    assert one.p_rise_change == found["p_rise_change"]


def test_a_date_without_references_gives_no_sets() -> None:
    """Only the cells of one economy are seen: no set has all of its own."""

    def blind(window: Window) -> dict[str, Contrast]:
        made = grown_at(window)["zero"]
        row = np.zeros(made.before.shape, dtype=bool)
        row[3] = row[:, 3] = True
        return {"zero": made.hidden(~row)}

    assert drawn(LIKE, RULE, WindowRule(), blind, rng=stream(0, "tests/drawn")) == ()


def test_profiles_are_ranks_of_size() -> None:
    """The first economies of a grown world are the largest, and hubs are nobody's model."""
    window = WindowRule().around(1990)
    controls = [
        Control("a", "rise", 1990, Bloc(("E00", "E59")), (), window, ""),
        Control("b", "rise", 1990, Bloc(("E20", "E30"), "E00"), (), window, ""),
        Control("c", "rise", 1990, Bloc(tuple(f"E{k:02d}" for k in range(7))), (), window, ""),
        Control("d", "rise", 1990, Bloc(("E20", "E30")), (), None, ""),
    ]
    found = profiles(controls, grown_at)
    world = grown_at(window)["zero"]
    size = np.nansum(world.before, axis=0) + np.nansum(world.before, axis=1)
    assert list(found) == ["a"]
    assert found["a"].tolist() == [int((size > size[k]).sum()) for k in (0, 59)]


def made_by_hand() -> Controls:
    lines = (
        replace(LINE, members="A+B", outcome="as expected", low=1.0),
        replace(LINE, name="y", outcome="sign only", cut="cut: 2021"),
        replace(LINE, name="z", outcome="not testable", p_rise=None, why="nobody", added="why"),
    )
    sets = tuple(
        Drawn(1990, "x", "A+B", 99, *chances) for chances in ((0.01, 1, 0.04), (0.5, 0.5, 0.05))
    )
    ones = np.ones((5, 5))
    clubs = club_tables({"x": everyone(Pairs(tuple("ABCDE"), ones, ones, ones, ones > 0), "ABCD")})
    return Controls(lines, sets, clubs, {"snapshot": "0123456789abcdef"})


def test_all_are_printed_and_those_added_are_counted_apart() -> None:
    found = made_by_hand()
    assert found.counts() == {"as expected": 1, "sign only": 1}
    assert found.size()["rise"]["hits"] == 1
    assert found.size()["fall"]["hits"] == 0
    assert found.size()["rise, by change"]["hits"] == 2
    text = found.page()
    assert text.count("\n| ") == 2 + 3  # two headings, three controls
    assert "| 1.00 to – |" in text
    assert "* z: nobody; added: why" in text
    assert "* rise, at 5 %: 1 of 2, 50.0%" in text
    assert "5 sets; all pairs are seen of 5. x stands at place 5 by the studentized" in text
    assert "the embedded snapshot (panel 0123456789ab)." in text
    assert "* z cannot be tested: nobody." in text
    assert "* y is missed, with the right sign: trade × 1.20, p of a rise 0.040, of a fall" in text


def test_written_and_read_again(tmp_path: Path) -> None:
    found = made_by_hand()
    write(found, tmp_path / "controls")
    write(found, tmp_path / "controls")  # ours to replace
    names = {path.name for path in (tmp_path / "controls").iterdir()}
    tables = ("controls", "random", "clubs", "club_places", "clubs_histogram")
    assert names == {"controls.md", *(f"{x}.{end}" for x in tables for end in ("csv", "parquet"))}
    assert (tmp_path / "controls" / "controls.md").read_text(encoding="utf-8") == (
        found.page() + "\n"
    )
    assert json.loads(json.dumps(found.to_json())) == found.to_json()


def test_the_committed_files_are_those_of_the_embedded_numbers() -> None:
    stored = known_blocs()
    assert (COMMITTED / "controls.md").read_text(encoding="utf-8") == page(stored) + "\n"
    assert [line["name"] for line in stored["controls"]] == list(NAMED)
    assert len(stored["random"]) >= 100
    for name, rows in (("controls", stored["controls"]), ("random", stored["random"])):
        table = csv.read_csv(COMMITTED / f"{name}.csv")
        assert table.num_rows == len(rows)
        assert table["p_rise"].to_pylist() == [row["p_rise"] for row in rows]


def test_the_embedded_numbers_are_of_the_present_snapshot_facts_list_and_rules() -> None:
    """If this fails: tradenet controls --out reports/controls --json > data/controls.json."""
    assert outdated(known_blocs()["computed_from"]) == []


def test_another_rule_or_snapshot_is_outdated() -> None:
    now = origin(WindowRule(), DrawRule())
    assert all(len(digest) == 64 for digest in now.values())
    assert outdated(now) == []
    assert outdated(origin(WindowRule(before=4), DrawRule())) == ["rules"]
    assert outdated({**now, "snapshot": "0" * 64}) == ["snapshot"]
    assert outdated({}) == ["snapshot", "facts", "list", "rules"]


def test_what_a_report_is_given() -> None:
    tables, facts = embedded()
    assert tables["controls"].num_rows == len(NAMED)
    assert tables["controls_random"].num_rows == facts["size"]["rise"]["sets"]
    unexpected = [r for r in tables["controls"].to_pylist() if r["outcome"] != "as expected"]
    said = tables["controls_surprises"].to_pylist()
    assert [row["control"] for row in said] == [row["name"] for row in unexpected]
    assert sum(facts["outcomes"].values()) == sum(not c.added for c in NAMED.values())


MISSED = replace(
    LINE, p_rise=0.06, p_rise_change=0.06, outcome="sign only",
    change=0.4, change_without=0.3, carried="A-B",
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "x is missed, with the right sign: trade × 1.20, p of a rise 0.060, of a fall 0.970."),
        (
            {"p_rise_change": 0.05},
            "x is missed, with the right sign: trade × 1.20, p of a rise 0.060, of a fall 0.970. "
            "By the rank of the change, which does not decide, p is 0.050.",
        ),
        (
            {"change_without": 0.19},
            "x is missed, with the right sign: trade × 1.20, p of a rise 0.060, of a fall 0.970. "
            "One dyad carries it: without A–B the one-step change is 0.19 log points, with it "
            "0.40.",
        ),
        (
            {"factor": 0.8, "p_rise": 0.9, "p_fall": 0.1, "outcome": "not as expected"},
            "x is not found, and has the wrong sign: trade × 0.80, p of a rise 0.900, of a fall "
            "0.100.",
        ),
        (
            {"factor": 0.8, "p_rise": 0.98, "p_fall": 0.02, "outcome": "not as expected"},
            "x is called the opposite of what it was: trade × 0.80, p of a rise 0.980, of a fall "
            "0.020.",
        ),
        (
            {"expected": "fall", "p_rise": 0.02, "p_fall": 0.98, "outcome": "not as expected"},
            "x is called the opposite of what it was: trade × 1.20, p of a rise 0.020, of a fall "
            "0.980.",
        ),
        (
            {"expected": "none", "p_rise": 0.02, "p_fall": 0.3, "outcome": "not as expected"},
            "x moved, though nothing was to be expected: trade × 1.20, p of a rise 0.020, of a "
            "fall 0.300.",
        ),
        (
            {"outcome": "not testable", "why": "nobody"},
            "x cannot be tested: nobody. Its trade changed by a factor of 1.20.",
        ),
        (
            {"outcome": "not testable", "why": "nobody", "factor": None},
            "x cannot be tested: nobody.",
        ),
    ],
)
def test_the_numbers_say_which_sentence_stands(changes: dict[str, object], said: str) -> None:
    (found,) = surprises([replace(MISSED, **changes).to_dict()])  # type: ignore[arg-type]
    assert found == {"control": "x", "said": said}


def test_what_came_out_as_expected_is_no_surprise() -> None:
    assert surprises([replace(MISSED, outcome="as expected").to_dict()]) == []


def test_an_explanation_stands_only_with_the_outcome_that_it_explains() -> None:
    line = replace(MISSED, name="GCC 2003", factor=0.7, outcome="not as expected").to_dict()
    other = {**line, "outcome": "sign only"}
    said, without = (surprises([each])[0]["said"] for each in (line, other))
    assert "in force for 21 years" in said
    assert "21 years" not in without


def test_the_dyad_that_moves_the_change_most() -> None:
    """Of a planted bloc one dyad is multiplied by twenty, the others by one and a half."""
    made = grown(2)
    pairs = [(a, b) for a in SET for b in SET if a < b]
    loud = planted(planted(made, pairs, 1.5), [("E20", "E25")], 20.0)
    found = numbers(Network(loud, Bloc(tuple(sorted(SET)))))
    assert found["carried"] == "E20-E25"
    assert found["change_without"] < found["change"] / 2
    two = numbers(Network(made, Bloc(("E20", "E30"))))
    assert two["change_without"] is None if "change_without" in two else two["change"]
