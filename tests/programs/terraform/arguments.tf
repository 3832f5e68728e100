# What blocks are given: names that do not exist, names that can only be read, and types.
resource "aws_elasticache_replication_group" "r1" {
  # expect: unknown-argument CacheNodeType -> !node_type
  CacheNodeType = 1
}
resource "aws_elasticache_replication_group" "r2" {
  # expect: unknown-argument number_cache_clusters -> !num_cache_clusters
  number_cache_clusters = 2
}
resource "aws_elasticache_replication_group" "r3" {
  # expect: unknown-argument replication_group_description -> !description
  replication_group_description = "a"
}
resource "aws_elasticache_replication_group" "r4" {
  # expect: unknown-argument node_typ -> nothing
  node_typ = 1
}
resource "aws_elasticache_replication_group" "r5" {
  # expect: argument-or-block cluster_mode -> nothing
  cluster_mode {
    # expect: unknown-argument num_node_groups -> num_node_groups
    num_node_groups = 3
  }
}
resource "aws_elasticache_replication_group" "r6" {
  # expect: output-only arn -> nothing
  arn = "x"
}
resource "aws_elasticache_replication_group" "r7" {
  log_delivery_configuration {
    # expect: unknown-argument LogFormat -> !log_format
    LogFormat = 1
  }
}
resource "aws_elasticache_replication_group" "r8" {
  # expect: unknown-argument log_delivery_configurations -> !log_delivery_configuration
  dynamic "log_delivery_configurations" {
    for_each = 1
    content {}
  }
}
resource "aws_elasticache_replication_group" "r9" {
  dynamic "log_delivery_configuration" {
    for_each = 1
    content {
      # expect: unknown-argument logType -> !log_type
      logType = 1
    }
  }
}
resource "aws_lb_listener" "r10" {
  default_action {
    forward {
      # expect: unknown-argument stickyness -> nothing
      stickyness {}
    }
  }
}
resource "aws_lb_listener" "r11" {
  default_action {
    dynamic "forward" {
      content {
        stickiness {
          # expect: unknown-argument enable -> nothing
          enable = 1
        }
      }
    }
  }
}
resource "aws_security_group" "r12" {
  # expect: unknown-argument toPort -> !to_port
  ingress = [{ from_port = 1, toPort = 2 }]
}
resource "aws_security_group" "r13" {
  # expect: unknown-argument toport -> !to_port
  ingress = [{ "toport" = 2 }]
}
resource "aws_security_group" "r14" {
  # expect: unknown-argument vpcId -> !vpc_id
  vpcId = 1
}
resource "aws_security_group" "r15" {
  # expect: unknown-argument vpcId -> vpc_id
  vpcId = 1
  vpc_id = 2
}
resource "aws_security_group" "r16" {
  # expect: argument-or-block vpc_id -> nothing
  vpc_id {}
  # expect: unknown-argument VpcId -> vpc_id
  VpcId {}
}
resource "aws_security_group" "r17" {
  timeouts {
    # expect: unknown-argument read -> nothing
    read = 1
  }
}
resource "aws_security_group" "r18" {
  lifecycle {
    # expect: unknown-attribute tag -> tags
    ignore_changes = [tag, tags]
  }
}
resource "aws_security_group" "r19" {
  lifecycle {
    # expect: unknown-attribute Tags -> !tags
    ignore_changes = [Tags, tags]
  }
}
resource "aws_security_group" "r20" {
  provisioner "local-exec" {
    # expect: unknown-attribute vpcid -> !vpc_id
    command = self.vpcid
  }
}
data "aws_ami" "r21" {
  # expect: unknown-argument owner -> owners
  owner = 1
}
data "aws_ami" "r22" {
  # expect: unknown-argument owner -> owners
  owner = var.owner
}
data "aws_ami" "r23" {
  # expect: unknown-argument owner -> !owners
  owner = ["self"]
}
data "aws_ami" "r24" {
  # expect: output-only image_id -> nothing
  image_id = 1
}
data "aws_ami" "r25" {
  filter {
    # expect: unknown-argument value -> values
    value = 1
  }
}
data "aws_ami" "r26" {
  filter {
    # expect: unknown-argument value -> !values
    value = [for x in [1] : x]
  }
}
data "aws_ami" "r27" {
  # expect: unknown-argument filters -> !filter
  filters {}
}
resource "aws_instance" "r28" {
  # expect: unknown-argument subnet_ids -> subnet_id
  subnet_ids = ["a"]
}
resource "aws_instance" "r29" {
  # expect: unknown-argument subnet_ids -> !subnet_id
  subnet_ids = "a"
}
resource "aws_instance" "r30" {
  # expect: unknown-argument SecurityGroupIds -> !vpc_security_group_ids
  SecurityGroupIds = var.ids
}
resource "aws_instance" "r31" {
  # expect: unknown-argument Tags -> tags
  Tags = [{ Key = "a", Value = "b" }]
}
resource "aws_instance" "r32" {
  # expect: unknown-argument Tags -> !tags
  Tags = local.tags
}
data "aws_vpc" "r33" {
  # expect: unknown-argument Id -> !id
  Id = var.id
}
data "aws_ami" "r34" {
  # expect: unknown-argument ImageId -> nothing
  ImageId = var.id
}
resource "aws_instance" "r35" {
  # expect: unknown-argument InstanceId -> nothing
  InstanceId = var.id
}
resource "aws_iam_policy" "r36" {
  # expect: unknown-argument policy_arn -> nothing
  policy_arn = 1
}
resource "aws_eip" "r37" {
  # expect: unknown-argument vpc -> domain
  vpc = true
}
resource "aws_route" "r38" {
  # expect: output-only instance_id -> network_interface_id
  instance_id = 1
}
# expect: unknown-resource aws_lambda_functon -> nothing
resource "aws_lambda_functon" "r39" {
}
# expect: unknown-resource aws_iam_role+policy -> nothing
resource "aws_iam_role+policy" "r40" {
}
# expect: unknown-resource aws_lambda_permission -> nothing
data "aws_lambda_permission" "r41" {
}
