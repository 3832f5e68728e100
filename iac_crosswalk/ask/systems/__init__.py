"""Readers of each system's syntax as a question."""
