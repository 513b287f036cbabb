"""The grounding gate: nothing becomes a claim that does not stand in the text as it is stated.

`Curated` holds what is known beforehand (entities, predicates, names, words), made once; `Gate` holds one
text and decides about candidates of it, whoever proposed them.  Every field of a candidate must follow from
words at the places that it names: the figure by the grammar of amounts, the hedge and the sign by the words
beside it, periods by the grammar of times, entities by their names.  What does not follow is a refusal with a
code and a reason in words.
"""

from kg.grounding.curated import Curated
from kg.grounding.gate import Gate
from kg.grounding.reasons import REASONS, Ungrounded
from kg.grounding.sight import Sight

__all__ = ["REASONS", "Curated", "Gate", "Sight", "Ungrounded"]
