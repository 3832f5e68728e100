"""Every form on an installation without the extra `check`: answered all the same, or one line that
says what to install. In a process of its own, which cannot import what the extra brings.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ask.forms import CDK_SCRIPT, FORMS, SCRIPT, TEMPLATE

LINE = "pip install 'iac-crosswalk[check]'"
WITHOUT = """
import sys
MISSING = {"tree_sitter", "tree_sitter_hcl", "tree_sitter_typescript", "yaml", "jmespath"}

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in MISSING:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name.split(".")[0])

sys.meta_path.insert(0, Finder())
"""
ASKING = """
import json
from iac_crosswalk import KnowledgeBase
from iac_crosswalk.ask import ask

knowledge = KnowledgeBase(sys.argv[1])
for line in sys.stdin:
    text, given, system, within = json.loads(line)
    answer = ask(knowledge, text, given, from_system=system, to="cloudformation", within=within)
    query = answer["query"]
    found = [answer["status"], query["resource"], query["attribute"], answer.get("error", "")]
    print(json.dumps(found))
"""


def test_each_form_is_answered_or_says_what_to_install(database: Path) -> None:
    asked = [[each.text, each.given, each.from_system, each.within] for each in FORMS]
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT + ASKING, str(database)],
        input="".join(json.dumps(each) + "\n" for each in asked),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(FORMS)
    unread = 0
    for form, (status, resource, attribute, error) in zip(FORMS, answers, strict=True):
        if status == "ok":
            assert (resource, attribute) == (form.resource, form.attribute), form
        else:
            assert status == "bad-question" and LINE in error and "\n" not in error, (form, error)
            unread += 1
    assert 0 < unread < 20, "what needs a parser is few, and said"


@pytest.mark.parametrize(
    ("name", "source", "expression"),
    [
        ("index.ts", SCRIPT, "cache.configurationEndpointAddress"),
        ("stack.ts", CDK_SCRIPT, "cache.attrConfigurationEndPointAddress"),
        ("template.yaml", TEMPLATE, "!GetAtt Cache.ConfigurationEndPoint.Address"),
        ("template.yaml", TEMPLATE, "${Cache.ConfigurationEndPoint.Address}"),
    ],
)
def test_the_command_says_it_in_one_line(
    database: Path, tmp_path: Path, name: str, source: str, expression: str
) -> None:
    (tmp_path / "sitecustomize.py").write_text(WITHOUT)
    (tmp_path / name).write_text(source)
    paths = os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        [sys.executable, "-m", "iac_crosswalk", "translate", expression, "--in", tmp_path / name],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": paths, "IAC_CROSSWALK_DB": str(database)},
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, ""), done
    assert LINE in done.stderr and done.stderr.count("\n") == 1
    assert f"{name} cannot be read" in done.stderr
