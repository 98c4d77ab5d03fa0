"""Times: instants of RFC 3339, as some APIs tell them.  https://www.rfc-editor.org/rfc/rfc3339"""

from __future__ import annotations

from datetime import UTC, datetime


def instant(text: str | None) -> datetime | None:
    """An instant, or None where a text is none."""
    try:
        when = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return when.replace(tzinfo=when.tzinfo or UTC)


def unix_time(text: str | None) -> float | None:
    """An instant of RFC 3339 as Unix time, or None."""
    when = instant(text)
    try:
        return when.timestamp() if when else None
    except (OverflowError, ValueError):  # years and zones of any size
        return None
