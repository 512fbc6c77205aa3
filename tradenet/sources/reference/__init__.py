"""Tables of data/reference: facts with a source per row, handed to whoever needs them."""

from tradenet.sources.reference.chronicle import events, groups, votes
from tradenet.sources.reference.economies import CODE_SCHEMES, economies
from tradenet.sources.reference.folder import data_folder, facts
from tradenet.sources.reference.geography import regions
from tradenet.sources.reference.sanctions import autonomous, episodes, sanctioners
from tradenet.sources.reference.treaties import Agreements, agreements

__all__ = [
    "CODE_SCHEMES",
    "Agreements",
    "agreements",
    "autonomous",
    "data_folder",
    "economies",
    "episodes",
    "events",
    "facts",
    "groups",
    "regions",
    "sanctioners",
    "votes",
]
