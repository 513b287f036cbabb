"""The validation itself: guards, an engine, focus counts, findings."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from kg import settings
from kg.files import disk_errors, read_bytes
from kg.finding import Finding
from kg.lists import Severity
from kg.namespaces import ONTOLOGY, PREFIXES, VT, compact, local_id
from kg.validate.engines import engine as engine_called
from kg.validate.focus import focus_counts
from kg.validate.guards import LEXICAL_RULE, guard
from kg.validate.report import Item, Places, Report, item_order, make_items
from kg.validate.result import Result, plain
from kg.validate.shapes import ShapeSet, load_shapes

DISAGREEMENT_RULE: Final = "EnginesDisagree"
NO_FOCUS_RULE: Final = "NoFocusNode"
# What a graph of ours always has; whether there are memberships, say, is for the articles to decide.
_ALWAYS = {VT + kind + "Shape" for kind in ("Claim", "Article", "Evidence", "Entity", "Dataset")}
_ONTOLOGY_TYPE = f"<{ONTOLOGY}> <{PREFIXES['rdf']}type> <{PREFIXES['owl']}Ontology>".encode()


def validate(
    dataset: Path | bytes,
    *,
    engine: str = "shacl",
    shapes: ShapeSet | str | Path = "all",
    places: Places | None = None,
    foreign: bool = False,
) -> Report:
    """Check canonical N-Quads (a file or its bytes; see `kg.validate.reader` for anything else).

    `engine` is ``shacl`` or ``pyshacl``; `shapes` as `load_shapes` takes them; `places` leads from the IRI of
    a claim, article or entity to where it was written.  A `foreign` graph may lack parts that ours must have.
    Raises BadInput on unusable shapes, UsageError on an unknown engine.
    """
    started = time.perf_counter()
    shape_set = shapes if isinstance(shapes, ShapeSet) else load_shapes(shapes)
    chosen = engine_called(engine)
    nquads = read_bytes(dataset) if isinstance(dataset, Path) else dataset
    guarded = guard(nquads)
    complete = guarded.nquads
    if _ONTOLOGY_TYPE not in complete:
        complete += ontology_nquads()
    focus = focus_counts(complete, shape_set)
    if isinstance(dataset, Path) and complete is nquads:
        found = chosen.run(shape_set, dataset)
    else:
        with tempfile.TemporaryDirectory(prefix="kg-validate-") as folder:
            file = Path(folder) / "dataset.nq"
            with disk_errors(file):
                file.write_bytes(complete)
            found = chosen.run(shape_set, file)
    results = [*guarded.results, *_without_echoes(found, guarded.results)]
    items = make_items(results, shape_set, places or {})
    return Report(
        (*items, *_unfocused(focus, shape_set, nquads, foreign)),
        chosen.name,
        len(shape_set.rules),
        focus,
        nquads.count(b"\n"),
        time.perf_counter() - started,
    )


@lru_cache(maxsize=1)
def ontology_nquads() -> bytes:
    """The named statements of the shipped ontology: what is a subclass of what, what is in which list."""
    from kg.graph import OntologyGraph

    return "".join(OntologyGraph.of_folder(settings.ontology_dir()).lines).encode()


def _without_echoes(results: Iterable[Result], guarded: Iterable[Result]) -> Iterator[Result]:
    """Results without those that only miss a value which a guard has already taken out and reported."""
    known = {(plain(r.focus), r.path) for r in guarded if r.rule == LEXICAL_RULE}
    for result in results:
        if (plain(result.focus), result.path) not in known:
            yield result


def _unfocused(focus: dict[str, int], shapes: ShapeSet, nquads: bytes, foreign: bool) -> Iterator[Item]:
    """Shapes that have nothing to look at: a violation when the whole graph is about other things."""
    by_class = {t.shape: t.iri for t in shapes.targets if t.kind == "targetClass"}
    if _ONTOLOGY_TYPE not in nquads and not _adds_to_ontology(focus, shapes):
        message = "nothing here is of a class that the shapes look at: nothing was checked"
        vietnamese = "không có gì thuộc lớp mà các quy tắc kiểm tra: chưa kiểm tra được gì"
        yield _about_shape("", Severity.VIOLATION, message, vietnamese)
        return
    for shape, count in focus.items():
        if count or shape not in by_class:
            continue
        kind = compact(by_class[shape])
        if foreign or shape in _ALWAYS:
            yield _about_shape(
                shape,
                Severity.INFO if foreign else Severity.WARNING,
                f"nothing is a {kind}: {local_id(shape)} checked nothing",
                f"không có {kind}: {local_id(shape)} không kiểm tra gì",
            )


def _about_shape(shape: str, severity: Severity, message: str, vietnamese: str) -> Item:
    finding = Finding(severity, shape, NO_FOCUS_RULE, message, message_vi=vietnamese)
    return Item(finding, "MinCountConstraintComponent", shape, f"<{shape}>" if shape else "", "", "")


def _adds_to_ontology(focus: dict[str, int], shapes: ShapeSet) -> bool:
    """Whether a shape has more focus nodes than the ontology alone, which was added, gives it."""
    alone = focus_counts(ontology_nquads(), shapes)
    return any(count > alone.get(shape, 0) for shape, count in focus.items())


def cross_check(one: Report, other: Report) -> Report:
    """The findings of `one`, and a violation for whatever only one of the two engines found."""
    keys, other_keys = ({f.key() for f in r.findings} for r in (one, other))
    items = list(one.items)
    for report, missing in ((one, keys - other_keys), (other, other_keys - keys)):
        for item in report.items:
            if item.finding.key() in missing:
                finding = Finding(
                    Severity.VIOLATION,
                    item.finding.focus,
                    DISAGREEMENT_RULE,
                    f"only {report.engine} reports {item.finding.rule}",
                    path=item.finding.path,
                    value=item.finding.value,
                    message_vi=f"chỉ {report.engine} báo lỗi {item.finding.rule}",
                )
                items.append(Item(finding, item.component, item.shape, item.focus_term, item.value_term, ""))
    return replace(
        one,
        items=tuple(sorted(items, key=item_order)),
        engine=f"{one.engine} and {other.engine}",
        seconds=one.seconds + other.seconds,
    )
