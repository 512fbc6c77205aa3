"""Text of others, shown so that nobody is deceived: by a page, a terminal or a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

# Controls (a terminal obeys them, XML forbids them), marks that turn the direction of what follows,
# marks without width, and separators that some readers take for the end of a line.
_UNSEEN: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff"
    r"\ud800-\udfff\ufffe\uffff]"
)
_FROM_RIGHT: Final = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_RUN: Final = re.compile(rf"[{_FROM_RIGHT}](?:[{_FROM_RIGHT}\u200c\u200d \xa0]*[{_FROM_RIGHT}])?")
# What a spreadsheet takes for the beginning of a formula, in ASCII and in full width.
_FORMULA: Final = r"^[=+\-@\t\r\n\x{ff1d}\x{ff0b}\x{ff0d}\x{ff20}]"
_BEGINS: Final = re.compile("[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


def visible(text: str) -> str:
    r"""Return text in which every character that works unseen is named instead.

    Joiners without width stay: names of several languages need them.

    Examples
    --------
    >>> visible("Iran\x1b[2J"), visible("\u202enari")
    ('Iran⟨U+001B⟩[2J', '⟨U+202E⟩nari')
    """
    return _UNSEEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)


def isolated(text: str) -> str:
    r"""Return text in which words read from the right do not turn the numbers beside them.

    Examples
    --------
    >>> isolated("\u0627\u06cc\u0631\u0627\u0646 12").encode("ascii", "backslashreplace")
    b'\\u2068\\u0627\\u06cc\\u0631\\u0627\\u0646\\u2069 12'
    """
    return _RUN.sub("\u2068\\g<0>\u2069", text)


def harmless(table: pa.Table) -> pa.Table:
    """Put an apostrophe before text that a spreadsheet would compute; numbers are left alone.

    For files that a person opens. `pyarrow.Table` in, the same columns out, categories as text.

    Examples
    --------
    >>> harmless(pa.table({"name": ["=1+1", "Iran", None], "value": [-1, 2, 3]})).to_pydict()
    {'name': ["'=1+1", 'Iran', None], 'value': [-1, 2, 3]}
    """
    columns = [_quoted(_as_text(column)) for column in table.columns]
    return pa.table(columns, names=table.column_names).replace_schema_metadata(
        table.schema.metadata
    )


def harmless_cell(text: str) -> str:
    """Return one cell as `harmless` does; a number that stands as text is left alone.

    Examples
    --------
    >>> harmless_cell("=cmd|'/C calc'!A0"), harmless_cell("-1.5"), harmless_cell("Iran")
    ("'=cmd|'/C calc'!A0", '-1.5', 'Iran')
    """
    return f"'{text}" if _BEGINS.match(text) and not _NUMBER.fullmatch(text) else text


def _as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return categories of text as text."""
    if pa.types.is_dictionary(column.type) and _is_text(column.type.value_type):
        return column.cast(column.type.value_type)
    return column


def _quoted(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if not _is_text(column.type):
        return column
    risky = pc.match_substring_regex(column, _FORMULA)
    mark, nothing = (pa.scalar(text, column.type) for text in ("'", ""))
    return pc.if_else(risky, pc.binary_join_element_wise(mark, column, nothing), column)


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def listed(words: Sequence[str]) -> str:
    """Join words as English does.

    Examples
    --------
    >>> listed(["A"]), listed(["A", "B", "C"]), listed([])
    ('A', 'A, B and C', '')
    """
    *most, last = words or [""]
    return f"{', '.join(most)} and {last}" if most else last
