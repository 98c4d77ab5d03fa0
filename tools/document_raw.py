"""
Writes the second half of docs/providers/openairesponses.md, below what document_providers.py writes: every type, field,
item and event of OpenAI's specification, of the Go package that this wire was asked for after, and of the recordings,
each with its name in raw.py.

    python tools/document_raw.py           write it
    python tools/document_raw.py --check   write nothing; exit 1 when it is stale, or when something has no name

What is said elsewhere is read in place: GENAI_SPECS, GENAI_SEEDS and GENAI_CORPUS name the folders, else they are
looked for in ../shared beside the repository. The same input always gives the same text.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import rawnames
from document_providers import NAMES
from rawnames import HERE, Pairs, at_path, go_functions, go_structs, go_types, go_words, label, module, words_of

from genai.providers.openairesponses import raw
from genai.wiretypes import attributes

TARGET: Final = HERE / "docs" / "providers" / "openairesponses.md"
SHARED: Final = HERE.parent / "shared"
SPECS: Final = Path(os.environ.get("GENAI_SPECS") or SHARED / "specs")
SEED: Final = Path(os.environ.get("GENAI_SEEDS") or SHARED / "seeds") / "002_92d7c5ec9696046c.txt"
CORPUS: Final = Path(os.environ.get("GENAI_CORPUS") or SHARED / "corpus")

TESTS: Final = module("tests/wires/test_openairesponses_raw.py")
STRICT: Final = module("tests/corpus/test_openairesponses_strict.py")

ROOTS: Final[Mapping[str, Any]] = {**TESTS.ROOTS, "FileExpirationAfter": raw.ExpiresAfter}
"""What is asked for and answered, by the specification: each with its raw type. All the rest is reached from these."""

PATHS: Final = ("/responses", "/conversations", "/files", "/batches", "/models")
"""The endpoints whose types have to be here."""

FORMS: Final = {
    "CreateFileRequest": "`genai.providers.openairesponses.files.Files.upload`",
    "CreateFileRequest.file": "its argument `file`",
    "CreateFileRequest.purpose": "its argument `purpose`: `raw.FilePurpose`",
    "CreateFileRequest.expires_after": "its argument `expires_after`: `raw.ExpiresAfter`",
}
"""An upload is a form, not JSON: its parts, and what takes them."""

SECTIONS: Final = (
    ("Items", raw.ITEMS, "What goes in and out, one after the other: `raw.Item`, by tag `raw.ITEMS`."),
    ("Content", raw.CONTENTS, "The parts of a message: `raw.Content`, by tag `raw.CONTENTS`."),
    ("Tools", raw.TOOLS, "`raw.Tool`, by tag `raw.TOOLS`."),
    ("Stream events", raw.EVENTS, "`raw.Event`, by type `raw.EVENTS`."),
)

ELSEWHERE: Final[Mapping[str, Mapping[str, Any]]] = {
    "azure-openai-v1.json": {
        "OpenAI.ResponseReasoningDeltaEvent": raw.ReasoningDelta,
        "OpenAI.ResponseReasoningDoneEvent": raw.ReasoningDone,
        "OpenAI.ResponseReasoningSummaryDeltaEvent": raw.ReasoningSummaryDelta,
        "OpenAI.ResponseReasoningSummaryDoneEvent": raw.ReasoningSummaryDone,
        "OpenAI.ResponseReasoningSummaryTextDeltaEvent": raw.ReasoningSummaryTextDelta,
        "OpenAI.ResponseRefusalDeltaEvent": raw.RefusalDelta,
        "OpenAI.ResponseFunctionCallArgumentsDeltaEvent": raw.FunctionCallArgumentsDelta,
        "OpenAI.ResponseMCPCallArgumentsDeltaEvent": raw.McpCallArgumentsDelta,
        "OpenAI.ResponseCodeInterpreterCallCodeDeltaEvent": raw.CodeInterpreterCallCodeDelta,
        "OpenAI.ResponseTextDeltaEvent": raw.OutputTextDelta,
    },
    "openrouter.json": {
        "ApplyPatchCallOperationDiffDeltaEvent": raw.ApplyPatchDiffDelta,
        "ApplyPatchCallOperationDiffDoneEvent": raw.ApplyPatchDiffDone,
    },
}
"""Types that other providers' specifications of the same API have."""

API: Final = "https://platform.openai.com/docs/api-reference"
SAID: Final[Mapping[str, str]] = {
    ".obfuscation": "`stream_options.include_obfuscation` speaks of it: on every delta",
    "raw.ResponseDeleted": f"{API}/responses/delete; the specification has no schema for it",
    "raw.ConversationRequest": f"{API}/conversations/create; the specification lacks the endpoint",
    "raw.Keepalive": "sent on long streams, undocumented: https://github.com/openai/openai-node/issues/1964",
    "raw.ImageGenerationCall.action": "answers have it: https://github.com/Yeachan-Heo/gajae-code/issues/1688",
    "raw.ResponseCancelled": "undocumented; `response.status` has the word, and gateways send the event",
    "raw.BatchLineError": f"{API}/batch/request-output; the Go package's `BatchRequestOutput.error` is an `APIError`",
}
"""Where the rest is said; a key is a name's beginning or its end."""

GO_OTHERS: Final[Mapping[str, str]] = {
    "New": "genai.load",
    "Scoreboard": "genai.scoreboard.load",
    "ProcessStream": "genai.providers.openairesponses.stream.StreamDecoder",
    "Client": "genai.Client",
    "Client.Capabilities": "genai.Client.capabilities",
    "Client.GenAsync": "genai.Client.gen_async",
    "Client.GenStream": "genai.Client.gen_stream",
    "Client.GenStreamRaw": "genai.providers.openairesponses.endpoints.Endpoints.gen_stream",
    "Client.GenSync": "genai.Client.gen_sync",
    "Client.GenSyncRaw": "genai.providers.openairesponses.endpoints.Endpoints.gen_sync",
    "Client.HTTPClient": "genai.Client.http",
    "Client.ListModels": "genai.Client.list_models",
    "Client.ModelID": "genai.Client.model",
    "Client.Name": "genai.Client.name",
    "Client.OutputModalities": "genai.Client.output",
    "Client.PokeResult": "genai.Client.poke_result",
    "Client.PokeResultRaw": "genai.providers.openairesponses.endpoints.Endpoints.poke_result",
    "Client.Scoreboard": "genai.Client.scoreboard",
    "Content.FromRequest": "genai.providers.openairesponses.encode.encode",
    "ErrorResponse.Error": "genai.errors.Error.__str__",
    "ErrorResponse.IsAPIError": "genai.errors.ServiceError",
    "File.GetDisplayName": "genai.providers.openairesponses.raw.File.filename",
    "GenOptionImage": "genai.ImageOptions",
    "GenOptionImage.Background": "genai.ImageOptions.background",
    "GenOptionImage.Validate": "genai.checks.Options.faults",
    "GenOptionText": "genai.providers.openairesponses.Options",
    "GenOptionText.ReasoningEffort": "genai.ReasoningOptions.effort",
    "GenOptionText.ServiceTier": "genai.providers.openairesponses.Options.service_tier",
    "GenOptionText.Truncation": "genai.providers.openairesponses.Options.truncation",
    "GenOptionText.PreviousResponseID": "genai.providers.openairesponses.Options.previous_response_id",
    "GenOptionText.Validate": "genai.checks.Options.faults",
    "ModelsResponse.ToModels": "genai.providers.openairesponses.verbs.model_of",
    "ReasoningEffort.Validate": "genai.checks.Options.faults",
    "ServiceTier.Validate": "genai.checks.Options.faults",
}
"""What the Go package has above its raw layer, and what does that here."""

HEAD: Final = """# OpenAI Responses: every name

Made by `make docs` (`tools/document_raw.py`) from OpenAI's specification, version {version}, from the Go package's
documentation, from the recordings and from [raw.py](../../genai/providers/openairesponses/raw.py). Do not edit.

`raw` is `genai.providers.openairesponses.raw`. Names on the wire and in Python are the same. A path such as
`Batch.errors.data` goes through lists and through objects that have no name.

| | named here |
|---|---|
"""


# --- What is known ------------------------------------------------------------------------------------------


def absent() -> str:
    """Which of the inputs is not at hand; "" when all are."""
    return ", ".join(str(path) for path in (SPECS / "openai.json", SEED, CORPUS / "INDEX.jsonl") if not path.exists())


@cache
def specification(name: str = "openai.json") -> Any:
    """A specification."""
    return json.loads((SPECS / name).read_bytes())


@cache
def pairs(name: str = "openai.json") -> Pairs:
    """A specification's schemas with their raw names."""
    made = Pairs(specification(name)["components"]["schemas"])
    for root, type_ in (ROOTS if name == "openai.json" else ELSEWHERE[name]).items():
        made.walk({"$ref": root}, type_, root, label(type_, root))
    return made


def names_of(made: Pairs) -> set[str]:
    """All raw names of fields that a walk found."""
    return {name for fields in made.fields.values() for names in fields.values() for name in names}


def needed() -> set[str]:
    """The schemas that the specification's endpoints reach, forms aside."""
    found: set[str] = set()
    schemas = specification()["components"]["schemas"]
    waiting = [name for path, node in specification()["paths"].items() if path.startswith(PATHS) for name in refs(node)]
    while waiting:
        name = waiting.pop()
        if name in schemas and name not in found:
            found.add(name)
            waiting += refs(schemas[name])
    return found - set(FORMS)


def refs(node: Any) -> list[str]:
    """Every schema that is named in a piece of the specification."""
    return list(TESTS.references(node))


def beyond() -> dict[str, list[str]]:
    """Each field of raw.py that the specification does not have: where it is from; nothing, when nobody says."""
    known, seen, go = names_of(pairs()), rawnames.recorded(STRICT), set(go_names())
    others = {name: names_of(pairs(name)) for name in ELSEWHERE}
    found: dict[str, list[str]] = {}
    for cls in rawnames.raw_classes():
        for attribute in attributes(cls):
            name = f"raw.{cls.__name__}.{attribute.name}"
            if name in known or cls in BASES:
                continue
            where = [f"inherited from `raw.{owner}`" for owner in [inherited(cls, attribute.name)] if owner]
            where += [f"recorded: {', '.join(sorted(seen[name]))}"] if name in seen else []
            where += [f"{file.partition('.')[0]}'s specification" for file, names in others.items() if name in names]
            where += ["the Go package"] if name in go else []
            said = [text for key, text in SAID.items() if name.startswith(key) or name.endswith(key)]
            found[name] = where or said
    return found


BASES: Final = (
    raw.EventBase, raw.ResponseEvent, raw.OutputEvent, raw.ItemEvent, raw.PartEvent, raw.SummaryEvent, raw.CommandEvent,
)  # fmt: skip
"""What events have in common; none of them is on the wire."""


def inherited(cls: type[Any], name: str) -> str:
    """The base from which a class has a field; "" for one of its own."""
    return next((base.__name__ for base in cls.__mro__[1:] if name in vars(base).get("__annotations__", ())), "")


def go_names() -> Iterator[str]:
    """The raw names of the Go package's fields, where there is but one: its types are many of ours in one."""
    for name, fields in go_structs(SEED.read_text("utf-8")).items():
        for path in fields if name in TESTS.COUNTERPARTS else ():
            names = at_path(getattr(raw, TESTS.COUNTERPARTS[name]), path)
            yield from names if len(names) == 1 else ()


def faults() -> list[str]:
    """Everything that has no name here, or whose origin nobody knows."""
    text = SEED.read_text("utf-8")
    found = [*sorted(pairs().lost), *(f"{name}: no raw type" for name in sorted(needed() - set(pairs().types)))]
    found += [fault for name in ELSEWHERE for fault in sorted(pairs(name).lost)]
    found += [f"{name}: nobody says where it is from" for name, where in beyond().items() if not where]
    found += [f"Go's {name}: no counterpart" for name, here in go_rows(text) if not here]
    return found


# --- The page -----------------------------------------------------------------------------------------------


def coded(names: Iterable[str]) -> str:
    """Names as code; of many, the first ones."""
    listed = sorted(names)
    rest = f" and {len(listed) - 4} more" if len(listed) > 5 else ""
    return ", ".join(f"`{name}`" for name in (listed[:4] if rest else listed)) + rest


def table(title: str, intro: str, columns: tuple[str, str], rows: Iterable[tuple[str, str]]) -> list[str]:
    """A section of the page."""
    head = [f"## {title}", "", *([intro, ""] if intro else []), f"| {columns[0]} | {columns[1]} |", "|---|---|"]
    return [*head, *(f"| {left} | {right} |" for left, right in rows), ""]


def schema_rows(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each schema with its raw type, and below it its fields."""
    made = pairs()
    for name in names:
        tags = ", ".join(f"`{tag}`" for tag in made.tags.get(name, ()))
        yield f"**`{name}`**{f' ({tags})' if tags else ''}", coded(made.types[name])
        for path, here in made.fields.get(name, {}).items():
            yield f"`{name}.{path}`", coded(here)


def sections() -> Iterator[tuple[str, str, list[str]]]:
    """The schemas, in sections: a section's title, its text and the schemas' names."""
    left = sorted(pairs().types, key=lambda name: (name.lower(), name))
    for title, classes, intro in SECTIONS:
        wanted = {f"raw.{cls.__name__}" for cls in classes.values()}
        inside = [name for name in left if pairs().types[name] <= wanted]
        left = [name for name in left if name not in inside]
        yield title, intro, inside
    yield "Everything else", "Requests, answers, their parts, and words.", left


def go_rows(text: str) -> Iterator[tuple[str, str]]:
    """Each type, field, word and function of the Go package, with its counterpart; "" where there is none."""
    structs, words, counterparts = go_structs(text), go_words(text), TESTS.COUNTERPARTS
    for name in go_types(text):
        if name in counterparts:
            yield f"**`{name}`**", f"`raw.{counterparts[name]}`"
            type_ = getattr(raw, counterparts[name])
            for path in structs.get(name, ()):
                yield f"`{name}.{path}`", coded(at_path(type_, path))
            for word in words.get(name, ()):
                yield f"`{name}` `{word}`", coded(go_word(type_, word, counterparts[name]))
    for name in sorted({*GO_OTHERS, *go_functions(text), *(n for n in go_types(text) if n not in counterparts)}):
        here = GO_OTHERS.get(name, "")
        yield f"`{name}`", f"`{here}`" if here else ""


def go_word(type_: Any, word: str, name: str) -> list[str]:
    """What a word of a Go enumeration is here: a class by its tag, or a listed word."""
    if isinstance(type_, dict):
        return [f"raw.{type_[word].__name__}"] if word in type_ else []
    return [f"raw.{name}"] if word in words_of(type_) else []


def page() -> str:
    """The whole text."""
    made, text = pairs(), SEED.read_text("utf-8")
    others = [(f"`{name}`", "; ".join(where) or "?") for name, where in beyond().items()]
    go = list(go_rows(text))
    fields = sum(map(len, made.fields.values()))
    lines = HEAD.format(version=specification()["info"]["version"]).splitlines()
    lines += [
        f"| types of the specification | {len(made.types)} |",
        f"| fields of theirs | {fields} |",
        f"| items, by tag | {len(raw.ITEMS)} |",
        f"| stream events, by type | {len(raw.EVENTS)} |",
        f"| types, fields, words and functions of the Go package | {len(go)} |",
        f"| fields that the specification does not have | {len(others)} |",
        f"| classes of raw.py | {len(rawnames.raw_classes())} |",
        "",
    ]
    for title, intro, names in sections():
        lines += table(title, intro, ("specification", "here"), schema_rows(names))
    forms = [(f"`{name}`", here) for name, here in FORMS.items()]
    lines += table("Forms", "What is sent as multipart/form-data, not as JSON.", ("specification", "here"), forms)
    intro = "What raw.py has and OpenAI's specification lacks, and where it is from. (Bases of events are left out.)"
    lines += table("Beyond the specification", intro, ("here", "from"), others)
    intro = "The package `openairesponses` of maruel/genai, by its documentation."
    lines += table("The Go package", intro, ("Go", "here"), go)
    return "\n".join(lines)


def above() -> str:
    """What another tool has written above the names."""
    return TARGET.read_text("utf-8").partition(NAMES)[0] if TARGET.exists() else ""


def stored() -> str:
    """The names as they are in the page."""
    return TARGET.read_text("utf-8").partition(NAMES)[2] if TARGET.exists() else ""


def main(arguments: list[str]) -> int:
    """Write the page, or check it."""
    if absent():
        print(f"not there: {absent()}", file=sys.stderr)
        return 2
    wrong = faults()
    for fault in wrong:
        print(fault, file=sys.stderr)
    if "--check" in arguments:
        stale = stored() != page()
        print("stale: run make docs" if stale else "up to date", file=sys.stderr)
        return int(stale or bool(wrong))
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(above() + NAMES + page(), "utf-8")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
