"""How Alembic runs a migration here: on the connection it is given. On PostgreSQL that is in a transaction already,
which all revisions share; on SQLite each has one of its own.

With its defaults a migration that fails on SQLite leaves tables behind that make every retry fail;
`transactional_ddl` together with the engine's explicit BEGIN rolls all of it back.
"""

from alembic import context

from storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    transaction_per_migration=True,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
