"""Where a claim stands in its article: the words as printed, the phrase around them, and both places."""

from __future__ import annotations

import re

from kg.claim import Evidence
from kg.lists import EvidenceLevel
from kg.seeds.fields import Fields

PLACE_FIELDS = ("at", "phrase", "phrase_at")
_SPAN = re.compile(r"([0-9]{1,8})-([0-9]{1,8})")


def read_evidence(fields: Fields, level: EvidenceLevel, name: str) -> Evidence:
    """The evidence of a claim, whose printed words are in the field `name` (``surface`` or ``cue``).

    A place that does not fit its words, or a phrase that does not hold them where it should, is refused.
    """
    exact = fields.phrase(name)
    if level is EvidenceLevel.CITED:
        for field in PLACE_FIELDS:
            if fields.optional(field) is not None:
                raise fields.error("a cited article has no text to point into", field)
        return Evidence(level, exact or "")
    if exact is None:
        raise fields.error(f"field {name!r} is missing", remedy="the words as printed")
    start, end = fields.parsed("at", _span)
    if end - start != len(exact):
        raise fields.error(
            f"{start}-{end} are {end - start} code points, but {exact!r} has {len(exact)}", "at"
        )
    phrase, phrase_at = fields.phrase("phrase"), fields.optional("phrase_at")
    if phrase is None and phrase_at is not None:
        raise fields.error("field 'phrase' is missing", remedy="the words at phrase_at")
    if phrase is None or (phrase_at is None and phrase == exact):
        return Evidence(level, exact, start, end, exact, start)
    phrase_start, phrase_end = fields.parsed("phrase_at", _span)
    if phrase_end - phrase_start != len(phrase):
        raise fields.error(
            f"{phrase_start}-{phrase_end} are {phrase_end - phrase_start} code points, "
            f"but the phrase has {len(phrase)}",
            "phrase_at",
        )
    places = [phrase_start + offset for offset in _places(exact, phrase)]
    if not places:
        raise fields.error(f"the {name} {exact!r} does not stand in it", "phrase")
    if start not in places:
        by = min(places, key=lambda place: abs(place - start))
        raise fields.error(
            f"{start}-{end}, but by phrase_at the {name} stands at {by}-{by + len(exact)}",
            "at",
            "correct one of them",
        )
    return Evidence(level, exact, start, end, phrase, phrase_start)


def _span(text: str) -> tuple[int, int]:
    match = _SPAN.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not START-END in code points")
    start, end = int(match[1]), int(match[2])
    if start >= end:
        raise ValueError(f"START must be below END in {text!r}")
    return start, end


def _places(words: str, text: str) -> list[int]:
    """Every place where `words` stand in `text`, overlapping ones too."""
    return [at for at in range(len(text) - len(words) + 1) if text.startswith(words, at)]
