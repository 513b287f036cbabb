"""Exports: six formats, read back by two parsers, whole or in part; no old file is ever lost."""

from __future__ import annotations

import contextlib
import io
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from click.testing import CliRunner
from conftest import ROOT, RunKg
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.cli.main import cli
from kg.errors import BadInput, UsageError
from kg.export import Format, Scope, named, rebuild_graphs, write
from kg.export.context import build, document, shipped
from kg.files import write_atomic
from kg.lists import Severity
from kg.namespaces import DATASET_GRAPH, FINDINGS_GRAPH, GRAPH, ID, PREFIXES, VT, article_graph
from kg.settings import ontology_dir
from kg.store import current
from kg.validate import validate

OX_FORMATS = {
    Format.TURTLE: ox.RdfFormat.TURTLE,
    Format.TRIG: ox.RdfFormat.TRIG,
    Format.NQUADS: ox.RdfFormat.N_QUADS,
    Format.NTRIPLES: ox.RdfFormat.N_TRIPLES,
    Format.JSONLD: ox.RdfFormat.JSON_LD,
    Format.RDFXML: ox.RdfFormat.RDF_XML,
}
Quads = set[ox.Quad]
FOUND = ox.NamedNode(FINDINGS_GRAPH)


@pytest.fixture(scope="module")
def dataset(built_store: Path) -> Path:
    return current(built_store).dataset


@pytest.fixture(scope="module")
def quads(dataset: Path) -> Quads:
    return set(ox.parse(path=str(dataset), format=ox.RdfFormat.N_QUADS))


def exported(dataset: Path, fmt: Format, scope: Scope | None = None) -> bytes:
    out = io.BytesIO()
    write(dataset, out, fmt, scope)
    return out.getvalue()


def by_pyoxigraph(data: bytes, fmt: Format) -> Iterator[ox.Quad]:
    return ox.parse(data, format=OX_FORMATS[fmt])


def by_rdflib(data: bytes, fmt: Format) -> Iterator[ox.Quad]:
    if fmt.keeps_graphs:
        found = rdflib.Dataset()
        found.parse(data=data.decode(), format=fmt.value)
        return ox.parse(found.serialize(format="nquads").encode(), format=ox.RdfFormat.N_QUADS)
    graph = rdflib.Graph()
    graph.parse(data=data.decode(), format=fmt.value)
    return ox.parse(graph.serialize(format="nt").encode(), format=ox.RdfFormat.N_TRIPLES)


PARSERS: dict[str, Callable[[bytes, Format], Iterable[ox.Quad]]] = {
    "pyoxigraph": by_pyoxigraph,
    "rdflib": by_rdflib,
}


# The whole dataset


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("fmt", Format)
def test_nothing_is_lost_and_the_graphs_come_back(
    dataset: Path, quads: Quads, fmt: Format, parser: str
) -> None:
    found = set(PARSERS[parser](exported(dataset, fmt), fmt))
    if not fmt.keeps_graphs:
        assert {q.triple for q in found} == {q.triple for q in quads}
        found = set(rebuild_graphs(q.triple for q in found))
    assert found == quads


def test_a_link_is_told_from_what_articles_state() -> None:
    def quads(claim: str, status: str, *, ambiguous: bool, graph: str) -> Iterator[ox.Quad]:
        def quad(subject: str, name: str, value: ox.NamedNode | ox.Literal, home: str) -> ox.Quad:
            return ox.Quad(ox.NamedNode(ID + subject), ox.NamedNode(VT + name), value, ox.NamedNode(home))

        def node(reference: str) -> ox.NamedNode:
            return ox.NamedNode(ID + reference)

        home = GRAPH + "article/a1"
        yield quad(claim, "article", node("article/a1"), home)
        yield quad(claim, "subject", node(f"company/{status}"), home)
        yield quad(claim, "predicate", node("predicate/subsidiary_of"), home)
        yield quad(claim, "object", node("company/b"), home)
        yield quad(claim, "status", node(f"status/{status}"), home)
        if ambiguous:
            yield quad(claim, "ambiguity", ox.Literal("subject: either"), home)
        yield quad(f"company/{status}", "subsidiaryOf", node("company/b"), GRAPH + graph)

    stated = quads("claim/c1", "actual", ambiguous=False, graph="view")
    planned = quads("claim/c2", "target", ambiguous=False, graph="entities")
    unclear = quads("claim/c3", "estimate", ambiguous=True, graph="entities")
    expected = {*stated, *planned, *unclear}
    assert set(rebuild_graphs(q.triple for q in expected)) == expected


def test_every_statement_stands_in_one_graph(quads: Quads) -> None:
    # Otherwise the graphs could not be told from the triples.
    assert len({q.triple for q in quads}) == len(quads)


def test_the_same_bytes_whatever_the_hash_seed_and_locale(built_store: Path, kg: RunKg) -> None:
    for fmt in ("turtle", "trig", "json-ld", "xml"):
        first = kg("export", "-f", fmt, "--store", str(built_store), PYTHONHASHSEED="1", LC_ALL="C", TZ="UTC")
        other = {"PYTHONHASHSEED": "2", "TZ": "Asia/Ho_Chi_Minh"}
        second = kg("export", "-f", fmt, "--store", str(built_store), **other)
        assert first.returncode == second.returncode == 0, first.stderr + second.stderr
        assert first.stdout == second.stdout


def test_nquads_are_the_master_itself(dataset: Path) -> None:
    assert exported(dataset, Format.NQUADS) == dataset.read_bytes()


SMALL = f"""\
<{ID}claim/c1> <{VT}value> "152000000000"^^<{PREFIXES["xsd"]}decimal> <{GRAPH}article/a1> .
<{ID}claim/c1> <{VT}lower> "10.5"^^<{PREFIXES["xsd"]}decimal> <{GRAPH}article/a1> .
<{ID}claim/c1> <{VT}asOf> "true"^^<{PREFIXES["xsd"]}boolean> <{GRAPH}article/a1> .
<{ID}claim/c1> <{VT}periodStart> "2024-01-01"^^<{PREFIXES["xsd"]}date> <{GRAPH}article/a1> .
<{ID}claim/c1> <{PREFIXES["skos"]}prefLabel> "Doanh thu"@vi <{GRAPH}article/a1> .
<{ID}claim/c1> <{PREFIXES["skos"]}prefLabel> "Revenue"@en <{GRAPH}article/a1> .
<{ID}claim/c1> <{PREFIXES["rdf"]}type> <{VT}FigureClaim> <{GRAPH}article/a1> .
<{ID}claim/c1> <{VT}attributedTo> <{ID}ministry/m> <{GRAPH}article/a1> .
<{ID}claim/c1> <{VT}attributedTo> <{ID}media/cna> <{GRAPH}article/a1> .
<{ID}evidence/c1/quote> <{PREFIXES["rdf"]}type> <{PREFIXES["oa"]}TextQuoteSelector> <{GRAPH}article/a1> .
<{ID}evidence/c1/quote> <{PREFIXES["oa"]}exact> "a \\"b\\" \\\\ c" <{GRAPH}article/a1> .
<http://example.org/x> <{PREFIXES["rdfs"]}seeAlso> <http://example.org/y?z=1> <{GRAPH}view> .
"""

TRIG = """\
@prefix vt: <https://w3id.org/vietnam-tech-kg/ont#> .
@prefix claim: <https://w3id.org/vietnam-tech-kg/id/claim/> .
@prefix evidence: <https://w3id.org/vietnam-tech-kg/id/evidence/> .
@prefix graph: <https://w3id.org/vietnam-tech-kg/graph/> .
@prefix media: <https://w3id.org/vietnam-tech-kg/id/media/> .
@prefix ministry: <https://w3id.org/vietnam-tech-kg/id/ministry/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

graph:article\\/a1 {
    claim:c1 a vt:FigureClaim ;
        skos:prefLabel "Revenue"@en , "Doanh thu"@vi ;
        vt:asOf true ;
        vt:attributedTo media:cna , ministry:m ;
        vt:lower 10.5 ;
        vt:periodStart "2024-01-01"^^xsd:date ;
        vt:value "152000000000"^^xsd:decimal .

    evidence:c1\\/quote a oa:TextQuoteSelector ;
        oa:exact "a \\"b\\" \\\\ c" .
}

graph:view {
    <http://example.org/x> rdfs:seeAlso <http://example.org/y?z=1> .
}
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.nq"
    path.write_text(SMALL, encoding="utf-8")
    return path


def test_trig_reads_as_a_person_would_write_it(small: Path) -> None:
    assert exported(small, Format.TRIG).decode() == TRIG


def test_turtle_says_where_its_statements_are_from(small: Path) -> None:
    text = exported(small, Format.TURTLE).decode()
    assert f"# From the graph <{GRAPH}article/a1>\n\nclaim:c1 a vt:FigureClaim ;\n    skos:prefLabel" in text
    assert "graph:" not in text


def test_json_ld_is_short_and_plain(small: Path) -> None:
    found = json.loads(exported(small, Format.JSONLD))
    first, second = found["@graph"]
    assert first["@id"] == "graph:article/a1"
    assert first["@graph"] == [
        {
            "@id": "kg:claim/c1",
            "@type": "FigureClaim",
            "prefLabel": {"en": "Revenue", "vi": "Doanh thu"},
            "asOf": True,
            "attributedTo": ["kg:media/cna", "kg:ministry/m"],
            "lower": "10.5",
            "periodStart": "2024-01-01",
            "value": "152000000000",
        },
        {"@id": "kg:evidence/c1/quote", "@type": "oa:TextQuoteSelector", "exact": 'a "b" \\ c'},
    ]
    assert second["@graph"] == [
        {"@id": "http://example.org/x", "rdfs:seeAlso": {"@id": "http://example.org/y?z=1"}}
    ]
    # The context holds what is used, and is inside: no reader has to fetch anything.
    assert set(found["@context"]) - set(PREFIXES) == {
        "@version", "@vocab", "prefLabel", "asOf", "attributedTo", "lower", "periodStart", "value", "exact",
    }  # fmt: skip


def test_the_published_context_is_that_of_the_ontology() -> None:
    published = (ontology_dir() / "context.jsonld").read_text(encoding="utf-8")
    repair = "run: python -m kg.export.context > ontology/context.jsonld"
    assert published == document(build(ontology_dir())), repair
    assert json.loads(published)["@context"] == shipped()
    keys = set(shipped()) - set(PREFIXES)
    assert {"value", "unit", "hedge", "status", "subject", "metric", "slot", "evidence"} <= keys


def test_the_published_context_alone_gives_the_same_quads(dataset: Path, quads: Quads) -> None:
    found = json.loads(exported(dataset, Format.JSONLD))
    found["@context"] = shipped()
    assert set(ox.parse(json.dumps(found).encode(), format=ox.RdfFormat.JSON_LD)) == quads


# Literals of every kind

CHARACTERS = st.characters(exclude_categories=("Cs", "Cc", "Cn"), include_characters="\n\r\t")
TEXTS = st.text(CHARACTERS, max_size=12)
LITERALS = st.one_of(
    TEXTS.map(ox.Literal),
    st.builds(lambda text, tag: ox.Literal(text, language=tag), TEXTS, st.sampled_from(["en", "vi"])),
    st.decimals("-1e15", "1e15", places=3).map(
        lambda d: ox.Literal(f"{d:f}", datatype=ox.NamedNode(PREFIXES["xsd"] + "decimal"))
    ),
    st.booleans().map(ox.Literal),
    TEXTS.map(lambda text: ox.Literal(text, datatype=ox.NamedNode("http://example.org/type"))),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LITERALS, min_size=1, max_size=4))
def test_a_literal_survives_every_format_and_both_parsers(tmp_path: Path, literals: list[ox.Literal]) -> None:
    subject, graph = ox.NamedNode(ID + "claim/c1"), ox.NamedNode(GRAPH + "article/a1")
    # One property that has a type in the context, one for languages, one that is unknown.
    predicates = [
        ox.NamedNode(VT + "value"),
        ox.NamedNode(PREFIXES["skos"] + "prefLabel"),
        ox.NamedNode("http://x/y"),
    ]
    expected = {ox.Quad(subject, p, literal, graph) for p in predicates for literal in literals}
    path = tmp_path / "literals.nq"
    path.write_text("".join(f"{quad} .\n" for quad in expected), encoding="utf-8")
    for fmt in Format:
        data = exported(path, fmt)
        found = set(by_pyoxigraph(data, fmt))
        assert {q.triple for q in found} == {q.triple for q in expected}, fmt
        assert found == expected or not fmt.keeps_graphs
        # rdflib writes numbers its own way (1.50 as 1.5), so it is compared without them.
        assert texts(by_rdflib(data, fmt)) == texts(expected), fmt


def texts(quads: Iterable[ox.Quad]) -> set[ox.Triple]:
    return {q.triple for q in quads if not str(q.object).endswith("decimal>")}


@pytest.mark.parametrize("bad", ["\\u0001", "\\u000C", "\\uFFFE"])
def test_rdfxml_refuses_what_xml_cannot_hold(tmp_path: Path, bad: str) -> None:
    path = tmp_path / "bad.nq"
    path.write_text(f'<{ID}claim/c1> <{VT}surface> "a{bad}b" <{GRAPH}view> .\n')
    with pytest.raises(BadInput, match="U\\+"):
        exported(path, Format.RDFXML)
    assert len(list(by_pyoxigraph(exported(path, Format.JSONLD), Format.JSONLD))) == 1


@pytest.mark.parametrize(
    "text",
    [
        f'_:b <{VT}p> "x" <{GRAPH}view> .\n', f"<{ID}claim/c1> <{VT}p> _:b <{GRAPH}view> .\n", "not RDF\n",
        f'<{ID}claim/c1> <{VT}p> "cut', "<!DOCTYPE html><title>404</title>\n", "version https://git-lfs.github.com/spec/v1\n",
    ],
)  # fmt: skip
def test_what_is_no_dataset_of_ours_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "dataset.nq"
    path.write_text(text)
    for fmt in (Format.TRIG, Format.JSONLD):
        with pytest.raises(BadInput) as caught:
            exported(path, fmt)
        assert str(path) in caught.value.line()


# Parts


def subjects(quads: Iterable[ox.Quad]) -> set[str]:
    return {q.subject.value for q in quads}


def objects(quads: Iterable[ox.Quad], predicate: str) -> set[str]:
    return {q.object.value for q in quads if q.predicate.value == predicate}


@pytest.mark.parametrize(
    "entity", ["company/fpt-corporation", "person/nguyen-khac-lich", "metric/revenue", "country/vietnam"]
)
def test_an_entity_comes_with_every_claim_and_its_evidence(dataset: Path, quads: Quads, entity: str) -> None:
    iri = ID + entity
    part = set(by_pyoxigraph(exported(dataset, Format.TRIG, Scope(entity=entity)), Format.TRIG))
    assert part <= quads
    assert {q for q in quads if q.subject.value == iri} <= part
    # Nothing that names the entity is missing, except the dataset's own description and what was found.
    quads = {q for q in quads if q.predicate.value != VT + "origin" and q.graph_name != FOUND}
    naming = {q for q in quads if isinstance(q.object, ox.NamedNode) and q.object.value == iri}
    assert naming <= part
    claims = {q.subject.value for q in naming if q.subject.value.startswith(ID + "claim/")}
    assert claims
    whole = [q for q in quads if q.subject.value in claims]
    assert set(whole) <= part
    for predicate in ("evidence", "slot", "article"):
        for target in objects(whole, VT + predicate):
            assert {q for q in quads if q.subject.value == target} <= part, target
    for target in objects(whole, PREFIXES["prov"] + "qualifiedAttribution") | {
        s for e in objects(whole, VT + "evidence") for s in (e + "/position", e + "/quote")
    }:
        assert {q for q in quads if q.subject.value == target} <= part
    # Whatever is named has its labels, in both languages where it has both.
    label = PREFIXES["skos"] + "prefLabel"
    named_here = {q.object.value for q in part if isinstance(q.object, ox.NamedNode)}
    assert {q for q in quads if q.subject.value in named_here and q.predicate.value == label} <= part
    # And nothing else is taken: other claims stay away unless they are the same figure in another unit.
    others = {s for s in subjects(part) if s.startswith(ID + "claim/")} - claims
    assert others <= objects(part, VT + "conversionOf")


def test_an_article_comes_with_its_graph_and_its_slots(dataset: Path, quads: Quads) -> None:
    stem = "000_48115a4c648cb1ef"
    part = set(by_pyoxigraph(exported(dataset, Format.NQUADS, Scope(article=stem)), Format.NQUADS))
    own = {q for q in quads if q.graph_name.value == article_graph(stem)}
    assert own
    assert {q for q in part if "/graph/article/" in q.graph_name.value} == own
    slots = objects(own, VT + "slot")
    origin = VT + "origin"
    assert {q for q in quads if q.subject.value in slots and q.predicate.value != origin} <= part
    assert not any(q.graph_name == FOUND or q.predicate.value == origin for q in part)
    assert subjects(part) & {ID + "ministry/ministry-of-information-and-communications"}
    assert not any(q.graph_name.value == DATASET_GRAPH for q in part)


@pytest.mark.parametrize(
    "scope",
    [
        Scope(article="000_48115a4c648cb1ef"),
        Scope(article="001_3c753eb78a909be4"),
        Scope(entity="company/fpt-corporation"),
        Scope(entity="metric/revenue"),
        Scope(entity="unit/percent"),
        Scope(entity="strategy/make-in-vietnam"),
    ],
    ids=lambda scope: scope.article or scope.entity,
)
def test_a_part_passes_the_shapes_by_itself(dataset: Path, scope: Scope) -> None:
    report = validate(exported(dataset, Format.NQUADS, scope), foreign=True)
    assert [f.line() for f in report.findings if f.severity is Severity.VIOLATION] == []


@pytest.mark.parametrize("fmt", [Format.TURTLE, Format.NTRIPLES, Format.RDFXML])
@pytest.mark.parametrize(
    "scope", [Scope(entity="company/viettel-group"), Scope(article="001_3c753eb78a909be4")]
)
def test_the_graphs_of_a_part_come_back_too(dataset: Path, fmt: Format, scope: Scope) -> None:
    expected = set(by_pyoxigraph(exported(dataset, Format.NQUADS, scope), Format.NQUADS))
    for parse in PARSERS.values():
        found = parse(exported(dataset, fmt, scope), fmt)
        assert set(rebuild_graphs(q.triple for q in found)) == expected


@pytest.mark.parametrize(
    ("scope", "hint"),
    [
        (Scope(entity="fpt-corporation"), "did you mean company/fpt-corporation"),
        (Scope(entity="company/fpt-corporatoin"), "did you mean company/fpt-corporation"),
        (Scope(entity="company/"), "company/"),
        (Scope(entity="company/x> <http://evil/"), "did you mean"),
        (Scope(entity=""), "kind/id"),
        (Scope(article="000_48115a4c648cb1ee"), "did you mean 000_48115a4c648cb1ef"),
        (Scope(article="../../etc/passwd"), "stem"),
        (Scope(article=""), "stem"),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(dataset: Path, scope: Scope, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        exported(dataset, Format.TRIG, scope)
    assert hint in caught.value.line()


# The command


@pytest.mark.parametrize(
    ("name", "output", "expected"),
    [
        (None, None, Format.TRIG),
        (None, "x.ttl", Format.TURTLE),
        (None, "x.TRIG", Format.TRIG),
        (None, "x.nq", Format.NQUADS),
        (None, "x.nt", Format.NTRIPLES),
        (None, "x.jsonld", Format.JSONLD),
        (None, "x.rdf", Format.RDFXML),
        (None, "x.xml", Format.RDFXML),
        ("nquads", "x.ttl", Format.NQUADS),
        ("ntriples", None, Format.NTRIPLES),
        ("json-ld", None, Format.JSONLD),
    ],
)
def test_formats_have_rdflibs_names_and_the_usual_endings(
    name: str | None, output: str | None, expected: Format
) -> None:
    assert named(name, Path(output) if output else None) is expected


def test_the_command_writes_files_and_pipes(
    built_store: Path, tmp_path: Path, kg: RunKg, dataset: Path
) -> None:
    output = tmp_path / "graph.nq"
    done = kg("export", "-o", str(output), "--store", str(built_store))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert output.read_bytes() == dataset.read_bytes()
    part = ("-f", "nt", "-o", "-", "--entity", "company/fpt-corporation")
    piped = kg("export", *part, KG_STORE=str(built_store))
    assert piped.returncode == 0
    assert set(ox.parse(piped.stdout.encode(), format=ox.RdfFormat.N_TRIPLES))
    with subprocess.Popen(
        [sys.executable, "-m", "kg.cli.main", "export", "--store", str(built_store)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["-o", "x.zip"], 2),
        (["-f", "hdt"], 2),
        (["-o", "http://example.org/x.ttl"], 2),
        (["-o", "a\nb.ttl"], 2),
        (["-o", "nowhere/x.ttl"], 3),
        (["-o", ".", "-f", "trig"], 3),
        (["--article", "x", "--entity", "y"], 2),
        (["--store", "nowhere"], 3),
        (["--entity", "company/nobody"], 2),
        (["extra"], 2),
    ],
)
def test_bad_arguments_are_one_line_and_leave_nothing(
    built_store: Path,
    tmp_path: Path,
    kg: RunKg,
    arguments: list[str],
    code: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    done = kg("export", *arguments, KG_STORE=str(built_store))
    assert done.returncode == code, done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_the_stores_own_file_is_not_overwritten(built_store: Path, dataset: Path, tmp_path: Path) -> None:
    before = dataset.read_bytes()
    (tmp_path / "link.nq").symlink_to(dataset)
    for output in (dataset, tmp_path / "link.nq"):
        done = CliRunner().invoke(cli, ["export", "-o", str(output), "--store", str(built_store)])
        assert isinstance(done.exception, UsageError)
    assert dataset.read_bytes() == before


@pytest.mark.parametrize("fmt", ["trig", "ttl", "nq", "nt", "jsonld", "rdf"])
def test_no_room_leaves_the_old_export_as_it_was(built_store: Path, tmp_path: Path, fmt: str) -> None:
    output = tmp_path / f"graph.{fmt}"
    output.write_text("the old export\n")
    done = subprocess.run(
        [sys.executable, "-m", "kg.cli.main", "export", "-o", str(output), "--store", str(built_store)],
        capture_output=True, text=True, check=False, timeout=60, env={**os.environ, "PYTHONPATH": str(ROOT)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
    )  # fmt: skip
    assert done.returncode == 7
    assert str(output) in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert output.read_text() == "the old export\n"
    assert [path.name for path in tmp_path.iterdir()] == [output.name]


def test_a_full_disk_leaves_the_old_export_as_it_was(built_store: Path, tmp_path: Path) -> None:
    folder = tmp_path / "full"
    folder.mkdir()
    script = (
        f'mount -t tmpfs -o size=200k tmpfs "{folder}" || exit 99\n'
        f'cd "{folder}" && echo "the old export" > graph.ttl\n'
        f'"{sys.executable}" -m kg.cli.main export -o graph.ttl --store "{built_store}"; code=$?\n'
        f'cat graph.ttl; ls -A | tr "\\n" " "; exit $code'
    )
    done = subprocess.run(
        ["unshare", "-m", "-r", "sh", "-c", script],
        capture_output=True, text=True, check=False, timeout=60, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    if done.returncode in (1, 99):
        pytest.skip(f"no tmpfs in a namespace of its own here: {done.stderr.strip()}")
    assert done.returncode == 7, done.stderr
    assert done.stdout == "the old export\ngraph.ttl "
    assert "No space left" in done.stderr


def test_an_interrupted_write_leaves_no_temporary_file(tmp_path: Path, small: Path) -> None:
    output = tmp_path / "out" / "graph.ttl"
    output.parent.mkdir()
    with contextlib.suppress(KeyboardInterrupt), write_atomic(output) as file:
        write(small, file, Format.TURTLE)
        raise KeyboardInterrupt
    assert list(output.parent.iterdir()) == []
