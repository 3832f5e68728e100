"""How Terraform spells types and paths."""

from __future__ import annotations

from iac_crosswalk.programs.language import Alike, Language
from iac_crosswalk.store import queries
from iac_crosswalk.store.place import Place
from iac_crosswalk.store.schema import Schemas
from iac_crosswalk.store.store import Store

DATA = "data."
"""The prefix of data sources' names: `data.aws_ami`."""
_PROVIDER = "aws_"


class Terraform(Language):
    """HCL and its JSON form."""

    system = "terraform"
    members_of_plain = False

    def edition(self, store: Store) -> str:
        """The provider and its version."""
        return f"AWS provider {queries.provider_version(store)}"

    def spell(self, place: Place, path: str) -> str:
        """The spelling of `path`. In an expression, a block that occurs once is a list of one."""
        members = place.schema.members
        member = members.get(f"{place.path}.{path}") or members.get(path)
        spelling = (member.native or member.path) if member else path
        return ".".join(spelling.split(".")[-len(path.split(".")) :]).replace("[]", "[0]")

    def types(self, schemas: Schemas, written: str) -> Alike:
        """The resources, or the data sources. `twin`: whether the other kind has that name."""
        store, is_data = schemas.knowledge, written.startswith(DATA)
        names = queries.resource_names(store, self.system)
        prefix = f"{DATA}{_PROVIDER}" if is_data else _PROVIDER
        types = {each.removeprefix(prefix): each for each in names if each.startswith(prefix)}
        twin = written.removeprefix(DATA) if is_data else f"{DATA}{written}"
        other = "resource" if is_data else "data source"
        return Alike(
            written.removeprefix(prefix),
            {name: each.removeprefix(DATA) for name, each in types.items()},
            kind="data source" if is_data else "resource type",
            twin=other if schemas.find(twin, self.system) else "",
        )


LANGUAGE = Terraform()
