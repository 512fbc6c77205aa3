"""Codes, names, kinds and lifetimes of economies."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType

import pyarrow as pa

from tradenet.domain import Economies
from tradenet.sources.reference.folder import facts

CODE_SCHEMES = ("iso3", "iso2", "m49", "comtrade", "baci", "imf", "atlas", "names")


@cache
def economies() -> Economies:
    """Return codes, names, kinds and lifetimes of economies, and whose figures are estimates."""
    rows = facts("economies")
    codes = [
        (scheme, code.casefold(), row["economy"])
        for row in rows
        for scheme in CODE_SCHEMES
        for code in [*filter(None, row[scheme].split("|")), *_own(scheme, row)]
    ]
    estimates = facts("estimated_reporters")
    return Economies(
        codes=pa.table(
            dict(
                zip(
                    ("scheme", "code", "economy"),
                    zip(*dict.fromkeys(codes), strict=True),
                    strict=True,
                )
            )
        ),
        lifetimes=pa.table(
            {
                "economy": [row["economy"] for row in rows],
                "kind": [row["kind"] for row in rows],
                "valid_from": _years(rows, "valid_from"),
                "valid_to": _years(rows, "valid_to"),
            }
        ),
        estimates=pa.table(
            {
                "source": [row["source"] for row in estimates],
                "economy": [row["economy"] for row in estimates],
                "valid_from": _years(estimates, "first_year"),
                "valid_to": _years(estimates, "last_year"),
            }
        ),
        names=MappingProxyType(
            {row["economy"]: row["name"] for row in rows if row["kind"] == "economy"}
        ),
    )


def _own(scheme: str, row: dict[str, str]) -> list[str]:
    return {"iso3": [row["economy"]], "names": [row["name"]]}.get(scheme, [])


def _years(rows: list[dict[str, str]], name: str) -> pa.Array:
    return pa.array([int(row[name]) if row[name] else None for row in rows], pa.int32())
