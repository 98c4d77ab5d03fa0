"""How OpenAI makes films, which have one API for all of its packages."""

from __future__ import annotations

from ..openairesponses.videos import DIALECT, Options

__all__ = ["DIALECT", "Options"]
