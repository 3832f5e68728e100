"""Terraform configuration, HCL and JSON."""
