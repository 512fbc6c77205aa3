"""The known blocs as they were measured for the appendix of every report."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from tradenet.sources.measured import known_blocs
from tradenet.study.controls.origin import outdated
from tradenet.study.controls.surprises import surprises


def embedded() -> tuple[dict[str, pa.Table], dict[str, Any]]:
    """Return tables and facts for a report.

    Returns
    -------
    tables : dict of str to pyarrow.Table
        ``controls`` (one line each), ``controls_random`` and ``controls_surprises``.
    facts : dict
        ``outcomes``, ``size``, ``computed_from``, and ``outdated``: what of that has changed since.
    """
    found = known_blocs()
    tables = {
        "controls": pa.Table.from_pylist(found["controls"]),
        "controls_random": pa.Table.from_pylist(found["random"]),
        "controls_surprises": pa.Table.from_pylist(surprises(found["controls"])),
    }
    facts = {name: found[name] for name in ("outcomes", "size", "computed_from")}
    return tables, {**facts, "outdated": outdated(found["computed_from"])}
