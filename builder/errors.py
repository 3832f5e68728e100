"""The one error that a user should see as a line, not as a traceback."""


class BuildError(Exception):
    """An error that the user can fix; its text is one line with the problem and what to do."""
