"""What tests of genai, and of programs that use it, are made with: cassettes, checks, and a player of recordings.

``cassettes`` needs ``pip install 'genai-providers[testing]'``; ``checks`` and ``player`` need nothing more.

The rule here: nothing is recorded without being asked, nothing recorded holds a secret, and replaying uses no network.
"""
