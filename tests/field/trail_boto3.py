import boto3

ct = boto3.client("cloudtrail")
trails = {t["TrailArn"]: t for t in ct.describe_trails()["trailList"]}
