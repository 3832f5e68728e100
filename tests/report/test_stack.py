"""The section of a worksheet for the stack: parameters, mappings, conditions, functions, imports
and outputs.
"""

from __future__ import annotations

from typing import Any

import pytest

from iac_crosswalk.report.formats import markdown, page, text
from iac_crosswalk.report.labels import snake
from iac_crosswalk.report.summary import report
from iac_crosswalk.report.worksheet import StackSheet, Thing
from tests.report.conftest import Worksheet

TEMPLATE = """
Parameters:
  Env:
    AllowedValues: [dev, prod]
    ConstraintDescription: x
    Default: dev
    MaxLength: 9
    Type: String
  Secret: {Type: String, NoEcho: true, AllowedPattern: '\\d+${x}'}
  Count: {Type: Number, Default: 2, MinValue: 1}
  Subnets: {Type: 'List<AWS::EC2::Subnet::Id>'}
  Zones: {Type: CommaDelimitedList, Default: 'a, b'}
  Image: {Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>', Default: /aws/ami}
Mappings:
  Sizes: {dev: {Type: small}, prod: {Type: big}}
Conditions:
  IsProd: !Equals [!Ref Env, prod]
  IsBig: !And [!Condition IsProd, !Not [!Equals [!Ref Count, '1']]]
  Old: {'Fn::Or': [{Condition: IsProd}, !Equals [!FindInMap [Sizes, !Ref Env, Type], big]]}
Resources:
  SiteLogs:
    Type: AWS::S3::Bucket
    Condition: IsProd
    Properties:
      BucketName: !If [IsBig, !Sub '${Env}-${AWS::Region}', !Ref AWS::NoValue]
  Machine:
    Type: AWS::EC2::Instance
    Properties:
      InstanceType: !FindInMap [Sizes, !Ref Env, Type]
      ImageId: !Ref Image
      SubnetId: !ImportValue network-subnet
      SecurityGroupIds: [!ImportValue {'Fn::Sub': '${Env}-group'}, !ImportValue network-subnet]
      UserData: !Base64 '{{resolve:ssm:/a/b}} {{resolve:ssm:/c}}'
Outputs:
  BucketArn:
    Condition: IsProd
    Value: !GetAtt SiteLogs.Arn
    Export: {Name: !Sub '${AWS::StackName}-arn'}
  Url: {Value: !Sub 'http://${SiteLogs.DomainName}/$'}
  Both: {Value: !Join [',', [!Ref Env, !Ref SiteLogs]]}
"""


@pytest.fixture
def stack(worksheet: Worksheet) -> StackSheet:
    found = worksheet(TEMPLATE, "terraform").stack
    assert found is not None
    return found


def named(things: list[Thing]) -> dict[str, Thing]:
    """Each thing by its name, which none of the others has."""
    assert len({each.name for each in things}) == len(things)
    return {each.name: each for each in things}


def test_parameters_are_variables(stack: StackSheet) -> None:
    found = named(stack.parameters)
    assert found["Env"].there == 'variable "env"'
    assert found["Env"].lines == [
        "type = string",
        'default = "dev"',
        'validation: contains(["dev", "prod"], var.env)',
        "validation: length(var.env) <= 9",
        'error_message = "x"',
    ]
    assert found["Env"].times == 6 and "SiteLogs.BucketName" in found["Env"].places
    assert "sensitive = true" in found["Secret"].lines and "NoEcho" in found["Secret"].about
    # the text of a pattern is not a template of Terraform
    assert 'validation: can(regex("^(?:\\\\d+$${x})$", var.secret))' in found["Secret"].lines
    assert (found["Env"].note or "").startswith("Each validation is a block")
    assert found["Count"].lines == [
        "type = number",
        "default = 2",
        "validation: var.count_ >= 1",
        'error_message = "Count must be at least 1."',  # Terraform requires one
    ]
    assert found["Secret"].lines[-1] == 'error_message = "Secret must match \\\\d+$${x}."'
    assert found["Subnets"].lines == ["type = list(string)"] and not found["Subnets"].times
    assert found["Zones"].lines[1] == 'default = ["a", "b"]'
    image = found["Image"]
    assert image.there == 'data "aws_ssm_parameter" "image"'
    assert image.lines == ['name = "/aws/ami"']
    assert "data.aws_ssm_parameter.image.value" in (image.note or "")


CERTIFICATE = """
Parameters: {Zone: {Type: String}}
Conditions: {Own: !Not [!Equals [!Ref Zone, ""]]}
Resources:
  Site:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        Enabled: true
        HttpVersion: !If [Own, http2, !Ref AWS::NoValue]
        Logging: !If [Own, {Bucket: b}, !Ref AWS::NoValue]
        ViewerCertificate: !If [Own, {AcmCertificateArn: a}, !Ref AWS::NoValue]
"""


def test_a_required_block_stays_where_a_condition_unsets_it(worksheet: Worksheet) -> None:
    file = worksheet(CERTIFICATE, "terraform")
    assert file.stack is not None
    lines = "\n".join(named(file.stack.conditions)["Own"].lines)
    assert "ViewerCertificate: the block is required" in lines
    assert "Logging: a block only where local.own holds: dynamic" in lines
    found = {each.property: each for each in file.resources[0].warnings}
    certificate = found["DistributionConfig.ViewerCertificate"]
    assert certificate.when == "sometimes" and "not set where !local.own." in certificate.text
    assert "cloudfront_default_certificate = !local.own ? true : null" in certificate.write
    # a row without words of its own says what to write, and where
    assert found["DistributionConfig.HttpVersion"].write == 'http_version = "http1.1" there'
    there = worksheet(CERTIFICATE, "pulumi").resources[0].warnings
    assert any("not set where not own." in each.text for each in there)
    nested = CERTIFICATE.replace("{AcmCertificateArn: a}", "!If [Own, {}, !Ref AWS::NoValue]")
    for each in worksheet(nested, "terraform").resources[0].warnings:
        assert each.property != "DistributionConfig.ViewerCertificate"


def test_mappings_are_locals(stack: StackSheet) -> None:
    (sizes,) = stack.mappings
    assert (sizes.there or "").startswith(
        "locals { sizes = { dev = { "
    ) and sizes.about == "2 keys: dev, prod"
    assert sizes.places == ["Machine.InstanceType", "Conditions.Old"] and sizes.times == 2


def test_conditions_say_what_they_test_and_what_depends_on_them(stack: StackSheet) -> None:
    found = named(stack.conditions)
    assert found["IsProd"].about == "!Equals [!Ref Env, prod]"
    assert found["IsProd"].there == 'locals { is_prod = var.env == "prod" }'
    assert found["IsProd"].lines == [
        "SiteLogs: count = local.is_prod ? 1 : 0",
        "Outputs.BucketArn: local.is_prod ? VALUE : null",
    ]
    assert found["IsProd"].places == [
        "SiteLogs",
        "Outputs.BucketArn",
        "Conditions.IsBig",
        "Conditions.Old",
    ]
    # a number is compared with a number: in Terraform it is never equal to a text
    assert found["IsBig"].there == "locals { is_big = local.is_prod && !(var.count_ == 1) }"
    assert found["IsBig"].lines == ["SiteLogs.BucketName: local.is_big ? … : null"]
    assert found["Old"].there == (
        'locals { old = local.is_prod || (local.sizes[var.env]["Type"] == "big") }'
    )


@pytest.mark.parametrize(
    ("condition", "terraform", "pulumi"),
    [
        (
            "!Equals [!If [Own, a, b], !Ref Env]",
            '(local.own ? "a" : "b") == var.env',
            '("a" if own else "b") == env',
        ),
        (
            "!Not [!Equals [!Ref Env, !If [Own, a, b]]]",
            '!(var.env == (local.own ? "a" : "b"))',
            'not (env == ("a" if own else "b"))',
        ),
        (
            "!Equals [!If [Own, !If [Own, a, b], c], d]",
            '(local.own ? (local.own ? "a" : "b") : "c") == "d"',
            '(("a" if own else "b") if own else "c") == "d"',
        ),
        (
            "!Equals [!Join [!If [Own, a, b], [c, d]], d]",
            'join(local.own ? "a" : "b", ["c", "d"]) == "d"',
            '("a" if own else "b").join(["c", "d"]) == "d"',
        ),
    ],
)
def test_a_choice_inside_of_an_operator_is_in_brackets(
    worksheet: Worksheet, condition: str, terraform: str, pulumi: str
) -> None:
    template = f"""
Parameters: {{Env: {{Type: String}}}}
Conditions: {{Own: !Equals [!Ref Env, a], It: {condition}}}
Resources: {{Topic: {{Type: "AWS::SNS::Topic"}}}}
"""
    for to, test in (("terraform", f"locals {{ it = {terraform} }}"), ("pulumi", f"it = {pulumi}")):
        stack = worksheet(template, to).stack
        assert stack is not None and named(stack.conditions)["It"].there == test


def test_an_output_under_a_condition_has_its_choice_in_brackets(worksheet: Worksheet) -> None:
    template = """
Parameters: {Env: {Type: String}}
Conditions: {Own: !Equals [!Ref Env, a]}
Resources: {Topic: {Type: "AWS::SNS::Topic"}}
Outputs: {It: {Condition: Own, Value: !If [Own, a, b]}}
"""
    stack = worksheet(template, "terraform").stack
    assert stack is not None
    assert named(stack.outputs)["It"].lines == [
        'value = local.own ? (local.own ? "a" : "b") : null'
    ]


def test_functions_are_counted_by_kind(stack: StackSheet) -> None:
    found = named(stack.functions)
    assert found["AWS::Region"].there == "data.aws_region.region.region"
    assert found["AWS::NoValue"].there == "null"
    assert found["AWS::StackName"].there == "var.stack_name"
    assert "no stack" in (found["AWS::StackName"].note or "")
    assert found["Fn::Sub"].times == 4 and len(found["Fn::Sub"].places) == 4
    assert found["{{resolve:ssm}}"].times == 2 and len(found["{{resolve:ssm}}"].places) == 1
    assert (found["{{resolve:ssm}}"].there or "").startswith("data.aws_ssm_parameter.")
    assert "Ref" not in found and "Fn::GetAtt" not in found and "Fn::ImportValue" not in found


def test_imports_have_labels_of_their_own(stack: StackSheet) -> None:
    found = named(stack.imports)
    plain, built = found["network-subnet"], found["!Sub ${Env}-group"]
    assert plain.there == "data.aws_cloudformation_export.network_subnet.value"
    assert plain.lines == ['name = "network-subnet"'] and plain.times == 2
    assert built.there == "data.aws_cloudformation_export.env_group.value"
    assert built.lines == ['name = "${var.env}-group"']


def test_outputs_have_their_value_and_export(stack: StackSheet) -> None:
    found = named(stack.outputs)
    assert found["BucketArn"].there == 'output "bucket_arn"'
    assert found["BucketArn"].lines == [
        'exported as "${var.stack_name}-arn"',
        "value = local.is_prod ? aws_s3_bucket.site_logs[0].arn : null",
    ]
    assert found["Url"].lines == [
        'value = "http://${aws_s3_bucket.site_logs[0].bucket_domain_name}/$"'
    ]


def test_pulumi_has_its_own_words(worksheet: Worksheet) -> None:
    stack = worksheet(TEMPLATE, "pulumi").stack
    assert stack is not None
    parameters, conditions = named(stack.parameters), named(stack.conditions)
    assert parameters["Secret"].there == 'secret = config.require_secret("Secret")'
    assert parameters["Count"].there == 'count = config.get_float("Count")'
    assert parameters["Image"].there == 'image = aws.ssm.get_parameter(name="/aws/ami")'
    assert conditions["IsBig"].there == "is_big = is_prod and not (count == 1)"
    assert conditions["IsBig"].lines == ["SiteLogs.BucketName: … if is_big else None"]
    functions, outputs = named(stack.functions), named(stack.outputs)
    assert functions["AWS::StackName"].there == "pulumi.get_stack()"
    # what a resource returns is known later: a text's own join cannot take it
    assert outputs["Both"].there == (
        'pulumi.export("both", pulumi.Output.all(env, site_logs.id)'
        '.apply(lambda each: ",".join(each)))'
    )


def test_only_templates_have_a_stack_and_only_where_its_words_are_known(
    worksheet: Worksheet,
) -> None:
    assert worksheet(TEMPLATE, "cdk").stack is None
    tf = 'resource "aws_sqs_queue" "q" {\n  name = "x"\n}\n'
    assert worksheet(tf, "cloudformation", "main.tf").stack is None


@pytest.mark.parametrize("form", [text, markdown, page])
def test_the_formats_show_it(worksheet: Worksheet, form: Any) -> None:
    output = form.render(report("terraform", {}, [worksheet(TEMPLATE, "terraform")]))
    for title in ("Parameters", "Mappings", "Conditions", "Imports", "Outputs"):
        assert title in output
    assert "network-subnet" in output and "used 2 times" in output


def test_a_hostile_template_is_cut_short(worksheet: Worksheet) -> None:
    aliases = "".join(f"  - &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))
    template = (
        f"Metadata:\n  - &a0 [x]\n{aliases}Conditions:\n  C: !Equals [*a39, *a39]\n"
        "Resources:\n  Q: {Type: AWS::SQS::Queue}\n"
    )
    stack = worksheet(template, "terraform").stack
    assert stack is not None and len(stack.conditions[0].about) <= 200
    assert stack.conditions[0].there is None


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("PublicSubnet1", "public_subnet_1"),
        ("S3Bucket", "s3_bucket"),
        ("SiteACL", "site_acl"),
        ("AWSRegionArch2AMI", "aws_region_arch_2_ami"),
        ("EC2", "ec2"),
        ("myQueue", "my_queue"),
    ],
)
def test_labels(name: str, label: str) -> None:
    assert snake(name) == label
