"""The usual Poisson dummy beside our answer, and why the two differ."""

from __future__ import annotations

from collections.abc import Iterator

from tradenet.report.blocks import Column, Grid, Section
from tradenet.report.tested import HUB_SPOKE, SPOKE_SPOKE, TEST_OF, details, outcome
from tradenet.report.view import Row, View
from tradenet.report.wording import chance, factor, known, p_is, times


def naive(view: View) -> Section:
    """Return the section that sets the usual estimate beside ours."""
    rows = {str(row["what"]).split(":", maxsplit=1)[0]: row for row in view.rows("diversion")}
    usual = rows.get("naive")
    turned = next((row for what, row in rows.items() if what != "naive"), None)
    return Section(
        anchor="naive",
        short="The usual answer",
        title="The usual answer beside ours",
        paragraphs=tuple(_why(view, usual, turned)),
        blocks=(_beside(view, usual, turned),) if usual and view.left_out else (),
    )


def _beside(view: View, usual: Row | None, turned: Row | None) -> Grid:
    class_ = _class(view)
    ours = outcome(view, TEST_OF[class_])
    change = details(view, TEST_OF[class_]).get("log_change")
    apart = ", without the hub" if view.result.config.bloc.hub else ""
    lines = [
        *_dummies(view),
        ("The usual comparison, judged by comparison sets", usual, None),
        ("Ours: only economies that impose no sanctions, judged by comparison sets",
         {"log_change": change, "p_value": ours.p_value if ours else None}, None),
        (f"The {view.spokes}’ trade with neutral partners in general{apart}", turned, None),
    ]  # fmt: skip
    heads = (
        Column("Estimate"), Column("Rise", "factor", numeric=True), Column("t", numeric=True),
        Column("p", numeric=True),
    )  # fmt: skip
    return Grid(
        "naive-beside",
        f"{view.class_words[class_]} trade after the event, over what one would expect",
        heads,
        tuple((words, factor(row["log_change"]), f"{t:.1f}" if known(t) else "–",
               chance(row["p_value"]))
              for words, row, t in lines if row is not None),
        "A dash: not computed. t: estimate over its standard error.",
        data=("diversion", "regressions"), ordered=True,
    )  # fmt: skip


def _class(view: View) -> str:
    """Return the class of which the two estimates are shown: the hub's where there is one."""
    return HUB_SPOKE if view.result.config.bloc.hub else SPOKE_SPOKE


def _dummies(view: View) -> Iterator[tuple[str, Row, float | None]]:
    """Yield the Poisson dummies of the class after the event, with either standard error."""
    errors = (("clustered_t", "by pair"), ("dyadic_t", "dyadic-robust"))
    for row in view.rows("regressions"):
        if row["class"] == _class(view):
            for column, kind in errors:
                words = f"Usual Poisson dummy, {row['network']}; errors {kind}"
                yield words, {**row, "p_value": None}, row[column]


def _why(view: View, usual: Row | None, turned: Row | None) -> Iterator[str]:
    if not view.left_out:
        yield (
            "The usual way is to compare the group’s trade with that of the whole world; ours "
            "leaves out who imposes sanctions of its own on a member. Nobody that we know of did "
            "in these years, so the two are one and the same here."
        )
        yield from _confidence(view)
        return
    if usual is None or not known(usual["log_change"]):
        yield "The usual estimate was not computed, so there is nothing to set beside ours."
        return
    change = details(view, TEST_OF[_class(view)]).get("log_change")
    ours = times(change) if known(change) else "without an estimate"
    yield (
        "The usual way is to compare the group’s trade with that of the whole world. It gives "
        f"{times(usual['log_change'])} what one would expect ({p_is(usual['p_value'])}); ours is "
        f"{ours}."
    )
    yield (
        "They differ because the world contains those who impose the sanctions. Their trade with "
        "the sanctioned economies collapsed. Whoever is compared with them seems to have risen, "
        "and goods that they no longer take do go elsewhere. Both would happen without any bloc. "
        "Ours compares with economies that impose no sanctions, to which trade could turn as well."
    )
    yield from _confidence(view)
    if turned is not None and known(turned["log_change"]):
        yield (
            "Whether trade did turn can be seen directly: with neutral partners"
            + (" other than the hub, " if view.result.config.bloc.hub else ", ")
            + f"the {view.spokes}’ trade came to {times(turned['log_change'])} its expectation "
            f"({p_is(turned['p_value'])})."
        )


def _confidence(view: View) -> Iterator[str]:
    """Say why a t-value of the usual dummy is not believed."""
    ts = [t for _, _, t in _dummies(view) if t is not None and known(t)]
    if ts:
        yield (
            f"The usual dummy also looks surer than it is (t from {min(ts):.1f} to {max(ts):.1f}, "
            "with the standard error one takes). Its error treats a handful of pairs that share "
            "one event and a few members as many witnesses. Ours asks instead how often "
            "other sets of like economies, which no one calls a bloc, rose as much."
        )
