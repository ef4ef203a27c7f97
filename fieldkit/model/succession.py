"""What the office does with licences: two registrations of one factory are merged, one is split into two.

A merger puts the doubled registration into the bin, with a link to the one that stays, and hands its records
over. Visits, inspections and findings keep the number under which they were made and sealed; they belong to
the one that stays by `fieldkit.model.places_of`. Both are written like an import, in one commit, and taken
back like one (`register.undo.undo_import`), also later and by whoever finds that it was wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from fieldkit.errors import FieldkitError, Text
from fieldkit.model import factories, records, streams
from fieldkit.model.identifiers import registration_key
from fieldkit.model.ids import derived_id
from fieldkit.model.places_of import FOLLOWING, MERGED, OF_THE_LICENCE, PLACED, mergers, written
from fieldkit.model.reference import OTHER_PLACE
from fieldkit.model.register import importing
from fieldkit.model.tables import GROUPS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sqlalchemy import Connection

    from fieldkit.model.body import Op
    from fieldkit.model.records import Record
    from fieldkit.model.workspace import Workspace

MOVED = FOLLOWING
"""Tables whose records go over to the other factory."""
SUCCESSION = "succession"
"""What such a write is called among the imports that can be taken back."""
_NUMBERS = ("registration_no", "registration_no_old")
# A licence made out of another stands at the same place and makes the same.
_LIKE_BEFORE = ("kind", "location", "contact")


class SuccessionRefused(FieldkitError):
    """Two factories that cannot be merged, or one that cannot be split so."""


@dataclass(frozen=True, slots=True)
class Succession:
    """What a merger or split would do; nothing is written yet.

    Attributes:
        name: what it is called in the list of what can be taken back.
        factory: the factory that is left: that which stays, or the new one.
        moves: how many records go over, by table.
        stays: how many visits, inspections and findings keep their number and are shown by link, by table.
        fills: columns of the factory that stays which the other one fills: (column, value).
        warnings: what a person should look at before.
    """

    name: str
    factory: str
    moves: Mapping[str, int]
    stays: Mapping[str, int]
    fills: tuple[tuple[str, Any], ...] = ()
    warnings: tuple[Text, ...] = ()
    ops: tuple[Op, ...] = field(default=(), repr=False)
    before: Mapping[tuple[str, str], dict[str, Any]] = field(default_factory=dict, repr=False)


def look_merge(workspace: Workspace, gone: str, kept: str) -> Succession:
    """Return what merging the factory ``gone`` into ``kept`` (ids) would do.

    Raises `SuccessionRefused`, `NoSuchFactory` for one that is deleted already.
    """
    with workspace.database.read() as connection:
        doubled, stays = (factories.factory(connection, id_) for id_ in (gone, kept))
        years = _planned_twice(connection, gone, kept)
    if gone == kept:
        raise SuccessionRefused(
            Text("รวมโรงงานกับตัวเองไม่ได้", "A factory cannot be merged with itself"),
            Text("เลือกโรงงานอีกแห่งหนึ่ง", "Choose the other factory"),
            place=doubled.number,
        )
    if stays["status"] == OTHER_PLACE != doubled["status"]:
        raise SuccessionRefused(
            Text("โรงงานในทะเบียนต้องเป็นแห่งที่คงไว้", "The registered factory must be the one that stays"),
            Text("เลือกให้โรงงานในทะเบียนคงไว้", "Choose that the registered one stays"),
            place=doubled.number,
        )
    writing = _Writing()
    fills = {name: doubled[name] for name in _NUMBERS if doubled[name] and not stays[name]}
    writing.edit(*records.load_many(workspace, "factory", [kept]), values=fills)
    values = {"merged_into": kept, "deleted": 1, "delete_reason": MERGED}
    writing.edit(*records.load_many(workspace, "factory", [gone]), values=values)
    moving = {table: _at(workspace, table, gone) for table in MOVED}
    for found in moving.values():
        writing.edit(*found, values={"factory": kept})
    return Succession(
        f"{doubled.number} {doubled['name'] or ''} → {stays.number} {stays['name'] or ''}".strip(),
        kept,
        {table: len(found) for table, found in moving.items() if found},
        _counts(workspace, gone),
        tuple(fills.items()),
        tuple(_merge_warnings(doubled, stays, years)),
        tuple(writing.ops),
        writing.before,
    )


def look_split(
    workspace: Workspace,
    factory: str,
    values: Mapping[str, Any],
    moving: Mapping[str, Collection[str]] | None = None,
) -> Succession:
    """Return what making a second licence out of ``factory`` (id) would do.

    ``values`` are columns of the new one: a number that no other factory has, its name; what is not given of
    class, place and contact is as before. ``moving`` are the records that go over, ids by table.
    Raises `SuccessionRefused`, `NoSuchFactory`.
    """
    with workspace.database.read() as connection:
        old = factories.factory(connection, factory)
        if old["status"] == OTHER_PLACE:
            raise SuccessionRefused(
                Text("สถานที่นี้ไม่มีทะเบียนให้แยก", "This place has no registration to be split"),
                Text("นำเข้าทะเบียนโรงงานแล้วรวมสถานที่นี้", "Import the factory's registration, then merge this"),
                place=str(old["name"] or ""),
            )
        given = {name: value for name, value in values.items() if value not in (None, "")}
        numbers = [str(given[name]) for name in _NUMBERS if name in given]
        _refuse_numbers(connection, numbers, old.number)
    like = {name: old[name] for group in _LIKE_BEFORE for name in GROUPS["factory"][group]}
    identity = {name: old[name] for name in ("name", "operator", "operator_kind", "operator_id13")}
    today = workspace.clock().date().isoformat()
    told = {"status": "1", "split_from": factory, "source": f"แยกจาก {old.number}", "source_date": today}
    new = like | identity | told | given
    id_ = derived_id("factory", registration_key(numbers[0]))
    writing = _Writing()
    writing.add("factory", id_, new, streams.register_stream(new.get("province_code")))
    counts: dict[str, int] = {}
    for table, ids in (moving or {}).items():
        found = [record for record in records.load_many(workspace, table, ids) if table in MOVED]
        writing.edit(*found, values={"factory": id_})
        counts |= {table: len(found)} if found else {}
    return Succession(
        f"{old.number} {old['name'] or ''} ⇉ {numbers[0]} {new['name'] or ''}".strip(),
        id_,
        counts,
        _counts(workspace, factory),
        ops=tuple(writing.ops),
        before=writing.before,
    )


def carry_out(workspace: Workspace, found: Succession) -> str:
    """Write what was looked at; return the id by which it is taken back (`undo.undo_import`).

    Raises `ConflictOpen`, `StorageError`; then nothing is saved.
    """
    return importing.write(
        workspace, (SUCCESSION, found.name, ""), dict(found.moves), found.ops, found.before
    )


def movable(workspace: Workspace, factory: str) -> dict[str, list[Record]]:
    """Return the records that may go over to another licence, by table; only tables that have any."""
    found = {table: _at(workspace, table, factory) for table in MOVED}
    return {table: rows for table, rows in found.items() if rows}


@dataclass(frozen=True, slots=True)
class Relative:
    """Another licence of the same place: ``merged`` into this one, ``origin`` or ``part`` of a split."""

    kind: Literal["merged", "origin", "part"]
    id: str
    number: str
    name: str


def relatives(connection: Connection, factory: str) -> list[Relative]:
    """Return what a factory was merged with, split from and split into."""
    merged = [gone for gone, kept in mergers(connection).items() if kept == factory]
    marks = ",".join("?" * len(merged))
    rows = connection.exec_driver_sql(
        "SELECT id, coalesce(registration_no_old, registration_no, ''), coalesce(name, ''),"
        f" CASE WHEN id IN ({marks}) THEN 'merged' WHEN split_from = ? THEN 'part' ELSE 'origin' END"
        f" FROM factory WHERE id IN ({marks}) OR (coalesce(deleted, 0) = 0 AND (split_from = ?"
        " OR id = (SELECT split_from FROM factory WHERE id = ?))) ORDER BY row",
        (*merged, factory, *merged, factory, factory),
    )
    return [Relative(kind, id_, number, name) for id_, number, name, kind in rows]


class _Writing:
    """Ops, and what the cells held that they write over."""

    def __init__(self) -> None:
        self.ops: list[Op] = []
        self.before: dict[tuple[str, str], dict[str, Any]] = {}

    def add(self, table: str, id_: str, values: Mapping[str, Any], stream: str) -> None:
        self.ops += records.new_ops(table, values, stream=stream, id_=id_)

    def edit(self, *found: Record, values: Mapping[str, Any]) -> None:
        for record in found:
            for op in records.edit_ops(record, values):
                self.ops.append(op)
                if op.prevs:
                    columns = GROUPS[op.table][op.group]
                    before = {name: record.row[name] for name in columns}
                    if record.table in FOLLOWING and "factory" in before:
                        before["factory"] = written(record.row)
                    self.before[op.record, op.group] = before


def _at(workspace: Workspace, table: str, factory: str) -> list[Record]:
    """Return the living records of a factory."""
    apart = f" AND property NOT IN {OF_THE_LICENCE!r}".replace(",)", ")") if table == "fact" else ""
    rows = workspace.rows(
        f"SELECT id FROM {table} WHERE factory = ? AND coalesce(deleted, 0) = 0{apart} ORDER BY row", factory
    )
    return records.load_many(workspace, table, [row["id"] for row in rows])


def _counts(workspace: Workspace, factory: str) -> dict[str, int]:
    found = {}
    for table in PLACED:
        [row] = workspace.rows(
            f"SELECT count(*) AS n FROM {table} WHERE place = ? AND coalesce(deleted, 0) = 0", factory
        )
        if row["n"]:
            found[table] = row["n"]
    return found


def _planned_twice(connection: Connection, one: str, other: str) -> list[int]:
    """Return the fiscal years in whose plan both factories are."""
    rows = connection.exec_driver_sql(
        "SELECT fiscal_year FROM assignment WHERE factory IN (?, ?) AND coalesce(deleted, 0) = 0"
        " AND coalesce(state, '') <> 'dropped' GROUP BY fiscal_year HAVING count(DISTINCT factory) > 1"
        " ORDER BY fiscal_year",
        (one, other),
    )
    return [row[0] for row in rows]


def _merge_warnings(gone: factories.Factory, kept: factories.Factory, years: Iterable[int]) -> Iterable[Text]:
    if gone["province_code"] != kept["province_code"]:
        yield Text("โรงงานสองแห่งอยู่คนละจังหวัด", "the two factories are in different provinces")
    elif gone["district"] != kept["district"]:
        yield Text(
            f"โรงงานสองแห่งอยู่คนละอำเภอ ({gone['district']} / {kept['district']})",
            f"the two factories are in different districts ({gone['district']} / {kept['district']})",
        )
    for name in _NUMBERS:
        if gone[name] and kept[name] and registration_key(gone[name]) != registration_key(kept[name]):
            yield Text(
                f"เลข {gone[name]} จะค้นพบโรงงานนี้ต่อไป แต่ทะเบียนใช้ {kept[name]}",
                f"{gone[name]} goes on to find this factory; its number is {kept[name]}",
            )
    for year in years:
        yield Text(
            f"ทั้งสองแห่งอยู่ในแผนปี {year} หลังรวมจะมีแผนมากกว่าหนึ่งครั้ง",
            f"both are in the plan of {year}; together they have more than one visit planned",
        )


def _refuse_numbers(connection: Connection, numbers: list[str], place: str) -> None:
    if not numbers:
        raise SuccessionRefused(
            Text("ยังไม่มีเลขทะเบียนของโรงงานใหม่", "The new factory has no registration number"),
            Text("ใส่เลขทะเบียนใหม่อย่างน้อยหนึ่งเลข", "Give at least one of its numbers"),
            place=place,
        )
    # An old number may stand with several of 14 digits, so the first of them decides.
    try:
        known = factories.find(connection, numbers[0])
    except factories.NoSuchFactory:
        return
    owner = factories.factory(connection, known)
    raise SuccessionRefused(
        Text(
            f"ทะเบียนมีเลข {numbers[0]} แล้ว: {owner['name'] or '–'}",
            f"The register has {numbers[0]} already: {owner['name'] or '–'}",
        ),
        Text(
            "ตรวจเลขจากใบอนุญาต หรือรวมโรงงานถ้าเป็นแห่งเดียวกัน",
            "Check the number on the licence, or merge the two if they are one",
        ),
        place=place,
    )
