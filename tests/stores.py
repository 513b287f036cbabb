"""Small stores for the tests, and the real `kg` command held, slowed or limited at the point that matters.

``python stores.py MODE ARGUMENTS…`` runs ``kg ARGUMENTS…`` in this process and says ``ready`` when it
begins.  MODE is ``plain``; ``hold``: a build says ``held`` once it has the store and waits for a line;
``endless``: the load of the engine says ``loading`` and never ends; ``fsize`` or ``nofile``: the process gets
a limit when the engine is about to be loaded.
"""

from __future__ import annotations

import itertools
import os
import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.namespaces import ID, VT, article_graph
from kg.store import Generation, stage

HERE = Path(__file__).resolve()


def lines(seed: int, count: int) -> Iterator[str]:
    """`count` different quads in canonical N-Quads, in graphs of 50."""
    for i in range(count):
        graph = article_graph(f"{i // 50:03d}_test")
        value = f'"{i}.5"^^<http://www.w3.org/2001/XMLSchema#decimal>' if i % 2 else f'"Ngành số {i}"@vi'
        yield f"<{ID}claim/c{seed}-{i // 5}> <{VT}p{i % 5}> {value} <{graph}> .\n"


def build(root: Path, seed: int = 1, count: int = 200) -> Generation:
    """Publish quads made from `seed`, with a table and a report beside them."""
    with stage(root) as staged:
        (staged.path / "dataset.nq").write_text("".join(lines(seed, count)), encoding="utf-8")
        (staged.path / "figures.jsonl").write_text(f'{{"claim": "c{seed}"}}\n')
        (staged.path / "report.json").write_text("{}\n")
        return staged.publish({"seed": seed})


def start(mode: str, *arguments: str, before: Sequence[str] = ()) -> subprocess.Popen[str]:
    """`kg` in a process of its own, once it has said ``ready``; `before` is a command that runs it."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("KG_")}
    process = subprocess.Popen(
        [*before, sys.executable, str(HERE), mode, *arguments],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        env={**inherited, "PYTHONPATH": str(HERE.parent.parent)},
    )  # fmt: skip
    wait_for(process, "ready")
    return process


def wait_for(process: subprocess.Popen[str], word: str) -> None:
    """Read what a process says up to the line `word`."""
    assert process.stdout is not None
    for line in process.stdout:
        if line == f"{word}\n":
            return
    assert process.stderr is not None
    raise AssertionError(f"ended before it said {word}: {process.stderr.read()}")


def finish(process: subprocess.Popen[str], answer: str | None = None) -> tuple[int, str]:
    """Exit code and error output of a process that `start` began, after one last line of input."""
    with process:
        _, errors = process.communicate(answer, timeout=60)
    assert "Traceback" not in errors, errors
    return process.returncode, errors


def _shape(mode: str) -> None:
    """Put the pause, the endless load or the limit where `mode` says."""
    from kg import pipeline
    from kg.store import publish

    class Endless(publish.GraphDigester):
        def watch(self, quads):  # type: ignore[no-untyped-def]
            for number, quad in enumerate(itertools.cycle(super().watch(quads))):
                if number == 1000:
                    print("loading", flush=True)
                yield quad

    def held(corpus, out, **options):  # type: ignore[no-untyped-def]
        print("held", flush=True)
        sys.stdin.readline()
        return write(corpus, out, **options)

    def limited(engine, dataset):  # type: ignore[no-untyped-def]
        kind, limit = (resource.RLIMIT_FSIZE, 65_536) if mode == "fsize" else (resource.RLIMIT_NOFILE, 64)
        resource.setrlimit(kind, (limit, limit))
        return fill(engine, dataset)

    write, fill = pipeline.write_nquads, publish._fill
    if mode == "hold":
        pipeline.write_nquads = held
    if mode == "endless":
        publish.GraphDigester = Endless  # type: ignore[misc]
    if mode in ("fsize", "nofile"):
        publish._fill = limited


if __name__ == "__main__":
    from kg.cli.main import main

    _shape(sys.argv.pop(1))
    print("ready", flush=True)
    main()
