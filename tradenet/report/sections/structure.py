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
            "The same dollars weigh differently on the two sides. A partner that is nearly all of "
            "a member’s trade, while the member is next to nothing of the partner’s, means "
            "dependence rather than a bloc.",
        ),
        blocks=(FIGURES["dependence"](view),),
    )
