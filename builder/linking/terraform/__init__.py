"""CloudFormation to Terraform: what the matcher needs besides names and types."""
