# Blocks that are right, or of which nothing can be known: nothing is found.
resource "aws_instance" "x1" {
  count = 1
  provider = aws.west
  depends_on = [aws_vpc.v]
  lifecycle {
    create_before_destroy = true
    ignore_changes = all
  }
}
resource "aws_instance" "x2" {
  provisioner "file" {
    source = 1
  }
  connection {
    host = self.public_ip
  }
}
resource "aws_instance" "x3" {
  lifecycle {
    ignore_changes = [ami, tags["a"], root_block_device[0].volume_size, "nope", id]
    replace_triggered_by = [aws_vpc.v, aws_vpc.v.cidr_block]
  }
}
resource "aws_instance" "x4" {
  tags = { anything = 1, "at:all" = 2 }
  id = 1
  _ {
    ami = 1
  }
}
resource "aws_security_group" "x5" {
  timeouts {
    create = "1m"
  }
}
resource "aws_security_group" "x6" {
  ingress = [{ from_port = 1, to_port = 2, (var.key) = 3 }]
  egress = [for e in var.e : { nope = e }]
}
resource "aws_security_group" "x7" {
  dynamic "ingress" {
    for_each = var.r
    iterator = aws_it
    labels = []
    content {
      from_port = aws_it.value.a.b
    }
  }
}
data "aws_iam_policy_document" "x8" {
  statement {
    principals {
      type = "AWS"
      identifiers = ["*"]
    }
  }
}
resource "aws_lb" "x9" {
  for_each = var.a
}
output "x" {
  value = aws_lb.x9.some_key.dns_name
}
moved {
  from = aws_gone_type.x["a.b"]
  to = aws_instance.x
}
import {
  to = aws_gone_type.x
  id = "i"
}
removed {
  from = aws_gone_type.x
}
ephemeral "aws_secretsmanager_secret_version" "x" {
  nope = 1
}
action "aws_lambda_invoke" "x" {
  config {
    nope = 1
  }
}
module "aws_lb" {
  nope = aws_lb.x.arn
  providers = {
    aws = aws.west
  }
}
provider "aws" {
  nope = 1
}
check "c" {
  data "aws_ami" "x10" {
    owners = []
  }
  assert {
    condition = data.aws_ami.x10.image_id != ""
    error_message = "x"
  }
}
resource "aws_instance" "x11" {
  # nope = 1
  // nope = 1
  /* nope = 1 */
}
resource "aws_instance" "x12" {
  nope = 1 # crosswalk: ignore[unknown-argument]
}
