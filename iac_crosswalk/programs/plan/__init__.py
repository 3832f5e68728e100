"""Terraform plan and state files."""
