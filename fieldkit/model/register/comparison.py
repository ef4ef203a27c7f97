"""The rows of a register against the factories that are known: what is new, changed, and what is kept."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model import streams
from fieldkit.model.body import Op
from fieldkit.model.register import location, places
from fieldkit.model.register.fields import LABELS
from fieldkit.model.register.matching import Matching
from fieldkit.model.register.problems import Remark
from fieldkit.model.register.stored import Stored, read_stored
from fieldkit.model.tables import GROUPS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection

    from fieldkit.model.register.reading import Reading

_COMPARED = tuple(group for group in GROUPS["factory"] if group not in ("source", "void"))
_OF_REGISTER = ("0", "1", "2", "3")  # statuses that a register gives; others are the office's own findings


@dataclass(frozen=True, slots=True)
class Change:
    """One column of a factory: its name in the table, what people call it, the old and the new value."""

    column: str
    label: Text
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Entry:
    """A factory that would be new or changed, and by which row of the file."""

    id: str
    sheet: str
    row: int
    number: str
    name: str
    changes: tuple[Change, ...]


class Comparison:
    """Compares the rows of a file with the database that it is going into."""

    def __init__(self, connection: Connection, source: str, today: str) -> None:
        """Compare with what ``connection`` sees; ``source`` and ``today`` (ISO) go with what is written."""
        self._connection = connection
        self._source = {"source": source, "source_date": today}
        self._matching = Matching(connection)
        self._places = places.country()
        self.new: list[Entry] = []
        self.changed: list[Entry] = []
        self.unchanged = 0
        self.rejected: list[Remark] = []
        self.warnings: list[Remark] = []
        self.ops: list[Op] = []
        self.before: dict[tuple[str, str], dict[str, Any] | None] = {}

    def compare(self, readings: Sequence[Reading], progress: Callable[[int, int], None] | None) -> None:
        """Sort every row into new, changed, unchanged or rejected."""
        matched: list[tuple[Reading, str, bool]] = []
        for number, reading in enumerate(readings):
            if progress is not None and number % 500 == 0:
                progress(number, len(readings))
            location.locate(reading, self._places)
            _name(reading)
            found = None if reading.refusal else self._matching.match(reading)
            if found is not None and found.refusal is not None:
                reading.refuse("", found.refusal)
            if found is None or reading.refusal is not None:
                assert reading.refusal is not None
                self.rejected.append(reading.refusal)
                continue
            matched.append((reading, found.id, found.known is not None))
        stored = read_stored(self._connection, [id_ for _reading, id_, known in matched if known])
        for reading, id_, _known in matched:
            self._one(reading, id_, stored.get(id_))

    def _one(self, reading: Reading, id_: str, stored: Stored | None) -> None:
        columns = reading.columns
        if stored is not None:
            self._protect_status(reading, stored)
        old = stored.columns if stored else {}
        revived = bool(old.get("deleted"))
        changes = [
            Change(name, LABELS.get(name, Text(name, name)), old.get(name), columns[name])
            for group in _COMPARED
            for name in GROUPS["factory"][group]
            if name in columns and columns[name] != old.get(name) and not self._open(reading, stored, group)
        ]
        extra = {**json.loads(old.get("extra") or "{}"), **reading.extra}
        more = extra != json.loads(old.get("extra") or "{}") and not self._open(reading, stored, "source")
        self.warnings += reading.warnings
        if not (changes or more or revived or stored is None):
            self.unchanged += 1
            return
        written = json.dumps(extra, ensure_ascii=False, sort_keys=True) if extra else None
        if more:
            changes.append(Change("extra", LABELS["extra"], old.get("extra"), written))
        after = {change.column: change.after for change in changes}
        after |= {**self._source, "extra": written}
        if revived:
            after |= {"deleted": 0, "delete_reason": None}
        self._write(id_, after, stored)
        is_new = stored is None or revived
        (self.new if is_new else self.changed).append(_entry(reading, id_, old, changes))

    def _protect_status(self, reading: Reading, stored: Stored) -> None:
        """Keep what an inspector found (closed, not found, moved) against what the register still says."""
        known, given = stored.columns["status"], reading.columns.get("status")
        if known and known not in _OF_REGISTER and given not in (None, known):
            del reading.columns["status"]
            reading.warn(
                "",
                "คงสถานะที่สำนักงานบันทึกไว้ ไม่ใช้สถานะจากไฟล์",
                "the status that the office recorded is kept, not the one of the file",
            )

    def _open(self, reading: Reading, stored: Stored | None, group: str) -> bool:
        """Tell whether two people hold the cell differently; an import must not decide that."""
        if stored is None or group not in stored.conflicts:
            return False
        told = Text(
            "มีค่าที่สองคนบันทึกไม่ตรงกัน จึงไม่เปลี่ยนส่วนนี้ แก้ที่หน้าซิงก์ก่อน",
            "two people saved different values here, so this part is left; choose on the sync page first",
        )
        remark = Remark(reading.sheet, reading.row, "", told)
        if remark not in reading.warnings:
            reading.warnings.append(remark)
        return True

    def _write(self, id_: str, after: dict[str, Any], stored: Stored | None) -> None:
        old = stored.columns if stored else {}
        stream = stored.stream if stored else streams.register_stream(after.get("province_code"))
        for group, names in GROUPS["factory"].items():
            if not any(name in after for name in names) or (stored and group in stored.conflicts):
                continue
            values = {name: after.get(name, old.get(name)) for name in names}
            heads = stored.heads.get(group, ()) if stored else ()
            self.ops.append(Op("factory", id_, group, values, heads, stream))
            self.before[id_, group] = {name: old.get(name) for name in names} if heads else None


def _name(reading: Reading) -> None:
    """Let a factory without a name go by its operator's."""
    if "name" in reading.columns:
        return
    operator = reading.columns.get("operator")
    if operator:
        reading.columns["name"] = operator
        reading.warn(
            "", "ไม่มีชื่อโรงงาน ใช้ชื่อผู้ประกอบกิจการแทน", "without a factory name, it goes by its operator's"
        )
    else:
        reading.warn("", "ไม่มีทั้งชื่อโรงงานและผู้ประกอบกิจการ", "neither factory nor operator has a name")


def _entry(reading: Reading, id_: str, old: dict[str, Any], changes: Sequence[Change]) -> Entry:
    columns = {**old, **reading.columns}
    number = columns.get("registration_no_old") or columns.get("registration_no") or ""
    return Entry(id_, reading.sheet, reading.row, number, columns.get("name") or "", tuple(changes))
