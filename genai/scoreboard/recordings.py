"""Recordings: the public corpus, and cassettes of ``genai record``, as cases to be played.

A corpus is a folder with ``INDEX.jsonl``, one line per vcrpy cassette: its provider, group, case, model and source. The
project's is named by the environment variable ``GENAI_CORPUS``. Any other folder holds PROVIDER/MODEL/MODE/CHECK.yaml.

The rule here: what a recording is of, its place and its name tell; nothing is listed by hand.
"""

from __future__ import annotations

import functools
import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from attrs import field, frozen

from .playback import Exchange
from .values import Mode

CASE: Final = re.compile(r"Gen(?P<mode>Sync|Stream|Doc)(?P<modal>MultiModal)?-(?P<rest>.+)")
SPELLED: Final[Mapping[str, Mode]] = {"Sync": "sync", "Stream": "stream", "Doc": "sync"}
THINKING: Final = "_thinking"


@frozen(kw_only=True)
class Recorded:
    """
    One recorded check.

    Args:
        provider: As its folder says.
        group: What was recorded together: one model, with or without thoughts.
        model: As it was sent.
        mode: "sync", "stream", "job"; "other" for what is none of them.
        check: Its name, of ``smoke.CHECKS`` in a corpus, else of ``genai.testing.checks``.
        path: The file.
        provenance: Where the answer comes from, and from whom it is: ``source``.
        date: The day it was recorded, or None where only the answers tell.
        base_url: Where it was sent, or None.
        arguments: Options that went along.
    """

    provider: str
    group: str
    model: str
    mode: str
    check: str
    path: Path
    provenance: str
    source: str
    date: str | None = None
    base_url: str | None = None
    arguments: Mapping[str, Any] = field(factory=dict)

    def exchanges(self) -> tuple[Exchange, ...]:
        """What was recorded."""
        return _exchanges(self.path)


def _yaml() -> Any:
    try:
        import yaml
    except ImportError as missing:
        raise ImportError("recordings need more packages: pip install 'genai-providers[testing]'") from missing
    return yaml


def _document(path: Path) -> Any:
    yaml = _yaml()
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's is ten times faster
    return yaml.load(path.read_bytes(), Loader=loader)  # both are safe


@functools.lru_cache(maxsize=1024)  # a run over a whole corpus keeps most of it, some 20 MB
def _exchanges(path: Path) -> tuple[Exchange, ...]:
    return tuple(map(_exchange, _document(path)["interactions"]))


def _bytes(body: Any) -> bytes:
    return body.encode() if isinstance(body, str) else bytes(body or b"")


def _exchange(recorded: Mapping[str, Any]) -> Exchange:
    request, response = recorded["request"], recorded["response"]
    headers = {k.lower(): v if isinstance(v, str) else v[0] for k, v in response["headers"].items() if v}
    return Exchange(
        method=request["method"],
        url=request["uri"],
        sent=_bytes(request.get("body")),
        status=response["status"]["code"],
        headers=headers,
        body=_bytes(response["body"].get("string")),
    )


def corpus() -> Path | None:
    """The corpus that the environment names, if it is there."""
    named = os.environ.get("GENAI_CORPUS")
    return Path(named) if named and (Path(named) / "INDEX.jsonl").is_file() else None


def of(folder: Path) -> list[Recorded]:
    """The recorded checks in a folder, of either kind."""
    return list(_of_corpus(folder) if (folder / "INDEX.jsonl").is_file() else _of_cassettes(folder))


def _of_corpus(folder: Path) -> Iterator[Recorded]:
    with open(folder / "INDEX.jsonl", encoding="utf-8") as index:
        rows = [row for row in map(json.loads, index) if CASE.fullmatch(row["case"])]
    sent = {(row["provider"], row["group"]): row["model"] for row in rows if row["model"]}
    for row in rows:
        found = CASE.fullmatch(row["case"])
        if found is None or row["group"] == "tests":
            continue
        named = row["group"].removesuffix(THINKING).replace("--", "/")  # where the model is in the URL, or nowhere
        yield Recorded(
            provider=row["provider"],
            group=row["group"],
            model=sent.get((row["provider"], row["group"]), named),
            mode=SPELLED[found["mode"]],
            check=("MultiModal-" * bool(found["modal"])) + ("Doc-" * (found["mode"] == "Doc")) + found["rest"],
            path=folder / row["path"],
            provenance="corpus",
            source=row["source"].partition(":")[0],
        )


def _of_cassettes(folder: Path) -> Iterator[Recorded]:
    for path in sorted(folder.rglob("*.yaml")):
        head = {key: value for key, value in _document(path).items() if key != "interactions"}
        if not {"provider", "model", "mode", "check"} <= set(head):
            continue
        yield Recorded(
            provider=head["provider"],
            group=f"{head['provider']}/{head['model']}",
            model=head["model"],
            mode=head["mode"],
            check=head["check"],
            path=path,
            provenance=head["provenance"],
            source=head["source"],
            date=str(head["recorded"]),
            base_url=head["base_url"],
            arguments=head.get("arguments", {}),
        )
