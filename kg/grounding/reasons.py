"""Why a candidate is refused: one code per check, with what it means."""

from __future__ import annotations

from typing import Final

REASONS: Final = {
    "place": "the words are not at the place stated",
    "phrase": "the phrase does not stand around the figure, or is too long",
    "cue": "words that the candidate leans on are not at the place stated",
    "cut": "a piece of a longer figure, or more than one",
    "no-figure": "the words at the place are no figure",
    "no-claim": "a number that says when, or belongs to a name, a document or a list",
    "value": "the words print another value",
    "sign": "a decline needs words of falling, and words of falling need a decline",
    "unit": "neither the figure nor the words beside it give that unit",
    "kind": "the unit is not one of that kind of quantity",
    "hedge": "the words right beside the figure say otherwise",
    "metric": "no words that name the metric are pointed to, or they name another",
    "family": "the metric is not measured in that unit",
    "status": "no words of that status are pointed to",
    "period": "no words that say that period are pointed to",
    "base": "no words that say that base period are pointed to",
    "subject": "no words that name the subject are pointed to, or they name another",
    "dimension": "no words that name the sector, market or ownership are pointed to",
    "agent": "no words that credit the source named are pointed to",
    "predicate": "the predicate does not exist, or its words do not stand there or state another",
    "object": "no words that name the object are pointed to, or they name another",
    "unknown-id": "no such entity",
    "conversion": "what it converts is no figure of this text that it can convert",
    "duplicate": "stated already",
    "id": "the id is not that of the content",
}


class Ungrounded(Exception):
    """A check failed: `reason` is a code of REASONS, `message` says what was found instead."""

    def __init__(self, reason: str, message: str = "") -> None:
        assert reason in REASONS, reason
        self.reason = reason
        self.message = f"{REASONS[reason]}: {message}" if message else REASONS[reason]
        super().__init__(self.message)
