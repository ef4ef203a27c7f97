"""Further tables of this machine only, never synced: what :mod:`~fieldkit.model.tables` has no room for."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, Text

from fieldkit.model.tables import metadata

# Changes that are at the centre and not here, by choice (fieldkit.model.elsewhere): details of inspections,
# each as the log names it. `seq` is null while the centre's log is read anew and has not named it again.
elsewhere = Table(
    "elsewhere",
    metadata,
    Column("change_id", Text, primary_key=True),
    Column("stream", Text, nullable=False),
    Column("seq", Integer),
    Column("sha256", Text, nullable=False),
    Column("inspection", Text, nullable=False),
    Column("received_at", Text, nullable=False),
    Index("elsewhere_inspection", "inspection", "received_at"),
    sqlite_with_rowid=False,
)
