"""Checks programs and templates: which attributes do not exist, and what to write instead."""
