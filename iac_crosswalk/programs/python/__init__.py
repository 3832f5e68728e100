"""Python programs: Pulumi and the CDK. A program is parsed and its names are followed; it is never
run.
"""
