"""Figures of an economy between two patrons."""

from tradenet.report.figures.realignment import division, placebos, shares

__all__ = ["division", "placebos", "shares"]
