"""The code of SAM's functions and layers, which SAM packs and uploads: in Terraform an archive."""

from __future__ import annotations

from iac_crosswalk.report.apis import plain
from iac_crosswalk.report.events import Owner
from iac_crosswalk.report.expressions import text
from iac_crosswalk.report.labels import snake
from iac_crosswalk.report.worksheet import Required, Sheet, Target
from iac_crosswalk.vocabulary import SAM

_CODE = {f"{SAM}Function": "CodeUri", f"{SAM}LayerVersion": "ContentUri"}


def pack(sheet: Sheet, main: Target, owner: Owner) -> None:
    """Writes `filename` and `source_code_hash` of code in a local folder or archive."""
    name = _CODE.get(sheet.type)
    path = plain(owner.given(name)) if name else None
    if name is None or path is None or path.startswith("s3://"):
        return
    label = f"data.archive_file.{snake(owner.resource.called)}"
    packed = path.endswith((".zip", ".jar"))
    file = text(path, "terraform")
    main.required += [
        Required("filename", file if packed else f"{label}.output_path"),
        Required(
            "source_code_hash",
            f"filebase64sha256({file})" if packed else f"{label}.output_base64sha256",
        ),
    ]
    for entry in sheet.properties:
        if entry.path != name:
            continue
        entry.there = True
        entry.answers = [
            each | {"note": None} for each in entry.answers if each["attribute"] == "filename"
        ] or entry.answers
        entry.reason = (
            f"{file} is uploaded as it is; what sam build does with it has to be done before."
            if packed
            else f"SAM packs and uploads {file}. Declare {label.removeprefix('data.')} as data"
            f' source of the provider hashicorp/archive: type = "zip", source_dir = {file},'
            " output_path; what sam build installs has to be in the folder before."
        )
