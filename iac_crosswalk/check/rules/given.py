"""unknown-argument, output-only, ignored-output, argument-or-block: the names that a program
gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from iac_crosswalk.check import messages
from iac_crosswalk.check.case import Case
from iac_crosswalk.check.findings import Finding
from iac_crosswalk.programs.use import Declared, Given
from iac_crosswalk.store.place import Place
from iac_crosswalk.types import parse
from iac_crosswalk.vocabulary import SAM


def unknown(given: Given, case: Case) -> Iterable[Finding]:
    """A name that the schema does not have, in an object whose names it has all of."""
    container = given.container
    if (
        container is not None
        and given.call is None
        and given.place is None
        and case.describes(container)
    ):
        path = case.path(container, given.name.text)
        thing = "block" if given.shape == "block" else case.program.language.argument
        message = messages.unknown_argument(path, case.title(container), thing)
        from iac_crosswalk.check.wrong_names import about_given

        return (about_given(case, "unknown-argument", message, given, container),)
    return ()


def beside(declared: Declared, case: Case) -> Iterator[Finding]:
    """A key of a template's resource that CloudFormation does not know: often a property, written
    beside Properties.
    """
    for name in declared.beside:
        schema = case.advisor.schemas.of(declared.row) if declared.row else None
        is_property = schema is not None and name.text in schema.members
        message = messages.beside_properties(name.text, declared.type, is_property)
        yield Finding(
            "unknown-argument", name.span or declared.at, message, declared.type, name.text
        )


def ignored(declared: Declared, case: Case) -> Iterator[Finding]:
    """A read-only attribute whose changes are to be ignored: Terraform compares only what a
    configuration can set.

    `id` is left out. Whether a configuration can set it depends on how the provider defines the
    type.
    """
    if declared.row is None or not declared.ignored:
        return
    place = Place(case.advisor.schemas.of(declared.row))
    for name in declared.ignored:
        member = place.schema.child("", name.text)
        if member is not None and not member.is_input and name.text != "id":
            message = messages.ignored_output(name.text, case.title(place))
            span = name.span or declared.at
            yield Finding("ignored-output", span, message, declared.row.name, name.text)


def read_only(given: Given, case: Case) -> Iterable[Finding]:
    """A read-only attribute. Where a whole object is read-only, the finding is about the object's
    name.
    """
    container, place = given.container, given.place
    if container is None or place is None or given.lookup:
        return ()
    member = container.schema.members.get(place.path)
    if member is None or member.is_input or not _can_be_given(container):
        return ()
    # SAM's schemas copy their read-only marks from the types they become, but SAM takes some of
    # those attributes (a state machine's `Name`).
    if not container.schema.resource.name.startswith(SAM):
        message = messages.output_only(case.path(container, given.name.text), case.title(container))
        from iac_crosswalk.check.wrong_names import about_given

        return (about_given(case, "output-only", message, given, container),)
    return ()


def form(given: Given, case: Case) -> Iterable[Finding]:
    """An argument written as a block, or the reverse, where the provider's schema defines which of
    them it is.

    An attribute that is a list of objects in the schema may be written either way: `ingress = []`.
    """
    container, place = given.container, given.place
    member = (
        container.schema.members.get(place.path)
        if container and place and case.program.has_blocks
        else None
    )
    objects = container.schema.facts.get("object_attributes") if container else None
    if container is None or member is None or objects is None or not member.is_input:
        return ()
    kind, path, title = (
        parse(member.type),
        case.path(container, given.name.text),
        case.title(container),
    )
    is_block = kind.is_block and member.path not in objects
    if is_block and given.among_blocks:
        return (
            Finding(
                "argument-or-block",
                given.span,
                messages.is_block(path, title),
                container.schema.resource.name,
                member.path,
            ),
        )
    elif (
        given.shape == "block"
        and not is_block
        and not kind.is_free
        and (kind.leaf != "object" or kind.text == "object")
    ):
        message = messages.is_argument(path, title, kind.inner is not None or kind.text == "object")
        return (
            Finding(
                "argument-or-block",
                given.span,
                message,
                container.schema.resource.name,
                member.path,
            ),
        )
    return ()


def _can_be_given(container: Place) -> bool:
    member = container.schema.members.get(container.path.rstrip("[]"))
    return member is None or member.is_input
