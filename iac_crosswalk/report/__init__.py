"""A worksheet for a migration: what everything that a template or a Terraform plan uses is in another system."""
