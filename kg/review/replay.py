"""From decisions back to claims: which of them stand in a text, and where those are that do not any more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg.candidate import Candidate, Cue, FigureCandidate, Refusal, with_id
from kg.review import Gate
from kg.review.decisions import Action, Decision, latest
from kg.review.lines import order

CARRIED = "carried over to the changed text as"
GONE = "no longer stands in the text"


@dataclass(frozen=True, slots=True)
class Fallen:
    """A decision whose words no longer stand at their place: `why`, and where its phrase stands now.

    `start` is the surface's new place, None where the phrase stands nowhere; `sure` says that it is the only
    one, or the one that moved as its neighbours did.
    """

    decision: Decision
    why: str
    start: int | None = None
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Replay:
    """What follows from decisions on a text: the accepted candidates under the ids that they were proposed
    with, what no longer stands, and what the grounding check refuses."""

    accepted: tuple[Candidate, ...]
    fallen: tuple[Fallen, ...]
    refused: tuple[tuple[Candidate, Refusal], ...]


def replay(decisions: Iterable[Decision], text: str, gate: Gate) -> Replay:
    """What these decisions come to on `text`; of several about a candidate the last one counts."""
    accepted: list[Candidate] = []
    refused: list[tuple[Candidate, Refusal]] = []
    missing: list[tuple[Decision, str]] = []
    for decision in latest(decisions).values():
        if not decision.action.accepts:
            continue
        claim = decision.claim()
        if why := misplaced(claim, text):
            missing.append((decision, why))
        elif (refusal := gate(with_id(claim) if decision.corrected else claim)) is not None:
            refused.append((claim, refusal))
        else:
            accepted.append(claim)
    return Replay(
        tuple(sorted(accepted, key=order)),
        tuple(_located(missing, text)),
        tuple(sorted(refused, key=lambda pair: order(pair[0]))),
    )


def misplaced(candidate: Candidate, text: str) -> str:
    """Which words of `candidate` do not stand at their place in `text`; the empty text where all do."""
    c = candidate
    surface = Cue("words", c.surface, c.start, c.end)
    phrase = Cue("phrase", c.phrase, c.phrase_start, c.phrase_start + len(c.phrase))
    for cue in (surface, phrase, *c.cues):
        if (here := text[cue.start : cue.end]) != cue.text:
            what = "the words were" if cue.role == "words" else f"the {cue.role} was"
            shown = f"{here!r} stands" if here else "nothing stands"
            return f"{shown} at {cue.start}-{cue.end}, where {what} {cue.text!r}"
    return ""


def places_gate(text: str) -> Gate:
    """The least of grounding checks: all the words of a candidate stand at their places in `text`."""

    def ground(candidate: Candidate) -> Refusal | None:
        why = misplaced(candidate, text)
        c = candidate
        return Refusal(c.start, c.end, c.surface, "misplaced", why, c.proposer) if why else None

    return ground


def _places(words: str, text: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0 and words:
        yield at
        at = text.find(words, at + 1)


def _located(missing: Sequence[tuple[Decision, str]], text: str) -> list[Fallen]:
    """Where the phrases of `missing` stand now, in the order of the old text."""
    found: list[tuple[Decision, str, list[int]]] = []
    for decision, why in sorted(missing, key=lambda pair: order(pair[0].candidate)):
        claim = decision.claim()
        places = list(_places(claim.phrase, text)) if _holds(claim) else []
        found.append((decision, why, [place - claim.phrase_start for place in places]))
    # How far each phrase moved that stands in one place only: the others of its part moved as far.
    sure = [(d.claim().start, shifts[0]) for d, _, shifts in found if len(shifts) == 1]
    out = []
    for decision, why, shifts in found:
        start = decision.claim().start
        beside = [shift for _, shift in sorted(sure, key=lambda pair: abs(pair[0] - start))[:2]]
        agreed = next((shift for shift in beside if shift in shifts), None)
        if len(shifts) == 1:
            agreed = shifts[0]
        shift = agreed if agreed is not None else min(shifts, key=abs, default=None)
        out.append(
            Fallen(decision, why, None if shift is None else start + shift, agreed is not None)
        )  # fmt: skip
    return out


def _holds(candidate: Candidate) -> bool:
    at = candidate.start - candidate.phrase_start
    return at >= 0 and candidate.phrase[at:].startswith(candidate.surface)


def carried_over(
    decisions: Iterable[Decision],
    fallen: Iterable[Fallen],
    text: str,
    *,
    who: str,
    when: str,
    text_sha256: str,
) -> list[Decision]:
    """The decisions that take a log over to a changed text, to be appended to it.

    What surely moved is decided the same at its new place, under the id that a proposer would give it there;
    what stands nowhere, or nobody knows where, is rejected, so that a reviewer meets it again only if it is
    proposed again.  Rejections move too, so that nobody is asked twice.
    """
    counting = latest(decisions)
    places = {f.decision.id: f for f in fallen}
    rejected = [
        (d, why)
        for d in counting.values()
        if d.action is Action.REJECT
        and not d.reason.startswith((CARRIED, GONE))
        and (why := misplaced(d.candidate, text))
    ]
    places |= {f.decision.id: f for f in _located(rejected, text)}
    ids: dict[str, str] = {}
    out: list[Decision] = []
    for fall in sorted(places.values(), key=lambda f: _depth(f.decision, counting)):
        moved = _moved(fall, text, ids)
        reason = GONE if moved is None else f"{CARRIED} {moved.id}"
        old = fall.decision.candidate
        out.append(
            Decision(
                candidate=old,
                action=Action.REJECT,
                reason=reason,
                who=who,
                when=when,
                text_sha256=text_sha256,
            )
        )
        if moved is not None:
            ids[old.id] = moved.id
            out.append(replace(moved, when=when, text_sha256=text_sha256))
    return out


def _depth(decision: Decision, counting: Mapping[str, Decision]) -> tuple[int, int]:
    """Conversions come after what they convert, whose new id they name."""
    depth, candidate = 0, decision.candidate
    while isinstance(candidate, FigureCandidate) and candidate.conversion_of in counting and depth < 9:
        candidate = counting[candidate.conversion_of or ""].candidate
        depth += 1
    return depth, decision.candidate.start


def _moved(fall: Fallen, text: str, ids: Mapping[str, str]) -> Decision | None:
    """The decision at its new place, None where that is not sure or a word that it leans on is gone."""
    decision = fall.decision
    if fall.start is None or not fall.sure:
        return None
    shift = fall.start - decision.claim().start
    c = decision.candidate
    if (cues := _moved_cues(c.cues, shift, text)) is None:
        return None
    candidate: Candidate = replace(
        c, start=c.start + shift, end=c.end + shift, phrase_start=c.phrase_start + shift, cues=cues
    )
    if isinstance(candidate, FigureCandidate) and candidate.conversion_of in ids:
        candidate = replace(candidate, conversion_of=ids[candidate.conversion_of or ""])
    changes: dict[str, Any] = dict(decision.corrected)
    for name in ("start", "end", "phrase_start"):
        if name in changes:
            changes[name] += shift
    if changes.get("conversion_of") in ids:
        changes["conversion_of"] = ids[changes["conversion_of"]]
    if "cues" in changes:
        own = _moved_cues(decision.claim().cues, shift, text)
        if own is None:
            return None
        changes["cues"] = [{"role": q.role, "text": q.text, "start": q.start, "end": q.end} for q in own]
    moved = replace(decision, candidate=with_id(candidate), corrected=changes)
    return (
        None if min(candidate.start, candidate.phrase_start) < 0 or misplaced(moved.claim(), text) else moved
    )


def _moved_cues(cues: Sequence[Cue], shift: int, text: str) -> tuple[Cue, ...] | None:
    """Cues where they went; one that did not move along is looked for around its new place."""
    out = []
    for cue in cues:
        start = cue.start + shift
        if start < 0 or text[start : start + len(cue.text)] != cue.text:
            near = sorted(_places(cue.text, text), key=lambda at: abs(at - start))
            if not near:
                return None
            start = near[0]
        out.append(replace(cue, start=start, end=start + len(cue.text)))
    return tuple(out)
