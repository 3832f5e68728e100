"""The site and the JSON API: a Datasette plugin over the built file. docs/site.md and docs/api.md
describe it.
"""
