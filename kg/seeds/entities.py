"""seeds/entities/*.yaml: curated entities, one file per kind."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.entity import KINDS, Entity
from kg.errors import BadInput
from kg.lists import TimeNature, UnitFamily
from kg.names import fold, mixed_scripts
from kg.namespaces import LOCAL_ID, camel
from kg.seeds.fields import Fields
from kg.yamlfile import Mapping, parse

# Another class than the kind's own that an entity of the kind may carry.
_CLASSES = {name for name, _ in KINDS.values()}


def read_entities(data: bytes, path: Path) -> list[Entity]:
    """The entities of one file; raises BadInput with file and line on anything unexpected."""
    top = Fields(parse(data, path), path, path.name)
    kind = top.text("kind")
    if kind not in KINDS:
        raise top.error(f"{kind!r} is no kind of entity", "kind", f"one of {', '.join(KINDS)}")
    if KINDS[kind][1] != path.stem:
        raise top.error(f"kind {kind!r} belongs into {KINDS[kind][1]}.yaml", "kind")
    entries = top.mapping("entities")
    if entries is None:
        raise top.error("field 'entities' is missing", remedy="add it")
    top.done()
    return [_entity(kind, name, entries, path) for name in entries.entries]


def _entity(kind: str, name: str, entries: Mapping, path: Path) -> Entity:
    node = entries.entries[name]
    line = entries.key_lines[name]
    if LOCAL_ID.fullmatch(name) is None:
        raise BadInput.at(
            path, f"{name!r} is not an id", line=line, remedy="letters, digits, hyphens and underscores"
        )
    if not isinstance(node, Mapping):
        raise BadInput.at(path, f"{name}: names are expected here (en: …, vi: …)", line=line)
    fields = Fields(node, path, f"{kind}/{name}")
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
        place=f"{path.name}:{line}",
    )
    fields.done()
    for text in (entity.en, entity.vi, *(t for t, _ in entity.names)):
        if letter := mixed_scripts(text):
            raise fields.error(
                f"{text!r} mixes scripts: {letter!r} only looks Latin", remedy="retype the name"
            )
    return entity


def _names(fields: Fields) -> tuple[tuple[str, str], ...]:
    """Aliases with their language; language-neutral ones are given in both."""
    pairs = [(alias, lang) for alias in fields.texts("aliases") for lang in ("en", "vi")]
    pairs += [(alias, lang) for lang in ("en", "vi") for alias in fields.texts(f"aliases_{lang}")]
    return tuple(sorted(set(pairs)))


def _links(fields: Fields) -> tuple[tuple[str, str], ...]:
    links = fields.mapping("links")
    if links is None:
        return ()
    inner = Fields(links, fields.path, f"{fields.where} links")
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
    families = fields.texts("unit_family")
    if not families:
        raise fields.error("field 'unit_family' is missing", remedy="add it")
    for family in families:
        if family not in list(UnitFamily):
            raise fields.error(
                f"{family!r} is no unit family", "unit_family", f"one of {', '.join(UnitFamily)}"
            )
        flags.append(("unitFamily", f"unit-family/{family}"))
    for name in ("growth_of", "share_of"):
        flags.extend((camel(name), f"metric/{metric}") for metric in fields.texts(name))
    return tuple(flags)


def index(entities: Iterable[Entity]) -> dict[str, Entity]:
    """Entities by reference; refuses ids and labels that clash when case and marks are folded."""
    by_ref: dict[str, Entity] = {}
    seen: dict[tuple[str, str], Entity] = {}
    for entity in entities:
        for key in ((entity.kind, entity.id.casefold()), (entity.kind, "label " + fold(entity.en))):
            if key in seen:
                raise BadInput(
                    f"{entity.ref} clashes with {seen[key].ref}",
                    place=entity.place,
                    remedy="rename or merge one",
                )
            seen[key] = entity
        by_ref[entity.ref] = entity
    for entity in by_ref.values():
        targets = entity.links + tuple(
            (p, v) for p, v in entity.flags if isinstance(v, str) and v.startswith("metric/")
        )
        for name, ref in targets:
            if ref not in by_ref:
                raise BadInput(
                    f"{entity.ref}: {name} names {ref!r}, which is not curated", place=entity.place
                )
    return dict(sorted(by_ref.items()))
