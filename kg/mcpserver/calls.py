"""Calls of tools: those that read tables in a thread of this process, those that ask the engine in a child.

A call that is cancelled, or whose client has gone, ends at once, its child with it.  Few run at a time, and
no endless number waits.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import anyio
from anyio.to_thread import run_sync

from kg.errors import Busy
from kg.mcpserver.asks import read
from kg.mcpserver.shelf import Shelf
from kg.mcpserver.tools import Tool, answered
from kg.sandbox import Limits, overtime, read_answer

_CHILD = (sys.executable, "-m", "kg.mcpserver.child")


@dataclass
class Calls:
    """Runs the tools on the graph in `store`; `limits` are those of a child."""

    store: Path
    limits: Limits = field(default_factory=lambda: Limits(seconds=10.0, megabytes=1024))
    most: int = 64
    waiting: int = 0

    def __post_init__(self) -> None:
        self._shelf = Shelf(self.store)
        self._threads = anyio.CapacityLimiter(2)
        self._children = anyio.CapacityLimiter(os.cpu_count() or 2)

    def build(self) -> str:
        """The name of the current build; raises as `kg.store.current` does."""
        return self._shelf.book().build

    async def call(self, tool: Tool, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """The answer of a tool as JSON; raises KGError, Busy where too many calls wait."""
        if self.waiting >= self.most:
            raise Busy(f"{self.most} calls are waiting", remedy="wait for their answers")
        self.waiting += 1
        try:
            if tool.apart:
                return await self._apart(tool, arguments)
            job = partial(answered, tool, self._shelf, dict(arguments))
            return await run_sync(job, abandon_on_cancel=True, limiter=self._threads)
        finally:
            self.waiting -= 1

    async def _apart(self, tool: Tool, arguments: Mapping[str, Any]) -> dict[str, Any]:
        # What is refused anyway is refused without a child.
        read(tool.asks, arguments)
        what = f"the call of {tool.name}"
        job = {
            "store": os.fspath(self.store), "tool": tool.name, "arguments": dict(arguments),
            "megabytes": self.limits.megabytes,
        }  # fmt: skip
        async with self._children:
            try:
                with anyio.fail_after(self.limits.seconds):
                    # Whatever ends this block early kills the child.
                    done = await anyio.run_process(
                        _CHILD, input=json.dumps(job).encode(), check=False, stderr=subprocess.DEVNULL
                    )
            except TimeoutError:
                raise overtime(self.limits, what) from None
        answer: dict[str, Any] = read_answer(done.returncode, done.stdout, self.limits, what)["answer"]
        return answer
