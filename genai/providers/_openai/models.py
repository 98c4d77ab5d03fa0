"""Lists of models, in the many forms that those who copy OpenAI's have given them.

https://platform.openai.com/docs/api-reference/models/list
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from ... import drift
from ...capabilities import Model
from ...providers import catalogue
from ...sansio import Flow, HttpResponse, Send
from ...wire import Wire, as_documented
from .fields import Fields, integer, string

CONTEXT: Final = (
    "context_length",
    "context_size",
    "context_window",
    "max_context_length",
    "max_model_len",
    "max_input_tokens",
    "inputTokenLimit",
    "n_ctx",
    "n_ctx_train",
)
MAX_OUTPUT: Final = ("max_completion_tokens", "max_output_tokens", "max_tokens")
WITHIN: Final = ("top_provider", "limits", "meta")
"""Objects of an entry that may say so in its place: OpenRouter's, GitHub's, llama.cpp's."""


def list_models(wire: Wire, path: str | None, type_: Callable[[], Any] | None = None) -> Flow[tuple[Model, ...]]:
    """
    All models of a provider, in one page.

    Args:
        path: Where they are listed; None where they are not.
        type_: Gives the raw type, against which strict mode holds the answer.
    """
    if path is None:
        wire.refuse("list_models")
    response: HttpResponse = yield Send(request=wire.request("GET", path), endpoint=wire.endpoint)
    fields = response.json()
    if wire.config.strict and type_ is not None:
        wire.raise_unknown(drift.unknown_fields(fields, type_()))
    with as_documented(response):
        return models_of(fields, catalogue(wire.config.info.name).get("models", {}))


def models_of(fields: Any, known: Fields) -> tuple[Model, ...]:
    """A provider's list of models; some have it in ``data``, some bare. ``known`` is what the documentation says."""
    entries = fields if isinstance(fields, list) else fields["data"]
    return tuple(model_of(entry, known) for entry in entries)


def model_of(entry: Fields, known: Fields) -> Model:
    """A model, from the API's list and from the documentation."""
    id_ = string(entry, "id") or string(entry, "name")
    if not id_:
        raise KeyError("id")
    documented = known.get(id_, {})
    told = {key: value for name in WITHIN for key, value in (entry.get(name) or {}).items()} | {**entry}
    created = entry.get("created")
    return Model(
        id=id_,
        name=string(entry, "display_name") or string(entry, "name") or "",
        created=created if isinstance(created, (int, float)) and created > 0 else None,
        owner=string(entry, "owned_by") or string(entry, "organization"),
        context=_first(told, CONTEXT) or documented.get("context"),
        max_output=_first(told, MAX_OUTPUT) or documented.get("max_output"),
        raw=entry,
    )


def _first(entry: Fields, names: tuple[str, ...]) -> int | None:
    return next((integer(entry, name) for name in names if type(entry.get(name)) is int), None)
