"""Communities in world trade: found under two nulls, followed through time, tested, looked up."""

from tradenet.study.communities.by_layer import ByLayer, by_layer
from tradenet.study.communities.expectations import GRAVITY, MARGINS, expects
from tradenet.study.communities.look import SET, Asked, look
from tradenet.study.communities.page import Look
from tradenet.study.communities.story import story

__all__ = [
    "GRAVITY",
    "MARGINS",
    "SET",
    "Asked",
    "ByLayer",
    "Look",
    "by_layer",
    "expects",
    "look",
    "story",
]
