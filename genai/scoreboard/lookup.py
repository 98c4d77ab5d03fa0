"""Look-up: which models were seen to do a thing, and where that comes from.

The rule here: a capability is what an answer showed. What is flaky, or untested, is not found unless it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from attrs import frozen

from ..errors import InvalidRequest
from ..sansio import loopback
from ..values import Value
from .values import FUNCTIONS, MODALITIES, MODES, OUTPUTS, PROVENANCES, TRISTATES, Evidence, Scenario

OTHERS: Final = ("input", "output", "mode", "provider", "model", "reasoning", "local", "provenance")
BOOLEANS: Final = ("reasoning", "local")


@frozen(kw_only=True)
class Found(Value):
    """A scenario, and whose it is."""

    provider: str
    scenario: Scenario

    @property
    def evidence(self) -> Evidence | None:
        """Where it comes from."""
        return self.scenario.evidence


def find(**capabilities: Any) -> list[Found]:
    """
    The scenarios in which all of it was seen, sorted by provider.

    ``find(input="image", json_schema=True, local=True)``

    Args:
        input: A modality that goes in, or several: "text", "image", "audio", "video", "document".
        output: The same, for what comes out; also "embedding".
        mode: "sync", "stream" or "job": all was seen in this mode. Default: in one mode or another, the same for all.
        provider: A provider's name or alias.
        model: A model's id.
        reasoning: True: the answers came with thoughts; False: without.
        local: True: the provider is a server on your own machine; False: it is not.
        provenance: "corpus", "server", "live" or "emulator". Default: any but "emulator", which is no model's word.
        capabilities: Any field of Functionality: True is "true", False is "false", or one of the four words.

    Raises:
        InvalidRequest: No such capability, or a wrong value; all are named.
    """
    faults = [fault for name, value in capabilities.items() for fault in _faults(name, value)]
    if faults:
        raise InvalidRequest(faults=faults)
    return [found for found in _all(capabilities.get("provider")) if _fits(found, capabilities)]


def supports(provider: str, model: str, *capabilities: str, **wanted: Any) -> bool:
    """Whether all of it was seen of one model: names of Functionality fields, and keywords of ``find``."""
    return bool(find(provider=provider, model=model, **dict.fromkeys(capabilities, True), **wanted))


def _faults(name: str, value: Any) -> Iterator[str]:
    allowed = {"input": MODALITIES, "output": OUTPUTS, "mode": MODES, "provenance": PROVENANCES}
    if name in FUNCTIONS:
        if not isinstance(value, bool) and value not in TRISTATES:
            yield f"{name}: True, False, or one of {', '.join(TRISTATES)}, not {value!r}"
    elif name not in OTHERS:
        yield f"{name}: no capability; there are {', '.join((*OTHERS, *FUNCTIONS))}"
    elif name in allowed and value is not None and not set(_several(value)) <= set(allowed[name]):
        yield f"{name}: one of {', '.join(allowed[name])}, not {value!r}"
    elif name in BOOLEANS and value not in (True, False, None):
        yield f"{name}: True or False, not {value!r}"


def _several(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


def _all(provider: str | None) -> Iterator[Found]:
    from .. import providers
    from . import load

    for name in [providers.info(provider).name] if provider else providers.names():
        for scenario in load(name).scenarios:
            yield Found(provider=name, scenario=scenario)


def _fits(found: Found, wanted: Mapping[str, Any]) -> bool:
    scenario = found.scenario
    evidence = scenario.evidence
    held: dict[str, Callable[[Any], bool]] = {
        "model": lambda value: value in scenario.models,
        "reasoning": lambda value: evidence is not None and scenario.reasoning is value,
        "local": lambda value: local(found.provider) is value,
        "provenance": lambda value: evidence is not None and evidence.provenance == value,
    }
    if evidence is not None and evidence.provenance == "emulator" and not wanted.get("provenance"):
        return False
    if not all(fits(wanted[name]) for name, fits in held.items() if wanted.get(name) is not None):
        return False
    flows = {"input": scenario.input.work, "output": scenario.output.work}
    return all(set(_several(wanted.get(side))) <= set(work) for side, work in flows.items()) and _works(
        scenario, wanted
    )


def _works(scenario: Scenario, wanted: Mapping[str, Any]) -> bool:
    """Whether one mode has all the functions."""
    words = {True: "true", False: "false"}
    cells = {name: words.get(value, value) for name, value in wanted.items() if name in FUNCTIONS}
    mode = wanted.get("mode")
    tested = {name: held for name, held in scenario.functionalities.items() if mode in (None, name)}
    some = any(all(getattr(held, name) == state for name, state in cells.items()) for held in tested.values())
    return some or not (cells or mode)


def local(provider: str) -> bool:
    """Whether a provider is a server on one's own machine."""
    from .. import providers

    return loopback(urlsplit(providers.info(provider).base_url).hostname)
