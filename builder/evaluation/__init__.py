"""Scores answers against independent pairs."""
