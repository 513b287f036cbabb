"""Clients of `kg mcp` for tests: the SDK's own over every transport, and a raw pipe for the rest."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anyio
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from kg.mcpserver.calls import Calls
from kg.mcpserver.server import server

ROOT = Path(__file__).resolve().parent.parent
Call = tuple[str, dict[str, Any]]


def environment() -> dict[str, str]:
    """Ours without any setting of kg."""
    return {**{k: v for k, v in os.environ.items() if not k.startswith("KG_")}, "PYTHONPATH": str(ROOT)}


def command(store: Path, *more: str) -> list[str]:
    """`kg mcp` on a store."""
    return [sys.executable, "-m", "kg.cli.main", "mcp", "--store", str(store), *more]


def in_memory(store: Path, mode: str = "auto", **options: Any) -> Client:
    """A client in this process; `options` are those of Calls."""
    return Client(server(Calls(store, **options)), mode=mode)


def over_stdio(store: Path) -> Client:
    """A client that starts `kg mcp` itself."""
    program, *arguments = command(store)
    return Client(stdio_client(StdioServerParameters(command=program, args=arguments, env=environment())))


def results(client: Callable[[], Any], calls: list[Call]) -> list[Any]:
    """What a client got for each call."""

    async def run() -> list[Any]:
        async with client() as session:
            return [await session.call_tool(name, arguments) for name, arguments in calls]

    return anyio.run(run)


def tools_of(client: Callable[[], Any]) -> dict[str, Any]:
    """The tools that a server announces, by name."""

    async def run() -> Any:
        async with client() as session:
            return await session.list_tools()

    return {tool.name: tool for tool in anyio.run(run).tools}


def children_of(process: int, named: str = "") -> list[int]:
    """The living children of a process whose command holds a name."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (folder / "cmdline").read_text()
        except OSError:
            continue
        if int(fields[1]) == process and fields[0] != "Z" and named in command:
            found.append(int(folder.name))
    return found


class Pipe:
    """`kg mcp` at the end of a pipe: lines in, lines out."""

    def __init__(self, store: Path, *more: str) -> None:
        self.process = subprocess.Popen(
            command(store, *more),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(),
        )  # fmt: skip

    def send(self, line: bytes | str | dict[str, Any]) -> None:
        """Send one line; a mapping as JSON."""
        assert self.process.stdin is not None
        data = json.dumps(line).encode() if isinstance(line, dict) else line
        data = data.encode() if isinstance(data, str) else data
        self.process.stdin.write(data + b"\n")
        self.process.stdin.flush()

    def answer(self, seconds: float = 30) -> dict[str, Any]:
        """The next line that comes back; raises TimeoutError."""
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], seconds)
        if not ready:
            raise TimeoutError
        return json.loads(self.process.stdout.readline())

    def ask(self, line: bytes | str | dict[str, Any]) -> dict[str, Any]:
        """The answer to a line."""
        self.send(line)
        return self.answer()

    def initialize(self) -> dict[str, Any]:
        """Shake hands."""
        client = {"name": "test", "version": "1"}
        params = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client}
        told = self.ask({"jsonrpc": "2.0", "id": "hello", "method": "initialize", "params": params})
        self.send({"jsonrpc": "2.0", "method": "notifications/initialized"})
        return told

    def children(self) -> list[int]:
        """The processes that it has started."""
        return children_of(self.process.pid)

    def end(self) -> tuple[int, str]:
        """Close the pipe; the exit code and what stood on standard error."""
        _, errors = self.process.communicate(timeout=60)
        return self.process.returncode, errors.decode()


@contextmanager
def pipe(store: Path, *more: str) -> Iterator[Pipe]:
    """A pipe that is killed at the end where it has not ended."""
    made = Pipe(store, *more)
    try:
        yield made
    finally:
        made.process.kill()
        made.process.communicate()


def until(true: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for something that comes; raises AssertionError where it does not."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came"
        select.select([], [], [], 0.02)
