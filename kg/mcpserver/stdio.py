"""The protocol over standard input and output: one message a line.

Unlike the transport of the SDK, which drops them, lines that are no message are answered with an error of
JSON-RPC, and a line that never ends is not kept in memory.  While it serves, what anything else prints goes
to standard error.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

import anyio
import mcp_types as types
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream
from anyio.to_thread import run_sync
from mcp.server.lowlevel import Server
from mcp.shared.message import SessionMessage

MAX_MESSAGE = 1 << 20
_PARTING_SECONDS = 60
_TOO_LONG = f"a message of more than {MAX_MESSAGE:,} bytes"
_BATCH = "batches are not served: send one message a line"
_NO_ID = "an id is a text or a whole number"
_REFUSED = "not a JSON-RPC 2.0 message"


class Refused(Exception):
    """A line that is no message: the error that answers it."""

    def __init__(self, code: int, what: str, id_: types.RequestId | None = None) -> None:
        self.answer = types.JSONRPCError(
            jsonrpc="2.0", id=id_, error=types.ErrorData(code=code, message=what)
        )
        super().__init__(what)


def message_of(line: bytes) -> types.JSONRPCMessage:
    """The message of a line; raises Refused."""
    if len(line) > MAX_MESSAGE:
        raise Refused(types.INVALID_REQUEST, _TOO_LONG)
    try:
        held = json.loads(line)
    except (ValueError, RecursionError):
        raise Refused(types.PARSE_ERROR, "not JSON in UTF-8") from None
    if isinstance(held, list):
        raise Refused(types.INVALID_REQUEST, _BATCH)
    if isinstance(held, dict) and "id" in held and _id(held) is None:
        # Read as a notification, it would never be answered.
        raise Refused(types.INVALID_REQUEST, _NO_ID)
    try:
        return types.jsonrpc_message_adapter.validate_json(line, by_name=False)
    except ValueError:
        raise Refused(types.INVALID_REQUEST, _REFUSED, _id(held)) from None


def _id(held: Any) -> types.RequestId | None:
    """The id of what wants to be a message, so that its sender knows which one was meant."""
    id_ = held.get("id") if isinstance(held, dict) else None
    return id_ if isinstance(id_, str | int) and not isinstance(id_, bool) else None


def lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file that are not empty; of one that is too long, only so much that it shows."""
    while line := file.readline(MAX_MESSAGE + 1):
        whole = line.endswith(b"\n")
        if line.strip():
            yield line
        while not whole and (rest := file.readline(MAX_MESSAGE)):
            whole = rest.endswith(b"\n")


async def serve(server: Server[Any]) -> None:
    """Serve one client until its end of the pipe is closed."""
    to_server, from_client = anyio.create_memory_object_stream[SessionMessage | Exception](0)
    to_client, from_server = anyio.create_memory_object_stream[SessionMessage](0)
    with _pipes() as (incoming, outgoing):
        async with anyio.create_task_group() as tasks:
            waiting: set[types.RequestId] = set()
            tasks.start_soon(_write, outgoing, from_server, waiting)
            tasks.start_soon(_read, incoming, to_server, to_client.clone(), waiting)
            await server.run(from_client, to_client, server.create_initialization_options())
            tasks.cancel_scope.cancel()


@contextmanager
def _pipes() -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """Standard input and output for messages alone; meanwhile others read nothing and print to stderr."""
    sys.stdout.flush()
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    try:
        yield incoming, outgoing
    finally:
        sys.stdout.flush()
        os.dup2(outgoing.fileno(), 1)


async def _read(
    incoming: BinaryIO,
    to_server: MemoryObjectSendStream[SessionMessage | Exception],
    to_client: MemoryObjectSendStream[SessionMessage],
    waiting: set[types.RequestId],
) -> None:
    async with to_server, to_client:
        loop = asyncio.get_running_loop()
        arrived: asyncio.Queue[bytes | None] = asyncio.Queue(maxsize=1)

        def read() -> None:
            try:
                for line in lines(incoming):
                    asyncio.run_coroutine_threadsafe(arrived.put(line), loop).result()
                asyncio.run_coroutine_threadsafe(arrived.put(None), loop).result()
            except (RuntimeError, asyncio.CancelledError):
                pass  # nobody listens any more

        # A thread that waits for a line cannot be stopped, and must not keep the process alive.
        threading.Thread(target=read, daemon=True).start()
        while (line := await arrived.get()) is not None:
            try:
                message = message_of(line)
            except Refused as refused:
                await to_client.send(SessionMessage(refused.answer))
                continue
            if isinstance(message, types.JSONRPCRequest):
                waiting.add(message.id)
            elif (
                isinstance(message, types.JSONRPCNotification) and message.method == "notifications/cancelled"
            ):
                waiting.difference_update({_id({"id": (message.params or {}).get("requestId")})})
            await to_server.send(SessionMessage(message))
        # The server stops when nothing more can come; what was asked before is still answered.
        with anyio.move_on_after(_PARTING_SECONDS):
            while waiting:
                await anyio.sleep(0.02)


async def _write(
    outgoing: BinaryIO, messages: MemoryObjectReceiveStream[SessionMessage], waiting: set[types.RequestId]
) -> None:
    async with messages:
        async for message in messages:
            if isinstance(message.message, types.JSONRPCResponse | types.JSONRPCError):
                waiting.difference_update({message.message.id})
            line = message.message.model_dump_json(by_alias=True, exclude_unset=True).encode() + b"\n"
            await run_sync(_put, outgoing, line)


def _put(outgoing: BinaryIO, line: bytes) -> None:
    outgoing.write(line)
    outgoing.flush()
