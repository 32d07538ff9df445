"""Fixtures for every test."""

from tests.postgres import database_url, postgres_database, postgres_server, postgres_template

__all__ = ["database_url", "postgres_database", "postgres_server", "postgres_template"]
