"""When agreements began, and what follows for the years before and after: leads and lags."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from tradenet.sources.reference import Agreements, economies

# Years by which each column looks ahead (below zero) or back.
_BACK: Final = MappingProxyType({"rta_lead4": -4, "rta_lag4": 4, "rta_lag8": 8, "rta_lag12": 12})
OWN_COLUMNS: Final = tuple(_BACK)


def with_phases(panel: Any, known: Agreements) -> Any:  # noqa: ANN401 - pandas frames
    """Return a panel with the agreements of four years later and of 4, 8 and 12 years before.

    Inside its years the panel's own ``rta`` counts. A pair that already had an agreement when the
    panel begins has it in all its years (the Guide's file says 0 of these, which pair effects
    cannot tell from 1; lags can), and before it since the table says so. After the panel's last
    year a pair keeps what it has, and gets what the table says began since.

    Parameters
    ----------
    panel : pandas.DataFrame
        ``exporter``, ``importer`` (three letters), ``year`` (every year between the first and the
        last), ``rta`` (0 or 1), one row per pair and year.
    known : Agreements
        Dated agreements, for the years that the panel lacks.
    """
    names = ["exporter", "importer"]
    own = panel.pivot_table(index=names, columns="year", values="rta")
    first, last = int(own.columns.min()), int(own.columns.max())
    ours = {code: name for scheme, code, name in _codes() if scheme == "iso3"}
    pairs = [[ours.get(code.casefold(), code) for code in own.index.get_level_values(name)]
             for name in names]  # fmt: skip

    def dated(year: int) -> npt.NDArray[np.bool_]:
        return known.rta(pairs[0], pairs[1], year)

    older, latest = dated(first), dated(last)

    def in_force(year: int) -> npt.NDArray[np.bool_]:
        if year < first:
            return older & dated(year)
        here = np.asarray(own[min(year, last)], dtype=np.float64) > 0
        return older | here | (dated(year) & ~latest if year > last else False)

    row = own.index.get_indexer(panel.set_index(names).index)
    made = panel.copy()
    for column, back in _BACK.items():
        made[column] = 0.0
        for year in range(first, last + 1):
            at = (panel["year"] == year).to_numpy()
            made.loc[at, column] = in_force(year - back)[row[at]].astype(float)
    return made


def _codes() -> list[tuple[str, str, str]]:
    """Return scheme, code in lower case and our code of every spelling that is known."""
    table = economies().codes
    return list(
        zip(*(table[name].to_pylist() for name in ("scheme", "code", "economy")), strict=True)
    )
