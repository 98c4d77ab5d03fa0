"""Chat Completions: recorded requests, built again by genai's own calls, and the JSON compared.

The calls are made by ``chat_requests.py`` from the recorded JSON. What may differ in spelling is listed in
``chat_spellings.py``; what is not built, here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

import corpus_files
import pytest
from corpus.chat_corpus import Exchange, conversations
from corpus.chat_requests import Unsaid, sent
from corpus.chat_spellings import SPELLINGS, spelled

from genai.errors import Error

pytestmark = [
    pytest.mark.skipif(not corpus_files.available(), reason="no corpus of recorded traffic (GENAI_CORPUS)"),
    pytest.mark.misfit,  # some of what was recorded was refused by the provider, and some models are retired
]

BARE_SCHEMA = "the peer put the schema in the place of the object that holds it; the provider refused it, or ignored it"
NOT_SAID = "no option of genai's says this field of a message's part; ExtraBody and the raw layer do"

LEFT_OUT = {
    # recorded requests, by a pattern of their names: why they are not built
    "groq/*/*-JSONSchema-0": BARE_SCHEMA,
    "huggingface/*/*-JSONSchema-0": BARE_SCHEMA,
    "togetherai/*/*-JSONSchema-0": "Together's older place of the schema; its description has the newer one",
    "huggingface/*/*-Tools-*-0": "the peer calls a function's `parameters` `arguments`, which the provider ignores",
    "groq/*-Tools-WebSearch-0": "`search_settings.include_images`, which genai has no option for",
    "groq/openai--*-Tools-WebFetch-0": "a tool, `visit_website`, that Groq refused",
    "groq/*groq-qwen3-effort-setting-0": "an effort that only one model knows, `default`",
    "mistral/*-Tools-WebSearch-0": "Mistral has no search in Chat Completions, and refused it",
    "openairesponses/*test_mistral_model_thinking_part-1": "another provider's thoughts, given to Mistral as its own",
    "openaichat/*test_message_history_can_start_with_model_response-0": "a conversation starts with the user",
    "openaichat/gpt-audio/GenSyncMultiModal-Audio-[afo]*-0": "sounds in formats that OpenAI refused",
    "openaichat/gpt-audio/GenSyncMultiModal-Video-mp4-Inline-0": "a film, which OpenAI refused",
    "openaichat/*test_openai_chat_prompt_cache_e2e-*": NOT_SAID,
    "openrouter/*test_openrouter_cache_[ims]*": NOT_SAID,
    "openrouter/*test_openrouter_cache_point_*": NOT_SAID,
    "openrouter/*test_openrouter_limit_cache_points_*": NOT_SAID,
    "openrouter/*test_openrouter_advisor_tool-*": "a tool of OpenRouter's that genai has no option for",
    "openrouter/*test_openrouter_web_search_*": "`max_uses` of a search, which genai has no option for",
    "openrouter/*test_openrouter_usage-1": "`usage`, which does nothing any more: usage comes unasked",
    "perplexity/sonar/*-JSONSchema-0": "genai says whether a schema is strict; it is when nothing is said",
    "pollinations/openai/GenStreamMultiModal-Audio-mp3-URL-2": "a sound by URL, which the peer dropped on the way",
    "pollinations/openai/GenSyncMultiModal-Document-pdf-URL-2": "a document, given as a picture, and refused",
    "pollinations/openai/GenSyncMultiModal-Video-mp4-URL-2": "a film, given as a picture, and refused",
    "xiaomi/*/GenSyncMultiModal-Audio-[fo]*-Inline-0": "the peer calls every sound mp3",
    "xiaomi/*/GenSyncMultiModal-Audio-aac-Inline-0": "a sound in a format that MiMo refused",
    "xiaomi/*/GenSyncMultiModal-Video-webm-Inline-0": "a film in a format that MiMo refused",
}

ALL = conversations()


def reason(one: Exchange) -> str | None:
    """The pattern in LEFT_OUT that a request has, if any."""
    return next((pattern for pattern in LEFT_OUT if fnmatchcase(one.name, pattern)), None)


BUILT = [one for one in ALL if reason(one) is None]


def said(url: str, body: dict[str, Any]) -> tuple[str, Any]:
    """A request in one spelling: the model only once, where Azure's URL names it already."""
    named = "/deployments/" in url
    return url, spelled({key: value for key, value in body.items() if not (named and key == "model")})


def same(one: Exchange) -> bool:
    """Whether genai's call sends what was recorded."""
    try:
        return said(one.url, one.sent) == said(*sent(one))
    except (Unsaid, Error):
        return False


@pytest.fixture(autouse=True)
def version_of_azure(monkeypatch: pytest.MonkeyPatch) -> None:
    """The recorded version of Azure's API is the caller's choice."""
    monkeypatch.setenv("OPENAI_API_VERSION", "2024-12-01-preview")


@pytest.mark.parametrize("one", [pytest.param(one, id=one.name) for one in BUILT])
def test_the_same_json(one: Exchange) -> None:
    """The call gives the recorded request: the same URL, the same JSON."""
    (recorded_url, recorded), (url, body) = said(one.url, one.sent), said(*sent(one))

    assert recorded_url == url
    assert recorded == body


def test_nothing_is_left_out_silently(capsys: pytest.CaptureFixture[str]) -> None:
    """Each recorded request is built, or has a reason; each reason has requests; and these do differ."""
    built = Counter(one.provider for one in BUILT)
    left = Counter(reason(one) for one in ALL if reason(one) is not None)

    with capsys.disabled():
        print(f"\nChat Completions: {len(BUILT)} of {len(ALL)} recorded requests built:", end=" ")
        print(", ".join(f"{count} {provider}" for provider, count in built.most_common()))
        print("".join(f"  left out {left[pattern]} {pattern}: {why}\n" for pattern, why in LEFT_OUT.items()), end="")

    assert set(LEFT_OUT) == set(left)
    assert [] == [one.name for one in ALL if reason(one) is not None and same(one)]
    assert sum(built.values()) >= 650


def without_each(node: Any) -> Iterator[tuple[Any, Any, Any]]:
    """A piece of JSON without one key, for each key in it; with that key and its value."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield {name: inner for name, inner in node.items() if name != key}, key, value
            yield from (({**node, key: inner}, *which) for inner, *which in without_each(value))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from (([*node[:index], inner, *node[index + 1 :]], *which) for inner, *which in without_each(value))


DIALECT_OF_SCHEMAS = "https://json-schema.org/draft/2020-12/schema"

HARMLESS: set[tuple[str, Any]] = {
    # what a recorded request may lack, and still say the same; null may be missing anywhere
    ("$schema", DIALECT_OF_SCHEMAS), ("n", 1), ("index", 0), ("stream", False), ("prefix", False), ("description", ""),
    ("description", "The final response which ends this conversation"), ("name", ""), ("name", "CityLocation"),
    ("name", "final_result"), ("name", "response"), ("tool_choice", "auto"), ("type", "enabled"), ("type", "function"),
    ("stream_options", "{'include_usage': True}"), ("content", "[]"), ("tool_calls", "[]"), ("tools", "[]"),
}  # fmt: skip


def test_spellings_hide_nothing() -> None:
    """Whatever is taken out of a recorded request shows, a short list of words aside."""
    seen: set[tuple[str, str, str]] = set()
    hidden = set()
    for one in BUILT:
        whole = spelled(one.sent)
        for lacking, key, value in without_each(one.sent):
            word = (one.provider, key, repr(value))
            if word not in seen and value is not None and spelled(lacking) == whole:
                hidden.add((key, repr(value) if isinstance(value, (dict, list)) else value))
            seen.add(word)

    assert HARMLESS == hidden


@pytest.mark.parametrize("spelling", SPELLINGS, ids=lambda spelling: spelling.__name__)
def test_each_spelling_is_needed(spelling: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it some recorded request would differ from the one that genai builds."""
    monkeypatch.delitem(SPELLINGS, spelling)

    assert any(not same(one) for one in BUILT)
