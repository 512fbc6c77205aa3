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
# # How the verdict is made
#
# A verdict is a row of a table that was fixed before any number was computed. We walk there: from
# cells to tests, from tests to what the rule looks at, to the row. Then we build worlds in which
# we **know** the truth and look whether the rule finds it.

# %%
import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns
from IPython.display import Markdown

import tradenet as tn
from tradenet import study
from tradenet.bloc import TABLE, findings, judge
from tradenet.bloc.calibration.simulated import simulated
from tradenet.bloc.worlds import Cast
from tradenet.bloc.worlds.planted import Planted
from tradenet.domain import stream
from tradenet.study.grounds import make_ground

sns.set_theme(style="white", palette="colorblind", rc={"figure.dpi": 100})
pd.set_option("display.max_colwidth", None)

# %% [markdown]
# ## The table
#
# The first row whose condition holds is the verdict. *O* says whether a class of dyads can be
# seen; *H* is the hub's trade with the spokes, *S* that among the spokes: PASS, LOW or OPEN.

# %%
rows = pd.DataFrame([(row.number, row.condition, row.verdict) for row in TABLE])
rows.columns = ["row", "if", "verdict"]
rows.style.hide(axis="index").set_properties(**{"text-align": "left"}).set_caption(
    "The first condition that holds decides"
)

# %% [markdown]
# ## From cells to tests
#
# The shipped study on the embedded trade. To be quick we leave out pictures of communities, and
# years before 2015, which also serve as other dates for the event.

# %%
config = study.load("brown-2022")
config

# %%
quick = [
    "shown.first=2015", "communities.restarts=1", "structure.worlds=0", "structure.searches=1",
]  # fmt: skip
result = tn.run("brown-2022", settings=quick)
tests = {test.name: test for test in result.tests}


def outcome(test):
    """Return what became of a test, in a word or two."""
    if test.effect.startswith("not applicable"):
        return "cannot be made"
    return {True: "passed", False: "failed", None: "describes"}[test.passed]


battery = pd.DataFrame([(test.name, test.question, outcome(test)) for test in result.tests])
battery.columns = ["test", "asks", "outcome"]
battery.style.hide(axis="index").set_properties(**{"text-align": "left"}).set_caption(
    "The battery, in order"
)

# %% [markdown]
# **T0** is a gate: what nobody could see is not judged. **T2** is the heart. **T3** wants the
# earlier years that we leave out here; where the others leave no pass, it decides nothing.

# %%
tests["T0"]

# %%
tests["T2"]

# %% [markdown]
# ## Like whom?
#
# A rise means little alone: the trade of many economies rose. So each spoke is replaced by
# economies of its size that report as it does, in every combination, and our set takes its rank
# among them.

# %%
placebos = result.to_frame("placebos").query("`class` == 'hub_spoke'").statistic
real = tests["T2"]
figure, axes = plt.subplots(figsize=(7.5, 3.2))
sns.histplot(placebos, bins=40, color="lightgrey", edgecolor="white", ax=axes)
axes.axvline(real.statistic, color="#d55e00", linewidth=2)
axes.annotate("the four", (real.statistic, axes.get_ylim()[1] * 0.9), xytext=(8, 0),
              textcoords="offset points", color="#a34700")  # fmt: skip
axes.set(
    xlabel="rise beyond expectation ÷ its usual noise (no unit)", ylabel="sets of economies",
    title="Hub–spoke trade rose more than in most sets, not than in nearly all",
)  # fmt: skip
sns.despine()
plt.show()
assert real.p_value > 0.05
Markdown(
    f"*{real.effect}. Of {len(placebos):,} matched sets {real.p_value:.1%} rose as much or more: "
    "above one in twenty.*"
)

# %% [markdown]
# ## What the rule looks at, and the row
#
# Nothing else enters. Then the same is done for every choice an opponent would make otherwise: if
# one of the critical ones gives another row, the verdict is *data-dependent*.

# %%
inputs = result.to_frame("rule_inputs")
inputs.style.hide(axis="index").set_caption("All that the rule looks at")

# %%
variants = result.to_frame("specifications")
moved = result.facts["variants_moved"]
row = TABLE[result.facts["verdict_row"] - 1]
assert row.verdict == result.verdict
assert not moved
Markdown(
    f"*Row {row.number} of the table: {row.verdict}. {int(variants.critical.sum()) - 1} critical "
    f"variants, of which {len(moved) or 'none'} gives another row.*"
)

# %%
result

# %% [markdown]
# ## Would it have found a bloc?
#
# An instrument that always says *insufficient* is worthless. So we make worlds out of the real
# one: every pair of economies gets the changes of another pair of its size, so that nothing
# happened to anybody in particular. Then we multiply the trade of a set by a factor that we
# choose.

# %%
ground = make_ground(config)
CHOSEN = tn.Bloc(("BRA", "SAU", "ZAF"), "CHN")  # everybody can see its trade
CHOSEN

# %%
TRUTHS = {
    "nothing": Planted(),
    "hub × 3": Planted(hub_spoke=3.0),
    "spokes × 3": Planted(spoke_spoke=3.0),
    "bloc × 2": Planted(2.0, 2.0),
    "bloc × 3": Planted(3.0, 3.0),
}
WORLDS = 6


def verdicts(bloc, truth):
    """Return the verdict of the rule in each world in which we made something true."""
    cast = Cast(bloc, ground.cast.sanctioners)
    for world in range(WORLDS):
        null = ground.null(rng=stream(2022, f"notebook/{world}"))
        made = truth(null, cast, rng=stream(2022, f"notebook/{world}/planted"))
        evidence = simulated(ground, made, bloc, seed=2022, name=f"notebook/{world}")
        yield judge(findings(evidence)).verdict


told = pd.DataFrame(
    [(name, said) for name, truth in TRUTHS.items() for said in verdicts(CHOSEN, truth)],
    columns=["planted", "verdict"],
)
counts = pd.crosstab(told.planted, told.verdict).reindex(list(TRUTHS))
order = [name for name in dict.fromkeys(row.verdict for row in TABLE) if name in counts]
counts = counts[order]

# %%
figure, axes = plt.subplots(figsize=(7, 3.4))
sns.heatmap(counts.T, annot=True, cmap="Blues", cbar=False, linewidths=1, ax=axes)
axes.set(
    xlabel=f"what we made true: worlds, of {WORLDS} each",
    ylabel="verdict",
    title="The rule finds a bloc where there is one\n",
)
axes.xaxis.tick_top()
axes.xaxis.set_label_position("top")
axes.tick_params(length=0)
plt.show()
supported = counts["SUPPORTED-BLOC"]
assert supported["nothing"] == 0
assert supported["hub × 3"] == 0
assert supported["bloc × 3"] > WORLDS / 2
Markdown(
    f"*SUPPORTED-BLOC in {supported['bloc × 3']} of {WORLDS} worlds with a bloc × 3, in "
    f"{supported['nothing']} where nothing happened. A bloc × 2 is found in "
    f"{supported['bloc × 2']}: power is modest, and the report prints it.*"
)

# %% [markdown]
# ## And for the four themselves?
#
# The same bloc, planted between China and the real three. Nobody files trade among them on both
# sides of the event, so the rule cannot see the half of it that would make it a bloc.

# %%
unseen = list(verdicts(config.bloc, TRUTHS["bloc × 3"]))
assert "SUPPORTED-BLOC" not in unseen
most = max(dict.fromkeys(unseen), key=unseen.count)
Markdown(f"*A true bloc × 3 of the four reads {most} in {unseen.count(most)} of {WORLDS} worlds.*")

# %% [markdown]
# ## Where to go next
#
# `tradenet calibrate` repeats this thousands of times; `tradenet report` shows the battery with
# every number; `your_own_study.py` asks a question of your own.
