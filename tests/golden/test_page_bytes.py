"""A page has the same bytes on every version of Python, so one version need open it in a browser.

``pytest tests/golden/test_page_bytes.py --rewrite-golden`` after a change of template, style,
script or drawing.
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from tests.unit.report.test_realignment import result_of
from tradenet.domain import Ledger, LedgerLine
from tradenet.report.page import page_of
from tradenet.report.render import html

BOOK = Ledger((LedgerLine("read", "kept", 2, Decimal("3.50")),))


def test_a_page_has_the_same_bytes_everywhere(golden: Callable[..., None]) -> None:
    """From tables made by hand: what is measured is templates, words and drawings alone."""
    page = html(page_of(replace(result_of(), ledgers=(BOOK,)))).encode()
    golden("page_bytes", {"bytes": len(page), "sha256": hashlib.sha256(page).hexdigest()})
