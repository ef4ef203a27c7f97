"""The schema after the next release: a table made anew with its guards, a new one, and rows that move."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from fieldkit.model import schema

revision = "9901_01"
down_revision = list(schema.REVISIONS)[-2]  # tests.released makes this one the last


def upgrade() -> None:
    """Do what migrations do: SQLite changes no column, so that Alembic makes the table anew."""
    with op.batch_alter_table("answer", recreate="always") as table:
        table.add_column(sa.Column("next_language", sa.Text, nullable=False, server_default="th"))
    for statement in schema.guards():  # they went with the old table
        if " ON answer " in statement:
            op.execute(statement)
    op.create_table("next_table", sa.Column("id", sa.Text, primary_key=True), sa.Column("words", sa.Text))
    op.execute("INSERT INTO next_table SELECT id, name FROM factory")
    op.create_index("next_words", "next_table", ["words"])
    op.execute("UPDATE meta SET value = value WHERE key = 'device'")
