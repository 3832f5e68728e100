"""Python programs: Pulumi and the CDK. A program is read as a syntax tree and followed; it is never
run.
"""
