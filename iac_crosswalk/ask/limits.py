"""How long a question may be, so that reading it takes bounded time."""

LONGEST = 50_000
"""Characters of a question: a pasted error with its source lines has a few thousand."""
LONGEST_SOURCE = 500_000
"""Characters of the file around it."""
LONGEST_PATH = 1_000
"""Characters of an attribute's path; the longest existing one has about three hundred."""
