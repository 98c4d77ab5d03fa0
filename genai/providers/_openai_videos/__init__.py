"""The Videos wire, as OpenAI began it: films that are made as jobs. Shared by all who make films by a like API."""
