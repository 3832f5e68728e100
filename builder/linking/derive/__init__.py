"""Derivations: what stands for the same thing, and how sure that is. terraform.py and boto3_pipeline.py are the entry points."""
