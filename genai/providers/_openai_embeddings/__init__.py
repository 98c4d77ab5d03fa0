"""Embeddings: texts as vectors, as OpenAI has them, and what all who make vectors share.

https://platform.openai.com/docs/api-reference/embeddings
"""
