"""The values of a scoreboard: Score, Scenario, Functionality, ModalCapability and Evidence.

The rule here: a cell is "untested" until an answer was seen. "false" says that one was, and does not show it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final, Literal, TypeAlias, get_args

from attrs import field, fields, frozen

from ..errors import InvalidRequest
from ..values import Value, a_tuple

TriState: TypeAlias = Literal["true", "false", "flaky", "untested"]
TRISTATES: Final[tuple[str, ...]] = get_args(TriState)
Mode: TypeAlias = Literal["sync", "stream", "job"]
MODES: Final[tuple[Mode, ...]] = get_args(Mode)
MODALITIES: Final = ("text", "image", "audio", "video", "document")
OUTPUTS: Final = (*MODALITIES, "embedding")
"""What comes out may be vectors as well, which nothing takes in."""
WAYS: Final = ("inline", "url", "file")
SEEN: Final = ("true", "flaky")
PROVENANCES: Final = ("live", "server", "emulator", "composed", "corpus")
"""Those of cassettes (``genai.testing.cassettes``), and "corpus": a public recording of real traffic."""


def combined(seen: Iterable[TriState]) -> TriState:
    """What several answers say of one cell: "flaky" when they differ."""
    told = {state for state in seen if state != "untested"}
    return "untested" if not told else told.pop() if len(told) == 1 else "flaky"


def _wrong_states(value: Any, names: Iterable[str]) -> list[str]:
    kind, allowed = type(value).__name__, ", ".join(TRISTATES)
    held = {name: getattr(value, name) for name in names}
    return [f"{kind}.{name}: one of {allowed}, not {state!r}" for name, state in held.items() if state not in TRISTATES]


def _raise(faults: list[str]) -> None:
    if faults:
        raise InvalidRequest(faults=faults)


def _sorted(given: Any) -> tuple[str, ...]:
    return tuple(sorted(a_tuple(given)))


@frozen(kw_only=True)
class ModalCapability(Value):
    """
    How one modality goes in or comes out.

    Args:
        inline: In the request or the answer itself.
        url: By a URL.
        file: By the id of an uploaded file.
        max_size: The largest one that was taken, in bytes, or None.
        formats: The MIME types that went through, sorted.
    """

    inline: TriState = "untested"
    url: TriState = "untested"
    file: TriState = "untested"
    max_size: int | None = None
    formats: tuple[str, ...] = field(default=(), converter=_sorted)

    def __attrs_post_init__(self) -> None:
        faults = _wrong_states(self, WAYS)
        if self.max_size is not None and self.max_size < 1:
            faults.append(f"ModalCapability.max_size: at least 1, not {self.max_size}")
        if self.formats and not self.works:
            faults.append("ModalCapability.formats: no format went through, as no way did")
        _raise(faults)

    @property
    def works(self) -> bool:
        """Whether some way was seen to work."""
        return any(getattr(self, way) in SEEN for way in WAYS)


NEEDS_TOOLS: Final = ("tools_biased", "tools_indecisive", "tool_call_required", "parallel_tools")


@frozen(kw_only=True)
class Functionality(Value):
    """
    What was seen of one mode.

    Args:
        report_rate_limits: Answers tell the rate limits.
        report_token_usage: Answers tell the tokens of both sides; "flaky" when some do.
        report_finish_reason: Answers tell why they end, rightly; "flaky" when some do.
        seed: The same seed gives the same answer.
        tools: A tool is called with the right arguments, and its result is made use of.
        tools_biased: Of two equal choices, the one that is named first is taken. (A weakness.)
        tools_indecisive: Of two equal choices, both are taken. (A weakness.)
        tool_call_required: A tool is called when one must be.
        parallel_tools: One answer calls several tools.
        web_search: It searches the web, and says where.
        web_fetch: It reads a page of the web.
        json: JSON, when JSON was asked for.
        json_schema: JSON that fits a schema which only the request's schema field told.
        citations: It cites a document that it was given.
        top_logprobs: Tokens come with probabilities, and with alternatives.
        max_tokens: The answer is cut where it was asked to be.
        stop_sequence: The answer ends before the words it was asked to stop at.
        cached_tokens: Answers tell that input came from a cache.
        long_history: What was said twenty turns ago is made use of.
        foreign_history: A conversation that another provider began is gone on with.
        partial_images: Previews come before a picture.
        background: A job is submitted and polled to its end.
        batch: Many requests go as one job.
        cancel: A job is cancelled, and says so.
    """

    report_rate_limits: TriState = "untested"
    report_token_usage: TriState = "untested"  # noqa: S105  no password
    report_finish_reason: TriState = "untested"
    seed: TriState = "untested"
    tools: TriState = "untested"
    tools_biased: TriState = "untested"
    tools_indecisive: TriState = "untested"
    tool_call_required: TriState = "untested"
    parallel_tools: TriState = "untested"
    web_search: TriState = "untested"
    web_fetch: TriState = "untested"
    json: TriState = "untested"
    json_schema: TriState = "untested"
    citations: TriState = "untested"
    top_logprobs: TriState = "untested"
    max_tokens: TriState = "untested"
    stop_sequence: TriState = "untested"
    cached_tokens: TriState = "untested"
    long_history: TriState = "untested"
    foreign_history: TriState = "untested"
    partial_images: TriState = "untested"
    background: TriState = "untested"
    batch: TriState = "untested"
    cancel: TriState = "untested"

    def __attrs_post_init__(self) -> None:
        faults = _wrong_states(self, FUNCTIONS)
        if self.tools not in SEEN:
            odd = [name for name in NEEDS_TOOLS if getattr(self, name) in SEEN]
            faults += [f"Functionality.{name}: seen, though no tool was" for name in odd]
        _raise(faults)


FUNCTIONS: Final[tuple[str, ...]] = tuple(a.name for a in fields(Functionality))


@frozen(kw_only=True)
class Evidence(Value):
    """
    Where the cells of a scenario come from.

    Args:
        provenance: ``"live"``, ``"server"``, ``"emulator"``, ``"composed"`` or ``"corpus"``.
        source: Who answered, or whose recording it is.
        date: The day of the last answer, as ``YYYY-MM-DD``; None when the recordings do not tell.
        answers: How many checks were answered.
    """

    provenance: str
    source: str
    date: str | None = None
    answers: int

    def __attrs_post_init__(self) -> None:
        known = self.provenance in PROVENANCES
        faults = [f"Evidence.provenance: one of {', '.join(PROVENANCES)}, not {self.provenance!r}"] * (not known)
        faults += ["Evidence.source: it says who answered"] * (not self.source.strip())
        faults += [f"Evidence.answers: at least 1, not {self.answers}"] * (self.answers < 1)
        _raise(faults)


@frozen(kw_only=True)
class Modalities(Value):
    """One side of a scenario: each modality that was tried, and how it goes in or comes out."""

    text: ModalCapability | None = None
    image: ModalCapability | None = None
    audio: ModalCapability | None = None
    video: ModalCapability | None = None
    document: ModalCapability | None = None
    embedding: ModalCapability | None = None

    @property
    def tried(self) -> dict[str, ModalCapability]:
        """Those that were tried, by name."""
        return {name: getattr(self, name) for name in OUTPUTS if getattr(self, name) is not None}

    @property
    def work(self) -> tuple[str, ...]:
        """Those that were seen to work."""
        return tuple(name for name, capability in self.tried.items() if capability.works)


@frozen(kw_only=True)
class Scenario(Value):
    """
    What was observed of models that behave alike.

    Args:
        models: Their ids; the first one was tested, of the others it is only claimed.
        reasoning: The answers came with thoughts, or with their tokens.
        reasoning_tags: What stood around thoughts inside the text, such as ``("<think>", "</think>")``.
        input: What goes in, and how.
        output: What comes out, and how.
        sync: What was seen of ``gen_sync``, or None.
        stream: What was seen of ``gen_stream``, or None.
        job: What was seen of ``gen_async`` and ``gen_batch``, or None.
        evidence: Where this comes from; None for models that were never tested.
    """

    models: tuple[str, ...] = field(converter=a_tuple)
    reasoning: bool = False
    reasoning_tags: tuple[str, ...] = field(default=(), converter=a_tuple)
    input: Modalities = Modalities()
    output: Modalities = Modalities()
    sync: Functionality | None = None
    stream: Functionality | None = None
    job: Functionality | None = None
    evidence: Evidence | None = None

    def __attrs_post_init__(self) -> None:
        _raise(list(self._faults()))

    def _faults(self) -> Iterator[str]:
        if not self.models or not all(self.models):
            yield "Scenario.models: at least one"
        place = f"Scenario {self.models[:1]}"
        if bool(self.input.tried) != bool(self.output.tried):
            yield f"{place}: input and output, both or neither"
        if self.input.embedding:
            yield f"{place}: input.embedding: vectors only come out"
        if self.functionalities and not self.input.tried:
            yield f"{place}: {', '.join(self.functionalities)} without input"
        if (self.functionalities or self.input.tried) and self.evidence is None:
            yield f"{place}: something was observed, and there is no evidence"
        if len(self.reasoning_tags) not in (0, 2):
            yield f"{place}: reasoning_tags are the first and the last"

    @property
    def functionalities(self) -> dict[str, Functionality]:
        """The modes that were tested, by name."""
        return {mode: getattr(self, mode) for mode in MODES if getattr(self, mode) is not None}


def order(scenario: Scenario) -> tuple[bool, str, bool]:
    """How scenarios are sorted: tested ones first, then by name, with thoughts first."""
    return scenario.evidence is None, scenario.models[0], not scenario.reasoning


def _in_order(given: Any) -> tuple[Scenario, ...]:
    return tuple(sorted(a_tuple(given), key=order))


@frozen(kw_only=True)
class Score(Value):
    """
    What was observed of one provider.

    Args:
        provider: Its name.
        warnings: What a user should know first.
        country: Where it is served from, as a two-letter code, or None.
        dashboard_url: Where usage and cost are shown, or None.
        scenarios: One entry per group of models that behave alike, sorted; empty until recordings have been evaluated.
    """

    provider: str
    warnings: tuple[str, ...] = field(default=(), converter=a_tuple)
    country: str | None = None
    dashboard_url: str | None = None
    scenarios: tuple[Scenario, ...] = field(default=(), converter=_in_order)

    def __attrs_post_init__(self) -> None:
        count = Counter((model, scenario.reasoning) for scenario in self.scenarios for model in scenario.models)
        twice = [f"{model}{' with thoughts' * reasoning}" for (model, reasoning), n in count.items() if n > 1]
        _raise([f"Score.scenarios: {name}: in more than one" for name in twice])
