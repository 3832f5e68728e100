"""Each system's own syntax, read as a question."""
