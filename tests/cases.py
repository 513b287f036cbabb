"""Cases of the ontology tests: pieces of Turtle in tests/ontology/*.txt, each with a name and fields."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from rdflib import Graph

from kg.namespaces import ID, PREFIXES

FOLDER = Path(__file__).resolve().parent / "ontology"
_KINDS = (
    "agreement claim-kind evidence-level hedge presence-role status status-family time-nature unit-family"
)
_PREFIXES = {
    **PREFIXES,
    "ex": ID + "example/",
    **{
        kind: f"{ID}{kind}/"
        for kind in [*_KINDS.split(), "predicate", "severity", "verdict", "cause-kind", "cause-status"]
    },
}


class Case(NamedTuple):
    """A case: what it shows, the fields of its heading, its Turtle."""

    name: str
    fields: list[str]
    text: str


def read_cases(stem: str) -> list[Case]:
    """The cases of tests/ontology/<stem>.txt: `== name | field | …`, then the text up to the next one."""
    _, *blocks = ("\n" + (FOLDER / f"{stem}.txt").read_text("utf-8")).split("\n== ")
    found = []
    for block in blocks:
        head, _, text = block.partition("\n")
        name, *fields = (field.strip() for field in head.split("|"))
        found.append(Case(name, fields, text.strip()))
    assert len({case.name for case in found}) == len(found)
    return found


def read_turtle(text: str) -> Graph:
    """Turtle with the prefixes of the cases declared."""
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in _PREFIXES.items())
    return Graph(bind_namespaces="none").parse(data=head + text, format="turtle")
