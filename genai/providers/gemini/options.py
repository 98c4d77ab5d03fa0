"""What only the Gemini API has.  https://ai.google.dev/api/generate-content

The rule here: raw objects are written out as dictionaries at once, so that options stay plain, comparable values.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from attrs import field, frozen

from ...caches import Cache
from ...checks import Check, between, boolean, each, nonempty, one_of, option, pairs
from ...checks import Options as Base
from ...values import a_tuple, shown

RAW: Final = f"{__package__}.raw"


def plain(value: Any) -> Any:
    """A raw object in its wire form; anything else as it is, for its check to judge."""
    if type(value).__module__ != RAW:
        return value
    from ... import convert  # cattrs loads on first need

    return convert.unstructure(value)


def _plain_each(values: Any) -> tuple[Any, ...]:
    return tuple(map(plain, (values,) if isinstance(values, Mapping) else a_tuple(values)))


def _name(value: Any) -> Any:
    """The name of a raw object that has one, or of a Cache."""
    if isinstance(value, Cache):
        return value.id
    return getattr(value, "name", None) if type(value).__module__ == RAW else value


def _described(what: str) -> Check:
    """A raw object, or a dictionary in the wire form."""
    return lambda value: None if isinstance(value, Mapping) else f"{what} or a dictionary, not {shown(value)}"


@frozen(kw_only=True)
class Options(Base):
    """
    Options of the Gemini API that have no counterpart elsewhere.

    Where an object of ``raw`` (``genai.providers.gemini.raw``) is taken, so is a dictionary in the wire form.

    Args:
        cached_content: What ``llm.cache_add`` gave, a ``raw.CachedContent``, or its name: ``"cachedContents/..."``.
            What it holds (a system prompt, tools) is not said again beside it.
        code_execution: True lets the model write programs and run them at Google.
        tools: Other tools on the provider's side: ``raw.Tool(googleMaps=raw.GoogleMaps())`` and the like.
        allowed_functions: The only functions that may be called, one of which must be; ToolOptions(force) names one.
        server_side_tools: True has calls of such tools and their answers in the reply, from where they go back;
            Gemini 3 needs it where such tools stand beside functions.
        retrieval: ``raw.RetrievalConfig``: where the user is, and their language, for search and maps.
        safety: A kind of harm to what is done about it: ``{"HARM_CATEGORY_HARASSMENT": "BLOCK_ONLY_HIGH"}``.
        openapi_schemas: True says schemas in the API's older dialect (``responseSchema`` and ``parameters`` instead of
            ``responseJsonSchema`` and ``parametersJsonSchema``), for models that know no other.
        service_tier: ``"standard"``, ``"flex"`` or ``"priority"``.
        media_resolution: ``"low"``, ``"medium"`` or ``"high"``: how closely pictures and films are looked at.
        store: Whether Google logs the request, against what the project says.
        modalities: What the answer may be made of, where the output alone does not say it: ``("TEXT", "IMAGE")``.
        speech: A ``raw.SpeechConfig``, for several voices and the like.
        language: The language of speech, such as ``"de-DE"``; Imagen: of the prompt.
        person_generation: ``"dont_allow"``, ``"allow_adult"`` or ``"allow_all"``; Imagen and Veo only.
        guidance_scale: How closely a picture keeps to the prompt; Imagen only.
        negative_prompt: What should not be seen; Veo only.
    """

    cached_content: str | None = field(default=None, converter=_name, metadata={"check": nonempty})
    code_execution: bool | None = option(boolean, off=False)
    tools: tuple[Mapping[str, Any], ...] = field(
        default=(), converter=_plain_each, hash=False, repr=False, metadata={"check": each(_described("a raw.Tool"))}
    )
    allowed_functions: tuple[str, ...] = field(default=(), converter=a_tuple, metadata={"check": each(nonempty)})
    server_side_tools: bool | None = option(boolean)
    retrieval: Mapping[str, Any] | None = field(
        default=None, converter=plain, hash=False, metadata={"check": _described("a raw.RetrievalConfig")}
    )
    safety: Mapping[str, str] | None = option(pairs, hash=False)
    openapi_schemas: bool | None = option(boolean, off=False)
    service_tier: str | None = option(one_of(("standard", "flex", "priority")))
    media_resolution: str | None = option(one_of(("low", "medium", "high")))
    store: bool | None = option(boolean)
    modalities: tuple[str, ...] = field(default=(), converter=a_tuple, metadata={"check": each(nonempty)})
    speech: Mapping[str, Any] | None = field(
        default=None, converter=plain, hash=False, metadata={"check": _described("a raw.SpeechConfig")}
    )
    language: str | None = option(nonempty)
    person_generation: str | None = option(one_of(("dont_allow", "allow_adult", "allow_all")))
    guidance_scale: float | None = option(between(0))
    negative_prompt: str | None = option(nonempty)


NOTHING: Final = Options()


def own_of(settings: Any) -> Options:
    """The options of this package among the settings of a call."""
    return next((one for one in settings.own if isinstance(one, Options)), NOTHING)
