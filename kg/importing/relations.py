"""A row of a table of relations as entries of a seed file.

``seeds/tables/relations.yaml`` says what the words of tables stand for: ``predicates``, where the ontology's
own are not meant; ``objects`` that are no one curated thing; and ``rules``, which look at whole rows.  A
predicate may stand for one of ours, or several, of which the first counts whose ends the row names; for a
metric, since the year in which something was founded is a figure; or for a name, which must be curated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.corpus import Classes, Predicate
from kg.entity import KINDS
from kg.files import read_bytes
from kg.importing.figures import ANY, Curated, Entry, Refused
from kg.importing.mapping import Rule, Set, read_rule
from kg.importing.table import Row
from kg.lists import ClaimKind, Hedge, Status
from kg.names import fold
from kg.seeds.fields import Fields
from kg.yamlfile import parse

# The order of the fields in a seed file.
FIELDS = ("key", "subject", "predicate", "object", "status", "period", "attributed_to", "ambiguity", "note")
# What a rule may set, and what a further claim that it adds may state.
_SETTABLE = ("subject", "predicate", "object", "status", "period", "attributed_to", "ambiguity")
_ADDED = (*_SETTABLE, "metric", "value", "market")
_NEEDED = (("predicate", "object"), ("metric", "value"))
# What a further claim takes over from what the row states.
_KEPT = ("status", "period", "attributed_to", "note")
_KEYS = ("predicates", "objects", "rules")
# What a relation may lead from and to.
_ENDS = frozenset(KINDS) - {"metric", "unit"}
_BETWEEN = re.compile(r"\s*;\s*")
_YEAR = re.compile(r"([0-9]{4})(?:-[0-9]{2}){0,2}")


@dataclass(frozen=True)
class Word:
    """What a predicate of a table stands for: candidates among ours, a metric, or (neither) a name."""

    predicates: tuple[str, ...] = ()
    metric: str = ""
    status: str = ""


@dataclass(frozen=True)
class Reading:
    """The words of tables of relations, and the rules, each with the claims that it adds."""

    words: Mapping[str, Word] = field(default_factory=dict)
    objects: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rules: tuple[tuple[Rule, tuple[Set, ...]], ...] = ()


def read_reading(path: Path) -> Reading:
    """The reading in a file; one that is not there maps nothing.  Raises BadInput with file and line."""
    if not path.is_file():
        return Reading()
    top = Fields(parse(read_bytes(path), path), path, path.name)
    top.only(_KEYS)
    words, objects = (top.mapping(name) for name in ("predicates", "objects"))
    given = Fields(objects, path, "objects") if objects is not None else None
    return Reading(
        dict(_words(Fields(words, path, "predicates"))) if words is not None else {},
        {name: given.texts(name) for name in given.names()} if given is not None else {},
        tuple(_rule(Fields(node, path, f"rule {n}")) for n, node in enumerate(top.mappings("rules"), 1)),
    )


def _words(fields: Fields) -> Iterator[tuple[str, Word]]:
    for name in fields.names():
        if not hasattr(fields.node(name), "entries"):
            yield name, Word(fields.texts(name))
            continue
        inner = fields.mapping(name)
        assert inner is not None
        word = Fields(inner, fields.path, f"predicates: {name}")
        word.only(("predicate", "metric", "name", "status"))
        yield (
            name,
            Word(word.texts("predicate"), word.optional("metric") or "", word.optional("status") or ""),
        )


def _rule(top: Fields) -> tuple[Rule, tuple[Set, ...]]:
    added = []
    for n, node in enumerate(top.mappings("also"), 1):
        fields = Fields(node, top.path, f"{top.where}: also {n}")
        fields.only(_ADDED)
        if not any(all(fields.node(name) for name in pair) for pair in _NEEDED):
            raise fields.error("a claim has `predicate` and `object`, or `metric` and `value`")
        added.append({name: fields.text(name) for name in fields.names()})
    return read_rule(top, _SETTABLE, more="also"), tuple(added)


@dataclass(frozen=True)
class Relations:
    """Reads rows by the curated entities, the ontology's predicates and what the tables' words stand for."""

    curated: Curated
    predicates: Mapping[str, Predicate]
    reading: Reading

    def entries(self, row: Row) -> list[Entry]:
        """The entries that a row gives, relations and figures; raises Refused with the reason."""
        fields: dict[str, str | tuple[str, ...]] = {}
        added: list[Set] = []
        for rule, also in self.reading.rules:
            if rule.fits(row):
                if rule.refuse:
                    raise Refused(rule.refuse, decided=True)
                fields |= rule.fields
                added += also
        word = self.reading.words.get(row["predicate"]) or Word((row["predicate"],))
        found = list(self._stated(row, word, fields))
        found += [self._added(claim, found[0], row) for claim in added]
        for number, entry in enumerate(found, 1):
            what = entry.get("predicate") or entry["metric"]
            entry["key"] = f"{what}-{row.id}" + (f"-{number}" if number > 1 else "")
        return found

    def _stated(self, row: Row, word: Word, fields: Set) -> Iterator[Entry]:
        """What the row states itself: a relation for each of its objects, or a figure."""
        subject, fixed = str(fields.get("subject", "")), str(fields.get("object", ""))
        if word.metric:
            subject = subject or self._called(row["subject"], "subject")
            status = str(fields.get("status", word.status))
            yield _year(subject, word.metric, row["object"], status, row["note"])
            return
        if "predicate" in fields:
            word = replace(word, predicates=(str(fields["predicate"]),))
        if not word.predicates:
            raise Refused(self._name(row), decided=True)
        for name in _BETWEEN.split(row["object"]):
            for object_ in (fixed,) if fixed else self.reading.objects.get(name, ("",)):
                out: Entry = {
                    "status": word.status,
                    "period": row["period"] or "undated",
                    "note": row["note"],
                }
                out |= fields
                out |= self._ends(row, word, subject, object_, name)
                if out["subject"] == out["object"]:
                    raise Refused(f"leads from {out['subject']} to itself (two names of one?)")
                yield {field: value for field, value in out.items() if value}

    def _ends(self, row: Row, word: Word, subject: str, object_: str, name: str) -> Entry:
        """The predicate, subject and object: of several predicates, the first that fits its ends."""
        refusal = Refused("")
        for candidate in word.predicates:
            known = self.predicates.get(f"predicate/{candidate}")
            if known is None:
                raise Refused(f"predicate {candidate!r} is not in the ontology (add it, or map it to one)")
            try:
                return {
                    "predicate": candidate,
                    "subject": subject or self._called(row["subject"], "subject", known.domain),
                    "object": object_ or self._called(name, "object", known.range),
                }
            except Refused as error:
                refusal = error
        raise refusal

    def _called(self, name: str, what: str, classes: Classes = ANY) -> str:
        """The one curated entity of `classes` that is called `name`."""
        return self.curated.called(name, what, _ENDS, classes)

    def _name(self, row: Row) -> str:
        """Why a row that only tells a name is no claim; raises Refused where its subject has no such name."""
        entity = self.curated.entities[self._called(row["subject"], "subject")]
        names = (entity.en, entity.vi, *(alias for alias, _ in entity.names))
        if fold(row["object"]) not in {fold(name) for name in names}:
            raise Refused(f"{row['object']!r} is no name of {entity.ref} (add it there)")
        return f"a name, which the curated {entity.ref} has"

    def _added(self, claim: Set, stated: Entry, row: Row) -> Entry:
        """A further claim that a rule adds; what it leaves out is as in what the row states."""
        subject = str(claim.get("subject", stated["subject"]))
        if "metric" in claim:
            metric, status = str(claim["metric"]), str(claim.get("status", ""))
            year = _year(subject, metric, str(claim["value"]), status, row["note"])
            return year | {name: claim[name] for name in ("market", "ambiguity") if name in claim}
        out: Entry = {name: stated[name] for name in _KEPT if name in stated}
        return out | dict(claim) | {"subject": subject}


def _year(subject: str, metric: str, printed: str, status: str, note: str) -> Entry:
    """The figure of a row that says when something happened, or is to happen."""
    match = _YEAR.fullmatch(printed)
    if match is None:
        raise Refused(f"{printed!r} is no date (YYYY, YYYY-MM or YYYY-MM-DD)")
    day = "" if printed == match[1] else f"printed with the date {printed}"
    out = {
        "subject": subject,
        "metric": metric,
        "kind": ClaimKind.DATE.value,
        "value": match[1],
        "unit": "year",
        "hedge": Hedge.EXACT.value,
        "status": status or Status.ACTUAL.value,
        "period": "undated",
        "note": "; ".join(filter(None, (day, note))),
    }
    return {name: value for name, value in out.items() if value}
