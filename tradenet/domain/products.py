"""Revisions of the Harmonized System, by the names that UN Comtrade gives them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

# Edition of each revision; the first two editions, 1988 and 1992, share their codes (H0).
# http://comtrade.un.org/kb/article.aspx?id=10102 for H0-H3; the published tables of the UN
# Statistics Division between 1992, …, 2022 for the rest.
HS_REVISIONS: Final[Mapping[str, int]] = MappingProxyType(
    {"H0": 1992, "H1": 1996, "H2": 2002, "H3": 2007, "H4": 2012, "H5": 2017, "H6": 2022}
)
# What no Harmonized System names: goods not specified, and UN Comtrade's former word for them.
UNSPECIFIED_CODES: Final[tuple[str, ...]] = ("9999", "999999", "9999AA")


def revision_of(edition: str) -> str | None:
    """Return the revision of an edition however it is written; None where there is none.

    Parameters
    ----------
    edition : str
        A year (``2017``, ``17``, ``1988/92``) or the revision itself.

    Examples
    --------
    >>> revision_of("2017"), revision_of("92"), revision_of("1988/92"), revision_of("h6")
    ('H5', 'H0', 'H0', 'H6')
    >>> revision_of("2018") is None
    True
    """
    written = edition.strip().upper()
    if written in HS_REVISIONS:
        return written
    last = "1992" if written in {"88", "1988"} else written.rpartition("/")[2]
    found = [name for name, year in HS_REVISIONS.items() if last in {str(year), str(year)[2:]}]
    return found[0] if found else None
