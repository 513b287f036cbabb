"""One accepted candidate as an entry of a seed file, or the reason why it can be none."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from kg.candidate import MAX_PHRASE_WORDS, Candidate, FigureCandidate
from kg.entity import Entity
from kg.lists import Status
from kg.literals import decimal_text
from kg.namespaces import slug
from kg.yamlout import Value

Entry = dict[str, Value]
_UNPRINTABLE = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
_KEY_LENGTH = 80


class NoEntry(ValueError):
    """A candidate that cannot be a seed entry; its text is the reason."""


# Kinds whose things are chosen by a field of their own, and never named as somebody.
_NOBODY = frozenset(("metric", "ownership", "sector", "unit"))


@dataclass(frozen=True, slots=True)
class Register:
    """The curated entities by reference, and by each of their names."""

    entities: Mapping[str, Entity]
    by_name: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, entities: Mapping[str, Entity]) -> Register:
        """The register of `entities`."""
        names: dict[str, dict[str, None]] = {}
        for ref, entity in entities.items():
            for name in (entity.en, entity.vi, *(alias for alias, _ in entity.names)):
                names.setdefault(plain(name), {})[ref] = None
        return cls(entities, {name: tuple(refs) for name, refs in names.items()})

    def named(self, printed: str, kind: str = "") -> str | None:
        """The one entity (of `kind`, if given) with this very name, letter case and blanks apart."""
        found = [
            ref
            for ref in self.by_name.get(plain(printed), ())
            if (self.entities[ref].kind == kind if kind else self.entities[ref].kind not in _NOBODY)
        ]
        return found[0] if len(found) == 1 else None


def plain(name: str) -> str:
    """A name without letter case and surplus blanks; marks are kept, since they tell names apart."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def resolved(candidate: Candidate, register: Register) -> Candidate:
    """`candidate` with the entities that have been curated since it was proposed, found by their names."""

    def of(ref: str | None, printed: str) -> str | None:
        return register.named(printed) if ref is None and printed else ref

    agents = tuple(
        agent if agent in register.entities else register.named(agent) or agent
        for agent in candidate.attributed_to
    )
    subject = of(candidate.subject_id, candidate.subject)
    if isinstance(candidate, FigureCandidate):
        return replace(candidate, subject_id=subject, attributed_to=agents)
    return replace(
        candidate,
        subject_id=subject,
        attributed_to=agents,
        object_id=of(candidate.object_id, candidate.object),
    )


def key_of(candidate: Candidate, taken: Collection[str]) -> str:
    """A readable key that is none of `taken`: what, of which part, when; then whose; then a number."""
    c = candidate
    when = slug(c.period.label.removeprefix("as of ").replace("undated", ""), 24)
    if isinstance(c, FigureCandidate):
        parts = [c.sector, c.ownership, c.market]
        what = [slug(c.metric or "figure"), *(slug(p.rpartition("/")[2]) for p in parts if p)]
        if c.conversion_of is not None:
            what.append(slug(c.unit or ""))
    else:
        what = [slug(c.predicate), slug((c.object_id or c.object).rpartition("/")[2])]
    whose = slug((c.subject_id or c.subject).rpartition("/")[2])
    short = "-".join(part for part in (*what, when) if part)[:_KEY_LENGTH].strip("-") or "claim"
    long = "-".join(part for part in (whose, short) if part)[:_KEY_LENGTH].strip("-")
    for key in (short, long):
        if key not in taken:
            return key
    number = 2
    while f"{long}-{number}" in taken:
        number += 1
    return f"{long}-{number}"


def entry_of(candidate: Candidate, key: str, converted: str | None = None) -> Entry:
    """The fields of `candidate` in the order of the seeds' format; it converts what has the key `converted`.

    Raises NoEntry with the reason where a field that must be there is not known.  Whether the values fit each
    other, the seeds' reader says.
    """
    c = candidate
    if c.subject_id is None:
        raise NoEntry(
            f"the subject {c.subject!r} is no curated entity" if c.subject else "no subject is known"
        )
    for agent in c.attributed_to:
        if "/" not in agent:
            raise NoEntry(f"it is credited to {agent!r}, which is no curated entity")
    _printable(c.surface, "the words")
    where: Entry = {"at": f"{c.start}-{c.end}"}
    phrase, start = _phrase(c)
    if phrase != c.surface:
        where |= {"phrase": phrase, "phrase_at": f"{start}-{start + len(phrase)}"}
    if isinstance(c, FigureCandidate):
        return _figure(c, key, where, converted)
    if c.object_id is None:
        raise NoEntry(f"the object {c.object!r} is no curated entity")
    head: Entry = {"key": key, "subject": c.subject_id, "predicate": c.predicate, "object": c.object_id}
    status: Entry = {} if c.status is Status.ACTUAL else {"status": str(c.status)}
    return head | {"cue": c.surface} | where | status | _time(c) | _credit(c) | _ambiguity(c)


def _figure(c: FigureCandidate, key: str, where: Entry, converted: str | None) -> Entry:
    if c.metric is None:
        raise NoEntry("no metric is known")
    if c.unit is None:
        raise NoEntry("no unit is known")
    entry: Entry = {
        "key": key, "subject": c.subject_id or "", "metric": c.metric, "kind": str(c.quantity),
        "value": decimal_text(c.value),
    }  # fmt: skip
    if c.value_max is not None:
        entry["value_max"] = decimal_text(c.value_max)
    entry |= {"unit": c.unit, "surface": c.surface, **where, "hedge": str(c.hedge), "status": str(c.status)}
    entry |= _time(c)
    optional = (
        ("base_period", c.base_period), ("sector", c.sector), ("market", c.market),
        ("ownership", c.ownership),
    )  # fmt: skip
    entry |= {name: value for name, value in optional if value}
    entry |= _credit(c)
    if converted is not None:
        entry["conversion_of"] = converted
    return entry | _ambiguity(c)


def _time(c: Candidate) -> Entry:
    time: Entry = {"period": c.period.label}
    if c.period_inherited and c.period.start is not None:
        time["period_inherited"] = "yes"
    return time


def _credit(c: Candidate) -> Entry:
    """Who is credited: by a cue where the sentence itself does it, inherited where an earlier one did."""
    if not c.attributed_to:
        return {}
    credit: Entry = {"attributed_to": tuple(dict.fromkeys(c.attributed_to))}
    if c.attribution_inherited:
        return credit | {"attribution_inherited": "yes"}
    for cue in c.cues:
        words = cue.text.strip()
        if cue.role == "attribution" and _may_be_kept(words):
            return credit | {"attribution_cue": words}
    return credit


def _ambiguity(c: Candidate) -> Entry:
    return {"ambiguity": c.ambiguity} if c.ambiguity else {}


def _may_be_kept(words: str) -> bool:
    return bool(words) and len(words.split()) <= MAX_PHRASE_WORDS and not _unprintable(words)


def _unprintable(words: str) -> bool:
    return any(unicodedata.category(c) in _UNPRINTABLE for c in words)


def _printable(words: str, what: str) -> None:
    if _unprintable(words) or words != words.strip():
        raise NoEntry(f"{what} {words!r} hold a line break, an invisible sign or blanks around them")


def _phrase(c: Candidate) -> tuple[str, int]:
    """The part of the phrase around the surface that may be kept: one line, no invisible sign, no blanks."""
    before, after = c.phrase[: c.start - c.phrase_start], c.phrase[c.end - c.phrase_start :]
    low = next((n + 1 for n in range(len(before) - 1, -1, -1) if _unprintable(before[n])), 0)
    high = next((n for n, letter in enumerate(after) if _unprintable(letter)), len(after))
    before, after = before[low:], after[:high]
    before, after = before[len(before) - len(before.lstrip()) :], after.rstrip()
    words = before + c.surface + after
    if not _may_be_kept(words):
        return c.surface, c.start
    return words, c.start - len(before)
