"""Entities that candidates name and nobody has curated: what to paste into seeds/entities, after a look."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from kg.candidate import Candidate, FigureCandidate
from kg.entity import KINDS
from kg.names import fold, mixed_scripts
from kg.namespaces import slug
from kg.review.entry import Register, plain
from kg.yamlout import lines

# Words of a name that tell its kind, folded; the first that fits.
_KINDS = (
    ("ministry", r"ministry|^bo\b"),
    ("university", r"university|college|academy|dai hoc|hoc vien"),
    ("association", r"association|alliance|federation|hiep hoi|lien minh|lien doan"),
    ("agency", r"department|authority|agency|committee|office|^cuc\b|^tong cuc\b|^so\b|^uy ban\b|^vu\b"),
    ("law", r"\b(?:law|decree|decision|resolution|circular|luat|nghi dinh|quyet dinh|nghi quyet|thong tu)\b"),
    ("programme", r"program|chuong trinh|^du an\b|^de an\b"),
    ("person", r"^(?:mr|ms|mrs|dr|ong|ba)\b"),
)
DEFAULT_KIND = "company"


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A name without an entity: as printed, the id and kind that it might get, how many candidates name it,
    what curated entity it might be instead, and a letter that only looks Latin ('' for none)."""

    name: str
    kind: str
    id: str
    candidates: int
    instead: str = ""
    lookalike: str = ""

    def entry(self) -> str:
        """The lines to paste below ``entities:``, with a comment on what is to be checked."""
        doubts = [
            f"is it a {self.kind}?",
            f"named by {self.candidates} candidate{'s' * (self.candidates != 1)}",
        ]
        if self.instead:
            doubts.append(f"or another name of {self.instead}?")
        if self.lookalike:
            doubts.append(f"{self.lookalike!r} only looks Latin: retype it")
        head = f"# entities/{KINDS[self.kind][1]}.yaml ({', '.join(doubts)})\n  {self.id}:\n"
        return head + "".join(lines({"en": self.name, "vi": self.name}, "    "))


def newcomers(candidates: Iterable[Candidate], register: Register) -> list[Newcomer]:
    """The names without an entity in `candidates`, the most frequent first."""
    counts: dict[str, int] = {}
    printed: dict[str, str] = {}
    for candidate in candidates:
        for name in dict.fromkeys(_unknown(candidate)):
            words = " ".join(name.split())
            if words and (register.named(words) is None):
                counts[plain(words)] = counts.get(plain(words), 0) + 1
                printed.setdefault(plain(words), words)
    taken = set(register.entities)
    known: dict[str, str] = {}
    for ref, entity in register.entities.items() if counts else ():
        for alias in (entity.en, entity.vi, *(text for text, _ in entity.names)):
            known.setdefault(fold(alias), ref)
    out = []
    for key, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        name = printed[key]
        kind = _kind(name)
        base = slug(fold(name), 60) or "unnamed"
        id_, number = base, 2
        while f"{kind}/{id_}" in taken:
            id_, number = f"{base}-{number}", number + 1
        taken.add(f"{kind}/{id_}")
        near = difflib.get_close_matches(fold(name), known, n=1, cutoff=0.85)
        out.append(Newcomer(name, kind, id_, count, known[near[0]] if near else "", mixed_scripts(name)))
    return out


def _unknown(candidate: Candidate) -> Iterable[str]:
    if candidate.subject_id is None:
        yield candidate.subject
    if not isinstance(candidate, FigureCandidate) and candidate.object_id is None:
        yield candidate.object
    yield from (agent for agent in candidate.attributed_to if "/" not in agent)


def _kind(name: str) -> str:
    folded = fold(name)
    return next((kind for kind, words in _KINDS if re.search(words, folded)), DEFAULT_KIND)
