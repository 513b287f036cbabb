"""How much of an article speaks of each thing: what it names most, in its headline, or only as a source.

An institute that is named once, as who counted, is hardly what a figure is about; what the headline names and
the text names again is.  Where an article is about a place, "the sector" and "39 markets" are that place's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from kg.extract.actor import PLACES, Actor, kind_of, ref_of
from kg.extract.reading import Reading
from kg.extract.spans import longest
from kg.extract.weigh import Bundle

# Words that make the name behind or before them a source.
_HEARD_BEFORE: Final = re.compile(
    r"(?:\b(?:according to|cit(?:es|ed|ing)|quot(?:es|ed|ing)|told|"
    r"(?:data|figures|statistics|numbers|reports?|surveys?|stud(?:y|ies)|research|index|ranking|analysis|polls?|"
    r"estimates?|forecasts?)(?: published| released| conducted)? (?:from|by|of))|"
    r"\b(?:theo|dẫn|trích|(?:số liệu|thống kê|báo cáo|khảo sát|nghiên cứu|dữ liệu|đánh giá|ước tính|dự báo|"
    r"xếp hạng)(?: mới)?(?: của| từ| do)?))\s+"
    r"(?:the |a |an |hãng |công ty |tổ chức |đơn vị |nền tảng |analysts? (?:at|from) |"
    r"(?:research|consultanc|analytics|data|market|survey|consulting)\w* "
    r"(?:firm |company |provider |group )?)*$",
    re.I,
)
_HEARD_AFTER: Final = re.compile(
    r"(?:\s*\([^)]{1,30}\))?(?:['’]s?)?\s+(?:[\w-]+\s+){0,2}"
    r"(?:reports?|surveys?|study|research|index|data|figures|statistics|count|estimates?|estimated|forecasts?|"
    r"ranking|said|says|told|noted|expects|projects|predicts|reckons|found|puts|shows?)\b"
    r"|(?:\s*\([^)]{1,30}\))?\s+(?:cho biết|cho hay|cho thấy|công bố|nhận định|dự báo|ước tính|thống kê|"
    r"đánh giá|khẳng định|chia sẻ|nói)\b",
    re.I,
)
_REACH: Final = 70
# How often the text must name a place that its headline does not, to be about it.
_OFTEN_NAMED: Final = 4
_BLANKS: Final = re.compile(r"\s+")
# From how many mentions on a thing is named often.
_OFTEN: Final = ((1, "1"), (2, "2"), (4, "3-4"), (8, "5-8"))


class Prominence:
    """The part of each named thing in one article."""

    def __init__(self, reading: Reading) -> None:
        self._times: Counter[str] = Counter()
        self._heard: Counter[str] = Counter()
        self._headline: set[str] = set()
        self._chief: dict[str, int] = {}
        self._known: dict[tuple[str, str, str], Bundle] = {}
        text = reading.document.text
        first = reading.blocks[0].end if reading.blocks else 0
        for start, end, key in _named(reading):
            self._times[key] += 1
            if end <= first:
                self._headline.add(key)
            if _HEARD_BEFORE.search(text, max(0, start - _REACH), start) or _HEARD_AFTER.match(text, end):
                self._heard[key] += 1
        for key, times in self._times.items():
            group = _group(key)
            self._chief[group] = max(self._chief.get(group, 0), times)
        self.home = self._place_of(reading)

    def _place_of(self, reading: Reading) -> Actor | None:
        """The place that the article is about: the first that its headline names, else one named often."""
        first: dict[str, Actor] = {}
        for view in reading.views:
            for name in view.names:
                if kind_of(name) in PLACES:
                    first.setdefault(name.refs[0], Actor.of_name(name))
        told = [ref for ref in first if ref in self._headline]
        if told:
            return first[told[0]] if self._times[told[0]] > 1 else None
        most = max(first, key=lambda ref: self._times[ref], default=None)
        return first[most] if most is not None and self._times[most] >= _OFTEN_NAMED else None

    def of(self, actor: Actor, kind: str, source: str) -> Bundle:
        """The features of an actor of a kind, which comes from a source."""
        key = _plain(actor.identity)
        found = self._known.get((key, kind, source))
        if found is None:
            found = self._known[key, kind, source] = Bundle(tuple(self._features(key, kind, source)))
        return found

    def _features(self, key: str, kind: str, source: str) -> Iterator[str]:
        times, heard = self._times[key], self._heard[key]
        often = next((name for most, name in _OFTEN if times <= most), "more")
        yield f"{kind} named:{often}"
        share = "never" if not heard else "always" if heard == times else "at times"
        yield f"{kind} heard:{share}"
        yield f"{kind} heard:{share} named:{often}"
        yield f"{kind} heard:{share} from:{source}"
        headline = "in headline" if key in self._headline else "not in headline"
        yield f"{kind} {headline}"
        yield f"{kind} {headline} from:{source}"
        chief = "chief" if times and times == self._chief.get(_group(key)) else "not chief"
        yield f"{kind} {chief}"
        yield f"{kind} {chief} from:{source}"


def _named(reading: Reading) -> Iterator[tuple[int, int, str]]:
    """The places of names and of the words of aggregates, each with what it names."""
    for view in reading.views:
        for name in view.names:
            yield name.start, name.end, ref_of(name) or _plain(name.text)
        for mark in longest(m for m in view.marks if m.term.role == "aggregate"):
            yield mark.start, mark.end, f"aggregate/{mark.term.ref}"


def _plain(text: str) -> str:
    return _BLANKS.sub(" ", text)


def _group(key: str) -> str:
    """What a thing competes with: aggregates with aggregates, names of firms with each other."""
    return key.partition("/")[0] if "/" in key else "company"
