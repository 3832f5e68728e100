import pulumi_aws as aws

cluster = aws.eks.Cluster(
    "k",
    role_arn="arn:aws:iam::1:role/k",
    vpc_config=aws.eks.ClusterVpcConfigArgs(vpc_id="vpc-1", subnet_ids=["subnet-1", "subnet-2"]),
)
