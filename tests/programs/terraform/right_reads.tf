# Reads that are right, or of which nothing can be known: nothing is found.
output "o1" {
  value = aws_lb.x
}
output "o2" {
  value = aws_lb.x.id
}
output "o3" {
  value = aws_lb.x[0].dns_name
}
output "o4" {
  value = aws_lb.x.access_logs[0].bucket
}
output "o5" {
  value = aws_lb.x.access_logs.0.bucket
}
output "o6" {
  value = aws_lb.x.access_logs.*.bucket
}
output "o7" {
  value = aws_lb.x.*.access_logs.0.bucket
}
output "o8" {
  value = aws_lb.x[each.key].tags.Name
}
output "o9" {
  value = aws_lb.x["a"].tags["Name"]
}
output "o10" {
  value = aws_lb.x.tags_all.Anything
}
output "o11" {
  value = aws_s3_bucket_versioning.x.id
}
output "o12" {
  value = aws_appautoscaling_policy.x.id
}
output "o13" {
  value = aws_wafv2_web_acl.x.rule
}
output "o14" {
  value = aws_quicksight_dashboard.x.definition[0].whatever.there.is
}
output "o15" {
  value = data.aws_ami.x.id
}
output "o16" {
  value = data.aws_cloudformation_stack.x.outputs.VpcId
}
output "o17" {
  value = data.aws_cloudformation_stack.x.outputs["VpcId"]
}
output "o18" {
  value = data.aws_secretsmanager_secret_version.x.secret_string
}
output "o19" {
  value = jsondecode(data.aws_secretsmanager_secret_version.x.secret_string)["user"].name
}
output "o20" {
  value = data.google_project.x.nope
}
output "o21" {
  value = google_project.x.nope
}
output "o22" {
  value = awscc_s3_bucket.x.nope
}
output "o23" {
  value = module.aws_lb.x.nope
}
output "o24" {
  value = var.aws_lb.x.nope
}
output "o25" {
  value = local.aws_lb.x.nope
}
output "o26" {
  value = each.value.nope
}
output "o27" {
  value = self.nope
}
output "o28" {
  value = ephemeral.aws_lb.x.nope
}
output "o29" {
  value = path.module
}
output "o30" {
  value = [for aws_lb in var.a : aws_lb.x.nope]
}
output "o31" {
  value = { for aws_lb, x in var.a : aws_lb => aws_lb.x.nope if aws_lb.x.other }
}
output "o32" {
  value = [for aws_lb in var.a : [for b in var.c : aws_lb.x.nope]]
}
output "o33" {
  value = "%{ for aws_lb in var.a }${aws_lb.x.nope}%{ endfor }"
}
output "o34" {
  value = { aws_lb = 1, dns = 2 }
}
output "o35" {
  value = "$${aws_lb.x.nope}"
}
output "o36" {
  value = <<EOT
$${aws_lb.x.nope} aws_lb.x.nope
EOT
}
output "o37" {
  value = "aws_lb.x.nope"
}
output "o38" {
  value = 1 # aws_lb.x.nope
}
output "o39" {
  value = try(aws_lb.x[count.index].nope, null)
}
output "o40" {
  value = try([for lb in aws_lb.x[*] : lb.nope], null)
}
output "o41" {
  value = can(aws_lb.x[*].nope)
}
output "o42" {
  value = values(aws_lb.x)[*].dns_name
}
output "o43" {
  value = { for k, v in aws_lb.x : k => v.nope }
}
output "o44" {
  value = [for v in aws_lb.x.tags : v.nope]
}
output "o45" {
  value = lookup(aws_lb.x, "nope", null)
}
output "o46" {
  value = merge(aws_lb.x, {}).nope
}
