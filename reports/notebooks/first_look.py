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
# Who reports what of trade among North Korea, Iran, Russia and China, how much of it one would
# expect from the sizes of the economies alone, and who sits with whom. Nothing here is a test.

# %%
import tradenet as tn

flows = tn.snapshot([2019, 2023])
flows

# %% [markdown]
# ## Who saw it?
#
# Every cell carries its state. *Unobservable* means that neither side filed in that year: the cell
# is unknown, and not zero.

# %%
four = ["PRK", "IRN", "RUS", "CHN"]
cells = flows.to_pandas()
inside = cells[cells.exporter.isin(four) & cells.importer.isin(four)]
inside.pivot_table(
    index=["exporter", "importer"], columns="period", values="observed", aggfunc="first"
)

# %% [markdown]
# ## Observed over expected
#
# Expected trade keeps every economy's exports and imports and knows nothing else, neither distance
# nor sanctions. China and North Korea are neighbours: a high ratio is no surprise.

# %%
graph = tn.build(flows, period=2023)
expected = tn.expect(graph)
tn.intensity(graph, expected).loc[four, four].round(2)

# %% [markdown]
# ## Who sits with whom?
#
# A partition is a picture. The method finds communities in noise as well, so it proves nothing
# alone.

# %%
partition = tn.detect(graph, expected, seed=2022)
{economy: partition.community_of(economy) for economy in four}

# %%
assert partition.together("CHN", "PRK")
tn.run("brown-2022")
