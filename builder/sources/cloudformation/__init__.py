"""cfn-lint's registry schemas, as an Extraction."""
