"""The one error a person should see as a line, not as a traceback."""


class BuildError(Exception):
    """Something the person can mend; its text is one line that says what is wrong and what to do."""
