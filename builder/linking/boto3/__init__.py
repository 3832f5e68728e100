"""CloudFormation and Terraform to boto3: what the matcher needs besides names and types."""
