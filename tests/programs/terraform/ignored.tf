# Read-only attributes in ignore_changes: no configuration has a value that Terraform could keep.
resource "aws_lambda_function" "worker" {
  function_name = "worker"
  role          = "arn:aws:iam::123456789012:role/worker"
  lifecycle {
    # expect: warning ignored-output last_modified -> nothing
    ignore_changes = [environment, last_modified, tags]
  }
}
resource "aws_db_instance" "db" {
  instance_class = "db.t4g.micro"
  lifecycle {
    ignore_changes = [
      # expect: ignored-output latest_restorable_time -> nothing
      latest_restorable_time,
      # expect: ignored-output master_user_secret -> nothing
      master_user_secret[0].secret_status,
      # expect: unknown-attribute latest_restore_time
      latest_restore_time,
      password, # not read-only
    ]
  }
}
