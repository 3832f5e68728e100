"""Fixes of upstream schemas: a file for each kind; each fix has a name, a reason and a test."""
