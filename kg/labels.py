"""What the things of an answer are called, and which publications stand behind it: one query each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import pyoxigraph as ox

from kg.answer import Answer, ColumnType, Table
from kg.engine import Engine
from kg.namespaces import ID, reference
from kg.params import bind

_LABELS = """\
PREFIX graph: <https://w3id.org/vietnam-tech-kg/graph/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?_thing ?label WHERE {
  #values
  { GRAPH graph:entities { ?_thing skos:prefLabel ?label } }
  UNION { GRAPH graph:ontology { ?_thing skos:prefLabel ?label } }
  FILTER(LANG(?label) = ?_lang)
}
ORDER BY STR(?_thing)"""

_SOURCES = """\
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX graph: <https://w3id.org/vietnam-tech-kg/graph/>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX vt: <https://w3id.org/vietnam-tech-kg/ont#>
SELECT ?_article ?title ?date ?url ?publisher WHERE {
  #values
  GRAPH ?g {
    ?_article a vt:Article .
    OPTIONAL { ?_article dcterms:title ?title }
    OPTIONAL { ?_article vt:issuedLabel ?date }
    OPTIONAL { ?_article schema:url ?address }
  }
  OPTIONAL {
    GRAPH ?h { ?_article vt:publisher ?outlet }
    GRAPH graph:entities { ?outlet skos:prefLabel ?publisher }
    FILTER(LANG(?publisher) = ?_lang)
  }
  BIND(STR(?address) AS ?url)
}
ORDER BY STR(?_article)"""

_LISTS = """\
PREFIX graph: <https://w3id.org/vietnam-tech-kg/graph/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?concept ?label WHERE {
  #values
  GRAPH graph:ontology { ?concept skos:topConceptOf ?scheme ; skos:prefLabel ?label }
  FILTER(LANG(?label) = ?_lang)
}
ORDER BY STR(?concept)"""

Labels = Mapping[str, str]
# Named by their own means, or by nothing but their id.
_UNNAMED = ("article", "cause", "claim", "derived", "evidence", "finding", "slot")


@dataclass(frozen=True, slots=True)
class Source:
    """One publication, as it is cited; what is not known of it is the empty text."""

    title: str
    publisher: str
    date: str
    url: str

    @property
    def name(self) -> str:
        """The outlet; the title where nobody is known to have published it, or the site where it has none."""
        return self.publisher or (f"“{self.title}”" if self.title else urlsplit(self.url).hostname or "")


def list_labels(engine: Engine, language: str) -> dict[str, str]:
    """The labels of the closed lists in a language: ``hedge/about`` -> ``khoảng``."""
    table = engine.run(bind(_LISTS, {"lang": (ox.Literal(language),)}))
    assert isinstance(table, Table)
    return {reference(row[0].value): row[1].value for row in table.rows if row[0] and row[1]}


def labels(
    engine: Engine, answer: Answer, language: str, more: Iterable[ox.NamedNode] = ()
) -> dict[str, str]:
    """What the things in the columns of an answer, and some `more`, are called, by IRI.

    Claims, slots and the like have long ids and no names that would be needed.
    """
    things = {
        term.value
        for term in (*_in_columns(answer, (ColumnType.ENTITY, ColumnType.ID)), *more)
        if term.value.startswith(ID) and reference(term.value).partition("/")[0] not in _UNNAMED
    }
    if not things:
        return {}
    table = engine.run(bind(_LABELS, {"thing": _nodes(things), "lang": [ox.Literal(language)]}))
    assert isinstance(table, Table)
    return {row[0].value: row[1].value for row in table.rows if row[0] and row[1]}


def sources(engine: Engine, answer: Answer, language: str) -> dict[str, Source]:
    """The publications in the columns of an answer, by IRI."""
    articles = {
        term.value
        for term in _in_columns(answer, (ColumnType.ID, ColumnType.ENTITY))
        if reference(term.value).startswith("article/")
    }
    if not articles:
        return {}
    table = engine.run(bind(_SOURCES, {"article": _nodes(articles), "lang": (ox.Literal(language),)}))
    assert isinstance(table, Table)
    found = {}
    for article, *rest in table.rows:
        title, date, url, publisher = ("" if term is None else term.value for term in rest)
        if article is not None:
            found[article.value] = Source(title, publisher, date, url)
    return found


def _in_columns(answer: Answer, types: Iterable[ColumnType]) -> Iterable[ox.NamedNode]:
    wanted = [n for n, type_ in enumerate(answer.types) if type_ in types]
    for terms in answer.terms:
        for n in wanted:
            term = terms[n]
            if isinstance(term, ox.NamedNode):
                yield term


def _nodes(iris: Iterable[str]) -> list[ox.NamedNode]:
    return [ox.NamedNode(iri) for iri in sorted(iris)]
