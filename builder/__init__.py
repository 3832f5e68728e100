"""Builds the knowledge base: reads the source packages, links their resources and attributes,
writes data/crosswalk.db."""
