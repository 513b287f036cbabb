"""A row of a table of figures as an entry of a seed file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kg.catalogue import Catalogue
from kg.corpus import Classes
from kg.entity import KINDS, Entity
from kg.importing.mapping import Mapped, Set
from kg.importing.table import Row
from kg.lists import Status, TimeNature
from kg.literals import date_bounds, period
from kg.names import fold

Entry = dict[str, str | tuple[str, ...]]
# The order of the fields in a seed file.
FIELDS = (
    "key", "subject", "metric", "kind", "value", "value_max", "unit", "hedge", "status", "period",
    "base_period", "sector", "market", "ownership", "attributed_to", "conversion_of", "ambiguity", "note",
)  # fmt: skip
# What metrics and the like are is no answer to whom a row is about.
_NO_SUBJECT = frozenset(("metric", "unit", "sector", "ownership", "media", "aim"))
_AGENTS = frozenset(("agency", "association", "company", "international-organisation", "ministry", "person",
                     "state-owned-enterprise", "university", "media", "office"))  # fmt: skip


class Refused(ValueError):
    """A row that cannot become a claim: why, and whether the mapping `decided` so."""

    def __init__(self, why: str, *, decided: bool = False) -> None:
        super().__init__(why)
        self.decided = decided


ANY = Classes()


@dataclass(frozen=True)
class Curated:
    """The curated entities, by reference and by name."""

    entities: Mapping[str, Entity]

    @cached_property
    def catalogue(self) -> Catalogue:
        """What is known of metrics and units."""
        return Catalogue.of(self.entities)

    @cached_property
    def _names(self) -> Mapping[str, list[str]]:
        names: dict[str, list[str]] = {}
        for ref, entity in self.entities.items():
            for name in {fold(n) for n in (entity.en, entity.vi, *(alias for alias, _ in entity.names))}:
                names.setdefault(name, []).append(ref)
        return names

    def called(self, name: str, what: str, kinds: frozenset[str], classes: Classes = ANY) -> str:
        """The one entity of `kinds` and `classes` called `name`; raises Refused naming `what` where none or
        more are."""
        found = [
            ref
            for ref in self._names.get(fold(name), ())
            if ref.partition("/")[0] in kinds and classes.allow(self.entities[ref].type)
        ]
        if len(found) == 1:
            return found[0]
        if found:
            raise Refused(f"{what} {name!r} may be {' or '.join(sorted(found))} (say which in the mapping)")
        sort = str(classes) or "entity"
        raise Refused(f"{what} {name!r} is no curated {sort} (add it, or map it to one)")


SUBJECTS = frozenset(KINDS) - _NO_SUBJECT
PUBLISHERS = _AGENTS - {"person", "office"}


def figure(row: Row, mapped: Mapped, curated: Curated, published: str) -> Entry:
    """The entry of a row; `published` is the date of its source ('' where not known).

    Raises Refused with the reason.  What is decided here: a stock named by a month or day is as of its end,
    and an estimate of a time after the publication is a forecast.
    """
    out: dict[str, str | tuple[str, ...]] = {"value": row["value"]}
    out |= mapped.meaning("subjects", row["subject"]) or {
        "subject": curated.called(row["subject"], "subject", SUBJECTS)
    }
    out |= mapped.meaning("metrics", row["metric"]) or {"metric": row["metric"]}
    out |= mapped.meaning("units", row["unit"]) or {"unit": row["unit"]}
    qualifier = mapped.meaning("qualifiers", row["qualifier"])
    if qualifier is None:
        raise Refused(f"qualifier {row['qualifier']!r} is not mapped (add it to the mapping)")
    out |= qualifier
    if credited := row["attributed_to"]:
        out |= mapped.meaning("authorities", credited) or {
            "attributed_to": (curated.called(credited, "authority", _AGENTS),)
        }
    out["period"] = row["period"] or "undated"
    out["note"] = row["note"]
    ruled = _ruled(row, mapped)
    out |= ruled
    metric, unit = str(out["metric"]), str(out["unit"])
    _check(metric, unit, curated)
    catalogue = curated.catalogue
    out["period"] = _named(str(out["period"]))
    if "period" not in ruled and catalogue.metrics[metric].time == TimeNature.STOCK:
        out["period"] = _moment(str(out["period"]), published)
    if (
        "status" not in ruled
        and out["status"] == Status.ESTIMATE
        and _is_ahead(str(out["period"]), published)
    ):
        out["status"] = Status.FORECAST.value
    out.setdefault("kind", catalogue.quantity(metric, unit, change=False).value)
    out["key"] = f"{metric}-{row.id}"
    return {name: out[name] for name in FIELDS if out.get(name)}


def _ruled(row: Row, mapped: Mapped) -> Set:
    """What the rules say of a row, later ones above earlier ones."""
    out: dict[str, str | tuple[str, ...]] = {}
    for rule in mapped.rules:
        if rule.fits(row):
            if rule.refuse:
                raise Refused(rule.refuse, decided=True)
            out |= rule.fields
    return out


def _check(metric: str, unit: str, curated: Curated) -> None:
    known = curated.catalogue.metrics.get(metric)
    if known is None:
        raise Refused(f"metric {metric!r} is not curated (add it, or map it to one)")
    family = curated.catalogue.families.get(unit)
    if family is None:
        raise Refused(f"unit {unit!r} is not curated (add it, or map it to one)")
    if family not in known.families:
        raise Refused(f"{metric} is not measured in {unit} (map the metric to another for this unit)")


def _moment(label: str, published: str) -> str:
    """A stock is told of a moment: ``2024-11`` becomes ``as of 2024-11``, its last day, unless the source was
    published before; a whole year or quarter stays one."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?", label) is None:
        return label
    end = date_bounds(label)[1]
    return label if published and end > date_bounds(published)[0] else f"as of {label}"


def _named(label: str) -> str:
    """The one name of a quarter, half or year that a label tells by its months: ``2024-H1`` for
    ``2024-01/2024-06``; other labels stay."""
    try:
        told = period(label)
    except ValueError as error:
        raise Refused(str(error)) from None
    if "/" not in label or told.start is None or told.end is None or told.year is None:
        return label
    parts = ("-Q1", "-Q2", "-Q3", "-Q4", "-H1", "-H2", "")
    for name in (f"{told.year}{part}" for part in parts):
        if (period(name).start, period(name).end) == (told.start, told.end):
            return name
    return label


def _is_ahead(label: str, published: str) -> bool:
    """Whether a period ends after the day, month or year of publication has passed."""
    end = period(label).end
    return bool(end and published and end.year > date_bounds(published)[1].year)


def conversions(entries: Mapping[str, Entry], currencies: frozenset[str]) -> None:
    """Link each entry whose note begins with "conversion" to the one it converts, where that is unmistakable:
    same subject, metric, time and narrowing, another currency.  Entries are by key; they are changed."""
    same = ("subject", "metric", "period", "status", "sector", "market", "ownership")
    groups: dict[tuple[object, ...], list[Entry]] = {}
    for entry in entries.values():
        if entry["unit"] in currencies:
            groups.setdefault(tuple(entry.get(name) for name in same), []).append(entry)
    for group in groups.values():
        for entry in group:
            if not str(entry.get("note", "")).startswith("conversion"):
                continue
            others = [o for o in group if o["unit"] != entry["unit"]]
            if len(others) == 1:
                entry["conversion_of"] = others[0]["key"]
