"""Links that follow from names alone: CloudFormation to CDK, Terraform to Pulumi."""
