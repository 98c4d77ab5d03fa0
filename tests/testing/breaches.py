"""Ways to break the contract: changes to the package of docs/testing.md, and the checks that see them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple, TypeAlias

Change: TypeAlias = "str | tuple[str, str] | Callable[[str], str]"
"""A file's new text, a text in it and what stands in its place, or what makes the new of the old."""


CHAT = """
from genai.errors import *
from genai.providers._openai_chat import verbs
from genai.providers._openai_chat.stream import StreamDecoder
from genai.capabilities import Capabilities
from genai.sansio import Send
from attrs import evolve


class Chat(verbs.Chat):
"""


class Broken(NamedTuple):
    """A way to break the contract: files written anew, and the checks that must see it, and no others."""

    files: Mapping[str, Change]
    seen: set[str]


def chat(body: str) -> dict[str, Change]:
    """A package whose verbs differ."""
    return {"verbs.py": CHAT + "\n".join(f"    {line}" for line in body.strip("\n").splitlines()) + "\n"}


def edited(name: str, old: str, new: str) -> dict[str, Change]:
    """A file with one text in place of another."""
    return {name: (old, new)}


def claimed(text: str) -> str:
    """A scoreboard with one more scenario, whose recordings nobody has."""
    held = json.loads(text)
    (known,) = held["scenarios"]
    more = {**known, "models": ["large"], "evidence": {**known["evidence"], "provenance": "live"}}
    return json.dumps({**held, "scenarios": [*held["scenarios"], more]})


BROKEN: dict[str, Broken] = {
    "an option is dropped": Broken(
        edited("dialect.py", 'top_k="top_k"', "top_k=lambda value: {}"), {"each_option_is_carried_or_refused"}
    ),
    "an option is dropped from streams": Broken(
        chat("""
def encoded(self, ask, streamed=False):
    body, unsupported = super().encoded(ask, streamed)
    return {k: v for k, v in body.items() if not (streamed and k == "top_p")}, unsupported
"""),
        {"each_option_is_carried_or_refused"},
    ),
    "what cannot be carried is told one by one": Broken(
        chat("""
def settle(self, unsupported):
    return super().settle(tuple(unsupported)[:1])
"""),
        {
            "all_that_cannot_be_carried_is_named_at_once",
            "each_option_is_carried_or_refused",
            "what_is_left_out_is_listed",
        },
    ),
    "what cannot be carried is told when it was sent": Broken(
        chat("""
def gen_sync(self, ask):
    unsupported = self.unsupported_options(ask)
    left = evolve(ask.settings, values={k: v for k, v in ask.settings.values.items() if k in self.options})
    result = yield from super().gen_sync(evolve(ask, settings=left))
    self.settle(unsupported)
    return evolve(result, unsupported=tuple(unsupported))
"""),
        {"each_option_is_carried_or_refused", "all_that_cannot_be_carried_is_named_at_once"},
    ),
    "what is left out is not listed": Broken(
        chat("""
def settle(self, unsupported):
    super().settle(unsupported)
    return ()
"""),
        {"what_is_left_out_is_listed"},
    ),
    "a document is dropped": Broken(
        edited("dialect.py", "parts=IMAGES", 'parts={**IMAGES, "audio": lambda *_: {"type": "text", "text": ""}}'),
        {"each_part_is_carried_or_refused"},
    ),
    "the key is in an error": Broken(
        chat("""
def error(self, response):
    import base64
    error = super().error(response)
    told = base64.b64encode(f"user:{self.config.key()}".encode()).decode()
    return type(error)(f"{error} (asked with Basic {told})", **vars(error))
"""),
        {"a_key_that_is_echoed_is_cut_out"},
    ),
    "the key is in a refusal": Broken(
        chat("""
def settle(self, unsupported):
    if unsupported and self.config.on_unsupported == "raise":
        raise NotSupported(f"not with the key {self.config.key()}", unsupported=unsupported, provider="mine")
    return super().settle(unsupported)
"""),
        {"a_refusal_has_no_key"},
    ),
    "the key is in a repr": Broken(
        chat("""
def __repr__(self):
    return f"<mine {self.config.key()}>"
"""),
        {"a_client_shows_no_key"},
    ),
    "a wrong key is called a failure": Broken(
        chat("""
def error(self, response):
    error = super().error(response)
    return ProviderError(str(error), **vars(error)) if response.status == 401 else error
"""),
        {"failed_statuses"},
    ),
    "a broken server is called a wrong request": Broken(
        chat("""
def error(self, response):
    error = super().error(response)
    return InvalidRequest(str(error), **vars(error)) if response.status == 502 else error
"""),
        {"failed_statuses"},
    ),
    "a failed status forgets its body": Broken(
        chat("""
def error(self, response):
    error = super().error(response)
    error.body = None
    return error
"""),
        {"failed_statuses"},
    ),
    "an error does not pickle": Broken(
        chat("""
def error(self, response):
    error = super().error(response)
    error.hook = lambda: None
    return error
"""),
        {"errors_survive_a_pickle", "a_key_that_is_echoed_is_cut_out"},
    ),
    "HTML is an empty answer": Broken(
        chat("""
def decoded(self, response, body, unsupported):
    try:
        return super().decoded(response, body, unsupported)
    except BadAnswer:
        from genai.results import Result
        return Result(provider="mine", raw={})
"""),
        {"answers_that_are_none"},
    ),
    "a stream differs from its whole answer": Broken(
        chat("""
def decoder(self, head, body, unsupported=()):
    made = super().decoder(head, body, unsupported)
    close = made.close
    made.close = lambda: evolve(close(), model="another")
    return made
"""),
        {"a_stream_equals_its_whole_answer"},
    ),
    "where a stream is cut matters": Broken(
        chat("""
def decoder(self, head, body, unsupported=()):
    made = super().decoder(head, body, unsupported)
    feed = made.feed
    made.feed = lambda data: feed(data[:-1] if data.endswith(b"}") else data)
    return made
"""),
        {"where_it_is_cut_does_not_matter"},
    ),
    "an interrupted stream is a success": Broken(
        chat("""
def decoder(self, head, body, unsupported=()):
    made = super().decoder(head, body, unsupported)
    close = made.close

    def quietly():
        try:
            return close()
        except StreamInterrupted as error:
            return evolve(error.result, complete=True)

    made.close = quietly
    return made
"""),
        {"a_stream_that_ends_early_is_interrupted"},
    ),
    "an interrupted stream loses what had arrived": Broken(
        chat("""
def gen_stream(self, ask):
    try:
        return (yield from super().gen_stream(ask))
    except StreamInterrupted as error:
        raise StreamInterrupted(str(error), provider="mine") from None
"""),
        {"a_stream_that_ends_early_is_interrupted"},
    ),
    "a promise is not kept": Broken(
        chat("""
def __init__(self, config, package):
    super().__init__(config, package)
    self.capabilities = evolve(self.capabilities, count_tokens=True)
"""),
        {"capabilities_hold_both_ways"},
    ),
    "what works is not promised": Broken(
        edited("dialect.py", "parts=IMAGES", "parts=IMAGES, models=None")
        | chat("""
models_path = "/models"
"""),
        {"capabilities_hold_both_ways"},
    ),
    "asyncio is asked for something else": Broken(
        chat("""
def encoded(self, ask, streamed=False):
    import asyncio
    body, unsupported = super().encoded(ask, streamed)
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return body, unsupported
    return {**body, "aio": True}, unsupported
"""),
        {"sync_and_asyncio_are_the_same"},
    ),
    "strict mode sees nothing": Broken(
        chat("""
def unknown_fields(self, raw):
    return ()
"""),
        {"strict_mode"},
    ),
    "another's thoughts are sent": Broken(
        chat("""
def encoded(self, ask, streamed=False):
    body, unsupported = super().encoded(ask, streamed)
    opaque = [reply.opaque for message in ask.messages for reply in message.replies if reply.opaque]
    return {**body, **({"opaque": opaque} if opaque else {})}, unsupported
"""),
        {"history_of_another_provider"},
    ),
    "another server is not asked": Broken(
        chat("""
def request(self, *args, **kwargs):
    made = super().request(*args, **kwargs)
    return evolve(made, url=made.url.replace("http://127.0.0.1:9/elsewhere", "https://api.mine.example/v1"))
"""),
        {"another_server_is_asked_there"},
    ),
    "the key goes to a host that is not named": Broken(
        edited("__init__.py", 'hosts=frozenset({"api.mine.example"})', "hosts=frozenset()"), {"info_is_right"}
    ),
    "the package is heavy": Broken(
        edited("__init__.py", "from genai.provider import Info", "import cattrs\nfrom genai.provider import Info"),
        {"looking_it_up_is_light"},
    ),
    "models.json does not say where it is from": Broken(
        edited("models.json", '"source"', '"sauce"'), {"models_json_is_right"}
    ),
    "the scoreboard claims what was not seen": Broken(
        edited("scoreboard.json", '"report_token_usage": "true"', '"report_token_usage": "true", "seed": "true"'),
        {"the_scoreboard_is_what_the_cassettes_show"},
    ),
    "the scoreboard claims a model that was not asked": Broken(
        {"scoreboard.json": claimed}, {"the_scoreboard_is_what_the_cassettes_show"}
    ),
    "the request is not the one that was recorded": Broken(
        edited("dialect.py", "parts=IMAGES", 'parts=IMAGES, always={"safe": True}'), {"each_cassette_plays"}
    ),
}  # fmt: skip


def rewritten(path: Path, change: Change) -> str:
    """A file's text with a change made: a pair of texts, a function, or the new text."""
    if isinstance(change, str):
        return change
    old = path.read_text("utf-8")
    new: str = old.replace(*change) if isinstance(change, tuple) else change(old)
    assert old != new
    return new
