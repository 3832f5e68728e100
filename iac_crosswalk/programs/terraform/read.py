"""Reads a Terraform configuration into a Program: what it declares, sets and reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from tree_sitter import Node

from iac_crosswalk.programs.program import Program
from iac_crosswalk.programs.source import Source, Unread
from iac_crosswalk.programs.terraform import given, syntax
from iac_crosswalk.programs.terraform.declarations import Declarations
from iac_crosswalk.programs.terraform.json_syntax import Configuration
from iac_crosswalk.programs.terraform.language import LANGUAGE
from iac_crosswalk.programs.terraform.references import reads_of, references
from iac_crosswalk.programs.trees import invalid_syntax
from iac_crosswalk.programs.use import Declared, Given, Name, Read, Use
from iac_crosswalk.store.schema import Schemas

_NAMES = (".tf", ".tofu")
"""The endings of a configuration's name, without the `.json` of its other form."""


def read(source: Source, schemas: Schemas) -> Program | None:
    """The program of a configuration. None for a file of another name without a Terraform block."""
    if source.path.name.endswith(".json"):
        return _read_json(source, schemas)
    root = syntax.parse(source)
    if not source.path.name.endswith(_NAMES) and not any(syntax.sound_blocks(root)):
        return None
    program = _program(source, root, schemas)
    program.has_blocks = True
    return program


def _program(source: Source, root: Node, schemas: Schemas) -> Program:
    """The program of a configuration. A block with a syntax error is left out, since its structure
    is unreliable.
    """
    declarations = Declarations(root, schemas)
    found = program_of(source, root, declarations, _uses, "configuration")
    found.remarks = _remarks(declarations)
    return found


def program_of(
    source: Source,
    root: Node,
    declarations: Declarations,
    uses: Callable[[Declarations], Iterator[Use]],
    form: str,
) -> Program:
    """The program of a file in HCL, of a configuration or a dialect of it."""
    broken = syntax.unreadable(root)
    return Program(
        source,
        LANGUAGE,
        lambda: uses(declarations),
        form=form,
        whole_folder=True,
        unread=[broken] if broken else [],
        reads=lambda expression: reads_of(declarations, expression),
    )


def _read_json(source: Source, schemas: Schemas) -> Program:
    """The program of a configuration in JSON."""
    configuration = Configuration(source, schemas)
    program = _program(source, syntax.parse(Source(source.path, configuration.hcl)), schemas)
    uses, broken = program.uses, [configuration.around(each.span) for each in program.unread]
    lines = [source.line(each.start) for each in broken]
    messages = [invalid_syntax(line, "Terraform") for line in lines]
    program.uses = lambda: (_with_json_spans(each, configuration) for each in uses())
    program.unread = [Unread(*each) for each in zip(broken, messages, strict=True)]
    return program


def _with_json_spans(use: Use, configuration: Configuration) -> Use:
    """A use with its places in the JSON. A Declared is mapped when later Reads of it are made: they
    take their spans from nodes, not from it.
    """
    use.span = configuration.around(use.span)
    if isinstance(use, Declared):
        use.at = configuration.around(use.at)
        use.ignored = [_with_json_span(each, configuration) for each in use.ignored]
    elif isinstance(use, Given):
        use.name = _with_json_span(use.name, configuration)
        use.value_span = configuration.around(use.value_span)
        use.among_blocks = False  # in JSON, arguments and blocks look alike
    elif isinstance(use, Read):
        use.names = tuple(_with_json_span(each, configuration) for each in use.names)
    return use


def _with_json_span(name: Name, configuration: Configuration) -> Name:
    """A name with its place in the JSON, where its bytes are the same there."""
    return name._replace(span=name.span and configuration.exactly(name.span))


def _uses(declarations: Declarations) -> Iterator[Use]:
    resources = declarations.resources.values()
    # All arguments are read first: names are judged by the settings beside them.
    names = [name for each in resources for name in given.Reader(each, declarations).read()]
    yield from chain((each.declared for each in resources), names)
    if not declarations.foreign:
        yield from references(declarations)


def _remarks(declarations: Declarations) -> list[str]:
    labels = [each.labels[:1] for each in declarations.blocks if each.type == "module"]
    modules = [name[0] for each in labels for node in each if (name := syntax.quoted(node))]
    if not modules:
        return []
    where = f"Modules that are called ({', '.join(modules)}) are not read"
    return [f"{where}; the output of `terraform show -json` for a plan has their resources."]
