"""Betas: the header that a feature needs which is not in the API for good yet.

https://platform.claude.com/docs/en/api/beta-headers

The rule here: a body shows which features it uses, so nobody has to name their headers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

HEADER: Final = "anthropic-beta"
FILES: Final = "files-api-2025-04-14"
MCP: Final = "mcp-client-2025-11-20"
OLD_MCP: Final = "mcp-client-2025-04-04"

TOOLS: Final[Mapping[str, str]] = {
    # the type of a tool: its header. Tools that are not here need none.
    "web_fetch_20250910": "web-fetch-2025-09-10",
    "code_execution_20250522": "code-execution-2025-05-22",
    "code_execution_20250825": "code-execution-2025-08-25",
    "computer_20241022": "computer-use-2024-10-22",
    "bash_20241022": "computer-use-2024-10-22",
    "text_editor_20241022": "computer-use-2024-10-22",
    "computer_20250124": "computer-use-2025-01-24",
    "computer_20251124": "computer-use-2025-11-24",
    "memory_20250818": "context-management-2025-06-27",
    "advisor_20260301": "advisor-tool-2026-03-01",
    "mcp_toolset": MCP,
}

EDITS: Final[Mapping[str, str]] = {
    "clear_tool_uses_20250919": "context-management-2025-06-27",
    "clear_thinking_20251015": "context-management-2025-06-27",
    "compact_20260112": "compact-2026-01-12",
}

Body = Mapping[str, Any]


def _tools(body: Body) -> Iterator[str]:
    found = (TOOLS.get(tool.get("type") or "") for tool in body.get("tools") or ())
    return filter(None, found)


def _edits(body: Body) -> Iterator[str]:
    edits = (body.get("context_management") or {}).get("edits") or ()
    return filter(None, (EDITS.get(edit.get("type") or "") for edit in edits))


def _servers(body: Body) -> Iterator[str]:
    """The connector has two forms: with toolsets among the tools, and without."""
    if body.get("mcp_servers"):
        toolsets = any(tool.get("type") == "mcp_toolset" for tool in body.get("tools") or ())
        yield MCP if toolsets else OLD_MCP


def _skills(body: Body) -> Iterator[str]:
    container = body.get("container")
    if isinstance(container, Mapping) and container.get("skills"):
        yield "skills-2025-10-02"


def _output(body: Body) -> Iterator[str]:
    if (body.get("output_config") or {}).get("task_budget"):
        yield "task-budgets-2026-03-13"


def _words(body: Body) -> Iterator[str]:
    if body.get("speed") == "fast":
        yield "fast-mode-2026-02-01"
    if body.get("user_profile_id"):
        yield "user-profiles-2026-03-24"


def _blocks(body: Body) -> Iterator[str]:
    for message in body.get("messages") or ():
        for block in message["content"] if isinstance(message["content"], list) else ():
            yield from _block(block)


def _block(block: Body) -> Iterator[str]:
    type_, content = block.get("type"), block.get("content")
    source = block.get("source")
    if type_ == "container_upload" or (isinstance(source, Mapping) and source.get("type") == "file"):
        yield FILES
    elif type_ == "compaction":
        yield EDITS["compact_20260112"]
    elif type_ == "tool_result" and isinstance(content, list):
        for inner in content:
            yield from _block(inner)


FEATURES: Final[tuple[Callable[[Body], Iterator[str]], ...]] = (
    _tools, _edits, _servers, _skills, _output, _words, _blocks,
)  # fmt: skip


def betas(body: Body, asked: Iterable[str] = ()) -> tuple[str, ...]:
    """The headers that a body needs, and those that were asked for; each once."""
    return tuple(dict.fromkeys([*asked, *(beta for feature in FEATURES for beta in feature(body))]))
