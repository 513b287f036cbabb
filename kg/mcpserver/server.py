"""The protocol: which tools there are, and a call of one as a result or an error that a model can read.

A tool that is unknown, or arguments that do not fit, are results that say so, as is all that a tool refuses;
what is no request of the protocol is an error of the protocol.
"""

from __future__ import annotations

import logging
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import mcp_types as types
from mcp.server.lowlevel import Server

from kg.errors import KGError
from kg.mcpserver.calls import Calls
from kg.mcpserver.fit import text_of
from kg.mcpserver.tools import INSTRUCTIONS, TOOLS, Tool, tool_of

NAME = "vietnam-tech-kg"
_READ_ONLY = {
    "read_only_hint": True, "destructive_hint": False, "idempotent_hint": True, "open_world_hint": False,
}  # fmt: skip
_log = logging.getLogger(__name__)


def server(calls: Calls) -> Server[Any]:
    """A server whose tools are run by `calls`."""
    listed = types.ListToolsResult(tools=[_described(tool) for tool in TOOLS.values()])

    async def list_tools(context: Any, params: Any) -> types.ListToolsResult:
        return listed

    async def call_tool(context: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        return await _called(calls, params)

    return Server(
        NAME, version=_version(), title="Vietnam's tech ecosystem: figures with their sources",
        instructions=INSTRUCTIONS, on_list_tools=list_tools, on_call_tool=call_tool,
    )  # fmt: skip


def _described(tool: Tool) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=_plain(tool.asks.model_json_schema()),
        output_schema=_plain(tool.answers.model_json_schema()),
        annotations=types.ToolAnnotations(title=tool.title, **_READ_ONLY),
    )


def _plain(schema: Any) -> Any:
    """A schema without titles that repeat names; what may be left out is not null where it is given."""
    if isinstance(schema, list):
        return [_plain(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    made = {k: _plain(v) for k, v in schema.items() if not (k == "title" and isinstance(v, str))}
    if made.get("default", "") is None:
        del made["default"]
        (kept,) = (part for part in made.pop("anyOf") if part != {"type": "null"})
        made = {**kept, **made}
    return made


async def _called(calls: Calls, params: types.CallToolRequestParams) -> types.CallToolResult:
    try:
        told = await calls.call(tool_of(params.name), params.arguments or {})
    except KGError as error:
        return _failed(error.line())
    except Exception:
        # What went wrong inside is for whoever runs the server, not for its clients.
        _log.exception("the tool %s broke", params.name[:60])
        return _failed("the tool broke (its answer would not be right; ask in another way)")
    text = types.TextContent(type="text", text=text_of(told))
    return types.CallToolResult(content=[text], structured_content=told)


def _failed(line: str) -> types.CallToolResult:
    return types.CallToolResult(
        content=[types.TextContent(type="text", text=f"error: {line}")], is_error=True
    )


def _version() -> str:
    try:
        return version(NAME)
    except PackageNotFoundError:
        return "unknown"
