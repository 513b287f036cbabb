"""The gate itself: places first, then what the figure says, when, of whom and on whose word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from kg.amount import Figure
from kg.candidate import (
    CUE_ROLES,
    MAX_PHRASE_WORDS,
    Candidate,
    Extraction,
    FigureCandidate,
    Refusal,
    RelationCandidate,
    id_of,
    with_id,
)
from kg.document import Document
from kg.grounding.curated import Curated
from kg.grounding.figure import check_figure
from kg.grounding.reasons import Ungrounded
from kg.grounding.sight import Place, Sight
from kg.grounding.when import check_times
from kg.grounding.who import check_agents, check_dimensions, check_relation, check_subject
from kg.literals import UNDATED

NoClaim = Callable[[Figure], str]
_CONVERSION_GAP = 60
# Reasons for which a figure that says less may still stand, and how sure it is at most.
_OF_METRIC = frozenset(("metric", "family", "unit"))
_OF_TIME = frozenset(("period", "base"))
_DIMENSIONS = ("sector", "market", "ownership")
_UNSHOWN = 0.2


class Gate:
    """Decides about the candidates of one text.

    `no_claim` may know further numbers that are no claims: it says in words why a figure is none, '' where it
    may be one.
    """

    def __init__(self, curated: Curated, sight: Sight, no_claim: NoClaim | None = None) -> None:
        self.curated = curated
        self.sight = sight
        self._no_claim = no_claim

    @classmethod
    def of(cls, curated: Curated, document: Document, sentences: Sequence[Place]) -> Gate:
        """The gate of a text that was not read yet; `sentences` are the places of its sentences."""
        return cls(curated, Sight.of(document, sentences, curated))

    def ground(self, candidate: Candidate) -> Refusal | None:
        """The refusal of a candidate by itself; None where all of it stands in the text."""
        try:
            self._check(candidate)
        except Ungrounded as failed:
            return _refusal(candidate, failed)
        return None

    def sift(self, candidates: Iterable[Candidate], *, weaken: bool = False) -> Extraction:
        """The candidates that stand, in the order of the text, and the refusals of the others.

        Here they are also held against each other: no two for one figure, conversions only of what stands.
        With `weaken`, a figure of which only the metric, the time or a dimension is not shown stands without.
        """
        kept: list[Candidate] = []
        refusals: list[Refusal] = []
        stated: dict[object, Candidate] = {}
        by_id: dict[str, FigureCandidate] = {}
        weakened: dict[str, FigureCandidate] = {}
        for proposed in sorted(candidates, key=_order):
            candidate = proposed
            try:
                candidate = self._shown(proposed, weakened) if weaken else self._checked(proposed)
                key = _key(candidate)
                if key in stated:
                    raise Ungrounded("duplicate", f"by {stated[key].proposer}, as {stated[key].id}")
                if isinstance(candidate, FigureCandidate):
                    self._check_conversion(candidate, by_id)
                    by_id[candidate.id] = candidate
                stated[key] = candidate
                kept.append(candidate)
            except Ungrounded as failed:
                refusals.append(_refusal(candidate, failed))
        return Extraction(tuple(kept), tuple(refusals))

    def _shown(self, candidate: Candidate, weakened: dict[str, FigureCandidate]) -> Candidate:
        """The candidate, without its metric, its time or a dimension where that is not shown.

        `weakened` has what became of such, by id: what converts one of them says no more than it does.
        """
        if not isinstance(candidate, FigureCandidate):
            return self._checked(candidate)
        shown = candidate
        if (source := weakened.get(candidate.conversion_of or "")) is not None:
            shown = with_id(replace(_no_more_than(source, candidate), conversion_of=source.id))
        while True:
            try:
                self._check(shown)
            except Ungrounded as failed:
                weaker = (
                    self._broader(shown) if failed.reason == "dimension" else _weaker(shown, failed.reason)
                )
                if weaker is None:
                    raise
                shown = weaker
            else:
                break
        if shown is not candidate:
            weakened[candidate.id] = shown
        return shown

    def _broader(self, candidate: FigureCandidate) -> FigureCandidate | None:
        """A figure without the one dimension that is not shown; None where more than one is not."""
        for role in _DIMENSIONS:
            without = with_id(_without_dimension(candidate, role))
            try:
                check_dimensions(self.sight, self.curated, without)
            except Ungrounded:
                continue
            return without
        return None

    def _checked(self, candidate: Candidate) -> Candidate:
        self._check(candidate)
        return candidate

    def _check(self, candidate: Candidate) -> None:
        self._check_places(candidate)
        sight, curated = self.sight, self.curated
        if isinstance(candidate, RelationCandidate):
            check_subject(sight, curated, candidate)
            check_relation(sight, curated, candidate)
        else:
            check_figure(sight, curated, candidate, self._no_claim)
            check_subject(sight, curated, candidate)
            check_dimensions(sight, curated, candidate)
        check_times(sight, curated, candidate)
        check_agents(sight, curated, candidate)
        expected = id_of(candidate)
        if candidate.id != expected:
            raise Ungrounded("id", f"{candidate.id!r}, not {expected!r}")

    def _check_places(self, c: Candidate) -> None:
        if not self.sight.stands(c.surface, c.start, c.end):
            found = self.sight.text[max(0, c.start) : max(0, c.end)][:80]
            raise Ungrounded("place", f"{found!r} stands where {c.surface[:80]!r} was said to")
        last = c.phrase_start + len(c.phrase)
        if not self.sight.stands(c.phrase, c.phrase_start, last) or "\n" in c.phrase.strip():
            raise Ungrounded("phrase", f"{c.phrase[:120]!r}")
        if not (c.phrase_start <= c.start and c.end <= last):
            raise Ungrounded("phrase", "it does not hold the words")
        if len(c.phrase.split()) > MAX_PHRASE_WORDS:
            raise Ungrounded("phrase", f"{len(c.phrase.split())} words")
        for cue in c.cues:
            if cue.role not in CUE_ROLES:
                raise Ungrounded("cue", f"unknown role {cue.role!r}")
            if not self.sight.stands(cue.text, cue.start, cue.end):
                raise Ungrounded("cue", f"{cue.role} {cue.text[:80]!r}")

    def _check_conversion(self, c: FigureCandidate, by_id: dict[str, FigureCandidate]) -> None:
        if c.conversion_of is None:
            return
        other = by_id.get(c.conversion_of)
        if other is None:
            raise Ungrounded("conversion", f"no figure {c.conversion_of!r} stands before it")
        families = [self.curated.families.get(f"unit/{x.unit}", frozenset[str]()) for x in (c, other)]
        if c.unit == other.unit or not (families[0] & families[1]):
            raise Ungrounded("conversion", f"{other.unit} to {c.unit}")
        between = self.sight.text[other.end : c.start]
        if len(between) > _CONVERSION_GAP or "\n" in between:
            raise Ungrounded("conversion", "the two do not stand together")
        fields = ("subject_id", "subject", "metric", "status", "period", "sector", "market", "ownership")
        differing = [name for name in fields if getattr(c, name) != getattr(other, name)]
        if differing:
            raise Ungrounded("conversion", f"they differ in {', '.join(differing)}")


def _weaker(candidate: FigureCandidate, reason: str) -> FigureCandidate | None:
    """A figure without what `reason` says is not shown of it; None where it says nothing without that."""
    if reason in _OF_METRIC and candidate.metric is not None:
        return with_id(_without_metric(candidate))
    if reason == "base" and (candidate.base_period or any(cue.role == "base" for cue in candidate.cues)):
        return with_id(_without(replace(candidate, base_period=""), "base"))
    if reason in _OF_TIME and candidate.period != UNDATED:
        return with_id(_without_time(candidate))
    return None


def _no_more_than(source: FigureCandidate, candidate: FigureCandidate) -> FigureCandidate:
    """A figure that converts `source`, without what that lost."""
    if source.metric is None:
        candidate = _without_metric(candidate)
    for role in _DIMENSIONS:
        if getattr(source, role) is None:
            candidate = _without_dimension(candidate, role)
    return _without_time(candidate) if source.period == UNDATED else candidate


def _without_dimension(candidate: FigureCandidate, role: str) -> FigureCandidate:
    match role:
        case "sector":
            broader = replace(candidate, sector=None)
        case "market":
            broader = replace(candidate, market=None)
        case _:
            broader = replace(candidate, ownership=None)
    return _without(broader, role)


def _without_metric(candidate: FigureCandidate) -> FigureCandidate:
    return _without(replace(candidate, metric=None), "metric")


def _without_time(candidate: FigureCandidate) -> FigureCandidate:
    undated = replace(candidate, period=UNDATED, period_inherited=False, base_period="")
    return _without(undated, "period", "base")


def _without(candidate: FigureCandidate, *roles: str) -> FigureCandidate:
    """A figure that points to no words of `roles`, and is less sure."""
    cues = tuple(cue for cue in candidate.cues if cue.role not in roles)
    return replace(candidate, cues=cues, confidence=min(candidate.confidence, _UNSHOWN))


def _order(candidate: Candidate) -> tuple[int, int, str, str]:
    return candidate.start, candidate.end, candidate.kind, candidate.id


def _key(candidate: Candidate) -> object:
    """What two candidates that state the same thing share."""
    if isinstance(candidate, FigureCandidate):
        return candidate.start, candidate.end
    c = candidate
    return (
        c.subject, c.subject_id, c.predicate, c.object, c.object_id, c.status, c.period, c.period_inherited,
        c.attributed_to, c.attribution_inherited, c.ambiguity,
    )  # fmt: skip


def _refusal(candidate: Candidate, failed: Ungrounded) -> Refusal:
    return Refusal(
        candidate.start, candidate.end, candidate.surface, failed.reason, failed.message, candidate.proposer
    )
