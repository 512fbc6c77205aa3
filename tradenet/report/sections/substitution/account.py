"""The section on the remittances: the account and the figures that it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from tradenet.report.blocks import Column, Figure, Grid, Section
from tradenet.report.figures import remittances
from tradenet.report.view import Row, View
from tradenet.report.wording import known, ratio, when

_DECEMBER, _YEAR_2022 = 12, 2022


def account(view: View) -> Section:
    """Return the section on the remittances."""
    facts = view.result.facts
    wage, quota = facts["wage_rub"], facts["quota_usd"]
    return Section(
        anchor="account",
        short="The remittances",
        title="The account: what the rouble’s fall costs the remittances",
        paragraphs=(
            f"A worker is taken to earn {wage[0]:,.0f} to {wage[1]:,.0f} roubles a month and to "
            f"owe {quota[0]:,.0f} to {quota[1]:,.0f} dollars. Nobody published the quota: it is "
            "the share that is taken of a wage, in dollars at the rate of the time when that wage "
            "was told of. Wages of other years are not held, so that these stand for all.",
            *_short(view),
            "The shortfall is the most that the fall can cost. Where the state takes more roubles "
            "of each worker instead, the worker loses and the state does not.",
        ),
        blocks=(*_drawn(view), _months_of_account(view), _estimates(view)),
        technical=(
            "With r the roubles for a dollar, Q the quota and W the wage: cost Q r, share Q r / W, "
            "shortfall Q (1 − r₀ / r), r₀ the mean rate of the base. Ranges are combined as if "
            "each could lie anywhere in itself whatever the others are: products and quotients "
            "take the least and the largest of the combinations of their ends. Since wage and "
            "quota rest on the same rows in part, the share’s band is too wide, never too narrow.",
        ),
    )


def _short(view: View) -> Iterator[str]:
    facts, year = view.result.facts, view.result.config.window.post[0]
    if facts["shortfall_usd"]:
        low, high = facts["shortfall_usd"]
        yield (
            f"In {year} the workers in Russia could bring {low / 1e6:,.0f} to {high / 1e6:,.0f} M "
            "USD less than at the base rate, if as many roubles were taken of each."
        )


def _drawn(view: View) -> Iterator[Figure]:
    drawn = remittances.draw(view)
    if drawn is not None:
        yield drawn


def _months_of_account(view: View) -> Grid:
    rows = view.rows("substitution_account")
    shown = [r for r in rows if r["month"] % 100 == _DECEMBER or r["month"] // 100 == _YEAR_2022]
    return Grid(
        "account-months",
        "The account in each December and in 2022",
        (
            Column("Month"),
            Column("Rate", "RUB per USD", numeric=True),
            Column("Quota", "RUB", numeric=True),
            Column("Quota", "share of wage", numeric=True),
            Column("Shortfall of 1,000 workers", "1,000 USD a month", numeric=True),
            Column("Workers", "persons", numeric=True),
            Column("Shortfall", "M USD a month", numeric=True),
        ),
        tuple(_account_row(row) for row in shown),
        "Ranges from the lowest to the highest that the figures below allow; all months are in "
        "tables/substitution_account.csv. Below zero: more is brought.",
        folded=True,
        data=("substitution_account",),
    )


def _account_row(row: Row) -> tuple[str, ...]:
    return (
        when(row["month"]),
        ratio(row["rub_per_usd"]),
        _range(row, "cost_rub", 1, 0),
        f"{_range(row, 'share_of_wage', 0.01, 0)} %",
        _range(row, "shortfall_per_thousand_usd", 1e3, 0),
        _range(row, "workers", 1, 0),
        _range(row, "shortfall_usd", 1e6, 1),
    )


def _range(row: Row, name: str, unit: float, digits: int) -> str:
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    if not known(low):
        return "–"
    return f"{low / unit:,.{digits}f} to {high / unit:,.{digits}f}"


def _estimates(view: View) -> Grid:
    rows = view.rows("substitution_estimates")
    return Grid(
        "account-estimates",
        "Every published figure about the workers that is held",
        (Column("Period"), Column("Figure", numeric=True), Column("Unit"), Column("What"),
         Column("Used for"), Column("Source"), Column("Checked")),
        tuple(
            (row["period"], _figure(row), row["unit"], row["what"], row["used_for"] or "–",
             row["source"], row["checked"])
            for row in rows
        ),
        "The figures conflict, and all are shown. Highlighted: used. A source marked “memory” was "
        "not read, and its row is not used.",
        folded=True,
        marked=tuple(k for k, row in enumerate(rows) if row["used_for"]),
        data=("substitution_estimates",),
    )  # fmt: skip


def _figure(row: Row) -> str:
    low, high = (f"{row[end]:,g}" for end in ("low", "high"))
    return low if low == high else f"{low} to {high}"
