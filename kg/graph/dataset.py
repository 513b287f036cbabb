"""The graph that describes the dataset: VoID and DCAT for finding it, PROV for how it was made.

There is no clock in the data: the date is the ontology's own, and a build time stands here only when the
caller gives one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.corpus import Corpus
from kg.graph import terms as t
from kg.namespaces import BASE, DATASET, DATASET_GRAPH, ONTOLOGY, PREFIXES, VT

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_TITLE = ("Vietnam tech knowledge graph", "Đồ thị tri thức công nghệ Việt Nam")
_DESCRIPTION = (
    "Figures and relations that articles state about Vietnam's tech ecosystem, each with its words' place, "
    "origin, uncertainty and contradictions. It gives no verdict of truth.",
    "Số liệu và quan hệ mà các bài báo nêu về hệ sinh thái công nghệ Việt Nam, kèm vị trí lời văn, nguồn "
    "gốc, độ bất định và mâu thuẫn. Bộ dữ liệu không phán xét đúng sai.",
)


def dataset_lines(
    corpus: Corpus,
    triples: Mapping[str, int],
    header: Mapping[str, str],
    timestamp: str | None,
    findings: Mapping[str, int],
) -> Iterator[str]:
    """The description as N-Quads lines.

    `triples` are the counts of the other named graphs by IRI, `header` the ontology's header, `timestamp` an
    xsd:dateTime or None, `findings` how many things of each class were found.
    """
    graph = f"<{DATASET_GRAPH}>"
    statements = list(_statements(corpus, triples, header, timestamp))
    statements += _partitions(corpus, findings)
    # The count includes this graph's own lines, the one that states it among them.
    total = sum(triples.values()) + len(statements) + 1
    # First, so that a copy that lost its last lines still knows how many there should be.
    statements.insert(0, (t.foreign(DATASET), f"{t.known('void', 'triples')} {t.whole(total)}"))
    for node, rest in statements:
        yield f"{node} {rest} {graph} .\n"


def _statements(
    corpus: Corpus, triples: Mapping[str, int], header: Mapping[str, str], timestamp: str | None
) -> Iterator[tuple[str, str]]:
    dataset, activity, software = t.foreign(DATASET), t.ref("activity/build"), t.ref("software/kg")
    version = header.get(PREFIXES["owl"] + "versionInfo", "")

    def about(node: str, *pairs: tuple[str, str, str]) -> Iterator[tuple[str, str]]:
        for prefix, name, value in pairs:
            yield node, f"{t.known(prefix, name)} {value}"

    yield from about(
        dataset,
        ("rdf", "type", t.known("void", "Dataset")),
        ("rdf", "type", t.known("dcat", "Dataset")),
        ("dcterms", "title", t.tagged(_TITLE[0], "en")),
        ("dcterms", "title", t.tagged(_TITLE[1], "vi")),
        ("dcterms", "description", t.tagged(_DESCRIPTION[0], "en")),
        ("dcterms", "description", t.tagged(_DESCRIPTION[1], "vi")),
        ("dcterms", "license", t.foreign(LICENCE)),
        ("dcterms", "modified", t.quoted(header.get(PREFIXES["dcterms"] + "modified", ""))),
        ("dcterms", "conformsTo", t.foreign(ONTOLOGY)),
        ("dcat", "version", t.quoted(version)),
        ("dcat", "keyword", t.tagged("Vietnam", "en")),
        ("dcat", "keyword", t.tagged("công nghệ", "vi")),
        ("void", "uriSpace", t.quoted(BASE)),
        ("void", "vocabulary", t.foreign(VT)),
        ("void", "entities", t.whole(len(corpus.named()))),
        ("prov", "wasGeneratedBy", activity),
    )
    for iri, count in sorted(triples.items()):
        part = t.foreign(iri)
        yield from about(dataset, ("void", "subset", part))
        yield from about(
            part, ("rdf", "type", t.known("void", "Dataset")), ("void", "triples", t.whole(count))
        )
    yield from about(
        software,
        ("rdf", "type", t.known("prov", "SoftwareAgent")),
        ("dcterms", "title", t.tagged("vietnam-tech-kg", "en")),
        ("dcat", "version", t.quoted(version)),
    )
    yield from about(
        activity,
        ("rdf", "type", t.known("prov", "Activity")),
        ("prov", "wasAssociatedWith", software),
    )
    yield activity, f"{t.vt('hedgePolicy')} {t.quoted(corpus.policy.name)}"
    if timestamp is not None:
        yield (
            activity,
            f"{t.known('prov', 'endedAtTime')} {t.quoted(timestamp)}^^{t.known('xsd', 'dateTime')}",
        )
    for file in sorted(corpus.inputs, key=lambda f: f.name):
        source = t.ref(f"file/{file.sha256[:20]}")
        yield from about(activity, ("prov", "used", source))
        yield from about(
            source,
            ("rdf", "type", t.known("prov", "Entity")),
            ("dcterms", "identifier", t.quoted(file.name)),
            ("schema", "sha256", t.quoted(file.sha256)),
        )


def _partitions(corpus: Corpus, findings: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """How many things of each class there are."""
    classes = {
        "FigureClaim": len(corpus.figures),
        "RelationClaim": len(corpus.relations),
        "Article": len(corpus.articles),
        **findings,
    }
    for name, count in classes.items():
        part = t.ref(f"partition/{name}")
        yield t.foreign(DATASET), f"{t.known('void', 'classPartition')} {part}"
        yield part, f"{t.known('void', 'class')} {t.vt(name)}"
        yield part, f"{t.known('void', 'entities')} {t.whole(count)}"
