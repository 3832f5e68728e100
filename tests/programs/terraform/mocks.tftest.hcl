# Mocks and overrides give values to attributes, the read-only ones as well.
mock_provider "aws" {
  alias = "fake"

  mock_resource "aws_s3_bucket" {
    defaults = {
      arn = "arn:aws:s3:::cache"
      id  = "cache"
      # expect: unknown-argument bucket_arn -> arn
      bucket_arn = "arn:aws:s3:::cache"
      tags       = { Any = "name" }
    }
  }
  mock_resource "aws_elasticache_replication_group" {
    defaults = {
      # expect: unknown-argument configuration_endpoint -> configuration_endpoint_address
      configuration_endpoint = "cache.example:6379"
      log_delivery_configuration = {
        destination = "cache"
        # expect: unknown-argument log_fromat -> nothing
        log_fromat = "text"
      }
    }
  }
  mock_data "aws_vpc" {
    defaults = {
      cidr_block = "10.0.0.0/16"
      # expect: unknown-argument cidr_blok -> nothing
      cidr_blok = "10.0.0.0/16"
      # expect: unknown-argument asociation_id -> nothing
      cidr_block_associations = [{ cidr_block = "10.0.0.0/16", asociation_id = "a" }]
    }
  }
  # expect: unknown-resource aws_elasticache_group
  mock_resource "aws_elasticache_group" {
    defaults = { nope = "x" }
  }
  # A data source and a resource are two types.
  # expect: unknown-resource aws_s3_bucket_versioning
  mock_data "aws_s3_bucket_versioning" {}
  mock_resource "random_pet" {
    defaults = { nope = "x" }
  }
}

override_resource {
  target = module.cache["a"].aws_sqs_queue.jobs[0]
  values = {
    url = "https://sqs.example/jobs"
    # expect: unknown-argument queue_url
    queue_url = "https://sqs.example/jobs"
  }
}
override_resource {
  # expect: unknown-resource aws_sqs_que
  target = aws_sqs_que.jobs
}
override_resource {
  target = google_project.mine
  values = { nope = "x" }
}
override_data {
  target = module.network.data.aws_vpc.main
  values = {
    # expect: unknown-argument nope
    nope = "x"
  }
}
override_module {
  target  = module.network
  outputs = { nope = "x" }
}

run "inside" {
  override_data {
    target = data.aws_vpc.main
    # expect: unknown-argument nope
    values = { nope = "x", id = "vpc-1" }
  }
}
