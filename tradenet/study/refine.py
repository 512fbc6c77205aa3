"""The products and periods of a store: another revision, coarser codes, years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from tradenet import flows
from tradenet.domain import ConfigError, ReportedFlows
from tradenet.sources.correspondence import fingerprint, read_correspondences
from tradenet.sources.sections import sections


@dataclass(frozen=True, slots=True)
class Refinement:
    """What is done to the statements of files before they are stored.

    Attributes
    ----------
    concordance : ConcordRules, optional
        The revision wanted.
    correspondence : tuple of Path
        The files that link the revisions; needed for a concordance.
    aggregation : AggregateRules
        Products and periods wanted.
    """

    concordance: flows.ConcordRules | None
    correspondence: tuple[Path, ...]
    aggregation: flows.AggregateRules

    @classmethod
    def of(
        cls,
        *,
        level: str | None = None,
        annual: bool = False,
        revision: str | None = None,
        correspondence: Sequence[Path] = (),
        split: Literal["none", "equal", "weights"] = "none",
    ) -> Refinement | None:
        """Return the refinement that options ask for, None where they ask for none.

        Raises
        ------
        ConfigError
            If a revision has no correspondence table, or tables or a split have no revision.
        UnknownName
            If there is no such level or revision.
        """
        if bool(revision) != bool(correspondence):
            msg = (
                "revision and correspondence belong together: give the revision wanted (H0 to H6) "
                "and the table that leads there"
            )
            raise ConfigError(msg)
        if revision is None and split != "none":
            msg = f"split = {split} divides codes between revisions: give revision, correspondence"
            raise ConfigError(msg)
        if not (level or annual or revision):
            return None
        return cls(
            flows.ConcordRules(revision, split) if revision else None,
            tuple(correspondence),
            flows.AggregateRules(level, annual),
        )

    def words(self) -> list[str]:
        """Say what is done, each correspondence table with the start of its SHA-256."""
        told = []
        if self.concordance is not None:
            tables = [fingerprint(path) for path in self.correspondence]
            named = ", ".join(f"{table.name} {table.sha256[:12]}" for table in tables)
            told.append(f"restated in {self.concordance.revision} by {named}")
            told.append(f"codes with several counterparts: {self.concordance.split}")
        if self.aggregation.level:
            told.append(f"products summed to {self.aggregation.level}")
        if self.aggregation.annual:
            told.append("months summed to years")
        return told


def refine(reported: ReportedFlows, wanted: Refinement) -> ReportedFlows:
    """Restate classified statements in the revision, the products and the periods wanted.

    The revision comes first: a heading of one revision may hold other goods than in another. What
    was done stands in the provenance's title.
    """
    if wanted.concordance is not None:
        links = read_correspondences(wanted.correspondence)
        reported = flows.concord(reported, links, wanted.concordance).compute()
    done = flows.aggregate(reported, wanted.aggregation, sections())
    title = "; ".join([reported.provenance.title, *wanted.words()])
    ordered = done.table.order_by(done.table.columns)  # sums come in any order, a store keeps its
    return done.with_table(ordered, replace(reported.provenance, title=title)).compute()
