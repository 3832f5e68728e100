"""The pages of the site: each a function from a build and a request to HTML. docs/site.md is the
page for readers.
"""
