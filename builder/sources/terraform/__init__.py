"""The generated classes of cdktn-provider-aws, as an Extraction."""
