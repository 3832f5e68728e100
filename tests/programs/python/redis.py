"""A Redis cluster as a component: one line of it reads what a cache cluster has, not a replication group."""

from typing import Optional, Sequence

import pulumi
import pulumi_aws as aws


class RedisArgs:
    def __init__(self, vpc_id: pulumi.Input[str], subnet_ids: Sequence[pulumi.Input[str]], node_type: str = "cache.t4g.small") -> None:
        self.vpc_id = vpc_id
        self.subnet_ids = subnet_ids
        self.node_type = node_type


class Redis(pulumi.ComponentResource):
    def __init__(self, name: str, args: RedisArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None:
        super().__init__("example:cache:Redis", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        self.subnet_group = aws.elasticache.SubnetGroup(f"{name}-subnets", subnet_ids=args.subnet_ids, opts=child)
        self.security_group = aws.ec2.SecurityGroup(
            f"{name}-access",
            vpc_id=args.vpc_id,
            ingress=[{"protocol": "tcp", "from_port": 6379, "to_port": 6379, "cidr_blocks": ["10.0.0.0/8"]}],
            opts=child,
        )
        self.redis_cluster = aws.elasticache.ReplicationGroup(
            "redis",
            description="Sessions – größer als eins",
            engine="redis",
            node_type=args.node_type,
            automatic_failover_enabled=True,
            num_node_groups=2,
            replicas_per_node_group=1,
            subnet_group_name=self.subnet_group.name,
            security_group_ids=[self.security_group.id],
            opts=child,
        )

        self.endpoint = self.redis_cluster.cache_nodes[0].address
        self.port = self.redis_cluster.cache_nodes[0].port
        self.register_outputs({"endpoint": self.endpoint, "port": self.port})


redis = Redis("sessions", RedisArgs(vpc_id="vpc-0123", subnet_ids=["subnet-0123", "subnet-4567"]))

pulumi.export("redis_endpoint", redis.endpoint)
pulumi.export("redis_port", redis.port)
