"""Fits the constants of the matcher to pairs that people judged. A build does not need it."""
