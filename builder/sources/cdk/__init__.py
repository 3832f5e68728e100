"""The jsii assembly of aws-cdk-lib, as an Extraction."""
