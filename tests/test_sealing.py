"""Tokens in the records: whom they open for, and for which workspace."""

import pytest

from bot.sealing import NoToken, TokenKeys, is_key, new_key

OLD = "b2xkLW9sZC1vbGQtb2xkLW9sZC1vbGQtb2xkLW9sZC0="
NEW = "bmV3LW5ldy1uZXctbmV3LW5ldy1uZXctbmV3LW5ldy0="
TOKEN = "xoxb-1-secret"


def test_a_sealed_token_opens_with_its_key_and_shows_nothing_without() -> None:
    sealed = TokenKeys([OLD]).seal(TOKEN, team_id="T1")
    assert TokenKeys([OLD]).unseal(sealed, team_id="T1") == "xoxb-1-secret"
    assert "xoxb" not in sealed
    with pytest.raises(NoToken, match=r"^none of TOKEN_KEYS opens its token$"):
        TokenKeys([NEW]).unseal(sealed, team_id="T1")


def test_a_token_from_another_workspaces_row_is_refused() -> None:
    keys = TokenKeys([OLD])
    sealed = keys.seal(TOKEN, team_id="T1")
    with pytest.raises(NoToken, match=r"^the token in its row was sealed for another workspace$"):
        keys.unseal(sealed, team_id="T2")


@pytest.mark.parametrize("sealed", ["", "xoxb-1-secret", "gAAAAA==", "Schlüssel"])
def test_a_text_that_nobody_sealed_does_not_open(sealed: str) -> None:
    with pytest.raises(NoToken):
        TokenKeys([OLD]).unseal(sealed, team_id="T1")


def test_a_new_key_takes_the_old_ones_place_step_by_step() -> None:
    sealed_before = TokenKeys([OLD]).seal(TOKEN, team_id="T1")
    both = TokenKeys([NEW, OLD])

    assert both.unseal(sealed_before, team_id="T1") == TOKEN
    sealed_anew = both.kept_or_sealed(sealed_before, TOKEN, team_id="T1")

    assert TokenKeys([NEW]).unseal(sealed_anew, team_id="T1") == TOKEN


def test_what_is_sealed_already_stays_as_it_is() -> None:
    keys = TokenKeys([NEW, OLD])
    sealed = keys.seal(TOKEN, team_id="T1")
    assert keys.kept_or_sealed(sealed, TOKEN, team_id="T1") == sealed


@pytest.mark.parametrize(
    ("token", "team_id"),
    [pytest.param("xoxb-2-new", "T1", id="another token"), pytest.param(TOKEN, "T2", id="another team")],
)
def test_what_is_sealed_otherwise_is_replaced(token: str, team_id: str) -> None:
    keys = TokenKeys([NEW])
    sealed = keys.kept_or_sealed(keys.seal(TOKEN, team_id="T1"), token, team_id=team_id)
    assert keys.unseal(sealed, team_id=team_id) == token


def test_no_two_keys_are_the_same() -> None:
    assert is_key(new_key())
    assert new_key() != new_key()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a key of my own",
        "b2xkLW9sZC1vbGQ=",
        OLD.removesuffix("="),
        f" {OLD}",
        OLD.replace("b2xk", "b2x!k"),
        OLD.replace("b2xk", "b2x+"),
        "ü" * 44,
    ],
)
def test_a_key_with_a_slip_in_it_is_none(text: str) -> None:
    assert is_key(OLD)
    assert not is_key(text)
