"""Samples: a value for every standard option, and a document of every kind.

The rule here: each value is one that some provider takes, so that whoever refuses it does so for a reason of its own.
"""

from __future__ import annotations

from typing import Any, Final

from ...doc import Doc


def square_root(number: float) -> float:
    """The square root of a number."""
    return float(number**0.5)


SAMPLES: Final[dict[str, dict[str, Any]]] = {
    "system_prompt": {"system_prompt": "Be brief."},
    "temperature": {"temperature": 0},
    "top_p": {"top_p": 0.5},
    "top_k": {"top_k": 3},
    "max_tokens": {"max_tokens": 16},
    "stop": {"stop": ["END"]},
    "top_logprobs": {"top_logprobs": 2},
    "reply_as_json": {"reply_as_json": True},
    "decode_as": {"decode_as": {"type": "object", "properties": {}, "required": [], "additionalProperties": False}},
    "frequency_penalty": {"frequency_penalty": 0.5},
    "presence_penalty": {"presence_penalty": 0.5},
    "tools": {"tools": [square_root]},
    "force": {"force": "required", "tools": [square_root]},
    "parallel": {"parallel": False, "tools": [square_root]},
    "effort": {"effort": "low"},
    "budget_tokens": {"budget_tokens": 100},
    "summary": {"summary": "auto"},
    "search": {"search": True},
    "fetch": {"fetch": True},
    "allowed_domains": {"allowed_domains": ["example.org"], "search": True},
    "blocked_domains": {"blocked_domains": ["example.org"], "search": True},
    "user_location": {"user_location": {"country": "NO"}, "search": True},
    "context_size": {"context_size": "low", "search": True},
    "size": {"size": "1024x1024"},
    "width": {"width": 1024, "height": 1024},
    "height": {"height": 1024, "width": 1024},
    "aspect_ratio": {"aspect_ratio": "16:9"},
    "quality": {"quality": "high"},
    "background": {"background": "opaque"},
    "format": {"format": "png"},
    "compression": {"compression": 50, "format": "jpeg"},
    "n": {"n": 2},
    "partial_images": {"partial_images": 2},
    "mask": {"mask": Doc(b"\x89PNG\r\n\x1a\n")},
    "input_fidelity": {"input_fidelity": "high"},
    "moderation": {"moderation": "low"},
    "style": {"style": "vivid"},
    "user": {"user": "u1"},
    "voice": {"voice": "alloy"},
    "audio_format": {"audio_format": "wav"},
    "speed": {"speed": 1.5},
    "duration": {"duration": 4},
    "resolution": {"resolution": "720p"},
    "fps": {"fps": 24},
    "dimensions": {"dimensions": 256},
    "purpose": {"purpose": "query"},
    "seed": {"seed": 42},
    "poll_interval": {"poll_interval": 1},
}
"""A value for every option, with what it needs beside it."""

TOGETHER: Final = ("width", "height")
"""Options that are nothing without one another."""

DOCUMENTS: Final = {
    "image/png": Doc(b"\x89PNG\r\n\x1a\n" + b"picture of nothing"),
    "audio/mpeg": Doc(b"ID3\x03" + b"sound of nothing"),
    "video/mp4": Doc(b"\x00\x00\x00\x18ftypmp42" + b"film of nothing"),
    "application/pdf": Doc(b"%PDF-1.4 paper on nothing", filename="paper.pdf"),
    "text/plain": Doc(b"words on nothing", filename="words.txt"),
    "application/zip": Doc(b"PK\x03\x04" + b"archive of nothing", filename="all.zip"),
}
"""By the MIME type that they are known by."""
