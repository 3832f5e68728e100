"""From a package to an Extraction: a folder a system, each with extract.py."""
