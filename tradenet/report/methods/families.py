"""The registries of the house as families of the page of methods, in the order of the data."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from tradenet import gravity, networks
from tradenet.bloc import BATTERIES
from tradenet.bloc.worlds import WORLDS
from tradenet.flows.quality import DETECTORS
from tradenet.flows.reconcile import RECONCILERS
from tradenet.report.methods.entry import Entry, entries


@dataclass(frozen=True, slots=True)
class Family:
    """Entries that do the same job and are called alike.

    Attributes
    ----------
    title : str
        Heading.
    registry : str
        Where the names stand, in Python.
    purpose : str
        What they are for, and when they are run.
    call : str
        One line that calls one; ``NAME`` stands for its name. Begins with ``tradenet`` where it is
        a command.
    entries : tuple of Entry
        In the order of the registry.
    rule : tuple of (int, str, str)
        Rows of a decision table: number, verdict, condition.
    """

    title: str
    registry: str
    purpose: str
    call: str
    entries: tuple[Entry, ...]
    rule: tuple[tuple[int, str, str], ...] = ()


# In `tradenet.gravity`, by name and not by registry: they take a panel or covariates.
_FITS: Final = (
    "Resistance", "fit_two_way", "fit_three_way", "fit_change", "fit_ppml", "fit_log_linear",
    "correct_three_way", "dyadic_robust", "fill_slack", "transplant",
)  # fmt: skip


def families() -> tuple[Family, ...]:
    """Return all families whose entries a docstring documents."""
    return (*_of_flows(), *_of_expectations(), *_of_graphs(), *_of_tests(), *_of_worlds())


def _of_flows() -> Iterator[Family]:
    yield Family(
        "Reconciliation schemes",
        "tradenet.flows.reconcile.RECONCILERS",
        "Exporter and importer report the same trade; a scheme makes one number of the two. A "
        "study uses one only where `[mirror] scheme` names it.",
        "tradenet report --set mirror.scheme=NAME",
        entries(RECONCILERS),
    )
    yield Family(
        "Detectors of doubtful flows",
        "tradenet.flows.quality.DETECTORS",
        "Each looks at reported flows for one kind of fault. A finding is a doubt: no row is "
        "changed unless you ask for it.",
        "tradenet check snapshot --out findings",
        entries(DETECTORS, _explained),
    )


def _explained(_: str, detector: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - a class
    """Yield what a detector says of its scores, where all its findings have it in common."""
    said = getattr(sys.modules[detector.__module__], "EXPLAINED", None)
    if said is not None:
        yield "Score", said.score_means
        yield "By default", said.default
        yield "To change that", said.change


def _of_expectations() -> Iterator[Family]:
    yield Family(
        "Expected trade",
        "tradenet.gravity.NULLS",
        "How much trade there would be under a null. Intensity is observed ÷ expected trade.",
        'tn.expect(graph, null="NAME")',
        entries(gravity.NULLS),
    )
    yield Family(
        "Gravity fits",
        "tradenet.gravity",
        "Estimates and expectations that take a panel or covariates; studies and replications "
        "call them. In Python, import them from `tradenet.gravity`.",
        "from tradenet.gravity import NAME",
        entries({name: getattr(gravity, name) for name in _FITS}),
    )


def _of_graphs() -> Iterator[Family]:
    yield Family(
        "Null models",
        "tradenet.networks.NULL_MODELS",
        "Random worlds around an expected trade, with the same observed cells: what a statistic "
        "does where nothing is going on.",
        'NULL_MODELS["NAME"]()(graph, expected, rng=rng)',
        entries(networks.NULL_MODELS, _kept),
    )
    yield Family(
        "Community methods",
        "tradenet.networks.COMMUNITIES",
        "Who trades with whom beyond expectation. A partition is a picture, not a test.",
        'tn.detect(graph, expected, method="NAME", seed=1)',
        entries(networks.COMMUNITIES),
    )
    yield Family(
        "Measures of a set",
        "tradenet.networks.MEASURES",
        "How tightly a given set of economies holds together, as one number.",
        'MEASURES["NAME"](graph, expected, ["CHN", "IRN", "PRK", "RUS"])',
        entries(networks.MEASURES),
    )
    for title, registry, taken, purpose in _GRAPH_TOOLS:
        yield Family(
            title,
            f"tradenet.networks.{registry}",
            purpose,
            f'{registry}["NAME"]({taken})',
            entries(getattr(networks, registry)),
        )


_GRAPH_TOOLS: Final = (
    ("Backbones", "BACKBONES", "graph",
     "Which trade of a graph stands out from what its economies trade."),
    ("Centralities", "CENTRALITIES", "graph, expected",
     "How each economy stands in the graph."),
    ("Structures", "STRUCTURES", "graph",
     "Properties of a whole graph, to hold against samples of a null."),
)  # fmt: skip
_KEPT: Final = (("exactly", "exactly"), ("on_average", "on average"), ("free", "not at all"))


def _kept(_: str, model: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - a class
    """Yield what a null model keeps of the graph."""
    kept = ((words, getattr(model.keeps, how)) for how, words in _KEPT)
    yield "Keeps", "; ".join(f"{words}: {', '.join(what)}" for words, what in kept if what)


def _of_tests() -> Iterator[Family]:
    for name, battery in BATTERIES.items():
        yield Family(
            f"Tests of the design {name}",
            f'tradenet.bloc.BATTERIES["{name}"]',
            "The tests of a study with this design, in order, and the rule that reads them: the "
            "first row that holds is the verdict.",
            f"tradenet report {_STUDY_OF[name]} --set 'run.tests=[\"NAME\"]'",
            entries(battery.tests, partial(_asked, battery.questions)),
            tuple((row[0], row[1], row[2]) for row in battery.rule()["table"]),
        )


def _asked(questions: Mapping[str, str], test: str, _: object) -> Iterator[tuple[str, str]]:
    """Yield what a test asks in its design."""
    yield "Question", questions[test]


_STUDY_OF: Final = {
    "bloc": "brown-2022",
    "substitution": "substitution",
    "realignment": "realignment",
    "alignment": "alignment",
}


def _of_worlds() -> Iterator[Family]:
    yield Family(
        "Simulated worlds",
        "tradenet.bloc.worlds.WORLDS",
        "Worlds whose truth is known, on which size and power of the tests are measured.",
        "tradenet calibrate",
        entries(WORLDS),
    )
