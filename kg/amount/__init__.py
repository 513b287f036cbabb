"""Figures as printed, in English and Vietnamese: `read_amount` reads one, `find_amounts` finds all.

One grammar serves both, so that what is found in a text reads back as the same amount.  English and
Vietnamese swap the roles of comma and point; what could be read both ways is refused, never guessed.
"""

from kg.amount.find import find_amounts
from kg.amount.read import read_amount
from kg.amount.value import Amount, Figure, Form

__all__ = ["Amount", "Figure", "Form", "find_amounts", "read_amount"]
