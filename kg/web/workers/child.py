"""A worker: one process that opens builds read-only and does one job at a time until it is killed.

It reads its jobs from a socket and answers there, and confines itself (memory, no core; no network where that
is permitted, unless a store elsewhere is asked) before it reads anything.
"""

from __future__ import annotations

import gzip
import json
import socket
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg.errors import Busy, KGError, StoreDamaged
from kg.knowledge import KnowledgeGraph
from kg.sandbox import confine
from kg.store.open import numbered
from kg.web.workers.message import Failure, Reply, job_size, pack_reply
from kg.web.workers.settings import Settings

_KEPT = 2
# Smaller bodies fit a packet as they are; a higher effort costs more than it saves.
_SMALL, _EFFORT = 1_000, 5


class Builds:
    """The builds that are open, the last ones used; `first` is one that is there already."""

    def __init__(self, root: Path, first: KnowledgeGraph) -> None:
        self._root = root
        self._open = OrderedDict({first.generation.name: first})

    def __call__(self, name: str) -> KnowledgeGraph:
        """The build of that name; raises Busy where it is there no more, StoreDamaged."""
        if name not in self._open:
            self._open[name] = KnowledgeGraph(numbered(self._root, name))
            while len(self._open) > _KEPT:
                self._open.popitem(last=False)
        self._open.move_to_end(name)
        return self._open[name]

    def gone(self, name: str) -> bool:
        """Whether a later build has taken the place of this one and its files are removed."""
        return not (self._root / "generations" / name).is_dir()


def do(job: Mapping[str, Any], settings: Settings, builds: Builds) -> Reply | Failure:
    """The reply to a job; errors of ours become a Failure."""
    from kg.web.answers import answer
    from kg.web.elsewhere import Replaced
    from kg.web.http.problem import problem

    build = job["build"]
    try:
        reply = answer(builds(build), job["op"], job["given"], settings)
    except KGError as error:
        gone = isinstance(error, Replaced) or (isinstance(error, Busy | StoreDamaged) and builds.gone(build))
        told = problem(error)
        return Failure(told.status, told.what, told.place, told.remedy, told.headers, build, gone)
    except MemoryError:
        what = f"more than {settings.megabytes:,} MB are needed"
        return Failure(503, what, remedy="ask for less", headers={"Retry-After": "2"}, build=build)
    except OSError as error:
        # No room, or a later build has taken the place of this one: files of both folders are removed then.
        gone = builds.gone(build) or isinstance(error, FileNotFoundError)
        what = f"the answer cannot be written: {error.strerror or error}"
        return Failure(503, what, build=build, gone=gone)
    if job["gzip"] and len(reply.body) > _SMALL:
        headers = {**reply.headers, "content-encoding": "gzip"}
        reply = replace(reply, body=gzip.compress(reply.body, _EFFORT, mtime=0), headers=headers)
    return replace(reply, build=build)


def _read(channel: socket.socket, size: int) -> bytes:
    """The next `size` bytes; raises EOFError when the server has gone."""
    data = bytearray()
    while len(data) < size:
        block = channel.recv(size - len(data))
        if not block:
            raise EOFError
        data += block
    return bytes(data)


def work(channel: socket.socket, settings: Settings, graph: KnowledgeGraph) -> None:
    """Answer jobs until the server goes away; `graph` is the build that most of them are about."""
    confine(settings.megabytes, network=bool(settings.endpoint))
    builds = Builds(Path(settings.store), graph)
    try:
        while True:
            job = json.loads(_read(channel, job_size(_read(channel, 4))))
            before = time.process_time()
            reply = do(job, settings, builds)
            channel.sendall(pack_reply(replace(reply, seconds=time.process_time() - before)))
    except (EOFError, ConnectionError):
        return
