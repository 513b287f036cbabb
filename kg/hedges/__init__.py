"""What the words around a figure make of it: hedges ("about", "hơn"), and changes ("fell by", "giảm").

An estimate is a status, not a hedge: words such as "estimated" and "ước" are no cues here.
"""

from kg.hedges.changes import Change, ChangeKind, change_at
from kg.hedges.cues import CUES
from kg.hedges.find import HedgeCue, hedge_at, hedge_before, hedge_within

__all__ = [
    "CUES",
    "Change",
    "ChangeKind",
    "HedgeCue",
    "change_at",
    "hedge_at",
    "hedge_before",
    "hedge_within",
]
