"""Who depends on whom."""

from __future__ import annotations

from tradenet.report.blocks import Section
from tradenet.report.figures import FIGURES
from tradenet.report.view import View


def dependence(view: View) -> Section:
    """Return the section on asymmetric dependence."""
    return Section(
        anchor="dependence",
        short="Who depends on whom",
        title="Who depends on whom",
        paragraphs=(
            "The same dollars weigh differently on the two sides. A hub that is nearly all of a "
            "spoke’s trade, while the spoke is next to nothing of the hub’s, is dependence "
            "rather than a bloc.",
        ),
        blocks=(FIGURES["dependence"](view),),
    )
