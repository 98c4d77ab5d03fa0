"""Compare: whether two request bodies say the same, and where they differ.

The rule here: JSON is compared as JSON. 1, 1.0 and true differ; the order of keys does not matter. What divides the
parts of a form does not matter either: chance has made it.
"""

from __future__ import annotations

import difflib
import json
import re
from typing import Final

FORM: Final = re.compile(rb"--([\w-]{16,70})\r\n.*\r\n--\1--\r\n", re.DOTALL)
"""A form, and what divides its parts.  https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1"""


def difference(recorded: bytes | None, asked: bytes | None) -> str:
    """A short diff from the recorded body to the one that is asked; "" when they say the same."""
    theirs, ours = _lines(recorded), _lines(asked)
    return "\n".join(difflib.unified_diff(theirs, ours, "recorded", "this request", n=1, lineterm=""))


def _lines(body: bytes | None) -> list[str]:
    """JSON in a form in which equal means the same; anything else as it is."""
    raw = bytes(body or b"")
    if form := FORM.fullmatch(raw):
        return [repr(line) for line in raw.replace(form[1], b"").splitlines()]
    try:
        return json.dumps(json.loads(raw), indent=1, sort_keys=True, ensure_ascii=False).splitlines()
    except ValueError:
        return [repr(raw)] if raw else []
