"""iac-crosswalk: the names of AWS attributes of one tool in the others.

>>> from iac_crosswalk import KnowledgeBase
>>> knowledge = KnowledgeBase()
>>> group = "AWS::ElastiCache::ReplicationGroup"
>>> answer = knowledge.translate("ConfigurationEndPoint.Address", group, to="pulumi")
>>> answer["targets"][0]["answers"][0]["attribute"]
'configuration_endpoint_address'
>>> mistake = knowledge.translate("CacheNodes[0].Address", group, to="pulumi")
>>> mistake["status"], mistake["pitfall"]["instead"]
('unknown-attribute', ['ConfigurationEndPoint.Address', 'PrimaryEndPoint.Address'])
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["KnowledgeBase", "KnowledgeBaseError", "__version__"]

if TYPE_CHECKING:
    from iac_crosswalk.answers.knowledge import KnowledgeBase
    from iac_crosswalk.store.file import KnowledgeBaseError


if not TYPE_CHECKING:  # mypy then reports a name that does not exist

    def __getattr__(name: str) -> Any:
        # Loaded on first use: `iac-crosswalk --version` should not load sqlite3.
        if name in ("KnowledgeBase", "KnowledgeBaseError"):
            from iac_crosswalk.answers import knowledge  # and with it KnowledgeBaseError

            return getattr(knowledge, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
