"""Whether the groups in world trade are more than chance: three nulls side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tradenet.domain.significance import LEVEL
from tradenet.domain.text import listed
from tradenet.report.blocks import Column, Grid, Link, Section
from tradenet.report.figures import FIGURES
from tradenet.report.view import Row, View
from tradenet.report.wording import chance, known, p_is, ratio, sentence, when
from tradenet.report.words import NULL_MODELS, TABLES


def nulls(view: View) -> Section:
    """Return the section on whether communities are more than chance."""
    return Section(
        anchor="nulls",
        short="Are the groups real?",
        title="Are these groups more than chance?",
        paragraphs=(
            "A search for groups always finds groups, also among numbers thrown with dice. To "
            "know what a found group is worth one needs a null: a rule that says what the world "
            "would look like if there were nothing to find. A computer makes many artificial "
            "worlds by that rule, the same search is made in each, and one looks whether the real "
            "world stands out.",
            "Everything hangs on the rule. If the artificial worlds keep no more than how much "
            "each economy trades, they deal its trade out to partners near and far alike. No real "
            "trade looks like that, so every neighbourhood of the real world stands out: such a "
            "null manufactures communities. If the artificial worlds know distance and are as "
            "uneven as real trade is, most of what was found is found in them too.",
            "“No significant community” then means: the groups on the map are no stronger than "
            "those which size, distance and the usual unevenness of trade bring about on their "
            "own. It does not mean that economies in a group do not trade with each other.",
            *_given_set(view),
        ),
        blocks=(
            FIGURES["nulls"](view),
            _tests(view),
            FIGURES["two-nulls"](view),
            FIGURES["resolutions"](view),
        ),
        links=tuple(
            Link(f"tables/{name}.csv", TABLES[name])
            for name in ("community_tests", "community_resolutions", "community_stability")
        ),
    )


def _given_set(view: View) -> Iterator[str]:
    """Yield what the test of the members as a set says, and what it does not."""
    row = next((r for r in view.rows("community_tests")
                if (r["subject"], r["null_model"]) == ("members", "gravity")), None)  # fmt: skip
    if row is None or not known(row["value"]):
        return
    hub = ", most of it with the hub" if view.result.config.bloc.hub else ""
    beyond = "more than" if (row["p_value"] or 1.0) <= LEVEL else "no more than"
    yield (
        "A set that was named beforehand is an easier question than groups that were searched for. "
        f"In {when(row['period'])} the members trade {ratio(row['value'])} times what their sizes "
        f"lead one to expect, {beyond} in the worlds that know distance ({p_is(row['p_value'])}). "
        f"That is about how much they trade with each other{hub}, and not about "
        "since when: the change is what the tests T2 and T4 ask about."
    )


SUBJECTS: Mapping[str, str] = {
    "partition": "All communities, sought against size",
    "beyond": "All communities, sought against size and distance",
    "members": "The members as a set",
}


def _subject(view: View, row: Row) -> str:
    named = SUBJECTS.get(row["subject"])
    return named or f"The community around {view.name(row['subject'].split(':')[1])}"


def _tests(view: View) -> Grid:
    rows = tuple(
        (
            _subject(view, row),
            NULL_MODELS[row["null_model"]].name,
            ratio(row["value"]),
            f"{ratio(row['low'])} to {ratio(row['high'])}",
            chance(row["p_value"]),
        )
        for row in view.rows("community_tests")
    )
    said = " ".join(f"{sentence(words.name)}: {words.meaning}" for words in NULL_MODELS.values())
    worlds = {row["worlds"] for row in view.rows("community_tests")}
    note = (
        f"{listed([f'{n} worlds' for n in sorted(worlds)])} of each kind. {said}"
        if worlds
        else said
    )
    return Grid("nulls-tests", "What was found, and what is found in artificial worlds", _TESTS,
                rows, note, data=("community_tests",))  # fmt: skip


_TESTS = (
    Column("What"),
    Column("Artificial worlds keep"),
    Column("Real world", numeric=True),
    Column("90 % of worlds", numeric=True),
    Column("p", numeric=True),
)
