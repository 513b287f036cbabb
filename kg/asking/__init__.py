"""Questions in plain English or Vietnamese: read, resolved to slots or a saved query, answered from the tables.

`vocabulary.question_tables` writes, when the graph is built, what a question is read by; `Asker` reads and
answers.  Nothing here computes or completes a figure: every number of an answer stands in a row of the build.
"""

from kg.asking.asker import Asker
from kg.asking.reply import Near, Refusal, Reply, SavedReply, SlotAnswer, SlotReply

__all__ = ["Asker", "Near", "Refusal", "Reply", "SavedReply", "SlotAnswer", "SlotReply"]
