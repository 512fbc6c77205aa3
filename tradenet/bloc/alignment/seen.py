"""V0: whether trade and votes of enough pairs are seen."""

from __future__ import annotations

from dataclasses import dataclass

from tradenet.bloc.alignment.evidence import AlignmentEvidence
from tradenet.bloc.result import BlocTestResult


@dataclass(frozen=True, slots=True)
class Seen:
    """Whether enough pairs with known votes are observed on both sides of the event; it gates.

    Attributes
    ----------
    least_economies, least_cells : int
        With an ideal point; observed before and after the event, each direction apart.
    """

    least_economies: int = 30
    least_cells: int = 500

    def __call__(self, evidence: AlignmentEvidence) -> BlocTestResult:
        """Return how many cells are seen, and whose votes are not known."""
        two = evidence.main.contrast
        cells, economies = int(two.observed.sum()), len(two.economies)
        possible = economies * (economies - 1)
        return BlocTestResult(
            name="V0",
            question="Can we see trade and votes of enough pairs?",
            rule=f"at least {self.least_economies} economies and {self.least_cells:,} cells seen "
            "on both sides of the event",
            statistic=float(cells),
            effect=f"{cells:,} of {possible:,} cells among {economies} economies are seen on both "
            f"sides of the event; {len(evidence.without_votes)} economies have no votes",
            passed=economies >= self.least_economies and cells >= self.least_cells,
            details=(("cells", cells), ("possible", possible), ("economies", economies),
                     ("without_votes", evidence.without_votes)),
        )  # fmt: skip
