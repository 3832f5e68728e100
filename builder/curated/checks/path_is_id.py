from collections.abc import Iterator

from builder.curated.files import file_of
from builder.curated.knowledge import Curated
from builder.curated.written import Problem


def check(curated: Curated) -> Iterator[Problem]:
    """The file's path follows from its subject: `mappings/elasticache/replication_group.yaml`,
    `mappings/terraform/data/aws_ami.yaml`.
    """
    for file in curated.files:
        if not file.written.name:
            continue
        wanted = f"mappings/{file_of(file.written.system, file.written.name)}"
        if file.written.file != wanted:
            yield Problem(
                file.written.file,
                1,
                f"maps {file.written.name}, so it belongs in {wanted}; move it with git mv",
            )
