"""The chains: seeds → corpus → graph → validation → store; text → candidates → gate.

The only module that strings stages together.

Nothing reaches the live store before the checks: everything is written into a staged generation, a violation
discards it, and only a checked generation becomes the current one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import settings
from kg.asking.vocabulary import question_tables
from kg.audit import audit
from kg.auditrows import audit_tables
from kg.candidate import Extraction
from kg.collector import without_collector
from kg.corpus import Corpus
from kg.corpusfile import write_corpus
from kg.document import Document
from kg.errors import BadInput
from kg.files import disk_errors
from kg.finding import Finding
from kg.graph import write_nquads
from kg.lists import EvidenceLevel, Severity
from kg.resolution import resolution
from kg.seeds import read_corpus, read_curated, resolve
from kg.store import Generation, stage
from kg.store.layout import CORPUS, DATASET
from kg.tables import jsonl, places, tables
from kg.validate import validate

if TYPE_CHECKING:
    from kg.extract.cues import RelationLexicon
    from kg.extract.reading import Reading
    from kg.grounding import Curated, Gate
    from kg.judgement import Judgement
    from kg.reconcile.listing import Found

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Build:
    """The outcome of a build: counts, findings, and the new generation (None when violations blocked it)."""

    counts: dict[str, int]
    findings: list[Finding]
    generation: Generation | None


def counts(corpus: Corpus) -> dict[str, int]:
    """What a corpus holds: `sources`, `articles` (anchored), claims, entities and slots."""
    return {
        "sources": len(corpus.articles),
        "articles": sum(a.level is EvidenceLevel.ANCHORED for a in corpus.articles),
        "figure_claims": len(corpus.figures),
        "relation_claims": len(corpus.relations),
        "entities": len(corpus.named()),
        "slots": len({f.slot.id for f in corpus.figures}),
    }


def build(
    seeds: Path,
    store: Path,
    *,
    timestamp: str | None = None,
    engine: str = "shacl",
    progress: Progress = lambda _: None,
) -> Build:
    """Build the graph from `seeds` into `store` and make it the current one.

    `timestamp` (xsd:dateTime) is stated in the data when given.  Raises BadInput (seeds), Busy, LimitReached,
    StoreDamaged; the live store stays as it was unless this returns with a generation.
    """
    from kg.answerrows import MOST_QUADS, TABLE, answers

    progress("reading the seeds")
    read = read_corpus(seeds)
    progress(f"auditing {len(read.figures):,} figures")
    found = audit(read)
    corpus = replace(read, also=found.named)
    totals = counts(corpus)
    with stage(store) as staged, ThreadPoolExecutor(1) as aside:
        dataset = staged.path / DATASET
        progress("writing the graph")
        with disk_errors(staged.path):
            with dataset.open("wb") as out:
                try:
                    graphs = write_nquads(corpus, out, timestamp=timestamp, audit=found)
                except ValueError as error:
                    raise BadInput(str(error), place=str(seeds), remedy="correct the seeds") from None
            with (staged.path / CORPUS).open("wb") as out:
                write_corpus(read, out)
            written = tables(corpus) | audit_tables(corpus, found) | question_tables(corpus, seeds)
            _write(staged.path, written)
        totals["quads"] = sum(graphs.values())
        answered = aside.submit(answers, dataset) if totals["quads"] <= MOST_QUADS else None
        progress(f"validating {totals['quads']:,} quads")
        report = validate(dataset, engine=engine, places=places(corpus))
        totals["findings"] = len(report.findings)
        with disk_errors(staged.path):
            findings = [asdict(finding) for finding in report.findings]
            (staged.path / "report.json").write_text(
                json.dumps(findings, ensure_ascii=False, indent=1), "utf-8"
            )
        if any(f.severity is Severity.VIOLATION for f in report.findings):
            return Build(totals, report.findings, None)
        progress("loading the store")
        staged.load()
        if answered is not None:
            progress("asking the saved questions")
            _write(staged.path, {TABLE: answered.result()})
        generation = staged.publish({"counts": totals, "seeds": _name(seeds), "policy": found.policy})
    return Build(totals, report.findings, generation)


def _write(folder: Path, written: Mapping[str, Iterable[Mapping[str, Any]]]) -> None:
    for name, rows in written.items():
        with disk_errors(folder), (folder / f"{name}.jsonl").open("wb") as out:
            out.writelines(jsonl(rows))


def prove(seeds: Path, wanted: str) -> dict[str, Any]:
    """The evidence bundle of the finding or slot that `wanted`, an id or the beginning of one, names.

    Raises BadInput (seeds) and UsageError where it names nothing, or more than one thing.
    """
    from kg.bundle import bundle

    corpus = read_corpus(seeds)
    return bundle(corpus, audit(corpus), wanted)


def proposer(seeds: Path, *, model: bool = False) -> Callable[[Document], Extraction]:
    """What reads candidates from a document, by the names and words of `seeds`; made once for many documents.

    Everything that it gives has passed the grounding gate; the rest are refusals.  With `model`, the language
    model that the environment names is asked as well, and the text is sent to it; raises UsageError where
    none is named.
    """
    from kg.extract import Extractor
    from kg.extract.cues import RelationLexicon
    from kg.extract.disagree import merged
    from kg.extract.model import ModelProposer

    corpus = read_corpus(seeds)
    relations = RelationLexicon.read(seeds)
    curated = _curated(corpus, seeds, relations)
    rules = Extractor(corpus.entities, curated.lexicon, relations, corpus.predicates)
    asked = ModelProposer.from_environment(corpus.entities, corpus.predicates) if model else None

    def propose(document: Document) -> Extraction:
        with without_collector():
            reading = rules.read(document)
            checks = _gate(reading, curated)
            found = rules.conclude(reading)
            sifted = checks.sift(found.candidates, weaken=True)
        refusals = sorted((*found.refusals, *sifted.refusals), key=lambda r: (r.start, r.end, r.reason))
        own = Extraction(sifted.candidates, tuple(refusals))
        return own if asked is None else merged(own, asked(reading, checks))

    return propose


def propose(document: Document, seeds: Path, *, model: bool = False) -> Extraction:
    """The candidates of one document, and what was refused; see `proposer`."""
    return proposer(seeds, model=model)(document)


def gate(document: Document, corpus: Corpus, words: Path) -> Gate:
    """The grounding gate of one document, by the entities of `corpus` and the lexicon in the folder `words`.

    It decides as the one that `proposer` asks; raises BadInput where the lexicon is damaged.
    """
    from kg.extract.cues import RelationLexicon
    from kg.extract.reading import read

    curated = _curated(corpus, words, RelationLexicon.read(words))
    return _gate(read(document, curated.names, curated.lexicon), curated)


def reconcile(
    seeds: Path,
    names: Sequence[str] = (),
    table: Path | None = None,
    *,
    column: str = "name",
    kinds: Collection[str] = (),
    at_least: float | None = None,
    judged: bool = False,
) -> list[Found]:
    """The pairs of curated entities, or of given names and entities, that may be one, the likeliest first.

    What was judged is left out, unless `judged`.  Raises BadInput (seeds, table) and UsageError (names).
    """
    from kg.reconcile import LISTED
    from kg.reconcile.given import name_record, table_records
    from kg.reconcile.listing import listing

    entities, judgements = read_curated(seeds)
    given = [name_record(name) for name in names]
    if table is not None:
        given += table_records(table, column, entities)
    return listing(
        entities,
        resolve(seeds, judgements, entities),
        given,
        kinds=kinds,
        at_least=LISTED if at_least is None else at_least,
        judged=judged,
    )


def judge(seeds: Path, judgement: Judgement) -> str:
    """Add a judgement to the seeds' file of judgements; the place (file and line) where it stands now.

    Raises BadInput where it names what is not curated, contradicts what stands, or cannot be; the file is
    then as it was.
    """
    from kg.reconcile.log import append
    from kg.seeds.judgements import FILE, check_references

    path = seeds / FILE

    def check() -> None:
        entities, before = read_curated(seeds)
        check_references(judgement, entities)
        relations = [claim.stated or claim for claim in read_corpus(seeds).relations]
        resolution((*before, replace(judgement, place="this judgement")), entities, relations)

    return f"{path}:{append(path, judgement, check)}"


def _curated(corpus: Corpus, words: Path, relations: RelationLexicon) -> Curated:
    from kg.gazetteer import Names
    from kg.grounding import Curated
    from kg.lexicon import Lexicon

    names, lexicon = Names.of(corpus.entities), Lexicon.read(words)
    return Curated.of(corpus.entities, corpus.predicates, names, lexicon, relations)


def _gate(reading: Reading, curated: Curated) -> Gate:
    from kg.grounding import Gate, Sight

    return Gate(curated, Sight.seen(reading.document, reading.views))


def _name(seeds: Path) -> str:
    """How the manifest names the seeds: never a path of this machine."""
    return "shipped" if seeds.resolve() == settings.shipped_seeds_dir().resolve() else "given"
