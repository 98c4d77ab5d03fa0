"""How Pollinations makes pictures, in one of two ways.

https://github.com/pollinations/pollinations/blob/master/APIDOCS.md

image.pollinations.ai, which was recorded and needs no key, has a URL per picture: the words are a part of its path, the
options its query, and the answer is the picture itself. gen.pollinations.ai, which needs a key, has OpenAI's shape:
``load("pollinations:flux", base_url="https://gen.pollinations.ai")``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from attrs import evolve, frozen

from ...capabilities import Model
from ...checks import Options as Base
from ...checks import boolean, nonempty, option
from ...doc import Doc, sniff
from ...errors import BadAnswer, InvalidRequest
from ...messages import Message, Reply
from ...provider import Ask, Config
from ...results import Result
from ...sansio import Flow, HttpRequest, HttpResponse, Send
from ...wire import as_documented
from .._openai.fields import doc
from .._openai.paths import path
from .._openai_chat.writers import Fields, Unsayable, Writer, only
from .._openai_images.decode import check_object, result_of
from .._openai_images.dialect import Dialect, Mode, sized
from .._openai_images.encode import Encoded
from .._openai_images.parts import is_elsewhere, url_of
from .._openai_images.verbs import Images

HOME: Final = "https://image.pollinations.ai"


@frozen(kw_only=True)
class Options(Base):
    """
    Options of Pollinations' pictures that have no counterpart elsewhere.

    Args:
        enhance: True lets a model rewrite the words first.
        negative_prompt: What should not be in the picture; for some models.
        safe: True filters strictly.
        private: False shows the picture in the public feed; at image.pollinations.ai the default here is True.
        nologo: True leaves the logo out; at image.pollinations.ai.
    """

    enhance: bool | None = option(boolean)
    negative_prompt: str | None = option(nonempty)
    safe: bool | None = option(boolean)
    private: bool | None = option(boolean)
    nologo: bool | None = option(boolean)


def references(images: Sequence[Doc], mask: Doc | None, names: Sequence[str]) -> Fields:
    """Pictures by their URLs: one as a text, several as a list."""
    urls = [url_of(image) for image in images]
    return {"image": urls[0] if len(urls) == 1 else urls}


def queried(images: Sequence[Doc], mask: Doc | None, names: Sequence[str]) -> Fields:
    """The same in a query; there a picture must be one that is elsewhere."""
    return {"image": "|".join(url_of(image) for image in images)}


def measured(size: tuple[int, int]) -> Fields:
    """Width and height."""
    return {"width": size[0], "height": size[1]}


def see_through(background: str) -> Fields:
    """Only whether it is transparent can be said."""
    if background != "transparent":
        raise Unsayable(f"only transparent, not {background}")
    return {"transparent": True}


SHAPED: Final[Mapping[str, str | Writer]] = {
    "pixels": sized,
    "n": "n",
    "quality": "quality",
    "seed": "seed",
    "user": "user",
}
ASKED: Final[Mapping[str, str | Writer]] = {
    "pixels": measured,
    "n": only(1),
    "quality": "quality",
    "seed": "seed",
    "background": see_through,
}

DIALECT = Dialect(
    modes={
        "generate": Mode(path="/v1/images/generations", options=SHAPED),
        "edit": Mode(path="/v1/images/edits", options=SHAPED, references=references, form=True, masks=False),
    },
    models="/image/models",
    always={"response_format": "b64_json"},
    streams=False,
    lifetime=None,
    own=Options,
)
"""gen.pollinations.ai."""

BY_URL: Final = evolve(
    DIALECT,
    modes={
        "generate": Mode(path="/prompt", options=ASKED),
        "edit": Mode(path="/prompt", options=ASKED, references=queried, masks=False),
    },
    models="/models",
    always={"private": True},  # else it is shown to everyone
)
"""image.pollinations.ai."""


class Pictures(Images):
    """The Images API at gen.pollinations.ai and wherever the caller says; a URL per picture at home."""

    def __init__(self, config: Config, dialect: Dialect, types: Any) -> None:
        self.by_url = config.base_url in (config.info.base_url, HOME)
        if self.by_url:
            config, dialect = evolve(config, base_url=HOME), BY_URL
        super().__init__(config, dialect, types)

    @property
    def raw(self) -> Any:
        """The raw endpoints; a URL per picture is none of them."""
        return self.refuse("raw") if self.by_url else super().raw

    def gen_sync(self, ask: Ask) -> Flow[Result]:
        """https://github.com/pollinations/pollinations/blob/master/APIDOCS.md"""
        if not self.by_url:
            return (yield from super().gen_sync(ask))
        made, unsupported = self.encoded(ask)
        response: HttpResponse = yield Send(request=self.asked(made, ask), endpoint=self.endpoint)
        picture = self.picture(response)
        message = Message(replies=(Reply(doc=picture),))
        return evolve(result_of(message, {}, response, self.speaker, unsupported), raw=None)

    def encoded(self, ask: Ask, streamed: bool = False) -> tuple[Encoded, tuple[str, ...]]:
        """The request; a picture that is here does not fit into a URL."""
        made, unsupported = super().encoded(ask, streamed)
        here = [number for number, image in enumerate(made.images, 1) if self.by_url and not is_elsewhere(image)]
        if here:
            faults = [f"picture {number}: {HOME} takes pictures by their URL alone" for number in here]
            raise InvalidRequest(faults=faults, provider=self.config.info.name)
        return made, unsupported

    def asked(self, made: Encoded, ask: Ask) -> HttpRequest:
        """The request; a URL that says it all, where that is the way."""
        if not self.by_url:
            return super().asked(made, ask)
        extra = ask.settings.get("extra_body") or {}
        said = {**made.fields, **self.within(made), **extra}
        headers = {name.lower(): value for name, value in (ask.settings.get("extra_headers") or {}).items()}
        request = self.request("GET", path("prompt", said.pop("prompt"), **said))
        return evolve(request, headers={**request.headers, **headers})

    def picture(self, response: HttpResponse) -> Doc:
        """The answer, which is a picture; the error that it is, when it is none."""
        kind = response.headers.get("content-type", "").partition(";")[0]
        if sniff(response.body) is None and not kind.startswith("image/"):
            check_object(response.json(), response, self.speaker)
            raise BadAnswer(f"the answer is no picture: {kind}", status=response.status, body=response.body)
        with as_documented(response):
            ending = (sniff(response.body) or kind).rpartition("/")[2]
            return doc(response.body, name=f"picture.{ending}", meta={"content_type": kind})

    def list_models(self) -> Flow[tuple[Model, ...]]:
        """``GET /models``: bare names."""
        if not self.by_url:
            return (yield from super().list_models())
        response: HttpResponse = yield Send(request=self.request("GET", "/models"), endpoint=self.endpoint)
        with as_documented(response):
            return tuple(Model(id=name, raw=name) for name in response.json())
