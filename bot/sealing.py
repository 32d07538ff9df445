"""Bot tokens as the records hold them: sealed, so that only a process that was given the key can use them."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class NoToken(Exception):
    """A workspace's token is not to be had; the message says why, and holds neither a token nor a key."""


def new_key() -> str:
    """A key that nobody else has, as it is written in TOKEN_KEYS."""
    return Fernet.generate_key().decode()


def is_key(text: str) -> bool:
    """Whether this can have come from `new_key`."""
    try:
        raw = urlsafe_b64decode(text)
    except ValueError:
        return False
    # Decoding passes over what does not belong there, so that a key with a slip in it would do as another key.
    return len(raw) == 32 and urlsafe_b64encode(raw).decode() == text


class TokenKeys:
    """The operator's keys, newest first: the first seals, any of them unseals. A text that is no key is a ValueError.

    A token is sealed together with the id of its team: put into another workspace's row, it does not open there.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        fernets = [Fernet(key) for key in keys]
        self._newest, self._any = fernets[0], MultiFernet(fernets)

    def seal(self, token: str, *, team_id: str) -> str:
        """The token for the records; another text each time."""
        return self._newest.encrypt(json.dumps({"team_id": team_id, "token": token}).encode()).decode()

    def unseal(self, sealed: str, *, team_id: str) -> str:
        """The token that was sealed for this team. Raises `NoToken`."""
        return _opened(self._any, sealed, team_id=team_id)

    def kept_or_sealed(self, sealed: str | None, token: str, *, team_id: str) -> str:
        """`sealed` itself where the newest key opens it and it holds this token; else the token sealed anew.

        So the records change when there is something new in them, and not at every start.
        """
        try:
            is_kept = sealed is not None and _opened(self._newest, sealed, team_id=team_id) == token
        except NoToken:
            is_kept = False
        return sealed if sealed is not None and is_kept else self.seal(token, team_id=team_id)


def _opened(by: Fernet | MultiFernet, sealed: str, *, team_id: str) -> str:
    try:
        content = json.loads(by.decrypt(sealed.encode()))
    except InvalidToken:
        raise NoToken("none of TOKEN_KEYS opens its token") from None
    if content["team_id"] != team_id:
        raise NoToken("the token in its row was sealed for another workspace")
    return str(content["token"])
