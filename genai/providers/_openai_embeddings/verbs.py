"""``embed`` as a flow, for every wire that has it: what differs is in its Embedder.

The rule here: more texts than one request takes go in several, one after the other; a failure of one is a failure of
all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

from ... import drift
from ...embeddings import Embeddings
from ...errors import BadAnswer
from ...options import OWNER
from ...provider import EmbedAsk
from ...results import Usage
from ...sansio import Flow, HttpResponse, Send
from ...settings import Settings
from ...wire import Wire, as_documented
from .._openai.limits import rate_limits
from .._openai_chat.writers import Unsayable, write
from .embedder import Embedder, Vector

Made: TypeAlias = tuple[list[Vector], Usage, Any]
"""The vectors of one answer, its usage, and what is left of it."""


def embed(
    wire: Wire, embedder: Embedder, ask: EmbedAsk, type_: Callable[[], Any], request_id: str = "x-request-id"
) -> Flow[Embeddings]:
    """
    Texts as vectors.

    Args:
        wire: Whose wire it is.
        embedder: How it makes vectors.
        ask: The texts.
        type_: Gives the raw type of an answer, for strict mode.
        request_id: The header with the id of the request.
    """
    said, left = spoken(embedder, ask.settings)
    unsupported = wire.settle([*wire.unsupported_options(ask, embedder.options), *left])
    made = []
    for texts in portions(ask.texts, embedder.most):
        body = embedder.body(wire.config.model, texts, said)
        response: HttpResponse = yield Send(
            request=wire.request("POST", embedder.path, body, ask), endpoint=wire.endpoint
        )
        made.append(decoded(wire, embedder, response, len(texts), type_))
    return embeddings(wire, embedder, made, response, request_id, unsupported)


def embeddings(
    wire: Wire,
    embedder: Embedder,
    made: Sequence[Made],
    last: HttpResponse,
    request_id: str = "x-request-id",
    unsupported: tuple[str, ...] = (),
) -> Embeddings:
    """What several answers made together; ``last`` is the last of them."""
    return Embeddings(
        vectors=tuple(vector for vectors, _, _ in made for vector in vectors),
        usage=total([usage for _, usage, _ in made]),
        limits=rate_limits(last.headers),
        provider=wire.config.info.name,
        model=embedder.model(made[-1][2]) or wire.config.model,
        request_id=last.headers.get(request_id),
        unsupported=unsupported,
        raw=tuple(fields for _, _, fields in made),
    )


def spoken(embedder: Embedder, settings: Settings) -> tuple[dict[str, Any], list[str]]:
    """The options as fields of a body, and what cannot be said."""
    said: dict[str, Any] = {}
    left = []
    for name, entry in embedder.options.items():
        if (value := settings.get(name)) is not None:
            try:
                write(said, entry, value)
            except Unsayable as why:
                left.append(f"{OWNER[name].__name__}.{name}: {why}")
    return said, left


def portions(texts: Sequence[str], most: int | None) -> Iterator[Sequence[str]]:
    """The texts of each request."""
    step = most or len(texts)
    return (texts[at : at + step] for at in range(0, len(texts), step))


def decoded(wire: Wire, embedder: Embedder, response: HttpResponse, count: int, type_: Callable[[], Any]) -> Made:
    """The vectors of one answer, its usage, and what is left of it; an error under status 200 is raised as such."""
    fields = response.json()
    if not isinstance(fields, dict):
        raise BadAnswer(f"the answer is no object: {type(fields).__name__}", status=response.status, body=response.body)
    if fields.get("error"):
        raise wire.error(response)
    if wire.config.strict:
        wire.raise_unknown(drift.unknown_fields(fields, type_()))
    with as_documented(response):
        return embedder.vectors(fields, count), embedder.usage(fields), fields


def total(told: Sequence[Usage]) -> Usage:
    """The tokens of all answers; what one of them does not tell is not known of all."""
    inputs, totals = [one.input_tokens for one in told], [one.total_tokens for one in told]
    return Usage(input_tokens=added(inputs), total_tokens=added(totals))


def added(numbers: Sequence[int | None]) -> int | None:
    """Their sum, if all are known."""
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None
