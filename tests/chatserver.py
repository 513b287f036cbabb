"""A chat endpoint on loopback that answers what a test tells it to, and remembers what it was sent."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back: a status, a body, further headers; `endless` never stops sending."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    endless: bool = False
    cut: bool = False


def said(content: Any, finish: str = "stop") -> Reply:
    """An answer of a chat whose text is `content`, as JSON unless it is a text."""
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    message = {"role": "assistant", "content": text}
    body = {"choices": [{"index": 0, "message": message, "finish_reason": finish}]}
    return Reply(body=json.dumps(body).encode())


@dataclass
class ChatServer:
    """`reply` decides about each request; `requests` are (path, headers, body) of all of them."""

    url: str = ""
    reply: Callable[[dict[str, Any]], Reply] = lambda body: said({"figures": [], "relations": []})
    requests: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)


@contextmanager
def chat_server() -> Iterator[ChatServer]:
    """A running server."""
    state = ChatServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            body = json.loads(self.rfile.read(length))
            state.requests.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            reply = state.reply(body)
            self.send_response(reply.status)
            for name, value in reply.headers:
                self.send_header(name, value)
            if not reply.endless:
                self.send_header("Content-Length", str(len(reply.body) + (7 if reply.cut else 0)))
            self.end_headers()
            try:
                self.wfile.write(reply.body)
                while reply.endless:
                    self.wfile.write(b" " * 65536)
            except OSError:
                pass

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    state.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
