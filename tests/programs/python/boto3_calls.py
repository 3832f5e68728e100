"""Calls of boto3's clients: what their answers have, and what the calls that create take."""

import boto3
import mypy_boto3_cloudtrail

ct = boto3.client("cloudtrail")


def a_member_of_an_item():
    # expect: unknown-attribute TrailArn -> !TrailARN
    return {t["TrailArn"]: t for t in ct.describe_trails()["trailList"]}


def an_answer_in_a_variable():
    rds = boto3.client("rds")
    answer = rds.describe_db_instances(DBInstanceIdentifier="db")
    answer["DBInstances"][0]["Endpoint"]["Address"]
    # expect: unknown-attribute Adress
    answer["DBInstances"][0]["Endpoint"]["Adress"]
    for instance in answer["DBInstances"]:
        # expect: unknown-attribute endpoint -> !Endpoint
        instance["endpoint"]


def pages():
    rds = boto3.Session(region_name="eu-west-1").client(service_name="rds")
    for page in rds.get_paginator("describe_db_clusters").paginate():
        for cluster in page["DBClusters"]:
            cluster["ReaderEndpoint"]
            # expect: unknown-attribute ReadEndpoint -> ReaderEndpoint
            cluster["ReadEndpoint"]


def what_is_in_another_answer():
    ec2 = boto3.client("ec2")
    for reservation in ec2.describe_instances()["Reservations"]:
        reservation["OwnerId"]
        # expect: unknown-attribute OwnrId
        reservation["OwnrId"]
        for instance in reservation["Instances"]:
            instance["InstanceId"], instance.get("Anything")
            # expect: unknown-attribute InstanceID -> !InstanceId
            instance["InstanceID"]


class Trails:
    def __init__(self):
        self.client = boto3.client("cloudtrail")

    def one(self, name):
        trail = self.client.get_trail(Name=name).get("Trail")
        # expect: unknown-attribute S3Bucket
        return trail["S3Bucket"]


def an_annotated_client(client: "mypy_boto3_cloudtrail.CloudTrailClient"):
    # expect: unknown-attribute TrailArn -> !TrailARN
    return client.get_trail(Name="t")["Trail"]["TrailArn"]


def arguments():
    # expect: unknown-argument S3Bucket
    ct.create_trail(Name="t", S3Bucket="b")
    # expect: output-only TrailARN
    ct.create_trail(Name="t", TrailARN="b")
    boto3.client("elasticache").create_replication_group(
        # expect: unknown-argument Slots2
        ReplicationGroupId="g", NodeGroupConfiguration=[{"Slots": "0-1", "Slots2": "x"}]
    )


def arguments_in_one():
    s3 = boto3.client("s3")
    # expect: unknown-argument Stat -> nothing
    s3.put_bucket_versioning(Bucket="b", VersioningConfiguration={"Stat": "Enabled"})
    # expect: unknown-argument Status
    s3.put_bucket_versioning(Bucket="b", Status="Enabled")


def arguments_of_calls_that_read():
    rds = boto3.client("rds")
    # expect: unknown-argument dbInstanceIdentifier -> !DBInstanceIdentifier
    rds.describe_db_instances(dbInstanceIdentifier="db", MaxRecords=20)
    # expect: unknown-argument Engine -> nothing
    rds.describe_db_instances(Engine="postgres")
    # expect: unknown-argument FunctionNam -> nothing
    boto3.client("lambda").get_function(FunctionNam="f")
    # expect: unknown-argument Name -> nothing
    boto3.client("lambda").get_function(Name="f")


def arguments_of_calls_that_change():
    rds = boto3.client("rds")
    # expect: unknown-argument AllocatedStorageGb -> nothing
    rds.modify_db_instance(DBInstanceIdentifier="db", ApplyImmediately=True, AllocatedStorageGb=20)
    # expect: output-only TagList -> Tags
    rds.create_db_cluster(DBClusterIdentifier="c", Engine="aurora-mysql", SourceRegion="eu-west-1", TagList=[])
    # expect: unknown-argument force -> nothing
    rds.delete_db_instance(DBInstanceIdentifier="db", force=True)


def looked_up() -> str:
    """A call that looks something up, and what describe_images returns: what that is given stays unjudged."""
    # expect: unknown-argument Payloadd
    boto3.client("lambda").invoke(FunctionName="report", Payloadd=b"{}")
    boto3.client("lambda").invoke(FunctionName="report", Payload=b"{}", Qualifier="live")
    found = boto3.client("ec2").describe_images(Owners=["amazon"], Filters=[{"Name": "name", "Values": ["al2023-*"]}])
    # expect: unknown-attribute ImageIdd
    return found["Images"][0]["ImageIdd"] + found["Images"][0]["ImageId"]


def members_of_answers():
    ec2 = boto3.client("ec2")
    # expect: unknown-attribute Instances -> ["Reservations"][0]["Instances"]
    first = ec2.describe_instances()["Instances"]
    answer = ec2.describe_instances()
    # expect: unknown-attribute Instances -> ["Reservations"][0]["Instances"]
    for instance in answer["Instances"]:
        instance["InstanceId"]
    answer["NextToken"], answer["ResponseMetadata"], answer.get("Instances"), first
    # expect: unknown-attribute functions -> !Functions
    boto3.client("lambda").list_functions()["functions"]
    # expect: unknown-attribute FunctionArn -> ["Configuration"]["FunctionArn"]
    boto3.client("lambda").get_function(FunctionName="f")["FunctionArn"]
    # expect: unknown-attribute Value -> ["Parameter"]["Value"]
    boto3.client("ssm").get_parameter(Name="p")["Value"]
    # expect: unknown-attribute QueueArn -> ["Attributes"]["QueueArn"]
    boto3.client("sqs").get_queue_attributes(QueueUrl="q", AttributeNames=["All"])["QueueArn"]
    for page in boto3.client("rds").get_paginator("describe_db_instances").paginate():
        # expect: unknown-attribute Instances -> nothing
        page["Instances"]


def answers_of_calls_that_create():
    # expect: unknown-attribute VpcId -> ["Vpc"]["VpcId"]
    boto3.client("ec2").create_vpc(CidrBlock="10.0.0.0/16")["VpcId"]
    # expect: unknown-attribute QueueURL -> !QueueUrl
    boto3.client("sqs").create_queue(QueueName="q")["QueueURL"]
    iam = boto3.client("iam")
    # expect: unknown-attribute arn -> !Arn
    iam.create_role(RoleName="r", AssumeRolePolicyDocument="{}")["Role"]["arn"]
    # expect: unknown-attribute InstanceID -> !InstanceId
    boto3.client("ec2").run_instances(MinCount=1, MaxCount=1)["Instances"][0]["InstanceID"]


def answers_that_a_program_changes(more, key):
    """What it puts in under any name may be there."""
    answer = boto3.client("ec2").describe_vpcs()
    answer.update(more)
    answer["Mine"]
    another = boto3.client("ec2").describe_subnets()
    another[key] = 1
    another["Mine"]
    third = boto3.client("ec2").describe_images()
    third["Own"] = 1
    third["Own"]
    try:
        third["Image"]
    except KeyError:
        pass
