"""Look around: a page on this machine that shows what one chooses, and the code for it."""

from tradenet.explore.choice import Choice, Held, parse
from tradenet.explore.scene import Scene, scene
from tradenet.explore.server import (
    TABLES,
    Explorer,
    application,
    hosts_of,
    listen,
    need_server,
    serve,
)
from tradenet.explore.shelf import Shelf

__all__ = [
    "TABLES",
    "Choice",
    "Explorer",
    "Held",
    "Scene",
    "Shelf",
    "application",
    "hosts_of",
    "listen",
    "need_server",
    "parse",
    "scene",
    "serve",
]
