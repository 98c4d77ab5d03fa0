"""Compare: whether two request bodies say the same, and where they differ.

The rule here: JSON is compared as JSON. 1, 1.0 and true differ; the order of keys does not matter.
"""

from __future__ import annotations

import difflib
import json


def difference(recorded: bytes | None, asked: bytes | None) -> str:
    """A short diff from the recorded body to the one that is asked; "" when they say the same."""
    theirs, ours = _lines(recorded), _lines(asked)
    return "\n".join(difflib.unified_diff(theirs, ours, "recorded", "this request", n=1, lineterm=""))


def _lines(body: bytes | None) -> list[str]:
    """JSON in a form in which equal means the same; anything else as it is."""
    raw = bytes(body or b"")
    try:
        return json.dumps(json.loads(raw), indent=1, sort_keys=True, ensure_ascii=False).splitlines()
    except ValueError:
        return [repr(raw)] if raw else []
