# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Bring your own flows
#
# A download of UN Comtrade becomes trade that a study can use. The file is written by this
# notebook itself: **its figures are invented**, so that each row can show one thing that real
# files do.

# %%
import csv
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
import seaborn as sns
from IPython.display import Markdown

import tradenet as tn

sns.set_theme(style="white", palette="colorblind", rc={"figure.dpi": 100})
scratch = tempfile.TemporaryDirectory()
folder = Path(scratch.name)

# %% [markdown]
# ## A file with everything that goes wrong
#
# Chile (152) and Peru (604) report both sides. Ecuador (218) reports in 2018 only. Bolivia (68)
# never reports. Beside them stand rows that must not be added up: a total with the world, a part
# of a row above, goods that only passed through, a service, a repetition.

# %%
HEADER = [
    "typeCode", "freqCode", "period", "reporterCode", "flowCode", "partnerCode", "partner2Code",
    "cmdCode", "customsCode", "motCode", "netWgt", "primaryValue",
]  # fmt: skip


def row(told, usd, *, kind="C", customs="C00"):
    """Return a row as Comtrade writes it: who told whom's trade when, and dollars."""
    period, reporter, flow, partner = told
    return [kind, "A", period, reporter, flow, partner, 0, "TOTAL", customs, 0, "", usd]


CHILE, PERU, ECUADOR, BOLIVIA, WORLD = 152, 604, 218, 68, 0
invented = [
    row((2018, CHILE, "X", PERU), 900e6), row((2018, PERU, "M", CHILE), 1007e6),
    row((2019, CHILE, "X", PERU), 1000e6), row((2019, PERU, "M", CHILE), 1166e6),
    row((2018, PERU, "X", CHILE), 700e6), row((2018, CHILE, "M", PERU), 742e6),
    row((2019, PERU, "X", CHILE), 650e6), row((2019, CHILE, "M", PERU), 742e6),
    row((2018, ECUADOR, "X", PERU), 300e6), row((2018, PERU, "M", ECUADOR), 318e6),
    row((2019, PERU, "M", ECUADOR), 424e6), row((2018, ECUADOR, "M", CHILE), 212e6),
    row((2018, CHILE, "X", BOLIVIA), 400e6), row((2019, CHILE, "X", BOLIVIA), 420e6),
    row((2019, CHILE, "X", WORLD), 1420e6),
    row((2019, CHILE, "X", PERU), 250e6, customs="C01"),
    row((2019, CHILE, "RX", PERU), 30e6),
    row((2019, CHILE, "X", PERU), 80e6, kind="S"),
    row((2019, CHILE, "X", BOLIVIA), 420e6),
]  # fmt: skip


def write(name, rows):
    """Write a file into the scratch folder."""
    path = folder / name
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADER, *rows])
    return path


download = write("invented.csv", invented)

# %% [markdown]
# ## Nothing is lost silently
#
# The layout is recognised by its header. Every row that came in is in the **ledger**, kept or set
# aside with a reason, and the dollars add up to the cent.

# %%
(ledger,) = tn.ingest(download, folder / "store").values()
ledger

# %%
assert ledger.rows == len(invented)
assert float(ledger.value_usd) == sum(each[-1] for each in invented)
aside = ledger.rows - ledger.kept_rows
Markdown(f"*{ledger.rows} rows came in, {ledger.kept_rows} count, {aside} are set aside and told.*")

# %% [markdown]
# ## Two reports, one number
#
# Buyers count freight and insurance (CIF), sellers do not (FOB): we divide what the buyer says by
# a ratio. Then the buyer's report counts, since customs levy duties on it; where the buyer is
# silent, the seller's.

# %%
RATIO = 1.06
flows = tn.read(folder / "store", cif_fob_ratio=RATIO)
cells = flows.to_pandas()
dyad = cells.query("exporter == 'CHL' and importer == 'PER'").set_index("period")
agreed = dyad.loc[2019]
assert agreed.value_usd == agreed.importer_report_usd == round(1166e6 / RATIO, 2)

# %%
figure, axes = plt.subplots(figsize=(7, 3.2))
bars = {
    "Chile says (FOB)": agreed.exporter_report_usd,
    "Peru says (CIF)": agreed.importer_report_usd * RATIO,
    "Peru's, made FOB": agreed.importer_report_usd,
    "agreed": agreed.value_usd,
}
sns.barplot(x=[value / 1e6 for value in bars.values()], y=list(bars), ax=axes, color="#0173b2")
axes.bar_label(axes.containers[0], fmt="%.0f", padding=4)
axes.set(
    xlim=(0, 1350),
    xlabel="million US dollars (invented)",
    title="Chile → Peru, 2019: freight explains part of the gap between the two",
)
sns.despine(left=True)
plt.show()
gap = agreed.importer_report_usd / agreed.exporter_report_usd - 1
Markdown(f"*Without freight Peru still reports {gap:.0%} more than Chile: the gap is kept.*")

# %% [markdown]
# ## Who saw each cell?
#
# Bolivia's exports to Ecuador are **unobservable**: neither files in 2019. A blank is not a zero.

# %%
table = cells[cells.period == 2019].pivot_table(
    index="exporter", columns="importer", values="observed", aggfunc="first"
)
table.fillna("").replace("_", " ", regex=True).style.set_caption(
    "Exporters in rows, importers in columns, 2019"
)

# %%
graph = tn.build(flows, period=2019)
graph

# %%
assert table.loc["BOL", "ECU"] == "unobservable"
assert graph.value("BOL", "ECU") != graph.value("BOL", "ECU")  # not a number: nobody knows
seen, every = int(graph.observed.sum()), len(graph.economies) * (len(graph.economies) - 1)
Markdown(f"*{seen} of {every} cells can be seen.*")

# %% [markdown]
# ## A study on your flows
#
# The shipped study, turned to Chile and its neighbours by a few settings. Two years of four
# economies cannot answer it: the verdict says so, instead of guessing.

# %%
SETTINGS = [
    'bloc.spokes=["PER", "ECU"]', "bloc.hub=CHL", 'inference.target=""', "inference.rivals=[]",
    "inference.critical_apart=[]", "window.pre=[2018]", "window.post=[2019]", "shown.first=2018",
    "shown.last=2019", 'event.date="2019-01-01"', "structure.worlds=0", "structure.searches=1",
]  # fmt: skip
result = tn.run("brown-2022", flows=folder / "store", settings=SETTINGS)
assert result.verdict == "INSUFFICIENT-DATA"
print(result.verdict)
print(result.sentence)

# %% [markdown]
# Every table of the result is there nevertheless: who could see which dyad, for example.

# %%
seen = result.to_frame("coverage")[["class", "phase", "cells", "covered"]]
seen.style.hide(axis="index").set_caption("Directed cells of each class, and those that are seen")

# %% [markdown]
# ## A mistake on purpose
#
# The same key twice with two values: nobody can know which is meant, so nothing is read.

# %%
contradiction = [*invented, row((2019, CHILE, "X", PERU), 999e6)]
try:
    tn.ingest(write("contradiction.csv", contradiction), folder / "refused")
except tn.TradenetError as error:
    print(error)

# %%
assert not (folder / "refused").exists()
scratch.cleanup()

# %% [markdown]
# ## Where to go next
#
# With a real download the command line does the same: `tradenet ingest Comtrade.csv --store
# flows`, then `tradenet report --flows flows`. How to ask your own question stands in
# `your_own_study.py`.
