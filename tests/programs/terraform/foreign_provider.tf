# `aws` is a provider that is not ours: nothing is known of its names.
terraform {
  required_providers {
    aws = {
      source = "someone/aws"
    }
  }
}
resource "aws_instance" "x" {
  nope = 1
}
