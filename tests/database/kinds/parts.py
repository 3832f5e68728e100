"""Kinds of things that are one resource here and several there."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator

from tests.database.kinds.whole import Whole, kind, letters


@kind
def scattered_block(whole: Whole) -> Iterator[str]:
    """A member of a block that a part holds, answered only outside the part, while most of its
    siblings are answered in it: S3's lifecycle `Status` was in
    `aws_s3_bucket_lifecycle_configuration`, `ExpirationInDays` in the inline block alone, and one
    excludes the other."""
    query = """select f.name, m.to_system, t.name, m.holds from resource_mapping m join resource f
    on f.id = m.from_resource_id
      join resource t on t.id = m.to_resource_id where m.holds is not null and m.via is null"""
    held = [
        (owner, system, part, path)
        for owner, system, part, holds in whole.rows(query)
        for path in json.loads(holds)
    ]
    for owner, system, part, path in held:
        if owner.startswith("AWS::Serverless"):  # SAM makes things of several types of one property
            continue
        deeper = [
            each
            for one, to, other, each in held
            if (one, to) == (owner, system) and other != part and each.startswith(f"{path}")
        ]
        answers: dict[str, set[str]] = defaultdict(set)
        for pair in whole.by_resource.get((owner, system), []):
            inside = pair.one.path.startswith((f"{path}.", f"{path}[]."))
            if (
                inside
                and pair.other is not None
                and not pair.one.path.startswith(
                    tuple(f"{each}{end}" for each in deeper for end in (".", "[]."))
                )
            ):
                answers[pair.one.path].add(pair.other.resource)
        outside = [each for each, resources in answers.items() if part not in resources]
        if len(outside) * 2 < len(answers):
            yield from (f"{owner} {each} → {system}: not in {part}" for each in outside)


@kind
def several_main_resources(whole: Whole) -> Iterator[str]:
    """A CloudFormation type with several main counterparts, none of them under a condition: the
    domain, and the resource for its policy alone.
    """
    aliases = {
        name for (name,) in whole.rows("select name from resource where alias_of is not null")
    }
    for (resource, system), mains in sorted(whole.mains.items()):
        here = sorted(mains - aliases)
        if (
            system == "terraform"
            and resource.startswith("AWS::")
            and not resource.startswith("AWS::Serverless")
            and len(here) > 1
        ):
            yield f"{resource} → {', '.join(here)}"


@kind
def part_hides_the_main_resource(whole: Whole) -> Iterator[str]:
    """A row that leads to a part alone, while the main counterpart has an attribute of the same
    name that nothing is joined with: nothing is derived to it.
    """
    joined = {str(pair.other) for pair in whole.pairs if pair.other is not None} | {
        str(pair.one) for pair in whole.pairs
    }
    verdicts: dict[tuple[str, str, str], set[str | None]] = defaultdict(set)
    curated = set()
    for pair in whole.pairs:
        if (
            pair.one.of == "resource"
            and pair.one.path not in ("Ref", "id")
            and not pair.one.resource.startswith("AWS::Serverless")
        ):
            key = pair.one.resource, pair.one.path, pair.to_system
            verdicts[key].add(
                pair.other.resource if pair.other is not None else "whole" if pair.whole else None
            )
            if pair.origin == "curated":
                curated.add(key)
    for key in sorted(curated):
        resource, path, system = key
        mains = whole.mains.get((resource, system), set())
        if None in verdicts[key] or verdicts[key] & mains:
            continue
        for main in sorted(mains):
            for same in whole.attributes.get(main, {}):
                if letters(same) == letters(path) and f"{main} {same}" not in joined:
                    yield f"{resource} {path} → {main} {same}"
