"""The reviewer's desk: one article with everything that deciding about its candidates needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.candidate import Candidate, Refusal, with_id
from kg.document import Document
from kg.errors import BadInput
from kg.review import Gate
from kg.review.accept import accept_all
from kg.review.decisions import Decision, History, latest
from kg.review.entry import Register, resolved
from kg.review.lines import order
from kg.review.newcomers import Newcomer, newcomers
from kg.review.replay import Replay, carried_over, misplaced, replay
from kg.review.seedfile import REFUSED, Left, SeedFile, Writer
from kg.review.session import Signature

UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a review came to: the seed file, what stands behind it, what did not become an entry, and the
    names without an entity among that."""

    seed: SeedFile
    replay: Replay
    left: tuple[Left, ...]
    newcomers: tuple[Newcomer, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """A document, the candidates of it, and what knows about them."""

    document: Document
    candidates: tuple[Candidate, ...]
    register: Register
    writer: Writer
    gate: Gate
    by: Signature

    def refuse_other_text(self, path: Path) -> None:
        """Raises BadInput where none of the candidates of the file at `path` is of this document."""
        if self.candidates and all(misplaced(c, self.document.text) for c in self.candidates):
            raise BadInput.at(path, "these candidates are of another text", remedy="extract this one again")

    def replay(self, decisions: Iterable[Decision]) -> Replay:
        """What these decisions come to on the document."""
        return replay(decisions, self.document.text, self.gate)

    def carried_over(self, decisions: Sequence[Decision]) -> list[Decision]:
        """The decisions to add so that a log of another version of the text fits this one."""
        return carried_over(
            decisions, self.replay(decisions).fallen, self.document.text, who=self.by.who, when=self.by.when,
            text_sha256=self.by.text_sha256,
        )  # fmt: skip

    def accept_all(self, decisions: Sequence[Decision]) -> list[Decision]:
        """The decisions to add so that every candidate is decided without asking."""
        return accept_all(self.candidates, decisions, self.gate, self.writer, self.by)

    def outcome(self, decisions: Sequence[Decision]) -> Outcome:
        """The seed file that follows from `decisions`, and all that did not get into it."""
        played = self.replay(decisions)
        seed = self.writer.write(played.accepted)
        left = [*seed.left]
        left += [Left(c, REFUSED, f"{refusal.reason}: {refusal.message}") for c, refusal in played.refused]
        decided = latest(decisions)
        for candidate in self.candidates:
            decision = decided.get(candidate.id)
            if decision is None or not decision.action.final:
                reason = decision.reason if decision else ""
                left.append(Left(candidate, UNDECIDED, reason or "not decided"))
        left.sort(key=lambda one: order(one.candidate))
        new = newcomers((one.candidate for one in left), self.register)
        return Outcome(seed, played, tuple(left), tuple(new))


def resolving(gate: Gate, register: Register) -> Gate:
    """`gate`, asked about a candidate with the entities that were curated after it was proposed."""

    def ground(candidate: Candidate) -> Refusal | None:
        one = resolved(candidate, register)
        return gate(candidate if one == candidate else with_id(one))

    return ground


def to_add(history: History, decisions: Iterable[Decision]) -> list[Decision]:
    """What of `decisions`, taken elsewhere, a log with this `history` does not say yet."""
    standing = latest(history.decisions)
    return [decision for decision in latest(decisions).values() if standing.get(decision.id) != decision]
