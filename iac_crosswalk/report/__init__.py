"""A worksheet for a migration: what everything that a file uses is in another system."""
