"""Facts about factories: saved by checklists (XLSForm ``save_to``) or typed; the newest day counts.

Of one day the later record counts: ids are in the order in which they were made. Facts of a deleted
inspection, and of one that a signed revision replaces, do not count.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from fieldkit.model import body as bodies
from fieldkit.model import fold, records
from fieldkit.model.fact_properties import fact_property
from fieldkit.model.streams import inspection_stream
from fieldkit.model.superseded import not_superseded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from fieldkit.errors import Language
    from fieldkit.model.workspace import Workspace

TYPED = "typed"


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of a factory since the day ``as_of`` (ISO).

    ``source`` is ``typed``, ``register``, or the form_id of the checklist whose ``inspection`` said it.
    ``conflict`` says that two people hold it differently.
    """

    id: str
    property: str
    value: str
    as_of: str
    source: str
    inspection: str
    conflict: bool


@dataclass(frozen=True, slots=True)
class Written:
    """Who wrote a value and when (ISO with offset), by the clock of that laptop."""

    author: str
    wall: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, so that it can be taken back: a new fact, or what was written over one."""

    added: str = ""
    edit: records.Edit | None = None


def counting(fact: str) -> str:
    """Return the SQL condition that the fact of the alias ``fact`` counts."""
    return (
        f"coalesce({fact}.deleted, 0) = 0 AND NOT EXISTS (SELECT 1 FROM inspection gone"
        f" WHERE gone.id = {fact}.inspection AND (gone.deleted = 1 OR NOT (1 = 1"
        + not_superseded("gone")
        + ")))"
    )


# --- reading

_COLUMNS = (
    "SELECT x.id, x.property, coalesce(x.value, ''), coalesce(x.as_of, ''), coalesce(x.source, ''),"
    " coalesce(x.inspection, ''), EXISTS (SELECT 1 FROM cell c WHERE c.conflict = 1 AND c.tbl = 'fact'"
    " AND c.record = x.id) FROM fact x WHERE "
)


def current(connection: Connection, factory: str) -> dict[str, Fact]:
    """Return by property what counts now of a factory; what is no longer known is left out."""
    sql = f"{_COLUMNS}x.factory = ? AND {counting('x')} ORDER BY substr(coalesce(x.as_of, ''), 1, 10), x.id"
    newest = {row[1]: row for row in connection.exec_driver_sql(sql, (factory,))}
    return {name: _fact(row) for name, row in newest.items() if name and row[2]}


def everywhere(connection: Connection) -> dict[str, dict[str, str]]:
    """Return by factory and property what counts now of all factories."""
    sql = (
        f"SELECT x.factory, x.property, x.value FROM fact x WHERE {counting('x')}"
        " ORDER BY substr(coalesce(x.as_of, ''), 1, 10), x.id"
    )
    newest = {(row[0], row[1]): row[2] for row in connection.exec_driver_sql(sql)}
    found: dict[str, dict[str, str]] = {}
    for (factory, name), value in newest.items():
        if name and value:
            found.setdefault(factory, {})[name] = value
    return found


def history(connection: Connection, factory: str, name: str) -> list[Fact]:
    """Return all that was known of one property, the newest first; an empty value says “no longer known”."""
    sql = (
        f"{_COLUMNS}x.factory = ? AND x.property = ? AND {counting('x')}"
        " ORDER BY substr(coalesce(x.as_of, ''), 1, 10) DESC, x.id DESC"
    )
    return [_fact(row) for row in connection.exec_driver_sql(sql, (factory, name))]


def _fact(row: Sequence[Any]) -> Fact:
    return Fact(row[0], row[1], row[2], row[3], row[4], row[5], bool(row[6]))


def written(connection: Connection, *facts: str) -> dict[str, Written]:
    """Return who wrote the present values of facts, by id."""
    found: dict[str, Written] = {}
    for fact in facts:
        text = connection.exec_driver_sql(
            "SELECT heads FROM cell WHERE record = ? AND tbl = 'fact' AND grp = 'value'", (fact,)
        ).scalar()
        head = fold.shown(fold.from_json(text))
        if head is None:
            continue
        stored = connection.exec_driver_sql(
            "SELECT body FROM change WHERE id = ?", (bodies.change_id_of(head.op),)
        ).scalar_one()
        change = bodies.decode(bytes(stored))
        name = connection.exec_driver_sql("SELECT name FROM person WHERE id = ?", (change.author,)).scalar()
        found[fact] = Written(name or "", change.wall)
    return found


# --- typed


def type_fact(
    workspace: Workspace,
    factory: str,
    name: str,
    text: str,
    *,
    as_of: date | None = None,
    language: Language = "th",
) -> Typed | None:
    """Save what a person typed of a factory, known ``as_of`` a day (today); "" says “no longer known”.

    What was typed of the same day is corrected, anything else stays as history. None when nothing is other.
    Raises `FactRefused`, `NumberError`, `DateError`, `ConflictOpen`, `StorageError`.
    """
    value = fact_property(name).read(text, language)
    day = (as_of or workspace.clock().date()).isoformat()
    with workspace.database.read() as connection:
        past = history(connection, factory, name)
        province = connection.exec_driver_sql(
            "SELECT province_code FROM factory WHERE id = ?", (factory,)
        ).scalar()
    newest = past[0] if past else None
    told = {"value": value, "as_of": day, "source": TYPED}
    if newest is not None and newest.source == TYPED and newest.as_of == day:
        record = records.load(workspace, "fact", newest.id)
        assert record is not None
        edit = records.edit(workspace, [record], told)
        return None if edit is None else Typed(edit=edit)
    if value is None and (newest is None or not newest.value):
        return None
    values = {"factory": factory, "property": name, **told}
    return Typed(added=records.add(workspace, "fact", values, stream=inspection_stream(province)))


def take_back(workspace: Workspace, done: Typed) -> int:
    """Undo what was typed; return how many values somebody changed since, which are left alone."""
    if done.edit is not None:
        return records.undo(workspace, done.edit)
    record = records.load(workspace, "fact", done.added)
    if record is None or record.row["deleted"]:
        return 0
    records.delete(workspace, [record], records.UNDONE)
    return 0
