"""How long a question may be, so that reading it takes bounded time."""

LONGEST = 50_000
"""Characters of a question: a pasted error with its source lines takes some thousand."""
LONGEST_SOURCE = 500_000
"""Characters of the file it is in."""
LONGEST_PATH = 1_000
"""Characters of an attribute's path; the longest there is has some three hundred."""
