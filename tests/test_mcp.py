"""Tools for language models, asked through the SDK's own client over standard input and output."""

from __future__ import annotations

import builtins
import json
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import jsonschema
import pytest
from click.testing import CliRunner
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.types import CallToolResult, InitializeResult, TextContent

import mmkb
from mmkb.api import KnowledgeBase
from mmkb.cli.main import mmkb as command
from mmkb.mcp import server, tools
from mmkb.mcp.tools import TOOLS

NAMES = ("search_models", "get_model", "compare_models", "used_by", "leaderboard", "lineage", "sql")


def with_client(database: Path, ask: Callable[[ClientSession, InitializeResult], Awaitable[Any]]) -> Any:
    """Start ``mmkb mcp`` as an assistant would and ask it."""

    async def main() -> Any:
        words = ["-W", "error", "-m", "mmkb", "mcp", "--db", str(database)]
        parameters = StdioServerParameters(command=sys.executable, args=words)
        with anyio.fail_after(300):
            async with stdio_client(parameters) as (reading, writing), ClientSession(reading, writing) as session:
                return await ask(session, await session.initialize())

    # A browser that another test left open runs a loop in this thread; a loop of its own needs a thread of its own.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(anyio.run, main).result()


def calls(database: Path, *wanted: tuple[str, dict[str, Any]]) -> list[CallToolResult]:
    async def ask(session: ClientSession, _: InitializeResult) -> list[CallToolResult]:
        return [await session.call_tool(name, arguments) for name, arguments in wanted]

    found: list[CallToolResult] = with_client(database, ask)
    return found


def text_of(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


def test_the_tools_are_listed_with_what_they_take(toy_database: Path) -> None:
    async def ask(session: ClientSession, started: InitializeResult) -> Any:
        return started, (await session.list_tools()).tools

    started, listed = with_client(toy_database, ask)
    assert (started.serverInfo.name, started.serverInfo.version) == ("mmkb", mmkb.__version__)
    assert "Cite the sources" in started.instructions
    assert tuple(tool.name for tool in listed) == NAMES
    for tool in listed:
        jsonschema.Draft202012Validator.check_schema(tool.inputSchema)
        assert tool.inputSchema["additionalProperties"] is False
        assert tool.annotations.readOnlyHint is True
        assert tool.description
        for name, given in tool.inputSchema["properties"].items():
            assert given.get("description") or given.get("anyOf", [{}])[0].get("enum"), (tool.name, name)


def test_every_tool_answers_with_its_sources_and_the_data_version(toy_database: Path, toy_kb: KnowledgeBase) -> None:
    asked: list[tuple[str, dict[str, Any]]] = [
        ("search_models", {"input": "audio", "llm": ["toy-chat"]}),
        ("get_model", {"model": "Toy-VLM"}),
        ("compare_models", {"models": ["toy-vlm", "toy-any"]}),
        ("used_by", {"name": "toy-vit"}),
        ("leaderboard", {"benchmark": "toyqa"}),
        ("lineage", {"model": "toy-any"}),
        ("sql", {"select": "SELECT id FROM model WHERE id = ?", "values": ["toy-vlm"]}),
    ]
    assert tuple(name for name, _ in asked) == NAMES
    answers = {}
    for (name, _), result in zip(asked, calls(toy_database, *asked), strict=True):
        assert not result.isError, (name, result)
        data = result.structuredContent
        assert data is not None
        assert json.loads(text_of(result)) == data
        assert data["data_version"] == toy_kb.store.meta["data_version"]
        assert data["sources"], name
        for source in data["sources"]:
            assert toy_kb.source(source["id"]).name == source["title"]
            assert source["title"] in source["citation"]
        answers[name] = data["answer"]
    assert [model["id"] for model in answers["search_models"]["models"]] == ["toy-any"]
    assert answers["search_models"]["more"] is False
    assert answers["get_model"]["model"]["architecture"]["encoders"][0]["component"] == "toy-vit"
    assert [gap["fact"] for gap in answers["get_model"]["not_known"] if gap["state"] == "not-disclosed"] == ["weights licence"]
    assert answers["get_model"]["built_on_it"][0]["model"]["id"] == "toy-any"
    facts = {fact["fact"]: fact for fact in answers["compare_models"]["facts"]}
    assert (facts["function"]["differs"], facts["design"]["differs"]) == (True, False)
    assert [use["model"]["id"] for use in answers["used_by"]["uses"]] == ["toy-vlm", "toy-any"]
    assert [[score["printed"] for score in group["scores"]] for group in answers["leaderboard"]["groups"]] == [
        ["70.0", "61.50"], ["1201"],
    ]  # fmt: skip
    assert answers["lineage"]["lines"][0]["distance"] == -1
    assert answers["sql"] == {"columns": ["id"], "rows": [["toy-vlm"]], "more": False}


def test_what_cannot_be_answered_is_told_as_an_error_of_the_tool(toy_database: Path) -> None:
    wrong: list[tuple[str, dict[str, Any], str]] = [
        ("get_model", {"model": "toy-vln"}, "did you mean toy-vlm"),
        ("search_models", {"llm": "toy-lmm"}, "did you mean toy-lm"),
        ("search_models", {"lm": "toy-lm"}, "lm: Extra inputs are not permitted"),
        ("search_models", {"released": "soon"}, "is no date"),
        ("search_models", {"limit": 100000}, "limit: Input should be less than or equal to 200"),
        ("compare_models", {"models": ["toy-vlm"]}, "models: List should have at least 2 items"),
        ("compare_models", {}, "models: Field required"),
        ("used_by", {"name": "toy-vitt"}, "did you mean toy-vit"),
        ("leaderboard", {"benchmark": "toyqa", "split": "dev"}, "no split 'dev'"),
        ("lineage", {"model": "nothing"}, "no model 'nothing'"),
        ("sql", {"select": "DELETE FROM model"}, "Only reading is allowed"),
        ("sql", {"select": "ATTACH '/tmp/x' AS x"}, "Only reading is allowed"),
        ("sql", {"select": "SELECT 1; SELECT 2"}, "one statement"),
        ("sel", {}, "no tool 'sel'; did you mean sql"),
    ]
    results = calls(toy_database, *((name, arguments) for name, arguments, _ in wrong), ("sql", {"select": "SELECT 1 AS one"}))
    for (name, _, told), result in zip(wrong, results, strict=False):
        assert result.isError, name
        assert told in text_of(result)
        assert "Traceback" not in text_of(result)
    assert not results[-1].isError


def test_rows_are_limited_and_more_is_told(toy_database: Path) -> None:
    search, sql, uses, scores = calls(
        toy_database,
        ("search_models", {"limit": 1}),
        ("sql", {"select": "SELECT id FROM component ORDER BY id", "limit": 2}),
        ("used_by", {"name": "toy-vit", "limit": 1}),
        ("leaderboard", {"benchmark": "toyqa", "limit": 1}),
    )
    for result in (search, sql, uses, scores):
        assert result.structuredContent is not None
        assert result.structuredContent["answer"]["more"] is True
    assert sql.structuredContent is not None
    assert len(sql.structuredContent["answer"]["rows"]) == 2


def test_time_is_limited(toy_kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools, "SECONDS", 0.1)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    with pytest.raises(server.ToolError, match=r"longer than 0\.1 seconds"):
        server._called(toy_kb, "sql", {"select": endless})


def test_an_answer_that_is_too_long_is_refused(toy_kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "MOST", 500)
    with pytest.raises(server.ToolError, match="Ask for less"):
        server._called(toy_kb, "get_model", {"model": "toy-vlm"})


def test_search_takes_every_filter_of_the_python_call() -> None:
    import inspect

    filters = set(inspect.signature(KnowledgeBase.models).parameters) - {"self"}
    (search,) = (tool for tool in TOOLS if tool.name == "search_models")
    assert set(search.wanted.model_fields) == filters


def test_without_the_sdk_the_extra_is_named(toy_database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("mmkb.mcp")]:
        monkeypatch.delitem(sys.modules, name)
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.split(".")[0] == "mcp":
            raise ModuleNotFoundError("No module named 'mcp'", name="mcp")
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    result = CliRunner().invoke(command, ["mcp", "--db", str(toy_database)])
    assert result.exit_code == 1
    assert "pip install 'mmkb[mcp]'" in result.stderr


def test_the_server_ends_with_its_input(toy_database: Path) -> None:
    import subprocess

    words = [sys.executable, "-m", "mmkb", "mcp", "--db", str(toy_database)]
    done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=300)
    assert (done.returncode, done.stdout) == (0, b"")
