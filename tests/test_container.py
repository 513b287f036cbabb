"""The container and compose files: what they start is what `kg` offers, and nothing is left to chance."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import click
import pytest
import servers
import yaml
from conftest import ROOT, RunKg

from kg.cli import load as load_command
from kg.cli.main import cli
from kg.errors import EndpointFailed

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = sorted(name for name, service in SERVICES.items() if "build" in service)
STORES = ("oxigraph", "virtuoso")
LINES = (ROOT / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()


def instructions(name: str) -> list[str]:
    """What follows an instruction of the Containerfile, in the order of the file."""
    found = [line.strip().partition(" ")[2].strip() for line in LINES if line.strip().startswith(name + " ")]
    assert found, name
    return found


def parsed(arguments: list[str]) -> dict[str, Any]:
    """The values that `kg ARGUMENTS…` would run with; raises click.UsageError on what it does not know."""
    context = click.Context(cli)
    command = cli.get_command(context, arguments[0])
    assert command is not None, arguments[0]
    return command.make_context(arguments[0], list(arguments[1:]), parent=context).params


# --- The compose file


@pytest.mark.parametrize("name", OURS)
def test_the_command_of_a_service_is_one_that_kg_takes(name: str) -> None:
    values = parsed(SERVICES[name]["command"])
    store = next(store for store in STORES if name.endswith(store))
    port = {"oxigraph": "7878", "virtuoso": "8890"}[store]
    address = values["endpoint"] if name.startswith("load") else values["store"]
    assert re.fullmatch(rf"http://{store}:{port}(/sparql)?", address)
    if name.startswith("load"):
        assert values["with_build"] is True
        assert values["wait"] > 0
    else:
        # Whoever has a page of theirs point at this machine is not answered.
        assert values["allow_host"] == ("localhost", "127.0.0.1")


@pytest.mark.parametrize("store", STORES)
def test_a_profile_is_a_store_a_load_and_an_explorer_that_waits_for_it(store: str) -> None:
    held = {name: s for name, s in SERVICES.items() if s["profiles"] == [store]}
    assert set(held) == {store, f"load-{store}", f"explorer-{store}"}
    assert held[f"explorer-{store}"]["depends_on"] == {
        f"load-{store}": {"condition": "service_completed_successfully"}
    }
    assert held[f"load-{store}"]["depends_on"] == [store]
    assert re.search(r":[0-9]+\.[0-9]+\.[0-9]+$", held[store]["image"]), "an image without its version"
    # The store is for the explorer alone.
    assert "ports" not in held[store]


def test_what_is_ours_may_do_little() -> None:
    for name in OURS:
        service = SERVICES[name]
        assert service["read_only"] is True
        assert service["tmpfs"] == ["/tmp"]
        assert service["cap_drop"] == ["ALL"]
        assert service["build"] == {"context": ".", "dockerfile": "Containerfile"}
    assert {str(SERVICES[name].get("ports", "")) for name in OURS} == {"", "['127.0.0.1:8000:8000']"}


def test_the_commands_for_oxigraph_do_what_they_should(
    fresh_oxigraph_server: servers.Server, built_store: Path, tmp_path: Path, kg: RunKg
) -> None:
    """The very command lines, with the address of a store of ours."""

    def here(name: str) -> list[str]:
        return [
            word.replace("http://oxigraph:7878", fresh_oxigraph_server.url)
            for word in SERVICES[name]["command"]
        ]

    loaded = kg(*here("load-oxigraph"), KG_STORE=str(built_store))
    assert loaded.returncode == 0, loaded.stderr
    command = here("explorer-oxigraph")
    place = command.index("--store")
    options = [*command[1:place], *command[place + 2 :]]
    with servers.kg_server(command[place + 1], tmp_path, *options) as server:
        address = checked().replace("8000", str(server.port))
        with servers.urllib.request.urlopen(address, timeout=30) as answer:
            assert answer.status == 200


# --- The container file


def test_the_image_starts_what_kg_offers() -> None:
    entry, command = json.loads(instructions("ENTRYPOINT")[0]), json.loads(instructions("CMD")[-1])
    assert entry == ["kg"]
    values = parsed(command)
    assert instructions("EXPOSE") == [str(values["port"])]
    assert values["host"] == "0.0.0.0"


def checked() -> str:
    """The address that the health check of the image asks."""
    check = next(line for line in LINES if "urlopen" in line)
    program = json.loads(check[check.index("[") :])
    assert program[:2] == ["python", "-c"]
    compile(program[2], "healthcheck", "exec")
    found = re.search(r"'(http://127\.0\.0\.1:8000/[^']*)'", program[2])
    assert found
    return found[1]


def test_everything_that_the_package_needs_is_copied_and_not_ignored() -> None:
    copied = {word.rstrip("/") for line in instructions("COPY") for word in shlex.split(line)[:-1]}
    assert all((ROOT / name).exists() for name in copied)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {*wheel["packages"], *wheel["force-include"], project["project"]["readme"], "pyproject.toml"}
    assert needed <= copied
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert ignored[0] == "*"
    assert {line[1:] for line in ignored if line.startswith("!")} == copied
    assert "serve" in project["project"]["optional-dependencies"]
    assert any("'.[serve]'" in line and "-c constraints.txt" in line for line in instructions("RUN"))


def test_it_runs_as_nobody_in_particular_with_the_graph_built_in() -> None:
    order = [line.split()[0] + " " + line.split()[1] for line in LINES if line.startswith(("RUN ", "USER "))]
    assert order[-2:] == ["USER kg", "RUN kg"]
    assert instructions("RUN")[-1] == "kg build"
    assert re.fullmatch(r"python:3\.[0-9]+-slim", instructions("FROM")[0])
    assert parsed(["build"]) is not None


# --- Waiting for a store that is not up yet


def test_load_waits_as_long_as_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []
    monkeypatch.setattr(load_command, "_LOOK_SECONDS", 0.0)

    def third() -> Any:
        tries.append(1)
        if len(tries) < 3:
            raise EndpointFailed("does not answer")
        return "found"

    assert load_command._up(third, 30.0) == "found"
    tries.clear()
    with pytest.raises(EndpointFailed):
        load_command._up(third, 0.0)
    assert len(tries) == 1
