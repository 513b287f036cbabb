"""Who holds which office: a person's name beside a title, with or without the organisation that it is of.

Nguyen An, Director of the Innovation Center    Chairman Nguyen An    FPT chairman Nguyen An
ông Nguyễn An, Chủ tịch FPT                     Thứ trưởng Bộ Y tế Nguyễn An
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.extract.blocks import BlockKind
from kg.extract.cues import relation_keys
from kg.extract.parties import ORGANISATIONS, Party
from kg.extract.reading import View
from kg.offices import Offices
from kg.phrases import Hit

_OF = frozenset(("of", "at", "for", "cua", "tai"))
_MISTER = frozenset(("mr", "mrs", "ms", "dr", "prof", ".", "ong", "ba", "pgs", "ts", "gs", "ths"))
_SMALL = frozenset(("the", "vietnam", "'", "s", "’", "(", ")")) | _OF
# Words that join two titles of one person; the folded "kiem" is Vietnamese "kiêm".
_AND = frozenset(("and", "cum", "&", "kiem", "va", ","))
# Between a person and the title behind.
_APART = frozenset((",", "(", "-", "–", "is", "was", "la"))
# Of a title that is no office.
_FOUNDER = frozenset(("founder", "co-founder", "cofounder", "lap"))
_FORMER = frozenset(("former", "ex", "nguyen", "cuu", "then", "acting", "late", "incoming"))


@dataclass(frozen=True, slots=True)
class Holding:
    """By the words ``text[start:end]`` `person` holds an office; `ref` is the office, if it is known, and the
    words for it alone begin at `office_start`.  `of` is the organisation, where they leave it out.  Of who
    `founded` it the words are no office's; `of` is then whatever organisation they name."""

    person: Party
    start: int
    end: int
    office: str
    office_start: int
    ref: str | None
    of: Party | None = None
    founded: bool = False


def holdings(
    offices: Offices, view: View, found: Sequence[Party], titles: Sequence[Hit[str]], text: str,
    spoken_of: Sequence[Party],
) -> Iterator[Holding]:  # fmt: skip
    """The offices that persons hold by the `titles` of a sentence; `spoken_of` are the organisations that a
    title alone may be of, the likeliest first."""
    yield from _Sentence(offices, view, found, text, spoken_of).holdings(titles)


@dataclass(slots=True)
class _Run:
    """Titles that one person may hold together, and the organisation beside them."""

    hits: list[Hit[str]]
    first: int
    last: int
    organisation: Party | None


class _Sentence:
    """One sentence's titles and persons."""

    def __init__(
        self, offices: Offices, view: View, found: Sequence[Party], text: str, spoken_of: Sequence[Party]
    ) -> None:
        self._spoken_of = spoken_of
        self._offices, self._tokens, self._text = offices, view.tokens, text
        self._keys = relation_keys(view.tokens)
        self._folded = [token.key for token in view.tokens]
        self._heading = view.block.kind is BlockKind.HEADING
        self._found = found
        self._at = {party.first: party for party in found}
        self._until = {party.last: party for party in found}

    def holdings(self, titles: Sequence[Hit[str]]) -> Iterator[Holding]:
        named = [party for party in self._found if party.kind == "office" and party.ref]
        for party in named:
            # "Deputy Minister of Health Tran An": the office has a name of its own.
            person = self._person(_Run([], party.first, party.last, None))
            if person is not None and not self._is_former(party.first):
                start, end = party.start, party.end
                yield Holding(person, start, end, party.text, start, party.ref)
        rest = (h for h in titles if not any(p.first <= h.first and h.last <= p.last for p in named))
        for run in self._runs(list(rest)):
            person = self._person(run)
            if person is None:
                continue
            if not self._is_former(run.first):
                yield from self._holdings(run, person)

    def _runs(self, titles: Sequence[Hit[str]]) -> list[_Run]:
        runs: list[_Run] = []
        for hit in titles:
            last = runs[-1] if runs else None
            if last is not None and last.organisation is None:
                between = self._folded[last.last : hit.first]
                if len(between) <= 2 and between and all(word in _AND for word in between):
                    last.hits.append(hit)
                    last.last = hit.last
                    self._organise(last)
                    continue
            run = _Run([hit], hit.first, hit.last, None)
            self._organise(run)
            runs.append(run)
        return runs

    def _owned(self, at: int) -> Party | None:
        """The party at a token; of "the ministry's Foreign Investment Agency" the latter."""
        party = self._at.get(at)
        at = at + 1 if party is None else party.last
        if self._keys[at : at + 2] == ["'", "s"] and (owned := self._at.get(at + 2)) is not None:
            return owned if self._organisation(owned) else party
        return party

    def _organise(self, run: _Run) -> None:
        """Find the organisation that a run of titles names, before or after them."""
        at, skipped = run.last, 0
        while at < len(self._folded) and self._folded[at] in (_OF | {"the"}) and skipped < 2:
            at, skipped = at + 1, skipped + 1
        party = self._owned(at)
        # "Director of the Department": only what "of" leads to, or stands at once behind, is meant.
        if party is not None and (self._organisation(party) or self._led_by(run, party)):
            last = self._going_on(party)
            if last > party.last:
                party = replace(party, ref=None, kind="")
            run.organisation, run.last = party, last
            return
        at = run.first
        if at >= 2 and self._keys[at - 1] == "s" and self._keys[at - 2] == "'":
            at -= 2
        elif at >= 1 and self._keys[at - 1] == "'":
            at -= 1
        party = self._until.get(at)
        if party is not None and self._organisation(party):
            run.organisation, run.first = party, party.first

    def _led_by(self, run: _Run, party: Party) -> bool:
        """Whether a person before the titles makes an organisation of a name that might be a person's too."""
        at = run.first - 1
        person = self._until.get(at) if at > 0 and self._folded[at] in _APART else None
        return party.kind == "" and not party.carried and person is not None and person.kind == "person"

    def _going_on(self, party: Party) -> int:
        """Where a name ends of which only the beginning is known: "FPT Americas"."""
        last = party.last
        while last < len(self._tokens) and last - party.last < 3 and last not in self._at:
            token = self._tokens[last]
            beside = self._text[self._tokens[last - 1].end : token.start] == " "
            if not (beside and token.text[:1].isupper() and token.text.isascii()) or self._heading:
                break
            last += 1
        return last

    def _organisation(self, party: Party) -> bool:
        if party.carried:
            return False
        return party.kind in ORGANISATIONS or (party.kind == "" and not self._person_like(party))

    def _person_like(self, party: Party) -> bool:
        if party.kind == "person":
            return True
        if party.kind or party.ref is not None or party.carried:
            return False
        # With marks, and without a surname, it is no person: "Giám đốc Bách Hóa Xanh".
        return party.text.isascii() and 2 <= len(party.text.split()) <= 4

    def _person(self, run: _Run) -> Party | None:
        """The person beside the titles: right after them, or before them and a comma."""
        at = run.last
        while at < len(self._folded) and at - run.last < 3 and self._folded[at] in (_MISTER | {"("}):
            at += 1
        party = self._at.get(at)
        if party is not None and self._person_like(party):
            return party
        if run.organisation is not None and at < len(self._keys) and self._keys[at] == ",":
            # "NIC's deputy director, Tran An, …"
            mister = at + 1 < len(self._folded) and self._folded[at + 1] in _MISTER
            party = self._at.get(at + 2 if mister else at + 1)
            follows = self._keys[party.last] if party is not None and party.last < len(self._keys) else ","
            if party is not None and party.kind == "person" and (mister or follows in (",", ".")):
                return party
            if mister and party is not None and self._person_like(party):
                return party
        at = run.first - 1
        if at >= 0 and self._keys[at] in ("the", "a", "an", "its", "their"):
            at -= 1
        if at >= 0 and self._folded[at] in _APART:
            party = self._until.get(at)
            if party is not None and self._person_like(party):
                return party
        return None

    def _holdings(self, run: _Run, person: Party) -> Iterator[Holding]:
        for hit in run.hits:
            if self._is_founder(hit):
                first, last = self._tokens[hit.first].start, self._tokens[hit.last - 1].end
                office = self._text[first:last]
                yield Holding(person, first, last, office, first, None, run.organisation, founded=True)
        offices = [hit for hit in run.hits if not self._is_founder(hit)]
        if not offices:
            return
        if len(offices) < len(run.hits):
            first = run.first if offices[0] is run.hits[0] else offices[0].first
            last = run.last if offices[-1] is run.hits[-1] else offices[-1].last
            run = _Run(offices, first, last, run.organisation)
        start, end = self._tokens[run.first].start, self._tokens[run.last - 1].end
        if run.organisation is None and person.ref:
            # "Chairman Truong Gia Binh" in an article about FPT.
            alone = [(hit, *self._alone(self._printed(hit))) for hit in run.hits]
            if len(alone) == 1 or all(ref for _, ref, _ in alone):
                for hit, ref, of in alone:
                    at = self._tokens[hit.first].start
                    yield Holding(person, start, end, self._printed(hit), at, ref, of)
                return
        organisation = "" if run.organisation is None else (run.organisation.ref or "")
        refs = [
            self._offices.find(organisation, self._printed(hit)) if organisation else None for hit in run.hits
        ]
        whole = self._text[start:end]
        if len(run.hits) == 1 or not any(refs):
            yield Holding(person, start, end, whole, start, refs[0] if len(run.hits) == 1 else None)
            return
        # "Chairman and CEO of FPT" are two offices; the second has the organisation beside it.
        for hit, ref in zip(run.hits, refs, strict=True):
            at = start if hit is run.hits[0] else self._tokens[hit.first].start
            yield Holding(person, start, end, self._text[at:end], at, ref)

    def _alone(self, title: str) -> tuple[str | None, Party | None]:
        """The office of a title without organisation: of the first spoken of, or of the only one with it."""
        found = {
            ref: party
            for party in self._spoken_of
            if (ref := self._offices.find(party.ref or "", title)) is not None
        }
        first = self._spoken_of[0].ref if self._spoken_of else None
        for ref, party in found.items():
            if len(found) == 1 or party.ref == first:
                return ref, party
        return None, None

    def _is_former(self, first: int) -> bool:
        """Whether the word before a title says that it is held no more."""
        return first > 0 and self._folded[first - 1] in _FORMER

    def _is_founder(self, hit: Hit[str]) -> bool:
        return not _FOUNDER.isdisjoint(self._folded[hit.first : hit.last])

    def _printed(self, hit: Hit[str]) -> str:
        return self._text[self._tokens[hit.first].start : self._tokens[hit.last - 1].end]
