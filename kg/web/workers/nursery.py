"""The nursery: one process that has in memory what workers of a build need, and makes them by forking.

A worker is there within milliseconds, and shares that memory with the others.  The nursery itself opens no
store (its threads would not survive a fork), reads no request, and ends with the server.

On its standard input, a socket, it reads ``w`` with a socket for the new worker, or ``k`` and a process id;
there it writes lines: ``ready``, ``made PID``, ``ended PID CODE`` with Python's exit code.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import socket
import struct
import sys
from pathlib import Path
from types import FrameType

from kg.errors import KGError
from kg.knowledge import KnowledgeGraph
from kg.sandbox import die_with_parent
from kg.store.open import numbered
from kg.web.workers.child import work
from kg.web.workers.settings import Settings

MAKE, KILL = b"w", b"k"
PID = struct.Struct("!I")


def main() -> None:
    """Load the build, then make workers until the server goes away."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    die_with_parent()
    settings, build = Settings(**json.loads(sys.argv[1])), sys.argv[2]
    channel = socket.socket(fileno=0)
    graph = _load(settings, build)
    gc.collect()
    gc.freeze()
    children: set[int] = set()

    def bury(number: int, frame: FrameType | None) -> None:
        while children:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                break
            children.discard(pid)
            channel.sendall(f"ended {pid} {os.waitstatus_to_exitcode(status)}\n".encode())

    signal.signal(signal.SIGCHLD, bury)
    channel.sendall(b"ready\n")
    with contextlib.suppress(ConnectionError):
        while True:
            order, descriptors, _, _ = socket.recv_fds(channel, 1, 1)
            if order == MAKE:
                _make(channel, descriptors[0], children, settings, graph)
            elif order == KILL:
                pid = PID.unpack(channel.recv(PID.size, socket.MSG_WAITALL))[0]
                if pid in children:
                    os.kill(pid, signal.SIGKILL)
            else:
                return


def _load(settings: Settings, build: str) -> KnowledgeGraph:
    """The build with what pages need of it, but for its store."""
    from kg.web import answers, pages

    assert answers
    if settings.endpoint:
        import SPARQLWrapper

        assert SPARQLWrapper
    graph = KnowledgeGraph(numbered(Path(settings.store), build))
    # A build without tables has no pages.
    with contextlib.suppress(KGError):
        pages.warm(graph)
    return graph


def _make(
    channel: socket.socket, descriptor: int, children: set[int], settings: Settings, graph: KnowledgeGraph
) -> None:
    # Who is told of an end must have been told of the beginning.
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            channel.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
            work(socket.socket(fileno=descriptor), settings, graph)
            code = 0
        finally:
            os._exit(code)
    os.close(descriptor)
    children.add(pid)
    channel.sendall(f"made {pid}\n".encode())
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])


if __name__ == "__main__":
    main()
