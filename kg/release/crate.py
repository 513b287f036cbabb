"""ro-crate-metadata.json: the release as an RO-Crate 1.2, for research archives.

Flat JSON-LD of one context, as the specification wants it: the descriptor, the root data set with its files,
and whatever these refer to.  Folders that hold many files of one sort are described as a whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from kg.release.about import (
    CODE_LICENCE,
    CREATOR,
    CREATOR_IRI,
    KEYWORDS,
    LICENCE,
    LICENCE_NAME,
    SUMMARY,
    TITLE,
    About,
)
from kg.release.folder import CRATE
from kg.release.inventory import Item

_VERSION: Final = "https://w3id.org/ro/crate/1.2"
_FOLDERS: Final = {
    "data/": "The graph in six formats: TriG, N-Quads and JSON-LD keep the named graphs",
    "ontology/": "The vocabulary, in English and Vietnamese",
    "proof/": "An evidence bundle for each disputed question, and a program that checks them",
    "shapes/": "The SHACL shapes that the data keeps",
    "tables/": "Claims, relations, articles, entities, conflicts, checks and slots as tables",
}
Json = dict[str, Any]


def crate(about: About, items: Iterable[Item]) -> str:
    """The metadata as JSON."""
    graph = list(_entities(about, list(items)))
    return (
        json.dumps({"@context": f"{_VERSION}/context", "@graph": graph}, ensure_ascii=False, indent=1) + "\n"
    )


def _ref(id_: str) -> Json:
    return {"@id": id_}


def _entities(about: About, items: list[Item]) -> Iterator[Json]:
    folders = [f for f in _FOLDERS if any(item.path.startswith(f) for item in items)]
    loose = [item for item in items if "/" not in item.path]
    yield {"@id": CRATE, "@type": "CreativeWork", "conformsTo": _ref(_VERSION), "about": _ref("./")}
    yield {
        "@id": "./",
        "@type": "Dataset",
        "name": f"{TITLE} {about.version}",
        "description": SUMMARY,
        "version": about.version,
        "datePublished": about.date,
        "license": _ref(LICENCE),
        "author": _ref(CREATOR_IRI),
        "keywords": ", ".join(KEYWORDS),
        "identifier": about.base,
        "hasPart": [_ref(folder) for folder in folders] + [_ref(item.path) for item in loose],
        "mentions": _ref("#made"),
    }
    for folder in folders:
        held = [item for item in items if item.path.startswith(folder)]
        yield {
            "@id": folder,
            "@type": "Dataset",
            "name": folder.removesuffix("/"),
            "description": _FOLDERS[folder],
            "hasPart": [_ref(item.path) for item in held],
        }
    yield from map(_file, items)
    yield {"@id": LICENCE, "@type": "CreativeWork", "name": LICENCE_NAME,
           "description": "For the data, and all that is built from it."}  # fmt: skip
    yield {"@id": CODE_LICENCE, "@type": "CreativeWork", "name": "Apache License 2.0",
           "description": "For the program that checks the evidence bundles."}  # fmt: skip
    yield {"@id": CREATOR_IRI, "@type": "Organization", "name": CREATOR}
    yield {"@id": "#kg", "@type": "SoftwareApplication", "name": "vietnam-tech-kg",
           "description": "Builds, checks, audits and releases the graph."}  # fmt: skip
    yield {
        "@id": "#made",
        "@type": "CreateAction",
        "name": f"kg release of the build {about.build}",
        "description": f"Hedges were read by the policy {about.policy}.",
        "instrument": _ref("#kg"),
        "agent": _ref(CREATOR_IRI),
        "result": _ref("./"),
    }


def _file(item: Item) -> Json:
    made: Json = {
        "@id": item.path,
        "@type": "File",
        "name": item.path.rpartition("/")[2],
        "description": item.about,
        "encodingFormat": item.file_type,
        "contentSize": str(item.size),
        "sha256": item.sha256,
    }
    if item.path.endswith(".py"):
        made |= {"@type": ["File", "SoftwareSourceCode"], "license": _ref(CODE_LICENCE)}
    return made
