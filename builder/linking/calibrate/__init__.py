"""Fits the constants of the matcher to pairs that people judged. Not needed to build."""
