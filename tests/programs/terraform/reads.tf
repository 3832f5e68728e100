# What expressions read: names that do not exist, wherever they are written.
resource "aws_elasticache_replication_group" "g" {
  num_node_groups            = 2
  automatic_failover_enabled = true
}
output "o1" {
  # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
  value = aws_elasticache_replication_group.g.cache_nodes[0].address
}
output "o2" {
  # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
  value = aws_elasticache_replication_group.g.cache_nodes.0.address
}
output "o3" {
  # expect: unknown-attribute cache_nodes -> !port
  value = aws_elasticache_replication_group.g.cache_nodes[0].port
}
output "o4" {
  # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
  value = aws_elasticache_replication_group.g[*].cache_nodes[0].address
}
output "o5" {
  # expect: unknown-attribute cache_nodes -> configuration_endpoint_address
  value = aws_elasticache_replication_group.g.*.cache_nodes[0].address
}
output "o6" {
  # expect: unknown-attribute ConfigurationEndPoint -> !configuration_endpoint_address
  value = aws_elasticache_replication_group.g.ConfigurationEndPoint.Address
}
output "o7" {
  # expect: unknown-attribute configurationEndpointAddress -> !configuration_endpoint_address
  value = aws_elasticache_replication_group.g.configurationEndpointAddress
}
output "o8" {
  # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
  value = "redis://${aws_elasticache_replication_group.g.cache_nodes[0].address}:6379"
}
output "o9" {
  # expect: unknown-attribute num_node_groups -> num_node_groups
  value = aws_elasticache_replication_group.g.cluster_mode[0].num_node_groups
}
output "o10" {
  # expect: unknown-attribute address -> cluster_address
  value = aws_elasticache_cluster.c.configuration_endpoint.address
}
output "o11" {
  # expect: unknown-attribute endpoint -> !address
  value = aws_elasticache_cluster.c.cache_nodes[0].endpoint.address
}
output "o12" {
  # expect: unknown-attribute adress -> nothing
  value = aws_elasticache_cluster.c.cache_nodes.0.adress
}
output "o13" {
  # expect: unknown-attribute Port -> !port
  value = [for node in aws_elasticache_cluster.c.cache_nodes : node.Port]
}
output "o14" {
  # expect: unknown-attribute DNSName -> !dns_name
  value = aws_lb.x.DNSName
}
output "o15" {
  # expect: unknown-attribute dnsName -> !dns_name
  value = aws_lb.x[0].dnsName
}
output "o16" {
  # expect: unknown-attribute dnsname -> !dns_name
  value = aws_lb.x["public"].dnsname
}
output "o17" {
  # expect: unknown-attribute dnsname -> !dns_name
  value = aws_lb.x[count.index].dnsname
}
output "o18" {
  # expect: unknown-attribute dnsname -> !dns_name
  value = aws_lb.x.*.dnsname
}
output "o19" {
  # expect: unknown-attribute dnsname -> !dns_name
  value = aws_lb.x[*].dnsname
}
output "o20" {
  # expect: unknown-attribute dnsname -> !dns_name
  value = (aws_lb.x).dnsname
}
output "o21" {
  # expect: unknown-attribute dnsname -> !dns_name
  value = one(aws_lb.x[*]).dnsname
}
output "o22" {
  # expect: unknown-attribute dnsname -> !dns_name
  value = element(aws_lb.x.*, 0).dnsname
}
output "o23" {
  # expect: unknown-attribute dnsname -> !dns_name
  value = resource.aws_lb.x.dnsname
}
output "o24" {
  # expect: unknown-attribute dnsname -> !dns_name
  value = aws_lb.x[0]["dnsname"]
}
output "o25" {
  # expect: unknown-attribute dnsname -> !dns_name
  value = upper(join(",", [aws_lb.x.dnsname]))
}
output "o26" {
  # expect: unknown-attribute dnsname -> !dns_name
  value = { lb = aws_lb.x.dnsname, (aws_lb.x.dns_name) = 1 }
}
output "o27" {
  # expect: unknown-attribute dnsname -> !dns_name
  value = var.a ? aws_lb.x.dnsname : null
}
output "o28" {
  # expect: unknown-attribute dnsname -> !dns_name
  value = try(aws_lb.x[0].dnsname, null)
}
output "o29" {
  # expect: unknown-attribute Internal -> !internal
  value = !aws_lb.x.Internal && aws_lb.x.internal
}
output "o30" {
  value = <<-EOT
  # expect: unknown-attribute dnsname -> !dns_name
  ${aws_lb.x.dnsname}
  EOT
}
output "o31" {
  # expect: unknown-attribute subnetId -> !subnet_id
  value = "%{ for s in aws_lb.x.subnet_mapping }${s.subnetId}%{ endfor }"
}
output "o32" {
  # expect: unknown-attribute Status -> !status
  value = aws_s3_bucket_versioning.x.versioning_configuration[0].Status
}
output "o33" {
  # expect: unknown-attribute private_ip -> private_ips
  value = data.aws_instances.x.private_ip
}
output "o34" {
  # expect: unknown-attribute cidr -> nothing
  value = aws_vpc.x.cidr
}
output "o35" {
  # expect: unknown-attribute tags_al -> nothing
  value = aws_vpc.x.tags_al
}
output "o36" {
  # expect: unknown-attribute foo -> nothing
  value = aws_vpc.x.arn.foo
}
output "o37" {
  # expect: unknown-attribute imageId -> !image_id
  value = data.aws_ami.x.imageId
}
output "o38" {
  # expect: unknown-attribute deviceName -> !device_name
  value = data.aws_ami.x.block_device_mappings[0].deviceName
}
output "o39" {
  # expect: unknown-attribute accountid -> !account_id
  value = data.aws_caller_identity.x.accountid
}
output "o40" {
  # expect: unknown-attribute dnsname -> !dns_name
  value = "é ${aws_lb.x.dnsname} ü"
}
