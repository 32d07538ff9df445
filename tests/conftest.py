"""Fixtures for every test."""

from tests.postgres import (
    database_url,
    postgres_database,
    postgres_server,
    postgres_template,
    pytest_runtest_makereport,
)

__all__ = ["database_url", "postgres_database", "postgres_server", "postgres_template", "pytest_runtest_makereport"]
