# What ignore_changes is for, and what it may name: nothing is found.
resource "aws_eks_addon" "dns" {
  addon_name   = "coredns"
  cluster_name = "main"
  lifecycle {
    ignore_changes = [addon_version, id, "modified_at", tags["at"], tags_all]
  }
}
resource "aws_lambda_function" "all" {
  function_name = "all"
  role          = "arn:aws:iam::123456789012:role/all"
  lifecycle {
    create_before_destroy = true
    ignore_changes        = all
  }
}
resource "aws_lambda_function" "on_purpose" {
  function_name = "on-purpose"
  role          = "arn:aws:iam::123456789012:role/on-purpose"
  lifecycle {
    ignore_changes = [last_modified] # crosswalk: ignore[ignored-output]
  }
}
resource "aws_lambda_function" "elsewhere" {
  provider      = other.here
  function_name = "elsewhere"
  lifecycle {
    ignore_changes       = [last_modified]
    replace_triggered_by = [aws_eks_addon.dns.modified_at]
  }
}
resource "other_function" "x" {
  lifecycle {
    ignore_changes = [last_modified]
  }
}
