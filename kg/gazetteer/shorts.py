"""Short forms that hold for one text: abbreviations that it introduces, and persons called by one word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.gazetteer.context import Context
from kg.gazetteer.mention import NameMention
from kg.gazetteer.widen import COMPANIES
from kg.gazetteer.words import EXCHANGES, HEADS_VI, ROLES
from kg.names import fold

# Before a ticker in brackets, and what a ticker looks like.
_LISTED_AS = EXCHANGES | {"mã", "Mã", "MCK"}
_TICKER = re.compile(r"(?!USD|VND|EUR|IPO|CEO|CFO|CTO|COO|FDI|GDP|R&D)[A-Z][A-Z0-9]{2}")
_HEADS = tuple(f"{head} " for head in HEADS_VI)
_CALLED = ROLES | {"mr", "mrs", "ms", "dr"}


def with_abbreviations(mentions: Sequence[NameMention], context: Context) -> list[NameMention]:
    """`mentions`, and from where the text gives a name an abbreviation ("… Association (VDCA)") also that.

    The binding holds to the end of the text, and before what the seeds say of the same letters.
    """
    words = context.words
    bound: dict[str, tuple[int, NameMention]] = {}
    known = {mention.start for mention in mentions if mention.refs}
    for mention in mentions:
        at = context.ending.get(mention.end, len(words)) + 1
        if at + 2 >= len(words) or words[at].text != "(":
            continue
        listed = words[at + 1].text in _LISTED_AS and words[at + 2].text == ":"
        at += 3 if listed else 1
        if at + 1 >= len(words) or words[at + 1].text not in "),;":
            continue
        short = words[at]
        ticker = listed or (mention.kind in COMPANIES and short.start not in known)
        if (ticker and _TICKER.fullmatch(short.text)) or _abbreviates(short.text, mention.text):
            bound.setdefault(short.text, (short.start, mention))
    if not bound:
        return list(mentions)
    kept: list[NameMention] = []
    for mention in mentions:
        since, long = bound.get(mention.text, (len(words) and words[-1].end, mention))
        if mention.start < since:
            kept.append(mention)
        elif mention.refs == long.refs and mention.refs:
            kept.append(mention._replace(stands_for=long.text))
    taken = context.covered(kept)
    for at, word in enumerate(words):
        if not taken[at] and word.text in bound and word.start >= bound[word.text][0]:
            kept.append(_short(word.start, word.end, word.text, bound[word.text][1]))
    return sorted(kept)


def with_surnames(mentions: Sequence[NameMention], context: Context) -> list[NameMention]:
    """`mentions`, and the last words of persons named before: "Mr Binh", "ông Bình", or "Binh" by itself."""
    words = context.words
    taken = context.covered(mentions)
    persons: dict[str, NameMention] = {}
    found: list[NameMention] = []
    replaced: set[int] = set()
    for at, word in enumerate(words):
        mention = mentions[taken[at] - 1] if taken[at] else None
        if mention is not None and not (mention.flag == "new" and mention.text in persons):
            if mention.kind == "person" and word.end == mention.end and " " in mention.text:
                persons[word.text] = mention
                persons[mention.text.split()[-1]] = mention
        elif word.text in persons and _stands_alone(context, at, taken):
            replaced.add(taken[at])
            found.append(_short(word.start, word.end, word.text, persons[word.text]))
    return sorted([m for number, m in enumerate(mentions, start=1) if number not in replaced] + found)


def with_parts(mentions: Sequence[NameMention]) -> list[NameMention]:
    """`mentions`, where a new name stands for the longer one before it that it is a part of.

    It begins that one ("Hanbit" for "Hanbit Soft"), or ends it with two words or more ("Sao Mai" for "Hạ tầng
    số Sao Mai", but not for "Công ty Sao Mai", where it is the name itself).
    """
    longer: dict[str, NameMention] = {}
    found: list[NameMention] = []
    for mention in mentions:
        new = mention.flag == "new" and mention.kind != "person" and not mention.stands_for
        long = longer.get(mention.text) if new else None
        if new and long is None:
            for part in _parts(mention.text):
                longer.setdefault(part, mention)
        found.append(mention._replace(kind=long.kind, stands_for=long.text) if long else mention)
    return found


def _parts(name: str) -> Iterator[str]:
    """What may stand for a name later."""
    words = name.split()
    for count in range(1, len(words)):
        yield " ".join(words[:count])
    if not name.lower().startswith(_HEADS):
        for count in range(2, len(words)):
            yield " ".join(words[-count:])


def _stands_alone(context: Context, at: int, taken: Sequence[int]) -> bool:
    words = context.words
    if _labels(context, at):
        return True
    if (
        at + 1 < len(words)
        and context.next_to(at + 1)
        and words[at + 1].text[:1].isupper()
        and not taken[at + 1]
    ):
        return False
    if at and context.next_to(at):
        before = words[at - 1]
        if before.text.lower() in _CALLED:
            return True
        if before.text == "." and at > 1 and words[at - 2].text.lower() in _CALLED:
            return True
        return not before.text[:1].isupper() and not context.begins_sentence(at)
    return False


def _labels(context: Context, at: int) -> bool:
    """Whether a word and a colon begin a line, as they do before what somebody says in an interview."""
    words = context.words
    if at + 1 >= len(words) or words[at + 1].text != ":" or words[at + 1].start != words[at].end:
        return False
    return context.begins_line(at)


def _short(start: int, end: int, text: str, long: NameMention) -> NameMention:
    return NameMention(start, end, text, long.refs, False, long.flag, long.kind, long.stands_for or long.text)


def _abbreviates(short: str, long: str) -> bool:
    """Whether `short` is made of letters of `long`, in their order, its first one beginning a word."""
    if not (2 <= len(short) <= 10) or not short[:1].isalpha() or sum(c.isupper() for c in short) < 2:
        return False
    if len(long) <= len(short) + 1 or " " not in long:
        return False
    whole = fold(long)
    letters = [c for c in fold(short) if c.isalnum()]
    if letters[0] not in {word[:1] for word in whole.split()}:
        return False
    rest = iter(whole)
    return all(letter in rest for letter in letters)
