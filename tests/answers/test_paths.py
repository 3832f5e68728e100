from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iac_crosswalk.paths import loose, normalise, snake


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("Arn", "Arn"),
        ("CacheNodes[0].Address", "CacheNodes[].Address"),
        ("CacheNodes[*].Address", "CacheNodes[].Address"),
        ("CacheNodes.0.Address", "CacheNodes[].Address"),
        ("cache_nodes[-1]", "cache_nodes[]"),
        ('["ConfigurationEndpoint"]["Address"]', "ConfigurationEndpoint.Address"),
        ("node_groups[0]['slots']", "node_groups[].slots"),
        ("NodeGroupConfiguration[].Slots", "NodeGroupConfiguration[].Slots"),
        ("Ipv6CidrBlocks", "Ipv6CidrBlocks"),
        ("a[0][1]", "a[][]"),
        (" Arn ", "Arn"),
        ("Outputs.*", "Outputs.*"),
        ("map.*.x1", "map.*.x1"),
        ("", ""),
    ],
)
def test_spellings_come_down_to_one_path(written: str, path: str) -> None:
    assert normalise(written) == path


@given(st.text(max_size=60))
def test_any_text_is_taken_and_normal_stays_normal(text: str) -> None:
    once = normalise(text)
    assert loose(once).count("[]") == 0
    assert isinstance(snake(text), str)


@given(
    st.lists(st.from_regex(r"[A-Za-z_]+(\[\])?", fullmatch=True), min_size=1, max_size=5).map(
        ".".join
    )
)
def test_a_path_of_the_grammar_is_its_own_normal_form(path: str) -> None:
    assert normalise(path) == path


@pytest.mark.parametrize(
    ("name", "logical"),
    [
        ("ReplicationGroup", "replication_group"),
        ("DBCluster", "db_cluster"),
        ("VPC", "vpc"),
        ("EC2Fleet", "ec2_fleet"),
        ("bucket", "bucket"),
    ],
)
def test_logical_names(name: str, logical: str) -> None:
    assert snake(name) == logical
