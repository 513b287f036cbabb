"""Whom a text credits: cue words, the agents next to them, and how far a credit reaches.

A credit holds for its sentence, and is inherited by the sentences after it in the same paragraph, and by the
items of a list that it introduces, until another one takes its place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.candidate import Cue
from kg.extract.blocks import BlockKind
from kg.extract.grammar import GRAMMARS
from kg.extract.reading import Reading, View
from kg.gazetteer import NameMention

_AGENT_KINDS = frozenset(
    ("agency", "association", "company", "country", "international-organisation", "law", "media", "ministry",
     "office", "person", "programme", "state-owned-enterprise", "university")
)  # fmt: skip
# Cues before the agent; the agent's name, or words that stand for it, follow within a few words.
_BEFORE = {
    "en": re.compile(
        r"\b(?:according to|as per|citing|quoting|data (?:from|of|by|released by|published by|compiled by)|"
        r"(?:figures|statistics|numbers|estimates|calculations|analysis|forecasts?|a forecast|research|findings) "
        r"(?:from|of|by|released by|published by)|"
        r"(?:report|survey|study|ranking|index|white paper|review)s? (?:\S+ ){0,3}?"
        r"(?:from|by|of|released by|published by|conducted by|compiled by)|"
        r"(?:reported|said|announced|released|published|estimated|cited|quoted|disclosed|compiled|forecast|shared) by|"
        r"in a (?:statement|report|filing) (?:from|by|of)|the latest data from|data shows?)\s+",
        re.I,
    ),
    "vi": re.compile(
        r"(?:\btheo(?: (?:số liệu|báo cáo|thống kê|dữ liệu|ước tính|thông tin|công bố|khảo sát|nghiên cứu|dự báo|"
        r"đánh giá|tính toán|đại diện|lãnh đạo|nguồn tin|báo cáo tài chính|ông|bà|kết quả|kế hoạch))*"
        r"(?: (?:của|từ|do|về|mới nhất|sơ bộ|mới đây|vừa công bố))*|"
        r"(?:số liệu|dữ liệu|báo cáo|thống kê|khảo sát|nghiên cứu) (?:mới nhất )?(?:của|từ|do)|"
        r"\b(?:dẫn|trích) (?:số liệu|lời|báo cáo|nguồn)(?: của| từ)?)\s+",
        re.I,
    ),
}
# Cues after the agent: verbs of saying.
_AFTER = {
    "en": re.compile(
        r"(?:,[^,.;]{1,90},)?\s+(?:also |has |have |had |recently |earlier |further |later |then )?"
        r"(?:said|says|noted|notes|reported|reports|announced|announces|stated|states|added|revealed|shared|"
        r"estimates?|estimated|forecasts?|predicts?|predicted|projects|projected|recorded|shows?|showed|"
        r"highlighted|pointed out|told|affirmed|emphasi[sz]ed|disclosed|confirmed|calculates|calculated|"
        r"explained|expects|expected|counted|put|puts|claimed|claims|unveiled|posted|believes|wrote|"
        r"acknowledged|released)\b",
        re.I,
    ),
    "vi": re.compile(
        r"(?:,[^,.;]{1,90},)?\s+(?:cũng |đã |vừa |mới |còn )?"
        r"(?:cho biết|cho hay|nói|công bố|thông tin|báo cáo|nhận định|dự báo|ước tính|khẳng định|chia sẻ|"
        r"nhấn mạnh|ghi nhận|thống kê|tiết lộ|đánh giá|thông báo|cho rằng|dự kiến|xác nhận|kỳ vọng|phát biểu|"
        r"tính toán|nêu)\b",
        re.I,
    ),
}
# The cue may follow its agent's own words: "…, the company said."
_TAIL = {
    "en": re.compile(
        r"(?:said|says|noted|added|reported|according to|stated|revealed|told|explained)\s*$", re.I
    ),
    "vi": re.compile(r"(?:theo lời|theo)\s*$", re.I),
}
_THIRD = {
    "en": re.compile(
        r"\b(?:he|she|the (?:minister|director|chairman|chairwoman|CEO|official|executive|report|ministry|"
        r"agency|association|survey|firm|company|group|bank))\s+(?:also\s+)?"
        r"(?:said|says|added|noted|stressed|explained|told|estimates?|estimated|forecasts?|expects|shows?|"
        r"showed|pointed out|stated|reported)\b",
        re.I,
    ),
    "vi": re.compile(
        r"\b(?:ông|bà|vị này|báo cáo|bộ này|cơ quan này|công ty|tập đoàn|doanh nghiệp|hiệp hội)\s+"
        r"(?:cũng |này |còn )?(?:cho biết|cho hay|nói|nhận định|khẳng định|nhấn mạnh|nêu|dự báo|ước tính|"
        r"chia sẻ|cho rằng|thông tin)\b",
        re.I,
    ),
}
_NEAR = 70
_TITLE = re.compile(
    r"(?:the|a|an|its|mr|mrs|ms|dr|prof|deputy|prime|minister|director|general|chairman|chairwoman|ceo|"
    r"vice|president|head|chief|executive|officer|latest|new|recent|annual|official|vietnam['’]s|country['’]s|"
    r"of|at|from|ông|bà|phó|thứ|bộ|trưởng|giám|đốc|chủ|tịch|tổng|cục|đại|diện|lãnh|đạo|của|hội|đồng|quản|trị|"
    r"viện|ban|[.,])\s*",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Credit:
    """Who is credited, by which words; `inherited` when an earlier sentence says so."""

    agents: tuple[str, ...] = ()
    cues: tuple[Cue, ...] = ()
    inherited: bool = False


NO_CREDIT = Credit()


class Credits:
    """The credits of a document, sentence by sentence in its order."""

    def __init__(self, reading: Reading) -> None:
        self._text = reading.document.text
        self._language = reading.document.language
        self._grammar = GRAMMARS[self._language]
        self._blocks = reading.blocks
        self._last: Credit = NO_CREDIT
        self._person: Credit = NO_CREDIT
        self._block = -1

    def of(self, view: View, topic: str | None) -> Credit:
        """The credit of a sentence, where `topic` is what "the company" stands for; call in order."""
        if view.sentence.block != self._block:
            self._enter(view)
        found = self._found(view, topic)
        if found.agents:
            self._last = found
            return found
        if self._last.agents:
            return replace(self._last, inherited=True)
        return NO_CREDIT

    def _enter(self, view: View) -> None:
        """A new block: a list keeps the credit of its lead, anything else begins without one."""
        if self._last.agents:
            self._person = self._last
        if view.block.kind is not BlockKind.ITEM:
            self._last = NO_CREDIT
        self._block = view.sentence.block

    def _found(self, view: View, topic: str | None) -> Credit:
        for cue in _BEFORE[self._language].finditer(self._text, view.start, view.end):
            if credit := self._after_cue(view, cue):
                return credit
        for name in view.names:
            if not _may_speak(name):
                continue
            cue_after = _AFTER[self._language].match(self._text, name.end, view.end)
            if cue_after:
                return self._credit(view, name, cue_after.start(), cue_after.end(), cue_after)
        third = _THIRD[self._language].search(self._text, view.start, view.end)
        if third:
            cue = Cue("attribution", third[0], third.start(), third.end())
            if self._person.agents or self._last.agents:
                agents = (self._last if self._last.agents else self._person).agents
                return Credit(agents, (cue,), inherited=True)
            if topic is not None:
                return Credit((topic,), (cue,))
        return NO_CREDIT

    def _after_cue(self, view: View, cue: re.Match[str]) -> Credit | None:
        """The credit of a cue before its agent, if a name follows soon enough."""
        for name in view.names:
            if name.start < cue.end() or not _may_speak(name):
                continue
            between = self._text[cue.end() : name.start]
            if len(between) > _NEAR or not _only_titles(between):
                break
            return self._credit(view, name, cue.start(), cue.end(), None)
        return None

    def _credit(
        self, view: View, name: NameMention, start: int, end: int, after: re.Match[str] | None
    ) -> Credit:
        words = self._text[start:end].strip(" ,")
        if after is not None and "," in words:
            words = words.rpartition(",")[2].strip()
        at = self._text.index(words, start)
        cues = [
            Cue("attribution", words, at, at + len(words)),
            Cue("agent", name.text, name.start, name.end),
        ]
        ref = name.refs[0] if name.refs else ""
        kind = ref.partition("/")[0]
        if kind == "person" or ref:
            return Credit((ref,), tuple(cues))
        # A person whom nobody knows speaks for the office named beside the name.
        for other in view.names:
            if name.end <= other.start <= name.end + _NEAR and other.refs and _may_speak(other):
                if "," in self._text[name.end : other.start] or "of" in self._text[name.end : other.start]:
                    cues.append(Cue("agent", other.text, other.start, other.end))
                    return Credit((other.refs[0],), tuple(cues))
        for other in view.names:
            if name.start - _NEAR <= other.end <= name.start and other.refs and _may_speak(other):
                if _only_titles(self._text[other.end : name.start]):
                    cues.append(Cue("agent", other.text, other.start, other.end))
                    return Credit((other.refs[0],), tuple(cues))
        return Credit((name.text,), tuple(cues))


def _may_speak(name: NameMention) -> bool:
    if not name.refs:
        return name.flag == "new"
    kind = name.refs[0].partition("/")[0]
    return kind in _AGENT_KINDS and kind != "country"


def _only_titles(words: str) -> bool:
    """Whether nothing but titles and articles stands in `words`."""
    at = 0
    while at < len(words):
        match = _TITLE.match(words, at)
        if match is None:
            return not words[at:].strip()
        at = match.end()
    return True


def agents_of(names: Sequence[NameMention], credit: Credit) -> frozenset[int]:
    """Where the mentions begin that are agents of `credit`, so that they are not taken for subjects."""
    places = {cue.start for cue in credit.cues if cue.role == "agent"}
    return frozenset(name.start for name in names if name.start in places)
