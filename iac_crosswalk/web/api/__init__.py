"""`/api/v1/`: the endpoints as data, the code that calls them, and the OpenAPI document made from
them. docs/api.md is the page for readers.
"""
