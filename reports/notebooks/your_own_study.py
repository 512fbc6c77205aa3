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
# # Write your own study
#
# A study is a text file that fixes the question **before** any number is computed: who, which
# event, which years, by which rules. This notebook starts one, asks after another set of
# economies, fixes the question, runs it, and then tries to cheat.

# %%
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import seaborn as sns
from IPython.display import Markdown

import tradenet as tn
from tradenet import study

sns.set_theme(style="white", palette="colorblind", rc={"figure.dpi": 100})
scratch = tempfile.TemporaryDirectory()
folder = Path(scratch.name)

# %% [markdown]
# ## Start
#
# `tradenet studies new my-bloc` writes the same file. It runs as it is, and every key is
# explained in its own line.

# %%
path = study.start("my-bloc", folder)
text = path.read_text(encoding="utf-8")
print(text[text.index("[bloc]") : text.index("[window]")])

# %% [markdown]
# ## Ask your own question
#
# Change the file in any editor. We ask whether Brazil, Saudi Arabia and South Africa, a set
# **without a hub**, began to trade more with each other when sanctions divided the others in
# 2022.

# %%
CHANGES = {
    'title = "Do the members of Mercosur trade as a bloc?"':
        'title = "Do Brazil, Saudi Arabia and South Africa trade as a bloc?"',
    'claim = "Mercosur, begun in 1991, was made to raise trade among its members."':
        'claim = "An example: those who take no side may turn to each other."',
    "explain after 1991?": "explain after 2022?",
    '["ARG", "BRA", "PRY", "URY"]': '["BRA", "SAU", "ZAF"]',
    '"Mercosur agreement in force"': '"Russia invades Ukraine"',
    '"1991-11-29"': '"2022-02-24"',
    "[1986, 1987, 1988, 1989, 1990]": "[2015, 2016, 2017, 2018, 2019]",
    "[1993, 1994, 1995, 1996]": "[2023]",
    "first = 1970": "first = 2010",
    "last = 2005": "last = 2023",
    "searches = 20": "searches = 1",  # pictures of communities: no weight, quicker without
    "worlds = 49": "worlds = 0",
}  # fmt: skip
for old, new in CHANGES.items():
    assert text.count(old) == 1
    text = text.replace(old, new)
path.write_text(text, encoding="utf-8")
study.load(str(path))

# %% [markdown]
# ## Mistakes are told at once
#
# Not one by one: a wrong code, a misspelt key and an impossible value in one sentence.

# %%
WRONG = ['bloc.spokes=["BRA", "SOA"]', "mirror.prefers=importer", "valuation.cif_fob_ratio=7"]
try:
    study.load(str(path), WRONG)
except tn.TradenetError as error:
    print(error)

# %% [markdown]
# ## Fix it before you look
#
# `tradenet studies freeze my-bloc.toml` writes a registration beside the study: all options and
# all thresholds with their fingerprint.

# %%
fingerprint, registered = study.freeze(str(path))
print(registered.name, fingerprint[:12])

# %% [markdown]
# ## Run it
#
# In the language of the command line: `tradenet report my-bloc.toml`, which writes the whole
# page.

# %%
result = tn.run(str(path))
result

# %%
test = next(test for test in result.tests if test.name == "T4")
assert result.facts["registration"]["pre_registered"]
Markdown(
    f"*{result.verdict}: {test.effect}, p = {test.p_value:.2f} among matched sets. The study is "
    "pre-registered, and the report says so.*"
)

# %% [markdown]
# ## Read the answer
#
# Each pair apart, with what was expected of it: no verdict should rest on a single one.

# %%
pairs = result.to_frame("class_dyads")
pairs = pairs.assign(pair=pairs.one + "–" + pairs.other, factor=np.exp(pairs.log_change))
figure, axes = plt.subplots(figsize=(7, 2.6))
axes.hlines(pairs.pair, 1, pairs.factor, color="lightgrey", linewidth=3)
axes.plot(pairs.factor, pairs.pair, "o", color="#0173b2", markersize=9)
axes.axvline(1, color="black", linewidth=1)
axes.set(
    xlabel="trade after the event ÷ what was expected of the pair", ylabel="",
    title=f"{(pairs.factor > 1).sum()} of {len(pairs)} pairs trade more than expected",
)  # fmt: skip
sns.despine(left=True)
plt.show()
most = pairs.loc[pairs.factor.idxmax()]
Markdown(f"*The largest is {most.pair}, × {most.factor:.2f}; as expected is × 1.*")

# %% [markdown]
# ## Now cheat
#
# We have seen the answer and would like another: fewer years before, dearer freight. Nothing
# stops us, but the registration tells.

# %%
BETTER = ["window.pre=[2018, 2019]", "valuation.cif_fob_ratio=1.1"]
standing = study.registration(study.load(str(path), BETTER), study.frozen_file(str(path)))
standing

# %%
assert standing.changed == ("valuation.cif_fob_ratio", "window.pre")
Markdown(f"*The report would say: {standing.sentence.replace(standing.frozen, '…')}.*")

# %% [markdown]
# Nor can the registration be written over, once the file itself has changed.

# %%
path.write_text(text.replace("cif_fob_ratio = 1.06", "cif_fob_ratio = 1.1"), encoding="utf-8")
try:
    study.freeze(str(path))
except tn.TradenetError as error:
    print(str(error).replace(fingerprint, "…"))

# %%
scratch.cleanup()

# %% [markdown]
# ## Where to go next
#
# `--set section.key=value` changes one key of a run without touching the file; `--from
# brown-2022` starts from the shipped study; `tradenet multiverse` runs every combination of
# choices instead of a pleasant one. `how_the_verdict_is_made.py` shows what the rule looks at,
# and how often it errs.
