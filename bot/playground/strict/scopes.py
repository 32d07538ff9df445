"""Which scopes an app needs for what it shows, beside those of the method."""

from typing import Any

_SCOPES = {"file_input": "files:read", "video": "links.embed:write"}


def scopes_for(content: Any) -> frozenset[str]:
    """The scopes without which Slack does not take these blocks, or what they stand in."""
    if isinstance(content, list):
        return frozenset(scope for item in content for scope in scopes_for(item))
    if not isinstance(content, dict):
        return frozenset()
    own = _SCOPES.get(str(content.get("type")))
    return scopes_for(list(content.values())) | ({own} if own else set())
