"""How long the command takes to start, and a template of 500 resources to be checked and
reported."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.figure import Figure, medians, seconds, slope

COMMAND = str(Path(sys.executable).with_name("iac-crosswalk"))
_GROUP = """
  Key{n}:
    Type: AWS::KMS::Key
    Properties:
      Description: key {n}
      EnableKeyRotation: true
  Bucket{n}:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: !Sub "${{AWS::StackName}}-{n}"
      VersioningConfiguration:
        Status: Enabled
  Dead{n}:
    Type: AWS::SQS::Queue
    Properties:
      KmsMasterKeyId: !Ref Key{n}
  Queue{n}:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 60
      RedrivePolicy:
        deadLetterTargetArn: !GetAtt Dead{n}.Arn
        maxReceiveCount: 3
  Topic{n}:
    Type: AWS::SNS::Topic
    Properties:
      KmsMasterKeyId: !GetAtt Key{n}.Arn
  Subscription{n}:
    Type: AWS::SNS::Subscription
    Properties:
      TopicArn: !Ref Topic{n}
      Protocol: sqs
      Endpoint: !GetAtt Queue{n}.Arn
  Table{n}:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions:
        - AttributeName: id
          AttributeType: S
      KeySchema:
        - AttributeName: id
          KeyType: HASH
  Role{n}:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              Service: lambda.amazonaws.com
            Action: sts:AssumeRole
  Function{n}:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: index.handler
      Role: !GetAtt Role{n}.Arn
      Code:
        S3Bucket: !Ref Bucket{n}
        S3Key: function.zip
      Environment:
        Variables:
          TABLE: !Ref Table{n}
          TOPIC: !Ref Topic{n}
  Logs{n}:
    Type: AWS::Logs::LogGroup
    Properties:
      LogGroupName: !Sub "/aws/lambda/${{Function{n}}}"
      RetentionInDays: 30
"""


def template(resources: int) -> str:
    """A template of so many resources, ten kinds in turn, that refer to each other."""
    groups = "".join(_GROUP.format(n=number) for number in range(resources // 10))
    return f"AWSTemplateFormatVersion: 2010-09-09\nResources:{groups}"


def start() -> Iterator[Figure]:
    bare, ours = medians(
        15,
        lambda: seconds([sys.executable, "-c", "pass"]),
        lambda: seconds([COMMAND, "--version"]),
    )
    yield Figure(
        "start of the command",
        f"{ours:.3f} s",
        "≤ 2.5 × python",
        f"python -c pass {bare:.3f} s ({ours / bare:.2f} ×)",
        ours <= 2.5 * bare,
    )


def templates() -> Iterator[Figure]:
    """check and report, each as a new process, of templates of 10, 100 and 500 resources."""
    sizes = [10, 100, 500]
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{size}.yaml" for size in sizes]
        for size, file in zip(sizes, files, strict=True):
            file.write_text(template(size), encoding="utf-8")
        for name, rest in (("check", []), ("report", ["--to", "terraform"])):
            runs = [partial(seconds, [COMMAND, name, str(file), *rest], (0, 1)) for file in files]
            times = medians(5, *runs)
            yield Figure(
                f"{name}, a template of 500 resources",
                f"{times[-1]:.2f} s",
                "≤ 0.5 s",
                f"of 10 {times[0]:.2f} s, of 100 {times[1]:.2f} s; slope {slope(sizes, times):.2f}",
                times[-1] <= 0.5,
            )
