import pulumi
import pulumi_aws as aws

site = aws.s3.Bucket(
    "site",
    website={"indexDocument": "index.html"},
    server_side_encryption_configurations=[
        {"rules": [{"apply_server_side_encryption_by_defaults": [{"sse_algorithm": "AES256"}]}]}
    ],
)
lt = aws.ec2.LaunchTemplate("lt", elastic_gpu_specifications=[{"type": "eg1.medium"}])
inst = aws.ec2.Instance("w", cpu_core_count=4, cpu_threads_per_core=1)
dom = aws.opensearch.Domain("d", domain_name="d")
pulumi.export("k", dom.kibana_endpoint)
conn = aws.dms.Endpoint("e", s3_settings={"bucket_name": "b"})
asg = aws.guardduty.Detector("g", datasources={})
