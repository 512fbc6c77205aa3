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
# # A first look in ten minutes
#
# Do North Korea, Iran, Russia and China trade as a bloc? Four questions, one figure each, and at
# the end the answer with what it cannot know. Nothing is downloaded: the trade of the world comes
# with the package.

# %%
import matplotlib.pyplot as plt
import seaborn as sns
from IPython.display import Markdown
from matplotlib.colors import ListedColormap

import tradenet as tn

sns.set_theme(style="white", palette="colorblind", rc={"figure.dpi": 100})
FOUR = ["PRK", "IRN", "RUS", "CHN"]

# %% [markdown]
# ## What is there?
#
# A row is a *cell*: what one economy sold to another in one year, in US dollars. Two sides could
# report it, the seller and the buyer.

# %%
flows = tn.snapshot(range(2015, 2024))
flows

# %% [markdown]
# ## Who saw it?
#
# Every cell carries its state. Where neither side filed in a year, trade is **not observable**:
# it is unknown, and not zero. Read the unknown as zero and you have proved that there is no bloc.

# %%
cells = flows.to_pandas().query("exporter in @FOUR and importer in @FOUR")
words = {
    "both": "B", "exporter_only": "E", "importer_only": "I", "imputed": "e",
    "structural_zero": "0", "unobservable": "?", "not_held": "?",
}  # fmt: skip
cells = cells.assign(told=cells.observed.map(words), dyad=cells.exporter + " → " + cells.importer)
letters = cells.pivot_table(index="dyad", columns="period", values="told", aggfunc="first")
letters = letters.reindex(columns=range(2015, 2024), fill_value="–")
seen = ~letters.isin(["?", "–"])
known = seen.mean(axis=1)
letters = letters.loc[known.sort_values(ascending=False, kind="stable").index]
seen = seen.loc[letters.index]

# %%
figure, axes = plt.subplots(figsize=(8, 4.6))
sns.heatmap(
    seen.astype(int), annot=letters, fmt="", cbar=False, linewidths=1, ax=axes,
    cmap=ListedColormap(["#e8e8e8", "#8fc1e3"]), annot_kws={"color": "black"},
)  # fmt: skip
axes.set(xlabel="year", ylabel="exporter → importer", title="Most cells are told by one side alone")
axes.text(
    0, -0.2, "Told by: B both sides, E the exporter, I the importer, e an estimate, ? nobody.\n"
    "0: a side filed and named no such trade. –: the snapshot holds no full matrix of the year.",
    transform=axes.transAxes, va="top", fontsize="small",
)  # fmt: skip
one_sided = letters.isin(["E", "I", "e"]).sum().sum() / seen.sum().sum()
assert one_sided > 0.5
plt.show()
Markdown(f"*Of the cells that anybody saw, {one_sided:.0%} rest on the word of one side.*")

# %% [markdown]
# ## More than expected?
#
# Large economies trade much with everybody. So we ask what trade would be if **only size**
# mattered (`margins`), or **size and distance** (`gravity`), and divide: one is as expected,
# above one more.

# %%
graph = tn.build(flows, period=2023)
ratios = {null: tn.intensity(graph, tn.expect(graph, null=null)) for null in ("margins", "gravity")}
with_china = [
    (f"{exporter} → {importer}", null, ratio.loc[exporter, importer])
    for null, ratio in ratios.items()
    for other in FOUR[:3]
    for exporter, importer in (("CHN", other), (other, "CHN"))
]

# %%
figure, axes = plt.subplots(figsize=(8, 3.6))
pairs, nulls, values = zip(*with_china, strict=True)
sns.barplot(x=list(pairs), y=list(values), hue=list(nulls), ax=axes)
axes.axhline(1, color="black", linewidth=1)
axes.set(
    xlabel="exporter → importer, 2023",
    ylabel="observed ÷ expected trade",
    title="China and North Korea: most of the closeness is distance",
)
axes.legend(title="expected from", frameon=False)
sns.despine()
plt.show()
sold = [ratios[null].loc["CHN", "PRK"] for null in ("margins", "gravity")]
assert sold[0] > sold[1]
Markdown(
    f"*China sells North Korea {sold[0]:.1f} times what size alone would have it, and "
    f"{sold[1]:.1f} times what size and distance would.*"
)

# %% [markdown]
# ## Who sits with whom?
#
# A search for communities finds groups in noise as well: this is a picture and proves nothing.

# %%
partition = tn.detect(graph, tn.expect(graph), seed=2022)
partition

# %%
assert partition.together("CHN", "PRK")
home = partition.community_of("CHN")
company = partition.members(home)
assert set(FOUR) <= set(company)
Markdown(
    f"*The four share a community with {len(company) - 4} others: hardly a bloc of their own.*"
)

# %% [markdown]
# ## The answer
#
# The study compares the years before the invasion of Ukraine with 2023, and the four with sets of
# economies like them. Its rule is a fixed table. To keep this quick we leave out the pictures
# of communities and years before 2015, which also serve as other dates for the event; `tradenet
# report` leaves out nothing.

# %%
quick = [
    "shown.first=2015", "communities.restarts=1", "structure.worlds=0", "structure.searches=1",
]  # fmt: skip
result = tn.run("brown-2022", settings=quick)
result

# %% [markdown]
# *Insufficient data* is an answer: a bloc is neither shown nor ruled out, and the second sentence
# says why nobody who relies on reported trade can do better.
#
# ## Where to go next
#
# * `tradenet report` on the command line: the whole answer as one page, every number with its
#   table.
# * `two_nulls.py`: what distance explains of a community, and whether the rest is chance.
# * `how_the_verdict_is_made.py`: from the cells to the row of the decision table.
# * `your_own_flows.py` and `your_own_study.py`: your data, your question.
