"""The same numbers without the page: Python on the public API, and the command line."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

from tradenet.domain import Period
from tradenet.explore.choice import Choice


def python(choice: Choice, path: Path | None) -> str:
    """Return Python that gives every number of the page.

    Parameters
    ----------
    choice : Choice
        What is shown.
    path : Path, optional
        Of the flows; the embedded snapshot where not given.
    """
    periods = ", ".join(f'"{Period.from_code(code)}"' for code in choice.periods)
    product = f', product="{choice.product}"' if choice.product else ""
    options = f", options={json.dumps(choice.options)}" if choice.options else ""
    narrowed = (
        f'histories = histories[histories["product"].isin(["{choice.product}", "TOTAL"])]\n'
        if choice.product
        else ""
    )
    return f"""\
import tradenet as tn

economies = {json.dumps(choice.economies)}
flows = {_flows(choice, path)}
# Both reports of every dyad, and who could see it. Empty is not zero.
table = flows.table
mine = table.exporter.isin(economies) & table.importer.isin(economies)
histories = flows.with_table(table.filter(mine)).to_pandas()
{narrowed}among = {{}}
for period in [{periods}]:
    graph = tn.build(flows, period{product})
    expected = tn.expect(graph, null="{choice.null}")
    partition = tn.detect(
        graph, expected, seed={choice.seed}, method="{choice.method}"{options}
    )
    intensity = tn.intensity(graph, expected).reindex(index=economies, columns=economies)
    now = histories[histories["period"] == graph.period.code]
    told = now.groupby(["exporter", "importer"])["value_usd"].max().unstack()
    told = told.reindex(index=economies, columns=economies).notna()
    print(graph.summary())
    intensity = intensity.where(told)  # what nobody told may be zero or missing
    print(intensity.round(2))
    hoped = expected.to_pandas().where(graph.observed)
    trade = graph.to_pandas().where(hoped.notna())
    among[period] = [
        table.reindex(index=economies, columns=economies).where(told) for table in (trade, hoped)
    ]
    # Communities count from 1 on the page; shares are of exports plus imports.
    strength = graph.to_pandas().sum() + graph.to_pandas().sum(axis=1)
    for number, size in enumerate(partition.sizes):
        inside = list(partition.members(number))
        if size > 1:
            share = strength[inside].sum() / strength.sum()
            within = trade.loc[inside, inside].sum().sum() / hoped.loc[inside, inside].sum().sum()
            print(number + 1, size, f"{{share:.1%}} of trade, inside x {{within:.2f}}", inside)

# Sums over the flows with a number in every period.
counted = sum(trade.notna() for trade, _ in among.values()) == len(among)
for period, (trade, hoped) in among.items():
    observed, expected = (table.where(counted).sum().sum() for table in (trade, hoped))
    print(period, "observed", observed, "expected", expected, "USD", "x", observed / expected)

columns = ["exporter_report_usd", "importer_report_usd", "value_usd", "observed"]
print(histories.set_index(["period", "exporter", "importer"])[columns])
"""


def commands(choice: Choice, path: Path | None) -> tuple[str, ...]:
    """Return commands that give the same: the graph of each period, and each table of the page."""
    given = f" --flows {shlex.quote(str(path))}" if path is not None else ""
    settings = {
        "method": choice.method,
        "null": choice.null,
        "seed": str(choice.seed),
        **{name: f"{value:g}" if value == float(f"{value:g}") else repr(value)
           for name, value in choice.options.items()},
        **({"product": choice.product} if choice.product else {}),
    }  # fmt: skip
    chosen = " ".join(f"--set {name}={value}" for name, value in settings.items())
    graphs = (
        f"tradenet graph export --period {Period.from_code(code)} --format csv"
        f" --out {Period.from_code(code)}.csv{given} {chosen}"
        for code in choice.periods
    )
    view = shlex.quote(choice.query())
    tables = (
        f"tradenet explore{given} --view {view} --table {name}"
        for name in ("intensities", "histories")
    )
    return (*graphs, *tables)


def _flows(choice: Choice, path: Path | None) -> str:
    if path is None:
        return "tn.snapshot()"
    level = ', level="section"' if choice.product else ""
    return f"tn.read({json.dumps(str(path), ensure_ascii=False)}{level})"
