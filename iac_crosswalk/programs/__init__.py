"""Readers of programs and templates. They find what a file uses and judge nothing."""
