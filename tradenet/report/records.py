"""What machines read: the verdict, and the manifest that says how it came about."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import platform
from collections.abc import Mapping
from decimal import Decimal
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from tradenet.bloc import BlocTestResult
from tradenet.study import StudyResult

MANIFEST: Final = "manifest.json"
_PACKAGES: Final = ("tradenet", "numpy", "pandas", "pyarrow", "igraph", "matplotlib")


_SCALARS: Final = (str, bool, int, float, type(None))
_VARIANTS: Final = "specifications"
_VARIANT: Final = ("variant", "critical", "row", "verdict", "hub", "spokes", "problem")


def verdict(result: StudyResult) -> dict[str, Any]:
    """Return the content of ``verdict.json``: what was decided, and on which numbers.

    Lists stand in ``tables/`` alone, so that the file stays small: of a test's details, single
    numbers are kept.
    """
    facts = result.facts
    return {
        "study": result.config.study.name,
        "hypothesis": result.config.study.hypothesis,
        "registration": facts.get("registration"),
        "verdict": result.verdict,
        "row": facts.get("verdict_row"),
        "leading_reading": facts.get("leading_reading"),
        "sentence": result.sentence,
        "cannot_show": result.cannot_show,
        "financial_ties": facts.get("financial_ties"),
        "other_ties": facts.get("other_ties", {}),
        "tests": [_test(test) for test in result.tests],
        "rule_inputs": {row["input"]: row["value"] for row in _rows(result, "rule_inputs")},
        "variants": [{key: row[key] for key in _VARIANT} for row in _rows(result, _VARIANTS)],
        "variants_moved": list(facts.get("variants_moved", ())),
        "coverage": {
            "observable": {
                key.removeprefix("observable_"): value
                for key, value in facts.items()
                if key.startswith("observable_")
            },
            "lines": list(facts.get("coverage_lines", ())),
        },
        "manifest": MANIFEST,
    }


def _test(test: BlocTestResult) -> dict[str, Any]:
    """Return a test without the lists of its details."""
    single = {key: value for key, value in test.details if isinstance(value, _SCALARS)}
    return {**test.to_dict(), "details": single}


def _rows(result: StudyResult, table: str) -> list[dict[str, Any]]:
    found = result.tables.get(table)
    return found.to_pylist() if found is not None else []


def manifest(
    result: StudyResult,
    files: Mapping[str, bytes],
    written_at: dt.datetime,
    extra: Mapping[str, Any],
) -> dict[str, Any]:
    """Return the content of ``manifest.json``.

    Parameters
    ----------
    result : StudyResult
        What was written.
    files : mapping of str to bytes
        Every other file of the report.
    written_at : datetime
        The one clock time of a report.
    extra : mapping
        What the caller knows of the run, such as the command; kept under ``run``.
    """
    return {
        "study": result.config.study.name,
        "written_at": written_at.isoformat(),
        "seed": result.config.run.seed,
        "settings": result.config.to_dict(),
        "registration": result.facts.get("registration"),
        "run": dict(extra),
        "provenance": dataclasses.asdict(result.provenance),
        "ties": result.facts.get("tie_tables", []),
        "versions": versions(),
        "files": {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)},
    }


def versions() -> dict[str, str]:
    """Return the versions of the packages that made the numbers and the drawings."""
    return {"python": platform.python_version(), **{name: _version(name) for name in _PACKAGES}}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def to_json(content: Mapping[str, Any]) -> bytes:
    r"""Return JSON that every reader accepts: UTF-8, no NaN, a newline at the end.

    Examples
    --------
    >>> to_json({"a": (1, float("nan"))})
    b'{\n  "a": [\n    1,\n    null\n  ]\n}\n'
    """
    text = json.dumps(_plain(content), allow_nan=False, ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a result holds
    if isinstance(value, Mapping):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(entry) for entry in value]
    if isinstance(value, (dt.date, Path, Decimal)):
        return str(value)
    item = value.item() if hasattr(value, "item") else value
    return None if isinstance(item, float) and not _finite(item) else item


def _finite(value: float) -> bool:
    return float("-inf") < value < float("inf")
