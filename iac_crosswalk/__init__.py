"""iac-crosswalk: what an AWS attribute of one tool is called in another.

>>> from iac_crosswalk import KnowledgeBase
>>> KnowledgeBase().translate("ConfigurationEndPoint.Address", "AWS::ElastiCache::ReplicationGroup", to="pulumi")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["KnowledgeBase", "KnowledgeBaseError", "__version__"]

if TYPE_CHECKING:
    from iac_crosswalk.answers.knowledge import KnowledgeBase
    from iac_crosswalk.store.file import KnowledgeBaseError


def __getattr__(name: str) -> Any:
    # Loaded on first use: `iac-crosswalk --version` should not pay for sqlite3.
    if name in ("KnowledgeBase", "KnowledgeBaseError"):
        from iac_crosswalk.answers import knowledge  # and with it KnowledgeBaseError

        return getattr(knowledge, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
