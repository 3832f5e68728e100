"""Runs the derivations once for each state of sources and code, and keeps what they found in .cache/."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec

from builder.files import replacing
from builder.linking.boto3.results import DerivedBoto3
from builder.linking.matching.results import Derived
from builder.packages import CACHE
from builder.prepare import prepare
from builder.services import load as load_services

T = TypeVar("T")


class Derivation(msgspec.Struct, frozen=True):
    """What both derivations found: CloudFormation ↔ Terraform, and both of them ↔ boto3."""

    terraform: Derived
    boto3: DerivedBoto3


def _path(name: str, key: str) -> Path:
    return CACHE / "derived" / f"{name}-{key[:20]}.msgpack"


def _keep(name: str, key: str, found: msgspec.Struct) -> None:
    for old in _path(name, key).parent.glob(f"{name}-*.msgpack"):
        old.unlink(missing_ok=True)
    with replacing(_path(name, key)) as part:
        part.write_bytes(msgspec.msgpack.encode(found))


def derive_terraform_into_cache(key: str) -> None:
    """CloudFormation ↔ Terraform; runs in a process of its own: the build itself never loads the matcher and SciPy."""
    from builder.linking.terraform.derive import derive

    one = prepare()
    systems = one.extractions
    found = derive(
        systems["cloudformation"], systems["terraform"], systems["pulumi"], systems["cdk"], load_services(), pairs=one.terraform_pulumi
    )
    _keep("terraform", key, found)


def derive_boto3_into_cache(key: str) -> None:
    """CloudFormation and Terraform ↔ boto3; runs in a process of its own, too."""
    from builder.linking.boto3.pipeline import collect, decide

    one = prepare()
    systems = one.extractions
    found = decide(
        collect(systems["cloudformation"], systems["terraform"], systems["pulumi"], systems["boto3"], pairs=one.terraform_pulumi)
    )
    _keep("boto3", key, found)


def missing(key: str) -> list[Callable[[str], None]]:
    """What has to be run with `key` before `load`."""
    return [
        work
        for name, work in (("terraform", derive_terraform_into_cache), ("boto3", derive_boto3_into_cache))
        if not _path(name, key).exists()
    ]


def load(key: str) -> Derivation:
    """What was found for `key`. Raises FileNotFoundError when what is `missing` was not run."""
    return Derivation(_decode("terraform", key, Derived), _decode("boto3", key, DerivedBoto3))


def _decode(name: str, key: str, kind: type[T]) -> T:
    return msgspec.msgpack.decode(_path(name, key).read_bytes(), type=kind)
