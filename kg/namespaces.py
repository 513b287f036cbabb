"""Every namespace, and every rule by which an IRI is minted.

Vocabulary terms live in ``vt:``; resources are ``…/id/<kind>/<id>``; each article has a named graph.
Ids of curated things are written by people and checked here; ids of derived things are slugs and hashes.
No other characters than ``[A-Za-z0-9_-]`` ever reach an IRI of ours, so minting cannot inject anything.
"""

from __future__ import annotations

import re
from typing import Final

BASE: Final = "https://w3id.org/vietnam-tech-kg/"
VT: Final = BASE + "ont#"
ID: Final = BASE + "id/"
GRAPH: Final = BASE + "graph/"
DATASET: Final = BASE + "dataset"
ONTOLOGY: Final = BASE + "ont"
BUILDS: Final = BASE + "build/"

PREFIXES: Final[dict[str, str]] = {
    "vt": VT,
    "kg": ID,
    "graph": GRAPH,
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "dqv": "http://www.w3.org/ns/dqv#",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

# Every kind of resource is a prefix too (`company:fpt-corporation`): a name with a bare slash such as
# `kg:company/fpt` is neither Turtle nor SPARQL.
KIND_PREFIXES: Final[dict[str, str]] = {
    kind: f"{ID}{kind}/"
    for kind in (
        "activity", "agency", "aggregate", "agreement", "aim", "article", "association", "attribution",
        "cause", "cause-kind", "cause-status", "change-event", "claim", "claim-kind", "company",
        "contradiction", "country", "derived", "event", "evidence", "evidence-level", "facility", "file",
        "finding", "hedge", "international-organisation", "judgement", "law", "link", "link-kind", "market",
        "media", "membership", "metric", "ministry", "office", "ownership", "partition", "person",
        "predicate", "presence", "presence-role", "product", "programme", "ruling", "scheme", "sector",
        "severity", "slot", "software", "state-owned-enterprise", "status", "status-family", "strategy",
        "technology", "time-nature", "unit", "unit-family", "university", "verdict",
    )
}  # fmt: skip

WIKIDATA: Final = "http://www.wikidata.org/entity/"

ENTITIES_GRAPH: Final = GRAPH + "entities"
SLOTS_GRAPH: Final = GRAPH + "slots"
VIEW_GRAPH: Final = GRAPH + "view"
FINDINGS_GRAPH: Final = GRAPH + "findings"
DATASET_GRAPH: Final = GRAPH + "dataset"
ONTOLOGY_GRAPH: Final = GRAPH + "ontology"
ARTICLE_GRAPHS: Final = GRAPH + "article/"
# Not part of a build: what a store elsewhere holds beside one, so that it can be served from there, and while
# another is being loaded.
BUILD_GRAPH: Final = GRAPH + "build"
STAGING_GRAPHS: Final = GRAPH + "staging/"
LOADING_GRAPH: Final = STAGING_GRAPHS + "loading"

LOCAL_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,119}")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def is_local_id(text: str) -> bool:
    """Whether `text` may stand as the last segment of one of our IRIs."""
    return LOCAL_ID.fullmatch(text) is not None


def slug(text: str, limit: int = 48) -> str:
    """ASCII letters, digits and single hyphens of `text` in lower case, at most `limit`; may be empty."""
    return _NOT_SLUG.sub("-", text.lower()).strip("-")[:limit].rstrip("-")


def resource(kind: str, local: str) -> str:
    """IRI of the resource `local` of a kind; raises ValueError on an id that may not stand in an IRI."""
    if not (is_local_id(kind) and is_local_id(local)):
        raise ValueError(f"not an id: {kind!r}/{local!r}")
    return f"{ID}{kind}/{local}"


def article_graph(stem: str) -> str:
    """IRI of the named graph of an article; raises ValueError on a stem that may not stand in an IRI."""
    if not is_local_id(stem):
        raise ValueError(f"not an article id: {stem!r}")
    return ARTICLE_GRAPHS + stem


def term(name: str) -> str:
    """IRI of the vocabulary term `name`; raises ValueError on an impossible name."""
    if not is_local_id(name):
        raise ValueError(f"not a term name: {name!r}")
    return VT + name


def camel(snake: str) -> str:
    """``operates_in`` -> ``operatesIn``: the property that a predicate or link of the seeds stands for."""
    head, *tail = snake.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in tail)


def local_id(iri: str) -> str:
    """Last segment of an IRI, after the last ``/`` or ``#``."""
    return iri[max(iri.rfind("/"), iri.rfind("#")) + 1 :]


def reference(iri: str) -> str:
    """``kind/id`` of one of our resource IRIs; the IRI itself when it is not ours."""
    return iri.removeprefix(ID) if iri.startswith(ID) else iri


def compact(iri: str) -> str:
    """``prefix:name`` where a prefix fits and the rest is a plain name, else the IRI."""
    best = max(
        (p for p in PREFIXES if iri.startswith(PREFIXES[p])), key=lambda p: len(PREFIXES[p]), default=""
    )
    rest = iri[len(PREFIXES[best]) :] if best else ""
    return f"{best}:{rest}" if best and is_local_id(rest) else iri
