"""What OpenAI's APIs have in common, and with them all that copy them: errors and rate-limit headers."""
