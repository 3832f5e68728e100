"""Fixes of upstream schemas: one file for each kind, each fix with a name, a reason and a test."""
