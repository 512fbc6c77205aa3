"""Tables of ties other than goods trade: none is shipped, a user's own are read.

One layout for all kinds, a row per kind, period and directed pair of economies:

``kind,period,from,to,value`` and, where wanted, ``source``

``period`` is a year (2019) or a month (2019-03); ``from`` and ``to`` are codes of
``data/reference/economies.csv`` (CHN). A pair without a row is *not held*: nobody says that it is
zero. A zero is written; a star stands for every other economy that the table names, so that
``arms,2019,CHN,*,0`` says that China's list for 2019 is complete, and ``arms,2019,*,*,0`` that the
whole table is. Where a source has one number for a pair, write it in both directions.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from tradenet.domain import TieKind
from tradenet.sources.ties.read import COLUMNS, OPTIONAL, read_kinds, read_ties

TIES: Final[Mapping[str, TieKind]] = MappingProxyType(
    {
        "settlement": TieKind(
            name="settlement",
            title="Currency of settlement",
            origin="the exporter",
            target="the importer",
            value=(
                "the part of the value of these exports that is paid in other currencies than "
                "the US dollar and the euro"
            ),
            unit="share, 0 to 1",
            financial=True,
            share=True,
            small=0.1,
            example="settlement,2019,AAA,BBB,0.25,central bank of A",
        ),
        "correspondents": TieKind(
            name="correspondents",
            title="Correspondent banks",
            origin="the economy of the bank that holds an account",
            target="the economy of the bank that keeps the account",
            value="accounts of banks with banks that are open at the end of the period",
            unit="accounts",
            financial=True,
            share=False,
            small=10.0,
            example="correspondents,2019,AAA,BBB,12,register of banks",
        ),
        "remittances": TieKind(
            name="remittances",
            title="Remittances",
            origin="the economy that the money leaves",
            target="the economy that receives it",
            value="what persons sent to persons in the period",
            unit="USD",
            financial=True,
            share=False,
            small=1e6,
            example="remittances,2019,AAA,BBB,1500000,balance of payments",
        ),
        "arms": TieKind(
            name="arms",
            title="Arms transfers",
            origin="the supplier",
            target="the recipient",
            value="weapons delivered in the period, in one unit throughout the table",
            unit="million SIPRI TIV, or million USD",
            financial=False,
            share=False,
            small=1.0,
            example="arms,2019,AAA,BBB,35,register of transfers",
        ),
        "ship_calls": TieKind(
            name="ship_calls",
            title="Ship calls",
            origin="the economy of the port that ships left",
            target="the economy of the next port",
            value="voyages that ended in the period",
            unit="calls",
            financial=False,
            share=False,
            small=10.0,
            example="ship_calls,2019-03,AAA,BBB,8,port register",
        ),
        "flights": TieKind(
            name="flights",
            title="Flights",
            origin="the economy of departure",
            target="the economy of arrival",
            value="flights that landed in the period",
            unit="flights",
            financial=False,
            share=False,
            small=10.0,
            example="flights,2019,AAA,BBB,730,timetable",
        ),
    }
)

HEADER: Final = ",".join((*COLUMNS, *OPTIONAL))

__all__ = ["COLUMNS", "HEADER", "OPTIONAL", "TIES", "read_kinds", "read_ties"]
