"""Pulumi programs in YAML."""
