"""Fixtures for every test."""

from tests.databases import database, migrated_file, migrated_template, migrated_url
from tests.postgres import (
    database_url,
    postgres_database,
    postgres_server,
    postgres_template,
    pytest_runtest_makereport,
)

__all__ = [
    "database",
    "database_url",
    "migrated_file",
    "migrated_template",
    "migrated_url",
    "postgres_database",
    "postgres_server",
    "postgres_template",
    "pytest_runtest_makereport",
]
