"""Entities that may be one: candidate pairs with a score and reasons; people judge, scores never do."""
