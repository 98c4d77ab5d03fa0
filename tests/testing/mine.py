"""The provider of docs/testing.md, as a package that is installed: written from the page's own blocks."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Final

from servers import Script, Seen, http_response, streamed

ROOT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = (ROOT / "docs" / "testing.md").read_text("utf-8")
FRUIT: Final = re.findall(r"```python\n(.*?)```", PAGE, re.S)[0]
FILES: Final = dict(re.findall(r"`(mine/\w+\.\w+|test_mine\.py)`:\n\n```\w+\n(.*?)```", PAGE, re.S))
COMMANDS: Final = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.S) for line in block.splitlines()]
TOML: Final = re.findall(r"```toml\n(.*?)```", PAGE, re.S)[0]


def install(site: Path) -> None:
    """Write the package, and what pip would write beside it."""
    for name, text in {**FILES, "mine/scoreboard.json": '{"scenarios": []}'}.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, "utf-8")
    made = site / "genai_mine-1.0.dist-info"
    made.mkdir()
    (made / "METADATA").write_text("Metadata-Version: 2.1\nName: genai-mine\nVersion: 1.0\n", "utf-8")
    groups = tomllib.loads(TOML)["project"]["entry-points"].items()
    lines = [f"[{group}]\n{name} = {value}\n" for group, points in groups for name, value in points.items()]
    (made / "entry_points.txt").write_text("".join(lines), "utf-8")


def serve(seen: Seen) -> Script:
    """Its server: one answer, whole or streamed, as the page's own samples are."""
    names: dict[str, object] = {"__file__": "test_mine.py"}
    exec(FILES["test_mine.py"].partition("class TestMine")[0], names)
    if b'"stream":true' in seen.body:
        stream = names["STREAM"]
        assert isinstance(stream, list)
        return streamed(*stream)
    return [http_response(body=json.dumps(names["ANSWER"]).encode())]
