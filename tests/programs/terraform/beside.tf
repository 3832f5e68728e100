# The right name beside the wrong one, and the block that looks like an argument.
resource "aws_elasticache_cluster" "both" {
  # expect: unknown-argument CacheNodeType -> node_type
  CacheNodeType = "a"
  node_type = "b"
}
resource "aws_elasticache_cluster" "one" {
  # expect: unknown-argument CacheNodeType -> !node_type
  CacheNodeType = "a"
}
resource "aws_instance" "block" {
  # expect: unknown-argument security_group -> security_groups
  security_group {
    id = "x"
  }
}
