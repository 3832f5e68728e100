"""From a package to an Extraction: a folder for each system, with extract.py."""
