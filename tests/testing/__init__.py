"""genai.testing. A package, so that its modules may be named like others'."""
