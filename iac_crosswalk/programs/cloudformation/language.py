"""How CloudFormation templates spell types and references."""

from __future__ import annotations

from iac_crosswalk.programs.language import Alike, Edit, Language
from iac_crosswalk.programs.source import Source
from iac_crosswalk.programs.use import Read
from iac_crosswalk.store import queries
from iac_crosswalk.store.schema import Schemas


class CloudFormation(Language):
    """YAML and JSON templates of CloudFormation and SAM."""

    system = "cloudformation"
    package = "cfn-lint"
    argument = "property"

    def types(self, schemas: Schemas, written: str) -> Alike:
        """The types of the same service, in any case."""
        service, _, name = written.rpartition("::")
        beside = queries.types_of(schemas.knowledge, service)
        return Alike(
            name,
            {
                type_.rpartition("::")[2]: type_
                for type_ in beside
                if type_.count("::") == written.count("::")
            },
        )

    def instead(self, source: Source, read: Read, path: str) -> Edit:
        """`!GetAtt Topic.Arn` → `!Ref Topic`, `${Topic.Arn}` → `${Topic}`; any other attribute
        replaces the current one.
        """
        if path == "Ref":
            return self._ref(source, read)
        if read.attribute is not None and read.attribute.span is not None:
            return Edit(path, read.attribute.span, exact=True)
        return Edit(path, read.span, exact=False)

    def _ref(self, source: Source, read: Read) -> Edit:
        name = read.owner.text if read.owner else ""
        first = source.data[read.span.start : read.span.start + 1].decode("utf-8", "replace")
        if read.function == "Fn::Sub":
            text = f"${{{name}}}"
        elif first == "!":
            text = f"!Ref {name}"
        else:
            quote = first if first in ("'", '"') else ""
            text = f"{quote}Ref{quote}: {quote}{name}{quote}"
        return Edit(text, read.span, read.exact)


LANGUAGE = CloudFormation()
