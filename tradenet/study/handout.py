"""Hand a graph to other tools."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from tradenet import flows, networks
from tradenet.domain import Period, SourceError, lookup
from tradenet.sources import snapshot
from tradenet.study.prepare import paired


def export_graph(period: str, form: str, out: Path, path: Path | None) -> str:
    """Write the agreed trade graph of one period and say in one line what was written.

    Raises
    ------
    UnknownName
        If the format is not known.
    InsufficientData
        If the flows hold nothing for the period.
    SourceError
        If the file cannot be written.
    """
    lookup(networks.FORMATS, form, "format")
    when = Period.parse(period)
    reports = snapshot.panel() if path is None else paired(path, flows.ValuationRules())[0]
    agreed = flows.agree(reports, flows.MirrorRules(constant_reporters=False))
    graph = networks.build(agreed, when)
    try:
        descriptor, scratch = tempfile.mkstemp(prefix=f".{out.name}-", dir=out.parent)
        os.close(descriptor)
    except OSError as error:
        msg = f"{out}: cannot write there ({error.strerror}); choose another file"
        raise SourceError(msg) from error
    try:
        networks.export(graph, form, Path(scratch))
        Path(scratch).chmod(0o644)
        Path(scratch).replace(out)
    finally:
        Path(scratch).unlink(missing_ok=True)
    return f"{out}: {graph.summary()}"
