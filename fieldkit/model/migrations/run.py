"""Upgrades a data file to the newest schema, all in the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alembic.runtime.migration import MigrationContext, RevisionStep
    from sqlalchemy import Connection


def script_directory() -> ScriptDirectory:
    """Return Alembic's view of the revisions beside this module."""
    config = Config()
    config.set_main_option("script_location", "fieldkit.model:migrations")
    return ScriptDirectory.from_config(config)


def upgrade(connection: Connection) -> None:
    """Run the revisions that ``connection``'s file lacks; an error leaves the file as it was.

    The caller holds ``BEGIN IMMEDIATE``: SQLite then rolls DDL back like anything else.
    """
    directory = script_directory()

    def due(revision: Sequence[str] | str, _context: MigrationContext) -> list[RevisionStep]:
        return list(directory._upgrade_revs("head", revision))  # type: ignore[arg-type]

    environment = EnvironmentContext(Config(), directory, fn=due, destination_rev="head")
    with environment:
        environment.configure(connection=connection, render_as_batch=True, transaction_per_migration=False)
        environment.run_migrations()
