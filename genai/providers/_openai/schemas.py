"""Schemas: how a type is asked for as an answer, and a tool as a function, where OpenAI's strict form is known.

https://platform.openai.com/docs/guides/structured-outputs
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from ... import schema
from ...tools import Tool

NO_NAME: Final = re.compile(r"[^a-zA-Z0-9_-]")


def schema_of(type_: Any) -> dict[str, Any]:
    """``name``, ``schema`` and ``strict``: in the strict form where the type has one."""
    plain = schema.of(type_)
    strict = schema.strict(plain)
    if isinstance(type_, Mapping):  # the caller's own schema goes out as it was written
        return {"name": "response", "schema": plain, "strict": strict == plain}
    able = not schema.strict_faults(plain)
    name = NO_NAME.sub("_", getattr(type_, "__name__", "response"))[:64]
    return {"name": name, "schema": strict if able else plain, "strict": able}


def function_of(tool: Tool) -> dict[str, Any]:
    """``name``, ``description``, ``parameters`` and ``strict``: as the tool says, else if its parameters allow it."""
    parameters = dict(tool.parameters)
    strict = tool.strict
    if strict is None:
        strict = not schema.strict_faults(parameters) and schema.strict(parameters) == parameters
    return {"name": tool.name, "description": tool.description, "parameters": parameters, "strict": strict}
