"""What tests of several modules share: the command, one built store, and real servers on loopback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import founding
import hypothesis
import pytest
import servers

ROOT = Path(__file__).resolve().parent.parent
# A test run in the background may have been told to ignore SIGINT, and what it starts would inherit that.
if (
    threading.current_thread() is threading.main_thread()
    and signal.getsignal(signal.SIGINT) is signal.SIG_IGN
):
    signal.signal(signal.SIGINT, signal.default_int_handler)
# No test fails because a machine is slow.
hypothesis.settings.register_profile("any machine", deadline=None)
hypothesis.settings.load_profile("any machine")
RunKg = Callable[..., "subprocess.CompletedProcess[str]"]


def run_kg(*arguments: str, input: str | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """The `kg` command in a process of its own, with text streams; `environment` adds variables."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("KG_")}
    return subprocess.run(
        [sys.executable, "-m", "kg.cli.main", *arguments],
        input=input, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
        env={**inherited, "PYTHONPATH": str(ROOT), **environment},
    )  # fmt: skip


@pytest.fixture(scope="session")
def kg() -> RunKg:
    """`run_kg`, for tests that ask for it by name."""
    return run_kg


@pytest.fixture(scope="session")
def built_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store built once from the founding articles; read it, never write to it."""
    return _built(tmp_path_factory, founding.SEEDS)


@pytest.fixture(scope="session")
def ecosystem_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store built once from all shipped seeds; read it, never write to it."""
    return _built(tmp_path_factory, ROOT / "seeds")


def _built(folders: pytest.TempPathFactory, seeds: Path) -> Path:
    store = folders.mktemp("built") / "store"
    done = run_kg("build", "--store", str(store), "--seeds", str(seeds))
    assert done.returncode == 0, done.stderr
    return store


@pytest.fixture(scope="session")
def oxigraph_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    """One empty Oxigraph server for the session: a test leaves no graphs that another would trip over."""
    if servers.find_oxigraph() is None:
        pytest.skip("no `oxigraph` server binary (pip install oxigraph)")
    with servers.oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        yield server


@pytest.fixture
def fresh_oxigraph_server(tmp_path: Path) -> Iterator[servers.Server]:
    """An Oxigraph server of the test's own."""
    if servers.find_oxigraph() is None:
        pytest.skip("no `oxigraph` server binary (pip install oxigraph)")
    with servers.oxigraph(tmp_path / "oxigraph") as server:
        yield server


@pytest.fixture(scope="session")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    """One Virtuoso for the session (it takes some seconds to start); load graphs by PUT, which replaces."""
    if servers.find_virtuoso() is None:
        pytest.skip("no `virtuoso-t` with its SQL client (apt-get install virtuoso-opensource-7-bin)")
    with servers.virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        yield server


@pytest.fixture(scope="session")
def served(built_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.KgServer]:
    """One `kg serve` on the founding articles, where a query has two seconds; it says nothing on its own."""
    options = ("--timeout", "2", "--workers", "2", "--per-address", "0")
    with servers.kg_server(built_store, tmp_path_factory.mktemp("served"), *options) as server:
        yield server
        said = server.log.read_text()
    assert said.count("\n") == 1, said
