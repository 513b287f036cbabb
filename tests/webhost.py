"""A web host on loopback that answers what a test tells it, byte for byte, and a guard to reach it."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from kg.intake.guard import Address, Guard

# Sends the answer to a request for a path; may send slowly, or nothing.
Reply = Callable[["Host", socket.socket, str], None]


@dataclass
class Host:
    """A context manager; `reply` answers every request, `requests` are the heads that came."""

    reply: Reply
    tls: ssl.SSLContext | None = None
    requests: list[str] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Host:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join()

    def url(self, path: str = "/", host: str = "example.test", scheme: str = "http") -> str:
        """An address of this host, under any name: the guard of the tests resolves all to loopback."""
        return f"{scheme}://{host}:{self.port}{path}"

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            connection.settimeout(30)
            if self.tls is None:
                self._answer(connection)
                return
            with self.tls.wrap_socket(connection, server_side=True) as secure:
                self._answer(secure)

    def _answer(self, connection: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            block = connection.recv(65536)
            if not block:
                return
            head += block
            if head[0] == 0x16:  # somebody speaks TLS to a host that does not
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                return
        self.requests.append(head.decode("latin-1"))
        self.reply(self, connection, head.split()[1].decode("latin-1"))


def answer(
    body: bytes = b"",
    status: str = "200 OK",
    length: int | None = None,
    type_: str = "text/plain",
    **headers: str,
) -> bytes:
    """A whole answer; keyword arguments are further headers, with _ for -."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}"]
    lines += [f"Content-Type: {type_}"] if type_ else []
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def always(data: bytes) -> Reply:
    """The same answer for every request."""
    return lambda host, connection, path: connection.sendall(data)


def by_path(answers: dict[str, bytes]) -> Reply:
    """An answer for each path, 404 for others."""
    missing = answer(b"no", "404 Not Found")
    return lambda host, connection, path: connection.sendall(answers.get(path, missing))


@contextlib.contextmanager
def host(reply: Reply | bytes, tls: ssl.SSLContext | None = None) -> Iterator[Host]:
    """A host that is up."""
    with Host(always(reply) if isinstance(reply, bytes) else reply, tls) as up:
        yield up


def loopback(address: Address) -> bool:
    """127.0.0.1 and nothing else, not even the rest of loopback."""
    return str(address) == "127.0.0.1"


def guard(**changes: object) -> Guard:
    """The strict guard, but for loopback: every name is 127.0.0.1, and only that may be reached."""
    given: dict[str, object] = {"allow": loopback, "resolve": lambda name, port: ["127.0.0.1"], **changes}
    return Guard(**given)  # type: ignore[arg-type]
