# Mistakes behind locals, loops, functions and other spellings.
locals {
  lb = aws_lb.x
  first = one(aws_lb.counted[*])
  again = local.first
  a = local.b
  b = local.a
}
resource "aws_lb" "counted" {
  count = 2
}
resource "aws_lb" "each" {
  # expect: unknown-attribute dnsname -> !dns_name
  for_each = aws_lb.x.dnsname
}
resource "aws_lb" "x" {
}
output "local" {
  # expect: unknown-attribute dnsname -> !dns_name
  value = local.lb.dnsname
}
output "local_of_local" {
  # expect: unknown-attribute dnsname -> !dns_name
  value = local.again.dnsname
}
output "circle" {
  value = local.a.nope
}
output "loop_of_each" {
  # expect: unknown-attribute dnsname -> !dns_name
  value = { for k, v in aws_lb.each : k => v.dnsname }
}
output "loop_of_counted" {
  # expect: unknown-attribute dnsname -> !dns_name
  value = [for v in aws_lb.counted : v.dnsname]
}
output "values" {
  # expect: unknown-attribute dnsname -> !dns_name
  value = values(aws_lb.each)[*].dnsname
}
output "unknown_type" {
  # expect: unknown-resource aws_lambda_functon -> nothing
  value = data.aws_lambda_functon.x.arn
}
check "c" {
  data "aws_ami" "x" {
    # expect: unknown-argument ownerz -> nothing
    ownerz = []
  }
}
data aws_ami unquoted {
  # expect: unknown-argument ownerz -> nothing
  ownerz = 1
}
