"""A store elsewhere that is served: its build in a folder of ours, kept in step by a process of its own.

What is made of the build alone (pages, linked data, downloads) comes from that folder; only queries are sent
to the store.  When another build is loaded there, the folder gets it as from `kg build`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time

from kg.sandbox import Limits, read_answer
from kg.web.workers.scratch import Scratch

# As for a validation: what unpacks and loads a build needs a few times its size.
_LIMITS = Limits()
_WHAT = "taking the build from the store"
_AGAIN_SECONDS = 1.0


class Mirror:
    """The folder and its process.

    `folder` is a store, `endpoint` the address for queries; without `union` the default graph of the store is
    not all graphs together, and a query must name them.
    """

    def __init__(self, url: str) -> None:
        """Take the build that the store at `url` holds.

        Raises EndpointFailed where the store fails or its build was changed, BadInput where it holds none
        that this program can read, LimitReached.
        """
        self._url = url
        self._scratch = Scratch()
        self.folder = self._scratch.path / "store"
        self._process = self._started(subprocess.PIPE)
        self._since = time.monotonic()
        try:
            assert self._process.stdout is not None
            line = self._process.stdout.readline()
            answer = read_answer(0 if line else self._process.wait(), line, _LIMITS, _WHAT)
            self.endpoint: str = answer["endpoint"]
            self.union: bool = answer["union"]
        except BaseException:
            self.close()
            raise

    def _started(self, out: int) -> subprocess.Popen[bytes]:
        job = {"url": self._url, "folder": str(self.folder), "megabytes": _LIMITS.megabytes}
        # Its messages on stderr are for whoever runs the server.
        return subprocess.Popen(
            [sys.executable, "-m", "kg.web.mirror.child", json.dumps(job)],
            stdin=subprocess.DEVNULL, stdout=out,
        )  # fmt: skip

    def keep(self) -> None:
        """Start the process again if it has ended."""
        if self._process.poll() is not None and time.monotonic() > self._since + _AGAIN_SECONDS:
            self._process, self._since = self._started(subprocess.DEVNULL), time.monotonic()

    def close(self) -> None:
        """End the process and remove the folder."""
        self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._scratch.close()
