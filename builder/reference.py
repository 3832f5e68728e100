"""The reference tables of data/, as typed values."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec

from builder.errors import BuildError

T = TypeVar("T")


def read(path: Path, kind: type[T], repair: str = "see the comment at its top") -> T:
    """The table as typed values. Raises BuildError, with `repair` as what to do, where it has
    another form."""
    try:
        return msgspec.yaml.decode(path.read_bytes(), type=kind)
    except OSError as error:
        reason = error.strerror
        raise BuildError(f"{path}: cannot be read ({reason}); restore it from git") from error
    except msgspec.MsgspecError as error:
        raise BuildError(f"{path}: {error}; {repair}") from error
