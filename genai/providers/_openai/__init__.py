"""What OpenAI's APIs have in common, and with them all that copy them.

Errors and rate-limit headers; fields of the documented types; streams of events, and what is none; groups of raw
endpoints, their paths and uploads. A module here knows no provider: whose answer it is, it is told.
"""
