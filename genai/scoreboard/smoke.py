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

from ..provider import Output
from ..results import FinishReason, Result
from ..testing import checks, documents, drawing
from ..testing.subject import Subject
from . import judges
from . import questions as q
from .judges import Judge
from .questions import Question, says
from .values import Mode, TriState

Cell: TypeAlias = tuple[str, ...]
"""``("json",)`` is a Functionality's; ``("input", "image", "inline", "image/png")`` a modality's."""


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
        run: How it is done, where that is not one question: a check of ``genai.testing``, which raises Unmet by itself.
        modes: The modes in which it is asked; default: sync, and stream where text is made.
    """

    name: str
    question: Question = says("")
    options: Mapping[str, Any] = field(factory=dict)
    judge: Judge = judges.untold
    cells: Mapping[Cell, str]
    refused: tuple[Cell, ...] = field()
    others: Mapping[Cell, Judge] = field(factory=dict)
    output: Output = "text"
    cut: bool = False
    run: Callable[[Subject], Any] | None = None
    modes: tuple[Mode, ...] = field()

    @refused.default
    def _all(self) -> tuple[Cell, ...]:
        return tuple(self.cells)

    @modes.default
    def _both(self) -> tuple[Mode, ...]:
        return ("sync", "stream") if self.output == "text" else ("sync",)

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
    """Functionality cells, with their patterns; whatever has none is asked by the question, or by the verb."""
    return {(name,): PATTERNS.get(name, ANY) for name in names}


# --- The list ---------------------------------------------------------------------------------------------------------

PDF: Final = "application/pdf"
FORMATS: Final[Mapping[str, Mapping[str, str]]] = {
    "Document": {"pdf": PDF},
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


def _tools(name: str, question: Question, judge: Judge, **options: Any) -> Check:
    return Check(
        name=name, question=question, options={"tools": (q.ROOT_TOOL,), **options}, judge=judge, cells=cell("tools")
    )


def _country(name: str, first: str, second: str) -> Check:
    asked = f"Is {first} a better country than {second}? Call best_country to tell which one is the best."
    options = {"tools": (q.best_country(first, second),), "force": "required"}
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
        question=q.shows(question, f"{kind.lower()}.{ending}", way),
        judge=judges.says(*words),
        cells={("input", kind.lower(), way.lower(), mime_type): ANY},
    )


def _made(name: str, output: Output, question: str) -> Check:
    cells = {("input", "text", "inline"): ANY, ("output", output): ANY}
    return Check(name=name, question=says(question), judge=judges.makes(output), cells=cells, output=output)


def _simple(name: str, asked: str | Question, judge: Judge, of: str, *, cut: bool = False, **options: Any) -> Check:
    question = says(asked) if isinstance(asked, str) else asked
    return Check(name=name, question=question, options=options, judge=judge, cells=cell(of), cut=cut)


def _run(name: str, run: Callable[[Subject], Any], mode: Mode, cells: Mapping[Cell, str], **more: Any) -> Check:
    return Check(name=name, run=run, modes=(mode,), cells=cells, **more)


EMBEDDED: Final[Mapping[Cell, str]] = {("input", "text", "inline"): ANY, ("output", "embedding", "inline"): ANY}


CHECKS: Final[tuple[Check, ...]] = (
    Check(
        name="Text",
        question=says(q.HELLO),
        judge=judges.text,
        cells={("input", "text", "inline"): ANY, ("output", "text", "inline"): ANY},
    ),
    # One answer says nothing of a seed: PAIRS has what two say. Only a refusal disproves it.
    _simple("Seed", "Name any animal, in one word.", judges.untold, "seed", seed=42),
    _simple("TopLogprobs", q.HELLO, judges.top_logprobs, "top_logprobs", top_logprobs=2),
    _simple("MaxTokens", q.TALE, judges.max_tokens, "max_tokens", cut=True, max_tokens=16),
    _simple("Stop", q.CANADA, judges.stop_sequence, "stop_sequence", stop="is"),
    _simple("JSON", q.FRUIT + ': {"is_fruit": bool}.', judges.json_object, "json", reply_as_json=True),
    _simple("JSONSchema", q.FRUIT + ".", judges.json_schema, "json_schema", decode_as=q.Fruit),
    Check(
        name="Tools-SquareRoot-1",
        question=says(q.ASK_ROOT),
        options={"tools": (q.ROOT_TOOL,), "force": "required"},
        judge=judges.square_root_called,
        cells=cell("tools", "tool_call_required"),
        others={("tool_call_required",): judges.called},
        refused=(("tool_call_required",),),  # that one must be called may be what it refuses
    ),
    _tools("Tools-SquareRoot-1-any", says(q.ASK_ROOT), judges.square_root_called),
    _tools("Tools-SquareRoot-2", q.with_root, judges.square_root_told, force="none"),
    _tools("Tools-SquareRoot-2-any", q.with_root, judges.square_root_told),
    _country("Tools-ToolBias-Canada", "Canada", "USA"),
    _country("Tools-ToolBias-USA", "USA", "Canada"),
    _simple("Tools-WebSearch", q.MINISTER, judges.web_search, "web_search", search=True),
    _simple("Tools-WebFetch", q.PAGE, judges.web_fetch, "web_fetch", fetch=True),
    Check(
        name="Citations-text-plain",
        question=q.cites(q.QUACK, "quackiland.txt", "text/plain"),
        judge=judges.citations,
        cells=cell("citations"),
    ),
    Check(
        name="Citations-text-markdown",
        question=q.cites(f"# Quackiland\n\n{q.QUACK}", "quackiland.md", "text/markdown"),
        judge=judges.citations,
        cells=cell("citations"),
    ),
    *(
        _media(kind, ending, mime_type, way)
        for kind, formats in FORMATS.items()
        for ending, mime_type in formats.items()
        for way in WAYS
    ),
    _run("MultiModal-Document-pdf-File", documents.pdf_by_file, "sync", {("input", "document", "file", PDF): ANY}),
    Check(
        name="Tools-Parallel",
        question=says(q.ASK_ROOTS),
        options={"tools": (q.ROOT_TOOL,)},
        judge=judges.both_roots_called,
        cells={("tools",): PATTERNS["tools"], ("parallel_tools",): PATTERNS["tools"]},
        others={("tools",): judges.called},
        refused=(),
    ),
    # One answer says nothing of a cache: PAIRS has what two say.
    Check(name="CachedTokens", question=says(q.LIST, q.ASK_LIST), cells={("cached_tokens",): ANY}, refused=()),
    _simple("LongHistory", q.long_history, judges.says(q.WORD), "long_history"),
    _simple("ForeignHistory", q.foreign_history, judges.says(q.WORD), "foreign_history"),
    _made("Doc-Image", "image", q.DOODLE),
    Check(
        name="Doc-Image-Edit",
        question=q.shows(q.RECOLOUR, "image.png", "Inline"),
        judge=judges.makes("image"),
        cells={("input", "image", "inline", "image/png"): ANY, ("output", "image"): ANY},
        output="image",
    ),
    _run("Doc-Image-Previews", drawing.picture_previews, "stream", cell("partial_images"), output="image"),
    _made("Doc-Audio", "audio", "Say hi. Say this one word, and nothing else."),
    _run("Job-Background", checks.background, "job", cell("background")),
    _run("Job-Cancel", checks.cancel, "job", cell("cancel")),
    _run("Job-Batch", checks.batch, "job", cell("batch")),
    _run("Embeddings", checks.embeddings, "sync", EMBEDDED, output="embedding"),
)
BY_NAME: Final = {check.name: check for check in CHECKS}

PAIRS: Final = (
    Pair(cell="seed", names=("Seed", "Seed"), judge=judges.equal),
    Pair(cell="cached_tokens", names=("CachedTokens", "CachedTokens"), judge=judges.cached),
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
    "pdf_in": (("input", "document", "inline", PDF),),
    "web_search": (("web_search",),),
    "picture": (("input", "text", "inline"), ("output", "image")),
    "picture_previews": (("partial_images",),),
    "background": (("background",),),
    "batch": (("batch",),),
    "cancel": (("cancel",),),
    "embeddings": tuple(EMBEDDED),
}
