"""The generated Python of pulumi-aws, as an Extraction."""
