"""Who is on a cycle with whom: exporters and importers between which trade can be moved around."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tradenet.domain.arrays import Mask


def on_common_cycles(out: Mask, back: Mask) -> Mask:
    """Return the cells whose exporter and importer are in one strongly connected component.

    The component of the exporter with most cells, which holds nearly all, is looked for first and
    by itself: that is fast.

    Parameters
    ----------
    out : bool array, shape (n, n)
        Cells in which one can go from the exporter to the importer.
    back : bool array, shape (n, n)
        Cells in which one can go from the importer to the exporter.

    Examples
    --------
    One can go around between the first two exporters and importers, and not from there to the last:

    >>> out = np.array([[1, 1, 0], [0, 1, 1], [0, 0, 1]], dtype=bool)
    >>> back = np.array([[1, 0, 0], [1, 0, 0], [0, 0, 0]], dtype=bool)
    >>> on_common_cycles(out, back).astype(int).tolist()
    [[1, 0, 0], [0, 0, 0], [0, 0, 0]]
    """
    n = len(out)
    if n == 0:
        return np.zeros((0, 0), dtype=np.bool_)
    label = np.zeros(2 * n, dtype=np.int64)
    rest = ~_component_of(int(out.sum(axis=1).argmax()), out, back)
    label[rest] = 1 + np.arange(rest.sum())
    among = np.ix_(rest[:n], rest[n:])
    if out[among].any() and back[among].any():
        links = np.zeros((2 * n, 2 * n), dtype=np.bool_)
        links[:n, n:] = out
        links[n:, :n] = back.T
        label[rest] = 1 + _components(links[np.ix_(rest, rest)])
    cells: Mask = np.equal.outer(label[:n], label[n:])
    return cells


def _component_of(seed: int, out: Mask, back: Mask) -> Mask:
    """Return exporters, then importers, that an exporter reaches and that reach it."""
    found = []
    for there, here in ((out, back), (back, out)):
        sells = np.zeros(len(out), dtype=np.bool_)
        sells[seed] = True
        while True:
            buys = (there & sells[:, None]).any(axis=0)
            more = sells | (here & buys).any(axis=1)
            if (more == sells).all():
                break
            sells = more
        found.append(np.concatenate([sells, buys]))
    both: Mask = found[0] & found[1]
    return both


def _components(links: Mask) -> npt.NDArray[np.int64]:
    """Return the strongly connected component of each node of a directed graph, from 0."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    _, label = connected_components(csr_array(links), directed=True, connection="strong")
    return np.asarray(label, dtype=np.int64)
