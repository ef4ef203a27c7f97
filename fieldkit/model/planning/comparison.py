"""The rows of a plan workbook against the plan: new, changed cell by cell, or not to be taken."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model.identifiers import registration_key
from fieldkit.model.places_of import mergers
from fieldkit.model.planning.editing import dated
from fieldkit.model.register.problems import Remark
from fieldkit.model.round_trip.comparison import RecordComparison

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldkit.model import records
    from fieldkit.model.planning.reading import PlanReading
    from fieldkit.model.workspace import Workspace

_STRUCK_OFF = ("2", "closed_found", "not_found", "moved", "not_factory")


@dataclass(frozen=True, slots=True)
class _Factory:
    id: str
    number: str
    name: str
    status: str
    deleted: bool
    reason: str


class PlanComparison(RecordComparison):
    """Compares the rows of a file with the plan of one fiscal year."""

    def __init__(self, workspace: Workspace, year: int) -> None:
        planned = workspace.rows("SELECT id FROM assignment WHERE fiscal_year = ?", year)
        super().__init__(workspace, "assignment", [row["id"] for row in planned])
        self._year = year
        self._factories = {
            row["id"]: _Factory(**row)
            for row in workspace.rows(
                "SELECT id, coalesce(registration_no_old, registration_no, '') AS number,"
                " coalesce(name, '') AS name, coalesce(status, '') AS status,"
                " coalesce(deleted, 0) AS deleted, coalesce(delete_reason, '') AS reason FROM factory"
            )
        }
        with workspace.database.read() as connection:
            stands_for = mergers(connection)
        self._by_number: dict[str, set[str]] = {}
        for row in workspace.rows("SELECT id, registration_no, registration_no_old FROM factory"):
            for number in (row["registration_no"], row["registration_no_old"]):
                if number:
                    owner = stands_for.get(row["id"], row["id"])
                    self._by_number.setdefault(registration_key(number), set()).add(owner)

    def compare(self, readings: Iterable[PlanReading], *, whole: bool = True) -> None:
        """Sort every row into new, changed, unchanged or rejected; plans without a row stay as they are.

        How many have none is told where the file should be the ``whole`` plan.
        """
        rows = list(readings)
        owners = {id(row): self._owner(row) for row in rows}
        times = Counter(owner.id for owner in owners.values() if isinstance(owner, _Factory))
        for row in rows:
            self._one(row, owners[id(row)], times)
        missing = sum(
            not record.row["deleted"] and record.id not in self.seen for record in self.known.values()
        )
        if whole and rows and missing:
            told = Text(
                f"แผน {missing:,} รายการไม่มีในไฟล์ จึงคงไว้ตามเดิม ถ้าไม่ตรวจแล้วให้ตั้งสถานะเป็น ตัดออกจากแผน",
                f"{missing:,} planned visits are not in the file and stay; their state takes them off",
            )
            self.warnings.append(Remark(rows[-1].sheet, rows[-1].row, "", told))

    def _one(self, row: PlanReading, owner: _Factory | Remark, times: Counter[str]) -> None:
        if isinstance(owner, Remark):
            self.rejected.append(owner)
            return
        record = self._match(row, owner, times)
        if isinstance(record, Remark):
            self.rejected.append(record)
            return
        if record is None and row.problems:
            # Half a new row would be a second one when the file is corrected and imported again.
            self.rejected += row.problems
            return
        self.warnings += [*row.problems, *row.remarks]
        if record is None:
            self._new(row, owner)
        else:
            self._change(row, record, owner)

    # --- whose

    def _owner(self, row: PlanReading) -> _Factory | Remark:
        """Return the factory that a row is about, or why nobody can tell."""
        known = self.known.get(row.id)
        if row.id and known is None:
            return row.problem(
                "id",
                Text(
                    f"ไม่มีรหัสแผน {row.id} ในปีงบประมาณ {self._year} ลบรหัสเพื่อเพิ่มเป็นแผนใหม่ หรือเลือกปีให้ตรง",
                    f"the fiscal year {self._year} has no plan {row.id}; clear the ID to add it as a new one,"
                    " or choose the year of the file",
                ),
            )
        candidates = self._named(row)
        if isinstance(candidates, Remark):
            return candidates
        if known is not None:
            owner = self._factories.get(known.row["factory"])
            if candidates and known.row["factory"] not in candidates:
                return self._other_factory(row, owner, candidates)
            return owner or self._unknown(row)
        if not candidates:
            return self._unknown(row)
        return self._alone(row, candidates)

    def _named(self, row: PlanReading) -> set[str] | Remark:
        """Return the factories that the numbers of a row name, those that both name where there are two."""
        found: set[str] | None = None
        for key, number in row.numbers.items():
            here = self._by_number.get(registration_key(number), set())
            if not here:
                return row.problem(
                    key,
                    Text(
                        f"ไม่มีโรงงานเลข “{number}” ในทะเบียน นำเข้าทะเบียนล่าสุดก่อน หรือแก้เลข",
                        f"the register has no factory “{number}”; import the newest register, or correct it",
                    ),
                )
            if found is not None and not found & here:
                return row.problem(
                    key,
                    Text(
                        f"เลขเดิมและเลข 14 หลักเป็นของคนละโรงงาน ({self._words(found)} / {self._words(here)})"
                        " โรงงานอาจถูกแยกหรือรวม แก้ให้เหลือเลขเดียว",
                        f"the old and the new number are of two factories ({self._words(found)} /"
                        f" {self._words(here)}); they may have been split or merged: keep the right number",
                    ),
                )
            found = here if found is None else found & here
        return found or set()

    def _alone(self, row: PlanReading, candidates: set[str]) -> _Factory | Remark:
        living = [one for one in sorted(candidates) if not self._factories[one].deleted]
        column = next(iter(row.numbers), "")
        if not living:
            gone = self._factories[min(candidates)]
            return row.problem(
                column,
                Text(
                    f"โรงงาน “{gone.name}” ถูกลบจากทะเบียนแล้ว ({gone.reason or '–'}) อาจรวมกับโรงงานอื่น"
                    " ใส่เลขของโรงงานที่ยังอยู่",
                    f"“{gone.name}” was deleted from the register ({gone.reason or '–'}), perhaps merged with"
                    " another; give the number of the one that stays",
                ),
            )
        if len(living) > 1:
            return row.problem(
                column,
                Text(
                    f"เลขนี้เป็นของโรงงาน {len(living)} แห่ง ({self._words(living)}) อาจถูกแยกแล้ว ใส่เลข 14 หลัก",
                    f"{len(living)} factories have this number ({self._words(living)}), perhaps by a split;"
                    " give the 14-digit number",
                ),
            )
        return self._factories[living[0]]

    def _other_factory(self, row: PlanReading, owner: _Factory | None, candidates: set[str]) -> Remark:
        was = owner.name if owner else "–"
        return row.problem(
            next(iter(row.numbers), "id"),
            Text(
                f"รหัสแผนนี้เป็นของ “{was}” แต่เลขทะเบียนเป็นของ {self._words(candidates)} แถวอาจเลื่อน"
                " แก้เลข หรือลบรหัสแผนเพื่อเพิ่มใหม่",
                f"the plan ID is of “{was}”, the number of {self._words(candidates)}; rows may have moved:"
                " correct the number, or clear the ID to add a new plan",
            ),
        )

    def _unknown(self, row: PlanReading) -> Remark:
        return row.problem(
            "",
            Text(
                f"ไม่มีเลขทะเบียนโรงงาน ({row.name or '–'}) เติมเลขทะเบียนแล้วนำเข้าอีกครั้ง",
                f"there is no registration number ({row.name or '–'}); add it and import again",
            ),
        )

    def _words(self, ids: Iterable[str]) -> str:
        return ", ".join(
            f"{self._factories[one].number} {self._factories[one].name}" for one in sorted(ids)[:3]
        )

    # --- which plan of it

    def _match(
        self, row: PlanReading, owner: _Factory, times: Counter[str]
    ) -> records.Record | Remark | None:
        """Return the planned visit that a row means, None for a new one."""
        record = self.known.get(row.id)
        if record is None:
            record = self._without_id(row, owner, times)
        if record is None:
            return None
        return self.taken(row, record) or record

    def _without_id(self, row: PlanReading, owner: _Factory, times: Counter[str]) -> records.Record | None:
        """Return the plan of a row without ID: that of the same day, or the only one of the factory."""
        free = [
            record
            for record in self.known.values()
            if record.row["factory"] == owner.id and not record.row["deleted"] and record.id not in self.seen
        ]
        kind = row.values.get("kind") or "PLAN"
        same = [
            one
            for one in free
            if (one.row["planned_on"], one.row["kind"]) == (row.values.get("planned_on"), kind)
        ]
        if same:
            return same[0]
        return free[0] if len(free) == 1 and times[owner.id] == 1 else None

    # --- what to write

    def _new(self, row: PlanReading, owner: _Factory) -> None:
        day = row.values.get("planned_on")
        values = {
            "factory": owner.id,
            "fiscal_year": self._year,
            **row.values,
            "kind": row.values.get("kind") or "PLAN",
            **dated(date.fromisoformat(day) if day else None, self._year),
        }
        self.add(row, owner.number, owner.name, values)
        if owner.deleted or owner.status in _STRUCK_OFF:
            told = Text(
                "โรงงานนี้ไม่ได้ประกอบกิจการแล้วตามทะเบียน", "the register says that this factory does not operate"
            )
            self.warnings.append(row.problem("", told))

    def _change(self, row: PlanReading, record: records.Record, owner: _Factory) -> None:
        values = dict(row.values)
        if (
            not row.id
        ):  # without the ID an empty cell is a column that was never filled, not one that was cleared
            values = {key: value for key, value in values.items() if value is not None}
        changes = self.changes(row, record, values)
        if not changes:
            self.unchanged += 1
            return
        after = {change.column: change.after for change in changes}
        if "planned_on" in after:
            day = after["planned_on"]
            after |= dated(date.fromisoformat(day) if day else None, self._year)
        self.change(row, record, (owner.number, owner.name), changes, after)
