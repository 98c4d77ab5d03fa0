"""Raw: every type of Anthropic's Messages API, as on the wire. https://platform.claude.com/docs/en/api/messages

The rule here: field names are the wire's. Words are open (``Listed``), unions end in ``Unknown``, None is left out.
A block has the fields of both directions. What recordings have and the specification lacks says so in a comment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, Literal, TypeAlias, get_args

from attrs import field, frozen

from ...wiretypes import Listed, Unknown, tag_values

JsonObject: TypeAlias = Mapping[str, Any]
"""Any JSON object; a JSON schema, for one."""


# --- Words of the wire --------------------------------------------------------------------------------------

AdvisorToolResultErrorCode: TypeAlias = Annotated[
    str,
    Listed(
        "max_uses_exceeded",
        "prompt_too_long",
        "too_many_requests",
        "overloaded",
        "unavailable",
        "execution_time_exceeded",
    ),
]
"""Why a tool on the server failed."""

AllowedCaller: TypeAlias = Annotated[str, Listed("direct", "code_execution_20250825", "code_execution_20260120")]
"""Who may call a tool: the model itself, or a program that it writes."""

BashCodeExecutionToolResultErrorCode: TypeAlias = Annotated[
    str,
    Listed(
        "invalid_tool_input", "unavailable", "too_many_requests", "execution_time_exceeded", "output_file_too_large"
    ),
]
"""Why a tool on the server failed."""

CodeExecutionToolResultErrorCode: TypeAlias = Annotated[
    str, Listed("invalid_tool_input", "unavailable", "too_many_requests", "execution_time_exceeded")
]
"""Why a tool on the server failed."""

EffortLevel: TypeAlias = Annotated[str, Listed("low", "medium", "high", "xhigh", "max")]
"""How much the model does for an answer."""

Speed: TypeAlias = Annotated[str, Listed("standard", "fast")]
"""Whether it is to be fast, at a price."""

StopReason: TypeAlias = Annotated[
    str,
    Listed(
        "end_turn",
        "max_tokens",
        "stop_sequence",
        "tool_use",
        "pause_turn",
        "compaction",
        "refusal",
        "model_context_window_exceeded",
    ),
]
"""Why an answer ended."""

TextEditorCodeExecutionToolResultErrorCode: TypeAlias = Annotated[
    str, Listed("invalid_tool_input", "unavailable", "too_many_requests", "execution_time_exceeded", "file_not_found")
]
"""Why a tool on the server failed."""

ThinkingDisplayMode: TypeAlias = Annotated[str, Listed("summarized", "omitted")]
"""Whether thoughts are shown, in short, or left out."""

ToolSearchToolResultErrorCode: TypeAlias = Annotated[
    str, Listed("invalid_tool_input", "unavailable", "too_many_requests", "execution_time_exceeded")
]
"""Why a tool on the server failed."""

WebFetchToolResultErrorCode: TypeAlias = Annotated[
    str,
    Listed(
        "invalid_tool_input",
        "url_too_long",
        "url_not_allowed",
        "url_not_accessible",
        "unsupported_content_type",
        "too_many_requests",
        "max_uses_exceeded",
        "unavailable",
    ),
]
"""Why a tool on the server failed."""

WebSearchToolResultErrorCode: TypeAlias = Annotated[
    str,
    Listed(
        "invalid_tool_input",
        "unavailable",
        "max_uses_exceeded",
        "too_many_requests",
        "query_too_long",
        "request_too_large",
    ),
]
"""Why a tool on the server failed."""


# --- Small parts that many types share ----------------------------------------------------------------------


@frozen(kw_only=True)
class CacheControl:
    """The prompt up to here is cached. https://platform.claude.com/docs/en/build-with-claude/prompt-caching"""

    type: Literal["ephemeral"] = "ephemeral"
    ttl: Annotated[str, Listed("5m", "1h")] | None = None


@frozen(kw_only=True)
class CitationsConfig:
    """Whether answers cite a document. https://platform.claude.com/docs/en/build-with-claude/citations"""

    enabled: bool | None = None


@frozen(kw_only=True)
class DirectCaller:
    """The model itself called the tool."""

    type: Literal["direct"] = "direct"


@frozen(kw_only=True)
class ServerToolCaller:
    """A program that the model wrote called the tool."""

    type: Literal["code_execution_20250825", "code_execution_20260120"] = "code_execution_20250825"
    tool_id: str


@frozen(kw_only=True)
class UserLocation:
    """About where the user is."""

    type: Literal["approximate"] = "approximate"
    city: str | None = None
    country: str | None = None
    region: str | None = None
    timezone: str | None = None


@frozen(kw_only=True)
class Container:
    """Where programs ran. It can be used again, by its id, until it expires."""

    id: str
    expires_at: str
    skills: Sequence[Skill] | None = None


@frozen(kw_only=True)
class Skill:
    """A skill that a container had."""

    type: Annotated[str, Listed("anthropic", "custom")]
    skill_id: str
    version: str


@frozen(kw_only=True)
class ContainerParams:
    """Where programs are to run, and with which skills."""

    id: str | None = None
    skills: Sequence[SkillParams] | None = None


@frozen(kw_only=True)
class SkillParams:
    """A skill for a container. https://platform.claude.com/docs/en/agents-and-tools/agent-skills/overview"""

    type: Annotated[str, Listed("anthropic", "custom")]
    skill_id: str
    version: str | None = None


# --- Where a picture or a document comes from ---------------------------------------------------------------


@frozen(kw_only=True)
class Base64Source:
    """Bytes, as base64."""

    type: Literal["base64"] = "base64"
    data: str
    media_type: Annotated[str, Listed("image/jpeg", "image/png", "image/gif", "image/webp", "application/pdf")]


@frozen(kw_only=True)
class UrlSource:
    """A URL that Anthropic fetches."""

    type: Literal["url"] = "url"
    url: str


@frozen(kw_only=True)
class FileSource:
    """An uploaded file. https://platform.claude.com/docs/en/build-with-claude/files"""

    type: Literal["file"] = "file"
    file_id: str


@frozen(kw_only=True)
class TextSource:
    """A text."""

    type: Literal["text"] = "text"
    data: str
    media_type: Literal["text/plain"] = "text/plain"


@frozen(kw_only=True)
class ContentSource:
    """A document in parts of your own, which citations count."""

    type: Literal["content"] = "content"
    content: str | Sequence[PlainContent]


# --- Citations. https://platform.claude.com/docs/en/build-with-claude/citations -----------------------------


@frozen(kw_only=True)
class CharLocation:
    """A place in a text, in characters: 0-based, the end exclusive."""

    type: Literal["char_location"] = "char_location"
    cited_text: str
    document_index: int
    document_title: str | None = None
    end_char_index: int
    start_char_index: int
    file_id: str | None = None


@frozen(kw_only=True)
class PageLocation:
    """A place in a PDF, in pages: 1-based, the end exclusive."""

    type: Literal["page_location"] = "page_location"
    cited_text: str
    document_index: int
    document_title: str | None = None
    end_page_number: int
    start_page_number: int
    file_id: str | None = None


@frozen(kw_only=True)
class ContentBlockLocation:
    """A place in a document of parts: 0-based, the end exclusive."""

    type: Literal["content_block_location"] = "content_block_location"
    cited_text: str
    document_index: int
    document_title: str | None = None
    end_block_index: int
    start_block_index: int
    file_id: str | None = None


@frozen(kw_only=True)
class WebSearchResultLocation:
    """A page that a search found."""

    type: Literal["web_search_result_location"] = "web_search_result_location"
    cited_text: str
    encrypted_index: str
    title: str | None = None
    url: str


@frozen(kw_only=True)
class SearchResultLocation:
    """A place in a search result of yours."""

    type: Literal["search_result_location"] = "search_result_location"
    cited_text: str
    end_block_index: int
    search_result_index: int
    source: str
    start_block_index: int
    title: str | None = None


# --- Blocks: what messages are made of. They go in and come out; some fields are of one direction only ------


@frozen(kw_only=True)
class Text:
    """Text."""

    type: Literal["text"] = "text"
    text: str
    cache_control: CacheControl | None = None
    citations: Sequence[Citation] | None = None


@frozen(kw_only=True)
class Image:
    """A picture. https://platform.claude.com/docs/en/build-with-claude/vision"""

    type: Literal["image"] = "image"
    source: ImageSource
    cache_control: CacheControl | None = None


@frozen(kw_only=True)
class Document:
    """A PDF or a text. https://platform.claude.com/docs/en/build-with-claude/pdf-support"""

    type: Literal["document"] = "document"
    source: Source
    cache_control: CacheControl | None = None
    citations: CitationsConfig | None = None
    context: str | None = None
    title: str | None = None


@frozen(kw_only=True)
class SearchResult:
    """A finding of your own search. https://platform.claude.com/docs/en/build-with-claude/search-results"""

    type: Literal["search_result"] = "search_result"
    content: Sequence[Text]
    source: str
    title: str
    cache_control: CacheControl | None = None
    citations: CitationsConfig | None = None


@frozen(kw_only=True)
class Thinking:
    """Thoughts, and the signature that they go back with. https://platform.claude.com/docs/en/build-with-claude/extended-thinking"""

    type: Literal["thinking"] = "thinking"
    signature: str | None = None  # llama.cpp leaves it out of a block that begins
    thinking: str


@frozen(kw_only=True)
class RedactedThinking:
    """Thoughts that are encrypted."""

    type: Literal["redacted_thinking"] = "redacted_thinking"
    data: str


@frozen(kw_only=True)
class ToolUse:
    """A call of a tool of yours."""

    type: Literal["tool_use"] = "tool_use"
    id: str
    name: str
    input: JsonObject
    cache_control: CacheControl | None = None
    caller: Caller | None = None


@frozen(kw_only=True)
class ToolResult:
    """What a tool of yours answered."""

    type: Literal["tool_result"] = "tool_result"
    tool_use_id: str
    cache_control: CacheControl | None = None
    content: str | Sequence[ToolContent] | None = None
    is_error: bool | None = None


@frozen(kw_only=True)
class ServerToolUse:
    """A call of a tool on the server."""

    type: Literal["server_tool_use"] = "server_tool_use"
    id: str
    name: Annotated[
        str,
        Listed(
            "advisor",
            "web_search",
            "web_fetch",
            "code_execution",
            "bash_code_execution",
            "text_editor_code_execution",
            "tool_search_tool_regex",
            "tool_search_tool_bm25",
        ),
    ]
    input: JsonObject
    cache_control: CacheControl | None = None
    caller: Caller | None = None


@frozen(kw_only=True)
class WebSearchResult:
    """A page that was found."""

    type: Literal["web_search_result"] = "web_search_result"
    encrypted_content: str
    title: str
    url: str
    page_age: str | None = None


@frozen(kw_only=True)
class WebSearchToolResultError:
    """A search that failed."""

    type: Literal["web_search_tool_result_error"] = "web_search_tool_result_error"
    error_code: WebSearchToolResultErrorCode


@frozen(kw_only=True)
class WebSearchToolResult:
    """What a search found. https://platform.claude.com/docs/en/agents-and-tools/tool-use/web-search-tool"""

    type: Literal["web_search_tool_result"] = "web_search_tool_result"
    content: Sequence[WebSearchResult] | WebSearchToolResultError
    tool_use_id: str
    cache_control: CacheControl | None = None
    caller: Caller | None = None


@frozen(kw_only=True)
class WebFetchResult:
    """A page that was fetched."""

    type: Literal["web_fetch_result"] = "web_fetch_result"
    content: Document
    url: str
    retrieved_at: str | None = None


@frozen(kw_only=True)
class WebFetchToolResultError:
    """A page that could not be fetched."""

    type: Literal["web_fetch_tool_result_error"] = "web_fetch_tool_result_error"
    error_code: WebFetchToolResultErrorCode


@frozen(kw_only=True)
class WebFetchToolResult:
    """What was fetched. https://platform.claude.com/docs/en/agents-and-tools/tool-use/web-fetch-tool"""

    type: Literal["web_fetch_tool_result"] = "web_fetch_tool_result"
    content: WebFetchContent
    tool_use_id: str
    cache_control: CacheControl | None = None
    caller: Caller | None = None


@frozen(kw_only=True)
class AdvisorResult:
    """Another model's advice."""

    type: Literal["advisor_result"] = "advisor_result"
    text: str
    stop_reason: StopReason | None = None  # recorded, not in the specification


@frozen(kw_only=True)
class AdvisorRedactedResult:
    """Another model's advice, encrypted."""

    type: Literal["advisor_redacted_result"] = "advisor_redacted_result"
    encrypted_content: str
    stop_reason: StopReason | None = None  # recorded, not in the specification


@frozen(kw_only=True)
class AdvisorToolResultError:
    """No advice came."""

    type: Literal["advisor_tool_result_error"] = "advisor_tool_result_error"
    error_code: AdvisorToolResultErrorCode


@frozen(kw_only=True)
class AdvisorToolResult:
    """What the advisor said. https://platform.claude.com/docs/en/agents-and-tools/tool-use/advisor-tool"""

    type: Literal["advisor_tool_result"] = "advisor_tool_result"
    content: AdvisorContent
    tool_use_id: str
    cache_control: CacheControl | None = None


@frozen(kw_only=True)
class CodeExecutionOutput:
    """A file that a program made."""

    type: Literal["code_execution_output"] = "code_execution_output"
    file_id: str


@frozen(kw_only=True)
class CodeExecutionResult:
    """What a program printed and made."""

    type: Literal["code_execution_result"] = "code_execution_result"
    content: Sequence[CodeExecutionOutput]
    return_code: int
    stderr: str
    stdout: str
    abort_reason: str | None = None  # recorded, not in the specification


@frozen(kw_only=True)
class EncryptedCodeExecutionResult:
    """The same, with its output encrypted."""

    type: Literal["encrypted_code_execution_result"] = "encrypted_code_execution_result"
    content: Sequence[CodeExecutionOutput]
    encrypted_stdout: str
    return_code: int
    stderr: str


@frozen(kw_only=True)
class CodeExecutionToolResultError:
    """A program that could not run."""

    type: Literal["code_execution_tool_result_error"] = "code_execution_tool_result_error"
    error_code: CodeExecutionToolResultErrorCode


@frozen(kw_only=True)
class CodeExecutionToolResult:
    """A program has run. https://platform.claude.com/docs/en/agents-and-tools/tool-use/code-execution-tool"""

    type: Literal["code_execution_tool_result"] = "code_execution_tool_result"
    content: CodeExecutionContent
    tool_use_id: str
    cache_control: CacheControl | None = None


@frozen(kw_only=True)
class BashCodeExecutionOutput:
    """A file that a command made."""

    type: Literal["bash_code_execution_output"] = "bash_code_execution_output"
    file_id: str


@frozen(kw_only=True)
class BashCodeExecutionResult:
    """What a command printed and made."""

    type: Literal["bash_code_execution_result"] = "bash_code_execution_result"
    content: Sequence[BashCodeExecutionOutput]
    return_code: int
    stderr: str
    stdout: str


@frozen(kw_only=True)
class BashCodeExecutionToolResultError:
    """A command that could not run."""

    type: Literal["bash_code_execution_tool_result_error"] = "bash_code_execution_tool_result_error"
    error_code: BashCodeExecutionToolResultErrorCode


@frozen(kw_only=True)
class BashCodeExecutionToolResult:
    """A command has run on the server."""

    type: Literal["bash_code_execution_tool_result"] = "bash_code_execution_tool_result"
    content: BashCodeExecutionContent
    tool_use_id: str
    cache_control: CacheControl | None = None


@frozen(kw_only=True)
class TextEditorCodeExecutionViewResult:
    """A file was looked at."""

    type: Literal["text_editor_code_execution_view_result"] = "text_editor_code_execution_view_result"
    content: str
    file_type: Annotated[str, Listed("text", "image", "pdf")]
    num_lines: int | None = None
    start_line: int | None = None
    total_lines: int | None = None


@frozen(kw_only=True)
class TextEditorCodeExecutionCreateResult:
    """A file was written."""

    type: Literal["text_editor_code_execution_create_result"] = "text_editor_code_execution_create_result"
    is_file_update: bool


@frozen(kw_only=True)
class TextEditorCodeExecutionStrReplaceResult:
    """A file was changed."""

    type: Literal["text_editor_code_execution_str_replace_result"] = "text_editor_code_execution_str_replace_result"
    lines: Sequence[str] | None = None
    new_lines: int | None = None
    new_start: int | None = None
    old_lines: int | None = None
    old_start: int | None = None


@frozen(kw_only=True)
class TextEditorCodeExecutionToolResultError:
    """A file could not be edited."""

    type: Literal["text_editor_code_execution_tool_result_error"] = "text_editor_code_execution_tool_result_error"
    error_code: TextEditorCodeExecutionToolResultErrorCode
    error_message: str | None = None


@frozen(kw_only=True)
class TextEditorCodeExecutionToolResult:
    """A file was edited on the server."""

    type: Literal["text_editor_code_execution_tool_result"] = "text_editor_code_execution_tool_result"
    content: TextEditorCodeExecutionContent
    tool_use_id: str
    cache_control: CacheControl | None = None


@frozen(kw_only=True)
class ToolReference:
    """The name of a tool that was found."""

    type: Literal["tool_reference"] = "tool_reference"
    tool_name: str
    cache_control: CacheControl | None = None


@frozen(kw_only=True)
class ToolSearchResult:
    """The tools that were found."""

    type: Literal["tool_search_tool_search_result"] = "tool_search_tool_search_result"
    tool_references: Sequence[ToolReference]


@frozen(kw_only=True)
class ToolSearchToolResultError:
    """A search for tools that failed."""

    type: Literal["tool_search_tool_result_error"] = "tool_search_tool_result_error"
    error_code: ToolSearchToolResultErrorCode
    error_message: str | None = None


@frozen(kw_only=True)
class ToolSearchToolResult:
    """A search for tools. https://platform.claude.com/docs/en/agents-and-tools/tool-use/tool-search-tool"""

    type: Literal["tool_search_tool_result"] = "tool_search_tool_result"
    content: ToolSearchContent
    tool_use_id: str
    cache_control: CacheControl | None = None


@frozen(kw_only=True)
class McpToolUse:
    """A call of a remote server's tool. https://platform.claude.com/docs/en/agents-and-tools/mcp-connector"""

    type: Literal["mcp_tool_use"] = "mcp_tool_use"
    id: str
    name: str
    input: JsonObject
    server_name: str
    cache_control: CacheControl | None = None


@frozen(kw_only=True)
class McpToolResult:
    """What a remote server's tool answered."""

    type: Literal["mcp_tool_result"] = "mcp_tool_result"
    tool_use_id: str
    cache_control: CacheControl | None = None
    content: str | Sequence[Text] | None = None
    is_error: bool | None = None


@frozen(kw_only=True)
class NamedTool:
    """A tool by its name. Recorded, not in the specification."""

    type: Literal["tool_reference"] = "tool_reference"
    name: str


@frozen(kw_only=True)
class ToolAddition:
    """A tool that is offered from here on, in a message of the system. Recorded, not in the specification."""

    type: Literal["tool_addition"] = "tool_addition"
    tool: NamedTool


@frozen(kw_only=True)
class ContainerUpload:
    """A file in the container where programs run."""

    type: Literal["container_upload"] = "container_upload"
    file_id: str
    cache_control: CacheControl | None = None


@frozen(kw_only=True)
class Compaction:
    """What an earlier conversation comes down to. https://platform.claude.com/docs/en/build-with-claude/compaction"""

    type: Literal["compaction"] = "compaction"
    content: str | None = None
    cache_control: CacheControl | None = None
    encrypted_content: str | None = None


# --- Tools. https://platform.claude.com/docs/en/agents-and-tools/tool-use/overview --------------------------


@frozen(kw_only=True)
class Tool:
    """A function of yours."""

    type: Literal["custom"] | None = None
    name: str
    input_schema: JsonObject
    description: str | None = None
    cache_control: CacheControl | None = None
    strict: bool | None = None
    eager_input_streaming: bool | None = None
    allowed_callers: Sequence[AllowedCaller] | None = None
    defer_loading: bool | None = None
    input_examples: Sequence[JsonObject] | None = None


@frozen(kw_only=True)
class Bash:
    """Commands that you run. https://platform.claude.com/docs/en/agents-and-tools/tool-use/bash-tool"""

    type: Literal["bash_20250124", "bash_20241022"] = "bash_20250124"
    name: Literal["bash"] = "bash"
    allowed_callers: Sequence[AllowedCaller] | None = None
    cache_control: CacheControl | None = None
    defer_loading: bool | None = None
    input_examples: Sequence[JsonObject] | None = None
    strict: bool | None = None


@frozen(kw_only=True)
class TextEditor:
    """Edits of files that you make. https://platform.claude.com/docs/en/agents-and-tools/tool-use/text-editor-tool"""

    type: Literal["text_editor_20250728", "text_editor_20250429", "text_editor_20250124", "text_editor_20241022"] = (
        "text_editor_20250728"
    )
    name: Literal["str_replace_based_edit_tool", "str_replace_editor"] = "str_replace_based_edit_tool"
    allowed_callers: Sequence[AllowedCaller] | None = None
    cache_control: CacheControl | None = None
    defer_loading: bool | None = None
    input_examples: Sequence[JsonObject] | None = None
    max_characters: int | None = None
    strict: bool | None = None


@frozen(kw_only=True)
class Computer:
    """A computer that you let be used. https://platform.claude.com/docs/en/agents-and-tools/tool-use/computer-use-tool"""

    type: Literal["computer_20251124", "computer_20250124", "computer_20241022"] = "computer_20251124"
    name: Literal["computer"] = "computer"
    display_height_px: int
    display_width_px: int
    allowed_callers: Sequence[AllowedCaller] | None = None
    cache_control: CacheControl | None = None
    defer_loading: bool | None = None
    display_number: int | None = None
    enable_zoom: bool | None = None
    input_examples: Sequence[JsonObject] | None = None
    strict: bool | None = None


@frozen(kw_only=True)
class Memory:
    """Notes that you keep. https://platform.claude.com/docs/en/agents-and-tools/tool-use/memory-tool"""

    type: Literal["memory_20250818"] = "memory_20250818"
    name: Literal["memory"] = "memory"
    allowed_callers: Sequence[AllowedCaller] | None = None
    cache_control: CacheControl | None = None
    defer_loading: bool | None = None
    input_examples: Sequence[JsonObject] | None = None
    strict: bool | None = None


@frozen(kw_only=True)
class CodeExecution:
    """Runs programs. https://platform.claude.com/docs/en/agents-and-tools/tool-use/code-execution-tool"""

    type: Literal["code_execution_20250825", "code_execution_20260120", "code_execution_20250522"] = (
        "code_execution_20250825"
    )
    name: Literal["code_execution"] = "code_execution"
    allowed_callers: Sequence[AllowedCaller] | None = None
    cache_control: CacheControl | None = None
    defer_loading: bool | None = None
    strict: bool | None = None


@frozen(kw_only=True)
class WebSearch:
    """Searches the web. https://platform.claude.com/docs/en/agents-and-tools/tool-use/web-search-tool"""

    type: Literal["web_search_20250305", "web_search_20260209"] = "web_search_20250305"
    name: Literal["web_search"] = "web_search"
    allowed_callers: Sequence[AllowedCaller] | None = None
    allowed_domains: Sequence[str] | None = None
    blocked_domains: Sequence[str] | None = None
    cache_control: CacheControl | None = None
    defer_loading: bool | None = None
    max_uses: int | None = None
    strict: bool | None = None
    user_location: UserLocation | None = None


@frozen(kw_only=True)
class WebFetch:
    """Fetches pages. https://platform.claude.com/docs/en/agents-and-tools/tool-use/web-fetch-tool"""

    type: Literal["web_fetch_20250910", "web_fetch_20260209", "web_fetch_20260309"] = "web_fetch_20250910"
    name: Literal["web_fetch"] = "web_fetch"
    allowed_callers: Sequence[AllowedCaller] | None = None
    allowed_domains: Sequence[str] | None = None
    blocked_domains: Sequence[str] | None = None
    cache_control: CacheControl | None = None
    citations: CitationsConfig | None = None
    defer_loading: bool | None = None
    max_content_tokens: int | None = None
    max_uses: int | None = None
    strict: bool | None = None
    use_cache: bool | None = None


@frozen(kw_only=True)
class Advisor:
    """Asks another model for advice. https://platform.claude.com/docs/en/agents-and-tools/tool-use/advisor-tool"""

    type: Literal["advisor_20260301"] = "advisor_20260301"
    name: Literal["advisor"] = "advisor"
    model: str
    allowed_callers: Sequence[AllowedCaller] | None = None
    cache_control: CacheControl | None = None
    caching: CacheControl | None = None
    defer_loading: bool | None = None
    max_uses: int | None = None
    strict: bool | None = None
    max_tokens: int | None = None  # recorded, not in the specification


@frozen(kw_only=True)
class ToolSearchBm25:
    """Finds tools by their words. https://platform.claude.com/docs/en/agents-and-tools/tool-use/tool-search-tool"""

    type: Literal["tool_search_tool_bm25_20251119", "tool_search_tool_bm25"] = "tool_search_tool_bm25_20251119"
    name: Literal["tool_search_tool_bm25"] = "tool_search_tool_bm25"
    allowed_callers: Sequence[AllowedCaller] | None = None
    cache_control: CacheControl | None = None
    defer_loading: bool | None = None
    strict: bool | None = None


@frozen(kw_only=True)
class ToolSearchRegex:
    """Finds tools by patterns."""

    type: Literal["tool_search_tool_regex_20251119", "tool_search_tool_regex"] = "tool_search_tool_regex_20251119"
    name: Literal["tool_search_tool_regex"] = "tool_search_tool_regex"
    allowed_callers: Sequence[AllowedCaller] | None = None
    cache_control: CacheControl | None = None
    defer_loading: bool | None = None
    strict: bool | None = None


@frozen(kw_only=True)
class McpToolConfig:
    """How a remote server's tools are offered."""

    defer_loading: bool | None = None
    enabled: bool | None = None


@frozen(kw_only=True)
class McpToolset:
    """The tools of a remote server. https://platform.claude.com/docs/en/agents-and-tools/mcp-connector"""

    type: Literal["mcp_toolset"] = "mcp_toolset"
    mcp_server_name: str
    cache_control: CacheControl | None = None
    configs: Mapping[str, McpToolConfig] | None = None
    default_config: McpToolConfig | None = None


@frozen(kw_only=True)
class McpServerTools:
    """Which of a remote server's tools are offered, in the connector's first form."""

    allowed_tools: Sequence[str] | None = None
    enabled: bool | None = None


@frozen(kw_only=True)
class McpServer:
    """A remote server of tools."""

    type: Literal["url"] = "url"
    name: str
    url: str
    authorization_token: str | None = field(default=None, repr=False)  # a secret
    tool_configuration: McpServerTools | None = None


@frozen(kw_only=True)
class ChooseAuto:
    """The model decides."""

    type: Literal["auto"] = "auto"
    disable_parallel_tool_use: bool | None = None


@frozen(kw_only=True)
class ChooseAny:
    """Some tool must be called."""

    type: Literal["any"] = "any"
    disable_parallel_tool_use: bool | None = None


@frozen(kw_only=True)
class ChooseTool:
    """This tool must be called."""

    type: Literal["tool"] = "tool"
    name: str
    disable_parallel_tool_use: bool | None = None


@frozen(kw_only=True)
class ChooseNone:
    """No tool may be called."""

    type: Literal["none"] = "none"


# --- How an answer is made ----------------------------------------------------------------------------------


@frozen(kw_only=True)
class ThinkingEnabled:
    """It thinks, with a budget. https://platform.claude.com/docs/en/build-with-claude/extended-thinking"""

    type: Literal["enabled"] = "enabled"
    budget_tokens: int
    display: ThinkingDisplayMode | None = None


@frozen(kw_only=True)
class ThinkingAdaptive:
    """It thinks as much as it needs. https://platform.claude.com/docs/en/build-with-claude/adaptive-thinking"""

    type: Literal["adaptive"] = "adaptive"
    display: ThinkingDisplayMode | None = None


@frozen(kw_only=True)
class ThinkingDisabled:
    """It does not think."""

    type: Literal["disabled"] = "disabled"


@frozen(kw_only=True)
class JsonFormat:
    """The answer is JSON of a schema. https://platform.claude.com/docs/en/build-with-claude/structured-outputs"""

    type: Literal["json_schema"] = "json_schema"
    schema: JsonObject


@frozen(kw_only=True)
class TaskBudget:
    """A budget that the model knows of. https://platform.claude.com/docs/en/build-with-claude/task-budgets"""

    type: Literal["tokens"] = "tokens"
    total: int
    remaining: int | None = None


@frozen(kw_only=True)
class OutputConfig:
    """Effort and form. https://platform.claude.com/docs/en/build-with-claude/effort"""

    effort: EffortLevel | None = None
    format: JsonFormat | None = None
    task_budget: TaskBudget | None = None


@frozen(kw_only=True)
class InputTokens:
    """A number of tokens of input."""

    type: Literal["input_tokens"] = "input_tokens"
    value: int


@frozen(kw_only=True)
class ToolUses:
    """A number of calls of tools."""

    type: Literal["tool_uses"] = "tool_uses"
    value: int


@frozen(kw_only=True)
class ThinkingTurns:
    """A number of turns with thoughts."""

    type: Literal["thinking_turns"] = "thinking_turns"
    value: int


@frozen(kw_only=True)
class AllThinkingTurns:
    """All turns with thoughts."""

    type: Literal["all"] = "all"


@frozen(kw_only=True)
class ClearToolUses:
    """Old calls of tools are taken out of the context."""

    type: Literal["clear_tool_uses_20250919"] = "clear_tool_uses_20250919"
    clear_at_least: InputTokens | None = None
    clear_tool_inputs: bool | Sequence[str] | None = None
    exclude_tools: Sequence[str] | None = None
    keep: ToolUses | None = None
    trigger: Trigger | None = None


@frozen(kw_only=True)
class ClearThinking:
    """Old thoughts are taken out of the context."""

    type: Literal["clear_thinking_20251015"] = "clear_thinking_20251015"
    keep: KeptThinking | Literal["all"] | None = None


@frozen(kw_only=True)
class Compact:
    """The conversation is made short when it is long."""

    type: Literal["compact_20260112"] = "compact_20260112"
    instructions: str | None = None
    pause_after_compaction: bool | None = None
    trigger: InputTokens | None = None


@frozen(kw_only=True)
class ContextManagement:
    """How the context is kept small. https://platform.claude.com/docs/en/build-with-claude/context-editing"""

    edits: Sequence[ContextEdit] | None = None


@frozen(kw_only=True)
class Metadata:
    """Your id for the end user."""

    user_id: str | None = None


@frozen(kw_only=True)
class InputMessage:
    """A message of the conversation. https://platform.claude.com/docs/en/api/messages/create"""

    content: str | Sequence[Block]
    role: Annotated[str, Listed("user", "assistant", "system")]  # "system" is recorded, not in the specification


@frozen(kw_only=True)
class MessageRequest:
    """``POST /messages``. https://platform.claude.com/docs/en/api/messages/create"""

    model: str
    messages: Sequence[InputMessage]
    max_tokens: int
    cache_control: CacheControl | None = None
    container: ContainerParams | str | None = None
    context_management: ContextManagement | None = None
    inference_geo: str | None = None
    mcp_servers: Sequence[McpServer] | None = None
    metadata: Metadata | None = None
    output_config: OutputConfig | None = None
    output_format: JsonFormat | None = None
    service_tier: Annotated[str, Listed("auto", "standard_only")] | None = None
    speed: Speed | None = None
    stop_sequences: Sequence[str] | None = None
    stream: bool | None = None
    system: str | Sequence[Text] | None = None
    temperature: float | None = None
    thinking: ThinkingConfig | None = None
    tool_choice: ToolChoice | None = None
    tools: Sequence[AnyTool] | None = None
    top_k: int | None = None
    top_p: float | None = None
    user_profile_id: str | None = None


@frozen(kw_only=True)
class CountTokensRequest:
    """``POST /messages/count_tokens``. https://platform.claude.com/docs/en/api/messages/count_tokens"""

    model: str
    messages: Sequence[InputMessage]
    cache_control: CacheControl | None = None
    context_management: ContextManagement | None = None
    mcp_servers: Sequence[McpServer] | None = None
    output_config: OutputConfig | None = None
    output_format: JsonFormat | None = None
    speed: Speed | None = None
    system: str | Sequence[Text] | None = None
    thinking: ThinkingConfig | None = None
    tool_choice: ToolChoice | None = None
    tools: Sequence[AnyTool] | None = None


# --- Answers ------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class CountedContext:
    """What the input would be if nothing were taken out of it."""

    original_input_tokens: int


@frozen(kw_only=True)
class CountTokensResponse:
    """How many tokens a request has."""

    context_management: CountedContext | None = None
    input_tokens: int


@frozen(kw_only=True)
class ClearedToolUses:
    """Calls of tools that were taken out of the context."""

    type: Literal["clear_tool_uses_20250919"] = "clear_tool_uses_20250919"
    cleared_input_tokens: int
    cleared_tool_uses: int


@frozen(kw_only=True)
class ClearedThinking:
    """Thoughts that were taken out of the context."""

    type: Literal["clear_thinking_20251015"] = "clear_thinking_20251015"
    cleared_input_tokens: int
    cleared_thinking_turns: int


@frozen(kw_only=True)
class AppliedEdits:
    """What was taken out of the context."""

    applied_edits: Sequence[AppliedEdit]


@frozen(kw_only=True)
class CacheCreation:
    """Tokens that were written to the cache, by how long they are kept."""

    ephemeral_1h_input_tokens: int
    ephemeral_5m_input_tokens: int


@frozen(kw_only=True)
class ServerToolUsage:
    """How often tools on the server were called."""

    web_fetch_requests: int | None = None  # older recordings lack it
    web_search_requests: int


@frozen(kw_only=True)
class MessageIteration:
    """One sampling's tokens."""

    type: Literal["message"] = "message"
    cache_creation: CacheCreation | None = None
    cache_creation_input_tokens: int
    cache_read_input_tokens: int
    input_tokens: int
    output_tokens: int


@frozen(kw_only=True)
class CompactionIteration:
    """A compaction's tokens."""

    type: Literal["compaction"] = "compaction"
    cache_creation: CacheCreation | None = None
    cache_creation_input_tokens: int
    cache_read_input_tokens: int
    input_tokens: int
    output_tokens: int


@frozen(kw_only=True)
class AdvisorIteration:
    """An advisor's tokens."""

    type: Literal["advisor_message"] = "advisor_message"
    model: str
    cache_creation: CacheCreation | None = None
    cache_creation_input_tokens: int
    cache_read_input_tokens: int
    input_tokens: int
    output_tokens: int


@frozen(kw_only=True)
class OutputTokensDetails:
    """Of the output, what was thought. Recorded, not in the specification."""

    thinking_tokens: int | None = None


@frozen(kw_only=True)
class Usage:
    """Tokens. The input is what was neither read from the cache nor written to it."""

    cache_creation: CacheCreation | None = None
    cache_creation_input_tokens: int | None = None
    cache_read_input_tokens: int | None = None
    inference_geo: str | None = None
    input_tokens: int
    iterations: Sequence[Iteration] | None = None
    output_tokens: int
    server_tool_use: ServerToolUsage | None = None
    service_tier: Annotated[str, Listed("standard", "priority", "batch")] | None = None
    speed: Speed | None = None
    output_tokens_details: OutputTokensDetails | None = None  # recorded, not in the specification


@frozen(kw_only=True)
class MessageDeltaUsage:
    """The same, at the end of a stream."""

    cache_creation_input_tokens: int | None = None
    cache_read_input_tokens: int | None = None
    input_tokens: int | None = None
    iterations: Sequence[Iteration] | None = None
    output_tokens: int
    server_tool_use: ServerToolUsage | None = None
    output_tokens_details: OutputTokensDetails | None = None  # recorded, not in the specification


@frozen(kw_only=True)
class RefusalDetails:
    """Why the model declined."""

    type: Literal["refusal"] = "refusal"
    category: Annotated[str, Listed("cyber", "bio")] | None = None
    explanation: str | None = None


@frozen(kw_only=True)
class Message:
    """A whole answer. https://platform.claude.com/docs/en/api/messages/create"""

    type: Literal["message"] = "message"
    id: str
    model: str
    role: Literal["assistant"] = "assistant"
    content: Sequence[Block]
    stop_reason: StopReason | None = None
    stop_sequence: str | None = None
    stop_details: RefusalDetails | None = None
    usage: Usage
    context_management: AppliedEdits | None = None
    container: Container | None = None


# --- Events of a stream. https://platform.claude.com/docs/en/build-with-claude/streaming --------------------


@frozen(kw_only=True)
class TextDelta:
    """A piece of text."""

    type: Literal["text_delta"] = "text_delta"
    text: str


@frozen(kw_only=True)
class InputJsonDelta:
    """A piece of a call's input, as JSON text."""

    type: Literal["input_json_delta"] = "input_json_delta"
    partial_json: str


@frozen(kw_only=True)
class CitationsDelta:
    """A citation of the block."""

    type: Literal["citations_delta"] = "citations_delta"
    citation: Citation


@frozen(kw_only=True)
class ThinkingDelta:
    """A piece of thought."""

    type: Literal["thinking_delta"] = "thinking_delta"
    thinking: str


@frozen(kw_only=True)
class SignatureDelta:
    """The signature of the thoughts."""

    type: Literal["signature_delta"] = "signature_delta"
    signature: str


@frozen(kw_only=True)
class CompactionDelta:
    """What the conversation comes down to."""

    type: Literal["compaction_delta"] = "compaction_delta"
    content: str | None = None
    encrypted_content: str | None = None


@frozen(kw_only=True)
class MessageDelta:
    """Why the answer ended."""

    container: Container | None = None
    stop_details: RefusalDetails | None = None
    stop_reason: StopReason | None = None
    stop_sequence: str | None = None


@frozen(kw_only=True)
class MessageStartEvent:
    """An answer begins."""

    type: Literal["message_start"] = "message_start"
    message: Message


@frozen(kw_only=True)
class ContentBlockStartEvent:
    """A block begins."""

    type: Literal["content_block_start"] = "content_block_start"
    content_block: Block
    index: int


@frozen(kw_only=True)
class ContentBlockDeltaEvent:
    """A piece of a block."""

    type: Literal["content_block_delta"] = "content_block_delta"
    delta: Delta
    index: int


@frozen(kw_only=True)
class ContentBlockStopEvent:
    """A block is whole."""

    type: Literal["content_block_stop"] = "content_block_stop"
    index: int


@frozen(kw_only=True)
class MessageDeltaEvent:
    """The answer ends."""

    type: Literal["message_delta"] = "message_delta"
    context_management: AppliedEdits | None = None
    delta: MessageDelta
    usage: MessageDeltaUsage


@frozen(kw_only=True)
class MessageStopEvent:
    """The answer is over."""

    type: Literal["message_stop"] = "message_stop"


@frozen(kw_only=True)
class Ping:
    """The server is there."""

    type: Literal["ping"] = "ping"


# --- Errors. https://platform.claude.com/docs/en/api/errors -------------------------------------------------


@frozen(kw_only=True)
class ErrorDetail:
    """What went wrong, in a word and in words."""

    type: Annotated[
        str,
        Listed(
            "api_error",
            "authentication_error",
            "billing_error",
            "timeout_error",
            "invalid_request_error",
            "not_found_error",
            "overloaded_error",
            "permission_error",
            "rate_limit_error",
        ),
    ]
    message: str


@frozen(kw_only=True)
class ErrorResponse:
    """What went wrong; an event of a stream, too."""

    type: Literal["error"] = "error"
    error: ErrorDetail
    request_id: str | None = None


# --- Models. https://platform.claude.com/docs/en/api/models/list --------------------------------------------


@frozen(kw_only=True)
class CapabilitySupport:
    """Whether a model can do something."""

    supported: bool


@frozen(kw_only=True)
class ContextManagementCapability:
    """How a model can keep its context small."""

    clear_thinking_20251015: CapabilitySupport | None = None
    clear_tool_uses_20250919: CapabilitySupport | None = None
    compact_20260112: CapabilitySupport | None = None
    supported: bool


@frozen(kw_only=True)
class EffortCapability:
    """Which efforts a model knows."""

    high: CapabilitySupport
    low: CapabilitySupport
    max: CapabilitySupport
    medium: CapabilitySupport
    supported: bool
    xhigh: CapabilitySupport | None = None


@frozen(kw_only=True)
class ThinkingTypes:
    """In which ways a model thinks."""

    adaptive: CapabilitySupport
    enabled: CapabilitySupport


@frozen(kw_only=True)
class ThinkingCapability:
    """Whether a model thinks."""

    supported: bool
    types: ThinkingTypes


@frozen(kw_only=True)
class ModelCapabilities:
    """What a model can do."""

    batch: CapabilitySupport
    citations: CapabilitySupport
    code_execution: CapabilitySupport
    context_management: ContextManagementCapability
    effort: EffortCapability
    image_input: CapabilitySupport
    pdf_input: CapabilitySupport
    structured_outputs: CapabilitySupport
    thinking: ThinkingCapability


@frozen(kw_only=True)
class Model:
    """A model."""

    type: Literal["model"] = "model"
    id: str
    capabilities: ModelCapabilities | None = None
    created_at: str
    display_name: str
    max_input_tokens: int | None = None
    max_tokens: int | None = None


@frozen(kw_only=True)
class ModelList:
    """A page of models."""

    data: Sequence[Model]
    first_id: str | None = None
    has_more: bool
    last_id: str | None = None


# --- Files. https://platform.claude.com/docs/en/api/files-list ----------------------------------------------


@frozen(kw_only=True)
class FileScope:
    """Where a file belongs."""

    type: Literal["session"] = "session"
    id: str


@frozen(kw_only=True)
class File:
    """An uploaded file, or one that a program made."""

    type: Literal["file"] = "file"
    id: str
    created_at: str
    filename: str
    mime_type: str
    size_bytes: int
    downloadable: bool | None = None
    scope: FileScope | None = None


@frozen(kw_only=True)
class FileList:
    """A page of files."""

    data: Sequence[File]
    first_id: str | None = None
    has_more: bool | None = None
    last_id: str | None = None


@frozen(kw_only=True)
class FileDeleted:
    """A file is gone."""

    type: Literal["file_deleted"] = "file_deleted"
    id: str


# --- Batches. https://platform.claude.com/docs/en/build-with-claude/batch-processing ------------------------


@frozen(kw_only=True)
class BatchEntry:
    """One request of a batch, under an id of yours."""

    custom_id: str
    params: MessageRequest


@frozen(kw_only=True)
class BatchRequest:
    """``POST /messages/batches``."""

    requests: Sequence[BatchEntry]


@frozen(kw_only=True)
class BatchCounts:
    """How far a batch's requests are."""

    canceled: int
    errored: int
    expired: int
    processing: int
    succeeded: int


@frozen(kw_only=True)
class Batch:
    """Many requests in one job."""

    type: Literal["message_batch"] = "message_batch"
    id: str
    archived_at: str | None = None
    cancel_initiated_at: str | None = None
    created_at: str
    ended_at: str | None = None
    expires_at: str
    processing_status: Annotated[str, Listed("in_progress", "canceling", "ended")]
    request_counts: BatchCounts
    results_url: str | None = None


@frozen(kw_only=True)
class BatchList:
    """A page of batches."""

    data: Sequence[Batch]
    first_id: str | None = None
    has_more: bool
    last_id: str | None = None


@frozen(kw_only=True)
class BatchDeleted:
    """A batch is gone."""

    type: Literal["message_batch_deleted"] = "message_batch_deleted"
    id: str


@frozen(kw_only=True)
class Succeeded:
    """An answer."""

    type: Literal["succeeded"] = "succeeded"
    message: Message


@frozen(kw_only=True)
class Errored:
    """An error."""

    type: Literal["errored"] = "errored"
    error: ErrorResponse


@frozen(kw_only=True)
class Canceled:
    """It was cancelled."""

    type: Literal["canceled"] = "canceled"


@frozen(kw_only=True)
class Expired:
    """It came too late."""

    type: Literal["expired"] = "expired"


@frozen(kw_only=True)
class BatchLine:
    """What became of one request."""

    custom_id: str
    result: BatchResult


# --- Text completions, the older API ------------------------------------------------------------------------


@frozen(kw_only=True)
class CompletionRequest:
    """``POST /complete``."""

    model: str
    prompt: str
    max_tokens_to_sample: int
    stop_sequences: Sequence[str] | None = None
    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None
    metadata: Metadata | None = None
    stream: bool | None = None


@frozen(kw_only=True)
class Completion:
    """The text that follows a prompt."""

    type: Literal["completion"] = "completion"
    id: str
    model: str
    completion: str
    stop_reason: str | None = None


# --- Unions: by their tag ------------------------------------------------------------------------------------

Caller: TypeAlias = DirectCaller | ServerToolCaller | Unknown

ImageSource: TypeAlias = Base64Source | FileSource | UrlSource | Unknown

Source: TypeAlias = Base64Source | UrlSource | TextSource | ContentSource | FileSource | Unknown
"""Where a document comes from."""

Citation: TypeAlias = (
    CharLocation | ContentBlockLocation | PageLocation | SearchResultLocation | WebSearchResultLocation | Unknown
)
"""What a text rests on."""

PlainContent: TypeAlias = Image | Text | Unknown

ToolContent: TypeAlias = Document | Image | SearchResult | Text | ToolReference | Unknown

WebFetchContent: TypeAlias = WebFetchResult | WebFetchToolResultError | Unknown

AdvisorContent: TypeAlias = AdvisorRedactedResult | AdvisorResult | AdvisorToolResultError | Unknown

CodeExecutionContent: TypeAlias = (
    CodeExecutionResult | CodeExecutionToolResultError | EncryptedCodeExecutionResult | Unknown
)

BashCodeExecutionContent: TypeAlias = BashCodeExecutionResult | BashCodeExecutionToolResultError | Unknown

TextEditorCodeExecutionContent: TypeAlias = (
    TextEditorCodeExecutionCreateResult
    | TextEditorCodeExecutionStrReplaceResult
    | TextEditorCodeExecutionToolResultError
    | TextEditorCodeExecutionViewResult
    | Unknown
)

ToolSearchContent: TypeAlias = ToolSearchResult | ToolSearchToolResultError | Unknown

Block: TypeAlias = (
    Text
    | Image
    | Document
    | SearchResult
    | Thinking
    | RedactedThinking
    | ToolUse
    | ToolResult
    | ServerToolUse
    | WebSearchToolResult
    | WebFetchToolResult
    | AdvisorToolResult
    | CodeExecutionToolResult
    | BashCodeExecutionToolResult
    | TextEditorCodeExecutionToolResult
    | ToolSearchToolResult
    | ToolReference
    | McpToolUse
    | McpToolResult
    | ToolAddition
    | ContainerUpload
    | Compaction
    | Unknown
)
"""What a message is made of."""

AnyTool: TypeAlias = (
    Advisor
    | Bash
    | CodeExecution
    | Computer
    | McpToolset
    | Memory
    | TextEditor
    | Tool
    | ToolSearchBm25
    | ToolSearchRegex
    | WebFetch
    | WebSearch
    | Unknown
)
"""Tools of yours, and those on the server."""

ToolChoice: TypeAlias = ChooseAuto | ChooseAny | ChooseTool | ChooseNone | Unknown

ThinkingConfig: TypeAlias = ThinkingEnabled | ThinkingAdaptive | ThinkingDisabled | Unknown

KeptThinking: TypeAlias = AllThinkingTurns | ThinkingTurns | Unknown

Trigger: TypeAlias = InputTokens | ToolUses | Unknown

ContextEdit: TypeAlias = ClearThinking | ClearToolUses | Compact | Unknown

AppliedEdit: TypeAlias = ClearedThinking | ClearedToolUses | Unknown

Iteration: TypeAlias = MessageIteration | CompactionIteration | AdvisorIteration | Unknown

Delta: TypeAlias = (
    CitationsDelta | CompactionDelta | InputJsonDelta | SignatureDelta | TextDelta | ThinkingDelta | Unknown
)

Event: TypeAlias = (
    MessageStartEvent
    | ContentBlockStartEvent
    | ContentBlockDeltaEvent
    | ContentBlockStopEvent
    | MessageDeltaEvent
    | MessageStopEvent
    | Ping
    | ErrorResponse
    | Unknown
)
"""What a stream is made of."""

BatchResult: TypeAlias = Canceled | Errored | Expired | Succeeded | Unknown


def _by_tag(union: Any) -> dict[str, type[Any]]:
    """The classes of a tagged union, by each value of their tag."""
    classes = [cls for cls in get_args(union) if cls is not Unknown]
    return {tag: cls for cls in classes for tag in tag_values(cls, "type") if tag is not None}


EVENTS: Final = _by_tag(Event)
"""Every stream event, by its type."""
BLOCKS: Final = _by_tag(Block)
"""Every block, by its type."""
TOOLS: Final = _by_tag(AnyTool)
"""Every tool, by its type; a function of yours needs none."""
