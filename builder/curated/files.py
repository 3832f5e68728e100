"""The locations of mapping files: mappings/ has a file for each resource."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from builder.packages import ROOT

MAPPINGS = ROOT / "mappings"


def mapping_files(folder: Path = MAPPINGS) -> Iterator[Path]:
    """Every mapping file, in a fixed order. Hidden files are left out: they are the locks and
    copies of editors (`.#x.yaml`).
    """
    found = [
        (*Path(where).relative_to(folder).parts, name)
        for where, _, names in os.walk(folder)
        for name in names
        if name.endswith(".yaml") and not name.startswith(".")
    ]
    yield from (folder.joinpath(*parts) for parts in sorted(found))


def curated_texts(folder: Path = MAPPINGS) -> dict[str, bytes]:
    """File → bytes of every mapping file; the name is the path from the project's folder."""
    return {
        f"mappings/{path.relative_to(folder)}": path.read_bytes() for path in mapping_files(folder)
    }


_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def file_of(system: str, name: str) -> str:
    """The path of a resource's mapping file below mappings/: `AWS::ElastiCache::ReplicationGroup` →
    `elasticache/replication_group.yaml`.

    `aws_s3_object` → `terraform/aws_s3_object.yaml`, `data.aws_ami` →
    `terraform/data/aws_ami.yaml`, `AWS::AccountId` → `pseudo/account_id.yaml`."""
    if system == "terraform":
        folder = "terraform/data" if name.startswith("data.") else "terraform"
        return f"{folder}/{name.removeprefix('data.')}.yaml"
    match name.split("::"):
        case [_, service, type_] if name[0].isalpha():
            return f"{service.lower()}/{_snake(type_)}.yaml"
        case _:
            return f"pseudo/{_snake(name.removeprefix('AWS::').removeprefix('Fn::'))}.yaml"


def _snake(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", _HUMP.sub("_", name).lower()).strip("_")
