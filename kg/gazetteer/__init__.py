"""Names of entities in a text: those that the seeds know, misprints and imitations of them, and new ones."""

from kg.gazetteer.mention import NameMention
from kg.gazetteer.names import Names
from kg.gazetteer.unknown import unknown_names

__all__ = ["NameMention", "Names", "unknown_names"]
