"""Terraform configuration (.tf), read with tree-sitter."""
