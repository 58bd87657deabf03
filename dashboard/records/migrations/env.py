"""Run by Alembic: the migrations use the connection that they are given, inside its transaction."""

from alembic import context

from dashboard.records.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
