"""Places that are visited and are no registered factory: a borrower's, an enterprise's, one of a complaint.

Such a place is a row of the register with the status `OTHER_PLACE`: whatever is about factories finds it,
whatever counts factories leaves it out by its status (docs/decisions/0031-other-places.md). It is made from
the record that it is visited for, under an id that follows from that record, so that two laptops make the
same place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldkit.errors import FieldkitError, Text
from fieldkit.model import records, streams
from fieldkit.model.cases.personal import note_access
from fieldkit.model.cases.reading import case_name, read_case
from fieldkit.model.cases.registers import register_of
from fieldkit.model.identifiers import id13_digits
from fieldkit.model.ids import derived_id
from fieldkit.model.reference import OTHER_PLACE, visit_kinds
from fieldkit.model.register import location
from fieldkit.model.register.places import country
from fieldkit.model.register.reading import Reading
from fieldkit.model.thai.collation import sort_key
from fieldkit.model.thai.search_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fieldkit.model.records import Edit, Record
    from fieldkit.model.reference import VisitKind
    from fieldkit.model.workspace import Workspace

Row = dict[str, Any]

_PERSONAL_REASON = "สถานที่ตรวจ"
# Columns of the place, by the columns of the record that fill them: the first that has a value.
# Nothing of a complainant goes along, and no 13-digit number.
_FILLED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "loan": {"name": ("enterprise", "name"), "phone": ("phone",), "district": ("district",)},
    "enterprise": {
        "name": ("name",),
        "activity": ("product",),
        "address_no": ("address",),
        "phone": ("phone",),
        **{column: (column,) for column in (*location.PARTS, "latitude", "longitude")},
    },
    "complaint": {
        "name": ("place", "number"),
        **{column: (column,) for column in ("district", "latitude", "longitude")},
    },
}


class PlaceRefused(FieldkitError):
    """A place that cannot be made or put into the bin."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a checklist about a record is filled in.

    Attributes:
        factory: its id in the register.
        name: what it is called.
        known: whether the register has it; else it is made by `settle`.
        linked: whether the record names it already, so that there is nothing to settle.
    """

    table: str
    record: str
    factory: str
    name: str
    known: bool
    linked: bool
    values: Mapping[str, Any]


def kinds_for(table: str) -> dict[str, VisitKind]:
    """Return the kinds of visit that are about records of ``table``, by code."""
    return {code: kind for code, kind in visit_kinds().items() if table in kind.registers}


def kinds_at(workspace: Workspace, factory: str) -> list[str]:
    """Return the kinds of visit (codes) that are about the records which name a place."""
    return [
        code
        for table in _FILLED
        if workspace.rows(
            f"SELECT 1 FROM {table} WHERE factory = ? AND coalesce(deleted, 0) = 0 LIMIT 1", factory
        )
        for code in kinds_for(table)
    ]


def look(workspace: Workspace, table: str, id_: str) -> Place:
    """Return where a checklist about a record is filled in; nothing is written.

    It is the factory that the record names, or one that the register knows as the same (that of a loan or
    enterprise of the same name, one of that name or 13-digit number), or a place that is still to be made.
    Raises NoSuchCase, `PlaceRefused` for a record without a name or in the bin.
    """
    row = read_case(workspace, table, id_).record.row
    values = _values(table, row)
    if not values.get("name") or row["deleted"]:
        raise PlaceRefused(
            Text("เริ่มการตรวจไม่ได้", "No inspection can be started"),
            Text("กู้คืนรายการ หรือใส่ชื่อก่อน", "Restore the record, or give it a name first"),
            place=case_name(table, row),
        )
    candidates = ((row["factory"] or "", True), (_known(workspace, row, values), False))
    for found, linked in candidates:
        there = workspace.rows("SELECT name FROM factory WHERE id = ? AND coalesce(deleted, 0) = 0", found)
        if there:
            return Place(table, id_, found, there[0]["name"] or "", known=True, linked=linked, values={})
    new = derived_id("factory", "place", id_)
    return Place(table, id_, new, values["name"], known=False, linked=False, values=values)


def settle(workspace: Workspace, place: Place) -> Edit | None:
    """Make the place where it is new and let the record name it, in one commit that can be taken back.

    What is personal and goes into the register is noted. Raises `ConflictOpen`, `StorageError`.
    """
    if place.linked:
        return None
    case = read_case(workspace, place.table, place.record)
    edits: list[tuple[Record, Mapping[str, Any]]] = [(case.record, {"factory": place.factory})]
    new = []
    if not place.known:
        binned = records.load(workspace, "factory", place.factory)
        if binned is not None:
            edits.append((binned, {**place.values, "deleted": 0, "delete_reason": None}))
        else:
            stream = streams.register_stream(place.values.get("province_code"))
            new = records.new_ops("factory", place.values, stream=stream, id_=place.factory)
        personal = register_of(place.table).personal
        row = case.record.row
        if any(row[one] and row[one] in place.values.values() for one in personal):
            note_access(workspace, "shown", place.table, [place.record], _PERSONAL_REASON)
    return records.write(workspace, new=new, edits=edits)


def delete(workspace: Workspace, ids: Iterable[str]) -> Edit | None:
    """Put places into the bin; a factory, or a place with inspections, is refused and nothing is written."""
    found = records.load_many(workspace, "factory", ids)
    for record in found:
        if record.row["status"] != OTHER_PLACE:
            raise PlaceRefused(
                Text("ลบโรงงานออกจากทะเบียนไม่ได้", "A factory is not deleted from the register"),
                Text(
                    "นำเข้าทะเบียนที่มีสถานะใหม่ หรือรวมโรงงานที่ซ้ำ",
                    "Import a register with its new status, or merge the one that is doubled",
                ),
                place=str(record.row["name"] or ""),
            )
        if inspected(workspace, record.id):
            raise PlaceRefused(
                Text("สถานที่นี้มีการตรวจแล้ว จึงลบไม่ได้", "This place was inspected and is not deleted"),
                Text("รวมเข้ากับโรงงานในทะเบียนแทน", "Merge it into a factory of the register instead"),
                place=str(record.row["name"] or ""),
            )
    return records.delete(workspace, found)


def restore(workspace: Workspace, ids: Iterable[str]) -> Edit | None:
    """Take places out of the bin."""
    found = records.load_many(workspace, "factory", ids)
    return records.restore(workspace, [one for one in found if one.row["status"] == OTHER_PLACE])


def inspected(workspace: Workspace, factory: str) -> bool:
    """Tell whether a place has an inspection, drafts too."""
    sql = "SELECT 1 FROM inspection WHERE place = ? AND coalesce(deleted, 0) = 0 LIMIT 1"
    return bool(workspace.rows(sql, factory))


def _values(table: str, row: Row) -> Row:
    """Return the columns of the place of a record, its districts by their official names."""
    columns = {
        column: value
        for column, sources in _FILLED[table].items()
        if (value := next((row[source] for source in sources if row[source]), None)) is not None
    }
    reading = Reading("", 0, columns=columns)
    if "province" not in columns:
        # The record is kept with the office's province.
        code = str(row["stream"]).partition("/")[2]
        columns["province"] = country().province_name(code)
    reading.columns = {name: value for name, value in columns.items() if value}
    location.locate(reading, country())
    source = f"{register_of(table).name.th} {case_name(table, row)}".strip()
    # Without the day: two laptops that make it on two days say the same.
    return reading.columns | {"status": OTHER_PLACE, "source": source}


def _known(workspace: Workspace, row: Row, values: Row) -> str:
    """Return the factory that is the same as the place of ``row``, "" where none is or several are."""
    name, district = fold(values["name"]), values.get("district")
    number = id13_digits(row.get("id13") or "")
    found = {
        one["factory"]
        for one in workspace.rows(
            "SELECT x.factory, x.name, x.district FROM enterprise x WHERE x.factory IS NOT NULL"
            " AND coalesce(x.deleted, 0) = 0 UNION ALL SELECT x.factory, x.enterprise, x.district FROM loan x"
            " WHERE x.factory IS NOT NULL AND coalesce(x.deleted, 0) = 0"
        )
        if one["name"] and fold(one["name"]) == name and one["district"] == district
    }
    found |= {
        one["id"]
        for one in workspace.rows(
            "SELECT id FROM factory WHERE coalesce(deleted, 0) = 0"
            " AND ((name_sort = ? AND coalesce(district, '') = ?) OR (? <> '' AND operator_id13 = ?))",
            *(sort_key(values["name"]), district or "", number, number),
        )
    }
    return str(next(iter(found))) if len(found) == 1 else ""
