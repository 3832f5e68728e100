"""botocore's service models, as an Extraction."""
