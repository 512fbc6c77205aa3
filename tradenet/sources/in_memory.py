"""Let go of tables in memory that nobody refers to; Ibis keeps each until the process ends."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any


def letting_go(backend: type[Any], drop: Callable[[Any, str], object]) -> type[Any]:
    """Return an Ibis backend that forgets the tables in memory of which no expression is left.

    What has gone is unregistered before the next table is registered, not at the moment it goes:
    the garbage collector may run in the middle of a query.

    Parameters
    ----------
    backend : type
        An Ibis backend.
    drop : callable
        Unregisters, given the backend and the name of a table.
    """
    gone: list[str] = []

    class LettingGo(backend):  # type: ignore[misc]
        """Ibis, but for what it registers."""

        def _register_in_memory_table(self, op: Any) -> None:  # noqa: ANN401
            while gone:
                drop(self, gone.pop())
            super()._register_in_memory_table(op)
            weakref.finalize(op, gone.append, op.name)

    return LettingGo
