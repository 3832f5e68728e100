"""Derives CloudFormation and Terraform ↔ boto3."""
