"""Checks Terraform configurations (.tf): names in blocks of AWS resources and data sources, and references to them."""
