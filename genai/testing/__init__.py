"""What tests of genai, and of programs that use it, are made with: cassettes, checks, a player of recordings, and
a pytest plugin.

``cassettes`` and ``plugin`` need ``pip install 'genai-providers[testing]'``; the others need nothing more.

The rule here: nothing is recorded without being asked, nothing recorded holds a secret, and replaying uses no network.
"""
