"""Vietnamese names that begin with what they name: "Hiệp hội …", "Công ty Cổ phần …", "Sở …".

Their words go on in lower case, so that capitals alone do not show where such a name ends.  What was so named
once, or told of by an apposition ("Trí Nông, startup …"), is known wherever it is named again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from kg.gazetteer.context import Context
from kg.gazetteer.words import (
    BREAK_VI,
    FUNCTION_VI,
    HEADS_VI,
    HEADS_VI_IN_CAPITALS,
    OF_COUNTRY_VI,
    SYLLABLE,
    TITLES,
)
from kg.tokens import Token

# A new name: its first token, the one after its last, and its kind.
Span = tuple[int, int, str]
MAX_RUN = 14
_HEAD_LENGTH = max(len(head.split()) for head in HEADS_VI)
_FIRST_WORDS = frozenset(head.split()[0] for head in HEADS_VI if head.split()[0].isalpha())
_FIRMS = frozenset(head for head, kind in HEADS_VI.items() if kind == "company")
# Heads that say what something is, and never belong to its name.
_DESCRIBED = frozenset(
    ("chuỗi", "chuỗi nhà thuốc", "nền tảng", "sàn", "ứng dụng", "thương hiệu", "ví", "ví điện tử", "hãng",
     "nhà mạng", "nhà bán lẻ", "startup", "kỳ lân", "studio", "nhà phát hành", "nhà sản xuất", "nhà cung cấp",
     "doanh nghiệp")
)  # fmt: skip
# Of how many words a name before an apposition is.
_LONGEST = 5
# Between a name and what tells of it.
_TELLS = frozenset((",", ":", "–", "-"))
# The town of Hội An is no association; "Hội An toàn thông tin" is one.
_TOWN, _OF_SAFETY = ("hội", "An"), frozenset(("toàn", "ninh"))
# So many words in lower case may stand between two capitals of a company's name.
_GAP = 4


def headed(context: Context, taken: Sequence[int]) -> list[Span]:
    """The new names with a head in front; `taken` numbers the known name that each token stands in."""
    words, count = context.words, len(context.words)
    spans: list[Span] = []
    names: set[tuple[str, ...]] = set()
    at = 0
    while at < count:
        head = _head(context, at, taken)
        qualified = head is not None and head[1] == "company" and not _named_next(context, head[0])
        if head is not None and qualified:
            head = _qualified(context, head[0], taken)
        if head is None or not _named_next(context, head[0]) or context.texts[head[0]].lower() in TITLES:
            at += 1
            continue
        last, kind = head
        end = _end(context, last, taken, body=kind not in ("company", "facility"))
        cut = end < count and taken[end - 1] and taken[end] == taken[end - 1]
        alone = all(taken[last:end]) and len(set(taken[last:end])) == 1
        alone = alone or (end - last == 1 and words[last].text.lower() in OF_COUNTRY_VI)
        if cut or alone or context.in_heading(at):
            at = max(last, at + 1)
            continue
        # "công ty Sao Mai" in the middle of a sentence, or "Chuỗi Sao Mai" at its head: the name is Sao Mai.
        described = context.begins_sentence(at) and " ".join(context.texts[at:last]).lower() in _DESCRIBED
        whole = kind != "company" or (words[at].text[:1].isupper() and not qualified and not described)
        spans.append((at if whole else last, end, kind))
        if kind == "company" and end - last > 1:
            names.add(tuple(context.texts[last:end]))
        at = end
    names |= {tuple(context.texts[first:last]) for first, last in _in_apposition(context, taken)}
    return spans + [(first, last, "company") for first, last in again(context, taken, spans, names)]


def _in_apposition(context: Context, taken: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Capitalised runs behind which a comma and a head tell what they are: "Trí Nông, startup dùng AI"."""
    words, count = context.words, len(context.words)
    done = 0
    for first in context.capitals:
        if first < done or taken[first] or context.in_heading(first):
            continue
        last = first + 1
        while last < count and context.next_to(last) and words[last].text[:1].isupper() and not taken[last]:
            last += 1
        done = last
        # "Còn Coresight Research, hãng ...": what begins the sentence is no part of the name.
        led = context.begins_sentence(first) and words[first].text.lower() in FUNCTION_VI
        low = first + 1 if led and last - first > 1 else first
        if last - low > _LONGEST or last + 1 >= count or words[last].text not in _TELLS:
            continue
        if last - low == 1 and (len(words[low].text) < 4 or SYLLABLE.fullmatch(words[low].key)):
            continue
        at = last + 1
        at += words[at].text.lower() in ("một", "là")
        for end in range(min(at + _HEAD_LENGTH, count), at, -1):
            head = " ".join(context.texts[at:end]).lower()
            if head in _FIRMS and context.joined(at, end):
                yield low, last
                break


def again(
    context: Context, taken: Sequence[int], spans: Sequence[Span], names: Collection[tuple[str, ...]]
) -> Iterator[tuple[int, int]]:
    """Where what is a name by other places of the text, `spans`, is named again."""
    texts, count = context.texts, len(context.texts)
    busy = {at for first, last, _ in spans for at in range(first, last)}
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for name in sorted(names, key=len, reverse=True):
        by_first.setdefault(name[0], []).append(name)
    done = 0
    for at in context.capitals:
        if at < done or at in busy or context.in_heading(at):
            continue
        for name in by_first.get(texts[at], ()):
            end = at + len(name)
            if end > count or tuple(texts[at:end]) != name or not context.joined(at, end):
                continue
            if any(n in busy or taken[n] for n in range(at, end)):
                continue
            goes_on = end < count and context.next_to(end) and texts[end][:1].isupper()
            if not goes_on:
                yield at, end
                done = end
                break


def _head(context: Context, at: int, taken: Sequence[int]) -> tuple[int, str] | None:
    """The token after the longest head that begins at the token `at`, and the kind that it says."""
    words = context.words
    if taken[at] or words[at].text.lower() not in _FIRST_WORDS:
        return None
    for last in range(min(at + _HEAD_LENGTH, len(words) - 1), at, -1):
        head = " ".join(context.texts[at:last]).lower()
        kind = HEADS_VI.get(head)
        if (head, context.texts[last]) == _TOWN and not _OF_SAFETY & {*context.texts[last + 1 : last + 2]}:
            continue
        if kind is None or any(taken[at:last]) or not context.joined(at, last):
            continue
        capital = words[at].text[:1].isupper()
        return (last, kind) if capital or (kind == "company" and head not in HEADS_VI_IN_CAPITALS) else None
    return None


def _qualified(context: Context, at: int, taken: Sequence[int]) -> tuple[int, str] | None:
    """Where a company's name begins behind words that say of what kind it is: "học trực tuyến Lớp Xanh"."""
    words = context.words
    for last in range(at, min(at + _GAP + 1, len(words))):
        text = words[last].text
        if not context.next_to(last) or taken[last] or not text.isalpha() or text.lower() in BREAK_VI:
            return None
        if text[:1].isupper():
            likely = _named_next(context, last + 1) or not SYLLABLE.fullmatch(words[last].key)
            return (last, "company") if last > at and likely else None
    return None


def _named_next(context: Context, at: int) -> bool:
    text = context.texts[at] if at < len(context.texts) else ""
    return context.next_to(at) and text[:1].isupper() and len(text) > 1


def _glued(words: Sequence[Token], at: int) -> bool:
    """Whether a hyphen or "&" at the token `at` joins two words without blanks."""
    return (
        at + 1 < len(words)
        and words[at].text in ("-", "&")
        and words[at - 1].end == words[at].start == words[at + 1].start - 1
        and words[at + 1].text[:1].isupper()
    )


def _end(context: Context, first: int, taken: Sequence[int], *, body: bool) -> int:
    """Where a name ends that goes on at `first` after its head.

    Names of companies and facilities end with a capitalised word; those of bodies go on in lower case.
    """
    words = context.words
    end = at = first
    while at < len(words) and at - first < MAX_RUN and (at == first or context.next_to(at)):
        text = words[at].text
        if text[:1].isupper() or text == "&" or (end > first and text == "-"):
            end = at + 1
            if _glued(words, end):
                end = at = end + 2  # "Sở TT-TT"
                continue
        elif text.lower() in BREAK_VI or not text.isalpha() or (not body and at - end >= _GAP):
            break
        elif text == "và":
            if at + 1 < len(words) and (taken[at + 1] or _head(context, at + 1, taken)):
                break
        elif body:
            end = at + 1
        at += 1
    return end
