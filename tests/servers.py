"""Real servers on loopback for the tests: Oxigraph, where it is installed Virtuoso, and our own `kg serve`.

Each is a context manager that yields a `Server` once it answers, and ends the process on the way out.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Server:
    """A running store: its base address, its three entry points, and who may write."""

    kind: str
    url: str
    query_url: str
    update_url: str
    gsp_url: str
    user: str = ""
    password: str = ""
    pid: int = 0


def find_oxigraph() -> str | None:
    """The `oxigraph` server binary beside this Python, else on the PATH."""
    beside = str(Path(sys.executable).parent)
    return shutil.which("oxigraph", path=os.pathsep.join((beside, os.environ.get("PATH", ""))))


def find_virtuoso() -> str | None:
    """The Virtuoso server binary, when its SQL client is there too."""
    return shutil.which("virtuoso-t") if find_isql() else None


def find_isql() -> str | None:
    """Virtuoso's SQL client; Debian calls it isql-vt, others isql."""
    return shutil.which("isql-vt") or shutil.which("isql-v")


def free_port() -> int:
    """A port on loopback that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True, slots=True)
class KgServer:
    """A running `kg serve`."""

    host: str
    port: int
    pid: int
    log: Path

    @property
    def url(self) -> str:
        """The address of its root, with a slash."""
        return f"http://{self.host}:{self.port}/"

    def workers(self) -> list[int]:
        """The ids of its worker processes, which are the children of its children."""
        return [worker for nursery in children(self.pid) for worker in children(nursery)]


def children(pid: int) -> list[int]:
    """The ids of the processes that a process has made."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


@contextlib.contextmanager
def kg_server(
    store: Path, folder: Path, *options: str, port: int = 0, before: Sequence[str] = (), **env: str
) -> Iterator[KgServer]:
    """`kg serve` on loopback, run by the command `before`; its messages are kept in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "kg-serve.log"
    command = [sys.executable, "-m", "kg", "serve", "--store", str(store), "--port", str(port), *options]
    with _process([*before, *command], log, env) as process:
        deadline = time.monotonic() + START_SECONDS
        while "serving" not in (said := log.read_text(errors="replace")) or "\n" not in said:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"kg serve did not start: {said[-2000:]}")
            time.sleep(0.02)
        address = urllib.parse.urlsplit(said.split(" at ")[1].split()[0])
        assert address.hostname
        assert address.port
        yield KgServer(address.hostname, address.port, process.pid, log)


@contextlib.contextmanager
def _process(
    command: list[str], log: Path, env: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as out:
        # Its own session, so that a Ctrl-C at the tests does not reach it before we end it ourselves.
        process = subprocess.Popen(
            command, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, start_new_session=True,
            env={**os.environ, **(env or {})},
        )  # fmt: skip
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_up(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except urllib.error.HTTPError as answer:
            answer.close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"no answer from {url}: {log.read_text(errors='replace')[-2000:]}")


@contextlib.contextmanager
def oxigraph(folder: Path) -> Iterator[Server]:
    """An empty Oxigraph server whose files lie in `folder`."""
    binary = find_oxigraph()
    if binary is None:
        raise FileNotFoundError("oxigraph")
    folder.mkdir(parents=True, exist_ok=True)
    base = f"http://127.0.0.1:{free_port()}"
    log = folder / "server.log"
    command = [binary, "serve", "--location", str(folder / "data"), "--bind", base.removeprefix("http://")]
    with _process(command, log) as process:
        _wait_until_up(base + "/", process, log)
        yield Server("oxigraph", base, base + "/query", base + "/update", base + "/store", pid=process.pid)


_VIRTUOSO_INI = """\
[Database]
DatabaseFile = {dir}/virtuoso.db
ErrorLogFile = {dir}/virtuoso.log
LockFile = {dir}/virtuoso.lck
TransactionFile = {dir}/virtuoso.trx
xa_persistent_file = {dir}/virtuoso.pxa
TempStorage = TempDatabase

[TempDatabase]
DatabaseFile = {dir}/virtuoso-temp.db
TransactionFile = {dir}/virtuoso-temp.trx

[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
DirsAllowed = {dir}

[HTTPServer]
ServerPort = 127.0.0.1:{http}

[SPARQL]
ResultSetMaxRows = 200000
"""


@contextlib.contextmanager
def virtuoso(folder: Path, user: str = "kg", password: str = "kg-secret") -> Iterator[Server]:
    """An empty Virtuoso whose files lie in `folder`, with one user who may read and write."""
    binary, isql = find_virtuoso(), find_isql()
    if binary is None or isql is None:
        raise FileNotFoundError("virtuoso-t")
    folder.mkdir(parents=True, exist_ok=True)
    sql, http = free_port(), free_port()
    ini, log = folder / "virtuoso.ini", folder / "server.log"
    ini.write_text(_VIRTUOSO_INI.format(dir=folder, sql=sql, http=http))
    start = [binary, "+foreground", "+configfile", str(ini)]
    subprocess.run(
        [*start, "+pwdold", "dba", "+pwddba", "dba-secret"],
        check=True, timeout=START_SECONDS, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    base = f"http://127.0.0.1:{http}"
    grants = (
        f"DB.DBA.USER_CREATE('{user}','{password}');"
        f'GRANT SPARQL_SELECT TO "{user}"; GRANT SPARQL_UPDATE TO "{user}";'
    )
    with _process(start, log) as process:
        _wait_until_up(base + "/sparql", process, log)
        subprocess.run(
            [isql, f"127.0.0.1:{sql}", "dba", "dba-secret", "ERRORS=STDOUT", f"exec={grants}"],
            check=True, timeout=START_SECONDS, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        yield Server(
            "virtuoso", base, base + "/sparql", base + "/sparql-auth", base + "/sparql-graph-crud-auth",
            user, password, process.pid,
        )  # fmt: skip


def login(server: Server) -> urllib.request.OpenerDirector:
    """What sends requests to `server` as the user who may write."""
    passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    passwords.add_password(None, server.url, server.user, server.password)
    return urllib.request.build_opener(
        *([urllib.request.HTTPDigestAuthHandler(passwords)] if server.user else [])
    )


def graph_address(server: Server, graph: str) -> str:
    """The Graph Store address of one graph."""
    name = "graph-uri" if server.kind == "virtuoso" else "graph"
    return f"{server.gsp_url}?{urllib.parse.urlencode({name: graph})}"


def load(kg: Callable[..., subprocess.CompletedProcess[str]], store: Path, server: Server) -> None:
    """Leave exactly the current build of `store` on `server`, by the command that we ship."""
    login = {"KG_ENDPOINT_USER": server.user, "KG_ENDPOINT_PASSWORD": server.password} if server.user else {}
    address = server.gsp_url if server.kind == "virtuoso" else server.url
    done = kg("load", address, "--store", str(store), **login)
    assert done.returncode == 0, done.stderr
