"""The only room that combines rooms: it says in which order."""

from tradenet.study.belonging import membership_of
from tradenet.study.config import StudyConfig, find, load, shipped, start
from tradenet.study.preregister import freeze, frozen_file, registration
from tradenet.study.result import StudyResult
from tradenet.study.run import run
from tradenet.study.ties import files_of

__all__ = [
    "StudyConfig",
    "StudyResult",
    "files_of",
    "find",
    "freeze",
    "frozen_file",
    "load",
    "membership_of",
    "registration",
    "run",
    "shipped",
    "start",
]
