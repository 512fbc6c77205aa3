"""The page of methods, made from the docstrings of what the registries hold."""

from __future__ import annotations

from pathlib import Path

from tradenet.domain import ConfigError
from tradenet.report.methods.page import about, page

__all__ = ["about", "page", "save"]


def save(text: str, path: Path) -> Path:
    """Write a page into a file and return its path.

    Raises
    ------
    ConfigError
        If the folder is not there or cannot be written to.
    """
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        msg = f"{path}: cannot be written ({error.strerror}); name a file in a folder that exists"
        raise ConfigError(msg) from error
    return path
