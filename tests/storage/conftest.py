"""A session on each database, and the people of the tests."""

from tests.actions.conftest import session, team

__all__ = ["session", "team"]
