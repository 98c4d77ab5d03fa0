"""The Images wire, OpenAI's and of those who copy it.  https://platform.openai.com/docs/api-reference/images"""
