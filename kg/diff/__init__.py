"""What changed between two builds: sources, entities, claims, and the disagreements between them.

`diff(before, after)` compares tables, so that any two things that have them can be compared: generations of a
store, releases, a build as of two days.  Everything is known by its stable id.  The id of a claim is what its
article says, so a claim that was corrected has another one: two claims of one article are held to be the
same, changed, when they have the same key in the seeds, stand at the same place, or are the only ones to
answer their question.  A conflict or check that names other claims but asks the same question is changed; it
is opened or closed only where the question was, or is, without one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from kg.lists import SETTLED
from kg.store import Tables

__all__ = ["SECTIONS", "Change", "Diff", "diff"]

Row = dict[str, Any]
Key = Callable[[Row], Hashable]

# What is compared, in the order of a report, and what can become of each.
SECTIONS: Final = {
    "sources": ("added", "changed", "withdrawn"),
    "metrics": ("added", "changed", "withdrawn"),
    "entities": ("added", "changed", "withdrawn"),
    "figure_claims": ("added", "changed", "withdrawn"),
    "relation_claims": ("added", "changed", "withdrawn"),
    "conflicts": ("opened", "changed", "closed"),
    "checks": ("opened", "changed", "closed"),
}

# What rows say of where they come from, and what follows from the rest.
_ASIDE = frozenset((
    "iri", "place", "key", "claim", "slot", "subject_label", "disputed", "lower", "upper", "lower_hard",
    "upper_hard", "period_start", "period_end", "end", "phrase_end",
))  # fmt: skip
# What a conflict or check says apart from words that follow from it.
_FOUND = ("verdict", "claims", "gap", "same_authority", "links", "parameters")


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one thing: `before` and `after` are its rows, None where it is not there.

    `fields` has what differs, with both values; `by` says how two claims were found to be the same: by their
    id, key, place or question.
    """

    kind: str
    id: str
    before: Row | None
    after: Row | None
    fields: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    by: str = "id"

    @property
    def row(self) -> Row:
        """The row as it is now, or was last."""
        return self.after or self.before or {}


@dataclass(frozen=True, slots=True)
class Diff:
    """The changes from one build to another by section (see SECTIONS), each in the order of a report."""

    before: str
    after: str
    counts: Mapping[str, tuple[int, int]]
    sections: Mapping[str, tuple[Change, ...]]

    def __bool__(self) -> bool:
        return any(self.sections.values())

    def of(self, section: str, kind: str) -> tuple[Change, ...]:
        """The changes of one kind in one section."""
        return tuple(change for change in self.sections[section] if change.kind == kind)


def diff(before: Tables, after: Tables) -> Diff:
    """What changed from `before` to `after`; raises what reading their tables raises."""
    sections: dict[str, list[Change]] = {
        "sources": _plain(before.rows("articles"), after.rows("articles"), "article"),
    }
    entities = _plain(before.rows("entities"), after.rows("entities"), "entity")
    sections["metrics"] = [c for c in entities if c.id.startswith("metric/")]
    sections["entities"] = [c for c in entities if not c.id.startswith("metric/")]
    became: dict[str, str] = {}
    slots: dict[str, str] = {}
    for section, table, question in (
        ("figure_claims", "figures", ("slot", "unit")),
        ("relation_claims", "relations", ("subject", "predicate", "object")),
    ):
        old, new = ({row["claim"]: row for row in build.rows(table)} for build in (before, after))
        slots |= {id_: row["slot"] for id_, row in (old | new).items() if "slot" in row}
        sections[section] = list(_claims(old, new, question))
        became |= {c.before["claim"]: c.id for c in sections[section] if c.before and c.after}
    for section in ("conflicts", "checks"):
        old_open, new_open = (_open(build.rows(section)) for build in (before, after))
        sections[section] = list(_findings(old_open, new_open, slots, became))
    return Diff(
        before.name,
        after.name,
        {what: (before.counts.get(what, 0), n) for what, n in after.counts.items()},
        {name: tuple(_ordered(sections[name], kinds)) for name, kinds in SECTIONS.items()},
    )


def _ordered(changes: Iterable[Change], kinds: tuple[str, ...]) -> list[Change]:
    return sorted(changes, key=lambda c: (kinds.index(c.kind), c.row.get("article", ""), c.id))


def _differing(before: Row, after: Row, names: Iterable[str] | None = None) -> dict[str, tuple[Any, Any]]:
    """The fields in which two rows differ, of those that both builds have and that say something."""
    wanted = [n for n in after if n in before and n not in _ASIDE] if names is None else names
    pairs = {name: (before.get(name), after.get(name)) for name in wanted}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _plain(before: Iterable[Row], after: Iterable[Row], id_: str) -> list[Change]:
    """Changes of things with an id that somebody gave them."""
    old, new = ({row[id_]: row for row in rows} for rows in (before, after))
    found = [Change("added", name, None, new[name]) for name in new.keys() - old.keys()]
    found += (Change("withdrawn", name, old[name], None) for name in old.keys() - new.keys())
    for name in old.keys() & new.keys():
        if fields := _differing(old[name], new[name]):
            found.append(Change("changed", name, old[name], new[name], fields))
    return found


def _claims(old: Mapping[str, Row], new: Mapping[str, Row], question: tuple[str, ...]) -> Iterator[Change]:
    """Changes of claims: first by id (entities that were judged to be one stand for each other), then, of
    what is left in an article, by key, place and question."""
    for id_ in old.keys() & new.keys():
        if fields := _differing(old[id_], new[id_]):
            yield Change("changed", id_, old[id_], new[id_], fields)
    gone = {id_: row for id_, row in old.items() if id_ not in new}
    come = {id_: row for id_, row in new.items() if id_ not in old}
    ways: tuple[tuple[str, Key], ...] = (
        ("key", lambda row: row.get("key")),
        ("place", lambda row: None if row["start"] is None else (row["start"], row["end"])),
        ("question", lambda row: tuple(row[name] for name in question)),
    )
    for by, key in ways:
        for one, other in _paired(gone, come, key):
            before, after = gone.pop(one), come.pop(other)
            yield Change("changed", other, before, after, _differing(before, after), by)
    yield from (Change("added", id_, None, row) for id_, row in come.items())
    yield from (Change("withdrawn", id_, row, None) for id_, row in gone.items())


def _paired(gone: Mapping[str, Row], come: Mapping[str, Row], key: Key) -> list[tuple[str, str]]:
    """The ids of two claims, one on each side, that alone in their article have a key."""
    sides = []
    for rows in (gone, come):
        keys = {id_: (row["article"], key(row)) for id_, row in rows.items() if key(row) is not None}
        counted = Counter(keys.values())
        sides.append({held: id_ for id_, held in keys.items() if counted[held] == 1})
    return [(id_, sides[1][held]) for held, id_ in sides[0].items() if held in sides[1]]


def _open(rows: Iterable[Row]) -> dict[str, Row]:
    """What leaves something open, by id."""
    return {row["id"]: row for row in rows if row["verdict"] not in SETTLED}


def _findings(
    old: Mapping[str, Row], new: Mapping[str, Row], slots: Mapping[str, str], became: Mapping[str, str]
) -> Iterator[Change]:
    """Changes of what is open between claims; `slots` has the slot of each claim, `became` its new id."""
    for id_ in old.keys() & new.keys():
        if fields := _differing(old[id_], new[id_], _FOUND):
            yield Change("changed", id_, old[id_], new[id_], fields)
    left: dict[Hashable, tuple[list[Row], list[Row]]] = defaultdict(lambda: ([], []))
    for side, rows, others in ((0, old, new), (1, new, old)):
        for id_, row in rows.items():
            if id_ not in others:
                left[_asked(row, slots)][side].append(row)
    for gone, come in left.values():
        for one, other in _nearest(gone, come, became):
            fields = _differing(one, other, _FOUND)
            yield Change("changed", other["id"], one, other, fields, "question")
            gone.remove(one)
            come.remove(other)
        yield from (Change("opened", row["id"], None, row) for row in come)
        yield from (Change("closed", row["id"], row, None) for row in gone)


def _asked(row: Row, slots: Mapping[str, str]) -> Hashable:
    """The question of a finding: the slots of a comparison; of arithmetic its rule and the slot held against
    the rest; of relations that cannot both be, the rule and whom they are about."""
    if "terms" in row:
        return row["rule"], slots.get(row["terms"][0]["claim"])
    if row.get("slot") is None:
        return row.get("rule"), row.get("subject")
    return frozenset(slots.get(claim) for claim in row["claims"])


def _nearest(gone: list[Row], come: list[Row], became: Mapping[str, str]) -> list[tuple[Row, Row]]:
    """Pairs of findings of one question, those with the most claims in common first."""
    ranked = sorted(
        (
            (-len({became.get(claim, claim) for claim in one["claims"]} & {*other["claims"]}), m, n)
            for m, one in enumerate(gone)
            for n, other in enumerate(come)
        ),
    )
    pairs: dict[int, int] = {}
    for _, m, n in ranked:
        if m not in pairs and n not in pairs.values():
            pairs[m] = n
    return [(gone[m], come[n]) for m, n in pairs.items()]
