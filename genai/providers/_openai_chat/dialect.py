"""Dialect: how a provider speaks Chat Completions, where that is not as OpenAI speaks it.

The rule here: the defaults are OpenAI's own behaviour, and a difference is data. What shows in the answer itself needs
none: the decoder takes reasoning, usage, tool calls and citations in any form that some provider has.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeAlias

from attrs import field, frozen

from ...errors import Error
from .._openai.kept import BatchDialect, FileDialect
from .._openai_embeddings.embedder import Embedder
from .parts import PARTS, PartWriter
from .writers import OPTIONS, Writer

Tweak: TypeAlias = Callable[[dict[str, Any]], None]

LONGEST_CALL_ID: Final = 40


def openai_call_id(id_: str) -> str:
    """At most 40 characters, which is what OpenAI takes back."""
    if len(id_) <= LONGEST_CALL_ID:
        return id_
    return f"call_{hashlib.blake2b(id_.encode(errors='surrogatepass'), digest_size=12).hexdigest()}"


def by_code(kinds: Mapping[type[Error], Iterable[str]]) -> Mapping[str, type[Error]]:
    """Each code with its error; dialects have them the other way round, which is shorter."""
    return {code: kind for kind, codes in kinds.items() for code in codes}


@frozen(kw_only=True)
class Dialect:
    """
    The defaults are OpenAI's own behaviour.

    Args:
        path: Where conversations go, below the base URL.
        models: Where the models are listed; None where they are not.
        options: How each option is said: the key of the body (``"a.b"`` is ``b`` in the object ``a``), or a function
            from its value to the fields of the body. An option that is not in it is not supported. ``but`` makes one.
        own: The same for the fields of the package's Options; what is not in it has the name of its field.
        always: Fields of every body.
        streamed: Fields of the bodies of streams, beside ``"stream": true``.
        outputs: What it can be asked to make: ``"text"``, ``"audio"``.
        embeddings: How it makes vectors of texts; None where nothing tells that it does.
        batches: How batches are made; None where nothing tells that it has them in OpenAI's form.
        files: How files are kept; None where nothing tells that it keeps them in OpenAI's form.
        tweak: Changes a body that is complete otherwise; for what no table can say.
        parts: How each kind of document is said, by ``"image"``, ``"audio"``, ``"video"``, or a whole MIME type.
        tool_parts: The kinds of documents that a tool's result may have.
        text_parts: Several texts of a message go as a list of parts; else each goes as a message.
        system_role: Who says the system prompt.
        tool_names: A tool's result says the tool's name as well.
        call_id: A tool call's id, of any provider, as this one takes it.
        thoughts_back: The model wants to see its thoughts again, under the name under which they came; those that were
            parts of the content, as such parts, and only the same model.
        think_tags: A text may begin with thoughts between these marks.
        thinks_beside: What ``total_tokens`` has beyond input and output are thoughts.
        request_id: The header with the id of the request.
        errors: Codes and types of errors that only this provider has: given by the error that they become, held by
            code.
        error_in: Where an answer of status 200 may tell an error, beside ``"error"``: an object, its code (0 is none),
            and its message.
    """

    path: str = "/chat/completions"
    models: str | None = "/models"
    options: Mapping[str, str | Writer] = field(default=OPTIONS, repr=False)
    own: Mapping[str, str | Writer] = field(factory=dict, repr=False)
    always: Mapping[str, Any] = field(factory=dict)
    streamed: Mapping[str, Any] = field(factory=lambda: {"stream_options": {"include_usage": True}})
    outputs: frozenset[str] = frozenset({"text"})
    embeddings: Embedder | None = None
    batches: BatchDialect | None = None
    files: FileDialect | None = None
    tweak: Tweak | None = None
    parts: Mapping[str, PartWriter] = field(default=PARTS, repr=False)
    tool_parts: frozenset[str] = frozenset({"image"})
    text_parts: bool = True
    system_role: str = "system"
    tool_names: bool = False
    call_id: Callable[[str], str] = openai_call_id
    thoughts_back: bool = False
    think_tags: tuple[str, str] | None = None
    thinks_beside: bool = False
    request_id: str = "x-request-id"
    errors: Mapping[str, type[Error]] = field(factory=dict, converter=by_code)
    error_in: tuple[str, str, str] | None = None
