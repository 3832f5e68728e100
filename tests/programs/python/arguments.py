"""What is given through variables, and what only the provider fills in."""

import pulumi_aws as aws

SHARDS = 3


def settings_choose_the_endpoint():
    group = aws.elasticache.ReplicationGroup("g", num_node_groups=SHARDS)
    # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
    group.cache_nodes[0].address


def settings_of_a_class_of_arguments():
    args = aws.elasticache.ReplicationGroupArgs(num_node_groups=2)
    group = aws.elasticache.ReplicationGroup("g", args)
    # expect: unknown-attribute cache_nodes -> !configuration_endpoint_address
    group.cache_nodes[0].address


def settings_that_are_spread():
    group = aws.elasticache.ReplicationGroup("g", **{"num_node_groups": 2})
    # expect: unknown-attribute cache_nodes -> configuration_endpoint_address, primary_endpoint_address
    group.cache_nodes[0].address


def a_dictionary_in_a_variable():
    # expect: unknown-argument from_prt -> nothing
    rule = {"protocol": "tcp", "from_prt": 80, "to_port": 80}
    aws.ec2.SecurityGroup("web", ingress=[rule])


def nested_arguments_in_a_variable():
    # expect: output-only vpc_id -> nothing
    config = aws.eks.ClusterVpcConfigArgs(vpc_id="vpc-1", subnet_ids=[])
    aws.eks.Cluster("k", vpc_config=config)


def what_only_the_provider_fills_in():
    aws.dynamodb.Table("t", replicas=[aws.dynamodb.TableReplicaArgs(
        region_name="eu-west-1",
        # expect: output-only arn -> nothing
        arn="arn:aws:dynamodb:eu-west-1:1:table/t",
    )])
    # expect: output-only volume_id -> nothing
    aws.ec2.Instance("i", ebs_block_devices=[{"device_name": "sdb", "volume_id": "vol-1"}])


def an_existing_resource_is_found_by_its_state():
    aws.eks.Cluster.get("k", "id", arn="a")
