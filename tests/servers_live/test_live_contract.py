"""The contract suite over real HTTP, against the servers that the environment names: ``make test-servers``.

The tests are those of ``tests/contract``; only their ``side`` is another one here.
"""

from __future__ import annotations

import pytest
from contract import test_faults, test_options, test_verbs
from contract.specimen import Specimen
from servers_live.contract import LiveSide, live_specimen
from servers_live.live import RESPONSES, VECTORS_ALONE, Server, servers

SERVERS = list(servers(*VECTORS_ALONE))
if not SERVERS:
    pytest.skip("no server is named: GENAI_SERVER_LLAMA=http://127.0.0.1:8081/v1 and the like", allow_module_level=True)

NOT_HERE = {
    "test_load_without_a_key": "a server on loopback that wants its key",
    "test_the_key_comes_from_its_variable_or_a_callable": "hooks show no key",
    "test_the_callers_own_authorization_holds": "hooks show no key",
    "test_a_forged_token_gets_no_key": "it asks no server",
    "test_every_option_has_a_sample": "it asks no server",
    "test_every_capability_is_tried": "it asks no server",
}
"""Tests of the contract that a live server says nothing of, and why."""

BEHIND = ("LLAMA", "THINK", "LITELLM")
"""Behind all of them is a llama.cpp."""
EQUAL = ("test_gen_stream_equals_gen_sync", "test_a_whole_answer_where_a_stream_was_asked_for")
OPTIONS = ("test_each_option_is_carried_or_refused", "test_what_is_left_out_is_listed")
LESS = dict.fromkeys(OPTIONS, "it takes fewer options than the API whose wire it speaks")
UNREAD = {"test_a_call_that_is_no_json_object": "llama.cpp reads old calls, and refuses what is no JSON"}
WITHOUT: dict[tuple[str, str], dict[str, str]] = {
    ("AIMOCK", "ollama"): {"test_gen_sync": "it counts no tokens"},
    ("AIMOCK", "cohere"): dict.fromkeys(EQUAL, "its stream has a plan for the call that its whole answer has not"),
    **{(name, wire): LESS for name in BEHIND for wire in ("anthropic", "gemini")},
    **{(name, RESPONSES): LESS | UNREAD for name in BEHIND},
    **{(name, "litellm" if name == "LITELLM" else "llamacpp"): UNREAD for name in BEHIND},
}
"""Tests of the contract that a server cannot hold by one of its wires, and why."""

CONTRACT = {
    name: test
    for module in (test_faults, test_options, test_verbs)
    for name, test in vars(module).items()
    if name.startswith("test_") and name not in NOT_HERE
}
globals().update(CONTRACT)


@pytest.fixture(params=SERVERS, ids=lambda server: f"{server.name.lower()}-{server.provider}")
def server(request: pytest.FixtureRequest) -> Server:
    """Each server, by each of its wires."""
    assert isinstance(request.param, Server)
    return request.param


@pytest.fixture
def specimen(server: Server) -> Specimen:
    """The sample answers, as this server can be made to give them."""
    return live_specimen(server)


@pytest.fixture(params=["sync", "aio"])
def side(request: pytest.FixtureRequest, specimen: Specimen, server: Server) -> LiveSide:
    """Each driver, on each server."""
    test = request.node.originalname
    why = WITHOUT.get((server.name, server.provider), {}).get(test)
    if test == "test_a_wrong_key_says_what_to_do" and server.lacks("keys"):
        why = "a wrong key is not told as such"
    if why is not None:
        pytest.skip(f"{server.name.lower()}, {server.provider}: {why}")
    return LiveSide(request.param, specimen, server)


def test_what_is_not_here_exists() -> None:
    """No test is left out that is not there any more."""
    everywhere = {name for module in (test_faults, test_options, test_verbs) for name in vars(module)}

    assert set() == {*NOT_HERE} - everywhere
