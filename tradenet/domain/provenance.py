"""Where a table came from."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

METADATA_KEY = b"tradenet"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was read: name without folders, SHA-256 and size in bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Provenance:
    """Source, vintage, terms and files of a table; travels in the Arrow metadata.

    Attributes
    ----------
    source : str
        Registry name of the reader, or several joined by ``+``.
    title : str
        What a reader of the report should be told.
    terms : str
        The provider's conditions, one sentence.
    codes : tuple of str
        Code schemes of reporter and partner, columns of ``data/reference/economies.csv``, tried in
        order; empty once harmonised.
    files : tuple of SourceFile
        What was read.
    """

    source: str
    title: str = ""
    terms: str = ""
    codes: tuple[str, ...] = ()
    files: tuple[SourceFile, ...] = ()

    @property
    def where(self) -> str:
        """The files, or the source where none is named: for messages."""
        return ", ".join(file.name for file in self.files) or self.source

    def to_metadata(self) -> dict[bytes, bytes]:
        """Return the Arrow schema metadata that `from_metadata` reads."""
        return {METADATA_KEY: json.dumps(asdict(self), sort_keys=True).encode()}

    @classmethod
    def from_metadata(cls, metadata: dict[bytes, bytes] | None) -> Provenance:
        """Read what `to_metadata` wrote; a table without it is of unknown source."""
        if not metadata or METADATA_KEY not in metadata:
            return cls(source="unknown")
        stored = json.loads(metadata[METADATA_KEY])
        files = tuple(SourceFile(**entry) for entry in stored.pop("files"))
        return cls(**{**stored, "codes": tuple(stored["codes"]), "files": files})
