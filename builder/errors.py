"""The errors that a user should see as a line, not as a traceback."""

from pathlib import Path


class BuildError(Exception):
    """An error that the user can fix; its text is one line with the problem and what to do."""


class Removed(BuildError):
    """A kept file that another build removed, or that was damaged, after it was found whole. The
    next build makes it again."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"{path}: was damaged or removed while the build ran; run it again")
