"""Cassettes that the tests write: one recorded check of Chat Completions each, and what they score."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from genai.scoreboard import recordings
from genai.scoreboard.compute import computed
from genai.scoreboard.values import Score

BASE = "http://127.0.0.1:1/v1"
HEAD = {"provenance": "server", "source": "one of ours", "recorded": "2026-11-21", "provider": "openaichat"}


def chat(text: str, **usage: int) -> str:
    """A whole answer of Chat Completions."""
    message = {"role": "assistant", "content": text}
    return json.dumps({"choices": [{"message": message, "finish_reason": "stop"}], "usage": usage, "model": "m"})


def write(folder: Path, check: str, answer: str, *, model: str = "m", asked: str = "Hi!", **head: Any) -> Path:
    """Write a cassette of a check, and give the folder."""
    body = json.dumps({"model": model, "messages": [{"role": "user", "content": asked}]})
    request = {"method": "POST", "uri": f"{BASE}/chat/completions", "body": body, "headers": {}}
    headers = {"content-type": ["application/json"]}
    response = {"status": {"code": 200, "message": "OK"}, "headers": headers, "body": {"string": answer}}
    place = {"model": model, "base_url": BASE, "mode": "sync", "check": check}
    path = folder / "openaichat" / "model" / "sync" / f"{check}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    interactions = [{"request": request, "response": response}]
    path.write_text(yaml.safe_dump({**HEAD, **place, **head, "interactions": interactions}), "utf-8")
    return folder


def scored(folder: Path) -> Score:
    """What the recordings in a folder say by themselves."""
    return computed("openaichat", recordings.of(folder), Score(provider="openaichat")).score
