"""Raw: every type of the OpenAI Responses API, as on the wire. https://platform.openai.com/docs/api-reference/responses

The rule here: field names are the wire's. Words are open (``Listed``), unions end in ``Unknown``, None is left out.
What recordings have and the specification lacks says so in a comment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, Literal, TypeAlias, get_args

from attrs import field, frozen

from ...wiretypes import EXPLICIT_NULL, Listed, Unknown, tag_values
from .._openai_embeddings.raw import Embedding as Embedding
from .._openai_embeddings.raw import EmbeddingsRequest as EmbeddingsRequest
from .._openai_embeddings.raw import EmbeddingsResponse as EmbeddingsResponse
from .._openai_embeddings.raw import EmbeddingsUsage as EmbeddingsUsage

# --- Words of the wire --------------------------------------------------------------------------------------


ReasoningEffort: TypeAlias = Annotated[str, Listed("none", "minimal", "low", "medium", "high", "xhigh", "max")]
"""How much a reasoning model thinks. https://platform.openai.com/docs/guides/reasoning"""

ReasoningSummaryMode: TypeAlias = Annotated[str, Listed("auto", "concise", "detailed")]
"""How long the summary of the thoughts is."""

ServiceTier: TypeAlias = Annotated[str, Listed("auto", "default", "flex", "priority", "scale", "fast", "ultrafast")]
"""Price and speed. https://platform.openai.com/docs/guides/flex-processing"""

Truncation: TypeAlias = Annotated[str, Listed("auto", "disabled")]
"""What happens to input that is longer than the context."""

Background: TypeAlias = Annotated[str, Listed("transparent", "opaque", "auto")]
"""What is behind the things in a picture."""

Verbosity: TypeAlias = Annotated[str, Listed("low", "medium", "high")]
"""How wordy the text is."""

ResponseStatus: TypeAlias = Annotated[
    str, Listed("completed", "failed", "in_progress", "cancelled", "queued", "incomplete")
]
"""How far a response is."""

ItemStatus: TypeAlias = Annotated[str, Listed("in_progress", "completed", "incomplete")]
"""How far an item is."""

Role: TypeAlias = Annotated[
    str, Listed("user", "assistant", "system", "developer", "unknown", "critic", "discriminator", "tool")
]
"""Who speaks."""

Phase: TypeAlias = Annotated[str, Listed("commentary", "final_answer")]
"""Whether a message is said on the way, or is the answer."""

ImageDetail: TypeAlias = Annotated[str, Listed("low", "high", "auto", "original")]
"""How closely a picture is looked at."""

AllowedCaller: TypeAlias = Annotated[str, Listed("direct", "programmatic")]
"""Who may call a tool: the model itself, or a program it writes."""

SearchContextSize: TypeAlias = Annotated[str, Listed("low", "medium", "high")]
"""How much of the found pages goes to the model."""

PromptCacheRetention: TypeAlias = Annotated[str, Listed("in_memory", "in-memory", "24h")]
"""How long a cached prompt is kept. (The documentation also spells the first one with a hyphen.)"""

Include: TypeAlias = Annotated[
    str,
    Listed(
        "file_search_call.results",
        "web_search_call.results",
        "web_search_call.action.sources",
        "message.input_image.image_url",
        "computer_call_output.output.image_url",
        "code_interpreter_call.outputs",
        "reasoning.encrypted_content",
        "message.output_text.logprobs",
    ),
]
"""What an answer holds only when it is asked for."""

ErrorCode: TypeAlias = Annotated[
    str,
    Listed(
        "server_error",
        "rate_limit_exceeded",
        "invalid_prompt",
        "data_residency_mismatch",
        "bio_policy",
        "vector_store_timeout",
        "invalid_image",
        "invalid_image_format",
        "invalid_base64_image",
        "invalid_image_url",
        "image_too_large",
        "image_too_small",
        "image_parse_error",
        "image_content_policy_violation",
        "invalid_image_mode",
        "image_file_too_large",
        "unsupported_image_media_type",
        "empty_image_file",
        "failed_to_download_image",
        "image_file_not_found",
    ),
]
"""Why a response failed."""

ImageQuality: TypeAlias = Annotated[str, Listed("standard", "hd", "low", "medium", "high", "auto")]
"""How well a picture is made; which words a model takes differs."""

ImageFormat: TypeAlias = Annotated[str, Listed("png", "webp", "jpeg")]
"""How a picture is stored."""

ImageModeration: TypeAlias = Annotated[str, Listed("auto", "low")]
"""How strictly pictures are filtered."""

ImageAction: TypeAlias = Annotated[str, Listed("generate", "edit", "auto")]
"""Whether a tool makes a picture or edits one."""
ImageFidelity: TypeAlias = Annotated[str, Listed("high", "low")]
"""How closely an edit keeps to its input."""

JsonObject: TypeAlias = Mapping[str, Any]
"""Any JSON object; a JSON schema, for one."""


# --- Small parts that many types share ----------------------------------------------------------------------


@frozen(kw_only=True)
class PromptCacheBreakpoint:
    """A place in the input up to which the prompt is cached. https://platform.openai.com/docs/guides/prompt-caching"""

    mode: Annotated[str, Listed("explicit")] | None = None


@frozen(kw_only=True)
class PromptCacheOptions:
    """How prompts are cached. https://platform.openai.com/docs/guides/prompt-caching"""

    ttl: Annotated[str, Listed("30m")] | None = None
    mode: Annotated[str, Listed("implicit", "explicit")] | None = None


@frozen(kw_only=True)
class TopLogprob:
    """A token that could have stood here, too."""

    token: str | None = None
    logprob: float | None = None
    bytes: Sequence[int] | None = None


@frozen(kw_only=True)
class Logprobs:
    """A token, its logarithmic probability, and its rivals."""

    token: str
    logprob: float
    bytes: Sequence[int] | None = None
    top_logprobs: Sequence[TopLogprob] | None = None


# --- Content: the parts of a message ------------------------------------------------------------------------


@frozen(kw_only=True)
class FileCitation:
    """A citation of an uploaded file."""

    type: Literal["file_citation"] = "file_citation"
    file_id: str | None = None
    filename: str | None = None
    index: int | None = None


@frozen(kw_only=True)
class UrlCitation:
    """A citation of a web page. https://platform.openai.com/docs/guides/tools-web-search"""

    type: Literal["url_citation"] = "url_citation"
    url: str | None = None
    title: str | None = None
    start_index: int | None = None
    end_index: int | None = None


@frozen(kw_only=True)
class ContainerFileCitation:
    """A citation of a file that the code interpreter made."""

    type: Literal["container_file_citation"] = "container_file_citation"
    container_id: str | None = None
    file_id: str | None = None
    filename: str | None = None
    start_index: int | None = None
    end_index: int | None = None


@frozen(kw_only=True)
class FilePath:
    """The place of a file that was made."""

    type: Literal["file_path"] = "file_path"
    file_id: str | None = None
    index: int | None = None


Annotation: TypeAlias = FileCitation | UrlCitation | ContainerFileCitation | FilePath | Unknown


@frozen(kw_only=True)
class InputText:
    """Text, said to the model."""

    type: Literal["input_text"] = "input_text"
    text: str
    prompt_cache_breakpoint: PromptCacheBreakpoint | None = None


@frozen(kw_only=True)
class InputImage:
    """A picture, as a URL, a data URL or an uploaded file. https://platform.openai.com/docs/guides/images-vision"""

    type: Literal["input_image"] = "input_image"
    image_url: str | None = None
    file_id: str | None = None
    detail: ImageDetail | None = None
    prompt_cache_breakpoint: PromptCacheBreakpoint | None = None


@frozen(kw_only=True)
class InputFile:
    """A document: uploaded, inlined as a data URL, or at a URL. https://platform.openai.com/docs/guides/pdf-files"""

    type: Literal["input_file"] = "input_file"
    file_id: str | None = None
    filename: str | None = None
    file_data: str | None = None
    file_url: str | None = None
    detail: Annotated[str, Listed("auto", "low", "high")] | None = None
    prompt_cache_breakpoint: PromptCacheBreakpoint | None = None


@frozen(kw_only=True)
class OutputText:
    """Text, said by the model."""

    type: Literal["output_text"] = "output_text"
    text: str
    annotations: Sequence[Annotation] | None = None
    logprobs: Sequence[Logprobs] | None = None


@frozen(kw_only=True)
class Refusal:
    """The model's words for declining."""

    type: Literal["refusal"] = "refusal"
    refusal: str


@frozen(kw_only=True)
class ReasoningText:
    """The model's thoughts, in full."""

    type: Literal["reasoning_text"] = "reasoning_text"
    text: str


@frozen(kw_only=True)
class ReasoningSummary:
    """The model's thoughts, in short."""

    type: Literal["summary_text"] = "summary_text"
    text: str


@frozen(kw_only=True)
class PlainText:
    """Text in a compacted conversation."""

    type: Literal["text"] = "text"
    text: str


@frozen(kw_only=True)
class ComputerScreenshot:
    """A picture of a screen."""

    type: Literal["computer_screenshot"] = "computer_screenshot"
    image_url: str | None = None
    file_id: str | None = None
    detail: ImageDetail | None = None
    prompt_cache_breakpoint: PromptCacheBreakpoint | None = None


InputContent: TypeAlias = InputText | InputImage | InputFile | Unknown

Content: TypeAlias = (
    InputText
    | InputImage
    | InputFile
    | OutputText
    | Refusal
    | ReasoningText
    | ReasoningSummary
    | PlainText
    | ComputerScreenshot
    | Unknown
)

ToolOutput: TypeAlias = str | Sequence[InputContent]
"""What a tool gave back: text, or parts."""


# --- Tools. https://platform.openai.com/docs/guides/tools ---------------------------------------------------


@frozen(kw_only=True)
class Function:
    """A function of yours. https://platform.openai.com/docs/guides/function-calling"""

    type: Literal["function"] = "function"
    name: str
    description: str | None = None
    parameters: JsonObject | None = field(default=None, metadata=EXPLICIT_NULL)
    output_schema: JsonObject | None = None
    strict: bool | None = field(default=None, metadata=EXPLICIT_NULL)
    defer_loading: bool | None = None
    allowed_callers: Sequence[AllowedCaller] | None = None


@frozen(kw_only=True)
class ComparisonFilter:
    """Holds an attribute of a file against a value."""

    type: Literal["eq", "ne", "gt", "gte", "lt", "lte", "in", "nin"] = "eq"
    # The tag says how: eq, ne, gt, gte, lt, lte, in, nin.
    key: str
    value: str | float | bool | Sequence[str | float]


@frozen(kw_only=True)
class CompoundFilter:
    """Several filters, of which all or any must hold."""

    type: Literal["and", "or"] = "and"
    filters: Sequence[Filter]


Filter: TypeAlias = ComparisonFilter | CompoundFilter | Unknown


@frozen(kw_only=True)
class HybridSearch:
    """How meaning and words are weighed against each other."""

    embedding_weight: float | None = None
    text_weight: float | None = None


@frozen(kw_only=True)
class RankingOptions:
    """How the findings in files are ranked."""

    ranker: Annotated[str, Listed("auto", "default-2024-11-15")] | None = None
    score_threshold: float | None = None
    hybrid_search: HybridSearch | None = None


@frozen(kw_only=True)
class FileSearch:
    """Searches uploaded files. https://platform.openai.com/docs/guides/tools-file-search"""

    type: Literal["file_search"] = "file_search"
    vector_store_ids: Sequence[str] | None = None
    max_num_results: int | None = None
    ranking_options: RankingOptions | None = None
    filters: Filter | None = None


@frozen(kw_only=True)
class Computer:
    """Lets the model use a computer. https://platform.openai.com/docs/guides/tools-computer-use"""

    type: Literal["computer"] = "computer"


@frozen(kw_only=True)
class ComputerUsePreview:
    """The same, as it was in its preview."""

    type: Literal["computer_use_preview"] = "computer_use_preview"
    environment: Annotated[str, Listed("windows", "mac", "linux", "ubuntu", "browser")] | None = None
    display_width: int | None = None
    display_height: int | None = None


@frozen(kw_only=True)
class UserLocation:
    """About where the user is. The tag may be left out."""

    type: Literal["approximate"] | None = "approximate"
    country: str | None = None
    region: str | None = None
    city: str | None = None
    timezone: str | None = None


@frozen(kw_only=True)
class WebSearchFilters:
    """Which pages are searched."""

    allowed_domains: Sequence[str] | None = None


@frozen(kw_only=True)
class WebSearch:
    """Searches the web. https://platform.openai.com/docs/guides/tools-web-search"""

    type: Literal["web_search", "web_search_2025_08_26"] = "web_search"
    external_web_access: bool | None = None
    filters: WebSearchFilters | None = None
    user_location: UserLocation | None = None
    search_context_size: SearchContextSize | None = None
    search_content_types: Sequence[Annotated[str, Listed("text", "image")]] | None = (
        None  # recorded, not in the specification of this tag
    )
    return_token_budget: Annotated[str, Listed("default")] | None = None  # recorded, not in the specification


@frozen(kw_only=True)
class WebSearchPreview:
    """The same, as it was in its preview."""

    type: Literal["web_search_preview", "web_search_preview_2025_03_11"] = "web_search_preview"
    user_location: UserLocation | None = None
    search_context_size: SearchContextSize | None = None
    search_content_types: Sequence[Annotated[str, Listed("text", "image")]] | None = None


@frozen(kw_only=True)
class McpToolFilter:
    """Some of a server's tools."""

    tool_names: Sequence[str] | None = None
    read_only: bool | None = None


@frozen(kw_only=True)
class McpApproval:
    """Which tools need approval, and which don't."""

    always: McpToolFilter | None = None
    never: McpToolFilter | None = None


@frozen(kw_only=True)
class Mcp:
    """Calls a remote server of tools. https://platform.openai.com/docs/guides/tools-connectors-mcp"""

    type: Literal["mcp"] = "mcp"
    server_label: str
    server_url: str | None = None
    connector_id: Connector | None = None
    tunnel_id: str | None = None
    authorization: str | None = field(default=None, repr=False)  # a secret
    server_description: str | None = None
    headers: Mapping[str, str] | None = field(default=None, repr=False)  # may hold secrets
    allowed_tools: Sequence[str] | McpToolFilter | None = None
    allowed_callers: Sequence[AllowedCaller] | None = None
    require_approval: Annotated[str, Listed("always", "never")] | McpApproval | None = None
    defer_loading: bool | None = None


Connector: TypeAlias = Annotated[
    str,
    Listed(
        "connector_dropbox",
        "connector_gmail",
        "connector_googlecalendar",
        "connector_googledrive",
        "connector_microsoftteams",
        "connector_outlookcalendar",
        "connector_outlookemail",
        "connector_sharepoint",
    ),
]

MemoryLimit: TypeAlias = Annotated[str, Listed("1g", "4g", "16g", "64g")]


@frozen(kw_only=True)
class NetworkDisabled:
    """A container without network."""

    type: Literal["disabled"] = "disabled"


@frozen(kw_only=True)
class DomainSecret:
    """A secret that is put into requests to one domain."""

    domain: str
    name: str
    value: str = field(repr=False)


@frozen(kw_only=True)
class NetworkAllowlist:
    """A container that reaches some domains only."""

    type: Literal["allowlist"] = "allowlist"
    allowed_domains: Sequence[str] | None = None
    domain_secrets: Sequence[DomainSecret] | None = None


NetworkPolicy: TypeAlias = NetworkDisabled | NetworkAllowlist | Unknown


@frozen(kw_only=True)
class AutoContainer:
    """A container that is made as needed."""

    type: Literal["auto"] = "auto"
    file_ids: Sequence[str] | None = None
    memory_limit: MemoryLimit | None = None
    network_policy: NetworkPolicy | None = None


@frozen(kw_only=True)
class CodeInterpreter:
    """Runs Python in a container. https://platform.openai.com/docs/guides/tools-code-interpreter"""

    type: Literal["code_interpreter"] = "code_interpreter"
    container: str | AutoContainer | None = None
    allowed_callers: Sequence[AllowedCaller] | None = None


@frozen(kw_only=True)
class ProgrammaticToolCalling:
    """Lets the model write programs that call tools."""

    type: Literal["programmatic_tool_calling"] = "programmatic_tool_calling"


@frozen(kw_only=True)
class ImageMask:
    """A picture that says where to edit."""

    image_url: str | None = None
    file_id: str | None = None


@frozen(kw_only=True)
class ImageGeneration:
    """Makes and edits pictures. https://platform.openai.com/docs/guides/tools-image-generation"""

    type: Literal["image_generation"] = "image_generation"
    model: str | None = None
    quality: ImageQuality | None = None
    size: str | None = None
    output_format: ImageFormat | None = None
    output_compression: int | None = None
    moderation: ImageModeration | None = None
    background: Background | None = None
    input_fidelity: ImageFidelity | None = None
    input_image_mask: ImageMask | None = None
    partial_images: int | None = None
    action: ImageAction | None = None
    n: int | None = None  # recorded, not in the specification


@frozen(kw_only=True)
class LocalShell:
    """Runs commands on your machine, as it was at first. https://platform.openai.com/docs/guides/tools-local-shell"""

    type: Literal["local_shell"] = "local_shell"


@frozen(kw_only=True)
class SkillReference:
    """A stored skill."""

    type: Literal["skill_reference"] = "skill_reference"
    skill_id: str
    version: str | None = None


@frozen(kw_only=True)
class InlineSkillSource:
    """A zipped skill."""

    type: Literal["base64"] = "base64"
    media_type: Annotated[str, Listed("application/zip")] | None = None
    data: str | None = None


@frozen(kw_only=True)
class InlineSkill:
    """A skill that is sent along."""

    type: Literal["inline"] = "inline"
    name: str
    description: str | None = None
    source: InlineSkillSource | None = None


@frozen(kw_only=True)
class LocalSkill:
    """A skill on your machine."""

    name: str
    description: str | None = None
    path: str | None = None


Skill: TypeAlias = SkillReference | InlineSkill | Unknown


@frozen(kw_only=True)
class ContainerAuto:
    """A container that is made for the shell."""

    type: Literal["container_auto"] = "container_auto"
    file_ids: Sequence[str] | None = None
    memory_limit: MemoryLimit | None = None
    network_policy: NetworkPolicy | None = None
    skills: Sequence[Skill] | None = None


@frozen(kw_only=True)
class LocalEnvironment:
    """Your machine."""

    type: Literal["local"] = "local"
    skills: Sequence[LocalSkill] | None = None


@frozen(kw_only=True)
class ContainerReference:
    """A container that is there already."""

    type: Literal["container_reference"] = "container_reference"
    container_id: str


ShellEnvironment: TypeAlias = ContainerAuto | LocalEnvironment | ContainerReference | Unknown


@frozen(kw_only=True)
class Shell:
    """Runs commands, there or on your machine. https://platform.openai.com/docs/guides/tools-shell"""

    type: Literal["shell"] = "shell"
    environment: ShellEnvironment | None = None
    allowed_callers: Sequence[AllowedCaller] | None = None


@frozen(kw_only=True)
class CustomText:
    """Any text."""

    type: Literal["text"] = "text"


@frozen(kw_only=True)
class CustomGrammar:
    """Text of a grammar."""

    type: Literal["grammar"] = "grammar"
    syntax: Annotated[str, Listed("lark", "regex")] | None = None
    definition: str | None = None


@frozen(kw_only=True)
class Custom:
    """A tool of yours that takes text instead of JSON. https://platform.openai.com/docs/guides/function-calling#custom-tools"""

    type: Literal["custom"] = "custom"
    name: str
    description: str | None = None
    format: CustomText | CustomGrammar | Unknown | None = None
    defer_loading: bool | None = None
    allowed_callers: Sequence[AllowedCaller] | None = None


@frozen(kw_only=True)
class Namespace:
    """Functions under a common name."""

    type: Literal["namespace"] = "namespace"
    name: str
    description: str | None = None
    tools: Sequence[Function | Custom | Unknown] | None = None


ToolSearchExecution: TypeAlias = Annotated[str, Listed("server", "client")]


@frozen(kw_only=True)
class ToolSearch:
    """Lets the model look for tools whose loading was deferred."""

    type: Literal["tool_search"] = "tool_search"
    execution: ToolSearchExecution | None = None
    description: str | None = None
    parameters: JsonObject | None = None


@frozen(kw_only=True)
class ApplyPatch:
    """Lets the model change files. https://platform.openai.com/docs/guides/tools-apply-patch"""

    type: Literal["apply_patch"] = "apply_patch"
    allowed_callers: Sequence[AllowedCaller] | None = None


Tool: TypeAlias = (
    Function
    | FileSearch
    | Computer
    | ComputerUsePreview
    | WebSearch
    | WebSearchPreview
    | Mcp
    | CodeInterpreter
    | ProgrammaticToolCalling
    | ImageGeneration
    | LocalShell
    | Shell
    | Custom
    | Namespace
    | ToolSearch
    | ApplyPatch
    | Unknown
)


# --- Tool choice. https://platform.openai.com/docs/api-reference/responses/create ---------------------------


@frozen(kw_only=True)
class AllowedTools:
    """Some of the tools."""

    type: Literal["allowed_tools"] = "allowed_tools"
    mode: Annotated[str, Listed("auto", "required")] | None = None
    tools: Sequence[JsonObject] | None = None


@frozen(kw_only=True)
class ChooseHosted:
    """A tool of the provider's, by its type. (The specification leaves web_search out.)"""

    type: Literal[
        "file_search",
        "web_search",
        "web_search_preview",
        "web_search_preview_2025_03_11",
        "web_search_2025_08_26",
        "computer",
        "computer_use",
        "computer_use_preview",
        "image_generation",
        "code_interpreter",
        "programmatic_tool_calling",
        "apply_patch",
        "shell",
    ] = "file_search"


@frozen(kw_only=True)
class ChooseFunction:
    """One function."""

    type: Literal["function"] = "function"
    name: str


@frozen(kw_only=True)
class ChooseMcp:
    """One server, or one of its tools."""

    type: Literal["mcp"] = "mcp"
    server_label: str
    name: str | None = None


@frozen(kw_only=True)
class ChooseCustom:
    """One custom tool."""

    type: Literal["custom"] = "custom"
    name: str


ToolChoice: TypeAlias = (
    Annotated[str, Listed("none", "auto", "required")]
    | AllowedTools
    | ChooseFunction
    | ChooseMcp
    | ChooseCustom
    | ChooseHosted
    | Unknown
)


# --- Items: what goes in and out, one after the other. https://platform.openai.com/docs/api-reference/responses/object


@frozen(kw_only=True)
class Message:
    """A message. The tag may be left out of what is sent."""

    type: Literal["message"] | None = "message"
    role: Role
    content: str | Sequence[Content]
    id: str | None = None
    status: ItemStatus | None = None
    phase: Phase | None = None


@frozen(kw_only=True)
class FileSearchResult:
    """A finding in a file."""

    file_id: str | None = None
    filename: str | None = None
    text: str | None = None
    score: float | None = None
    attributes: Mapping[str, str | float | bool] | None = None


@frozen(kw_only=True)
class FileSearchCall:
    """The model searched files. https://platform.openai.com/docs/guides/tools-file-search"""

    type: Literal["file_search_call"] = "file_search_call"
    id: str | None = None
    status: Annotated[str, Listed("in_progress", "searching", "completed", "incomplete", "failed")] | None = None
    queries: Sequence[str] | None = None
    results: Sequence[FileSearchResult] | None = None


# --- Items: the computer ------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Click:
    """A click."""

    type: Literal["click"] = "click"
    button: Annotated[str, Listed("left", "right", "wheel", "back", "forward")] | None = None
    x: int | None = None
    y: int | None = None
    keys: Sequence[str] | None = None


@frozen(kw_only=True)
class DoubleClick:
    """A double click."""

    type: Literal["double_click"] = "double_click"
    x: int | None = None
    y: int | None = None
    keys: Sequence[str] | None = field(default=None, metadata=EXPLICIT_NULL)


@frozen(kw_only=True)
class Point:
    """A place on the screen."""

    x: int | None = None
    y: int | None = None


@frozen(kw_only=True)
class Drag:
    """A way with the button held."""

    type: Literal["drag"] = "drag"
    path: Sequence[Point] | None = None
    keys: Sequence[str] | None = None


@frozen(kw_only=True)
class KeyPress:
    """Keys, pressed together."""

    type: Literal["keypress"] = "keypress"
    keys: Sequence[str] | None = None


@frozen(kw_only=True)
class Move:
    """A move of the pointer."""

    type: Literal["move"] = "move"
    x: int | None = None
    y: int | None = None
    keys: Sequence[str] | None = None


@frozen(kw_only=True)
class Screenshot:
    """A look at the screen."""

    type: Literal["screenshot"] = "screenshot"


@frozen(kw_only=True)
class Scroll:
    """A turn of the wheel."""

    type: Literal["scroll"] = "scroll"
    x: int | None = None
    y: int | None = None
    scroll_x: int | None = None
    scroll_y: int | None = None
    keys: Sequence[str] | None = None


@frozen(kw_only=True)
class TypeText:
    """Text, typed."""

    type: Literal["type"] = "type"
    text: str | None = None


@frozen(kw_only=True)
class Wait:
    """A pause."""

    type: Literal["wait"] = "wait"


ComputerAction: TypeAlias = (
    Click | DoubleClick | Drag | KeyPress | Move | Screenshot | Scroll | TypeText | Wait | Unknown
)


@frozen(kw_only=True)
class SafetyCheck:
    """A doubt that you must acknowledge."""

    id: str
    code: str | None = None
    message: str | None = None


@frozen(kw_only=True)
class ComputerCall:
    """The model wants to use the computer. https://platform.openai.com/docs/guides/tools-computer-use"""

    type: Literal["computer_call"] = "computer_call"
    id: str | None = None
    call_id: str | None = None
    action: ComputerAction | None = None
    actions: Sequence[ComputerAction] | None = None
    pending_safety_checks: Sequence[SafetyCheck] | None = None
    status: ItemStatus | None = None


@frozen(kw_only=True)
class ComputerCallOutput:
    """What the screen shows then."""

    type: Literal["computer_call_output"] = "computer_call_output"
    id: str | None = None
    call_id: str | None = None
    output: ComputerScreenshot | None = None
    acknowledged_safety_checks: Sequence[SafetyCheck] | None = None
    status: Annotated[str, Listed("in_progress", "completed", "incomplete", "failed")] | None = None
    created_by: str | None = None


# --- Items: the web -----------------------------------------------------------------------------------------


@frozen(kw_only=True)
class WebSource:
    """A page that was consulted."""

    type: Literal["url"] = "url"
    url: str | None = None


@frozen(kw_only=True)
class SearchAction:
    """A search."""

    type: Literal["search"] = "search"
    query: str | None = None
    queries: Sequence[str] | None = None
    sources: Sequence[WebSource | Unknown] | None = None


@frozen(kw_only=True)
class OpenPageAction:
    """A page was opened."""

    type: Literal["open_page"] = "open_page"
    url: str | None = None


@frozen(kw_only=True)
class FindInPageAction:
    """A pattern was looked for in a page. ("find" is an older spelling.)"""

    type: Literal["find_in_page", "find"] = "find_in_page"
    url: str | None = None
    pattern: str | None = None


WebSearchAction: TypeAlias = SearchAction | OpenPageAction | FindInPageAction | Unknown


@frozen(kw_only=True)
class WebSearchCall:
    """The model used the web. https://platform.openai.com/docs/guides/tools-web-search"""

    type: Literal["web_search_call"] = "web_search_call"
    id: str | None = None
    status: Annotated[str, Listed("in_progress", "searching", "completed", "failed")] | None = None
    action: WebSearchAction | None = None


# --- Items: functions and custom tools ----------------------------------------------------------------------


@frozen(kw_only=True)
class DirectCaller:
    """The model itself called."""

    type: Literal["direct"] = "direct"


@frozen(kw_only=True)
class ProgramCaller:
    """A program that the model wrote called."""

    type: Literal["program"] = "program"
    caller_id: str | None = None


Caller: TypeAlias = DirectCaller | ProgramCaller | Unknown


@frozen(kw_only=True)
class FunctionCall:
    """The model calls a function. https://platform.openai.com/docs/guides/function-calling"""

    type: Literal["function_call"] = "function_call"
    call_id: str
    name: str
    arguments: str
    id: str | None = None
    namespace: str | None = None
    caller: Caller | None = None
    status: ItemStatus | None = None
    created_by: str | None = None


@frozen(kw_only=True)
class FunctionCallOutput:
    """What the function gave back."""

    type: Literal["function_call_output"] = "function_call_output"
    output: ToolOutput
    call_id: str | None = None
    id: str | None = None
    name: str | None = None
    namespace: str | None = None
    caller: Caller | None = None
    status: ItemStatus | None = None
    created_by: str | None = None


@frozen(kw_only=True)
class CustomToolCall:
    """The model calls a custom tool. https://platform.openai.com/docs/guides/function-calling#custom-tools"""

    type: Literal["custom_tool_call"] = "custom_tool_call"
    call_id: str
    name: str
    input: str
    id: str | None = None
    namespace: str | None = None
    caller: Caller | None = None
    status: ItemStatus | None = None
    created_by: str | None = None


@frozen(kw_only=True)
class CustomToolCallOutput:
    """What the custom tool gave back."""

    type: Literal["custom_tool_call_output"] = "custom_tool_call_output"
    output: ToolOutput
    call_id: str | None = None
    id: str | None = None
    caller: Caller | None = None
    status: ItemStatus | None = None
    created_by: str | None = None


@frozen(kw_only=True)
class ToolSearchCall:
    """The model looks for tools."""

    type: Literal["tool_search_call"] = "tool_search_call"
    arguments: Any = None
    execution: ToolSearchExecution | None = None
    id: str | None = None
    call_id: str | None = field(default=None, metadata=EXPLICIT_NULL)
    status: ItemStatus | None = None
    created_by: str | None = None


@frozen(kw_only=True)
class ToolSearchOutput:
    """The tools that were found."""

    type: Literal["tool_search_output"] = "tool_search_output"
    tools: Sequence[Tool] | None = None
    execution: ToolSearchExecution | None = None
    id: str | None = None
    call_id: str | None = field(default=None, metadata=EXPLICIT_NULL)
    status: ItemStatus | None = None
    created_by: str | None = None


@frozen(kw_only=True)
class AdditionalTools:
    """Tools that are added in the middle of a conversation."""

    type: Literal["additional_tools"] = "additional_tools"
    tools: Sequence[Tool] | None = None
    role: Role | None = None
    id: str | None = None


@frozen(kw_only=True)
class Program:
    """A program that the model wrote to call tools."""

    type: Literal["program"] = "program"
    id: str | None = None
    call_id: str | None = None
    code: str | None = None
    fingerprint: str | None = None


@frozen(kw_only=True)
class ProgramOutput:
    """What the program gave back."""

    type: Literal["program_output"] = "program_output"
    id: str | None = None
    call_id: str | None = None
    result: str | None = None
    status: Annotated[str, Listed("completed", "incomplete")] | None = None


# --- Items: reasoning and state -----------------------------------------------------------------------------


@frozen(kw_only=True)
class Reasoning:
    """The model's thoughts. https://platform.openai.com/docs/guides/reasoning"""

    type: Literal["reasoning"] = "reasoning"
    id: str | None = None
    summary: Sequence[ReasoningSummary | Unknown] | None = None
    content: Sequence[ReasoningText | Unknown] | None = None
    encrypted_content: str | None = None
    status: ItemStatus | None = None


@frozen(kw_only=True)
class Compaction:
    """A conversation, made short, which only the provider can read."""

    type: Literal["compaction"] = "compaction"
    encrypted_content: str | None = None
    id: str | None = None
    created_by: str | None = None


@frozen(kw_only=True)
class CompactionTrigger:
    """Asks to make the conversation short here."""

    type: Literal["compaction_trigger"] = "compaction_trigger"


@frozen(kw_only=True)
class ItemReference:
    """An item that the provider keeps, by its id."""

    type: Literal["item_reference"] = "item_reference"
    id: str


# --- Items: pictures, code, shells and patches --------------------------------------------------------------


@frozen(kw_only=True)
class ImageGenerationCall:
    """The model made a picture. https://platform.openai.com/docs/guides/tools-image-generation"""

    type: Literal["image_generation_call"] = "image_generation_call"
    id: str | None = None
    status: Annotated[str, Listed("in_progress", "completed", "generating", "failed")] | None = None
    result: str | None = field(default=None, metadata=EXPLICIT_NULL)
    # Recorded, not in the specification:
    background: Background | None = None
    output_format: ImageFormat | None = None
    quality: ImageQuality | None = None
    size: str | None = None
    revised_prompt: str | None = None
    action: ImageAction | None = None  # reported: https://github.com/Yeachan-Heo/gajae-code/issues/1688


@frozen(kw_only=True)
class CodeInterpreterLogs:
    """What a program printed."""

    type: Literal["logs"] = "logs"
    logs: str | None = None


@frozen(kw_only=True)
class CodeInterpreterImage:
    """A picture that a program made."""

    type: Literal["image"] = "image"
    url: str | None = None


CodeInterpreterOutput: TypeAlias = CodeInterpreterLogs | CodeInterpreterImage | Unknown


@frozen(kw_only=True)
class CodeInterpreterCall:
    """The model ran Python. https://platform.openai.com/docs/guides/tools-code-interpreter"""

    type: Literal["code_interpreter_call"] = "code_interpreter_call"
    id: str | None = None
    status: Annotated[str, Listed("in_progress", "completed", "incomplete", "interpreting", "failed")] | None = None
    container_id: str | None = None
    code: str | None = field(default=None, metadata=EXPLICIT_NULL)
    outputs: Sequence[CodeInterpreterOutput] | None = field(default=None, metadata=EXPLICIT_NULL)


@frozen(kw_only=True)
class LocalShellAction:
    """A command line."""

    type: Literal["exec"] = "exec"
    command: Sequence[str] | None = None
    env: Mapping[str, str] | None = None
    timeout_ms: int | None = None
    working_directory: str | None = None
    user: str | None = None


@frozen(kw_only=True)
class LocalShellCall:
    """The model wants a command run. https://platform.openai.com/docs/guides/tools-local-shell"""

    type: Literal["local_shell_call"] = "local_shell_call"
    id: str | None = None
    call_id: str | None = None
    action: LocalShellAction | None = None
    status: ItemStatus | None = None


@frozen(kw_only=True)
class LocalShellCallOutput:
    """What the command gave."""

    type: Literal["local_shell_call_output"] = "local_shell_call_output"
    id: str | None = None
    output: str | None = None
    status: ItemStatus | None = None


@frozen(kw_only=True)
class ShellAction:
    """Command lines."""

    commands: Sequence[str] | None = None
    timeout_ms: int | None = None
    max_output_length: int | None = None


@frozen(kw_only=True)
class ShellCall:
    """The model wants commands run. https://platform.openai.com/docs/guides/tools-shell"""

    type: Literal["shell_call"] = "shell_call"
    id: str | None = None
    call_id: str | None = None
    caller: Caller | None = None
    action: ShellAction | None = None
    status: ItemStatus | None = None
    environment: ShellEnvironment | None = None
    created_by: str | None = None


@frozen(kw_only=True)
class ShellTimeout:
    """The command took too long."""

    type: Literal["timeout"] = "timeout"


@frozen(kw_only=True)
class ShellExit:
    """The command came to its end."""

    type: Literal["exit"] = "exit"
    exit_code: int | None = None


@frozen(kw_only=True)
class ShellOutput:
    """What one command gave."""

    stdout: str | None = None
    stderr: str | None = None
    outcome: ShellTimeout | ShellExit | Unknown | None = None
    created_by: str | None = None


@frozen(kw_only=True)
class ShellCallOutput:
    """What the commands gave."""

    type: Literal["shell_call_output"] = "shell_call_output"
    id: str | None = None
    call_id: str | None = None
    caller: Caller | None = None
    status: ItemStatus | None = None
    output: Sequence[ShellOutput] | None = None
    max_output_length: int | None = None
    created_by: str | None = None


@frozen(kw_only=True)
class CreateFile:
    """A new file."""

    type: Literal["create_file"] = "create_file"
    path: str
    diff: str | None = None


@frozen(kw_only=True)
class DeleteFile:
    """A file to remove."""

    type: Literal["delete_file"] = "delete_file"
    path: str


@frozen(kw_only=True)
class UpdateFile:
    """A file to change."""

    type: Literal["update_file"] = "update_file"
    path: str
    diff: str | None = None


@frozen(kw_only=True)
class ApplyPatchCall:
    """The model wants a file changed. https://platform.openai.com/docs/guides/tools-apply-patch"""

    type: Literal["apply_patch_call"] = "apply_patch_call"
    id: str | None = None
    call_id: str | None = None
    caller: Caller | None = None
    status: Annotated[str, Listed("in_progress", "completed")] | None = None
    operation: CreateFile | DeleteFile | UpdateFile | Unknown | None = None
    created_by: str | None = None


@frozen(kw_only=True)
class ApplyPatchCallOutput:
    """Whether it worked."""

    type: Literal["apply_patch_call_output"] = "apply_patch_call_output"
    id: str | None = None
    call_id: str | None = None
    caller: Caller | None = None
    status: Annotated[str, Listed("completed", "failed")] | None = None
    output: str | None = None
    created_by: str | None = None


# --- Items: remote tools. https://platform.openai.com/docs/guides/tools-connectors-mcp ----------------------


@frozen(kw_only=True)
class McpProtocolError:
    """The server broke its protocol."""

    type: Literal["mcp_protocol_error"] = "mcp_protocol_error"
    code: int | None = None
    message: str | None = None


@frozen(kw_only=True)
class McpExecutionError:
    """The tool failed."""

    type: Literal["mcp_tool_execution_error"] = "mcp_tool_execution_error"
    content: Any = None


@frozen(kw_only=True)
class McpHttpError:
    """The server could not be reached."""

    type: Literal["http_error"] = "http_error"
    code: int | None = None
    message: str | None = None


McpError: TypeAlias = str | McpProtocolError | McpExecutionError | McpHttpError | Unknown


@frozen(kw_only=True)
class McpListedTool:
    """A tool of a server."""

    name: str
    description: str | None = None
    input_schema: JsonObject | None = None
    annotations: JsonObject | None = None


@frozen(kw_only=True)
class McpListTools:
    """What a server offers."""

    type: Literal["mcp_list_tools"] = "mcp_list_tools"
    id: str | None = None
    server_label: str | None = None
    tools: Sequence[McpListedTool] | None = None
    error: McpError | None = None


@frozen(kw_only=True)
class McpApprovalRequest:
    """The model asks whether it may call."""

    type: Literal["mcp_approval_request"] = "mcp_approval_request"
    id: str | None = None
    server_label: str | None = None
    name: str | None = None
    arguments: str | None = None


@frozen(kw_only=True)
class McpApprovalResponse:
    """Whether it may."""

    type: Literal["mcp_approval_response"] = "mcp_approval_response"
    approval_request_id: str
    approve: bool
    id: str | None = None
    reason: str | None = None


@frozen(kw_only=True)
class McpCall:
    """The provider called a tool of a server."""

    type: Literal["mcp_call"] = "mcp_call"
    id: str | None = None
    server_label: str | None = None
    name: str | None = None
    arguments: str | None = None
    output: str | None = None
    error: McpError | None = None
    status: Annotated[str, Listed("in_progress", "completed", "incomplete", "calling", "failed")] | None = None
    approval_request_id: str | None = None


# --- All items ----------------------------------------------------------------------------------------------


Item: TypeAlias = (
    Message
    | FileSearchCall
    | ComputerCall
    | ComputerCallOutput
    | WebSearchCall
    | FunctionCall
    | FunctionCallOutput
    | CustomToolCall
    | CustomToolCallOutput
    | ToolSearchCall
    | ToolSearchOutput
    | AdditionalTools
    | Program
    | ProgramOutput
    | Reasoning
    | Compaction
    | CompactionTrigger
    | ItemReference
    | ImageGenerationCall
    | CodeInterpreterCall
    | LocalShellCall
    | LocalShellCallOutput
    | ShellCall
    | ShellCallOutput
    | ApplyPatchCall
    | ApplyPatchCallOutput
    | McpListTools
    | McpApprovalRequest
    | McpApprovalResponse
    | McpCall
    | Unknown
)

Input: TypeAlias = str | Sequence[Item]
"""What is said: a text, or items."""


# --- The response, which is the request too -----------------------------------------------------------------


@frozen(kw_only=True)
class ReasoningConfig:
    """How a reasoning model thinks. https://platform.openai.com/docs/guides/reasoning"""

    effort: ReasoningEffort | None = None
    summary: ReasoningSummaryMode | None = None
    context: Annotated[str, Listed("auto", "current_turn", "all_turns")] | None = None
    mode: str | None = None  # "standard", "pro" or a later one
    generate_summary: ReasoningSummaryMode | None = None  # the older name of summary


@frozen(kw_only=True)
class TextFormat:
    """Text."""

    type: Literal["text"] = "text"


@frozen(kw_only=True)
class JsonObjectFormat:
    """Some JSON object."""

    type: Literal["json_object"] = "json_object"


@frozen(kw_only=True)
class JsonSchemaFormat:
    """JSON of a schema. https://platform.openai.com/docs/guides/structured-outputs"""

    type: Literal["json_schema"] = "json_schema"
    name: str
    schema: JsonObject
    description: str | None = None
    strict: bool | None = None


@frozen(kw_only=True)
class TextConfig:
    """How the text of an answer looks."""

    format: TextFormat | JsonObjectFormat | JsonSchemaFormat | Unknown | None = None
    verbosity: Verbosity | None = None


@frozen(kw_only=True)
class Prompt:
    """A stored prompt. https://platform.openai.com/docs/guides/prompting"""

    id: str
    version: str | None = None
    variables: Mapping[str, str | InputText | InputImage | InputFile | Unknown] | None = None


@frozen(kw_only=True)
class Conversation:
    """A stored conversation, by its id. https://platform.openai.com/docs/guides/conversation-state"""

    id: str


@frozen(kw_only=True)
class ContextManagement:
    """When the conversation is made short."""

    type: str
    compact_threshold: int | None = None


@frozen(kw_only=True)
class StreamOptions:
    """How a stream is sent."""

    include_obfuscation: bool | None = None


@frozen(kw_only=True)
class ModerationConfig:
    """What a filter does."""

    mode: Annotated[str, Listed("score", "block")] | None = None


@frozen(kw_only=True)
class ModerationPolicy:
    """What the filters of either side do."""

    input: ModerationConfig | None = None
    output: ModerationConfig | None = None


@frozen(kw_only=True)
class ModerationResult:
    """What a filter found."""

    type: Literal["moderation_result"] = "moderation_result"
    model: str | None = None
    flagged: bool | None = None
    categories: Mapping[str, bool] | None = None
    category_scores: Mapping[str, float] | None = None
    category_applied_input_types: Mapping[str, Sequence[Annotated[str, Listed("text", "image")]]] | None = None


@frozen(kw_only=True)
class ModerationError:
    """Why a filter did not work."""

    type: Literal["error"] = "error"
    code: str | None = None
    message: str | None = None


ModerationOutcome: TypeAlias = ModerationResult | ModerationError | Unknown


@frozen(kw_only=True)
class Moderation:
    """Filters: asked for (model, policy), or their findings (input, output)."""

    model: str | None = None
    policy: ModerationPolicy | None = None
    input: ModerationOutcome | None = None
    output: ModerationOutcome | None = None


@frozen(kw_only=True)
class APIError:
    """Why a response failed. https://platform.openai.com/docs/api-reference/responses/object"""

    code: ErrorCode | None = None
    message: str | None = None


@frozen(kw_only=True)
class IncompleteDetails:
    """Why a response is not complete."""

    reason: Annotated[str, Listed("max_output_tokens", "content_filter")] | None = None


@frozen(kw_only=True)
class TokenDetails:
    """Which tokens a number of them holds."""

    cached_tokens: int | None = None
    cache_write_tokens: int | None = None
    reasoning_tokens: int | None = None
    text_tokens: int | None = None
    image_tokens: int | None = None
    audio_tokens: int | None = None


@frozen(kw_only=True)
class Usage:
    """Tokens."""

    input_tokens: int | None = None
    input_tokens_details: TokenDetails | None = None
    output_tokens: int | None = None
    output_tokens_details: TokenDetails | None = None
    total_tokens: int | None = None
    # Recorded at OpenRouter, not in the specification:
    cost: float | None = None
    cost_details: Mapping[str, float | None] | None = None
    is_byok: bool | None = None


@frozen(kw_only=True)
class WebSearchUsage:
    """How often the web was searched."""

    num_requests: int | None = None


@frozen(kw_only=True)
class ToolUsage:
    """What the provider's own tools used. Recorded, not in the specification."""

    image_gen: Usage | None = None
    web_search: WebSearchUsage | None = None


@frozen(kw_only=True)
class Billing:
    """Who pays. Recorded, not in the specification."""

    payer: str | None = None


@frozen(kw_only=True)
class ContentFilter:
    """What a filter of Azure found in one stretch of text. Recorded, not in the specification."""

    blocked: bool | None = None
    source_type: Annotated[str, Listed("prompt", "completion")] | None = None
    content_filter_offsets: Mapping[str, int] | None = None
    content_filter_results: JsonObject | None = None
    content_filter_raw: Sequence[Any] | None = None


@frozen(kw_only=True)
class Response:
    """
    One exchange: what is asked, and what came back, with one class for both.

    See https://platform.openai.com/docs/api-reference/responses/create for the request, and
    https://platform.openai.com/docs/api-reference/responses/object for the answer.
    """

    # Asked for, and repeated in the answer.
    model: str | None = None
    instructions: Input | None = None
    background: bool | None = None
    context_management: Sequence[ContextManagement] | None = None
    conversation: str | Conversation | None = None
    max_output_tokens: int | None = None
    max_tool_calls: int | None = None
    metadata: Mapping[str, str] | None = None
    moderation: Moderation | None = None
    parallel_tool_calls: bool | None = None
    previous_response_id: str | None = None
    prompt: Prompt | None = None
    prompt_cache_key: str | None = None
    prompt_cache_options: PromptCacheOptions | None = None
    prompt_cache_retention: PromptCacheRetention | None = None
    reasoning: ReasoningConfig | None = None
    safety_identifier: str | None = None
    service_tier: ServiceTier | None = None
    store: bool | None = None
    temperature: float | None = None
    text: TextConfig | None = None
    tool_choice: ToolChoice | None = None
    tools: Sequence[Tool] | None = None
    top_logprobs: int | None = None
    top_p: float | None = None
    truncation: Truncation | None = None
    user: str | None = None
    # Asked for only.
    include: Sequence[Include] | None = None
    input: Input | None = None
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    provider: JsonObject | None = None  # recorded at OpenRouter, not in the specification
    # Answered only.
    id: str | None = None
    object: Annotated[str, Listed("response")] | None = None
    status: ResponseStatus | None = None
    created_at: float | None = None
    completed_at: float | None = None
    error: APIError | None = None
    incomplete_details: IncompleteDetails | None = None
    output: Sequence[Item] | None = None
    output_text: str | None = None
    usage: Usage | None = None
    # Recorded, not in the specification.
    billing: Billing | None = None
    frequency_penalty: float | None = None
    presence_penalty: float | None = None
    tool_usage: ToolUsage | None = None
    content_filters: Sequence[ContentFilter] | None = None  # Azure


# --- Stream events. https://platform.openai.com/docs/api-reference/responses-streaming ----------------------


@frozen(kw_only=True)
class EventBase:
    """What every event has."""

    sequence_number: int | None = None


@frozen(kw_only=True)
class ResponseEvent(EventBase):
    """An event about the whole response."""

    response: Response


@frozen(kw_only=True)
class OutputEvent(EventBase):
    """An event about a place in the output."""

    output_index: int | None = None


@frozen(kw_only=True)
class ItemEvent(OutputEvent):
    """An event about an item in the output."""

    item_id: str | None = None


@frozen(kw_only=True)
class PartEvent(ItemEvent):
    """An event about a part of an item."""

    content_index: int | None = None


@frozen(kw_only=True)
class SummaryEvent(ItemEvent):
    """An event about a part of a reasoning's summary."""

    summary_index: int | None = None


@frozen(kw_only=True)
class CommandEvent(ItemEvent):
    """An event about a command for a shell."""

    command_index: int | None = None


@frozen(kw_only=True)
class ResponseCreated(ResponseEvent):
    """The response is made."""

    type: Literal["response.created"] = "response.created"


@frozen(kw_only=True)
class ResponseQueued(ResponseEvent):
    """The response waits."""

    type: Literal["response.queued"] = "response.queued"


@frozen(kw_only=True)
class ResponseInProgress(ResponseEvent):
    """The response is being worked on."""

    type: Literal["response.in_progress"] = "response.in_progress"


@frozen(kw_only=True)
class ResponseCompleted(ResponseEvent):
    """The end: the response is complete."""

    type: Literal["response.completed"] = "response.completed"


@frozen(kw_only=True)
class ResponseIncomplete(ResponseEvent):
    """The end: the response stops before its end, and ``incomplete_details`` says why."""

    type: Literal["response.incomplete"] = "response.incomplete"


@frozen(kw_only=True)
class ResponseFailed(ResponseEvent):
    """The end: the response failed, and ``error`` says why."""

    type: Literal["response.failed"] = "response.failed"


@frozen(kw_only=True)
class ResponseCancelled(ResponseEvent):
    """The end: the response was cancelled. (Not in the specification.)"""

    type: Literal["response.cancelled"] = "response.cancelled"


@frozen(kw_only=True)
class ErrorEvent(EventBase):
    """The end: an error."""

    type: Literal["error"] = "error"
    code: str | None = None
    message: str | None = None
    param: str | None = None
    error: ErrorDetails | None = None  # the whole error in one, as some servers send it


@frozen(kw_only=True)
class Keepalive(EventBase):
    """Nothing happened for a while. (Not in the specification.)"""

    type: Literal["keepalive"] = "keepalive"


@frozen(kw_only=True)
class OutputItemAdded(OutputEvent):
    """An item begins."""

    type: Literal["response.output_item.added"] = "response.output_item.added"
    item: Item


@frozen(kw_only=True)
class OutputItemDone(OutputEvent):
    """An item is complete."""

    type: Literal["response.output_item.done"] = "response.output_item.done"
    item: Item


@frozen(kw_only=True)
class ContentPartAdded(PartEvent):
    """A part of a message begins."""

    type: Literal["response.content_part.added"] = "response.content_part.added"
    part: Content


@frozen(kw_only=True)
class ContentPartDone(PartEvent):
    """A part of a message is complete."""

    type: Literal["response.content_part.done"] = "response.content_part.done"
    part: Content


@frozen(kw_only=True)
class OutputTextDelta(PartEvent):
    """A piece of text."""

    type: Literal["response.output_text.delta"] = "response.output_text.delta"
    delta: str
    logprobs: Sequence[Logprobs] | None = None
    obfuscation: str | None = None  # padding, so that the length tells nothing


@frozen(kw_only=True)
class OutputTextDone(PartEvent):
    """The text of a part, whole."""

    type: Literal["response.output_text.done"] = "response.output_text.done"
    text: str
    logprobs: Sequence[Logprobs] | None = None


@frozen(kw_only=True)
class OutputTextAnnotationAdded(PartEvent):
    """A citation in the text."""

    type: Literal["response.output_text.annotation.added"] = "response.output_text.annotation.added"
    annotation: Annotation | None = None
    annotation_index: int | None = None


@frozen(kw_only=True)
class RefusalDelta(PartEvent):
    """A piece of a refusal."""

    type: Literal["response.refusal.delta"] = "response.refusal.delta"
    delta: str
    obfuscation: str | None = None  # padding, so that the length tells nothing


@frozen(kw_only=True)
class RefusalDone(PartEvent):
    """A refusal, whole."""

    type: Literal["response.refusal.done"] = "response.refusal.done"
    refusal: str


@frozen(kw_only=True)
class ReasoningTextDelta(PartEvent):
    """A piece of the thoughts."""

    type: Literal["response.reasoning_text.delta"] = "response.reasoning_text.delta"
    delta: str
    obfuscation: str | None = None  # padding, so that the length tells nothing


@frozen(kw_only=True)
class ReasoningTextDone(PartEvent):
    """The thoughts, whole."""

    type: Literal["response.reasoning_text.done"] = "response.reasoning_text.done"
    text: str


@frozen(kw_only=True)
class ReasoningSummaryPartAdded(SummaryEvent):
    """A part of the thoughts' summary begins."""

    type: Literal["response.reasoning_summary_part.added"] = "response.reasoning_summary_part.added"
    part: ReasoningSummary | Unknown


@frozen(kw_only=True)
class ReasoningSummaryPartDone(SummaryEvent):
    """A part of the thoughts' summary is complete."""

    type: Literal["response.reasoning_summary_part.done"] = "response.reasoning_summary_part.done"
    part: ReasoningSummary | Unknown
    status: Annotated[str, Listed("incomplete")] | None = None


@frozen(kw_only=True)
class ReasoningSummaryTextDelta(SummaryEvent):
    """A piece of the thoughts' summary."""

    type: Literal["response.reasoning_summary_text.delta"] = "response.reasoning_summary_text.delta"
    delta: str
    obfuscation: str | None = None  # padding, so that the length tells nothing


@frozen(kw_only=True)
class ReasoningSummaryTextDone(SummaryEvent):
    """A part of the thoughts' summary, whole."""

    type: Literal["response.reasoning_summary_text.done"] = "response.reasoning_summary_text.done"
    text: str


@frozen(kw_only=True)
class ReasoningDelta(PartEvent):
    """A piece of the thoughts. (Older; in Azure's specification.)"""

    type: Literal["response.reasoning.delta"] = "response.reasoning.delta"
    delta: Any
    obfuscation: str | None = None  # padding, so that the length tells nothing


@frozen(kw_only=True)
class ReasoningDone(PartEvent):
    """The thoughts, whole. (Older; in Azure's specification.)"""

    type: Literal["response.reasoning.done"] = "response.reasoning.done"
    text: str


@frozen(kw_only=True)
class ReasoningSummaryDelta(SummaryEvent):
    """A piece of the thoughts' summary. (Older; in Azure's specification.)"""

    type: Literal["response.reasoning_summary.delta"] = "response.reasoning_summary.delta"
    delta: Any
    obfuscation: str | None = None  # padding, so that the length tells nothing


@frozen(kw_only=True)
class ReasoningSummaryDone(SummaryEvent):
    """The thoughts' summary, whole. (Older; in Azure's specification.)"""

    type: Literal["response.reasoning_summary.done"] = "response.reasoning_summary.done"
    text: str


@frozen(kw_only=True)
class FunctionCallArgumentsDelta(ItemEvent):
    """A piece of a call's arguments."""

    type: Literal["response.function_call_arguments.delta"] = "response.function_call_arguments.delta"
    delta: str
    obfuscation: str | None = None  # padding, so that the length tells nothing


@frozen(kw_only=True)
class FunctionCallArgumentsDone(ItemEvent):
    """A call's arguments, whole."""

    type: Literal["response.function_call_arguments.done"] = "response.function_call_arguments.done"
    arguments: str
    name: str | None = None


@frozen(kw_only=True)
class CustomToolCallInputDelta(ItemEvent):
    """A piece of a custom tool's input."""

    type: Literal["response.custom_tool_call_input.delta"] = "response.custom_tool_call_input.delta"
    delta: str
    obfuscation: str | None = None  # padding, so that the length tells nothing


@frozen(kw_only=True)
class CustomToolCallInputDone(ItemEvent):
    """A custom tool's input, whole."""

    type: Literal["response.custom_tool_call_input.done"] = "response.custom_tool_call_input.done"
    input: str


@frozen(kw_only=True)
class FileSearchCallInProgress(ItemEvent):
    """A file search begins."""

    type: Literal["response.file_search_call.in_progress"] = "response.file_search_call.in_progress"


@frozen(kw_only=True)
class FileSearchCallSearching(ItemEvent):
    """A file search searches."""

    type: Literal["response.file_search_call.searching"] = "response.file_search_call.searching"


@frozen(kw_only=True)
class FileSearchCallCompleted(ItemEvent):
    """A file search is complete."""

    type: Literal["response.file_search_call.completed"] = "response.file_search_call.completed"


@frozen(kw_only=True)
class WebSearchCallInProgress(ItemEvent):
    """A web search begins."""

    type: Literal["response.web_search_call.in_progress"] = "response.web_search_call.in_progress"


@frozen(kw_only=True)
class WebSearchCallSearching(ItemEvent):
    """A web search searches."""

    type: Literal["response.web_search_call.searching"] = "response.web_search_call.searching"


@frozen(kw_only=True)
class WebSearchCallCompleted(ItemEvent):
    """A web search is complete."""

    type: Literal["response.web_search_call.completed"] = "response.web_search_call.completed"


@frozen(kw_only=True)
class CodeInterpreterCallInProgress(ItemEvent):
    """A program is being written."""

    type: Literal["response.code_interpreter_call.in_progress"] = "response.code_interpreter_call.in_progress"


@frozen(kw_only=True)
class CodeInterpreterCallInterpreting(ItemEvent):
    """A program runs."""

    type: Literal["response.code_interpreter_call.interpreting"] = "response.code_interpreter_call.interpreting"


@frozen(kw_only=True)
class CodeInterpreterCallCompleted(ItemEvent):
    """A program has run."""

    type: Literal["response.code_interpreter_call.completed"] = "response.code_interpreter_call.completed"


@frozen(kw_only=True)
class CodeInterpreterCallCodeDelta(ItemEvent):
    """A piece of a program. (The other spellings are older.)"""

    type: Literal[
        "response.code_interpreter_call_code.delta",
        "response.code_interpreter_call.code.delta",
        "response.code_interpreter_call.delta",
    ] = "response.code_interpreter_call_code.delta"
    delta: str
    obfuscation: str | None = None  # padding, so that the length tells nothing


@frozen(kw_only=True)
class CodeInterpreterCallCodeDone(ItemEvent):
    """A program, whole. (The other spellings are older.)"""

    type: Literal[
        "response.code_interpreter_call_code.done",
        "response.code_interpreter_call.code.done",
        "response.code_interpreter_call.done",
    ] = "response.code_interpreter_call_code.done"
    code: str


@frozen(kw_only=True)
class ImageGenerationCallInProgress(ItemEvent):
    """A picture begins."""

    type: Literal["response.image_generation_call.in_progress"] = "response.image_generation_call.in_progress"


@frozen(kw_only=True)
class ImageGenerationCallGenerating(ItemEvent):
    """A picture is being made."""

    type: Literal["response.image_generation_call.generating"] = "response.image_generation_call.generating"


@frozen(kw_only=True)
class ImageGenerationCallCompleted(ItemEvent):
    """A picture is complete."""

    type: Literal["response.image_generation_call.completed"] = "response.image_generation_call.completed"


@frozen(kw_only=True)
class ImageGenerationCallPartialImage(ItemEvent):
    """A preview of a picture."""

    type: Literal["response.image_generation_call.partial_image"] = "response.image_generation_call.partial_image"
    partial_image_b64: str
    partial_image_index: int | None = None
    size: str | None = None
    quality: str | None = None
    background: str | None = None
    output_format: str | None = None


@frozen(kw_only=True)
class McpCallArgumentsDelta(ItemEvent):
    """A piece of a remote call's arguments. (The other spellings are older.)"""

    type: Literal[
        "response.mcp_call_arguments.delta", "response.mcp_call.arguments.delta", "response.mcp_call.arguments_delta"
    ] = "response.mcp_call_arguments.delta"
    delta: str
    obfuscation: str | None = None  # padding, so that the length tells nothing


@frozen(kw_only=True)
class McpCallArgumentsDone(ItemEvent):
    """A remote call's arguments, whole. (The other spellings are older.)"""

    type: Literal[
        "response.mcp_call_arguments.done", "response.mcp_call.arguments.done", "response.mcp_call.arguments_done"
    ] = "response.mcp_call_arguments.done"
    arguments: str


@frozen(kw_only=True)
class McpCallInProgress(ItemEvent):
    """A remote call begins."""

    type: Literal["response.mcp_call.in_progress"] = "response.mcp_call.in_progress"


@frozen(kw_only=True)
class McpCallCompleted(ItemEvent):
    """A remote call is complete."""

    type: Literal["response.mcp_call.completed"] = "response.mcp_call.completed"


@frozen(kw_only=True)
class McpCallFailed(ItemEvent):
    """A remote call failed."""

    type: Literal["response.mcp_call.failed"] = "response.mcp_call.failed"


@frozen(kw_only=True)
class McpListToolsInProgress(ItemEvent):
    """Listing a server's tools begins."""

    type: Literal["response.mcp_list_tools.in_progress"] = "response.mcp_list_tools.in_progress"


@frozen(kw_only=True)
class McpListToolsCompleted(ItemEvent):
    """Listing a server's tools is complete."""

    type: Literal["response.mcp_list_tools.completed"] = "response.mcp_list_tools.completed"


@frozen(kw_only=True)
class McpListToolsFailed(ItemEvent):
    """Listing a server's tools failed."""

    type: Literal["response.mcp_list_tools.failed"] = "response.mcp_list_tools.failed"


@frozen(kw_only=True)
class ShellCallCommandAdded(CommandEvent):
    """A command for a shell begins."""

    type: Literal["response.shell_call_command.added"] = "response.shell_call_command.added"
    command: str | None = None


@frozen(kw_only=True)
class ShellCallCommandDelta(CommandEvent):
    """A piece of a command."""

    type: Literal["response.shell_call_command.delta"] = "response.shell_call_command.delta"
    delta: str
    obfuscation: str | None = None  # padding, so that the length tells nothing


@frozen(kw_only=True)
class ShellCallCommandDone(CommandEvent):
    """A command, whole."""

    type: Literal["response.shell_call_command.done"] = "response.shell_call_command.done"
    command: str | None = None


@frozen(kw_only=True)
class ShellDelta:
    """A piece of what a command prints."""

    stdout: str | None = None
    stderr: str | None = None


@frozen(kw_only=True)
class ShellCallOutputContentDelta(CommandEvent):
    """A piece of what a command prints."""

    type: Literal["response.shell_call_output_content.delta"] = "response.shell_call_output_content.delta"
    delta: ShellDelta


@frozen(kw_only=True)
class ShellCallOutputContentDone(CommandEvent):
    """What the commands gave, whole."""

    type: Literal["response.shell_call_output_content.done"] = "response.shell_call_output_content.done"
    output: Sequence[ShellOutput] | None = None


@frozen(kw_only=True)
class ApplyPatchDiffDelta(ItemEvent):
    """A piece of a patch. (In OpenRouter's specification.)"""

    type: Literal["response.apply_patch_call_operation_diff.delta"] = "response.apply_patch_call_operation_diff.delta"
    delta: str
    obfuscation: str | None = None  # padding, so that the length tells nothing


@frozen(kw_only=True)
class ApplyPatchDiffDone(ItemEvent):
    """A patch, whole. (In OpenRouter's specification.)"""

    type: Literal["response.apply_patch_call_operation_diff.done"] = "response.apply_patch_call_operation_diff.done"
    diff: str


@frozen(kw_only=True)
class AudioDelta(EventBase):
    """A piece of sound, as base64."""

    type: Literal["response.audio.delta"] = "response.audio.delta"
    delta: str
    obfuscation: str | None = None  # padding, so that the length tells nothing


@frozen(kw_only=True)
class AudioDone(EventBase):
    """The sound is complete."""

    type: Literal["response.audio.done"] = "response.audio.done"


@frozen(kw_only=True)
class AudioTranscriptDelta(EventBase):
    """A piece of what is said."""

    type: Literal["response.audio.transcript.delta"] = "response.audio.transcript.delta"
    delta: str
    obfuscation: str | None = None  # padding, so that the length tells nothing


@frozen(kw_only=True)
class AudioTranscriptDone(EventBase):
    """What is said is complete."""

    type: Literal["response.audio.transcript.done"] = "response.audio.transcript.done"


Event: TypeAlias = (
    ResponseCreated
    | ResponseQueued
    | ResponseInProgress
    | ResponseCompleted
    | ResponseIncomplete
    | ResponseFailed
    | ResponseCancelled
    | ErrorEvent
    | Keepalive
    | OutputItemAdded
    | OutputItemDone
    | ContentPartAdded
    | ContentPartDone
    | OutputTextDelta
    | OutputTextDone
    | OutputTextAnnotationAdded
    | RefusalDelta
    | RefusalDone
    | ReasoningTextDelta
    | ReasoningTextDone
    | ReasoningSummaryPartAdded
    | ReasoningSummaryPartDone
    | ReasoningSummaryTextDelta
    | ReasoningSummaryTextDone
    | ReasoningDelta
    | ReasoningDone
    | ReasoningSummaryDelta
    | ReasoningSummaryDone
    | FunctionCallArgumentsDelta
    | FunctionCallArgumentsDone
    | CustomToolCallInputDelta
    | CustomToolCallInputDone
    | FileSearchCallInProgress
    | FileSearchCallSearching
    | FileSearchCallCompleted
    | WebSearchCallInProgress
    | WebSearchCallSearching
    | WebSearchCallCompleted
    | CodeInterpreterCallInProgress
    | CodeInterpreterCallInterpreting
    | CodeInterpreterCallCompleted
    | CodeInterpreterCallCodeDelta
    | CodeInterpreterCallCodeDone
    | ImageGenerationCallInProgress
    | ImageGenerationCallGenerating
    | ImageGenerationCallCompleted
    | ImageGenerationCallPartialImage
    | McpCallArgumentsDelta
    | McpCallArgumentsDone
    | McpCallInProgress
    | McpCallCompleted
    | McpCallFailed
    | McpListToolsInProgress
    | McpListToolsCompleted
    | McpListToolsFailed
    | ShellCallCommandAdded
    | ShellCallCommandDelta
    | ShellCallCommandDone
    | ShellCallOutputContentDelta
    | ShellCallOutputContentDone
    | ApplyPatchDiffDelta
    | ApplyPatchDiffDone
    | AudioDelta
    | AudioDone
    | AudioTranscriptDelta
    | AudioTranscriptDone
    | Unknown
)


# --- Errors. https://platform.openai.com/docs/guides/error-codes --------------------------------------------


@frozen(kw_only=True)
class ErrorDetails:
    """What went wrong."""

    message: str | None = None
    type: str | None = None
    code: str | int | None = None
    param: str | None = None


@frozen(kw_only=True)
class ErrorResponse:
    """The answer to a request that was refused."""

    error: str | ErrorDetails


# --- Lists, counts and conversations ------------------------------------------------------------------------


@frozen(kw_only=True)
class ItemList:
    """A page of items. https://platform.openai.com/docs/api-reference/responses/input-items"""

    data: Sequence[Item]
    object: Annotated[str, Listed("list")] | None = None
    first_id: str | None = None
    last_id: str | None = None
    has_more: bool | None = None


@frozen(kw_only=True)
class ResponseDeleted:
    """A response that is gone. https://platform.openai.com/docs/api-reference/responses/delete"""

    id: str
    object: Annotated[str, Listed("response", "response.deleted")] | None = None
    deleted: bool | None = None


@frozen(kw_only=True)
class InputTokensRequest:
    """Asks how many tokens an input has. https://platform.openai.com/docs/api-reference/responses/input-tokens"""

    model: str | None = None
    input: Input | None = None
    instructions: str | None = None
    previous_response_id: str | None = None
    conversation: str | Conversation | None = None
    parallel_tool_calls: bool | None = None
    personality: str | None = None  # "friendly", "pragmatic" or one of yours
    reasoning: ReasoningConfig | None = None
    text: TextConfig | None = None
    tool_choice: ToolChoice | None = None
    tools: Sequence[Tool] | None = None
    truncation: Truncation | None = None


@frozen(kw_only=True)
class InputTokensResponse:
    """How many tokens an input has."""

    input_tokens: int
    object: Annotated[str, Listed("response.input_tokens")] | None = None


@frozen(kw_only=True)
class CompactRequest:
    """Asks to make a conversation short. https://platform.openai.com/docs/api-reference/responses/compact"""

    model: str | None = None
    input: Input | None = None
    instructions: str | None = None
    previous_response_id: str | None = None
    prompt_cache_key: str | None = None
    prompt_cache_options: PromptCacheOptions | None = None
    prompt_cache_retention: PromptCacheRetention | None = None
    service_tier: ServiceTier | None = None


@frozen(kw_only=True)
class CompactResponse:
    """A conversation, made short."""

    id: str
    output: Sequence[Item]
    object: Annotated[str, Listed("response.compaction")] | None = None
    created_at: float | None = None
    usage: Usage | None = None


@frozen(kw_only=True)
class ConversationRequest:
    """Asks for a stored conversation. https://platform.openai.com/docs/api-reference/conversations/create"""

    items: Sequence[Item] | None = None
    metadata: Mapping[str, str] | None = None


@frozen(kw_only=True)
class ConversationObject:
    """A stored conversation. https://platform.openai.com/docs/api-reference/conversations/object"""

    id: str
    object: Annotated[str, Listed("conversation")] | None = None
    created_at: float | None = None
    metadata: Mapping[str, str] | None = None


@frozen(kw_only=True)
class ConversationDeleted:
    """A conversation that is gone. https://platform.openai.com/docs/api-reference/conversations/delete"""

    id: str
    object: Annotated[str, Listed("conversation.deleted")] | None = None
    deleted: bool | None = None


# --- Models -------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Model:
    """A model. https://platform.openai.com/docs/api-reference/models/object"""

    id: str
    object: Annotated[str, Listed("model")] | None = None
    created: float | None = None
    owned_by: str | None = None
    shutdown_date: str | None = None


@frozen(kw_only=True)
class ModelsResponse:
    """All models. https://platform.openai.com/docs/api-reference/models/list"""

    data: Sequence[Model]
    object: Annotated[str, Listed("list")] | None = None


@frozen(kw_only=True)
class ModelDeleted:
    """A model that is gone. https://platform.openai.com/docs/api-reference/models/delete"""

    id: str
    object: str | None = None
    deleted: bool | None = None


# --- Files --------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class ExpiresAfter:
    """When a file goes away."""

    seconds: int
    anchor: Annotated[str, Listed("created_at")] | None = None


@frozen(kw_only=True)
class File:
    """An uploaded file. https://platform.openai.com/docs/api-reference/files/object"""

    id: str
    object: Annotated[str, Listed("file")] | None = None
    bytes: int | None = None
    created_at: float | None = None
    expires_at: float | None = None
    filename: str | None = None
    purpose: FilePurpose | None = None
    status: Annotated[str, Listed("uploaded", "processed", "error")] | None = None
    status_details: str | None = None


FilePurpose: TypeAlias = Annotated[
    str,
    Listed(
        "assistants",
        "assistants_output",
        "batch",
        "batch_output",
        "evals",
        "fine-tune",
        "fine-tune-results",
        "user_data",
        "vision",
    ),
]


@frozen(kw_only=True)
class FileListResponse:
    """A page of files. https://platform.openai.com/docs/api-reference/files/list"""

    data: Sequence[File]
    object: str | None = None  # "list"
    first_id: str | None = None
    last_id: str | None = None
    has_more: bool | None = None


@frozen(kw_only=True)
class FileDeleteResponse:
    """A file that is gone. https://platform.openai.com/docs/api-reference/files/delete"""

    id: str
    object: Annotated[str, Listed("file")] | None = None
    deleted: bool | None = None


# --- Batches. https://platform.openai.com/docs/guides/batch -------------------------------------------------


@frozen(kw_only=True)
class BatchError:
    """What is wrong with a line of a batch's file."""

    code: str | None = None
    message: str | None = None
    param: str | None = None
    line: int | None = None


@frozen(kw_only=True)
class BatchErrors:
    """What is wrong with a batch's file."""

    object: str | None = None  # "list"
    data: Sequence[BatchError] | None = None


@frozen(kw_only=True)
class BatchRequestCounts:
    """How far a batch is."""

    total: int | None = None
    completed: int | None = None
    failed: int | None = None


@frozen(kw_only=True)
class Batch:
    """Many requests in one job. https://platform.openai.com/docs/api-reference/batch/object"""

    id: str
    object: Annotated[str, Listed("batch")] | None = None
    endpoint: str | None = None
    model: str | None = None
    errors: BatchErrors | None = None
    input_file_id: str | None = None
    completion_window: str | None = None
    status: BatchStatus | None = None
    output_file_id: str | None = None
    error_file_id: str | None = None
    created_at: float | None = None
    in_progress_at: float | None = None
    expires_at: float | None = None
    finalizing_at: float | None = None
    completed_at: float | None = None
    failed_at: float | None = None
    expired_at: float | None = None
    cancelling_at: float | None = None
    cancelled_at: float | None = None
    request_counts: BatchRequestCounts | None = None
    usage: Usage | None = None
    metadata: Mapping[str, str] | None = None


BatchStatus: TypeAlias = Annotated[
    str, Listed("validating", "failed", "in_progress", "finalizing", "completed", "expired", "cancelling", "cancelled")
]


@frozen(kw_only=True)
class BatchListResponse:
    """A page of batches. https://platform.openai.com/docs/api-reference/batch/list"""

    data: Sequence[Batch]
    object: Annotated[str, Listed("list")] | None = None
    first_id: str | None = None
    last_id: str | None = None
    has_more: bool | None = None


BatchEndpoint: TypeAlias = Annotated[
    str,
    Listed(
        "/v1/responses",
        "/v1/chat/completions",
        "/v1/embeddings",
        "/v1/completions",
        "/v1/moderations",
        "/v1/images/generations",
        "/v1/images/edits",
        "/v1/videos",
    ),
]


@frozen(kw_only=True)
class BatchRequest:
    """Asks for a batch. https://platform.openai.com/docs/api-reference/batch/create"""

    input_file_id: str
    endpoint: BatchEndpoint
    completion_window: Annotated[str, Listed("24h")] = "24h"
    metadata: Mapping[str, str] | None = None
    output_expires_after: ExpiresAfter | None = None


@frozen(kw_only=True)
class BatchRequestInput:
    """A line of the file that goes in. https://platform.openai.com/docs/api-reference/batch/request-input"""

    custom_id: str
    method: str = "POST"
    url: BatchEndpoint = "/v1/responses"
    body: Response


@frozen(kw_only=True)
class BatchResponse:
    """The HTTP answer to one line."""

    status_code: int | None = None
    request_id: str | None = None
    body: JsonObject | None = None  # a Response, or an ErrorResponse: status_code tells which


@frozen(kw_only=True)
class BatchLineError:
    """Why a line got no HTTP answer."""

    code: str | None = None
    message: str | None = None


@frozen(kw_only=True)
class BatchRequestOutput:
    """A line of the file that comes back. https://platform.openai.com/docs/api-reference/batch/request-output"""

    id: str | None = None
    custom_id: str | None = None
    response: BatchResponse | None = None
    error: BatchLineError | None = None


# --- Pictures. https://platform.openai.com/docs/api-reference/images ----------------------------------------


@frozen(kw_only=True)
class ImageRequest:
    """Asks for pictures. https://platform.openai.com/docs/api-reference/images/create"""

    prompt: str
    model: str | None = None
    n: int | None = None
    background: Background | None = None
    moderation: ImageModeration | None = None
    output_compression: int | None = None
    output_format: ImageFormat | None = None
    partial_images: int | None = None
    quality: ImageQuality | None = None
    response_format: Annotated[str, Listed("url", "b64_json")] | None = None
    size: str | None = None
    stream: bool | None = None
    style: Annotated[str, Listed("vivid", "natural")] | None = None
    user: str | None = None


@frozen(kw_only=True)
class ImageChoiceData:
    """One picture."""

    b64_json: str | None = None
    url: str | None = None
    revised_prompt: str | None = None


@frozen(kw_only=True)
class ImageResponse:
    """Pictures. https://platform.openai.com/docs/api-reference/images/object"""

    created: float | None = None
    data: Sequence[ImageChoiceData] | None = None
    background: Background | None = None
    output_format: ImageFormat | None = None
    quality: ImageQuality | None = None
    size: str | None = None
    usage: Usage | None = None


@frozen(kw_only=True)
class ImagePartial:
    """A preview of a picture. https://platform.openai.com/docs/api-reference/images-streaming"""

    type: Literal["image_generation.partial_image"] = "image_generation.partial_image"
    b64_json: str | None = None
    partial_image_index: int | None = None
    created_at: float | None = None
    size: str | None = None
    quality: ImageQuality | None = None
    background: Background | None = None
    output_format: ImageFormat | None = None


@frozen(kw_only=True)
class ImageCompleted:
    """A picture, at the end of a stream."""

    type: Literal["image_generation.completed"] = "image_generation.completed"
    b64_json: str | None = None
    created_at: float | None = None
    size: str | None = None
    quality: ImageQuality | None = None
    background: Background | None = None
    output_format: ImageFormat | None = None
    usage: Usage | None = None


ImageEvent: TypeAlias = ImagePartial | ImageCompleted | Unknown


# --- By tag -------------------------------------------------------------------------------------------------


def _by_tag(union: Any) -> dict[str, type[Any]]:
    """The classes of a tagged union, by each value of their tag."""
    classes = [cls for cls in get_args(union) if cls is not Unknown]
    return {tag: cls for cls in classes for tag in tag_values(cls, "type") if tag is not None}


EVENTS: Final = _by_tag(Event)
"""Every stream event, by its type."""
ITEMS: Final = _by_tag(Item)
"""Every item, by its type."""
CONTENTS: Final = _by_tag(Content)
"""Every part of a message, by its type."""
TOOLS: Final = _by_tag(Tool)
"""Every tool, by its type."""
