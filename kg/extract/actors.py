"""Who or what a figure may be about: names, aggregates and words that stand for them, sentence by sentence.

A subject carries over: from the headline, from a list's lead to its items, and from sentence to sentence, until
the text speaks of another.  A segment that is named after its industry narrows the industry and does not take
its place.  Which actor a figure takes is decided by `Cast.choose`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.candidate import Cue
from kg.extract.blocks import BlockKind
from kg.extract.grammar import GRAMMARS, Distance, Grammar, words
from kg.extract.reading import Mark, Reading, View
from kg.gazetteer import NameMention
from kg.grounding.conventions import BODY_OF, SECTOR_OF

FIRMS = frozenset(("company", "state-owned-enterprise"))
_BODIES = frozenset(("agency", "association", "international-organisation", "media", "ministry"))
_OTHERS = frozenset(
    ("aggregate", "country", "event", "law", "market", "product", "programme", "strategy", "technology",
     "university")
)  # fmt: skip
_ELIGIBLE = FIRMS | _BODIES | _OTHERS
# What a sentence goes on speaking of; a body speaks, a place is where it happens.
_TOPICS = FIRMS | {"aggregate", "university", ""}
# What happens in a year, or goes on for years, also to strategies and products.
_EVENTS = frozenset(
    ("founding_year", "launch_year", "going_abroad_year", "completion_year", "listing_year", "entry_year",
     "implementation_duration")
)  # fmt: skip
VIETNAM = "country/vietnam"
# Regions are spoken of as markets of their own; other markets are places in Vietnam.
# Bodies whose money comes from countries.
_FUNDED = frozenset(("aggregate/vietnam-startups", "aggregate/vietnam-foreign-investment"))
_OF_NETWORKS = frozenset(("base_station_count", "population_coverage", "area_coverage"))
_PLACES = frozenset(("country", "market"))
_PASSING = FIRMS | {""}
_REGIONS = frozenset(
    f"market/{name}"
    for name in ("world", "southeast-asia", "asean", "asia", "asia-pacific", "europe", "european-union",
                 "africa", "latin-america", "north-america")
)  # fmt: skip
# Industries that sources break down; a segment named beneath one is a sector of it.
_BROAD = frozenset(
    f"aggregate/vietnam-{name}"
    for name in ("ict-industry", "digital-technology-industry", "information-and-communications-sector",
                 "it-industry", "digital-economy", "internet-economy", "science-and-technology-sector",
                 "software-and-it-services-industry", "telecommunications-industry", "startups",
                 "overseas-investment", "foreign-investment")
)  # fmt: skip
# What only a country has.
_OF_COUNTRIES = frozenset(
    ("gii_rank", "egdi_rank", "gci_rank", "ai_readiness_rank", "speed_rank", "rnd_share_of_gdp", "gdp",
     "gdp_growth", "gdp_per_capita", "population", "download_speed", "upload_speed", "internet_user_share",
     "smartphone_user_share", "household_coverage", "tax_rate", "online_service_rate", "5g_mastery_rank", "unicorn_count")
)  # fmt: skip
# Industries that are segments of a broader one where that is spoken of.
_ALSO_SEGMENTS = frozenset(
    ("aggregate/vietnam-it-industry", "aggregate/vietnam-software-and-it-services-industry")
)
_FOREIGN_OWNED = "aggregate/vietnam-fdi-enterprises"
_PERSON = {
    "en": re.compile(
        r"\s*,\s+(?:an?\s+|the\s+|its\s+)?(?:[\w’'&-]+\s+){0,5}?(?:director|partner|chief|head|president|chairman|"
        r"chairwoman|ceo|cto|cfo|analyst|economist|manager|officer|minister|founder|co-founder|secretary|professor|"
        r"lecturer|expert|researcher|spokesperson|spokesman|spokeswoman|adviser|advisor|executive|rector|dean)\b",
        re.I,
    ),
    "vi": re.compile(
        r"\s*[,–-]\s+(?:phó |quyền )?(?:tổng )?(?:giám đốc|chủ tịch|cục trưởng|vụ trưởng|trưởng|bộ trưởng|"
        r"thứ trưởng|chuyên gia|nhà sáng lập|đại diện|viện trưởng|tổng thư ký|ceo|cto)\b",
        re.I,
    ),
}
_DATELINE = re.compile(
    r"\s*(?:,\s+[A-Z][\w .]{2,14})?(?:\s*\([^)]{2,20}\))?\s*[–—]|\s+\([A-Z]{2,12}\)\s*[–—-]|,[^.;]{0,20}\d\s+[–—-]\s"
)
_INDUSTRY = re.compile(
    r"industry|sector|market|firms|companies|enterprises|ngành|thị trường|lĩnh vực|doanh nghiệp|Viet ?nam|Việt Nam",
    re.I,
)
_PART = re.compile(r"\b(?:trong đó|riêng|bao gồm|gồm)\b", re.I)
_JOINED = re.compile(r"\s*(?:,|and|và|,\s*and)\s*")
_NATIONAL = re.compile(r"Viet ?nam|Việt Nam|country|national|domestic|industry|ngành|toàn quốc|cả nước", re.I)
# Segments that statistics report as industries of their own.
_OWN_INDUSTRIES = frozenset(("postal", "telecommunications", "semiconductors", "chip-design", "fintech"))
# Words that make no name by themselves, however they are capitalised.
_NO_NAME = words(
    """global it services service technology technologies tech digital data center centre cable direct development
    research project phase park industrial telecom telecoms software hardware cloud internet protocol earning earnings
    per share load tbps gbps mbps mw market markets region plan programme program economy industry sector system network
    international business solutions transformation innovation platform mobile broadband outsourcing retail online
    series round a b c d total net gross revenue profit year quarter q1 q2 q3 q4 yen won dong usd vnd eur baht riel kip
    """
)
_FORECASTS = re.compile(
    r"\s+(?:also |has |have |had )?(?:predict|forecast|estimat|reckon|calculat|project(?:s|ed)\b|expects that|counts|tracks|"
    r"dự báo|ước tính|nhận định|thống kê)",
    re.I,
)
_APPOSITION = re.compile(
    r"\s*,\s+(?:an?|the|its|one of|which|who|thành viên|đơn vị|công ty|nhà|hãng|một)\s[^.;]{2,150}?,(?=\s)",
    re.I,
)
_A_PLACE = re.compile(
    r"\b(?:District|Province|City|Ward|Commune|Park|Zone|Street|Town|Island|Bay|River|Airport|Port|Road|Avenue)$|"
    r"^(?:Quận|Huyện|Tỉnh|Thành phố|TP|Phường|Xã|Khu|Cảng|Sân bay|Đường|Trung tâm R&D)\b"
)
_DOING = re.compile(r"\s+(?:\([^)]*\)\s*)?\w{3,}ing\b")
# "Indonesia at 48 percent", "China ($3.7 billion)": the name right before its figure.
_OF_THE_NAME = re.compile(
    r"\s*(?:\(|:|at|with|–|-|với|đạt|có|ở mức|chiếm)\s*(?:\(|about|around|nearly|over|more than|some|just|only|almost|khoảng|gần|hơn|trên|mức|an? )?\s*",
    re.I,
)
_OWNED_GAP = 14
_INDUSTRY_NOUNS = (
    "industry",
    "sector",
    "market",
    "ngành này",
    "lĩnh vực này",
    "thị trường này",
    "toàn ngành",
)
_RELATIVE = re.compile(r",\s+(?:which|who|whose|where)\b", re.I)
_ITSELF = {
    "en": re.compile(r"(?:\s*,[^,.;]{1,90},)?[^.,;:]{0,48}\b(?:it|its|they|their)\b"),
    "vi": re.compile(
        r"(?:\s*,[^,.;]{1,90},)?[^.,;:]{0,48}\b(?:công ty|tập đoàn|đơn vị này|mình|doanh nghiệp|hãng|của họ)\b"
    ),
}
_WITHIN = re.compile(r"\b(?:in|within|across|throughout|tại|ở)\s+(?:the\s+)?$", re.I)
_TITLED = {
    "en": re.compile(
        r"\b(?:mr|mrs|ms|dr|prof|professor|minister|director|chairman|chairwoman|ceo|president|founder|analyst|"
        r"chief executive|economist|secretary|manager|head|officer|colonel|general|spokesman|spokeswoman)\.?\s+$",
        re.I,
    ),
    "vi": re.compile(
        r"\b(?:ông|bà|anh|chị|TS|ThS|PGS|GS|tiến sĩ|bộ trưởng|thứ trưởng|giám đốc|chủ tịch|cục trưởng|CEO)\.?\s+$",
        re.I,
    ),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """A possible subject at its place.  `ref` is None for a name that nobody knows.

    `aside`: it stands after a preposition; `owner`: a possessive follows; `owned`: "of" stands before;
    `place`: it says where; `carried`: it stands for something named earlier, at `start` and `end` then or
    here; `sector` is set for a segment that narrows its industry, `market` for a place that narrows a company.
    """

    start: int
    end: int
    text: str
    ref: str | None
    aside: bool = False
    owner: bool = False
    owned: bool = False
    place: bool = False
    carried: bool = False
    rule: str = "subject-named"
    sector: str | None = None
    market: str | None = None
    ownership: str | None = None
    until: int = 0
    named: Cue | None = None
    also: tuple[Cue, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of entity; empty for an unknown name."""
        return (self.ref or "").partition("/")[0]

    @property
    def cues(self) -> tuple[Cue, ...]:
        """Where the text names it, the words that stand for it here, and what else makes it so."""
        own = Cue("subject", self.text, self.start, self.end)
        found = [self.named, own if self.text else None, *self.also]
        return tuple(dict.fromkeys(cue for cue in found if cue is not None))


class Cast:
    """The actors of a document, and which of them a sentence is about."""

    def __init__(self, reading: Reading, sectors: Mapping[str, str]) -> None:
        self._text = reading.document.text
        self._language = reading.document.language
        self._grammar: Grammar = GRAMMARS[self._language]
        self._sectors = sectors
        self._industries = {sector: ref for ref, sector in sectors.items()}
        self._persons = self._known_persons(reading)
        self._heads: dict[int, Actor] = {}
        self._main: Actor | None = None
        self._section: Actor | None = None
        self._recent: Actor | None = None
        self._topic: Actor | None = None
        self._firm: Actor | None = None
        self._firm_block = -1
        self._industry: Actor | None = None
        self._ministry, self._ministry_at = "", -1
        self._ministry_cue: Cue | None = None
        self._vietnam: Cue | None = None
        self._block = -1
        self._listed = False

    @property
    def topic(self) -> Actor | None:
        """What was spoken of last."""
        return self._topic or self._main

    @property
    def firm(self) -> Actor | None:
        """The company that was spoken of last: what "the company" stands for."""
        return self._firm

    def _known_persons(self, reading: Reading) -> frozenset[str]:
        """Unknown names that somewhere stand beside a title."""
        after, before = _PERSON[self._language], _TITLED[self._language]
        return frozenset(
            name.text
            for view in reading.views
            for name in view.names
            if not name.refs
            and not name.kind
            and (
                after.match(self._text, name.end, view.end)
                or before.search(self._text[max(view.start, name.start - 24) : name.start])
            )
        )

    # --- the actors of a sentence -----------------------------------------------------------------------

    def actors(self, view: View, agents: Collection[int]) -> list[Actor]:
        """The possible subjects of a sentence, in its order; `agents` begin the names of those who speak."""
        found: list[Actor] = []
        part = _PART.search(self._text, view.start, view.end) is not None
        self._listed = view.block.kind is BlockKind.ITEM or part
        for mark in _longest([m for m in view.marks if m.term.role == "aggregate"]):
            if (actor := self._aggregate(view, mark)) is not None:
                found.append(actor)
        for name in view.names:
            if not _overlaps(found, name.start, name.end) and self._eligible(name, agents, bool(found)):
                ref = name.refs[0] if name.refs else None
                found.append(self._actor(view, name.start, name.end, ref))
        for pattern, firm in ((self._grammar.anaphor, True), (self._grammar.body, False)):
            for match in pattern.finditer(self._text, view.start, view.end):
                if _overlaps(found, match.start(), match.end()):
                    continue
                meant = self._antecedent(view, found, match.start(), firm=firm) or self._meant(
                    match[0], firm=firm
                )
                if meant is not None:
                    actor = self._actor(view, match.start(), match.end(), meant.ref)
                    named = meant.named or next(iter(meant.cues), None)
                    found.append(
                        replace(actor, rule="subject-anaphor", carried=True, named=named, sector=meant.sector)
                    )
        found.sort(key=lambda a: a.start)
        for n in range(1, len(found)):
            gap = self._text[found[n - 1].end : found[n].start]
            if found[n - 1].aside and _JOINED.fullmatch(gap):
                found[n] = replace(found[n], aside=True)
        found = self._of_whom(self._with_apposition(view, found))
        # "South Korea's Hanbit", "the country's internet economy": the owner is not what is spoken of.
        return [a for n, a in enumerate(found) if not _only_owns(a, found[n + 1 : n + 2])]

    def _antecedent(self, view: View, found: Sequence[Actor], at: int, *, firm: bool) -> Actor | None:
        """What "it" stands for where the sentence itself names somebody before: its own subject."""
        if not firm:
            return None
        kinds = _TOPICS | {"product"}
        named = [
            a for a in found if a.end <= at and not (a.aside or a.place or a.carried) and a.kind in kinds
        ]
        if named:
            return named[0]
        for name in view.names:
            firms = name.end <= at and name.refs and name.refs[0].partition("/")[0] in FIRMS
            if firms and not self._grammar.aside.search(
                self._text[max(view.start, name.start - 40) : name.start]
            ):
                return Actor(name.start, name.end, self._text[name.start : name.end], name.refs[0])
        return None

    def _with_apposition(self, view: View, found: list[Actor]) -> list[Actor]:
        """ "Lumen Pay, a startup of Hanoi that …, has raised": what stands between the commas is told of the first."""
        if not found or found[0].start - view.start > 3 or found[0].carried:
            return found
        match = _APPOSITION.match(self._text, found[0].end, view.end)
        if match is None:
            return found
        return [
            replace(found[0], until=match.end()),
            *(replace(a, aside=True) if a.start < match.end() else a for a in found[1:]),
        ]

    def _of_whom(self, found: Sequence[Actor]) -> list[Actor]:
        """Segments of a company are of the one that the sentence itself names before them."""
        out: list[Actor] = []
        for actor in found:
            if actor.rule in ("subject-segment", "subject-market"):
                own = [a for a in out if a.rule == "subject-named" and a.kind in FIRMS and not a.aside]
                if own:
                    actor = replace(actor, ref=own[-1].ref, named=own[-1].cues[0])  # noqa: PLW2901
            out.append(actor)
        return out

    def _aggregate(self, view: View, mark: Mark) -> Actor | None:
        """The actor of an aggregate's words, with the country that owns it; None for another country's."""
        text, start, ref = self._text, mark.start, f"aggregate/{mark.term.ref}"
        before = next((n for n in reversed(view.names) if n.end <= start), None)
        if before is not None and before.refs and before.refs[0].startswith(("country/", "market/")):
            between = text[before.end : start]
            if len(between) <= 24 and re.fullmatch(r"(?:['’]s?)?(?:\s+[\w-]+){0,2}\s*", between):
                if before.refs[0] != VIETNAM:
                    return None
                start = before.start
        after = next((n for n in view.names if n.start >= mark.end), None)
        if (
            after is not None
            and after.refs
            and after.refs[0].startswith("country/")
            and after.refs[0] != VIETNAM
        ):
            if re.fullmatch(r"\s*(?:của|in|of)?\s*", text[mark.end : after.start]) and self._language == "vi":
                return None
        if self._grammar.foreign.search(text, max(view.start, start - 30), start):
            return None
        return self._actor(view, start, mark.end, ref)

    def _eligible(self, name: NameMention, agents: Collection[int], aggregates: bool) -> bool:
        ref = name.refs[0] if name.refs else None
        kind = (ref or "").partition("/")[0]
        if kind in ("market", "country") and _DATELINE.match(self._text, name.end):
            return False
        if name.start in agents:
            # A company that speaks may speak of itself; an analyst speaks of what the text is about.
            topic = self.topic
            if kind not in FIRMS and ref is not None:
                return False
            if kind in FIRMS and _FORECASTS.match(self._text, name.end):
                return False
            itself = _ITSELF[self._language].match(self._text, name.end) is not None
            same = topic is not None and topic.ref == ref and ref is not None
            if not (itself or same) and (
                aggregates or ref is None or (topic is not None and topic.ref != ref)
            ):
                return False
        if ref is not None:
            return kind in _ELIGIBLE
        if name.flag != "new" or name.kind == "person" or name.text in self._persons:
            return False
        if all(word.casefold() in _NO_NAME for word in name.text.split()) or _A_PLACE.search(name.text):
            return False
        # An unknown abbreviation is no name until the text has introduced it.
        return not (name.kind == "" and name.text.isupper() and not name.stands_for)

    def _actor(self, view: View, start: int, end: int, ref: str | None) -> Actor:
        grammar, text = self._grammar, self._text
        before = text[max(view.start, start - 60) : start]
        words = text[start:end]
        owner = grammar.possessive.match(text, end) is not None or words.lower() in ("its", "their")
        aside = grammar.aside.search(before) is not None or self._in_relative(view, start)
        if aside and before.rstrip().lower().endswith("with") and _DOING.match(text, end):
            aside = False  # "with VinaPhone reaching 3 million"
        owned = grammar.owned.search(before) is not None
        place = grammar.place.search(before) is not None
        actor = Actor(start, end, words, ref, aside, owner, owned, place)
        return self._narrowed(view, actor)

    def _in_relative(self, view: View, start: int) -> bool:
        """Whether a place lies in a clause that only tells more of another: "which supplies Samsung"."""
        low = max(view.start, start - 80)
        match = None
        for match in _RELATIVE.finditer(self._text, low, start):
            pass
        return match is not None and "," not in self._text[match.end() : start]

    def _narrowed(self, view: View, actor: Actor) -> Actor:
        """An actor that only narrows what is spoken of: a market or segment of a company or an industry."""
        topic = self._topic
        if topic is None or actor.ref == VIETNAM:
            return actor
        sector = "5g" if actor.ref == "technology/5g" else self._sectors.get(actor.ref or "")
        narrowed = replace(
            actor, ref=topic.ref, carried=True, rule="subject-segment",
            named=topic.named or next(iter(topic.cues), None),
        )  # fmt: skip
        if actor.kind in ("country", "market"):
            of_firm = topic.kind in _PASSING and not actor.owner
            funded = (
                topic.ref in _FUNDED
                and actor.kind == "country"
                and not (actor.place or actor.aside or actor.owner)
            )
            if of_firm or funded:
                return replace(narrowed, market=actor.ref, rule="subject-market")
        elif topic.kind in FIRMS and (actor.kind == "aggregate" or sector == "5g"):
            if not self._is_national(view, actor):
                return replace(narrowed, sector=sector)
        elif topic.ref in _BROAD and actor.ref == _FOREIGN_OWNED:
            return replace(narrowed, ownership="foreign-invested")
        elif topic.ref in _BROAD and sector is not None and sector not in _OWN_INDUSTRIES:
            if actor.ref in _BROAD and (actor.ref not in _ALSO_SEGMENTS or topic.ref in _ALSO_SEGMENTS):
                return actor
            if self._language == "vi" and not self._listed and topic.ref != "aggregate/vietnam-startups":
                return actor
            return replace(narrowed, sector=sector)
        return actor

    def _is_national(self, view: View, actor: Actor) -> bool:
        """Whether an industry is the country's, where a company is spoken of, and no segment of the company."""
        if _NATIONAL.search(actor.text):
            return True
        return any(
            ref.startswith(("ministry/", "agency/", "association/")) or ref == VIETNAM
            for name in view.names
            for ref in name.refs[:1]
        )

    def _meant(self, words: str, *, firm: bool) -> Actor | None:
        # "It" may be anything; "the company" is a company.
        words = words.lower()
        if firm and words not in ("it", "its", "they", "their"):
            main = self._main
            if (
                main is not None
                and main.kind in FIRMS
                and words.endswith(("group", "corporation", "tập đoàn"))
            ):
                return main
            if main is not None and main.kind in FIRMS and self._firm_block != self._block:
                return main
            return self._firm or self.topic
        sector = SECTOR_OF.get(self._ministry)
        if sector is not None and words in ("the sector", "this sector", "ngành này", "toàn ngành"):
            if (
                self._topic is None
                or self._topic.kind != "aggregate"
                or self._topic.start < self._ministry_at
            ):
                return Actor(0, 0, "", sector, named=self._ministry_cue)
        if not firm and self._industry is not None and words.endswith(_INDUSTRY_NOUNS):
            return self._industry
        if words in ("the country", "the nation", "cả nước", "this country"):
            return self._country()
        return (self._recent or self.topic) if firm else self.topic

    # --- what is spoken of ------------------------------------------------------------------------------

    def _country(self) -> Actor | None:
        """Vietnam, where the text has named it."""
        if self._vietnam is None:
            return None
        return Actor(0, 0, "", VIETNAM, carried=True, rule="subject-country", named=self._vietnam)

    @property
    def main(self) -> Actor | None:
        """What the article is about."""
        return self._main

    def enter(self, view: View) -> None:
        """Begin a sentence: the items of a list are about what its lead is about."""
        self._recent = self._topic
        for name in view.names:
            if name.refs and name.refs[0].startswith("ministry/"):
                self._ministry, self._ministry_at = name.refs[0], name.start
                self._ministry_cue = Cue("subject", name.text, name.start, name.end)
            elif name.refs and name.refs[0] == VIETNAM:
                self._vietnam = Cue("subject", name.text, name.start, name.end)
        if view.sentence.block == self._block:
            return
        self._block = view.sentence.block
        lead = view.block.lead
        if view.block.kind is BlockKind.ITEM and lead is not None and lead in self._heads:
            self._topic = self._heads[lead]
        elif view.block.kind is BlockKind.HEADING:
            self._section = None
        elif view.block.kind is BlockKind.PARAGRAPH:
            self._recent = self._topic
            main = self._section or self._main
            if main is not None and self._topic is not None and self._topic.kind in _PASSING:
                # A new paragraph goes on with what the article is about, until it names another.
                self._topic = main

    def leave(self, view: View, actors: Sequence[Actor], measured: Sequence[Actor] = ()) -> None:
        """End a sentence: what it measured, else what it is about, is what the next one goes on with."""
        for actor in measured:
            if actor.kind == "aggregate":
                self._industry = actor
        goes_on = next((a for a in measured if a.rule == "subject-anaphor" and a.kind in _TOPICS), None)
        head = next(
            (a for a in measured if a.kind in _TOPICS and not a.carried and a.rule == "subject-named"), None
        ) or self._head(view, actors)
        head = head or goes_on
        asks = self._text[view.start : view.end].rstrip("”\"' ").endswith("?")
        if head is not None and view.block.kind is not BlockKind.ITEM and not asks:
            self._topic = head
            if view.block.kind is BlockKind.HEADING and self._main is not None and head.kind in FIRMS:
                self._section = head
        if self._topic is not None:
            self._heads[view.sentence.block] = self._topic
            self._main = self._main or self._topic
        if view.block.kind is BlockKind.ITEM:
            return
        firm = next(
            (a for a in actors if (a.kind in FIRMS or a.ref is None) and not a.carried and not a.aside), None
        )
        if firm is None and self._firm is None:
            firm = next((a for a in actors if a.kind in FIRMS), None)
        if firm is not None:
            self._firm, self._firm_block = firm, self._block

    def _head(self, view: View, actors: Sequence[Actor]) -> Actor | None:
        """What a sentence is about: its first topic that is no aside, else an owner, else an aggregate."""
        topics = [a for a in actors if a.kind in _TOPICS and not (a.carried and a.rule != "subject-segment")]
        topics = [a for a in topics if a.rule != "subject-segment"]
        for test in (
            lambda a: not a.aside and not a.place,
            lambda a: a.owned and not (a.place and a.kind in ("country", "market")),
            lambda a: a.kind == "aggregate" and self._topic is None,
        ):
            for actor in topics:
                if test(actor):
                    return actor
        if self._topic is None:
            return next((a for a in actors if a.kind == "country" and not a.place), None)
        # A new paragraph that begins with the country leaves the company.
        first = actors[0] if actors else None
        opens = view.start == view.block.start and first is not None and first.start - view.start < 4
        if (
            opens
            and first is not None
            and first.ref == VIETNAM
            and not first.owner
            and self._topic.kind != "aggregate"
        ):
            return first
        return None

    # --- what a figure is about -------------------------------------------------------------------------

    def choose(
        self, view: View, actors: Sequence[Actor], figure: tuple[int, int], metric: str | None,
        cue: Cue | None, distance: Distance, last: Actor | None = None, *, whole: bool = False,
    ) -> Actor | None:  # fmt: skip
        """The actor that the figure at `figure` is about; `cue` are the words that name its `metric`.

        `last` is what the figure before in the sentence is about; with `whole`, what follows the figure is
        only what it is a share of.
        """
        best, top = None, -99.0
        for actor in actors:
            score = self._score(view, actor, figure, cue, distance)
            if whole and 0 <= actor.start - figure[1] <= 40:
                score -= 3.5  # "32% of the nation's exports" is no figure of the nation
            if actor.kind in ("strategy", "programme", "law", "event") and metric not in _EVENTS:
                score -= 2.0
            if metric in _OF_COUNTRIES:
                score += 1.0 if actor.kind == "country" else -2.0
            if score > top:
                best, top = actor, score
        carried = last or self.topic
        if metric in _OF_COUNTRIES:
            if best is not None and (best.kind == "country" or (best.kind in FIRMS and top >= 0)):
                return best
            return self._country() or best
        if carried is not None and (best is None or top < 0.35):
            named = carried.named or next(iter(carried.cues), None)
            best = replace(carried, carried=True, rule="subject-carried", named=named)
        return self._body(view, best, metric, cue)

    def of_event(self, actors: Sequence[Actor], verb: Cue, metric: str) -> Actor | None:
        """What was founded, or launched, by the verb: what follows "X launched", else what stands nearest."""
        before = [a for a in actors if a.end <= verb.start and not a.place]
        after = [a for a in actors if a.start >= verb.end and not a.place]
        active = before and self._text[before[-1].end : verb.start].strip() in (
            "",
            "has",
            "had",
            "also",
            "đã",
        )
        if metric == "launch_year" and active and after:
            return after[0]
        if before:
            return next((a for a in reversed(before) if not a.aside), before[-1])
        return (
            after[0] if after else (self.topic if self.topic is None else replace(self.topic, carried=True))
        )

    def _body(self, view: View, actor: Actor | None, metric: str | None, cue: Cue | None) -> Actor | None:
        """The body that is measured where the words name only the country, a technology or who reports."""
        if actor is not None and actor.ref == "technology/5g":
            topic = self.topic
            if topic is not None and topic.kind in FIRMS:
                return replace(topic, sector="5g", carried=True, rule="subject-segment")
            return replace(actor, ref="aggregate/vietnam-5g-network", rule="subject-of-metric")
        if (
            actor is not None
            and actor.ref == "aggregate/vietnam-telecommunications-industry"
            and cue is not None
        ):
            if metric in _OF_NETWORKS and "5G" in self._text[max(view.start, cue.start - 40) : cue.end + 30]:
                at = self._text.index("5G", max(view.start, cue.start - 40))
                return replace(
                    actor,
                    ref="aggregate/vietnam-5g-network",
                    rule="subject-of-metric",
                    also=(*actor.also, Cue("subject", "5G", at, at + 2)),
                )
        if actor is not None and actor.ref != VIETNAM and actor.kind not in _BODIES:
            return actor
        if metric in _OF_COUNTRIES:
            return actor
        main = self._section or self._main
        if (
            actor is not None
            and main is not None
            and main.kind == "aggregate"
            and (actor.carried or main.ref == "aggregate/vietnam-foreign-investment")
        ):
            # "The country counted 54,500 firms" in an article about an industry.
            return replace(
                main, carried=True, rule="subject-carried", named=main.named or next(iter(main.cues), None)
            )
        body = BODY_OF.get(metric or "")
        if body is not None:
            country = actor or self._country()
            return None if country is None else replace(country, ref=body, rule="subject-of-metric")
        if cue is None or actor is None:
            return actor
        # "Vietnam's software exports" are those of its software industry.
        for mark in view.marks:
            before = cue.start - 40 <= mark.start and mark.end <= cue.end + 1
            behind = self._language == "vi" and cue.end <= mark.start <= cue.end + 12
            if mark.term.role == "sector" and (before or behind):
                gap = self._text[mark.end : cue.start] if before else self._text[cue.end : mark.start]
                industry = self._industries.get(mark.term.ref)
                if industry is not None and len(gap) < 14 and not re.search(r"[,.;:\d]", gap):
                    words = Cue("subject", self._text[mark.start : mark.end], mark.start, mark.end)
                    return replace(actor, ref=industry, rule="subject-of-sector", also=(*actor.also, words))
        return actor

    def _score(
        self, view: View, actor: Actor, figure: tuple[int, int], metric: Cue | None, distance: Distance
    ) -> float:
        start, end = figure
        bond = self._bond(actor, metric)
        score = 1.4 + bond
        if actor.place and actor.kind in ("country", "market") and not actor.owner:
            score -= self._away(view, actor)
        elif (actor.aside or actor.owned) and not bond:
            score -= 1.4
        elif actor.aside:
            score -= 0.4
        score -= self._unlikely(actor)
        beside = _OF_THE_NAME.fullmatch(self._text, actor.end, start) if actor.end <= start else None
        if (
            beside is not None
            and actor.place
            and beside[0].split()[:1] in (["with"], ["với"], ["có"], ["đạt"])
        ):
            beside = None
        if beside is not None and not actor.carried:
            score += 2.4 if actor.kind in ("country", "market") and actor.place else 1.8
        if actor.end <= start:
            score -= 0.6 * distance.cost(max(actor.end, min(actor.until, start)), start)
            if actor.start - view.start < 3:
                score += 0.4
        elif actor.start >= end:
            score -= 1.1 + distance.cost(end, actor.start)
        return score

    def _away(self, view: View, actor: Actor) -> float:
        """How much speaks against a place: "in Vietnam" may be what is measured, and so may a region set first."""
        if actor.ref == VIETNAM and _WITHIN.search(
            self._text[max(view.start, actor.start - 16) : actor.start]
        ):
            return 0.6
        topic = self.topic
        first = actor.start - view.start < 20 and self._text[actor.end : actor.end + 1] == ","
        if first and topic is not None and topic.kind == "aggregate":
            return -0.4
        return 2.4

    def _unlikely(self, actor: Actor) -> float:
        """How much speaks against a kind of actor being measured at all."""
        if actor.ref == VIETNAM:
            return 0.8
        if actor.ref is None:
            return 0.3
        if actor.kind == "market" and actor.ref not in _REGIONS:
            return 2.2 if actor.aside or actor.place else 0.7
        if actor.kind in _BODIES:
            return 1.3
        if actor.kind == "technology":
            return 1.6
        if actor.kind in ("country", "market", "law", "event", "product"):
            return 0.6
        return 0.0

    def _bond(self, actor: Actor, metric: Cue | None) -> float:
        """How firmly the words tie the actor to the metric: "its revenue", "revenue of", "doanh thu FPT"."""
        if metric is None:
            return 0.0
        text = self._text
        if actor.text == "5G":
            return 0.0
        if metric.start <= actor.start < metric.end or actor.start <= metric.start < actor.end:
            return -2.0 if actor.ref == VIETNAM else 2.0
        if actor.end <= metric.start:
            gap = text[actor.end : metric.start]
            if len(gap) <= 40 and not any(sign in gap for sign in ",;:."):
                if actor.owner:
                    return 2.6 if actor.kind not in _BODIES or len(gap) < 12 else 0.4
                if len(gap) <= 1 and not actor.aside and not actor.place:
                    return 1.4
            return 0.0
        gap = text[metric.end : actor.start]
        if actor.ref == VIETNAM and gap.strip() in ("in", "tại", "ở", "of", "của"):
            return 2.0
        if len(gap) <= 30 and not any(sign in gap for sign in ",;:.("):
            if actor.owned and not re.search(r"\d", gap):
                return 2.4
            if len(gap) <= 1 and self._language == "vi":
                return 2.4
        return 0.0


def _only_owns(actor: Actor, after: Sequence[Actor]) -> bool:
    """Whether a country does no more than own the actor that follows."""
    near = bool(after) and after[0].start - actor.end <= _OWNED_GAP
    return near and actor.owner and actor.kind in ("country", "market")


def _overlaps(actors: Sequence[Actor], start: int, end: int) -> bool:
    return any(a.start < end and start < a.end for a in actors)


def _longest(marks: Sequence[Mark]) -> list[Mark]:
    """Marks without those that lie inside a longer one."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (m.start - m.end, m.start)):
        if not any(a.start < mark.end and mark.start < a.end for a in kept):
            kept.append(mark)
    return sorted(kept, key=lambda m: m.start)
