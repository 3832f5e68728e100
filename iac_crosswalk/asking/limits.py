"""How long a question may be, so that reading it takes bounded time."""

LONGEST = 50_000
"""Characters of a question: a pasted error with its source lines takes some thousand."""
LONGEST_SOURCE = 2_000_000
"""Characters of the file it stands in."""
