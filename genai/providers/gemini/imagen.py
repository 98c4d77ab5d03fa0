"""The Imagen wire: models that make pictures and nothing else, by ``:predict``.

https://ai.google.dev/gemini-api/docs/imagen

The rule here: what a filter took away is said, be it all of an answer or a part of it.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any, Final

from ...capabilities import Capabilities
from ...doc import Doc
from ...errors import BadAnswer, ContentFiltered
from ...messages import Message, Messages, Reply
from ...provider import Ask
from ...results import FinishReason, Result
from ...sansio import Flow, HttpResponse, Send
from ...settings import Settings
from ...wire import as_documented
from .._openai.fields import Fields, doc, needed, string
from .config import beyond
from .decode import Asked, check_object
from .options import own_of
from .verbs import Google, model_path

PARAMETERS: Final = {"n": "sampleCount", "aspect_ratio": "aspectRatio", "size": "sampleImageSize"}
OUTPUT: Final = {"format": "mimeType", "compression": "compressionQuality"}
OWN: Final = {"person_generation": "personGeneration", "guidance_scale": "guidanceScale", "language": "language"}
"""Options of each kind, and the parameters that they are."""
ENDINGS: Final = {"image/jpeg": "jpg", "image/webp": "webp"}


class Imagen(Google):
    """Imagen's models."""

    capabilities = Capabilities(list_models=True)
    options = frozenset({*PARAMETERS, *OUTPUT})

    def gen_sync(self, ask: Ask) -> Flow[Result]:
        """https://ai.google.dev/api/models#method:-models.predict"""
        unsupported: list[str] = []
        wrong: list[str] = []
        prompt = words(ask.messages, unsupported, wrong)
        parameters = {**picture(ask.settings, self.config.limits.get("imagen", {}), wrong), "includeRaiReason": True}
        unsupported += foreign(ask.settings, OWN, self.config.info.name)
        left = self.settled(ask, tuple(unsupported), tuple(wrong))
        body = {"instances": [{"prompt": prompt}], "parameters": parameters}
        request = self.request("POST", model_path(self.config.model, "predict"), body, ask)
        response: HttpResponse = yield Send(request=request, endpoint=self.endpoint)
        return self.checked(decode(response.json(), response, self.asked(left)))


def words(messages: Messages, unsupported: list[str], wrong: list[str]) -> str:
    """The prompt; pictures and earlier turns have no place in it."""
    unsupported += [f"messages[{index}]: a conversation; give one message" for index in range(1, len(messages))]
    for number, part in enumerate(messages[0].requests):
        if part.doc is not None:
            unsupported.append(f"messages[0].requests[{number}]: {part.doc.mime_type or 'a document of unknown type'}")
    prompt = "\n\n".join(part.text for part in messages[0].requests if part.text)
    wrong += ["messages[0]: no words that say what to make"] * (not prompt)
    return prompt


def picture(settings: Settings, limits: Mapping[str, Any], wrong: list[str]) -> dict[str, Any]:
    """The parameters. One picture, unless more are asked for: the API's own default is four."""
    made: dict[str, Any] = {"sampleCount": 1}
    for name, key in PARAMETERS.items():
        value = settings.get(name)
        if value is None:
            continue
        made[key] = value
        if name == "n":
            low, high = limits.get("n", (1, 4))
            wrong += [f"ImageOptions.n: from {low} to {high}, not {value}"] * (not low <= value <= high)
        else:
            wrong += beyond(name, value, limits)
    output = {key: settings.get(name) for name, key in OUTPUT.items() if settings.get(name) is not None}
    if "mimeType" in output:
        output["mimeType"] = f"image/{output['mimeType']}"
    own = own_of(settings)
    made |= {"outputOptions": output} if output else {}
    return made | {key: getattr(own, name) for name, key in OWN.items() if getattr(own, name) is not None}


def foreign(settings: Settings, mine: Mapping[str, str], provider: str) -> list[str]:
    """The package's own options that this endpoint has no word for."""
    return [f"{provider}.Options.{name}" for name in own_of(settings).given() if name not in mine]


def decode(fields: Any, head: HttpResponse, asked: Asked) -> Result:
    """
    A whole answer.

    Raises:
        BadAnswer: It is not one, or it has no picture and does not say why.
        ContentFiltered: All pictures were filtered.
    """
    check_object(fields, head, asked)
    with as_documented(head):
        predictions = fields.get("predictions") or ()
        pictures = [_made(one, number) for number, one in enumerate(predictions) if one.get("bytesBase64Encoded")]
        reasons = [reason for one in predictions if (reason := string(one, "raiFilteredReason"))]
    result = Result(
        message=Message(replies=tuple(Reply(doc=made, block=block) for block, made in enumerate(pictures))),
        finish=FinishReason.CONTENT_FILTER if reasons else FinishReason.STOP,
        provider=asked.provider,
        model=asked.model,
        request_id=head.headers.get(asked.request_id),
        unsupported=asked.unsupported,
        raw=fields,
    )
    if pictures:
        return result
    if reasons:
        raise filtered(reasons, result)
    raise BadAnswer("the answer has no picture", status=head.status, body=head.body, provider=asked.provider)


def filtered(reasons: list[str], result: Result) -> ContentFiltered:
    """The error of an answer that a filter left nothing of."""
    said, name = "; ".join(dict.fromkeys(reasons)), result.provider
    return ContentFiltered(
        f"{name}: filtered, and nothing was produced: {said}", provider=name, detail=said, result=result
    )


def _made(one: dict[str, Any], number: int) -> Doc:
    """One picture. Its bytes move out of the decoded answer into the Doc."""
    fields: Fields = one
    data, mime_type = base64.b64decode(needed(fields, "bytesBase64Encoded")), string(fields, "mimeType")
    one["bytesBase64Encoded"] = None
    meta = {"revised_prompt": fields["prompt"]} if fields.get("prompt") else {}
    return doc(data, name=f"picture-{number}.{ENDINGS.get(mime_type or '', 'png')}", mime_type=mime_type, meta=meta)
