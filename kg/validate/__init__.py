"""Validation: does a graph meet the shapes?  Dataset and shapes in, findings out.

Refused before any engine runs: shapes that check nothing or must not run (`shapes`), files that are not RDF
or are too much (`reader`), literals that engines take for valid (`guards`).
"""

from __future__ import annotations

from kg.validate.checks import validate
from kg.validate.report import Item, Report
from kg.validate.shapes import ShapeSet, load_shapes

__all__ = ["Item", "Report", "ShapeSet", "load_shapes", "validate"]
