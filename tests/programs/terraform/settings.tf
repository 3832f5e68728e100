# A constant behind a local chooses the condition; what cannot be known chooses nothing.
locals {
  shards = 3
  same = local.shards
  name = "two"
}
resource "aws_elasticache_replication_group" "by_local" {
  num_node_groups = local.same
}
output "by_local" {
  # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
  value = aws_elasticache_replication_group.by_local.cache_nodes[0].address
}
resource "aws_elasticache_replication_group" "by_text" {
  num_node_groups = "2"
}
output "by_text" {
  # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
  value = aws_elasticache_replication_group.by_text.cache_nodes[0].address
}
resource "aws_elasticache_replication_group" "one" {
  num_node_groups = 1
}
output "one" {
  # expect: unknown-attribute cache_nodes -> configuration_endpoint_address, primary_endpoint_address
  value = aws_elasticache_replication_group.one.cache_nodes[0].address
}
resource "aws_elasticache_replication_group" "variable" {
  num_node_groups = var.n
}
output "variable" {
  # expect: unknown-attribute cache_nodes -> configuration_endpoint_address, primary_endpoint_address
  value = aws_elasticache_replication_group.variable.cache_nodes[0].address
}
resource "aws_elasticache_replication_group" "template" {
  num_node_groups = "${var.n}"
}
output "template" {
  # expect: unknown-attribute cache_nodes -> configuration_endpoint_address, primary_endpoint_address
  value = aws_elasticache_replication_group.template.cache_nodes[0].address
}
resource "aws_elasticache_replication_group" "elsewhere" {
  tags = { num_node_groups = "2" }
}
output "elsewhere" {
  # expect: unknown-attribute cache_nodes -> configuration_endpoint_address, primary_endpoint_address
  value = aws_elasticache_replication_group.elsewhere.cache_nodes[0].address
}
resource "aws_elasticache_replication_group" "negative" {
  num_node_groups = -2
}
output "negative" {
  # expect: unknown-attribute cache_nodes -> configuration_endpoint_address, primary_endpoint_address
  value = aws_elasticache_replication_group.negative.cache_nodes[0].address
}
resource "aws_elasticache_replication_group" "nothing" {
  num_node_groups = null
}
output "nothing" {
  # expect: unknown-attribute cache_nodes -> configuration_endpoint_address, primary_endpoint_address
  value = aws_elasticache_replication_group.nothing.cache_nodes[0].address
}
resource "aws_elasticache_replication_group" "no_number" {
  num_node_groups = local.name
}
output "no_number" {
  # expect: unknown-attribute cache_nodes -> configuration_endpoint_address, primary_endpoint_address
  value = aws_elasticache_replication_group.no_number.cache_nodes[0].address
}
