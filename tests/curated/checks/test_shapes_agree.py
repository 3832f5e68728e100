from __future__ import annotations

from tests.curated.checks.conftest import QUEUE, Problems


def test_list_and_map_need_a_transform(problems: Problems) -> None:
    row = "  - {cloudformation: Tags, terraform: tags%s}\n"
    assert problems("shapes-agree", QUEUE + row % ", transform: tags-to-map") == []
    assert problems("shapes-agree", QUEUE + row % ", relation: close") == []
    assert problems("shapes-agree", QUEUE + row % "") == [
        "7: `Tags` is list<object> and terraform `tags` is map<string>; add `transform:` or make it"
        " close"
    ]


PROJECT = """
resource:
  cloudformation: AWS::DataZone::Project
  terraform: aws_datazone_project
  boto3: datazone.GetProjectOutput
attributes:
"""


def test_what_is_written_in_another_form_than_it_is_read(problems: Problems) -> None:
    """create_project takes the tags as a map, get_project answers a list (boto3_read_as.yaml)."""
    row = "  - {terraform: project_status, boto3: %s}\n"
    assert problems("shapes-agree", PROJECT + row % "resourceTags") == []
    assert len(problems("shapes-agree", PROJECT + row % "glossaryTerms")) == 1
