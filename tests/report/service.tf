# A service with a cache, a database and a queue, as people write it: the worksheet's tests read it.
locals {
  name   = "shop"
  shards = 2
}

data "aws_caller_identity" "current" {}

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_security_group" "cache" {
  name_prefix = local.name
  vpc_id      = var.vpc_id

  dynamic "ingress" {
    for_each = var.clients
    content {
      from_port       = 6379
      to_port         = 6379
      protocol        = "tcp"
      security_groups = [ingress.value]
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_elasticache_replication_group" "cache" {
  replication_group_id = local.name
  description          = "Carts"
  num_node_groups      = local.shards
  node_type            = "cache.t4g.small"
  security_group_ids   = [aws_security_group.cache.id]
  tags                 = { Name = local.name }
}

resource "aws_sqs_queue" "orders" {
  count                      = 2
  name                       = "${local.name}-${count.index}"
  visibility_timeout_seconds = 60
}

resource "aws_sqs_queue" "each" {
  for_each = toset(var.queues)
  name     = each.key
}

resource "aws_lambda_function" "orders" {
  function_name = "orders"
  role          = aws_iam_role.orders.arn
  handler       = "main.handle"
  runtime       = "python3.12"
  filename      = "orders.zip"

  environment {
    variables = {
      CACHE   = aws_elasticache_replication_group.cache.configuration_endpoint_address
      QUEUES  = join(",", aws_sqs_queue.orders[*].url)
      ACCOUNT = data.aws_caller_identity.current.account_id
      BUCKET  = aws_s3_bucket.elsewhere.arn
    }
  }
}

resource "aws_iam_role" "orders" {
  name               = "orders"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

resource "null_resource" "wait" {
  triggers = { role = aws_iam_role.orders.arn }
}

resource "aws_instance" "other" {
  provider = other.west
  ami      = "ami-1"
}

module "network" {
  source = "./network"
  group  = aws_security_group.cache.id
}

output "endpoint" {
  value = try(aws_elasticache_replication_group.cache.configuration_endpoint_address, null)
}

output "wrong" {
  value = aws_elasticache_replication_group.cache.cache_nodes[0].address
}
