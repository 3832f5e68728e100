from collections.abc import Iterator

from builder.curated.files import file_of
from builder.curated.knowledge import Curated
from builder.curated.mapping_file import Problem


def check(curated: Curated) -> Iterator[Problem]:
    """The file's path follows from its subject: `mappings/elasticache/replication_group.yaml`,
    `mappings/terraform/data/aws_ami.yaml`.
    """
    for file in curated.files:
        if not file.mapping_file.name:
            continue
        expected = f"mappings/{file_of(file.mapping_file.system, file.mapping_file.name)}"
        if file.mapping_file.file != expected:
            yield Problem(
                file.mapping_file.file,
                1,
                f"maps {file.mapping_file.name}, so it belongs in {expected}; move it with git mv",
            )
