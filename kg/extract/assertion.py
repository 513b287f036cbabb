"""Whether the words of a relation state it, and with what status: what is denied, asked or wished is not."""

from __future__ import annotations

from collections.abc import Sequence

from kg.candidate import Cue
from kg.extract.blocks import BlockKind
from kg.extract.connectives import OPENERS
from kg.extract.cues import RelationLexicon, keys
from kg.extract.matching import Match
from kg.extract.parties import Party
from kg.extract.reading import View
from kg.lists import Status
from kg.tokens import exact_key

# Words that leave a relation unstated, wherever they stand before it in its clause.
_SUPPOSED = {
    "en": frozenset(("if", "whether", "unless", "suppose", "would-be")),
    "vi": frozenset(map(exact_key, ("nếu", "nhỡ"))),
}
# Before a verb: to what end, not what is ("to acquire", "để mua lại").
_PURPOSE = {"en": frozenset(("to",)), "vi": frozenset(map(exact_key, ("để", "nhằm", "việc")))}
# What may stand between such a word and its verb: "để cùng hợp tác phát triển".
_WITH_PURPOSE = {"en": keys("also jointly"), "vi": keys("cùng hợp tác tiếp tục")}
_GOES_ON = frozenset(("continues", "continue", "continued", "began", "begun", "started", "went", "managed"))
_EXAMPLES = {
    "en": (("such", "as"), ("like",), ("similar", "to"), ("rather", "than"), ("other", "than"), ("except",)),
    "vi": tuple(
        tuple(map(exact_key, words))
        for words in (("như",), ("chẳng", "hạn"), ("ví", "dụ"), ("thay", "vì"), ("ngoại", "trừ"))
    ),
}
# Of a plural these name members: to operate "in markets such as Japan" is to operate in Japan.
_MEMBERS = frozenset((("such", "as"), ("như",), ("chẳng", "hạn"), ("ví", "dụ")))
_HEADS = frozenset(";:")


_Stance = tuple[Status, Cue | None]


def stance(
    view: View, said: Sequence[str], match: Match, lexicon: RelationLexicon, language: str, text: str
) -> _Stance | None:
    """The status of a match and its words; None where the relation is not stated at all.

    `said` are the keys of the sentence.
    """
    before = [p for p in (*match.subjects, *match.objects) if p.first >= 0 and p.last <= match.first]
    start = max((p.last for p in before), default=max(0, match.first - 6))
    if _is_supposed(said, start, match.last, language) or _is_wished(view, match, lexicon, language):
        return None
    start = _past_apposition(said, start, match.first)
    words = view.tokens[start : match.last]
    found: _Stance = (Status.ACTUAL, None)
    for hit in lexicon.stances_in(words, language):
        if start + hit.first in match.used:
            continue
        if hit.held[0] in ("not", "maybe"):
            return None
        if found[0] is Status.ACTUAL:
            cue = Cue.at(text, "status", words[hit.first].start, words[hit.last - 1].end)
            found = (Status(hit.held[0]), cue)
    last = match.first - 1
    while last >= start and (said[last].endswith("ly") or said[last] in _WITH_PURPOSE[language]):
        last -= 1
    if found[0] is Status.ACTUAL and last >= 0 and said[last] in _PURPOSE[language]:
        return _on_purpose(view, said, match, last, language)
    return found


def _is_supposed(said: Sequence[str], start: int, end: int, language: str) -> bool:
    """Whether the clause around the words from `start` to `end` only supposes or asks."""
    clause = start
    while clause > 0 and start - clause < 14 and said[clause - 1] not in _HEADS:
        clause -= 1
    return any(key in _SUPPOSED[language] for key in said[clause:end])


def _is_wished(view: View, match: Match, lexicon: RelationLexicon, language: str) -> bool:
    """Whether somebody only wants it: "the ministry asked Intel to invest", said before the subject."""
    heads = [p.first for p in match.subjects if 0 <= p.first < match.first]
    if not heads:
        return False
    words = view.tokens[max(0, min(heads) - 3) : min(heads)]
    return any(hit.held[0] in ("maybe", "target") for hit in lexicon.stances_in(words, language))


def _on_purpose(view: View, said: Sequence[str], match: Match, at: int, language: str) -> _Stance | None:
    """The status behind a word of purpose at `at`: only a headline's "to" says what will be."""
    if at > 0 and said[at - 1] in _GOES_ON:
        return Status.ACTUAL, None
    beside = any(p.last == at for p in match.subjects)
    if language == "en" and beside and view.block.kind is BlockKind.HEADING:
        token = view.tokens[at]
        return Status.FORECAST, Cue("status", token.text, token.start, token.end)
    return None


def example(said: Sequence[str], party: Party, language: str) -> bool:
    """Whether a party is merely an example: "firms like Viettel", but not "markets such as Japan"."""
    low = max(0, party.first - 12)
    for words in _EXAMPLES[language]:
        for at in range(low, max(party.first, 0) - len(words) + 1):
            if tuple(said[at : at + len(words)]) != words:
                continue
            if any(key in _HEADS or key == "." for key in said[at : party.first]):
                continue
            if words in _MEMBERS and at and said[at - 1] in OPENERS:
                continue
            return True
    return False


def _past_apposition(said: Sequence[str], start: int, end: int) -> int:
    """Where a clause goes on after what only tells more of its subject: "MoMo, which helps shops, raised"."""
    if start < end and said[start] == ",":
        commas = [at for at in range(start + 1, end) if said[at] == ","]
        return commas[-1] + 1 if commas else start
    return start
