"""What a study found: tables, tests, and the verdict so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from tradenet.bloc import BlocTestResult
from tradenet.domain import Ledger, Provenance
from tradenet.domain.notebook import card, few
from tradenet.study.config import StudyConfig


@dataclass(frozen=True, slots=True)
class StudyResult:
    """Everything a report shows; the report computes no number of its own.

    Attributes
    ----------
    config : StudyConfig
        The study's options.
    verdict : str
        ``NOT-TESTED`` until the tests that decide have been run.
    sentence : str
        What we found, in one plain sentence.
    cannot_show : str
        What the data cannot show.
    tests : tuple of BlocTestResult
        The whole battery in order; those not run have no statistic and say so.
    tables : mapping of str to pyarrow.Table
        ``dyads`` (cells among the members per period), ``groups`` (classes per period),
        ``dependence``, ``communities`` (economy per period and null), ``community_lines`` (each
        community), ``community_events``, ``community_stability``, ``community_resolutions``,
        ``community_tests`` (against artificial worlds), ``community_breaks``, ``company`` (how
        often pairs share a community), ``ties`` (intense over all periods), ``together`` (pairs of
        members per period), ``edges`` and ``nodes`` (network of the last full period),
        ``coverage``,
        ``sanctions`` (measures against the members at the event), ``timeline`` (dated events),
        ``sources_side_by_side`` (the dyads in every source), ``economies`` (code and name);
        ``findings`` (every doubt about the flows), ``doubts`` (their sums by detector),
        ``set_aside`` (cells that `[quality]` may set aside), ``quarantine`` (classes in the periods
        of those cells, with and without them);
        ``club_places``, ``clubs`` and ``clubs_histogram`` (all sets of four economies);
        ``controls``, ``controls_random`` and ``controls_surprises`` (known blocs, not of this run);
        where other ties were loaded, ``tie_classes``, ``tie_periods`` and ``tie_changes``.
    ledgers : tuple of Ledger
        Rows and dollars by step and reason.
    provenance : Provenance
        Where the flows came from.
    facts : mapping of str to object
        Named numbers of the first page, and notes; ``controls`` (size on random sets, digests of
        what the known blocs were computed from); ``calibration`` (how often the tests err on
        simulated worlds of this set; empty where that was not measured); ``financial_ties`` (``not
        tested``, or a sentence per layer), ``other_ties`` and ``tie_tables``; ``with_and_without``
        (mean intensities with doubtful cells set aside and counted) and ``published`` (attribution,
        sources, what is not there and who was left out, of the snapshot; empty for a user's own
        flows).
    """

    config: StudyConfig
    verdict: str
    sentence: str
    cannot_show: str
    tests: tuple[BlocTestResult, ...]
    tables: Mapping[str, pa.Table]
    ledgers: tuple[Ledger, ...]
    provenance: Provenance
    facts: Mapping[str, Any]

    def summary(self) -> str:
        """Return one quotable line."""
        return f"{self.config.study.name}: {self.verdict}. {self.sentence}"

    def to_frame(self, name: str) -> Any:  # noqa: ANN401 - a pandas frame
        """Return one of the tables as a pandas frame."""
        return self.tables[name].to_pandas()

    def _repr_html_(self) -> str:
        return card(
            self.config.study.title,
            [
                ("verdict", self.verdict),
                ("found", self.sentence),
                ("cannot be known", self.cannot_show),
                ("tests", few([test.name for test in self.tests])),
                ("tables", f"{len(self.tables)}, such as {few(list(self.tables), 6)}"),
            ],
        )
