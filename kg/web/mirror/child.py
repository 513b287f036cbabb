"""The process that keeps a folder in step with a store elsewhere.

It looks at the store every second.  A build with another name than the folder's is fetched, held against its
digests and against the graphs that the store counts, loaded and published.  It says on stdout, once, how the
first look ended; a later one that fails is told on stderr, once, and tried again.
"""

from __future__ import annotations

import json
import signal
import sys
import time
from pathlib import Path
from typing import Any

from kg.answer import Table
from kg.archive import Label, Standing, fetch, look, standing, unpack
from kg.corpusfile import load_corpus
from kg.errors import BadInput, EndpointFailed, KGError, LimitReached, StoreDamaged
from kg.namespaces import BUILD_GRAPH, DATASET, GRAPH, PREFIXES, STAGING_GRAPHS
from kg.remote import Remote, shown
from kg.sandbox import confine, error_answer
from kg.store import Manifest, current, stage
from kg.store.layout import CORPUS
from kg.store.open import check_file

_LOOK_SECONDS, _LATEST_LOOK_SECONDS = 1.0, 5.0
_ATTEMPTS = 3
_COUNTS = (
    "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } "
    f'FILTER(STRSTARTS(STR(?g), "{GRAPH}")) }} GROUP BY ?g'
)
_UNION = f"ASK {{ <{DATASET}> a <{PREFIXES['void']}Dataset> }}"


def bring(remote: Remote, folder: Path) -> str:
    """Make the build of the store the current one of the store `folder`; its name.

    Raises EndpointFailed where the store fails, or holds other graphs or bytes than the build, BadInput where
    it holds no build, or one that this program cannot read, LimitReached.
    """
    place = shown(remote.url)
    for _ in range(_ATTEMPTS):
        label = look(remote)
        if label is None:
            what = "holds no build that can be served"
            raise BadInput(what, place=place, remedy=f"load one with `{_load(remote)}`")
        if label.name == _held(folder):
            return label.name
        try:
            _take(remote, label, folder)
            return label.name
        except (EndpointFailed, BadInput, StoreDamaged) as error:
            if isinstance(error, EndpointFailed) and error.place:
                raise
            # While another build is being loaded, nothing fits together.
            if look(remote) == label:
                kind = BadInput if isinstance(error, BadInput) else EndpointFailed
                remedy = error.remedy or f"load it again with `{_load(remote)}`"
                raise kind(error.what, place=place, remedy=remedy) from None
    raise EndpointFailed("is being loaded into all the time", place=place, remedy="try again later")


def _load(remote: Remote) -> str:
    return f"kg load {shown(remote.url)} --with-build"


def _held(folder: Path) -> str:
    try:
        return current(folder).name
    except BadInput:
        return ""


def _take(remote: Remote, label: Label, folder: Path) -> None:
    with stage(folder) as staged:
        manifest = unpack(fetch(remote, label), staged.path, label.name)
        _check_corpus(staged.path / CORPUS, manifest)
        _check_counts(remote, manifest)
        staged.publish(manifest.meta, like=manifest)


def _check_corpus(path: Path, manifest: Manifest) -> None:
    """Raise unless the pages can read what the build read from its seeds."""
    if CORPUS not in manifest.files:
        raise BadInput(f"the build {manifest.name} lacks {CORPUS}, which pages are made of")
    check_file(path, manifest.files[CORPUS])
    try:
        load_corpus(path)
    except (BadInput, ValueError, LookupError, TypeError, StopIteration):
        what = f"the build {manifest.name} was written by another version of this program"
        remedy = "build and load it with this version, or serve it with that one"
        raise BadInput(what, remedy=remedy) from None


def _check_counts(remote: Remote, manifest: Manifest) -> None:
    """Raise EndpointFailed unless the store holds the graphs of the build, as far as counting them tells."""
    rows = remote.run(_COUNTS)
    counted = {g.value: int(n.value) for g, n in rows.rows if g and n} if isinstance(rows, Table) else {}
    found = {g: n for g, n in counted.items() if g != BUILD_GRAPH and not g.startswith(STAGING_GRAPHS)}
    wanted = {graph: digest.count for graph, digest in manifest.graphs.items()}
    # What a load has replaced is removed at its very end.
    loading = standing(remote, manifest.name) is Standing.AMID_OTHERS
    for graph in sorted(wanted.keys() if loading else wanted.keys() | found.keys()):
        there, ours = found.get(graph, 0), wanted.get(graph, 0)
        if there != ours:
            what = f"holds {there:,} statements in <{graph}>, the build {manifest.name} has {ours:,}"
            raise EndpointFailed(what)


def main() -> None:
    """Look, answer, and go on looking until the server goes away."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    job = json.loads(sys.argv[1])
    confine(job["megabytes"], network=True)
    remote, folder = Remote(job["url"]), Path(job["folder"])
    answer = _first(remote, folder)
    print(json.dumps(answer), flush=True)
    told, delay = "", _LOOK_SECONDS
    while "error" not in answer:
        time.sleep(delay)
        try:
            bring(remote, folder)
            told, delay = "", _LOOK_SECONDS
        except KGError as error:
            if error.line() != told:
                print(f"error: {error.line()}", file=sys.stderr, flush=True)
                delay = _LOOK_SECONDS
            else:
                delay = min(2 * delay, _LATEST_LOOK_SECONDS)
            told = error.line()


def _first(remote: Remote, folder: Path) -> dict[str, Any]:
    try:
        bring(remote, folder)
        return {"endpoint": remote.query_url, "union": remote.run(_UNION) is True}
    except KGError as error:
        return error_answer(error)
    except MemoryError:
        return error_answer(LimitReached("the build needs more memory than there is"))


if __name__ == "__main__":
    main()
