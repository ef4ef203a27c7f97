"""The photos of all inspections of a factory, the newest first, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldkit.model.superseded import not_superseded

if TYPE_CHECKING:
    from sqlalchemy import Connection

_PHOTOS = (
    " FROM attachment a JOIN inspection i ON i.id = a.inspection WHERE i.place = ?"
    " AND a.kind IN ('photo', 'after') AND coalesce(a.deleted, 0) = 0 AND coalesce(i.deleted, 0) = 0"
    + not_superseded("i")
)


def photo_count(connection: Connection, factory: str) -> int:
    """Return how many photos there are."""
    return int(connection.exec_driver_sql(f"SELECT count(*){_PHOTOS}", (factory,)).scalar_one())


def photos(connection: Connection, factory: str, *, start: int = 0, limit: int = 60) -> list[dict[str, Any]]:
    """Return a page of photos with their day, inspection and the path of their question."""
    sql = (
        "SELECT a.id, a.sha256, a.name, a.media_type, a.kind, a.caption, a.path, a.inspection,"
        " coalesce(a.taken_at, i.started_at) AS taken, i.form_id"
        f"{_PHOTOS} ORDER BY i.started_at DESC, a.id LIMIT ? OFFSET ?"
    )
    rows = connection.exec_driver_sql(sql, (factory, limit, start))
    return [dict(row) for row in rows.mappings()]
