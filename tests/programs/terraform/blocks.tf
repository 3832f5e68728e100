# Arguments in the place of blocks, and the reverse. What the schema has as a list of objects may be written either way.
resource "aws_instance" "machine" {
  # expect: argument-or-block root_block_device -> nothing
  root_block_device = { volume_size = 1 }
  # expect: argument-or-block ebs_block_device -> nothing
  ebs_block_device = [{ device_name = "a" }]
  # expect: argument-or-block ephemeral_block_device -> nothing
  ephemeral_block_device = null
  # expect: argument-or-block tags -> nothing
  tags { Name = "a" }
  # expect: argument-or-block vpc_security_group_ids -> nothing
  vpc_security_group_ids {}
  metadata_options {
    # expect: argument-or-block http_tokens -> nothing
    http_tokens {}
  }
  timeouts {
    create = "10m"
  }
}
resource "aws_instance" "other" {
  # expect: argument-or-block tags -> nothing
  dynamic "tags" {
    for_each = []
    content {}
  }
  dynamic "ebs_block_device" {
    for_each = []
    content {
      device_name = "a"
    }
  }
  # expect: argument-or-block timeouts -> nothing
  timeouts = { create = "10m" }
}
resource "aws_security_group" "either_way" {
  ingress = []
  egress {
    from_port = 1
  }
}
resource "aws_default_security_group" "either_way" {
  ingress = [{ from_port = 1 }]
}
resource "aws_route_table" "either_way" {
  route = []
}
resource "aws_network_acl" "either_way" {
  egress {
    rule_no = 1
  }
  ingress = []
}
resource "aws_s3tables_table" "objects" {
  maintenance_configuration = {
    iceberg_compaction = {
      settings = { target_file_size_mb = 64 }
      status   = "enabled"
    }
  }
}
resource "aws_s3tables_table" "block" {
  # expect: argument-or-block maintenance_configuration -> nothing
  maintenance_configuration {
    iceberg_compaction = {}
  }
}
data "aws_ami" "found" {
  # expect: argument-or-block filter -> nothing
  filter = [{ name = "name", values = ["a"] }]
}
