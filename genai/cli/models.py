"""``genai models``: what a provider offers, as it lists it now."""

from __future__ import annotations

import click

from . import choose, output


@click.command(name="models")
@choose.PROVIDER
@choose.BASE_URL
def command(provider: str | None, base_url: str | None) -> None:
    """List a provider's models: id, context, longest output, owner."""
    with choose.client(provider, "-", base_url) as llm:  # no model is needed to ask for all
        listed = sorted(llm.list_models(), key=lambda model: model.id)
    rows = [(model.id, model.context, model.max_output, model.owner) for model in listed]
    output.table(("model", "context", "max output", "owner"), rows)
