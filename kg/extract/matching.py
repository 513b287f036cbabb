"""Where the templates of relations match in a sentence, and which parties stand at their ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from kg.extract.blocks import BlockKind
from kg.extract.connectives import (
    ADVERBS,
    AFTER,
    BE,
    BLOCK,
    CLAUSES,
    COORDINATES,
    COPULAS,
    DETERMINERS,
    HARD,
    JOINTS,
    LISTS,
    NOMINAL,
    OF,
    OF_A_COUNTRY,
    OF_A_FIELD,
    ONE,
    OPENERS,
    RELATIVES,
    VERBS,
    WITHIN,
)
from kg.extract.cues import Gap, Link, Slot, Stated, Template, Words, keys, relation_keys
from kg.extract.parties import UNTOLD, Party
from kg.extract.reading import View
from kg.phrases import Hit
from kg.tokens import Token

# Named in passing before a verb, these are not what it is done to.
FIELDS = frozenset(("sector", "technology", "country", "market"))
NAMED = frozenset(("company", "state-owned-enterprise"))
PLACES = frozenset(("country", "market"))
# How many words may stand between a country and the name of who is from there.
_OF_NOUNS = 4
# Words that stand for a place.
THERE = keys("there đó đây")
# In tokens: what a "…" may hold, what may stand before an object, how far a subject may be.
MAX_GAP = 12
# Predicates of places, which may stand first: "Japan is a key market for FPT".
OF_PLACES = frozenset(("operates_in", "headquartered_in", "located_in", "market_leader_in"))
FILLERS = 6
_YEAR = len("2024")
FAR = 30


@dataclass(frozen=True, slots=True)
class Match:
    """A template that stands in a sentence, with the parties at its ends; tokens `first` to before `last`."""

    template: Template
    first: int
    last: int
    subjects: tuple[Party, ...]
    objects: tuple[Party, ...]
    used: frozenset[int]
    loose: int


@dataclass(slots=True)
class _State:
    """Where a match stands: how far it reaches, its ends and the tokens of its words."""

    left: int
    right: int
    ends: dict[str, tuple[Party, ...]] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    loose: int = 0


Fit = Callable[[str, Party, Template], bool]


class Matcher:
    """Matches the templates of one sentence."""

    def __init__(
        self, view: View, found: Sequence[Party], titles: Sequence[Hit[str]], language: str, fit: Fit,
        spoken_of: Sequence[Party],
    ) -> None:  # fmt: skip
        """`titles` are of offices; `spoken_of` are what an unprinted end may be, the likeliest first."""
        self._tokens: Sequence[Token] = view.tokens
        self._keys = relation_keys(view.tokens)
        self._found = found
        self._at = {party.first: party for party in found}
        self._until = {party.last: party for party in found}
        self._titles, self._language, self._fit = titles, language, fit
        self._block = BLOCK[language]
        self._heading = view.block.kind is BlockKind.HEADING
        self._spoken_of = spoken_of

    def matches(self, templates: Iterable[Stated]) -> list[Match]:
        """The matches of `templates` in the sentence, in its order; of two that overlap, the longer one."""
        found: list[Match] = []
        taken: set[int] = set()
        titles = {at for hit in self._titles for at in range(hit.first, hit.last)}
        for template, first, last in sorted(
            templates, key=lambda t: (-t.template.words, len(t.template.elements), t.first)
        ):
            if any(at in taken for at in range(first, last)):
                continue
            if template.predicate == "heads" and first in titles:
                continue  # "Giám đốc điều hành CMC" is an office, and no verb
            match = self._match(template, first, last)
            if match is not None and not (match.used & taken):
                found.append(match)
                taken |= match.used
        return sorted(found, key=lambda m: (m.first, m.last))

    def _match(self, template: Template, first: int, last: int) -> Match | None:
        if any(
            first < p.last and p.first < last and not p.carried and p.kind not in ("sector", UNTOLD)
            for p in self._found
        ):
            return None  # the words are part of a name
        if self._is_noun(template, first):
            return None
        state = _State(first, last, used=set(range(first, last)))
        elements = template.elements
        after, before = elements[template.anchor + 1 :], elements[: template.anchor]
        for number, element in enumerate(after):
            rest = after[number + 1] if number + 1 < len(after) else None
            if not self._right(template, element, after[number - 1] if number else None, rest, state):
                return None
        for number in range(len(before) - 1, -1, -1):
            beyond = before[number - 1] if number else None
            beside = before[number + 1] if number + 1 < len(before) else None
            if not self._left(template, before[number], beyond, beside, state):
                return None
        for element in elements:
            if isinstance(element, Slot) and element.unprinted and element.end not in state.ends:
                meant = self._unprinted(template, element.end, state)
                if meant is None:
                    return None
                state.ends[element.end] = (meant,)
        if set(state.ends) != {"S", "O"} or self._passive(template, first, state):
            return None
        if template.begins_clause and not self._begins_clause(min(state.used)):
            return None
        words = sorted(state.used)
        subjects, objects = state.ends["S"], state.ends["O"]
        return Match(template, words[0], words[-1] + 1, subjects, objects, frozenset(state.used), state.loose)

    def _begins_clause(self, at: int) -> bool:
        """Whether a clause begins at a token: first in the sentence, or behind a sign or a joint."""
        return not at or self._keys[at - 1] in CLAUSES

    def _is_noun(self, template: Template, first: int) -> bool:
        """Whether the word before a Vietnamese verb makes a noun of it: "quỹ đầu tư"."""
        apart = self._language == "vi" and first > 0 and first not in self._until
        return apart and self._keys[first - 1] in NOMINAL and _verbal(template)

    def _unprinted(self, template: Template, end: str, state: _State) -> Party | None:
        """What an end that is not printed is: the subject of the sentence, else what was spoken of."""
        other = {party.same for ends in state.ends.values() for party in ends}
        heads = (
            p for p in self._found
            if p.last <= min(state.used) and p.kind in NAMED and not (p.aside or p.owner or p.carried)
        )  # fmt: skip
        for party in (*heads, *self._spoken_of):
            place = party.kind in PLACES and template.keys.isdisjoint(THERE)
            if not place and party.same not in other and self._fit(end, party, template):
                return party
        return None

    def _passive(self, template: Template, first: int, state: _State) -> bool:
        """Whether the words stand in the passive though the template is active."""
        slots = [e.end for e in template.elements if isinstance(e, Slot)]
        if slots[0] != "S" or isinstance(template.elements[max(template.anchor - 1, 0)], Link):
            return False
        at = first - 1
        while at >= 0 and self._keys[at] in ADVERBS - BE:
            at -= 1
        verb = template.elements[template.anchor]
        past = isinstance(verb, Words) and verb.keys[0].endswith(("ed", "ught", "ilt", "ade"))
        if at >= 0 and self._keys[at] in BE and (past or self._language == "vi"):
            return self._keys[at] not in verb.keys if isinstance(verb, Words) else True
        head = state.ends["S"][0].first
        return self._language == "vi" and head > 0 and self._keys[head - 1] in keys("được bị do bởi")

    # --- to the right of the anchor ---------------------------------------------------------------------

    def _right(
        self, template: Template, element: object, previous: object, rest: object, state: _State
    ) -> bool:
        if isinstance(element, Words):
            return self._words_right(element, state, MAX_GAP if isinstance(previous, Gap) else 3)
        if isinstance(element, Gap):
            if isinstance(rest, Slot):
                state.loose += 2
            return True
        if isinstance(element, Link):
            return False
        assert isinstance(element, Slot)
        if element.unprinted:
            return True
        limit = MAX_GAP if isinstance(previous, Gap) else 0 if element.at_once else FILLERS
        party = self._party_right(
            template, element.end, state.right, limit, through=isinstance(previous, Gap)
        )
        if party is None:
            return False
        listed = self._coordinated_right(template, element.end, party) if rest is None else [party]
        state.ends[element.end] = tuple(listed)
        state.loose += max(0, party.first - state.right - 3)
        state.right = listed[-1].last
        return True

    def _words_right(self, element: Words, state: _State, limit: int) -> bool:
        """The words of `element` soon after, at once after other words."""
        size = len(element.keys)
        for at in range(state.right, min(state.right + limit + 1, len(self._keys) - size + 1)):
            if tuple(self._keys[at : at + size]) == element.keys:
                state.used.update(range(at, at + size))
                state.loose += at - state.right
                state.right = at + size
                return True
            if self._keys[at] in HARD or (self._keys[at] == "." and limit > 3):
                return False
        return False

    def _party_right(
        self, template: Template, end: str, start: int, limit: int, *, through: bool
    ) -> Party | None:
        at, fillers, count = start, 0, len(self._keys)
        while at < count and fillers <= limit and at - start <= FAR:
            party = self._at.get(at)
            if party is not None and self._whole(party):
                fits = self._fit(end, party, template) and not self._of_a_country(party, template)
                if not party.owner and fits and self._near(party, start):
                    return party
                at = party.last
                if party.owner:
                    at += 1 + (at + 1 < count and self._keys[at + 1] == "s")
                continue
            key = self._keys[at]
            within = self._within(at) if at > start and self._keys[at - 1] in OPENERS else at
            if within > at:
                at = within
                continue
            opened = at > start and key in LISTS and self._keys[at - 1] in (OPENERS | LISTS)
            of = key == "of" and at > 0 and self._keys[at - 1] in OF
            if key in HARD - {":"} or (key in self._block and not (opened or of or through)):
                return None
            fillers += 0 if opened else 1
            at += 1
        return None

    def _within(self, at: int) -> int:
        """The token after what a list's places are in, where that is said at `at`, else `at`."""
        first, last = WITHIN[self._language]
        if self._keys[at] in first:
            for end in range(at + 1, min(at + 5, len(self._keys))):
                if self._keys[end] in last:
                    return end + 1
        return at

    def _of_a_country(self, party: Party, template: Template) -> bool:
        """Whether a country only says where somebody is from: "from Singapore wealth fund GIC"."""
        if party.kind not in PLACES or not party.first:
            return False
        if self._language == "vi":  # behind the noun
            return self._keys[party.first - 1] in OF_A_COUNTRY
        if template.predicate in OF_PLACES:
            return False
        at = party.last
        while at < len(self._keys) and at - party.last < _OF_NOUNS and self._is_plain(at):
            at += 1
        whose = self._at.get(at)
        return at > party.last and whose is not None and whose.kind in NAMED

    def _is_plain(self, at: int) -> bool:
        """Whether a token is a word of a description: no name, sign or little word."""
        text = self._tokens[at].text
        return at not in self._at and text.isalpha() and text.islower() and self._keys[at] not in self._block

    def _whole(self, party: Party) -> bool:
        """Whether a party is the thing itself: "AI" is not in "AI chips"."""
        if party.last >= len(self._keys):
            return True
        if party.kind in NAMED and not self._heading:
            # "Samsung C&T" is not Samsung.
            following = self._tokens[party.last]
            return party.last in self._at or not (following.text[:1].isupper() and following.text.isascii())
        if party.kind not in ("sector", "technology"):
            return True
        key = self._keys[party.last]
        if self._language == "vi":
            printed = self._tokens[party.last].text
            return not (printed[:1].isupper() or printed[:1].isdigit())
        return key in AFTER or key in ("technology", "technologies", "products", "services", "business")

    def _near(self, party: Party, start: int) -> bool:
        """Whether a field is named by itself: "mạng 5G" is 5G, "a data centre" is no field."""
        if party.kind not in ("sector", "technology"):
            return True
        if self._language == "en":
            before = self._keys[start : party.first]
            return not (ONE & set(before)) and not any(key[0].isdigit() for key in before)
        return all(key in OF_A_FIELD for key in self._keys[start : party.first])

    def _coordinated_right(self, template: Template, end: str, party: Party) -> list[Party]:
        """`party` and the names that are joined to it: "in Japan, Laos and Peru"."""
        listed, joined, last = [party], 0, party
        while True:
            at = self._past_bracket(last.last)
            start = at
            joint = False
            while at < len(self._keys) and at - start < 4 and at not in self._at:
                key = self._keys[at]
                if key in JOINTS:
                    joint = True
                elif key == "as" and self._keys[at : at + 3] == ["as", "well", "as"]:
                    joint = True
                    at += 2
                elif key != "," and key not in DETERMINERS:
                    break
                at += 1
            following = self._owned(at)
            if (
                at == start
                or following is None
                or following.owner
                or not self._fit(end, following, template)
                or not (joint or self._keys[start] == ",")
            ):
                break
            listed.append(following)
            last = following
            if joint:
                joined = len(listed)
        # A list ends with "and"; a comma alone may begin another clause.
        listed = listed[: joined or 1]
        follows = self._past_bracket(listed[-1].last)
        if end == "O" and len(listed) > 1 and follows < len(self._keys) and self._keys[follows] not in AFTER:
            return listed[:-1]
        return listed

    def _owned(self, at: int) -> Party | None:
        """The party at a token; of "Japan's SoftBank" the latter."""
        party = self._at.get(at)
        if party is None or not party.owner or party.kind != "country":
            return party
        at = party.last + 1
        while at < len(self._keys) and at - party.last < 4 and at not in self._at:
            at += 1
        return self._at.get(at, party)

    def _past_bracket(self, at: int) -> int:
        """The token after a short bracket at `at`, else `at`."""
        if at < len(self._keys) and self._keys[at] == "(":
            for close in range(at + 1, min(at + 6, len(self._keys))):
                if self._keys[close] == ")":
                    return close + 1
        return at

    # --- to the left of the anchor ----------------------------------------------------------------------

    def _left(
        self, template: Template, element: object, beyond: object, beside: object, state: _State
    ) -> bool:
        if isinstance(element, Words):
            size = len(element.keys)
            reach = MAX_GAP + 1 if isinstance(beside, Gap) else 4
            for at in range(state.left - size, max(-1, state.left - size - reach), -1):
                if at >= 0 and tuple(self._keys[at : at + size]) == element.keys:
                    state.used.update(range(at, at + size))
                    state.left = at
                    return True
                if isinstance(beside, Gap) and self._keys[at + size - 1] in HARD | {","}:
                    return False
            return False
        if isinstance(element, Gap):
            return True
        if isinstance(element, Link):
            return self._link(state)
        assert isinstance(element, Slot)
        if element.unprinted:
            # The words stand first in their noun phrase, not behind another owner.
            before = state.left - 1
            return before < 0 or (before + 1 not in self._until and self._keys[before] not in ("'", "s"))
        apposed = isinstance(beside, Link) and self._keys[self._before_link(state)] not in VERBS
        listed = self._parties_left(template, element, state, last=beyond is None, apposed=apposed)
        if not listed:
            return False
        state.ends[element.end] = tuple(listed)
        state.loose += max(0, (state.left - listed[-1].last - 4) // 2)
        state.left = listed[0].first
        return True

    def _link(self, state: _State) -> bool:
        """A copula or the comma of an apposition, with at most describing words up to the anchor."""
        for at in range(state.left, max(-1, state.left - 9), -1):
            party = self._until.get(at)
            if party is not None and party.kind not in ("nation", "sector", "technology"):
                first = self._past_bracket(at)
                if first < state.left and self._keys[first] == ")":
                    first += 1  # the short name of what stands before the bracket
                if first < state.left and self._keys[first] in COPULAS:
                    state.left = at
                    return True
                return False
            if at < state.left and self._keys[at] in self._block - COPULAS - keys("which now as"):
                return False
        return False

    def _before_link(self, state: _State) -> int:
        """The token of a copula or comma that stands behind the party at which a match begins."""
        at = self._past_bracket(state.left)
        return at + 1 if self._keys[at] == ")" else at

    def _parties_left(
        self, template: Template, slot: Slot, state: _State, *, last: bool, apposed: bool
    ) -> list[Party]:
        if slot.glued or not last:
            return self._party_inside(template, slot, state)
        at = state.left - 1
        while at >= 0 and self._keys[at] in ADVERBS:
            at -= 1
        coordinates = at >= 0 and self._keys[at] in COORDINATES
        relative = at >= 0 and self._keys[at] in RELATIVES
        near = [p for p in self._found if p.last <= state.left and state.left - p.last <= FAR]
        fitting = []
        for party in reversed(near):
            between = self._keys[party.last : state.left]
            if HARD & set(between):
                break
            linked = apposed and party.last == state.left
            beside = state.left - party.last <= 2
            if party.kind == UNTOLD:
                return []
            its = party.owner and party.carried and party.last == state.left  # "its subsidiary X"
            # "Vietnamese developer X": what stands at once before the words says where X is from.
            origin = template.predicate == "headquartered_in" and party.last == state.left
            linked = linked or origin
            field = slot.end == "O" and party.kind in FIELDS and template.predicate not in OF_PLACES
            if (party.owner and not its) or field or not self._fit(slot.end, party, template):
                if beside and relative and not party.owner:
                    return []
                continue
            if party.aside and not ((relative and at + 1 - party.last <= 2) or linked):
                continue
            if between[:1] == [","] and not relative and self._in_relative(party):
                continue
            fitting.append(party)
            if not coordinates:
                break
        if not fitting:
            return []
        return self._coordinated_left(template, slot.end, fitting[-1])

    def _in_relative(self, party: Party) -> bool:
        """Whether a party stands in a clause that tells more of another: "X, which supplies LG, plans"."""
        for at in range(party.first - 1, max(0, party.first - 12), -1):
            if self._keys[at] in RELATIVES:
                return self._keys[at - 1] == ","
            if self._keys[at] in HARD | {"."}:
                return False
        return False

    def _party_inside(self, template: Template, slot: Slot, state: _State) -> list[Party]:
        """The party between words: at most a word of time or mood stands behind it."""
        for at in range(state.left, max(-1, state.left - (1 if slot.glued else 4)), -1):
            party = self._until.get(self._before_year(self._before_bracket(at)))
            if party is not None:
                return [party] if self._fit(slot.end, party, template) else []
            if at and self._keys[at - 1] in HARD | {",", "."}:
                return []
        return []

    def _before_bracket(self, at: int) -> int:
        """The token before a short bracket that ends at `at`, else `at`."""
        if at and self._keys[at - 1] == ")":
            for begin in range(at - 2, max(-1, at - 7), -1):
                if self._keys[begin] == "(":
                    return begin
        return at

    def _before_year(self, at: int) -> int:
        """The token before the year of an edition that ends at `at`, else `at`: "e-Conomy SEA 2024"."""
        return at - 1 if at and self._keys[at - 1].isdigit() and len(self._keys[at - 1]) == _YEAR else at

    def _coordinated_left(self, template: Template, end: str, party: Party) -> list[Party]:
        """The names joined to `party` before it: "FPT, CMC and Viettel operate"."""
        listed = [party]
        joint = False
        while True:
            first = listed[0].first
            at = first - 1
            while at >= 0 and first - at <= 3 and at + 1 not in self._until:
                key = self._keys[at]
                if key in JOINTS:
                    joint = True
                elif key != "," and key not in DETERMINERS:
                    break
                at -= 1
            before = self._until.get(at + 1)
            if at + 1 == first or before is None or not joint or not self._fit(end, before, template):
                return listed
            if before.owner or before.kind != party.kind or before.aside > party.aside:
                return listed
            listed.insert(0, before)


def _verbal(template: Template) -> bool:
    """Whether the words by which a template is found are the verb of its subject."""
    before = template.elements[template.anchor - 1] if template.anchor else None
    return isinstance(before, Slot) and before.end == "S"
