"""Nothing is found here: the names exist, or the knowledge base does not have the call."""

import boto3


def what_exists():
    ec2 = boto3.client("ec2")
    reservations = ec2.describe_instances(InstanceIds=["i-1"], Filters=[], MaxResults=5)["Reservations"]
    for reservation in reservations:
        for instance in reservation["Instances"]:
            instance["PrivateIpAddress"], instance.get("Tags", [])[0]["Key"]


def arguments(given):
    rds = boto3.client("rds")
    rds.modify_db_instance(DBInstanceIdentifier="db", ApplyImmediately=True, CloudwatchLogsExportConfiguration={"EnableLogTypes": []}, **given)
    rds.copy_db_snapshot(SourceDBSnapshotIdentifier="a", TargetDBSnapshotIdentifier="b", SourceRegion="eu-west-1")
    boto3.client("ec2").describe_flow_logs(Filters=[])  # botocore takes it for Filter
    rds.get_paginator("describe_db_instances").paginate(PaginationConfig={}, Anything=1)
    try:
        rds.describe_db_instances(Anything=1)
    except TypeError:
        pass


def around_the_things():
    answer = boto3.client("rds").describe_db_instances()
    answer["Marker"], answer["ResponseMetadata"]["RequestId"], answer.get("Anything")


def the_whole_answer():
    answer = boto3.client("cloudtrail").get_trail_status(Name="t")
    answer["IsLogging"], answer["ResponseMetadata"]


def unknown_calls(service):
    boto3.client("nosuchservice").describe()["Anything"]
    boto3.client(service).describe_trails()["Anything"]
    boto3.resource("s3").Bucket("b").anything


def asked_for():
    for trail in boto3.client("cloudtrail").describe_trails()["trailList"]:
        if "TrailArn" in trail:
            trail["TrailArn"]
        try:
            trail["Arn"]
        except KeyError:
            pass


def keys_that_a_person_chooses():
    queue = boto3.client("sqs").get_queue_attributes(QueueUrl="q", AttributeNames=["All"])
    queue["Attributes"]["Anything"]


def made_by_the_program():
    answer = boto3.client("rds").describe_db_instances()
    instance = answer["DBInstances"][0]
    instance["Mine"] = 1
    instance["Mine"]


def tables(key):
    trail = boto3.client("cloudtrail").get_trail(Name="t")["Trail"]
    trail[key], trail.items(), trail.anything
