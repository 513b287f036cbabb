"""Parameters of saved questions: what a user may say for them, and the terms that it becomes.

Text from outside reaches a query only as a checked RDF term, in a VALUES block that pyoxigraph's own
constructors and serialiser wrote.  Nothing is ever formatted into SPARQL, so no value can change what is
asked, only of what.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import pyoxigraph as ox

from kg import lists
from kg.answer import Table, Term
from kg.engine import Engine
from kg.entity import KINDS
from kg.errors import UsageError, printable
from kg.literals import FIRST_YEAR, LAST_YEAR, date_bounds, decimal
from kg.names import fold
from kg.namespaces import ID, PREFIXES, is_local_id, reference, resource

MARKER: Final = "#values"
LANGUAGES: Final = ("en", "vi")
MAX_TEXT: Final = 1_000
# Kinds of things that are not curated entities, yet can be asked for by id.
MADE_KINDS: Final = ("article", "claim", "slot")
# The closed lists; and what an entity may be: the curated kinds and those that the view is made of.
KIND_LIST: Final = "kind"
CHOICES: Final[Mapping[str, Iterable[str]]] = {
    KIND_LIST: sorted((*KINDS, "membership", "presence")),
    "agreement": lists.Agreement,
    "cause-kind": lists.CauseKind,
    "cause-status": lists.CauseStatus,
    "claim-kind": lists.ClaimKind,
    "evidence-level": lists.EvidenceLevel,
    "hedge": lists.Hedge,
    "status": lists.Status,
    "status-family": lists.StatusFamily,
    "verdict": lists.Verdict,
}
_INTEGER = re.compile(r"-?[0-9]{1,18}")
_XSD = PREFIXES["xsd"]


class ParamType(StrEnum):
    """What a parameter takes."""

    ENTITY = "entity"  # kind/id, an id, a name or an alias
    CHOICE = "choice"  # a word of a closed list
    YEAR = "year"
    DATE = "date"
    INTEGER = "integer"
    TEXT = "text"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Param:
    """One parameter: `?_name` in the text of the query.

    `kinds` are the kinds an entity may be of (empty: any), `choices` the closed list of a choice.  Without a
    value and a default the question is asked of everything, unless it is `required`.
    """

    name: str
    type: ParamType
    kinds: tuple[str, ...] = ()
    choices: str = ""
    default: str | None = None
    required: bool = False

    @property
    def hint(self) -> str:
        """What may be given, in a few words."""
        if self.type is ParamType.ENTITY:
            begun = ", or how the id begins" if set(self.kinds) & set(MADE_KINDS) else ""
            return f"{' or '.join(self.kinds) or 'any entity'}: kind/id, id or name{begun}"
        if self.type is ParamType.CHOICE:
            return "one of " + ", ".join(CHOICES[self.choices])
        return {
            ParamType.YEAR: "a year, 2024",
            ParamType.DATE: "a date, 2024-11-30",
            ParamType.INTEGER: "a whole number in digits only, 1000000000",
            ParamType.LANGUAGE: "en or vi",
        }.get(self.type, "a text")


def bind(text: str, terms: Mapping[str, Iterable[Term]]) -> str:
    """The query `text` with one VALUES block per parameter of `terms`, on the line of its marker.

    `text` is one of ours and has a line ``#values`` at the start of its WHERE group.
    """
    blocks = ["VALUES ?_" + name + " { " + " ".join(map(str, given)) + " }" for name, given in terms.items()]
    lines = text.split("\n")
    at = next(number for number, line in enumerate(lines) if line.strip() == MARKER)
    lines[at] = "  " + " ".join(blocks)
    return "\n".join(lines)


def term(param: Param, given: str, engine: Engine) -> Term:
    """The term for what was `given`; entities are looked up on `engine`.

    Raises UsageError on what the parameter does not take, and on a name that nothing or several things have.
    """
    if len(given) > MAX_TEXT or any(unicodedata.category(c) in ("Cc", "Cs") for c in given):
        raise _refused(param, given, f"more than {MAX_TEXT} characters, or control characters")
    given = unicodedata.normalize("NFC", given).strip()
    match param.type:
        case ParamType.ENTITY:
            return _entity(param, given, engine)
        case ParamType.CHOICE:
            return _choice(param, given)
        case ParamType.YEAR:
            if not (re.fullmatch(r"[0-9]{4}", given) and FIRST_YEAR <= int(given) <= LAST_YEAR):
                raise _refused(param, given, param.hint)
            return ox.Literal(given)
        case ParamType.DATE:
            return _date(param, given)
        case ParamType.INTEGER:
            if _INTEGER.fullmatch(given) is None:
                raise _refused(param, given, param.hint)
            return ox.Literal(str(decimal(given)), datatype=ox.NamedNode(_XSD + "integer"))
        case ParamType.LANGUAGE:
            if given not in LANGUAGES:
                raise _refused(param, given, param.hint)
            return ox.Literal(given)
        case _:
            return ox.Literal(given)


def _refused(param: Param, given: str, wanted: str) -> UsageError:
    what = f"parameter {param.name} cannot be {printable(given, 80)!r}"
    return UsageError(what, remedy=f"wanted: {wanted}")


def _choice(param: Param, given: str) -> Term:
    if given not in list(CHOICES[param.choices]):
        raise _refused(param, given, param.hint)
    # A kind is a segment of IRIs; the words of the other lists are concepts.
    return ox.Literal(given) if param.choices == KIND_LIST else ox.NamedNode(resource(param.choices, given))


def _date(param: Param, given: str) -> ox.Literal:
    try:
        start, end = date_bounds(given)
    except ValueError:
        raise _refused(param, given, param.hint) from None
    if start != end:
        raise _refused(param, given, param.hint)
    return ox.Literal(start.isoformat(), datatype=ox.NamedNode(_XSD + "date"))


_STANDING = """\
SELECT DISTINCT ?_thing WHERE {
  #values
  GRAPH ?g { ?_thing a ?class }
}
ORDER BY STR(?_thing)"""

_REPLACED = """\
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX graph: <https://w3id.org/vietnam-tech-kg/graph/>
SELECT DISTINCT ?thing WHERE {
  #values
  GRAPH graph:entities { ?_thing dcterms:isReplacedBy ?thing }
}
ORDER BY STR(?thing)"""

_BEGINNING = """\
SELECT DISTINCT ?thing WHERE {
  #values
  GRAPH ?g { ?thing a ?class }
  FILTER(STRSTARTS(STR(?thing), ?_start))
}
ORDER BY STR(?thing)"""

_NAMES = """\
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX graph: <https://w3id.org/vietnam-tech-kg/graph/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX vt: <https://w3id.org/vietnam-tech-kg/ont#>
SELECT DISTINCT ?thing ?name WHERE {
  { GRAPH graph:entities { ?thing skos:prefLabel ?name } }
  UNION { GRAPH graph:entities { ?thing skos:altLabel ?name } }
  UNION { GRAPH ?g { ?thing a vt:Article ; dcterms:title ?name } }
}
ORDER BY STR(?thing) STR(?name)"""


def _entity(param: Param, given: str, engine: Engine) -> ox.NamedNode:
    kinds = param.kinds or tuple(KINDS)
    candidates = _candidates(given, kinds)
    if candidates and (standing := _found(engine, _STANDING, {"thing": candidates})):
        return _only(param, given, standing)
    if candidates and (standing := _found(engine, _REPLACED, {"thing": candidates})):
        return _only(param, given, standing)
    # Made things have long ids: an unambiguous beginning will do, as with a commit, and as tables show it.
    begun = _candidates(given.removesuffix("…"), tuple(kind for kind in kinds if kind in MADE_KINDS))
    starts = [ox.Literal(candidate.value) for candidate in begun]
    if starts and (things := _found(engine, _BEGINNING, {"start": starts})):
        return _only(param, given, things)
    table = engine.run(_NAMES)
    assert isinstance(table, Table)
    named: dict[str, set[str]] = {}
    for thing, name in table.rows:
        if not isinstance(thing, ox.NamedNode) or name is None:
            continue
        kind, _, local = reference(thing.value).partition("/")
        if kind in kinds:
            named.setdefault(fold(name.value), set()).add(thing.value)
            named.setdefault(local, set()).add(thing.value)
    if found := named.get(fold(given)):
        return _only(param, given, sorted(found))
    raise UsageError(
        f"parameter {param.name}: nothing is called {printable(given, 80)!r}", remedy=_nearest(given, named)
    )


def _found(engine: Engine, text: str, terms: Mapping[str, Iterable[Term]]) -> list[str]:
    """The IRIs that one of the queries above finds."""
    table = engine.run(bind(text, terms))
    assert isinstance(table, Table)
    return sorted({row[0].value for row in table.rows if isinstance(row[0], ox.NamedNode)})


def _candidates(given: str, kinds: tuple[str, ...]) -> list[ox.NamedNode]:
    """What `given` names if it is an IRI of ours, ``kind/id`` or an id."""
    kind, slash, local = given.removeprefix(ID).partition("/")
    if slash:
        return [ox.NamedNode(resource(kind, local))] if kind in kinds and is_local_id(local) else []
    return [ox.NamedNode(resource(k, given)) for k in kinds] if is_local_id(given) else []


def _only(param: Param, given: str, found: list[str]) -> ox.NamedNode:
    if len(found) > 1:
        which = ", ".join(reference(iri) for iri in found[:5]) + (", …" if len(found) > 5 else "")
        what = f"parameter {param.name}: {printable(given, 80)!r} may be {which}"
        raise UsageError(what, remedy="say which")
    return ox.NamedNode(found[0])


def _nearest(given: str, named: Mapping[str, set[str]]) -> str:
    import difflib

    near = difflib.get_close_matches(fold(given), named, n=3, cutoff=0.5)
    found = sorted({reference(iri) for name in near for iri in named[name]})
    return f"did you mean {' or '.join(found[:3])}?" if found else "see `kg query --describe`"
