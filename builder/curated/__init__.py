"""Curated knowledge: reads mappings/, looks up its names in the extracted schemas, and formats its
files.
"""
