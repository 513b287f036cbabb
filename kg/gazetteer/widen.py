"""Legal forms before and after the names of companies: "CTCP FPT", "FPT Corp.", "Công ty Cổ phần MISA"."""

from __future__ import annotations

from collections.abc import Sequence

from kg.gazetteer.context import Context
from kg.gazetteer.mention import NameMention
from kg.gazetteer.words import FORMS_AFTER, FORMS_BEFORE, LONG_FORMS
from kg.phrases import PhraseIndex
from kg.tokens import tokens

COMPANIES = frozenset(("company", "state-owned-enterprise"))
_AFTER: PhraseIndex[None] = PhraseIndex((form, None) for form in FORMS_AFTER)
_BEFORE = frozenset(tuple(token.key for token in tokens(form)) for form in FORMS_BEFORE)
_LAST_WORDS = frozenset(form[-1] for form in _BEFORE)
_LONGEST = max(len(form) for form in _BEFORE)


def form_before(context: Context, at: int) -> int:
    """The token where the legal form that ends before the token `at` begins; `at` where there is none."""
    words = context.words
    if not at or words[at - 1].key not in _LAST_WORDS:
        return at
    for first in range(max(0, at - _LONGEST), at):
        keys = tuple(word.key for word in words[first:at])
        # "công ty FPT" in the middle of a sentence says what FPT is; "công ty cổ phần FPT" is its name.
        printed = words[first].text[:1].isupper() or keys in LONG_FORMS
        if printed and keys in _BEFORE and context.joined(first, at + 1):
            return first
    return at


def form_after(context: Context, at: int) -> int:
    """The token after the legal form that begins at the token `at`; `at` where there is none."""
    words = context.words
    for hit in reversed(_AFTER.at(words, at)) if at < len(words) else ():
        first = at + (words[at].text == ",")
        if context.joined(at - 1, hit.last) and words[first].text[:1].isupper():
            return hit.last
    return at


def widen(mentions: Sequence[NameMention], context: Context) -> list[NameMention]:
    """Companies with the legal forms before and after them; a form that is itself a known name's is taken."""
    words, taken = context.words, context.covered(mentions)
    wide: list[NameMention] = []
    for mention in mentions:
        start, end = mention.start, mention.end
        if mention.kind in COMPANIES:
            first, last = context.beginning[mention.start], context.ending[mention.end] + 1
            before, after = form_before(context, first), form_after(context, last)
            longer = last < len(words) and context.next_to(last) and words[last].text[:1].isupper()
            if any(taken[before:first]) or (longer and after == last):
                before = first
            if any(taken[last:after]):
                after = last
            start, end = words[before].start, words[after - 1].end
        wide.append(mention._replace(start=start, end=end, text=context.slice(start, end)))
    return wide
