"""The smoke checks: what a model is asked, and how its answer proves or disproves that it can do it.

They are data, one list. The names are those of the public recordings of maruel/genai, and so are the questions in their
meaning, so that a recorded answer fits; a live run asks them as they stand here.

The rule here: a check that cannot say no is a defect, and so is one that takes a request's acceptance for an answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Literal, TypeAlias

from attrs import field, frozen

from ..doc import Doc
from ..messages import Message, Messages, Reply, ToolCall, ToolCallResult, user
from ..provider import Output
from ..results import FinishReason, Result
from ..tools import Tool
from . import judges
from .judges import Judge
from .values import TriState

Cell: TypeAlias = tuple[str, ...]
"""``("json",)`` is a Functionality's; ``("input", "image", "inline", "image/png")`` a modality's."""
Media: TypeAlias = Callable[[str], bytes]
"""The bytes of one of the suite's files, by its name."""


@frozen(kw_only=True)
class Check:
    """
    One smoke check.

    Args:
        name: As the recordings are named.
        question: Makes what is asked; it gets the suite's files.
        options: Keyword options that go along.
        judge: What an answer says of the cells.
        cells: Each with a pattern that a request must have for its answer to say something: a recording's may lack it.
        refused: The cells that a refusal disproves; default: all.
        others: The cells that have a judge of their own.
        output: What the client is loaded for.
        cut: An answer that proves it says ``FinishReason.LENGTH``.
    """

    name: str
    question: Callable[[Media], Messages]
    options: Mapping[str, Any] = field(factory=dict)
    judge: Judge
    cells: Mapping[Cell, str]
    refused: tuple[Cell, ...] = field()
    others: Mapping[Cell, Judge] = field(factory=dict)
    output: Output = "text"
    cut: bool = False

    @refused.default
    def _all(self) -> tuple[Cell, ...]:
        return tuple(self.cells)

    def asks(self, cell: Cell, request: str) -> bool:
        """Whether a request, by its URL and body, asks for what fills the cell."""
        return re.search(self.cells[cell], request) is not None

    def judge_of(self, cell: Cell) -> Judge:
        """Who judges the cell."""
        return self.others.get(cell, self.judge)

    def wrong_finish(self, result: Result) -> bool:
        """The answer was cut, and does not say so."""
        return self.cut and self.judge(result) == "true" and result.finish is not FinishReason.LENGTH


@frozen(kw_only=True)
class Pair:
    """What two answers show together: of two checks, or of one that is asked twice."""

    cell: str
    names: tuple[str, str]
    judge: Callable[[Result, Result], TriState]


# --- What is asked ----------------------------------------------------------------------------------------------------


def square_root(number: float) -> str:
    """Calculate the square root of a number."""
    return f"{number**0.5:.2f}"


def best_country(first: str, second: str) -> Tool:
    """A tool with two equal choices, in this order."""
    country = {"type": "string", "enum": [first, second]}
    schema = {
        "type": "object",
        "properties": {"country": country},
        "required": ["country"],
        "additionalProperties": False,
    }
    return Tool(name="best_country", description="Tell which country is the best one.", parameters=schema)


@frozen
class Fruit:
    """What is asked for as JSON."""

    is_fruit: bool


ROOT_TOOL: Final = Tool(square_root)
ASK_ROOT: Final = "Use the tool square_root to find the square root of 132413. Answer with the number alone."
ROOT_CALL: Final = ToolCall(id="call000001", name="square_root", arguments='{"number": 132413}')
HELLO: Final = "Say hello, in one word."
TALE: Final = "Explain the theory of relativity, at length and in all details."
CANADA: Final = 'Tell all about Canada, at length. Begin with: "Canada is"'
FRUIT: Final = "Is a banana a fruit? Answer with JSON alone, and no explanation"
MINISTER: Final = "Search the web: who is the Prime Minister of Canada now? One source will do. Give the name alone."
PAGE: Final = "Read https://perdu.com and tell what it says."
QUACK: Final = "The capital of Quackiland is Quack. The Big Canard Statue is located in Quack."
DOODLE: Final = "A doodle of a brown and white shiba inu that happily eats a pink ice-cream, on plain white."
SUITE: Final = "https://raw.githubusercontent.com/maruel/genai/refs/heads/main/scoreboard/testdata/"
"""Where the suite's pictures, sounds and films are, which the checks by URL name."""


def says(*parts: str | Doc) -> Callable[[Media], Messages]:
    """A question that needs no file of the suite."""
    return lambda media: Messages.of(*parts)


def with_root(media: Media) -> Messages:
    """The question, the call of the tool, and its result."""
    called = Message(replies=(Reply(tool_call=ROOT_CALL),))
    answered = ToolCallResult(id=ROOT_CALL.id, name=ROOT_CALL.name, content=(judges.ROOT,))
    return Messages.of(ASK_ROOT, called, answered)


def cites(text: str, name: str, mime_type: str) -> Callable[[Media], Messages]:
    """A document, and what can only be known from it."""
    doc = Doc(text.encode(), filename=name, mime_type=mime_type)
    return lambda media: Messages.of(user(doc, "What is the capital of Quackiland?"))


def shows(question: str, file: str, way: Literal["Inline", "URL"]) -> Callable[[Media], Messages]:
    """One of the suite's files, by its bytes or by its URL."""
    return lambda media: Messages.of(
        user(question, Doc(media(file), filename=file) if way == "Inline" else Doc(url=SUITE + file))
    )


# --- Which request asks for it ----------------------------------------------------------------------------------------

ANY: Final = ""
SCHEMA: Final = r'(?s)(?=.*("parameters"|"parametersJsonSchema"|"input_schema")).*'
"""A tool is described in full: some recordings lost the schema on the way."""
PATTERNS: Final = {
    # over the URL and the body of a request, in all providers' spellings
    "top_logprobs": r'"(top_)?logprobs"|"responseLogprobs"',
    "seed": r'"(random_)?seed"',
    "max_tokens": r'"(max_(completion_|output_)?tokens|maxOutputTokens|num_predict|n_predict)": ?16\b',
    "stop_sequence": r'"stop(_sequences|Sequences)?": ?\["is"\]',
    "json": r'json_object|json_schema|application/json|"format": ?"json"',
    "json_schema": r'json_schema|responseSchema|responseJsonSchema|"(format|schema)": ?\{',
    "tools": SCHEMA + r'"name": ?"square_root"',
    "tool_call_required": SCHEMA + r'"(tool_choice|mode)": ?"(required|any|ANY)"|"tool_choice": ?\{ ?"type": ?"any"',
    "tools_indecisive": SCHEMA + r'"name": ?"best_country"',
    # Perplexity searches unless it is told not to; Groq's systems search and read by themselves.
    "web_search": (
        r'web_search|browser_search|[gG]oogle_?[sS]earch|"enable_search"|"plugins"|groq/compound'
        r"|api\.perplexity\.ai(?!.*disable_search)"
    ),
    "web_fetch": r"web_fetch|visit_website|url_?[cC]ontext|groq/compound",
    "citations": r"Quackiland",
}

FLAWED: Final = re.compile(
    # what a refusal says when the recorded request was at fault, and not what it asked for
    r"json_schema\.name. cannot be empty|json schema is required|'additionalProperties' must be"
    r"|max_tokens or model output limit was reached"
)


def cell(*names: str) -> dict[Cell, str]:
    """Functionality cells, with their patterns."""
    return {(name,): PATTERNS[name] for name in names}


# --- The list ---------------------------------------------------------------------------------------------------------

FORMATS: Final[Mapping[str, Mapping[str, str]]] = {
    "Document": {"pdf": "application/pdf"},
    "Image": {"jpg": "image/jpeg", "gif": "image/gif", "png": "image/png", "webp": "image/webp"},
    "Audio": {"mp3": "audio/mpeg", "aac": "audio/aac", "flac": "audio/flac", "ogg": "audio/ogg", "wav": "audio/wav"},
    "Video": {"mp4": "video/mp4", "webm": "video/webm"},
}
"""Kind, ending and MIME type of the suite's files."""
ASKS: Final[Mapping[str, tuple[str, ...]]] = {
    "Document": ("What is the word? Answer with the word alone.", "orange"),
    "Image": ("Which fruit is this? Answer in one word.", "banana", "香蕉"),
    "Audio": ("Which word is said? Answer with the word alone.", "orange"),
    "Video": ("Which word is said or shown? Answer with the word alone.", "banana"),
}
"""What is asked of a kind, and the right answers."""
WAYS: Final[tuple[Literal["Inline", "URL"], ...]] = ("Inline", "URL")


def _tools(name: str, question: Callable[[Media], Messages], judge: Judge, **options: Any) -> Check:
    return Check(
        name=name, question=question, options={"tools": (ROOT_TOOL,), **options}, judge=judge, cells=cell("tools")
    )


def _country(name: str, first: str, second: str) -> Check:
    asked = f"Is {first} a better country than {second}? Call best_country to tell which one is the best."
    options = {"tools": (best_country(first, second),), "force": "required"}
    return Check(
        name=name,
        question=says(asked),
        options=options,
        judge=judges.indecisive,
        cells={("tools",): PATTERNS["tools_indecisive"], **cell("tools_indecisive")},
        others={("tools",): judges.country_called},
        refused=(),
    )


def _media(kind: str, ending: str, mime_type: str, way: Literal["Inline", "URL"]) -> Check:
    question, *words = ASKS[kind]
    return Check(
        name=f"MultiModal-{kind}-{ending}-{way}",
        question=shows(question, f"{kind.lower()}.{ending}", way),
        judge=judges.says(*words),
        cells={("input", kind.lower(), way.lower(), mime_type): ANY},
    )


def _made(name: str, output: Output, question: str) -> Check:
    cells = {("input", "text", "inline"): ANY, ("output", output): ANY}
    return Check(name=name, question=says(question), judge=judges.makes(output), cells=cells, output=output)


def _simple(name: str, question: str, judge: Judge, of: str, *, cut: bool = False, **options: Any) -> Check:
    return Check(name=name, question=says(question), options=options, judge=judge, cells=cell(of), cut=cut)


CHECKS: Final[tuple[Check, ...]] = (
    Check(
        name="Text",
        question=says(HELLO),
        judge=judges.text,
        cells={("input", "text", "inline"): ANY, ("output", "text", "inline"): ANY},
    ),
    # One answer says nothing of a seed: PAIRS has what two say. Only a refusal disproves it.
    _simple("Seed", "Name any animal, in one word.", lambda result: "untested", "seed", seed=42),
    _simple("TopLogprobs", HELLO, judges.top_logprobs, "top_logprobs", top_logprobs=2),
    _simple("MaxTokens", TALE, judges.max_tokens, "max_tokens", cut=True, max_tokens=16),
    _simple("Stop", CANADA, judges.stop_sequence, "stop_sequence", stop="is"),
    _simple("JSON", FRUIT + ': {"is_fruit": bool}.', judges.json_object, "json", reply_as_json=True),
    _simple("JSONSchema", FRUIT + ".", judges.json_schema, "json_schema", decode_as=Fruit),
    Check(
        name="Tools-SquareRoot-1",
        question=says(ASK_ROOT),
        options={"tools": (ROOT_TOOL,), "force": "required"},
        judge=judges.square_root_called,
        cells=cell("tools", "tool_call_required"),
        others={("tool_call_required",): judges.called},
        refused=(("tool_call_required",),),  # that one must be called may be what it refuses
    ),
    _tools("Tools-SquareRoot-1-any", says(ASK_ROOT), judges.square_root_called),
    _tools("Tools-SquareRoot-2", with_root, judges.square_root_told, force="none"),
    _tools("Tools-SquareRoot-2-any", with_root, judges.square_root_told),
    _country("Tools-ToolBias-Canada", "Canada", "USA"),
    _country("Tools-ToolBias-USA", "USA", "Canada"),
    _simple("Tools-WebSearch", MINISTER, judges.web_search, "web_search", search=True),
    _simple("Tools-WebFetch", PAGE, judges.web_fetch, "web_fetch", fetch=True),
    Check(
        name="Citations-text-plain",
        question=cites(QUACK, "quackiland.txt", "text/plain"),
        judge=judges.citations,
        cells=cell("citations"),
    ),
    Check(
        name="Citations-text-markdown",
        question=cites(f"# Quackiland\n\n{QUACK}", "quackiland.md", "text/markdown"),
        judge=judges.citations,
        cells=cell("citations"),
    ),
    *(
        _media(kind, ending, mime_type, way)
        for kind, formats in FORMATS.items()
        for ending, mime_type in formats.items()
        for way in WAYS
    ),
    _made("Doc-Image", "image", DOODLE),
    _made("Doc-Audio", "audio", "Say hi. Say this one word, and nothing else."),
)
BY_NAME: Final = {check.name: check for check in CHECKS}

PAIRS: Final = (
    Pair(cell="seed", names=("Seed", "Seed"), judge=judges.equal),
    Pair(cell="tools_biased", names=("Tools-ToolBias-Canada", "Tools-ToolBias-USA"), judge=judges.biased),
)
EVERY_ANSWER: Final[Mapping[str, Callable[[Iterable[Result]], Iterable[TriState]]]] = {
    # what each answer tells, whatever was asked
    "report_rate_limits": judges.rate_limits,
    "report_token_usage": judges.token_usage,
    "report_finish_reason": judges.finish_reasons,
    "cached_tokens": judges.cached_tokens,
    "parallel_tools": judges.parallel_tools,
}

RECORDED: Final[Mapping[str, tuple[Cell, ...]]] = {
    # what the checks of genai.testing, whose cassettes "genai record" makes, show when they are met
    "text": (("input", "text", "inline"), ("output", "text", "inline")),
    "max_tokens": (("max_tokens",),),
    "json_object": (("json",),),
    "json_schema": (("json_schema",),),
    "tool_auto": (("tools",),),
    "tool_required": (("tools",), ("tool_call_required",)),
    "tool_answer": (("tools",),),
    "top_logprobs": (("top_logprobs",),),
    "seed": (("seed",),),
    "stop": (("stop_sequence",),),
    "image_in": (("input", "image", "inline", "image/png"),),
    "pdf_in": (("input", "document", "inline", "application/pdf"),),
    "web_search": (("web_search",),),
    "picture": (("input", "text", "inline"), ("output", "image")),
    "picture_previews": (("partial_images",),),
    "background": (("background",),),
    "cancel": (("cancel",),),
}


# --- Files that stand for the suite's in a replay, where only their kind counts --------------------------------------

BEGINNINGS: Final = {
    "pdf": b"%PDF-1.4\n",
    "jpg": b"\xff\xd8\xff\xe0",
    "gif": b"GIF89a\x01\x00\x01\x00",
    "png": b"\x89PNG\r\n\x1a\n",
    "webp": b"RIFF\x00\x00\x00\x00WEBPVP8 ",
    "mp3": b"ID3\x04",
    "aac": b"\xff\xf1",
    "flac": b"fLaC",
    "ogg": b"OggS",
    "wav": b"RIFF\x00\x00\x00\x00WAVEfmt ",
    "mp4": b"\x00\x00\x00\x18ftypmp42",
    "webm": b"\x1aE\xdf\xa3",
}


def stand_in(file: str) -> bytes:
    """The first bytes of a file of that kind."""
    return BEGINNINGS[file.rpartition(".")[2]] + bytes(16)
