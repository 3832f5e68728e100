"""Services that AWS has shut down. Their resource types still have schemas, but cannot be created
any more.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple


class Retired(NamedTuple):
    """A service that was shut down: its name, the date (YYYY-MM-DD), and the page with the
    announcement.
    """

    title: str
    since: str
    source: str


_DOCS = "https://docs.aws.amazon.com"

RETIRED = {
    "codestar": Retired(
        "AWS CodeStar", "2024-07-31", f"{_DOCS}/codestar/latest/userguide/welcome.html"
    ),
    "elastictranscoder": Retired(
        "Amazon Elastic Transcoder",
        "2025-11-13",
        f"{_DOCS}/elastictranscoder/latest/developerguide/introduction.html",
    ),
    "evidently": Retired(
        "Amazon CloudWatch Evidently",
        "2025-10-16",
        f"{_DOCS}/AmazonCloudWatch/latest/monitoring/CloudWatch-Evidently.html",
    ),
    "iotanalytics": Retired(
        "AWS IoT Analytics", "2025-12-15", f"{_DOCS}/iotanalytics/latest/userguide/welcome.html"
    ),
    "iotevents": Retired(
        "AWS IoT Events",
        "2026-05-20",
        f"{_DOCS}/iotevents/latest/developerguide/what-is-iotevents.html",
    ),
    "lookoutvision": Retired(
        "Amazon Lookout for Vision",
        "2025-10-31",
        f"{_DOCS}/lookout-for-vision/latest/developer-guide/what-is.html",
    ),
    "opsworks": Retired(
        "AWS OpsWorks Stacks", "2024-05-26", f"{_DOCS}/opsworks/latest/userguide/welcome.html"
    ),
    "panorama": Retired(
        "AWS Panorama", "2026-05-31", f"{_DOCS}/panorama/latest/dev/panorama-welcome.html"
    ),
    "qldb": Retired(
        "Amazon QLDB", "2025-07-31", f"{_DOCS}/qldb/latest/developerguide/what-is.html"
    ),
    "robomaker": Retired(
        "AWS RoboMaker", "2025-09-10", f"{_DOCS}/robomaker/latest/dg/chapter-welcome.html"
    ),
    "simspaceweaver": Retired(
        "AWS SimSpace Weaver",
        "2026-05-20",
        f"{_DOCS}/simspaceweaver/latest/userguide/what-is.html",
    ),
}
"""Service, as in the names of its types, in lower case → its shutdown."""

_SERVICE = r"(?:data\.)?(?:aws(?:::|:|_))?([a-z0-9]+)"


@lru_cache(maxsize=4096)
def retired(name: str) -> Retired | None:
    """The shutdown of the service of a type (`AWS::QLDB::Ledger`, `aws_qldb_ledger`,
    `aws:qldb/ledger:Ledger`). None if the service is in use.
    """
    match = re.match(_SERVICE, name.lower())
    return RETIRED.get(match[1]) if match else None
