"""Relations that cannot hold together, by what the ontology says of their predicates.

``single_object``    two objects of a predicate that has one at a time (a head office in two countries)
``single_subject``   two subjects of a predicate whose object has one at a time
``exclusion``        two predicates that cannot be said of one subject at one time (a joint venture, and
                     wholly owned by somebody)

Two ends of which the links of the curated entities lead from one to the other (a city and its country) are
one answer, more and less exact.  Claims of two times do not meet.  Where both are stated of times that meet,
it is a hard conflict; where one names no time, a soft one, since they may speak of different times.  Plans
clash with plans only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import NamedTuple

from kg.audited import Clash
from kg.claim import RelationClaim
from kg.corpus import Corpus
from kg.entity import OVERLAP
from kg.lists import StatusFamily, Verdict
from kg.literals import UNDATED

# Of a question that more answers are known for, each is held against the first only.
MOST_ANSWERS = 24


class _Question(NamedTuple):
    """What relation claims answer: by which rule, of what, planned or observed."""

    rule: str
    predicate: str
    of: str
    family: StatusFamily


class _Answer(NamedTuple):
    """A predicate, and what stands at the other end."""

    predicate: str
    end: str


def clashes(corpus: Corpus) -> Iterator[Clash]:
    """Every clash, question by question, in the order of the corpus."""
    answers: dict[_Question, dict[_Answer, list[RelationClaim]]] = defaultdict(lambda: defaultdict(list))
    predicates = corpus.predicates
    for claim in corpus.relations:
        declared = predicates.get(claim.predicate)
        if declared is None:
            continue
        family = claim.status.family
        if declared.single_object:
            question = _Question("single_object", claim.predicate, claim.subject, family)
            answers[question][_Answer(claim.predicate, claim.object)].append(claim)
        if declared.single_subject:
            question = _Question("single_subject", claim.predicate, claim.object, family)
            answers[question][_Answer(claim.predicate, claim.subject)].append(claim)
        for other in declared.excludes:
            question = _Question("exclusion", min(other, claim.predicate), claim.subject, family)
            answers[question][_Answer(claim.predicate, claim.object)].append(claim)
    above = _Above(corpus)
    for question, held in answers.items():
        for a, b in _pairs(sorted(held)):
            if question.rule == "exclusion":
                apart = a.predicate != b.predicate
            else:
                apart = not above.related(a.end, b.end)
            if apart:
                yield from _clash(question, (a, held[a]), (b, held[b]))


def _pairs(answers: Sequence[_Answer]) -> Iterator[tuple[_Answer, _Answer]]:
    if len(answers) <= MOST_ANSWERS:
        yield from combinations(answers, 2)
    else:
        yield from ((answers[0], other) for other in answers[1:])


class _Above:
    """What the curated links of an entity lead to: the country of a city, the group of a company."""

    def __init__(self, corpus: Corpus) -> None:
        self._links = {
            entity.ref: [target for name, target in entity.links if name != OVERLAP]
            for entity in corpus.entities.values()
        }

    def _all(self, ref: str) -> set[str]:
        found: set[str] = set()
        queue = [ref]
        while queue:
            held = queue.pop()
            if held not in found:
                found.add(held)
                queue += self._links.get(held, ())
        return found

    def related(self, one: str, other: str) -> bool:
        """Whether one of two entities belongs to the other."""
        return other in self._all(one) or one in self._all(other)


Side = tuple[_Answer, Sequence[RelationClaim]]


def _clash(question: _Question, one: Side, other: Side) -> Iterator[Clash]:
    """The clash of two answers, where some of their claims speak of one time."""
    dated = [(a, b) for a, b in product(one[1], other[1]) if _times(a, b) is Verdict.HARD_CONFLICT]
    pairs = dated or [(a, b) for a, b in product(one[1], other[1]) if _times(a, b)]
    if not pairs:
        return
    sides = (
        tuple(dict.fromkeys(a.id for a, _ in pairs)),
        tuple(dict.fromkeys(b.id for _, b in pairs)),
    )
    labels = {c.period.label for pair in pairs for c in pair} - {UNDATED.label}
    yield Clash(
        rule=question.rule,
        verdict=Verdict.HARD_CONFLICT if dated else Verdict.SOFT_CONFLICT,
        subject=question.of,
        told=(one[0], other[0]),
        sides=sides,
        period=min(labels, key=lambda label: (-len(label), label), default=UNDATED.label),
        why=("", ""),
        same_article=any(a.article == b.article for a, b in pairs),
    )


def _times(one: RelationClaim, other: RelationClaim) -> Verdict | None:
    """What the times of two claims leave of a clash; None where they do not meet."""
    a, b = one.period, other.period
    if a.start is None or a.end is None or b.start is None or b.end is None:
        # Within one article, a relation without a time is told of the time that the article speaks of.
        return Verdict.HARD_CONFLICT if one.article == other.article else Verdict.SOFT_CONFLICT
    return Verdict.HARD_CONFLICT if a.start <= b.end and b.start <= a.end else None
