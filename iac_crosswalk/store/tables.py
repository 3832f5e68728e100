"""SQL expressions over the compact tables of the built file, for code that writes or reads them.

`attribute` and `attribute_mapping` are views (docs/data-model.md). A lookup reads the tables below
them, and only the columns that it needs.
"""

from __future__ import annotations

import zlib

FLAGS = (
    "is_input",
    "is_output",
    "required",
    "computed",
    "create_only",
    "write_only",
    "recursive",
)
"""The bits of `attribute_row.flags`, the lowest first. The bits above them are 0 if `gettable` is
null, 1 if it is 0, 2 if it is 1.
"""

GETTABLE = (None, 0, 1)
"""The value of `gettable`, by the bits above the flags."""


def path_hash(path: str) -> int:
    """The hash by which a path is found. An index of numbers takes a ninth of the space of an index
    of texts.
    """
    return zlib.crc32(path.encode("utf-8", "surrogatepass"))


def flag(name: str, row: str = "a") -> str:
    """The column `name` of the view `attribute`, from a row of `attribute_row`."""
    if name == "gettable":
        return f"nullif({row}.flags >> {len(FLAGS)}, 0) - 1"
    return f"{row}.flags >> {FLAGS.index(name)} & 1"


def path(row: str = "a") -> str:
    """The path of a row of `attribute_row`: the part before its last name, and that name."""
    return (
        "(select above || name from attribute_path p join path_above on path_above.id = p.above_id"
        f" join path_name on path_name.id = p.name_id where p.id = {row}.path_id)"
    )
