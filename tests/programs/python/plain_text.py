"""Text has no attributes of a resource."""

import pulumi_aws as aws


def attribute_address():
    db = aws.rds.Instance("d")
    # expect: unknown-attribute address -> address
    x = db.endpoint.address


def attribute_port():
    db = aws.rds.Instance("d")
    # expect: unknown-attribute port -> port
    x = db.endpoint.apply(lambda e: e.port)


def nothing():
    db = aws.rds.Instance("d")
    x = db.endpoint.apply(lambda e: e.split(":")[0])
    y = db.endpoint.upper()
    z = db.endpoint.is_known()


def attribute_foo():
    b = aws.s3.Bucket("b")
    x = b.tags.foo
    # expect: unknown-attribute foo
    y = b.id.foo


def attribute_address_2():
    found = aws.rds.get_instance("d")
    # expect: unknown-attribute address -> address
    x = found.endpoint.address
