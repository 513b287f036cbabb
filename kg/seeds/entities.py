"""seeds/entities/*.yaml: curated entities, one file per kind."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from kg.entity import KINDS, Entity
from kg.errors import BadInput
from kg.lists import TimeNature, UnitFamily
from kg.literals import date_bounds
from kg.names import fold, mixed_scripts
from kg.namespaces import LOCAL_ID, camel
from kg.seeds.fields import Fields
from kg.seeds.identities import IDENTITY_FIELDS
from kg.seeds.references import References
from kg.seeds.vocabulary import Vocabulary
from kg.yamlfile import Mapping, parse

# Another class than the kind's own that an entity of the kind may carry.
_CLASSES = {name for name, _ in KINDS.values()}

FILE_FIELDS = ("kind", "entities")
ENTITY_FIELDS = (
    "en", "vi", "class", "wikidata", "aliases", "aliases_en", "aliases_vi", "scope_en", "scope_vi", "links",
)  # fmt: skip
_METRIC_LINKS = ("growth_of", "share_of", "record_of")
METRIC_FIELDS = ("unit_family", "time", "additive", "signed", *_METRIC_LINKS, *IDENTITY_FIELDS)
UNIT_FIELDS = ("family",)
COMPANY_FIELDS = ("ticker",)
DATED_FIELDS = ("date",)
_FIELDS_OF_KIND = {
    "metric": METRIC_FIELDS,
    "unit": UNIT_FIELDS,
    "company": COMPANY_FIELDS,
    "state-owned-enterprise": COMPANY_FIELDS,
    **dict.fromkeys(("change-event", "event", "law", "programme", "strategy"), DATED_FIELDS),
}
_TICKER = re.compile(r"[A-Z0-9.]{1,12}")
_WIKIDATA = re.compile(r"Q[1-9][0-9]{0,11}")

Entry = tuple[Entity, Fields]


def read_entities(data: bytes, path: Path) -> list[Entry]:
    """The entities of one file, each with its fields, since `index` checks what they name when all are known.

    Raises BadInput with file and line on anything unexpected.
    """
    top = Fields(parse(data, path), path, path.name)
    top.only(FILE_FIELDS)
    kind = top.text("kind")
    if kind not in KINDS:
        raise top.error(f"{kind!r} is no kind of entity", "kind", f"one of {', '.join(KINDS)}")
    if KINDS[kind][1] != path.stem:
        raise top.error(f"kind {kind!r} belongs into {KINDS[kind][1]}.yaml", "kind")
    entries = top.mapping("entities")
    if entries is None:
        raise top.error("field 'entities' is missing", remedy="add it")
    return [_entity(kind, name, entries, path) for name in entries.entries]


def _entity(kind: str, name: str, entries: Mapping, path: Path) -> Entry:
    node = entries.entries[name]
    line = entries.key_lines[name]
    if LOCAL_ID.fullmatch(name) is None:
        raise BadInput.at(
            path,
            f"{name!r} is not an id",
            line=line,
            column=entries.column,
            remedy="letters, digits, hyphens and underscores",
        )
    if not isinstance(node, Mapping):
        raise BadInput.at(
            path, f"{name}: names are expected here (en: …, vi: …)", line=line, column=entries.column
        )
    fields = Fields(node, path, f"{kind}/{name}")
    fields.only(ENTITY_FIELDS + _FIELDS_OF_KIND.get(kind, ()))
    type_ = fields.optional("class") or KINDS[kind][0]
    if type_ not in _CLASSES:
        raise fields.error(f"{type_!r} is no class of entities", "class")
    entity = Entity(
        kind=kind,
        id=name,
        type=type_,
        en=fields.text("en"),
        vi=fields.text("vi"),
        names=_names(fields),
        scope=tuple((t, lang) for lang in ("en", "vi") if (t := fields.optional(f"scope_{lang}"))),
        links=_links(fields),
        flags=_flags(kind, fields),
        ticker=_matching(fields, "ticker", _TICKER, "a code of shares, such as FPT"),
        date=_day(fields),
        wikidata=_matching(fields, "wikidata", _WIKIDATA, "an id of Wikidata, such as Q881"),
        place=f"{path.parent.name}/{path.name}:{line}",
    )
    for text in (entity.en, entity.vi, *(t for t, _ in entity.names)):
        if letter := mixed_scripts(text):
            raise fields.error(
                f"{text!r} mixes scripts: {letter!r} only looks Latin", remedy="retype the name"
            )
    return entity, fields


def _matching(fields: Fields, name: str, form: re.Pattern[str], meant: str) -> str:
    """A text that must have a form; empty where it is left out."""
    text = fields.optional(name) or ""
    if text and form.fullmatch(text) is None:
        raise fields.error(f"{text!r} is not {meant}", name)
    return text


def _day(fields: Fields) -> str:
    """A full date; empty where it is left out."""
    if fields.optional("date") is None:
        return ""
    start, end = fields.parsed("date", date_bounds)
    if start != end:
        raise fields.error("a whole date is expected", "date", "YYYY-MM-DD, or leave it out")
    return start.isoformat()


def _names(fields: Fields) -> tuple[tuple[str, str], ...]:
    """Aliases with their language; language-neutral ones are given in both."""
    pairs = [(alias, lang) for alias in fields.texts("aliases") for lang in ("en", "vi")]
    pairs += [(alias, lang) for lang in ("en", "vi") for alias in fields.texts(f"aliases_{lang}")]
    return tuple(sorted(set(pairs)))


def _link_fields(fields: Fields) -> Fields | None:
    links = fields.mapping("links")
    return None if links is None else Fields(links, fields.path, f"{fields.where}: links")


def _links(fields: Fields) -> tuple[tuple[str, str], ...]:
    inner = _link_fields(fields)
    if inner is None:
        return ()
    return tuple(sorted((camel(name), ref) for name in inner.names() for ref in inner.texts(name)))


def _flags(kind: str, fields: Fields) -> tuple[tuple[str, str | bool], ...]:
    if kind == "unit":
        return (("unitFamily", f"unit-family/{fields.choice('family', UnitFamily)}"),)
    if kind != "metric":
        return ()
    flags: list[tuple[str, str | bool]] = [
        ("timeNature", f"time-nature/{fields.choice('time', TimeNature)}"),
        ("additive", fields.flag("additive")),
    ]
    if fields.flag("signed"):
        flags.append(("signed", True))
    families = fields.texts("unit_family")
    if not families:
        raise fields.error("field 'unit_family' is missing", remedy="add it")
    for family in families:
        if family not in list(UnitFamily):
            raise fields.error(
                f"{family!r} is no unit family", "unit_family", f"one of {', '.join(UnitFamily)}"
            )
        flags.append(("unitFamily", f"unit-family/{family}"))
    for name in _METRIC_LINKS:
        flags.extend((camel(name), f"metric/{metric}") for metric in fields.texts(name))
    return tuple(flags)


def index(entries: Iterable[Entry], vocabulary: Vocabulary) -> dict[str, Entity]:
    """Entities by reference; refuses clashing ids and labels, and links to what is not curated or not fit."""
    by_ref: dict[str, Entry] = {}
    seen: dict[tuple[str, str], Entity] = {}
    for entity, fields in entries:
        if (other := seen.setdefault((entity.kind, "id " + entity.id.casefold()), entity)) is not entity:
            raise fields.error(f"clashes with {other.ref}", remedy="rename or merge one")
        for name in (entity.en, entity.vi, *(alias for alias, _ in entity.names)):
            if (other := seen.setdefault((entity.kind, "name " + fold(name)), entity)) is not entity:
                raise fields.error(f"{name!r} is a name of {other.ref} too", remedy="rename or merge one")
        by_ref[entity.ref] = (entity, fields)
    entities = {ref: entity for ref, (entity, _) in sorted(by_ref.items())}
    references = References(entities)
    for entity, fields in by_ref.values():
        if entity.kind == "metric":
            for name in _METRIC_LINKS:
                for metric in fields.texts(name):
                    references.take(fields, name, metric, "metric")
        if (links := _link_fields(fields)) is not None:
            _check_links(entity, links, references, vocabulary)
    return entities


def _check_links(entity: Entity, links: Fields, references: References, vocabulary: Vocabulary) -> None:
    known = vocabulary.links
    links.only(known)
    for name in links.names():
        domain, range_ = known[name]
        if not domain.allow(entity.type):
            raise links.error(f"{entity.ref} is no {domain} ({name} starts from one)", name)
        for ref in links.texts(name):
            target = references.entities[references.take(links, name, ref)]
            if not range_.allow(target.type):
                raise links.error(f"{ref} is no {range_} ({name} leads to one)", name)
