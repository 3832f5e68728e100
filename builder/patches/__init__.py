"""Fixes of upstream schemas: a file a kind, each fix named, with its reason and its test."""
