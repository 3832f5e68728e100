"""Bad mapping files: one clear line each, nothing raised, everything reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.curated import checks
from builder.curated.files import file_of
from builder.curated.mapping_file import MappingFile
from builder.curated.parse import LARGEST_FILE, parse, parse_text
from builder.curated.schemas import Schemas
from builder.curated.whole import resolve_all

GOOD = b"resource:\n  cloudformation: AWS::SQS::Queue\n  terraform: aws_sqs_queue\n"
BOMB = b"a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\nresource: *c\n"


def problems(raw: bytes) -> list[str]:
    return [
        f"{p.line}: {p.message}" for p in parse_text(raw, MappingFile("mappings/x.yaml")).problems
    ]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (GOOD, []),
        (
            b"",
            [
                "1: is empty; start it with `resource:` and `cloudformation: TYPE`, see"
                " docs/mappings.md"
            ],
        ),
        (
            b"resource:\n\tcloudformation: x\n",
            ["2: tab in the indentation; indent with spaces"],
        ),
        (
            GOOD + b"resource:\n  cloudformation: AWS::SQS::Queue\n",
            ["4: the key `resource` is duplicated; keep one of them"],
        ),
        (BOMB, ["1: anchors and aliases (& and *) are not used here; write the value out"]),
        ("# ü\n".encode("latin-1") + GOOD, ["1: byte 0xfc is not UTF-8; save the file as UTF-8"]),
        (GOOD.decode().encode("utf-16"), ["1: byte 0xff is not UTF-8; save the file as UTF-8"]),
        (b"resource: [unclosed\n", ["2: is not YAML: did not find expected ',' or ']'"]),
        (b"attributes: []\n", ["1: the file: `resource` is a required property; add it"]),
        (
            GOOD + b"atributes: []\n",
            [
                "4: the file: unknown key `atributes`; known are resource, reviewed, complete,"
                " attributes, conditions, pitfalls"
            ],
        ),
        (
            GOOD + b"attributes:\n  - {cloudformation: Arn}\n",
            ["5: attributes.0: is incomplete; name at least two systems, or remove the row"],
        ),
        (
            GOOD + b"attributes:\n  - {cloudformation: Arn, terraform: arn, relation: same}\n",
            ["5: attributes.0.relation: `same` is not one of exact, close, broad, narrow"],
        ),
        (
            b"x" * (LARGEST_FILE + 1),
            [
                f"1: is {LARGEST_FILE + 1:,} bytes; a mapping file may have {LARGEST_FILE:,}: split"
                " what does not belong to this type"
            ],
        ),
    ],
    ids=[
        "good",
        "empty",
        "tab",
        "duplicate",
        "bomb",
        "latin-1",
        "utf-16",
        "unclosed",
        "no-resource",
        "unknown-key",
        "one-system",
        "bad-relation",
        "large",
    ],
)
def test_one_line_that_says_what_to_do(raw: bytes, expected: list[str]) -> None:
    assert problems(raw) == expected


def test_all_problems_at_once() -> None:
    rows = (
        b"attributes:\n  - {cloudformation: Arn}\n  - {cloudformation: Ref, terraform: id, relaton:"
        b" exact}\n"
    )
    assert [line.split(":")[0] for line in problems(GOOD + rows)] == ["5", "6"]


ROWS = b"""attributes:
  - cloudformation: Arrn
    terraform: arn
    relaton: close
  - {cloudformation: QueueNam, terraform: name}
  - just text
  - {cloudformation: FifoQueue, terraform: fifo_queue, relation: same}
  - {cloudformation: Nothing, terraform: [name]}
  - {cloudformation: KmsMasterKeyId, terraform: kms_master_key_idd, relation: same}
conditions:
  - {when: never said, shown_by: [{property: FifoQueu, equals: 'true'}]}
pitfalls:
  - {wrong: Url, instead: [Refs], why: it is Ref}
  - {wrong: Uri, instead: [Ref]}
"""


def told(text: bytes, schemas: Schemas) -> list[str]:
    return [
        str(problem).split(":", 1)[1]
        for problem in checks.check(resolve_all({"mappings/sqs/queue.yaml": text}, schemas))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            GOOD + b"complete: [terraform]\n" + ROWS,
            [
                "6: AWS::SQS::Queue has no attribute `Arrn`",
                "8: attributes.0: unknown key `relaton`",
                "9: AWS::SQS::Queue has no attribute `QueueNam`",
                "10: attributes.2: 'just text' is not of type 'object'",
                "11: attributes.3.relation: `same` is not one of",
                "12: attributes.4.terraform: has the wrong form",
                "13: attributes.5.relation: `same` is not one of",
                "13: aws_sqs_queue has no attribute `kms_master_key_idd`",
                "15: AWS::SQS::Queue has no attribute `FifoQueu`",
                "17: AWS::SQS::Queue has no attribute `Refs`",
                "18: pitfalls.1: `why` is a required property; add it",
            ],
        ),
        (
            GOOD + b"atributes: []\npitfalls:\n  - {wrong: Url, instead: [Refs], why: it is Ref}\n",
            ["4: the file: unknown key `atributes`", "6: AWS::SQS::Queue has no attribute `Refs`"],
        ),
        (
            GOOD
            + b"  terrafom: aws_sqs_queue\nattributes:\n  - {cloudformation: Arrn, terraform: arn,"
            b" relaton: close}\n",
            ["4: resource: unknown key `terrafom`", "6: attributes.0: unknown key `relaton`"],
        ),
    ],
    ids=["rows", "section", "head"],
)
def test_structure_and_names_are_told_in_one_run(
    text: bytes, expected: list[str], schemas: Schemas
) -> None:
    found = told(text, schemas)
    assert [line.startswith(start) for line, start in zip(found, expected, strict=False)] == [
        True
    ] * len(found), found
    assert len(found) == len(expected), found


def test_every_scalar_is_text() -> None:
    file = parse_text(
        GOOD + b"attributes:\n  - {cloudformation: 'No', terraform: on}\n  - {cloudformation: '1',"
        b" terraform: none, note: 2024-01-01}\n",
        MappingFile("x"),
    )
    assert [row.cells for row in file.rows] == [
        {"cloudformation": ["No"], "terraform": ["on"]},
        {"cloudformation": ["1"], "terraform": [None]},
    ]
    assert file.rows[1].note == "2024-01-01"


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    assert [str(p) for p in parse(tmp_path / "absent.yaml", "mappings/absent.yaml").problems] == [
        "mappings/absent.yaml:1: cannot be read (No such file or directory); fix the file or its"
        " permissions"
    ]


@pytest.mark.parametrize(
    ("cloudformation", "file"),
    [
        ("AWS::ElastiCache::ReplicationGroup", "elasticache/replication_group.yaml"),
        ("AWS::RDS::DBCluster", "rds/db_cluster.yaml"),
        ("AWS::EC2::VPC", "ec2/vpc.yaml"),
        ("AWS::EC2::EIPAssociation", "ec2/eip_association.yaml"),
        ("AWS::ElasticLoadBalancingV2::LoadBalancer", "elasticloadbalancingv2/load_balancer.yaml"),
        ("aws_s3_object", "terraform/aws_s3_object.yaml"),
        ("data.aws_ami", "terraform/data/aws_ami.yaml"),
        ("AWS::AccountId", "pseudo/account_id.yaml"),
        ("Fn::GetAZs", "pseudo/get_a_zs.yaml"),
        ("{{resolve:ssm}}", "pseudo/resolve_ssm.yaml"),
    ],
)
def test_path_is_id(cloudformation: str, file: str) -> None:
    assert (
        file_of("terraform" if "aws_" in cloudformation else "cloudformation", cloudformation)
        == file
    )
