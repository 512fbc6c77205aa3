"""The vocabulary: frozen types with invariants, errors, registry lookup, named random streams."""

from tradenet.domain.bloc import Bloc
from tradenet.domain.economies import Economies
from tradenet.domain.errors import (
    ConfigError,
    ConvergenceError,
    InsufficientData,
    SchemaError,
    SourceError,
    TradenetError,
    UnknownName,
)
from tradenet.domain.expected import Expected
from tradenet.domain.facts import (
    AgreementSpell,
    DatedEvent,
    Episode,
    GroupSpell,
    Sanctioner,
    Spell,
    VoteBlock,
)
from tradenet.domain.flows import BilateralFlows, ReportedFlows
from tradenet.domain.graph import TradeGraph
from tradenet.domain.ledger import Ledger, LedgerLine
from tradenet.domain.observability import Observability, Status
from tradenet.domain.partition import Partition
from tradenet.domain.period import Period
from tradenet.domain.products import HS_REVISIONS, UNSPECIFIED_CODES, revision_of
from tradenet.domain.provenance import Provenance, SourceFile
from tradenet.domain.published import CustomsMonth, ExchangeRate, WorkerEstimate
from tradenet.domain.registry import lookup, nearest
from tradenet.domain.streams import stream
from tradenet.domain.tie import TieKind, TieTable
from tradenet.domain.window import Window

__all__ = [
    "HS_REVISIONS",
    "UNSPECIFIED_CODES",
    "AgreementSpell",
    "BilateralFlows",
    "Bloc",
    "ConfigError",
    "ConvergenceError",
    "CustomsMonth",
    "DatedEvent",
    "Economies",
    "Episode",
    "ExchangeRate",
    "Expected",
    "GroupSpell",
    "InsufficientData",
    "Ledger",
    "LedgerLine",
    "Observability",
    "Partition",
    "Period",
    "Provenance",
    "ReportedFlows",
    "Sanctioner",
    "SchemaError",
    "SourceError",
    "SourceFile",
    "Spell",
    "Status",
    "TieKind",
    "TieTable",
    "TradeGraph",
    "TradenetError",
    "UnknownName",
    "VoteBlock",
    "Window",
    "WorkerEstimate",
    "lookup",
    "nearest",
    "revision_of",
    "stream",
]
