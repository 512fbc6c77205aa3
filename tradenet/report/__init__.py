"""Show a result: one page, the same page as text, tables, figures and records."""

from tradenet.report.figures import FIGURES
from tradenet.report.write import stamp, write

__all__ = ["FIGURES", "stamp", "write"]
