"""Checks that dense labelled arrays share."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from tradenet.domain.errors import SchemaError

Matrix = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


def frozen_square(values: npt.ArrayLike, economies: tuple[str, ...], what: str) -> Matrix:
    """Return a read-only n×n float copy whose sides are the economies, or a `SchemaError`."""
    matrix = np.array(values, dtype=np.float64)
    side = len(economies)
    if matrix.shape != (side, side):
        msg = f"{what} has shape {matrix.shape}; {side} economies need ({side}, {side})"
        raise SchemaError(msg)
    if len(set(economies)) != side or list(economies) != sorted(economies):
        msg = f"{what}: economies must be unique and sorted, so that equal graphs are equal arrays"
        raise SchemaError(msg)
    matrix.setflags(write=False)
    return matrix


def positions(economies: tuple[str, ...], wanted: tuple[str, ...]) -> npt.NDArray[np.intp]:
    """Return where the wanted economies stand; -1 for one that is not there."""
    where = {code: index for index, code in enumerate(economies)}
    return np.array([where.get(code, -1) for code in wanted], dtype=np.intp)


def to_long(matrix: Matrix, economies: tuple[str, ...], name: str) -> dict[str, list[Any]]:
    """Return the cells that are numbers as columns exporter, importer, `name`, in order."""
    rows, columns = np.nonzero(~np.isnan(matrix))
    return {
        "exporter": [economies[i] for i in rows],
        "importer": [economies[j] for j in columns],
        name: matrix[rows, columns].tolist(),
    }
