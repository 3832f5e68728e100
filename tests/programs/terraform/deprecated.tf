# What exists and is advised against.
resource "aws_iam_role" "role" {
  assume_role_policy = "{}"
  # expect: warning deprecated inline_policy -> nothing
  inline_policy {
    name   = "a"
    policy = "{}"
  }
  # expect: warning deprecated managed_policy_arns -> nothing
  managed_policy_arns = []
}
resource "aws_s3_bucket" "bucket" {
  bucket = "a"
  # expect: warning deprecated versioning -> nothing
  versioning {
    enabled = true
  }
  acl = "private" # crosswalk: ignore[deprecated]
}
data "aws_region" "here" {}
output "name" {
  # expect: warning deprecated data.aws_region.here.name -> nothing
  value = data.aws_region.here.name
}
output "enabled" {
  # expect: warning deprecated aws_s3_bucket.bucket.versioning[0].enabled -> nothing
  value = aws_s3_bucket.bucket.versioning[0].enabled
}
output "current" {
  value = [data.aws_region.here.region, aws_iam_role.role.arn, aws_s3_bucket.bucket.arn]
}
# expect: warning deprecated aws_pinpoint_email_channel -> nothing
resource "aws_pinpoint_email_channel" "channel" {
}
