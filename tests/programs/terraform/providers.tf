# Other providers: nothing is known of their names. `west` is the AWS provider under another name.
terraform {
  required_providers {
    other = {
      source = "example/other"
    }
    west = {
      source = "hashicorp/aws"
    }
  }
}
resource "aws_instance" "other" {
  provider = other.west
  nope = 1
}
resource "aws_unheard_of" "other" {
  provider = other
}
output "of_other" {
  value = [aws_instance.other.nope, aws_unheard_of.other.nope]
}
resource "google_project" "p" {
  nope = 1
}
resource "aws_lb" "west" {
  provider = west
  # expect: unknown-argument nope -> nothing
  nope = 1
}
