"""Which names of a text may be subjects at all: no persons, no places on a map, no words in capitals.

Whoever speaks is a subject only where he speaks of himself.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from kg.extract.actor import ELIGIBLE, FIRMS, PLACES, Actor, kind_of, ref_of
from kg.extract.grammar import words
from kg.extract.reading import Reading
from kg.gazetteer import NameMention

# Behind a person's name: what he is.
_PERSON = {
    "en": re.compile(
        r"\s*,\s+(?:an?\s+|the\s+|its\s+)?"
        # "The charging company of its founder" is no person.
        r"(?:(?!(?:of|company|firm|maker|unit|arm)\b)[\w’'&-]+\s+){0,5}?"
        r"(?:director|partner|chief|head|president|chairman|chairwoman|ceo|cto|cfo|analyst|economist|manager|"
        r"officer|minister|founder|co-founder|secretary|professor|lecturer|expert|researcher|spokesperson|"
        r"spokesman|spokeswoman|adviser|advisor|executive|rector|dean)\b",
        re.I,
    ),
    "vi": re.compile(
        r"\s*[,–-]\s+(?:phó |quyền )?(?:tổng )?(?:giám đốc|chủ tịch|cục trưởng|vụ trưởng|trưởng|bộ trưởng|"
        r"thứ trưởng|chuyên gia|nhà sáng lập|đại diện|viện trưởng|tổng thư ký|ceo|cto)\b",
        re.I,
    ),
}
# Before a person's name: his title.
_TITLED = {
    "en": re.compile(
        r"\b(?:mr|mrs|ms|dr|prof|professor|minister|director|chairman|chairwoman|ceo|president|founder|"
        r"analyst|chief executive|economist|secretary|manager|head|officer|colonel|general|spokesman|"
        r"spokeswoman)\.?\s+$",
        re.I,
    ),
    "vi": re.compile(
        r"\b(?:ông|bà|anh|chị|TS|ThS|PGS|GS|tiến sĩ|bộ trưởng|thứ trưởng|cục trưởng)\.?\s+$",
        re.I,
    ),
}
_TITLE_BEFORE = 24
# Around the name of who wrote or photographed, alone on its line.
_BYLINE = (re.compile(r"(?:by|photo|photos by|reporting by)\s+", re.I), re.compile(r"[\s*.]*"))
# "HANOI, Vietnam (Reuters) –": where an article was written.
_DATELINE = re.compile(
    r"\s*(?:,\s+[A-Z][\w .]{2,14})?(?:\s*\([^)]{2,20}\))?\s*[–—]|\s+\([A-Z]{2,12}\)\s*[–—-]|"
    r",[^.;]{0,20}\d\s+[–—-]\s"
)
# Behind an exchange: the share that is listed there, "(HoSE: FPT)".
LISTED = re.compile(r"\s?:\s?[A-Z][A-Z0-9]{2,3}\b")
# Words that make no name by themselves, however they are capitalised.
_NO_NAME = words(
    """global it services service technology technologies tech digital data center centre cable direct
    development research project phase park industrial telecom telecoms software hardware cloud internet
    protocol earning earnings per share load tbps gbps mbps mw market markets region plan programme program
    economy industry sector system network international business solutions transformation innovation
    platform mobile broadband outsourcing retail online series round a b c d total net gross revenue profit
    year quarter q1 q2 q3 q4 yen won dong usd vnd eur baht riel kip series esop ipo social security
    foreign newswire index readiness report survey
    """
)
# What a company does that speaks of others.
_FORECASTS = re.compile(
    r"\s+(?:also |has |have |had )?(?:predict|forecast|estimat|reckon|calculat|project(?:s|ed)\b|"
    r"expects that|counts|tracks|dự báo|ước tính|nhận định|thống kê)",
    re.I,
)
# Places on a map that the seeds do not hold.
_A_PLACE = re.compile(
    r"\b(?:District|Province|City|Ward|Commune|Street|Town|Island|Bay|River|Airport|Port|Road|Avenue)$|"
    r"^(?:Quận|Huyện|Tỉnh|Thành phố|TP|Phường|Xã|Cảng|Sân bay|Đường|Trung tâm R&D)\b"
)
# What a company does that speaks of itself.
_ITSELF = {
    "en": re.compile(
        r"(?:\s*,[^,.;]{1,90},)?(?:[^.,;:]{0,48}\b(?:it|its|they|their)\b|\s+(?:also |has |had )?"
        r"(?:reported|posted|booked|announced)\s+(?:[\w-]+\s+){0,4}?"
        r"(?:profits?|loss(?:es)?|revenues?|earnings|income|turnover)\b)"
    ),
    "vi": re.compile(
        r"(?:\s*,[^,.;]{1,90},)?[^.,;:]{0,48}\b(?:công ty|tập đoàn|đơn vị này|mình|doanh nghiệp|hãng|"
        r"của họ)\b"
    ),
}
# "A U.S.-based firm" is about the firm.
_ADJECTIVE = re.compile(
    r"[-‐‑](?:based|headquartered|backed|listed|made|owned|born|invested|registered|funded|led|run|style)\b"
)
# What goes abroad: "sang thị trường Mỹ đạt 6,24 tỷ USD" is of who sells there.
_BOUND_FOR = re.compile(r"\bsang (?:(?:các |những )?(?:thị trường|nước|khối) )?$", re.I)
_BOUND_REACH = 30


class Eligible:
    """Decides which names of one document may be subjects."""

    def __init__(self, reading: Reading) -> None:
        self._text = reading.document.text
        self._itself = _ITSELF[reading.document.language]
        self._persons = _persons(reading)

    def __call__(
        self, name: NameMention, agents: Collection[int], topic: Actor | None, *, first: bool
    ) -> bool:
        """Whether `name` may be a subject.

        `agents` begin the names of those who speak, `topic` is what is spoken of, and `first` says that
        nothing else was found in the sentence yet.
        """
        kind = kind_of(name)
        if kind in PLACES and (_DATELINE.match(self._text, name.end) or self.is_whence_or_whither(name)):
            return False
        if LISTED.match(self._text, name.end):
            return False
        if name.start in agents and not self._of_itself(name, topic, first=first):
            return False
        return kind in ELIGIBLE if name.refs else self.is_new(name)

    def is_whence_or_whither(self, name: NameMention) -> bool:
        """Whether a place only says where somebody is from, or where something goes."""
        if kind_of(name) not in PLACES:
            return False
        low = max(0, name.start - _BOUND_REACH)
        return bool(_ADJECTIVE.match(self._text, name.end) or _BOUND_FOR.search(self._text, low, name.start))

    def _of_itself(self, name: NameMention, topic: Actor | None, *, first: bool) -> bool:
        """Whether who speaks may speak of itself: a company may, an analyst speaks of the topic."""
        ref, firm = ref_of(name), kind_of(name) in FIRMS
        if firm and _FORECASTS.match(self._text, name.end):
            return False
        if ref is not None and not firm:
            return False
        if self._itself.match(self._text, name.end):
            return True
        if ref is None:
            return False
        return first if topic is None else topic.ref == ref

    def is_named(self, name: NameMention) -> bool:
        """Whether an unknown name is one of a thing: no person's, no words that only have capitals."""
        if name.flag != "new" or name.kind == "person" or name.text in self._persons:
            return False
        return not all(word.casefold() in _NO_NAME for word in name.text.split())

    def is_new(self, name: NameMention) -> bool:
        """Whether a name is one of an organisation or a product, and nobody knows it."""
        if not self.is_named(name) or _A_PLACE.search(name.text):
            return False
        # An unknown abbreviation is no name until the text has introduced it.
        return not (name.kind == "" and name.text.isupper() and not name.stands_for)


def _persons(reading: Reading) -> frozenset[str]:
    """Unknown names that somewhere stand beside a title, and their last words."""
    text = reading.document.text
    after, before = _PERSON[reading.document.language], _TITLED[reading.document.language]
    named = {
        name.text
        for view in reading.views
        for name in view.names
        if not name.refs
        and not name.kind
        and (
            after.match(text, name.end, view.end)
            or before.search(text[max(view.start, name.start - _TITLE_BEFORE) : name.start])
            or (
                _BYLINE[0].fullmatch(text, view.start, name.start)
                and _BYLINE[1].fullmatch(text, name.end, view.end)
            )
        )
    }
    return frozenset(named | {name.split()[-1] for name in named})
