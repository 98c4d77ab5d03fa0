"""Ids of calls: those of other providers, made to fit.

https://platform.claude.com/docs/en/api/messages/create

The rule here: an id that fits goes out as it is, and any other always becomes the same one.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final

FITS: Final = re.compile(r"[a-zA-Z0-9_-]+")
NO_ID: Final = re.compile(r"[^a-zA-Z0-9_-]")
LONGEST: Final = 40
"""How much of an id that does not fit is kept; what is cut off is in the hash."""


def fitting(id_: str) -> str:
    """An id of the form that the API takes."""
    if FITS.fullmatch(id_):
        return id_
    digest = hashlib.blake2b(id_.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    return f"{NO_ID.sub('_', id_[:LONGEST])}_{digest}"
