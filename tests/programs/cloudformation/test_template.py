"""Templates are read with the exact bytes of everything in them, in YAML and in JSON, whatever else
the file is.
"""

from __future__ import annotations

import json
import time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from iac_crosswalk.programs import nodes
from iac_crosswalk.programs.cloudformation.references import references
from iac_crosswalk.programs.cloudformation.template import (
    NoTemplate,
    Template,
    parse,
    properties,
    resources,
)
from iac_crosswalk.programs.nodes import Mapping, Node, Scalar, Sequence, TextError, text_span
from iac_crosswalk.programs.source import Span

HEAD = "Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n    Properties:\n"


def shown(template: Template, span: Span | None) -> str | None:
    return template.data[span.start : span.end].decode() if span else None


def plain(node: Node) -> object:
    """The node as `json` and `yaml` give it, every scalar as it is written."""
    if isinstance(node, Mapping):
        return {key.text: plain(value) for key, value in node.pairs}
    return [plain(item) for item in node.items] if isinstance(node, Sequence) else node.text


def value(text: str) -> Template:
    return parse(f"{HEAD}      QueueName: {text}\n".encode())


@pytest.mark.parametrize(
    ("text", "name", "attribute", "name_bytes", "attribute_bytes", "whole"),
    [
        (
            "!GetAtt Topic.TopicName",
            "Topic",
            "TopicName",
            "Topic",
            "TopicName",
            "!GetAtt Topic.TopicName",
        ),
        (
            '!GetAtt "Topic.TopicName" # why',
            "Topic",
            "TopicName",
            "Topic",
            "TopicName",
            '!GetAtt "Topic.TopicName"',
        ),
        (
            "!GetAtt 'Topic.TopicName'",
            "Topic",
            "TopicName",
            "Topic",
            "TopicName",
            "!GetAtt 'Topic.TopicName'",
        ),
        (
            "!GetAtt\n        Topic.TopicName",
            "Topic",
            "TopicName",
            "Topic",
            "TopicName",
            "!GetAtt\n        Topic.TopicName",
        ),
        ("!GetAtt [Topic, A.B]", "Topic", "A.B", "Topic", "A.B", "!GetAtt [Topic, A.B]"),
        (
            "!GetAtt\n      - Topic\n      - A.B\n",
            "Topic",
            "A.B",
            "Topic",
            "A.B",
            "!GetAtt\n      - Topic\n      - A.B",
        ),
        (
            "{'Fn::GetAtt': [Topic, 'A.B']}",
            "Topic",
            "A.B",
            "Topic",
            "A.B",
            "'Fn::GetAtt': [Topic, 'A.B']",
        ),
        ("{Fn::GetAtt: Topic.A.B}", "Topic", "A.B", "Topic", "A.B", "Fn::GetAtt: Topic.A.B"),
        (
            "\n        Fn::GetAtt:\n        - Topic\n        - A\n# end",
            "Topic",
            "A",
            "Topic",
            "A",
            "Fn::GetAtt:\n        - Topic\n        - A",
        ),
        ("!Sub é${Topic.A}", "Topic", "A", "Topic", "A", "${Topic.A}"),
        ("!Sub '${Topic}'", "Topic", None, "Topic", None, "${Topic}"),
        (
            "!Sub |\n        é\n        ${!Literal} ${Topic.A}\n",
            "Topic",
            "A",
            "Topic",
            "A",
            "${Topic.A}",
        ),
        (
            "!Sub ['${Own}-${AWS::Region}-${Topic.A}', {Own: x}]",
            "Topic",
            "A",
            "Topic",
            "A",
            "${Topic.A}",
        ),
        (
            "{'Fn::Sub': ['${Own.A}-${Topic.A}', {Own.A: x}]}",
            "Topic",
            "A",
            "Topic",
            "A",
            "${Topic.A}",
        ),
        ("!Ref Topic", "Topic", None, "Topic", None, "!Ref Topic"),
        ("{Ref: Topic}", "Topic", None, "Topic", None, "Ref: Topic"),
        # what the file writes in another way has no exact bytes, and nothing may be replaced in it
        (
            '!GetAtt "Topic.\\x41"',
            "Topic",
            "A",
            '!GetAtt "Topic.\\x41"',
            None,
            '!GetAtt "Topic.\\x41"',
        ),
        ('!Sub "\\x24{Topic.A}"', "Topic", "A", '!Sub "\\x24{Topic.A}"', None, None),
        ("&here !GetAtt Topic.A", "Topic", "A", "Topic", "A", None),
    ],
)
def test_references_have_their_bytes(
    text: str,
    name: str,
    attribute: str | None,
    name_bytes: str,
    attribute_bytes: str | None,
    whole: str | None,
) -> None:
    template = value(text)
    (reference,) = references(template)
    assert (reference.name, reference.attribute, reference.within) == (name, attribute, "Queue")
    assert shown(template, reference.name_span) == name_bytes
    assert shown(template, reference.attribute_span) == attribute_bytes
    assert shown(template, reference.exact_span) == whole


@pytest.mark.parametrize(
    "text",
    [
        "!Ref AWS::Region",
        "!GetAtt [Topic, !Ref Which]",
        "!GetAtt [!Ref Which, Arn]",
        "!GetAtt Topic",
        "!GetAtt [a, b, c]",
        "!Sub ['${Own}', {Own: x}]",
        "!Sub ['${Mine.A}', {Fn::Transform: {Name: Macro}}]",
        "!Sub ${!Topic.A}",
        "!Sub '${'",
        "!GetAtt",
        "!Sub {a: b}",
        "'${Topic.A}'",
    ],
)
def test_what_is_no_plain_reference_is_none(text: str) -> None:
    assert [each for each in references(value(text)) if each.name not in ("Which",)] == []


def test_references_of_a_whole_template_in_order() -> None:
    template = parse(b"""
Parameters: {P: {Type: String, Default: !Ref Nowhere}}
Metadata: {Interface: !GetAtt Not.Here}
Resources:
  A:
    Type: AWS::SNS::Topic
    Metadata: {note: !Ref One}
    DependsOn: B
    Properties: {Subscription: !If [c, [!GetAtt Two.Arn], [{Endpoint: !Join ['', [!Ref Three]]}]]}
  Fn::ForEach::Loop:
    - Id
    - !Ref Four
    - Q${Id}: {Type: AWS::SQS::Queue, Properties: {QueueName: !GetAtt 'T${Id}.TopicName'}}
Outputs:
  Out: {Value: !Sub '${Five.Arn}'}
""")
    assert [(each.name, each.attribute, each.within) for each in references(template)] == [
        ("One", None, "A"),
        ("Two", "Arn", "A"),
        ("Three", None, "A"),
        ("Four", None, "Fn::ForEach::Loop"),
        ("T${Id}", "TopicName", "Fn::ForEach::Loop"),
        ("Five", "Arn", "Outputs.Out"),
    ]
    assert {name: each.type for name, each in resources(template).items()} == {
        "A": "AWS::SNS::Topic",
        "Q${Id}": "AWS::SQS::Queue",
    }


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("A: 1\nB: {C: 2}", ["A", "B", "B.C"]),
        ("Tags: [{Key: a, Value: b}]", ["Tags", "Tags[].Key", "Tags[].Value"]),
        ("A: !If [c, {B: 1}, {C: 1}]", ["A", "A.B", "A.C"]),
        ("A: {Fn::If: [c, [{B: 1}], !Ref AWS::NoValue]}", ["A", "A[].B"]),
        ("A: [!If [c, {B: 1}, !Ref AWS::NoValue], {C: 1}]", ["A", "A[].B", "A[].C"]),
        ("Fn::If: [c, {A: 1}, {B: 1}]", ["A", "B"]),
        ("A: !Transform {Name: M, Parameters: {B: 1}}", ["A"]),
        ("A: {B: 1, Fn::Transform: {Name: 'AWS::Include'}}", ["A", "A.B"]),
        ("A: {B: 1, Fn::Transform: {Name: Macro}}", ["A"]),
        ("A: !FindInMap [a, b, c]", ["A"]),
        ("A: {B: 1, B: {C: 2}}", ["A", "A.B", "A.B.C"]),
        ("A: &a {B: 1}\nC: *a", ["A", "A.B", "C", "C.B"]),
        ("A: &a {B: 1}\nC: {<<: *a, D: 1}", ["A", "A.B", "C", "C.D"]),
        ("A: {[x, y]: 1, ? {b: c} : 1, D: 1}", ["A", "A.D"]),
        ("", []),
    ],
)
def test_properties_have_paths(text: str, paths: list[str]) -> None:
    template = parse((HEAD + "".join(f"      {line}\n" for line in text.splitlines())).encode())
    assert [each.path for _, each in properties(template, resources(template).values())] == paths


def test_names_and_values_have_their_bytes() -> None:
    template = parse(
        "\ufeff# é\nResources:\n  Größe:\n    Type: 'AWS::SQS::Queue'\n    Properties: {\"Ä\":"
        " \"ö\", 'b': c é , 𝒳: x}\n".encode()
    )
    (resource,) = resources(template).values()
    assert (shown(template, resource.span), shown(template, resource.type_span)) == (
        "Größe",
        "AWS::SQS::Queue",
    )
    found = [each for _, each in properties(template, resources(template).values())]
    assert [
        (shown(template, text_span(template.data, each.key)), shown(template, each.value.span))
        for each in found
    ] == [
        ("Ä", '"ö"'),
        ("b", "c é"),
        ("𝒳", "x"),
    ]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_lines_may_end_either_way(ends: str) -> None:
    template = parse(
        (
            HEAD
            + "      QueueName: !GetAtt A.B\n      X: |\n        é\n        b\n      Y: !GetAtt"
            " C.D\n"
        )
        .replace("\n", ends)
        .encode()
    )
    assert [shown(template, each.attribute_span) for each in references(template)] == ["B", "D"]


JSON = '{"Resources": {"A": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": %s}}}}'


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ('"a\\/b"', "a/b"),
        ('"\\ud83d\\ude00"', "😀"),
        ('"\\u0041é"', "Aé"),
        ("-1.5e3", "-1.5e3"),
        ("true", "true"),
        ("null", "null"),
        ('"\\"{}[],:"', '"{}[],:'),
        ("\t\t{\n\t\t}", {}),
        ("[\n]", []),
        ('["a" , "b"]', ["a", "b"]),
        ('["a", "b",]', ["a", "b"]),  # YAML allows it
        ("[# a comment\n1]", ["1"]),
        ("!Ref B", "B"),
    ],
)
def test_json_and_what_only_looks_like_it(text: str, read: object) -> None:
    template = parse((JSON % text).encode())
    ((_, found),) = properties(template, resources(template).values())
    assert plain(found.value) == read


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"Resources:\n  A:\n\t- 1\n", 3),
        (b"Resources: {A: [}\n", 1),
        (b'{"Resources": {\n"A": {"Type" "b"}}}', 2),
        (b"Resources:\n  A: *nowhere\n", 2),
        (b"Resources:\n  A: \xff\n", 2),
        (b"Resources:\n  A: \x00\n", 2),
        (b"Resources:\n  A: '\n", 2),
    ],
)
def test_what_cannot_be_read_names_the_line(data: bytes, line: int) -> None:
    with pytest.raises(TextError, match=rf"^line {line}: [^\n]+$"):
        parse(data)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "[]",
        "Resources: []",
        "Other: {}",
        "---\nResources: {}\n---\nResources: {}\n",
        '{"resources": {}}',
        "# AWS::",
    ],
)
def test_what_is_no_template_is_told_apart(text: str) -> None:
    with pytest.raises(NoTemplate):
        parse(text.encode())


DEEP = 100_000


@pytest.mark.parametrize(
    "text",
    [
        '{"Resources": {"A": ' + '{"a":' * DEEP + "1" + "}" * DEEP + "}}",
        "[" * DEEP,
        HEAD + "      Tags: " + "[" * DEEP + "]" * DEEP,
        HEAD + "      Tags: " + "{a: " * DEEP,
        HEAD + "      Tags:\n        " + "- " * DEEP,
        HEAD + "      " + "? " * DEEP,
        "".join(" " * depth + "a:\n" for depth in range(1000)),
    ],
)
def test_deep_nesting_ends_soon(text: str) -> None:
    started = time.process_time()
    with pytest.raises(TextError):
        parse(text.encode())
    assert time.process_time() - started < 5


BOMB = "".join(
    f"b{level}: &b{level} [{', '.join([f'*b{level - 1}'] * 9)}]\n" if level else "b0: &b0 [x]\n"
    for level in range(40)
)
MAPS = "".join(
    (
        f"b{level}: &b{level} {{{', '.join(f'k{at}: *b{level - 1}' for at in range(9))}}}\n"
        if level
        else "b0: &b0 {x: y}\n"
    )
    for level in range(40)
)


@pytest.mark.parametrize(
    "text",
    [
        f"{BOMB}{HEAD}      Tags: *b39\n",
        f"{MAPS}{HEAD}      Tags: *b39\n",
        f"{HEAD}      Tags: &a [*a, *a]\n",
        f"{HEAD}      Tags: &a {{Key: *a, Value: *a}}\n",
        f"{HEAD}      Tags: &a !If [c, *a, *a]\n",
    ],
)
def test_aliases_are_not_written_out(text: str) -> None:
    template = parse(text.encode())
    assert list(references(template)) == []
    started = time.process_time()
    with pytest.raises(TextError, match=r"^line \d+: YAML aliases"):
        list(properties(template, resources(template).values()))
    assert time.process_time() - started < 20


def test_a_template_may_hold_itself() -> None:
    template = parse(
        b"Resources: &r\n  Fn::ForEach::X: [a, [b], *r]\n  <<: *r\n  A: {Type: 'AWS::S3::Bucket',"
        b" Properties: {X: !Ref B}}\n"
    )
    assert list(resources(template)) == ["A"]
    assert [each.name for each in references(template)] == ["B"]


TREES = st.recursive(
    st.one_of(st.text(max_size=8), st.integers(), st.booleans()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=6), inner, max_size=4)
    ),
    max_leaves=12,
)


def written(tree: object) -> object:
    if isinstance(tree, dict):
        return {key: written(value) for key, value in tree.items()}
    return (
        [written(item) for item in tree]
        if isinstance(tree, list)
        else tree
        if isinstance(tree, str)
        else json.dumps(tree)
    )


@settings(max_examples=200, deadline=None)
@given(TREES, st.sampled_from([None, 1, "\t"]), st.booleans())
def test_json_is_read_as_json_reads_it(
    tree: object, indent: int | str | None, ascii_only: bool
) -> None:
    data = json.dumps({"a": tree}, indent=indent, ensure_ascii=ascii_only).encode(
        "utf-8", "surrogatepass"
    )
    (node,) = nodes.read(data)
    assert plain(node) == {"a": written(tree)}


@settings(max_examples=200, deadline=None)
@given(TREES, st.booleans(), st.booleans())
def test_every_plain_text_stands_where_its_span_says(
    tree: object, flow: bool, unicode: bool
) -> None:
    data = yaml.safe_dump({"a": tree}, default_flow_style=flow, allow_unicode=unicode).encode()
    todo: list[Node] = list(nodes.read(data))
    while todo:
        node = todo.pop()
        if isinstance(node, Scalar):
            span = text_span(data, node)
            assert span is None or data[span.start : span.end].decode() == node.text
            assert (
                span is not None or node.quoted or not node.text
            )  # only quotes can write a text in another way
        todo += node.items if isinstance(node, Sequence) else []
        todo += [each for pair in node.pairs for each in pair] if isinstance(node, Mapping) else []


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=60),
        st.text(alphabet="{}[]:,\"'!&*-|> \n\tRefab.$", max_size=60).map(str.encode),
    )
)
def test_whatever_the_bytes_the_answer_is_a_template_or_one_line(data: bytes) -> None:
    for text in (data, b"Resources:\n  A:\n    Type: AWS::S3::Bucket\n    Properties: " + data):
        try:
            template = parse(text)
            assert all(each.name is not None for each in references(template))
            list(properties(template, resources(template).values()))
        except TextError as error:
            assert "\n" not in str(error)
