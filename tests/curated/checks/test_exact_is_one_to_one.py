from __future__ import annotations

from tests.curated.checks.conftest import QUEUE, Problems

PAIR = (
    "  - {cloudformation: QueueName, terraform: name%s}\n  - {cloudformation: KmsMasterKeyId,"
    " terraform: name%s}\n"
)


def test_two_exact_rows_on_one_attribute(problems: Problems) -> None:
    found = problems("exact-is-one-to-one", QUEUE + PAIR % ("", ""))
    assert found == [
        "8: terraform `name` is exact for `QueueName` (line 7) and for `KmsMasterKeyId`; make one"
        " of them close, or add `when`"
    ]
    assert problems("exact-is-one-to-one", QUEUE + PAIR % ("", ", relation: close")) == []
    assert problems("exact-is-one-to-one", QUEUE + PAIR % ("", ", when: w")) == []


def test_one_attribute_sets_and_one_reads(problems: Problems) -> None:
    rows = (
        "  - {cloudformation: QueueName, terraform: name}\n  - {cloudformation: Arn, terraform:"
        " name}\n"
    )
    assert problems("exact-is-one-to-one", QUEUE + rows) == []


def test_ref_repeats_another_attribute(problems: Problems) -> None:
    rows = (
        "  - {cloudformation: QueueUrl, terraform: url}\n  - {cloudformation: Ref, terraform:"
        " url}\n"
    )
    assert problems("exact-is-one-to-one", QUEUE + rows) == []


def test_two_arguments_of_a_data_source_are_one_of_the_call(problems: Problems) -> None:
    head = (
        "resource: {terraform: data.aws_secretsmanager_secret, cloudformation: none, boto3:"
        " secretsmanager.DescribeSecretResponse, note: n}\nattributes:\n"
    )
    both = "  - {terraform: arn, boto3: %s}\n  - {terraform: name, boto3: %s}\n"
    file = "mappings/terraform/data/aws_secretsmanager_secret.yaml"
    argument = "secretsmanager.DescribeSecret.SecretId"
    assert problems("exact-is-one-to-one", head + both % (argument, argument), file) == []
    assert len(problems("exact-is-one-to-one", head + both % ("Name", "Name"), file)) == 1
