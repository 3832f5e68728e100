"""Every SQL statement that reads the built file: a function with typed rows for each question, a
module for each subject.

The views `directed_mapping` and `directed_resource_mapping` of the file have each mapping in both
directions, with the relation and transform of that direction. SQLite pushes a condition down into
such a view only if it compares with a value, never from a join. So each statement here gives the
row id, or the range of ids, that it is about. (Ids are assigned resource by resource.)

Where speed counts, statements read the tables below the views `attribute` and `attribute_mapping`
(tables.py): a path is found by its hash, and values that many mappings share are read once
(`claim`, `spelling`).

The modules are imported one after the other, until one has the statement that is needed: a check
of a program without mistakes imports those of attributes, resources and the file alone.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from iac_crosswalk.store.queries.base import Store

if TYPE_CHECKING:
    from iac_crosswalk.store.queries.attributes import (
        attributes_at,
        attributes_at_loosely,
        attributes_with_free_keys,
        descriptions,
        first_attribute,
        has_output_in_cdk,
        is_gettable,
        members,
        names_of,
        names_on_the_way,
        nested_classes,
        object_of_class,
        objects_with,
        paths,
        type_of,
        with_output,
    )
    from iac_crosswalk.store.queries.file import columns, versions, versions_known
    from iac_crosswalk.store.queries.known_pitfalls import (
        instead_of,
        other_conditions,
        pitfalls,
        signs,
        twin_condition,
    )
    from iac_crosswalk.store.queries.mappings import (
        asked,
        attribute_itself,
        claim,
        equivalents,
        guessed,
        has_namesake,
        id_range,
        inverse_transforms,
        links,
        mappings_back,
        mappings_forth,
        path_text,
        refusals,
        same_in,
        siblings_equivalents,
        spelling,
        takes_elsewhere,
        unlinked,
    )
    from iac_crosswalk.store.queries.other_versions import changes, gone_classes, history
    from iac_crosswalk.store.queries.resources import (
        cdk_classes,
        client_resources,
        is_pulumi_module,
        parts,
        pointers,
        provider_version,
        pulumi_aliases,
        pulumi_and_cdk_classes,
        pulumi_classes,
        reference,
        resource_names,
        resources_beside,
        resources_called,
        resources_of,
        resources_with_fact,
        source_facts,
        target,
        types_of,
    )

__all__ = [
    "Store",
    "asked",
    "attribute_itself",
    "attributes_at",
    "attributes_at_loosely",
    "attributes_with_free_keys",
    "cdk_classes",
    "changes",
    "claim",
    "client_resources",
    "columns",
    "descriptions",
    "equivalents",
    "first_attribute",
    "gone_classes",
    "guessed",
    "has_namesake",
    "has_output_in_cdk",
    "history",
    "id_range",
    "instead_of",
    "inverse_transforms",
    "is_gettable",
    "is_pulumi_module",
    "links",
    "mappings_back",
    "mappings_forth",
    "members",
    "names_of",
    "names_on_the_way",
    "nested_classes",
    "object_of_class",
    "objects_with",
    "other_conditions",
    "parts",
    "path_text",
    "paths",
    "pitfalls",
    "pointers",
    "provider_version",
    "pulumi_aliases",
    "pulumi_and_cdk_classes",
    "pulumi_classes",
    "reference",
    "refusals",
    "resource_names",
    "resources_beside",
    "resources_called",
    "resources_of",
    "resources_with_fact",
    "same_in",
    "siblings_equivalents",
    "signs",
    "source_facts",
    "spelling",
    "takes_elsewhere",
    "target",
    "twin_condition",
    "type_of",
    "types_of",
    "unlinked",
    "versions",
    "versions_known",
    "with_output",
]

_MODULES = ("attributes", "resources", "file", "mappings", "known_pitfalls", "other_versions")
"""Those that every start needs come first: a name is sought in this order."""


if not TYPE_CHECKING:  # mypy then reports a statement that does not exist

    def __getattr__(name: str) -> Any:
        """The statement called `name` (PEP 562), found once."""
        for module in _MODULES if name in __all__ else ():
            found = getattr(import_module(f"{__name__}.{module}"), name, None)
            if found is not None:
                globals()[name] = found
                return found
        raise AttributeError(f"{__name__} has no statement {name}")
