"""Vectors over real HTTP, by the servers of which the environment names a model for them: ``make test-servers``."""

from __future__ import annotations

import math

import pytest
from servers_live.live import EMULATORS, Live, Server, servers

import genai

SERVERS = [server for server in servers() if server.embed and server.provider not in ("anthropic", "gemini")]
if not SERVERS:
    pytest.skip("no server is named that makes vectors: GENAI_SERVER_EMBED_EMBED=tiny-embed", allow_module_level=True)
TEXTS = ["A lighthouse at dusk.", "A banana.", "A lighthouse at dawn."]


@pytest.fixture(params=SERVERS, ids=lambda server: f"{server.name.lower()}-{server.provider}")
def server(request: pytest.FixtureRequest) -> Server:
    """Each server, by each wire that has vectors."""
    assert isinstance(request.param, Server)
    return request.param


@pytest.fixture(params=["sync", "aio"])
def live(request: pytest.FixtureRequest, server: Server) -> Live:
    """Each driver, on each server."""
    return Live(request.param, server)


def embedded(live: Live, *args: object, **kwargs: object) -> genai.Embeddings:
    """Vectors of the server's model for them."""
    made: genai.Embeddings = live.call("embed", *args, load={"model": live.server.embed}, **kwargs)
    return made


def test_vectors(live: Live) -> None:
    """One vector for each text, all of one length, with usage; each is the same as when it is alone."""
    live.server.needs("vectors")
    made = embedded(live, TEXTS)
    (alone,) = embedded(live, TEXTS[1]).vectors

    assert (3, 1) == (len(made.vectors), len({len(vector) for vector in made.vectors}))
    assert all(math.isclose(one, other, abs_tol=1e-3) for one, other in zip(made.vectors[1], alone, strict=True))
    assert live.server.name in EMULATORS or made.usage.input_tokens
    assert made == genai.Embeddings.from_json(made.to_json())


def test_nothing_is_refused_before_it_is_sent(live: Live) -> None:
    """No text is no request."""
    with pytest.raises(genai.InvalidRequest, match="texts"):
        embedded(live, [])


def test_a_wrong_key(live: Live) -> None:
    """A wrong key is told as such."""
    live.server.needs("keys")
    with pytest.raises(genai.AuthError):
        live.call("embed", "hi", load={"model": live.server.embed, "api_key": "sk-wrong-0123"})
