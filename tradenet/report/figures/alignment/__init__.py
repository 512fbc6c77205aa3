"""The figures of a study of alignment; each is None where its table has no rows."""

from tradenet.report.figures.alignment import bins, levels, permuted, spread, worlds

__all__ = ["bins", "levels", "permuted", "spread", "worlds"]
