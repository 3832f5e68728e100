# Arguments whose values Terraform does not keep: read, they are null.
resource "aws_secretsmanager_secret_version" "token" {
  secret_id        = "token"
  secret_string_wo = "a"
}
resource "aws_db_instance" "db" {
  for_each = toset(["a"])
  # expect: warning write-only aws_secretsmanager_secret_version.token.secret_string_wo -> nothing
  password = aws_secretsmanager_secret_version.token.secret_string_wo
}
output "in_text" {
  # expect: warning write-only aws_secretsmanager_secret_version.token.secret_string_wo -> nothing
  value = "Bearer ${aws_secretsmanager_secret_version.token.secret_string_wo}"
}
output "of_an_instance" {
  # expect: warning write-only aws_db_instance.db["a"].password_wo -> nothing
  value = aws_db_instance.db["a"].password_wo
}
output "of_each" {
  # expect: warning write-only db.password_wo -> nothing
  value = [for db in aws_db_instance.db : db.password_wo]
}
