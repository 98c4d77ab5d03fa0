"""The Chat Completions wire, spoken by most providers.  https://platform.openai.com/docs/api-reference/chat"""

from .package import exports

__all__ = ["exports"]
