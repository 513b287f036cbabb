"""Words about time in English and Vietnamese articles, read as periods.

In: a text, its language, its publication date.  Out: `TimeMention`s in text order.  What the words and the
date do not settle stays undated.
"""

from kg.periods.mention import Relation, Role, TimeMention
from kg.periods.reader import find_periods
from kg.periods.shift import base_of, dated, ends_year, flow_of, previous, shift_year, span_of

__all__ = [
    "Relation",
    "Role",
    "TimeMention",
    "base_of",
    "dated",
    "ends_year",
    "find_periods",
    "flow_of",
    "previous",
    "shift_year",
    "span_of",
]
