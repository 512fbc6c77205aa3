"""Tables of data/reference: facts with a source per row, handed to whoever needs them."""

from tradenet.sources.reference.chronicle import events, groups, votes, whole
from tradenet.sources.reference.economies import CODE_SCHEMES, economies
from tradenet.sources.reference.folder import data_folder, facts
from tradenet.sources.reference.geography import regions
from tradenet.sources.reference.published import (
    customs_months,
    exchange_rates,
    worker_estimates,
)
from tradenet.sources.reference.sanctions import autonomous, episodes, sanctioners
from tradenet.sources.reference.treaties import Agreements, agreements

__all__ = [
    "CODE_SCHEMES",
    "Agreements",
    "agreements",
    "autonomous",
    "customs_months",
    "data_folder",
    "economies",
    "episodes",
    "events",
    "exchange_rates",
    "facts",
    "groups",
    "regions",
    "sanctioners",
    "votes",
    "whole",
    "worker_estimates",
]
