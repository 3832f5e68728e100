"""Derives CloudFormation ↔ Terraform."""
