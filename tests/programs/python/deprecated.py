"""What exists and is advised against."""

import pulumi_aws as aws

# expect: warning deprecated BucketV2 -> nothing
bucket = aws.s3.BucketV2("bucket")
# expect: warning deprecated inline_policies -> nothing
role = aws.iam.Role("role", assume_role_policy="{}", inline_policies=[aws.iam.RoleInlinePolicyArgs(name="a", policy="{}")])
# expect: warning deprecated role.managed_policy_arns -> nothing
role.managed_policy_arns
# expect: warning deprecated aws.get_region().name -> nothing
aws.get_region().name
role.arn, aws.get_region().region
