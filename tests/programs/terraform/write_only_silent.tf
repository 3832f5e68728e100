# Arguments that are set and never read back, used as they are meant to be: nothing is found.
ephemeral "aws_secretsmanager_secret_version" "password" {
  secret_id = "password"
}
resource "aws_secretsmanager_secret_version" "token" {
  secret_id                = "token"
  secret_string_wo         = ephemeral.aws_secretsmanager_secret_version.password.secret_string
  secret_string_wo_version = 1
  lifecycle {
    ignore_changes = [secret_string_wo]
  }
}
resource "aws_db_instance" "db" {
  password_wo         = var.password_wo
  password_wo_version = aws_secretsmanager_secret_version.token.secret_string_wo_version
}
data "aws_secretsmanager_secret_version" "token" {
  secret_id = aws_secretsmanager_secret_version.token.secret_id
}
output "token" {
  value = data.aws_secretsmanager_secret_version.token.secret_string
}
output "kept" {
  value = aws_secretsmanager_secret_version.token.secret_string
}
