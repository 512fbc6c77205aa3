"""The page as PDF: the same text, figures and tables, with page numbers."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import logging
import re
from pathlib import Path
from typing import Any, Final

from tradenet.domain import TradenetError
from tradenet.report.records import MANIFEST, to_json

PDF: Final = "report.pdf"
_SHEET: Final = Path(__file__).parents[1] / "templates" / "pdf.css"
_SCRIPT: Final = re.compile(r"<script\b[^>]*>.*?</script>", re.DOTALL)
_DETAILS: Final = re.compile(r"<details(?![^>]*\sopen\b)")
_DRAWING: Final = re.compile(r"(<svg\b.*?</svg>)", re.DOTALL)
# Twenty signs of a long word between tags, where ten more follow; entities are not cut.
_LONG: Final = re.compile(r"[^\s<>&;]{20}(?=[^\s<>&;]{10}[^<>]*<)")
_NEEDED: Final = (
    "a PDF needs the extra pdf (pip install 'tradenet[pdf]') and the libraries of Pango: on Debian "
    "and Ubuntu libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0"
)


def engine() -> Any:  # noqa: ANN401 - weasyprint publishes no types
    """Return what sets the pages.

    Raises
    ------
    TradenetError
        If the extra ``pdf``, or a library of the system that it needs, is not there.
    """
    if importlib.util.find_spec("weasyprint") is None:
        raise TradenetError(_NEEDED)
    logging.getLogger("weasyprint").setLevel(logging.ERROR)  # it names every property of the screen
    try:
        import weasyprint
    except OSError as error:  # a shared library that cffi does not find
        msg = f"{_NEEDED} ({str(error).splitlines()[0]})"
        raise TradenetError(msg) from error
    return weasyprint


def pdf(html: str) -> bytes:
    """Return a page as a tagged PDF (PDF/UA-1), equal in content to the page.

    What is folded is open, what moves by script is absent, nothing is fetched. The same page gives
    the same bytes where the same fonts and the same version of weasyprint are installed; the fonts
    of another machine give other bytes.

    Parameters
    ----------
    html : str
        A whole page as `tradenet.report.render.html` writes it.

    Raises
    ------
    TradenetError
        If the extra ``pdf`` is not installed.
    """
    printer = engine()
    nothing = printer.URLFetcher(allowed_protocols=("data",))  # the page holds all it needs
    document = printer.HTML(string=_for_paper(html), url_fetcher=nothing)
    content: bytes = document.write_pdf(
        pdf_variant="pdf/ua-1",
        pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
    )
    return content


def _for_paper(html: str) -> str:
    """Return the page without scripts, with nothing folded, and with long words that may break."""
    opened = _DETAILS.sub("<details open", _SCRIPT.sub("", html))
    sheet = _SHEET.read_text(encoding="utf-8")
    head, mark, body = opened.replace("</head>", f"<style>{sheet}</style></head>", 1).partition(
        "<body"
    )
    parts = _DRAWING.split(body)  # every second part is a drawing
    parts[::2] = [_LONG.sub(r"\g<0><wbr>", part) for part in parts[::2]]
    return head + mark + "".join(parts)


def add_pdf(folder: Path) -> None:
    """Write ``report.pdf`` beside the page of a whole report, and its hash into the manifest."""
    content = pdf((folder / "index.html").read_text(encoding="utf-8"))
    (folder / PDF).write_bytes(content)
    path = folder / MANIFEST
    record = json.loads(path.read_text(encoding="utf-8"))
    record["files"] = {**record["files"], PDF: hashlib.sha256(content).hexdigest()}
    path.write_bytes(to_json(record))
