"""The server: the tools over the Model Context Protocol, on standard input and output."""

from __future__ import annotations

import functools
import json
from typing import Any, Final

import anyio
from anyio import to_thread
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.types import Tool as ToolDescription
from mcp.types import ToolAnnotations
from pydantic import ValidationError

from mmkb.api import KnowledgeBase
from mmkb.mcp.tools import TOOLS, Tool, answered
from mmkb.problems import did_you_mean
from mmkb.query import FilterError, NotFoundError, SqlError
from mmkb.version import __version__

MOST: Final = 300_000
"""Characters that an answer holds at most."""

INSTRUCTIONS: Final = (
    "mmkb is a knowledge base of multimodal large language models, taken apart into components, each fact with its source. "
    "Every answer has `answer`, the `sources` that it stands on, and `data_version`. Cite the sources. What is not in an "
    "answer is not known here: do not fill it in."
)

_OUTPUT: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "answer": {"type": "object"},
        "sources": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "id": {"type": "string"},
                    "title": {"type": "string"},
                    "released": {"type": ["string", "null"]},
                    "url": {"type": ["string", "null"]},
                    "citation": {"type": "string"},
                },
                "required": ["id", "title", "released", "url", "citation"],
            },
        },
        "data_version": {"type": "string"},
        "mmkb_version": {"type": "string"},
    },
    "required": ["answer", "sources", "data_version", "mmkb_version"],
}


class ToolError(Exception):
    """What a tool could not answer, in words for the language model."""


def _described(tool: Tool) -> ToolDescription:
    reads_only = ToolAnnotations(readOnlyHint=True, destructiveHint=False, idempotentHint=True, openWorldHint=False)
    return ToolDescription(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        inputSchema=tool.wanted.model_json_schema(),
        outputSchema=_OUTPUT,
        annotations=reads_only,
    )


def _called(kb: KnowledgeBase, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """What a call of a tool is answered with.

    Raises:
        ToolError: If there is no such tool, its arguments are wrong, or the answer is too long.
    """
    tools = {tool.name: tool for tool in TOOLS}
    if name not in tools:
        raise ToolError(f"no tool {name!r}; {did_you_mean(name, tools)}")
    try:
        answer = answered(kb, tools[name], tools[name].wanted.model_validate(arguments))
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, one['loc'])) or 'arguments'}: {one['msg']}" for one in error.errors())
        raise ToolError(told) from error
    except (NotFoundError, FilterError, SqlError) as error:
        raise ToolError(str(error)) from error
    size = len(json.dumps(answer, ensure_ascii=False))
    if size > MOST:
        raise ToolError(f"The answer would have {size:,} characters, more than {MOST:,}. Ask for less: a limit, fewer columns.")
    return answer


def server_of(kb: KnowledgeBase) -> Server[Any, Any]:
    """A server that answers from a knowledge base."""
    server: Server[Any, Any] = Server("mmkb", version=__version__, instructions=INSTRUCTIONS)

    @server.list_tools()  # type: ignore[no-untyped-call, untyped-decorator]
    async def list_tools() -> list[ToolDescription]:
        return [_described(tool) for tool in TOOLS]

    # Arguments are checked by our own models, which say better what is wrong.
    @server.call_tool(validate_input=False)  # type: ignore[untyped-decorator]
    async def call_tool(name: str, arguments: dict[str, Any]) -> dict[str, Any]:
        return await to_thread.run_sync(functools.partial(_called, kb, name, arguments))

    return server


async def _run(kb: KnowledgeBase) -> None:
    server = server_of(kb)
    async with stdio_server() as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())


def serve(kb: KnowledgeBase) -> None:
    """Serve on standard input and output until the input ends."""
    anyio.run(_run, kb)
