"""`kg validate`: what it says of our graph, of foreign ones, of bad files and of bad shapes."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from kg import settings
from kg.errors import BadInput, LimitReached
from kg.finding import Finding
from kg.lists import Severity
from kg.namespaces import ID, PREFIXES, VT
from kg.sandbox import Limits
from kg.store import current
from kg.validate import Item, Report, load_shapes, validate
from kg.validate.checks import NO_FOCUS_RULE, cross_check
from kg.validate.foreign import validate_foreign
from kg.validate.reader import to_nquads
from kg.validate.render import render

SH = PREFIXES["sh"]
EXAMPLE = settings.shapes_dir() / "examples" / "valid.ttl"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """The `kg` command in this process: its exit code, stdout and stderr."""
    from kg.cli.main import main

    def call(*arguments: str, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["kg", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        with pytest.raises(SystemExit) as stop:
            main()
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return int(stop.value.code or 0), out, err

    return call


def _example(**replaced: str) -> str:
    """The valid example, with one text replaced by another: `old=new` pairs given as `a="…", b="…"`."""
    text = EXAMPLE.read_text(encoding="utf-8")
    if replaced:
        assert text.count(replaced["old"]) >= 1
        text = text.replace(replaced["old"], replaced["new"], 1)
    return text


@pytest.fixture(scope="module")
def dataset(built_store: Path) -> Path:
    """The graph built from the shipped seeds."""
    return current(built_store).dataset


# Our own graph


@pytest.mark.parametrize("engine", ["shacl", "pyshacl"])
def test_shipped_graph_conforms(dataset: Path, engine: str) -> None:
    report = validate(dataset, engine=engine)
    assert report.findings == []
    assert report.engine == engine
    assert report.quads > 9_000


def test_every_shape_of_the_shipped_graph_is_counted(dataset: Path) -> None:
    focus = validate(dataset, shapes="core").focus
    for kind in ("Claim", "FigureClaim", "RelationClaim", "Article", "Evidence", "Entity", "Slot", "Dataset"):
        assert focus[f"{VT}{kind}Shape"] > 0
    assert focus[f"{VT}ClaimShape"] == focus[f"{VT}FigureClaimShape"] + focus[f"{VT}RelationClaimShape"]


def test_store_is_validated_without_an_argument(run: Run, built_store: Path) -> None:
    code, out, err = run("validate", "--store", str(built_store))
    assert (code, err) == (0, "")
    assert out.startswith("conforms: 0 violations, 0 warnings, 0 notes; ")


def test_no_store_says_how_to_get_one(run: Run, tmp_path: Path) -> None:
    code, out, err = run("validate", "--store", str(tmp_path / "none"))
    assert (code, out) == (3, "")
    assert "kg build" in err


def test_finding_leads_to_the_seeds(dataset: Path) -> None:
    lines = dataset.read_bytes().splitlines(keepends=True)
    hedge = f"<{VT}hedge>".encode()
    claim = next(line.split()[0].decode()[1:-1] for line in lines if hedge in line and b"/claim/" in line)
    broken = b"".join(x for x in lines if not (hedge in x and claim.encode() in x))
    report = validate(broken, places={claim: "seeds/articles/a.yaml:33"})
    [finding] = [f for f in report.findings if f.rule == "FigureClaimShape-hedge"]
    assert (finding.focus, finding.place, finding.severity) == (
        claim,
        "seeds/articles/a.yaml:33",
        Severity.VIOLATION,
    )
    assert finding.message_vi


@pytest.mark.parametrize("kind", ["evidence/{}", "evidence/{}/position", "attribution/{}-1"])
def test_parts_of_a_claim_stand_where_the_claim_does(kind: str) -> None:
    from kg.validate.report import make_items
    from kg.validate.result import Result

    focus = f"<{ID}{kind.format('0123456789abcdef0123')}>"
    result = Result(VT + "EvidenceShape-article", "MinCountConstraintComponent", focus)
    [item] = make_items([result], load_shapes(), {f"{ID}claim/0123456789abcdef0123": "a.yaml:7"})
    assert item.finding.place == "a.yaml:7"


def test_graph_cut_at_the_end_of_a_line_is_told(run: Run, dataset: Path, tmp_path: Path) -> None:
    lines = dataset.read_bytes().splitlines(keepends=True)
    # A file of this format parses well wherever a line ends; what it states of itself comes last.
    cut = tmp_path / "cut.nq"
    cut.write_bytes(b"".join([*lines[2000:5000], *lines[-300:]]))
    code, out, _ = run("validate", str(cut))
    assert code == 1
    assert "[GraphCount ×" in out
    assert "[DanglingRule ×" in out


@pytest.mark.parametrize("lost", [1, 2, 7])
def test_a_dataset_that_lost_its_last_lines_is_told(
    run: Run, dataset: Path, tmp_path: Path, lost: int
) -> None:
    cut = tmp_path / "cut.nq"
    cut.write_bytes(b"".join(dataset.read_bytes().splitlines(keepends=True)[:-lost]))
    code, out, _ = run("validate", str(cut))
    assert code == 1
    assert "was it cut or edited?" in out


def test_counts_of_graphs_are_not_asked_of_a_format_without_graphs(dataset: Path) -> None:
    quads = ox.parse(path=str(dataset), format=ox.RdfFormat.N_QUADS)
    triples = {ox.Triple(q.subject, q.predicate, q.object) for q in quads}
    turtle = ox.serialize(triples, format=ox.RdfFormat.TURTLE)
    report = validate(to_nquads(turtle or b"", "g.ttl", "turtle"), foreign=True)
    assert [f for f in report.findings if f.rule != NO_FOCUS_RULE] == []


# Foreign graphs


@pytest.mark.parametrize(
    ("ending", "name"),
    [
        ("ttl", ox.RdfFormat.TURTLE),
        ("trig", ox.RdfFormat.TRIG),
        ("nt", ox.RdfFormat.N_TRIPLES),
        ("nq", ox.RdfFormat.N_QUADS),
        ("jsonld", ox.RdfFormat.JSON_LD),
    ],
)
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte order mark"])
def test_example_conforms_in_every_format(
    run: Run, tmp_path: Path, ending: str, name: ox.RdfFormat, mark: bytes
) -> None:
    graph = ox.parse(path=str(EXAMPLE), format=ox.RdfFormat.TURTLE)
    triples = [ox.Triple(q.subject, q.predicate, q.object) for q in graph]
    file = tmp_path / f"example.{ending}"
    data = ox.serialize(triples, format=name)
    assert data
    file.write_bytes(mark + data)
    code, out, _ = run("validate", str(file), "--fail-on", "info")
    assert (code, out.startswith("conforms: 0 violations, 0 warnings, 0 notes")) == (0, True)


def test_stdin_needs_its_format_and_then_works(run: Run) -> None:
    data = EXAMPLE.read_bytes()
    assert run("validate", "-", stdin=data)[0] == 2
    code, out, _ = run("validate", "-", "--format-in", "turtle", stdin=data)
    assert (code, out[:8]) == (0, "conforms")


def test_rdfxml_only_when_allowed(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "x.rdf"
    graph = ox.parse(path=str(EXAMPLE), format=ox.RdfFormat.TURTLE)
    triples = [ox.Triple(q.subject, q.predicate, q.object) for q in graph]
    file.write_bytes(ox.serialize(triples, format=ox.RdfFormat.RDF_XML) or b"")
    assert run("validate", str(file))[0] == 2
    code, out, _ = run("validate", str(file), "--allow-rdfxml")
    assert (code, out[:8]) == (0, "conforms")


def test_graph_of_other_things_does_not_conform(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "other.ttl"
    file.write_text("<urn:a> <urn:b> <urn:c> .\n")
    code, out, _ = run("validate", str(file))
    assert code == 1
    assert "nothing was checked" in out


def test_part_of_a_graph_is_told_what_was_not_checked(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "part.ttl"
    kinds = "@prefix vt: <" + VT + "> .\n"
    file.write_text(
        kinds + f"<{ID}sector/x> a vt:Sector ; <http://purl.org/dc/terms/identifier> 'x' ; "
        "<http://www.w3.org/2004/02/skos/core#prefLabel> 'x'@en , 'x'@vi .\n"
    )
    code, out, _ = run("validate", str(file))
    assert code == 0
    assert "nothing to check for" in out
    assert "ArticleShape" in out
    assert run("validate", str(file), "--fail-on", "info")[0] == 1


@pytest.mark.parametrize(("level", "code"), [("violation", 0), ("warning", 1), ("info", 1)])
def test_fail_on(run: Run, tmp_path: Path, level: str, code: int) -> None:
    file = tmp_path / "g.ttl"
    file.write_text(_example() + f"<{ID}company/unnamed> a <{VT}Company> ;\n"
        "  dcterms:identifier 'unnamed' ; skos:prefLabel 'U'@en , 'U'@vi .\n")  # fmt: skip
    found, out, _ = run("validate", str(file), "--fail-on", level)
    assert found == code
    assert "EntityShape-named" in out


def test_language_of_the_report(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "g.ttl"
    file.write_text(_example(old="vt:hedge hedge:about ;", new=""))
    code, out, _ = run("validate", str(file), "--lang", "vi")
    assert code == 1
    assert out.startswith("vi phạm: Phát biểu số liệu có đúng một từ rào đón")


def test_blank_nodes_are_told_once(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "g.ttl"
    file.write_text(_example() + "[] skos:prefLabel 'a'@en . [] skos:prefLabel 'b'@en .\n")
    code, out, _ = run("validate", str(file))
    assert code == 1
    assert "[NoBlankNodes × 1]" in out


# Literals that engines take for valid (hardening T7, T20)

VALUE = '"31.8"^^xsd:decimal'
BAD_LITERALS = {
    "not a number": '"NaN"^^xsd:decimal',
    "infinite": '"INF"^^xsd:decimal',
    "Arabic-Indic digits": '"٣١"^^xsd:decimal',
    "full-width digits": '"３１"^^xsd:decimal',
    "exponent": '"1e400"^^xsd:decimal',
    "19 digits": '"1000000000000000000"^^xsd:decimal',
    "beyond Oxigraph": '"1000000000000000000000000000000"^^xsd:decimal',
    "comma": '"5,000"^^xsd:decimal',
    "underscore": '"1_000"^^xsd:decimal',
    "plus": '"+5"^^xsd:decimal',
    "blank around": '" 5 "^^xsd:decimal',
    "empty": '""^^xsd:decimal',
    "escaped quote": '"3\\"1.8"^^xsd:decimal',
    "double NaN": '"NaN"^^xsd:double',
    "integer beyond 64 bits": '"9223372036854775808"^^xsd:integer',
}
BAD_DATES = {
    "no such day": '"2024-02-30"^^xsd:date',
    "two-digit year": '"24-01-01"^^xsd:date',
    "five-digit year": '"20245-01-01"^^xsd:date',
    "day first": '"31/12/2024"^^xsd:date',
    "time zone": '"2024-01-01+07:00"^^xsd:date',
    "moment as date": '"2024-01-01T00:00:00"^^xsd:date',
    "gYear": '"2024"^^xsd:gYear',
    "gYear abc": '"abc"^^xsd:gYear',
    "gYearMonth": '"2024-02"^^xsd:gYearMonth',
}


@pytest.mark.parametrize("literal", BAD_LITERALS.values(), ids=BAD_LITERALS.keys())
def test_ill_formed_number_is_one_violation(run: Run, tmp_path: Path, literal: str) -> None:
    file = tmp_path / "g.ttl"
    file.write_text(_example(old=f"vt:value {VALUE}", new=f"vt:value {literal}"))
    code, out, err = run("validate", str(file), "-f", "json")
    found = json.loads(out)["findings"]
    assert (code, err) == (1, "")
    assert [f["rule"] for f in found if f["path"] == "vt:value"] == ["LexicalForm"]


@pytest.mark.parametrize("literal", BAD_DATES.values(), ids=BAD_DATES.keys())
def test_ill_formed_date_is_one_violation(run: Run, tmp_path: Path, literal: str) -> None:
    file = tmp_path / "g.ttl"
    file.write_text(_example(old='"2024-12-20"^^xsd:date', new=literal))
    code, out, _ = run("validate", str(file), "-f", "json")
    [finding] = json.loads(out)["findings"]
    assert (code, finding["rule"], finding["path"]) == (1, "LexicalForm", "dcterms:issued")


@pytest.mark.parametrize(
    "literal", ['"yes"^^xsd:boolean', '"1"^^xsd:boolean', '"a b"^^xsd:anyURI', '"x"^^xsd:dateTime']
)
def test_other_ill_formed_literals(run: Run, tmp_path: Path, literal: str) -> None:
    file = tmp_path / "g.ttl"
    file.write_text(_example() + f"company:beta <urn:note> {literal} .\n")
    code, out, _ = run("validate", str(file))
    assert code == 1
    assert "[LexicalForm × 1]" in out


@pytest.mark.parametrize("engine", ["shacl", "pyshacl"])
def test_guards_keep_what_trips_an_engine_from_it(engine: str) -> None:
    nquads = to_nquads(_example(old=VALUE, new='"NaN"^^xsd:decimal').encode(), "g.ttl", "turtle")
    report = validate(nquads, engine=engine)
    assert [f.rule for f in report.findings if f.path == "vt:value"] == ["LexicalForm"]


def test_escaped_control_character_is_a_finding(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "g.ttl"
    file.write_text(_example() + "company:beta <urn:note> 'a\\u0000b' .\n")
    code, out, _ = run("validate", str(file))
    assert code == 1
    assert "[NoControlCharacters × 1]" in out
    assert "\x00" not in out


# Files that are no graph (hardening T1, T9 to T11): name, content, options, exit code, words of the message

DEEP = b"[" * 250 + b"]" * 250
BAD_FILES = [
    ("empty.ttl", b"", (), 3, "is empty"),
    ("blanks.ttl", b" \n\n", (), 3, "is empty"),
    ("comment.ttl", b"# nothing\n", (), 3, "holds no statement"),
    ("cut.ttl", b'<urn:a> <urn:b> "c', (), 3, "cut.ttl:1:"),
    (
        "lfs.ttl",
        b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3\n",
        (),
        3,
        "git lfs pull",
    ),
    ("page.ttl", b"<!DOCTYPE html><html><title>404</title></html>", (), 3, "is a web page"),
    ("page.nq", b"\n <HTML lang='en'><body>404</body></HTML>", (), 3, "is a web page"),
    ("utf16.ttl", "<urn:a> <urn:b> <urn:c> .".encode("utf-16"), (), 3, "UTF-16"),
    ("latin.ttl", b"<urn:a> <urn:b> 'caf\xe9' .", (), 3, "not UTF-8 at byte 20"),
    ("nul.ttl", b"<urn:a> <urn:b> 'a\x00b' .", (), 3, "nul.ttl:1:19: control character U+0000"),
    ("escape.ttl", b"<urn:a> <urn:b>\n 'a\x1b[31m' .", (), 3, "escape.ttl:2:4: control character U+001B"),
    ("iri.nt", b"<urn:a> <urn:b> <http://a b> .\n", (), 3, "iri.nt:1:"),
    ("relative.ttl", b"<a> <urn:b> <urn:c> .", (), 3, "relative.ttl:1:"),
    ("prefix.ttl", b"x:a x:b x:c .", (), 3, "prefix.ttl:1:"),
    ("gzip.ttl", b"\x1f\x8b\x08\x00\x00\x00", (), 3, "is compressed"),
    ("zip.nq", b"PK\x03\x04\x00\x00", (), 3, "is compressed"),
    ("deep.jsonld", DEEP, (), 3, "nested deeper than 200"),
    ("remote.jsonld", b'{"@context": "http://127.0.0.1:9/c.jsonld", "a": 1}', (), 3, "never fetched"),
    ("file.jsonld", b'{"@context": "file:///etc/passwd", "a": 1}', (), 3, "never fetched"),
    ("import.jsonld", b'{"@context": {"@import": "http://127.0.0.1:9/c"}, "a": 1}', (), 3, "not JSON-LD"),
    ("nan.jsonld", b'{"http://a.example/b": NaN}', (), 3, "nan.jsonld"),
    ("star.ttl", b"<urn:a> <urn:b> <urn:c> ~ <urn:r> .", (), 3, "star.ttl"),
    ("laughs.rdf", b"<?xml version='1.0'?><rdf/>", (), 2, "RDF/XML is not read"),
    (
        "laughs.rdf",
        b"<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a 'ha'>]><rdf/>",
        ("--allow-rdfxml",),
        3,
        "document type declaration",
    ),
    ("odd.xyz", b"<urn:a> <urn:b> <urn:c> .", (), 2, "no format is known"),
    ("odd.xyz", b"<urn:a> <urn:b> <urn:c> .", ("--format-in", "sparql"), 2, "sparql"),
    ("missing", None, ("--format-in", "ttl"), 3, "cannot be read"),
]


@pytest.mark.parametrize(
    ("name", "content", "options", "code", "words"),
    BAD_FILES,
    ids=[f"{n}-{w}" for n, _, _, _, w in BAD_FILES],
)
def test_bad_file_is_one_clear_line(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    content: bytes | None,
    options: tuple[str, ...],
    code: int,
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    if content is not None:
        Path(name).write_bytes(content)
    found, out, err = run("validate", name, *options)
    assert (found, out) == (code, "")
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    assert words in err


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("http://127.0.0.1:9/x.ttl", 2),
        ("file:///etc/passwd", 2),
        (".", 2),
        ("/dev/zero", 2),
        ("a\u202eb.ttl", 3),
    ],
)
def test_path_that_is_none(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, code: int
) -> None:
    monkeypatch.chdir(tmp_path)
    found, out, err = run("validate", path)
    assert (found, out) == (code, "")
    assert "\u202e" not in err


def test_device_and_directory_are_refused_whatever_their_format(run: Run, tmp_path: Path) -> None:
    for path in ("/dev/zero", str(tmp_path)):
        code, _, err = run("validate", path, "--format-in", "ttl")
        assert code == 3
        assert "regular file" in err or "cannot be read" in err


def test_deep_collections_are_survived(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "deep.ttl"
    file.write_text("<urn:a> <urn:b> " + "(" * 200_000 + ")" * 200_000 + " .")
    code, _, err = run("validate", str(file))
    assert code in (1, 3, 7)
    assert err.count("\n") <= 1


# Shapes that check nothing or must not run (hardening T20)

HEAD = f"@prefix sh: <{SH}> .\n@prefix owl: <http://www.w3.org/2002/07/owl#> .\n@prefix ex: <urn:ex:> .\n"
SHAPE = (
    "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property ex:P .\nex:P sh:path ex:p ; sh:minCount 1 .\n"
)
BAD_SHAPES = {
    "empty": ("", "everything would conform"),
    "no target": ("ex:S a sh:NodeShape ; sh:nodeKind sh:IRI .", "everything would conform"),
    "no constraint": ("ex:S a sh:NodeShape ; sh:targetClass ex:C .", "everything would conform"),
    "misspelt term": (SHAPE.replace("minCount", "minCout"), "did you mean sh:minCount?"),
    "misspelt class": (SHAPE.replace("sh:NodeShape", "sh:NodeShapes"), "did you mean sh:NodeShape?"),
    "import": (SHAPE + "<urn:s> owl:imports <http://127.0.0.1:9/s.ttl> .", "is not followed"),
    "import of a file": (SHAPE + "<urn:s> owl:imports <file:///etc/passwd> .", "is not followed"),
    "script": (SHAPE + "ex:S sh:js ex:J .", "must not run code"),
    "rule": (SHAPE + "ex:S sh:rule ex:R .", "must not run code"),
    "service": (
        SHAPE
        + 'ex:S sh:sparql ex:Q . ex:Q sh:select "SELECT $this WHERE { SERVICE <http://127.0.0.1:9/> { } }" .',
        "SERVICE",
    ),
    "update": (SHAPE + 'ex:S sh:sparql ex:Q . ex:Q sh:select "DELETE WHERE { ?s ?p ?o }" .', "not allowed"),
    "contains itself": (SHAPE + "ex:S sh:node ex:T . ex:T sh:node ex:S .", "contains itself"),
    "circular path": (
        "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property ex:P . ex:P sh:path _:p ; sh:minCount 1 ."
        " _:p sh:inversePath _:p .",
        "a path that contains itself",
    ),
    "list without end": (SHAPE + "ex:S sh:or _:l .", "a list that is cut off"),
    "missing shape": (
        "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:nodeKind sh:IRI ; sh:property ex:P .",
        "a shape that is not there",
    ),
    "not Turtle": ("ex:S a sh:NodeShape", "not Turtle"),
}


@pytest.mark.parametrize(("text", "words"), BAD_SHAPES.values(), ids=BAD_SHAPES.keys())
def test_bad_shapes_are_refused(run: Run, tmp_path: Path, text: str, words: str) -> None:
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(HEAD + text)
    code, out, err = run("validate", str(EXAMPLE), "--shapes", str(shapes))
    assert (code, out) == (3, "")
    assert err.count("\n") == 1
    assert words in err
    assert "shapes" in err


def test_no_shapes_at_that_path(run: Run, tmp_path: Path) -> None:
    assert run("validate", str(EXAMPLE), "--shapes", str(tmp_path / "none.ttl"))[0] == 2
    assert run("validate", str(EXAMPLE), "--shapes", str(tmp_path))[0] == 3


@pytest.mark.parametrize("engine", ["shacl", "pyshacl", "both"])
def test_shapes_of_ones_own(run: Run, tmp_path: Path, engine: str) -> None:
    code_needed = "sh:property [ sh:path ex:code ; sh:minCount 1 ]"
    (tmp_path / "shapes.ttl").write_text(
        HEAD + f"ex:S a sh:NodeShape ; sh:targetClass <{VT}Company> ; {code_needed} ."
    )
    code, out, _ = run("validate", str(EXAMPLE), "--shapes", str(tmp_path / "shapes.ttl"), "--engine", engine)
    assert code == 1
    # A property shape without a name is named after the shape around it and its path.
    assert "S-code × 2]" in out
    assert "EnginesDisagree" not in out


def test_hanging_pattern_is_stopped(tmp_path: Path) -> None:
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(
        HEAD
        + "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:pattern '^(a+)+$' ] ."
    )
    data = f'<urn:x> a <urn:ex:C> ; <urn:ex:p> "{"a" * 64}!" .'.encode()
    limits = Limits(seconds=3.0, megabytes=2048)
    with pytest.raises(LimitReached, match="longer than 3 seconds"):
        validate_foreign(data, "turtle", engine="pyshacl", shapes=shapes, limits=limits)


# Engines


def test_missing_engine_is_replaced_and_told(
    run: Run, monkeypatch: pytest.MonkeyPatch, built_store: Path
) -> None:
    monkeypatch.setattr("kg.validate.engines.find_spec", lambda _: None)
    code, out, err = run("validate", "--store", str(built_store), "--shapes", "core")
    assert code == 0
    assert "pyshacl was used" in err
    assert "(pyshacl" in out


def _report(engine: str, *rules: str) -> Report:
    findings = [Finding(Severity.VIOLATION, "urn:x", rule, "wrong") for rule in rules]
    return Report(tuple(Item(f, "C", "", "", "", "") for f in findings), engine, 1)


def test_what_only_one_engine_reports_is_a_violation() -> None:
    both = cross_check(_report("shacl", "A", "B"), _report("pyshacl", "A", "C"))
    told = {f.message for f in both.findings if f.rule == "EnginesDisagree"}
    assert told == {"only pyshacl reports C", "only shacl reports B"}
    assert not both.conforms


def test_engines_that_agree_add_nothing() -> None:
    both = cross_check(_report("shacl", "A"), _report("pyshacl", "A"))
    assert [f.rule for f in both.findings] == ["A"]


def test_conformity_is_counted_and_not_believed() -> None:
    assert not _report("any", "A").conforms
    assert _report("any").conforms


# Reports


@pytest.fixture(scope="module")
def broken() -> Report:
    """A report with a violation, a warning, values, paths and quotation marks."""
    text = _example(old="vt:hedge hedge:about ;", new="")
    text = text.replace('vt:surface "31.8%"', 'vt:surface "31\\"8\\n%"').replace(
        'skos:altLabel "Alpha"@en', 'skos:altLabel "Alpha"@fr'
    )
    text += (
        f"<{ID}company/unnamed> a vt:Company ; dcterms:identifier 'u' ; skos:prefLabel 'U'@en , 'U'@vi .\n"
    )
    return validate(to_nquads(text.encode(), "g.ttl", "turtle"), foreign=True)


def _rendered(report: Report, fmt: str) -> str:
    return "".join(render(report, fmt))


def test_json_report(broken: Report) -> None:
    content = json.loads(_rendered(broken, "json"))
    assert content["conforms"] is False
    assert content["counts"]["violation"] == sum(f["severity"] == "violation" for f in content["findings"])
    assert {"FigureClaimShape-hedge", "PrintedFigureShape", "EntityShape-altLabel", "EntityShape-named"} <= {
        f["rule"] for f in content["findings"]
    }
    assert all(f["message"] and f["message_vi"] for f in content["findings"])


def test_turtle_report_is_a_validation_report(broken: Report) -> None:
    text = _rendered(broken, "turtle")
    graph = rdflib.Graph().parse(data=text, format="turtle")
    assert len(list(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))) == len(graph)
    sh = rdflib.Namespace(SH)
    [report] = graph.subjects(rdflib.RDF.type, sh.ValidationReport)
    results = list(graph.objects(report, sh.result))
    assert len(results) == len(broken.findings)
    assert graph.value(report, sh.conforms) == rdflib.Literal(False)
    for result in results:
        for predicate in ("resultSeverity", "focusNode", "sourceConstraintComponent", "resultMessage"):
            assert graph.value(result, sh[predicate], any=True) is not None


def test_sarif_report(broken: Report) -> None:
    placed = Item(
        Finding(Severity.WARNING, "urn:x", "A", "wrong", place="seeds/a.yaml:12"), "C", "", "<urn:x>", "", ""
    )
    content = json.loads(_rendered(Report((*broken.items, placed), "shacl", 1), "sarif"))
    assert content["version"] == "2.1.0"
    [run] = content["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(rules) == len(set(rules))
    assert len(run["results"]) == len(broken.findings) + 1
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]
        assert result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"]
    [result] = [r for r in run["results"] if r["ruleId"] == "A"]
    place = result["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("seeds/a.yaml", 12)


@pytest.mark.parametrize("fmt", ["text", "json", "turtle", "sarif"])
def test_report_is_written_although_the_graph_fails(run: Run, tmp_path: Path, fmt: str) -> None:
    file, report = tmp_path / "g.ttl", tmp_path / "report"
    file.write_text(_example(old="vt:hedge hedge:about ;", new=""))
    code, out, err = run("validate", str(file), "-f", fmt, "-o", str(report))
    assert (code, out) == (1, "")
    assert err.startswith("does not conform")
    assert "FigureClaimShape-hedge" in report.read_text(encoding="utf-8")


@pytest.mark.parametrize("fmt", ["text", "json", "turtle", "sarif"])
def test_report_of_nothing(fmt: str) -> None:
    assert _rendered(_report("shacl"), fmt).strip()


def test_text_of_a_foreign_graph_cannot_draw_on_the_terminal() -> None:
    finding = Finding(Severity.VIOLATION, "urn:x", "A", "wrong", value="\x1b[31m\u202eabc")
    text = _rendered(Report((Item(finding, "C", "", "", "", ""),), "shacl", 1), "text")
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_self_test_command(run: Run) -> None:
    code, out, _ = run("validate", "--self-test", "--shapes", "core")
    assert code == 0
    assert ", 0 dead;" in out


def test_self_test_needs_an_example(run: Run, tmp_path: Path) -> None:
    (tmp_path / "shapes.ttl").write_text(HEAD + SHAPE)
    code, _, err = run("validate", "--self-test", "--shapes", str(tmp_path))
    assert code == 2
    assert "examples/valid.ttl" in err


def test_unknown_format_of_bytes_is_bad_input() -> None:
    with pytest.raises(BadInput, match="holds no statement"):
        to_nquads(b"# nothing\n", "x.ttl", "turtle")


def test_report_never_overwrites_the_graph(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "g.ttl"
    file.write_text(_example())
    code, _, err = run("validate", str(file), "-o", str(tmp_path / "x" / ".." / "g.ttl"))
    assert (code, file.read_text()) == (2, _example())
    assert "overwrite" in err


@settings_of_hypothesis(max_examples=150)
@given(st.data())
def test_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    text = bytearray(EXAMPLE.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text) - 1))
        text[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    try:
        nquads = to_nquads(bytes(text), "g.ttl", "turtle")
    except BadInput:
        return
    report = validate(nquads, foreign=True)
    assert report.quads == nquads.count(b"\n")
