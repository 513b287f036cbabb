"""Speed and memory against peers, measured in one run and reported as ratios.

    python tests/benchmarks/run.py                    # everything, some minutes
    python tests/benchmarks/run.py build --claims 20000
    python tests/benchmarks/run.py validate start-up

Each measurement is a process of its own; times are medians over its rounds, memory is the process's peak.
Machines differ and are shared: read the ratios.  Nothing here asserts; tests/ has no timed tests.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def timed(work: Callable[[], object]) -> float:
    """Wall seconds of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


# Measurements: each runs in its own process and prints one JSON object.


def build_ours(claims: int, folder: Path) -> dict[str, object]:
    """Claims in memory → N-Quads file, intervals and labels made and every term checked on the way."""
    from synthetic import synthetic

    from kg.graph import write_nquads

    corpus = synthetic(claims)
    for claim in corpus.figures:
        _ = claim.id

    counts: list[int] = []

    def work() -> None:
        for claim in corpus.figures:
            claim.__dict__.pop("bounds", None)
        with (folder / "ours.nq").open("wb") as out:
            counts.append(sum(write_nquads(corpus, out).values()))

    rounds = [timed(work) for _ in range(3)]
    return {"seconds": statistics.median(rounds), "quads": counts[0]}


def build_rdflib(claims: int, folder: Path) -> dict[str, object]:
    """The same statements as terms → rdflib Dataset → N-Quads file."""
    import pyoxigraph as ox
    from rdflib import Dataset, Literal, URIRef

    build_ours(claims, folder)

    def term(value: object) -> URIRef | Literal:
        if isinstance(value, ox.NamedNode):
            return URIRef(value.value)
        assert isinstance(value, ox.Literal)
        if value.language:
            return Literal(value.value, lang=value.language)
        if value.datatype.value.endswith("#string"):
            return Literal(value.value)
        return Literal(value.value, datatype=URIRef(value.datatype.value))

    total = 0.0
    dataset = Dataset()
    batch: list[ox.Quad] = []

    def add() -> None:
        for quad in batch:
            graph = URIRef(quad.graph_name.value)
            dataset.add((term(quad.subject), term(quad.predicate), term(quad.object), graph))

    count = 0
    for quad in ox.parse(path=str(folder / "ours.nq"), format=ox.RdfFormat.N_QUADS):
        batch.append(quad)
        count += 1
        if len(batch) == 10_000:
            # Only the adding is timed, not the reading of the statements.
            total += timed(add)
            batch.clear()
    total += timed(add)
    total += timed(lambda: dataset.serialize(str(folder / "rdflib.nq"), format="nquads"))
    return {"seconds": total, "quads": count}


def build_copy(claims: int, folder: Path) -> dict[str, object]:
    """Writing the same bytes again: the limit of the disk."""
    build_ours(claims, folder)
    data = (folder / "ours.nq").read_bytes()
    rounds = [timed(lambda: (folder / "copy.nq").write_bytes(data)) for _ in range(3)]
    return {"seconds": statistics.median(rounds), "quads": data.count(b"\n")}


def validate_with(engine: str, claims: int, folder: Path) -> dict[str, object]:
    """Parse and check the core shapes with one engine, one planted error in every hundredth claim."""
    from synthetic import synthetic

    from kg.graph import write_nquads
    from kg.validate import validate

    path = folder / "validate.nq"
    with path.open("wb") as out:
        write_nquads(synthetic(claims), out)
    lines = path.read_text("utf-8").splitlines(keepends=True)
    planted = 0
    for number, line in enumerate(lines):
        if "/ont#hedge> " in line and "/ont#FigureClaim" not in line:
            planted += 1
            if planted % 100 == 0:
                lines[number] = line.replace("/id/hedge/", "/id/status/", 1)
    path.write_text("".join(lines), "utf-8")
    reports = []
    rounds = [timed(lambda: reports.append(validate(path, engine=engine, shapes="core", foreign=True)))]
    if engine == "shacl":
        rounds += [
            timed(lambda: validate(path, engine=engine, shapes="core", foreign=True)) for _ in range(2)
        ]
    keys = sorted(str(f.key()) for f in reports[0].findings)
    return {"seconds": statistics.median(rounds), "violations": len(keys), "same": hash_of(keys)}


PROSE = {
    "en": """Viettel earned more abroad last year than ever, its managers said on Tuesday in the capital

The military-run company made revenue of VND{n} trillion in 2023, up {m} percent from the year before,
according to the Ministry of Information and Communications. It operates in Japan and in ten other markets,
and wants to be there for the long run, whatever happens to the prices of equipment. Nobody at the meeting
would say which countries come next, nor when the company expects to decide.

Software is what grows fastest. About {n},000 engineers now work on it, most of them young, in three cities;
the rest of the staff looks after networks that were built when a call to the next province still cost a
day's pay.
""",
    "vi": """Doanh nghiệp số tìm đường ra nước ngoài

Theo Bộ Thông tin và Truyền thông, doanh thu ngành công nghiệp CNTT-TT năm 2023 đạt hơn {n} tỷ USD, tăng
{m}% so với năm trước. Phần lớn đến từ phần cứng, điện tử; phần mềm tuy nhỏ hơn nhưng tăng đều qua từng năm,
và được kỳ vọng sẽ là động lực mới khi các nhà máy đã chạy gần hết công suất của mình.

FPT hiện có {n}.000 kỹ sư làm việc cho khách hàng Nhật Bản. Lãnh đạo tập đoàn cho biết họ chưa vội mở thêm
thị trường, vì người giỏi ngoại ngữ vẫn là thứ khó tìm nhất ở bất cứ thành phố nào.
""",
}


def extract_text(language: str, size: int) -> dict[str, object]:
    """A synthetic text → candidates: reading alone, then as the command does, with the grounding gate."""
    from kg.document import Document
    from kg.extract import Extractor
    from kg.extract.cues import RelationLexicon
    from kg.lexicon import Lexicon
    from kg.pipeline import proposer
    from kg.seeds import read_corpus

    seeds = ROOT / "seeds"
    corpus = read_corpus(seeds)
    read = Extractor(corpus.entities, Lexicon.read(seeds), RelationLexicon.read(seeds), corpus.predicates)
    one = len(PROSE[language].encode())
    text = "\n".join(
        PROSE[language].replace("{n}", str(20 + n % 70)).replace("{m}", str(2 + n % 17))
        for n in range(size // one + 1)
    )
    document = Document(text=text, language=language, published="2024-01-15")
    found = 0

    def work() -> None:
        nonlocal found
        found = len(read(document).candidates)

    def used(what: Callable[[], object]) -> float:
        start = time.process_time()
        what()
        return time.process_time() - start

    rounds = [used(work) for _ in range(3 if size < 2_000_000 else 1)]
    kilobytes = len(text.encode()) / 1000
    result = {"seconds": min(rounds), "kb": kilobytes, "found": found}
    if size < 2_000_000:
        propose = proposer(seeds)
        result["gated"] = used(lambda: propose(document))
    return result


def audit_world(claims: int) -> dict[str, object]:
    """Invented claims that mostly fit each other → conflicts, checks, causes, origins, sentences."""
    from synthetic import world

    from kg.audit import audit

    corpus = world(claims)
    for claim in corpus.figures:
        _ = claim.id
    found = []
    seconds = timed(lambda: found.append(audit(corpus)))
    return {
        "seconds": seconds,
        "claims": len(corpus.figures),
        "checks": len(found[0].checks),
        "conflicts": len(found[0].conflicts),
    }


def reconcile_names(count: int) -> dict[str, object]:
    """Invented names, one in twenty of them another way of writing an earlier one → candidate pairs."""
    from synthetic import company_names

    from kg.reconcile import Record, pairs

    names, variants = company_names(count)
    records = [Record(ref=f"{n:08}", names=(name,), kind="company") for n, name in enumerate(names)]
    start = time.process_time()
    found = {(pair.left.ref, pair.right.ref) for pair in pairs(records)}
    return {
        "seconds": time.process_time() - start,
        "names": count,
        "pairs": len(found),
        "found": sum((f"{one:08}", f"{other:08}") in found for one, other in variants) / len(variants),
    }


def hash_of(keys: list[str]) -> str:
    """One digest of the findings, to compare engines."""
    import hashlib

    return hashlib.sha256("\n".join(keys).encode()).hexdigest()


MEASURES: dict[str, Callable[[int, Path], dict[str, object]]] = {
    "build-ours": build_ours,
    "build-rdflib": build_rdflib,
    "build-copy": build_copy,
    "validate-shacl": lambda claims, folder: validate_with("shacl", claims, folder),
    "validate-pyshacl": lambda claims, folder: validate_with("pyshacl", claims, folder),
    "audit": lambda claims, folder: audit_world(claims),
    "reconcile": lambda count, folder: reconcile_names(count),
    "extract-en": lambda size, folder: extract_text("en", size),
    "extract-vi": lambda size, folder: extract_text("vi", size),
}


def in_process(name: str, claims: int) -> dict[str, float | str]:
    """Run one measurement in a process of its own; adds its peak memory in MB."""
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as folder:
        command = [sys.executable, str(HERE / "run.py"), "--measure", name, "--claims", str(claims), folder]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return dict(json.loads(done.stdout))


def wall(command: list[str], runs: int, **environment: str) -> float:
    """Median wall milliseconds of a command, after one run to warm the disk cache."""
    env = {**os.environ, **environment}

    def once() -> None:
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True, env=env)

    once()
    return statistics.median(timed(once) for _ in range(runs)) * 1000


def table(columns: list[str], rows: list[list[object]]) -> None:
    """Print a Markdown table."""
    print("\n| " + " | ".join(columns) + " |\n|" + " --- |" * len(columns))
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |")


def figures(result: dict[str, float | str]) -> list[object]:
    """Seconds and peak memory of a measurement, for a table."""
    return [f"{float(result['seconds']):.2f}", f"{float(result['peak_mb']):,.0f}"]


def ratio(slow: dict[str, float | str], fast: dict[str, float | str]) -> str:
    """How many times faster."""
    return f"{float(slow['seconds']) / float(fast['seconds']):.1f}"


def bench_build(claims: int) -> None:
    """Our writer, rdflib, and the disk."""
    print(f"\n### Build: {claims:,} synthetic claims in memory to an N-Quads file")
    copy, ours, rdflib = (in_process(n, claims) for n in ("build-copy", "build-ours", "build-rdflib"))
    print(f"\n{ours['quads']:,} quads")
    table(
        ["what", "s", "peak MB", "times faster than rdflib"],
        [
            ["rdflib `add` + `serialize`", *figures(rdflib), "1.0"],
            ["`kg.graph.write_nquads`", *figures(ours), ratio(rdflib, ours)],
            ["writing the same bytes (limit)", *figures(copy), ratio(rdflib, copy)],
        ],
    )


def bench_validate(claims: int) -> None:
    """The two engines on the same planted errors."""
    print(f"\n### Validation: {claims:,} synthetic claims, core shapes, planted errors")
    ours, reference = in_process("validate-shacl", claims), in_process("validate-pyshacl", claims)
    table(
        ["engine", "s", "peak MB", "findings", "times faster"],
        [
            ["pyshacl", *figures(reference), reference["violations"], "1.0"],
            ["shacl", *figures(ours), ours["violations"], ratio(reference, ours)],
        ],
    )
    print(f"\nSame findings: {'yes' if ours['same'] == reference['same'] else 'NO'}")


def bench_extract() -> None:
    """Candidates from synthetic articles of two sizes."""
    print("\n### Extraction: synthetic text to candidates, CPU seconds of one core")
    rows: list[list[object]] = []
    for language in PROSE:
        for size in (500_000, 5_000_000):
            done = in_process(f"extract-{language}", size)
            seconds, kilobytes = float(done["seconds"]), float(done["kb"])
            gated = f"{kilobytes / float(done['gated']):.0f}" if "gated" in done else ""
            rows.append(
                [
                    f"`{language}`, {kilobytes / 1000:.1f} MB", f"{seconds:.2f}",
                    f"{kilobytes / seconds:.0f}", gated, f"{int(done['found']):,}",
                    f"{float(done['peak_mb']):,.0f}",
                ]
            )  # fmt: skip
    table(["text", "s", "kB/s", "kB/s with the gate", "candidates", "peak MB"], rows)


def bench_audit(claims: int) -> None:
    """The audit as claims grow."""
    print("\n### Audit: invented claims of firms, three articles each, one figure in twenty off")
    rows: list[list[object]] = []
    for size in (claims // 10, claims // 3, claims, claims * 3):
        done = in_process("audit", size)
        rate = float(done["claims"]) / float(done["seconds"])
        counts = [f"{int(done[name]):,}" for name in ("claims", "checks", "conflicts")]
        rows.append([*counts, *figures(done), f"{rate:,.0f}"])
    table(["claims", "checks", "comparisons", "s", "peak MB", "claims/s"], rows)


def bench_reconcile() -> None:
    """Names that may be of one thing, found in an index and never by all pairs."""
    print("\n### Reconciling: invented names, one in twenty another way of writing an earlier one")
    rows: list[list[object]] = []
    for count in (5_000, 20_000, 100_000):
        ours = in_process("reconcile", count)
        rows.append([
            f"{count:,} names", f"{ours['pairs']:,}", f"{float(ours['found']):.1%}",
            f"{float(ours['seconds']):.1f}", f"{float(ours['peak_mb']):.0f}",
            f"{count / float(ours['seconds']):,.0f}",
        ])  # fmt: skip
    table(["what", "pairs listed", "planted pairs found", "CPU s", "peak MB", "names/s"], rows)


def bench_start(runs: int = 15) -> None:
    """Whole commands, beside a Python that does nothing."""
    print("\n### Start-up: wall time of whole commands, median")
    kg = str(Path(sys.executable).with_name("kg"))
    rows: list[list[object]] = []
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as folder:
        store = {"KG_STORE": str(Path(folder) / "store"), "KG_SEEDS": str(ROOT / "seeds")}
        subprocess.run([kg, "build"], stdout=subprocess.DEVNULL, check=True, env={**os.environ, **store})
        for command in (
            ["--help"],
            ["query", "industry-size"],
            ["claims", "-f", "csv"],
            ["stats"],
            ["audit"],
            ["why", "enterprises-per-1000-people--vietnam-digital-technology-industry--2024"],
            ["ask", "How much did FPT earn in 2024?"],
            ["query", "industry-size", "--as-of", "2025-01-15"],
            ["build"],
        ):
            noop = wall([sys.executable, "-c", "pass"], runs)
            rows.append(
                [f"`kg {' '.join(command)}`", f"{wall([kg, *command], runs, **store):.0f}", f"{noop:.0f}"]
            )
        table(["command", "ms", "python no-op, ms"], rows)
        bench_questions(Path(store["KG_STORE"]))
        bench_site(Path(store["KG_STORE"]))


def bench_site(store: Path, runs: int = 5) -> None:
    """The explorer's pages as a folder; the limit is a copy of the same files, beside it in the same run."""
    print("\n### `kg site`: all pages to a new folder, median and least")
    kg = str(Path(sys.executable).with_name("kg"))
    rows: list[list[object]] = []
    for place, folder in (("memory", Path("/dev/shm")), ("temporary folder", Path(tempfile.gettempdir()))):
        if not folder.is_dir():
            continue
        with tempfile.TemporaryDirectory(prefix="kg-bench-", dir=folder) as work:
            written, copied = [], []
            # Nothing is removed before the end: ext4 passes over what was deleted half a minute ago, which
            # makes new files several times slower.
            for number in range(runs + 1):
                site = Path(work) / f"site-{number}"
                command = [kg, "site", str(site), "--store", str(store)]
                written.append(timed(lambda c=command: subprocess.run(c, capture_output=True, check=True)))  # type: ignore[misc]
                copied.append(timed(lambda s=site: shutil.copytree(s, s.with_suffix(".copy"))))  # type: ignore[misc]
            # The first run warms the caches.
            times = [f"{statistics.median(t[1:]):.2f}, {min(t[1:]):.2f}" for t in (written, copied)]
            size = sum(1 for path in site.rglob("*") if path.is_file())
            rows.append([place, f"{size:,}", *times])
    table(["to", "files", "kg site, s", "copying the files, s"], rows)


def bench_questions(store: Path, runs: int = 5) -> None:
    """Every saved question on the whole graph, without parameters, in one process that has opened it."""
    from kg import KnowledgeGraph
    from kg.query import names

    print("\n### Questions: all rows of each, in a process that has opened the graph, median")
    graph = KnowledgeGraph.open(store)
    taken: dict[str, float] = {}
    for name in names():
        times = []
        for _ in range(runs):
            start = time.perf_counter()
            len(graph.ask(name).rows)
            times.append(1000 * (time.perf_counter() - start))
        taken[name] = statistics.median(times)
    slowest = sorted(taken, key=lambda name: -taken[name])[:5]
    rows: list[list[object]] = [[f"median of {len(taken)}", f"{statistics.median(taken.values()):.0f}"]]
    table(["question", "ms"], rows + [[f"`{name}`", f"{taken[name]:.0f}"] for name in slowest])


def main() -> None:
    """Parse the arguments and run what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "what", nargs="*", help="build, validate, audit, extract, reconcile, start-up (default: all)"
    )
    parser.add_argument(
        "--claims", type=int, help="synthetic claims (build and audit 100,000; validate 10,000)"
    )
    parser.add_argument("--measure", choices=tuple(MEASURES), help=argparse.SUPPRESS)
    options = parser.parse_args()
    sys.path.insert(0, str(HERE))
    if options.measure:
        import resource

        result = MEASURES[options.measure](options.claims, Path(options.what[0]))
        result["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(result))
        return
    wanted = options.what or ["start-up", "extract", "reconcile", "audit", "validate", "build"]
    print(f"{os.cpu_count()} processors, Python {sys.version.split()[0]}")
    if "start-up" in wanted:
        bench_start()
    if "extract" in wanted:
        bench_extract()
    if "reconcile" in wanted:
        bench_reconcile()
    if "audit" in wanted:
        bench_audit(options.claims or 100_000)
    if "validate" in wanted:
        bench_validate(options.claims or 10_000)
    if "build" in wanted:
        bench_build(options.claims or 100_000)


if __name__ == "__main__":
    main()
