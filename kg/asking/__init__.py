"""Questions in plain English or Vietnamese: read, resolved to slots or a saved query, answered from the tables.

`question_tables` writes, when the graph is built, what a question is read by; `Asker` reads and answers.
Nothing here computes or completes a figure: every number of an answer stands in a row of the build.
"""

from kg.asking.asker import Asker
from kg.asking.reply import Refusal, Reply, SavedReply, SlotReply
from kg.asking.vocabulary import question_tables

__all__ = ["Asker", "Refusal", "Reply", "SavedReply", "SlotReply", "question_tables"]
