"""The only room that combines rooms: it says in which order."""

from tradenet.study.config import StudyConfig, find, load, shipped, start
from tradenet.study.result import StudyResult
from tradenet.study.run import run

__all__ = ["StudyConfig", "StudyResult", "find", "load", "run", "shipped", "start"]
