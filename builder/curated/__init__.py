"""Curated knowledge: reads mappings/, resolves its names against the extracted schemas, formats its
files.
"""
