"""Make one agreed number per exporter, importer, product and period."""

from tradenet.flows.aggregate import AggregateRules, aggregate
from tradenet.flows.classify import classify
from tradenet.flows.concord import ConcordRules, concord
from tradenet.flows.expressions import year_of
from tradenet.flows.filings import filings_of, name_sides, took_part
from tradenet.flows.harmonise import harmonise
from tradenet.flows.mirror import MirrorRules, agree, mirror, pair
from tradenet.flows.observe import observe
from tradenet.flows.speakers import filers
from tradenet.flows.totals import totals
from tradenet.flows.valuation import ValuationRules, revalue, to_fob

__all__ = [
    "AggregateRules",
    "ConcordRules",
    "MirrorRules",
    "ValuationRules",
    "aggregate",
    "agree",
    "classify",
    "concord",
    "filers",
    "filings_of",
    "harmonise",
    "mirror",
    "name_sides",
    "observe",
    "pair",
    "revalue",
    "to_fob",
    "took_part",
    "totals",
    "year_of",
]
