"""Misuse of `kg mcp`: every wrong call is one loud line that says what is wrong; the next call is served."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from mcp_clients import Pipe, in_memory, pipe, results, tools_of
from mcp_misuses import BROKEN, CALL, ENDLESS, MISUSES, ODD, SOUND

from kg.errors import KGError, printable
from kg.mcpserver.asks import read
from kg.mcpserver.stdio import MAX_MESSAGE, Refused, lines, message_of
from kg.mcpserver.tools import TOOLS
from kg.sandbox import Limits
from kg.store import current


@pytest.fixture(scope="module")
def answered(built_store: Path) -> list[Any]:
    """What each misuse got, one after the other in one session, each followed by a sound call."""
    calls = [call for tool, arguments, _ in MISUSES.values() for call in ((tool, arguments), SOUND)]
    limits = Limits(seconds=30.0, megabytes=768)
    return results(lambda: in_memory(built_store, "legacy", limits=limits), calls)


def test_there_are_enough_of_them() -> None:
    assert len(MISUSES) >= 40


@pytest.mark.parametrize("name", MISUSES)
def test_misuse_is_one_loud_line(name: str, answered: list[Any]) -> None:
    place = 2 * list(MISUSES).index(name)
    wrong, sound = answered[place : place + 2]
    _, _, words = MISUSES[name]
    assert wrong.is_error
    assert wrong.structured_content is None
    (content,) = wrong.content
    assert content.text.startswith("error: ")
    assert words in content.text
    assert "Traceback" not in content.text
    assert printable(content.text, 2_000) == content.text
    assert len(content.text) < 2_000
    assert not sound.is_error
    assert sound.structured_content["entities"][0]["id"] == "company/viettel-group"


def test_a_query_without_end_is_stopped(built_store: Path) -> None:
    stopped, sound = results(lambda: in_memory(built_store, limits=Limits(1.5, 768)), [ENDLESS, SOUND])
    assert stopped.is_error
    assert "the call of sparql took longer than 1.5 seconds" in stopped.content[0].text
    assert not sound.is_error


def test_misuse_leaves_the_store_as_it_was(answered: list[Any], built_store: Path) -> None:
    build = current(built_store)
    build.check_engine()
    assert answered[-1].structured_content["build"] == build.name


def test_what_the_schemas_allow_and_what_is_taken_agree(built_store: Path) -> None:
    """A client that checks arguments by the announced schema refuses what we refuse for its form."""
    tools = tools_of(lambda: in_memory(built_store))
    refused = 0
    for tool, arguments, _ in MISUSES.values():
        if tool not in tools:
            continue
        if not Draft202012Validator(tools[tool].input_schema).is_valid(arguments):
            with pytest.raises(KGError):
                read(TOOLS[tool].asks, arguments)
            refused += 1
    assert refused > 15


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=150)
@given(
    st.sampled_from(list(TOOLS)),
    st.dictionaries(
        st.sampled_from(["slot", "text", "claims", "claim", "id", "name", "query", "limit", "as_of", "x"]),
        _JSON,
    ),
)
def test_any_arguments_are_taken_or_refused_in_one_line(tool: str, arguments: dict[str, Any]) -> None:
    refusal = ""
    try:
        read(TOOLS[tool].asks, arguments)
    except KGError as error:
        refusal = error.line()
    assert "\n" not in refusal


# -- what is no message of the protocol


@pytest.fixture(scope="module")
def wire(built_store: Path) -> Iterator[Pipe]:
    with pipe(built_store) as server:
        server.initialize()
        yield server


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_message_is_answered_and_the_next_one_served(name: str, wire: Pipe) -> None:
    line, code = BROKEN[name]
    told = wire.ask(line)
    assert told["error"]["code"] == code
    assert told["id"] in (None, 1)
    assert "Traceback" not in told["error"]["message"]
    assert wire.ask({"jsonrpc": "2.0", "id": 9, "method": "ping"}) == {
        "jsonrpc": "2.0",
        "id": 9,
        "result": {},
    }


@pytest.mark.parametrize("name", ODD)
def test_a_message_that_asks_for_nothing_we_do_is_refused(name: str, wire: Pipe) -> None:
    line, code = ODD[name]
    told = wire.ask(line)
    assert (told["id"], told["error"]["code"]) == (5, code)
    assert wire.ask(CALL)["result"]["structuredContent"]["entities"]


def test_empty_lines_are_no_messages(wire: Pipe) -> None:
    wire.send(b"\n \r")
    assert wire.ask({"jsonrpc": "2.0", "id": 9, "method": "ping"})["id"] == 9


def test_a_call_before_the_handshake_is_refused(built_store: Path) -> None:
    with pipe(built_store) as server:
        assert server.ask(CALL)["error"]["code"] == -32602


def test_a_line_without_end_is_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.write_bytes(b"x" * (5 * MAX_MESSAGE) + b"\n" + b"y\n" + b"z" * MAX_MESSAGE + b"\n" + b"end")
    with path.open("rb") as file:
        found = list(lines(file))
    assert [len(line) for line in found] == [MAX_MESSAGE + 1, 2, MAX_MESSAGE + 1, 3]
    with pytest.raises(Refused, match="more than"):
        message_of(found[0])


@settings(max_examples=200)
@given(st.binary(max_size=200) | _JSON.map(lambda value: json.dumps(value).encode()))
def test_any_line_is_a_message_or_refused(line: bytes) -> None:
    code = None
    try:
        message_of(line)
    except Refused as refused:
        code = refused.answer.error.code
    assert code in (None, -32700, -32600)
