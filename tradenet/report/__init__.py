"""Show a result: one page, the same page as text, tables, figures and records."""

from tradenet.report.editions.index import has_index, write_index
from tradenet.report.editions.pdf import add_pdf
from tradenet.report.editions.pdf import engine as pdf_engine
from tradenet.report.figures import FIGURES
from tradenet.report.write import stamp, write

__all__ = ["FIGURES", "add_pdf", "has_index", "pdf_engine", "stamp", "write", "write_index"]
