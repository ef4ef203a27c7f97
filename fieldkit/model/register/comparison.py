"""The rows of a register against the factories that are known: what is new, changed, and what is kept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model import records, streams
from fieldkit.model.body import Op
from fieldkit.model.reference import OTHER_PLACE
from fieldkit.model.register import location, places
from fieldkit.model.register.changes import Change, Entry
from fieldkit.model.register.fields import LABELS, STATUS_SINCE
from fieldkit.model.register.matching import Matching
from fieldkit.model.register.problems import Remark
from fieldkit.model.register.status_days import StatusDays
from fieldkit.model.register.stored import Stored, current_heads, read_stored
from fieldkit.model.tables import GROUPS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from sqlalchemy import Connection

    from fieldkit.model.register.reading import Reading

_GROUP = {name: group for group, names in GROUPS["factory"].items() for name in names}
_PLACE = {name: place for place, name in enumerate(_GROUP)}
_OF_REGISTER = ("0", "1", "2", "3")  # statuses that a register gives; others are the office's own findings


class Comparison:
    """Compares the rows of a file with the database that it is going into."""

    def __init__(self, connection: Connection, source: str, today: date, written_on: date) -> None:
        """Compare with what ``connection`` sees; ``source`` and ``today`` go with what is written.

        ``written_on`` is the day of the file: that of a status which changed, where the file gives none.
        """
        self._connection = connection
        self._source = {"source": source, "source_date": today.isoformat()}
        self._since = StatusDays(connection, today, min(written_on, today))
        self._matching = Matching(connection)
        self._places = places.country()
        self.new: list[Entry] = []
        self.changed: list[Entry] = []
        self.unchanged = 0
        self.rejected: list[Remark] = []
        self.warnings: list[Remark] = []
        self._written: dict[str, dict[str, Any]] = {}  # names of places as the file has them, by factory
        self._after: dict[str, dict[str, Any]] = {}  # columns to write, by factory
        self.ops: list[Op] = []
        self.before: dict[tuple[str, str], dict[str, Any]] = {}

    def compare(self, readings: Sequence[Reading], progress: Callable[[int, int], None] | None) -> None:
        """Sort every row into new, changed, unchanged or rejected."""
        matched: list[tuple[Reading, str, bool]] = []
        for number, reading in enumerate(readings):
            if progress is not None and number % 500 == 0:
                progress(number, len(readings))
            written = {part: reading.columns.get(part) for part in location.PARTS}
            location.locate(reading, self._places)
            found = None if reading.refusal else self._matching.match(reading)
            if found is not None and found.refusal is not None:
                reading.refuse("", found.refusal)
            if found is None or reading.refusal is not None:
                assert reading.refusal is not None
                self.rejected.append(reading.refusal)
                continue
            if found.known is None:
                _name(reading)
            matched.append((reading, found.id, found.known is not None))
            self._written[found.id] = written
        stored = read_stored(self._connection, [id_ for _reading, id_, known in matched if known])
        for reading, id_, _known in matched:
            self._one(reading, id_, stored.get(id_))
        self._compose(stored)

    def _one(self, reading: Reading, id_: str, stored: Stored | None) -> None:
        numbered = "registration_no" in reading.columns or "registration_no_old" in reading.columns
        if stored is None and numbered and reading.columns.get("status") == OTHER_PLACE:
            _refuse_other_place(reading)
        changes = [] if stored is None else self._changes(reading, id_, stored)
        changes += self._since.changes(reading, id_, stored.columns if stored else None, changes)
        self.warnings += reading.warnings
        revived = stored is not None and bool(stored.columns["deleted"])
        if not (changes or revived or stored is None):
            self.unchanged += 1
            return
        after = {change.column: change.after for change in changes}
        if stored is None:
            after |= {**reading.columns, "extra": _extra_json(reading.extra)}
        if revived:
            after |= {"deleted": 0, "delete_reason": None}
        self._after[id_] = after | self._source
        is_new = stored is None or revived
        (self.new if is_new else self.changed).append(_entry(reading, id_, stored, changes if stored else []))

    def _changes(self, reading: Reading, id_: str, stored: Stored) -> list[Change]:
        """Return what the row says otherwise; what it does not say, and what is in conflict, stays."""
        self._protect_status(reading, stored)
        old = stored.columns
        if self._written[id_] == {part: old[part] for part in location.PARTS}:
            # The names are those that are stored: codes that follow from them are no news of the file.
            for name in (*location.PARTS, *location.CODES):
                reading.columns.pop(name, None)
        for total, parts in reading.sums.items():
            if all(reading.columns.get(part, old[part]) == old[part] for part in parts):
                reading.columns.pop(total, None)  # nor is a sum of parts that are stored
        after = dict(reading.columns)
        if reading.extra:
            after["extra"] = _extra_json(json.loads(old["extra"] or "{}") | reading.extra)
        return [
            Change(name, LABELS.get(name, Text(name, name)), old[name], after[name])
            for name in sorted(after, key=_PLACE.__getitem__)
            if after[name] != old[name] and not self._open(reading, stored, _GROUP[name])
        ]

    def _protect_status(self, reading: Reading, stored: Stored) -> None:
        """Keep what an inspector found (closed, not found, moved) against what the register still says.

        A factory of the register does not become a place that is none, nor such a place a factory: those
        are merged.
        """
        known, given = stored.columns["status"], reading.columns.get("status")
        if given == OTHER_PLACE != known:
            _refuse_other_place(reading)
        elif known and known not in _OF_REGISTER and given not in (None, known):
            del reading.columns["status"]
            reading.warn(
                "",
                "คงสถานะที่สำนักงานบันทึกไว้ ไม่ใช้สถานะจากไฟล์",
                "the status that the office recorded is kept, not the one of the file",
            )

    def _open(self, reading: Reading, stored: Stored, group: str) -> bool:
        """Tell whether two people hold the cell differently; an import must not decide that."""
        if group not in stored.conflicts:
            return False
        told = Text(
            "มีค่าที่สองคนบันทึกไม่ตรงกัน จึงไม่เปลี่ยนส่วนนี้ แก้ที่หน้าซิงก์ก่อน",
            "two people saved different values here, so this part is left; choose on the sync page first",
        )
        remark = Remark(reading.sheet, reading.row, "", told)
        if remark not in reading.warnings:
            reading.warnings.append(remark)
        return True

    def _compose(self, stored: dict[str, Stored]) -> None:
        """Turn what is to be into ops, each on the heads that stand now."""
        heads = current_heads(self._connection, [id_ for id_ in self._after if id_ in stored])
        for id_, after in self._after.items():
            self._write(id_, after, stored.get(id_), heads.get(id_, {}))

    def _write(
        self, id_: str, after: dict[str, Any], stored: Stored | None, heads: dict[str, tuple[str, ...]]
    ) -> None:
        old = stored.columns if stored else {}
        province = after.get("province_code", old.get("province_code"))
        stream = stored.stream if stored else streams.register_stream(province)
        filled = {_GROUP.get(name) for name, value in after.items() if value is not None}
        for group, names in GROUPS["factory"].items():
            if group not in filled and old.keys().isdisjoint(names):
                continue
            if stored is not None and (group in stored.conflicts or after.keys().isdisjoint(names)):
                continue
            values = {name: after.get(name, old.get(name)) for name in names}
            self.ops.append(Op("factory", id_, group, values, heads.get(group, ()), stream))
            if group in heads:
                self.before[id_, group] = {name: old[name] for name in names}
        if STATUS_SINCE in after:
            fact = {"factory": id_, "property": STATUS_SINCE, "value": after[STATUS_SINCE]}
            told = {"as_of": self._source["source_date"], "source": self._source["source"]}
            self.ops += records.new_ops("fact", fact | told, stream=streams.inspection_stream(province))


def _extra_json(extra: dict[str, str]) -> str | None:
    return json.dumps(extra, ensure_ascii=False, sort_keys=True) if extra else None


def _refuse_other_place(reading: Reading) -> None:
    del reading.columns["status"]
    reading.warn(
        "",
        "โรงงานที่มีทะเบียนไม่เป็นสถานประกอบการที่ไม่ใช่โรงงาน จึงไม่ใช้สถานะนี้",
        "a registered factory is no place without a registration, so this status is not used",
    )


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


def _entry(reading: Reading, id_: str, stored: Stored | None, changes: Sequence[Change]) -> Entry:
    columns = {**stored.columns, **reading.columns} if stored else reading.columns
    number = columns.get("registration_no_old") or columns.get("registration_no") or ""
    return Entry(id_, reading.sheet, reading.row, number, columns.get("name") or "", tuple(changes))
