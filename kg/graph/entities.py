"""The graph of curated entities: kinds, names in both languages, links."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from kg.entity import LOOSE, Entity
from kg.graph import terms as t
from kg.graph.lines import ALT_LABEL, DATE, EXACT_MATCH, IDENTIFIER, LABEL, SCOPE_NOTE, A
from kg.namespaces import ENTITIES_GRAPH, WIKIDATA


def entity_lines(entities: Mapping[str, Entity]) -> Iterator[str]:
    """The entities as N-Quads, one piece of text per entity, by reference; a link that only tells two
    bodies apart is left out where the other is not among them."""
    graph = f"<{ENTITIES_GRAPH}>"
    for entity in entities.values():
        node = t.ref(entity.ref)
        out = [
            f"{A} {t.vt(entity.type)}",
            f"{IDENTIFIER} {t.quoted(entity.id)}",
            f"{LABEL} {t.tagged(entity.en, 'en')}",
            f"{LABEL} {t.tagged(entity.vi, 'vi')}",
        ]
        labels = {("en", entity.en), ("vi", entity.vi)}
        out += [f"{ALT_LABEL} {t.tagged(n, lang)}" for n, lang in entity.names if (lang, n) not in labels]
        out += [f"{SCOPE_NOTE} {t.tagged(text, language)}" for text, language in entity.scope]
        out += [
            f"{t.vt(name)} {t.ref(reference)}"
            for name, reference in entity.links
            if name not in LOOSE or reference in entities
        ]
        out += [
            f"{t.vt(name)} {t.boolean(value) if isinstance(value, bool) else t.ref(value)}"
            for name, value in entity.flags
        ]
        if entity.ticker:
            out.append(f"{t.vt('ticker')} {t.quoted(entity.ticker)}")
        if entity.date:
            out.append(f"{DATE} {t.date(dt.date.fromisoformat(entity.date))}")
        if entity.wikidata:
            out.append(f"{EXACT_MATCH} {t.foreign(WIKIDATA + entity.wikidata)}")
        yield "".join(f"{node} {line} {graph} .\n" for line in out)
