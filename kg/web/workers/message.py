"""What passes between the server and a worker: a job as JSON, a reply as JSON and bytes."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_JOB = struct.Struct("!I")
_REPLY = struct.Struct("!II")
# No answer comes near it: what announces more is not a reply.
_LARGEST = 256 << 20


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it goes to the client; `build` is the generation that it was read from.

    `path` names a file that holds the body instead; `seconds` are those that it took of a processor.
    """

    status: int
    media_type: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    build: str = ""
    path: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Failure:
    """A job that ended in an error: the status for the client and the parts of a KGError.

    `gone`: the generation that was asked for is there no more, here or in the store that is asked.
    """

    status: int
    what: str
    place: str = ""
    remedy: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    build: str = ""
    gone: bool = False
    seconds: float = 0.0


def pack_job(job: Mapping[str, Any]) -> bytes:
    """A job as it is sent."""
    data = json.dumps(job).encode()
    return _JOB.pack(len(data)) + data


def job_size(head: bytes) -> int:
    """The length of the job that these four bytes announce."""
    return int(_JOB.unpack(head)[0])


def pack_reply(reply: Reply | Failure) -> bytes:
    """A reply as it is sent, all of it."""
    names = [name for name in reply.__slots__ if name != "body"]
    head = json.dumps({name: getattr(reply, name) for name in names}).encode()
    body = reply.body if isinstance(reply, Reply) else b""
    return _REPLY.pack(len(head), len(body)) + head + body


class Replies:
    """Takes the bytes that a worker sends, and gives whole replies."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Reply | Failure | None:
        """The reply that `data` completes, or None: a worker sends one for each job.

        Raises ValueError on what cannot be a reply; then nothing that follows can be trusted.
        """
        self._buffer += data
        if len(self._buffer) < _REPLY.size:
            return None
        head, body = _REPLY.unpack_from(self._buffer)
        start = _REPLY.size + head
        if start + body > _LARGEST:
            raise ValueError(f"a reply of {start + body:,} bytes")
        if len(self._buffer) < start + body:
            return None
        told = json.loads(self._buffer[_REPLY.size : start])
        content = bytes(self._buffer[start : start + body])
        del self._buffer[: start + body]
        return Failure(**told) if "gone" in told else Reply(**told, body=content)
