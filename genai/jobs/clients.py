"""Clients for entries of the ledger.

The rule here: a ledger is as little to be trusted as a token. A key goes where the package or the caller says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import InvalidRequest
from ..loading import for_job, load
from .entry import Entry
from .job import Job

if TYPE_CHECKING:
    from ..client import Client


def whose(asked: Client | Entry) -> tuple[str, str, str]:
    """Of whom something is asked: a provider, its server and a model."""
    if isinstance(asked, Entry):
        return asked.provider, asked.base_url, asked.model
    return asked.name, asked._wire.config.base_url, asked.model


def client_for(entry: Entry, **load_arguments: Any) -> Client:
    """A client for an entry, at its server if a key may go there; else AuthError."""
    return checked(for_job(_named(entry), **{"output": entry.output, **load_arguments})[0], entry)


def checked(llm: Client, entry: Entry) -> Client:
    """The client, if it is for this entry; else InvalidRequest."""
    llm._wire.mine(_named(entry))
    if llm.model != entry.model:
        raise InvalidRequest(f"{entry.id} is for the model {entry.model}, and this is {llm.model}", provider=llm.name)
    return llm


def reader(entry: Entry) -> Client:
    """A client that reads answers, and has no key to send."""
    return load(entry.provider, model=entry.model, output=entry.output, base_url=entry.base_url, api_key=lambda: "")


def _named(entry: Entry) -> Job:
    """An entry as a job, so that a client can be had for it."""
    return Job(provider=entry.provider, model=entry.model, kind=entry.kind, id=entry.id, base_url=entry.base_url)
