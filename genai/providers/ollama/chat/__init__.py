"""Ollama's other wire: Chat Completions, below ``/v1``.  https://docs.ollama.com/api/openai-compatibility"""
