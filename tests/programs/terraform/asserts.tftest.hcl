# What the assertions of a test read, of resources that other files declare.
variables {
  name = "jobs"
}

run "names" {
  command = plan

  variables {
    queue = run.setup.nope
  }
  module {
    source = "./cache"
  }
  plan_options {
    target = [aws_sqs_queue.jobs]
  }
  assert {
    condition     = aws_sqs_queue.jobs.name == var.name && aws_sqs_queue.jobs.tags.Any == "x"
    error_message = "The queue is ${aws_sqs_queue.jobs.arn}"
  }
  assert {
    # expect: unknown-attribute queue_arn -> !arn
    condition = aws_sqs_queue.jobs.queue_arn != ""
    # expect: unknown-attribute nope -> nothing
    error_message = "The queue is ${aws_sqs_queue.jobs.nope}"
  }
  assert {
    # expect: unknown-attribute host
    condition     = alltrue([for each in aws_elasticache_replication_group.cache.log_delivery_configuration : each.host != ""])
    error_message = "No host"
  }
  assert {
    # expect: unknown-resource aws_sqs_que
    condition     = aws_sqs_que.jobs.arn != "" && module.cache.nope == output.nope
    error_message = "No queue"
  }
  expect_failures = [aws_sqs_queue.jobs, var.name]
}

run "after" {
  assert {
    # expect: unknown-attribute nope
    condition     = data.aws_vpc.main.nope == run.names.nope
    error_message = "No network"
  }
}
