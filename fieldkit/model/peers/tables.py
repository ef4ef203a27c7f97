"""Records out of tables: a table of inspections, and one for each repeat, tied by keys."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model.peers import columns
from fieldkit.model.peers.opening import KOBO, ODK, SAFETYCULTURE
from fieldkit.model.peers.record import PeerRecord, Place, Told
from fieldkit.model.peers.values import NoAnswer, answer, moment, plain, written
from fieldkit.model.register.problems import Remark, letter
from fieldkit.model.workbook.sheet_names import sheet_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import tzinfo

    from fieldkit.model.checklist_schema import AskedTable
    from fieldkit.model.peers.columns import Columns
    from fieldkit.model.peers.record import Source
    from fieldkit.model.register.cells import Cell
    from fieldkit.model.register.sheet import Sheet

_KOBO_OWN = (
    *("_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by"),
    *("__version__", "_tags", "rootUuid", "_index", "_parent_table_name", "_parent_index", "formhub/uuid"),
    *("meta/rootUuid", "_version_", "_geolocation", "_attachments"),
)


@dataclass(frozen=True, slots=True)
class _Program:
    """How a program calls what a record says of itself; the first header that is there counts."""

    instance: tuple[str, ...]
    version: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    started: tuple[str, ...] = ()
    submitted: tuple[str, ...] = ()
    own: tuple[str, ...] = ()


_PROGRAMS = {
    ODK: _Program(
        ("KEY",),
        ("FormVersion",),
        ("SubmitterName",),
        ("start",),
        ("SubmissionDate",),
        (
            *("PARENT_KEY", "SubmitterID", "AttachmentsPresent", "AttachmentsExpected", "Status"),
            *("ReviewState", "DeviceID", "Edits", "instanceID", "meta-instanceID", "meta-instanceName"),
            *("instanceName", "SET-OF", "isReadOnly"),
        ),
    ),
    KOBO: _Program(
        ("_uuid", "_id"),
        ("__version__",),
        ("_submitted_by",),
        ("start",),
        ("_submission_time",),
        (*_KOBO_OWN, *(f"_submission_{name}" for name in _KOBO_OWN)),
    ),
    SAFETYCULTURE: _Program(
        ("auditID", "audit_id", "Audit ID", "Inspection ID"),
        (),
        ("audit_preparedby", "Title Page_Prepared by", "Prepared by", "authorName", "ownerName"),
        ("audit_started", "Title Page_Conducted on", "Conducted on", "dateStarted"),
        ("audit_completed", "dateCompleted"),
        (
            *("template_id", "template_name", "templateID", "templateName", "auditName", "audit_duration"),
            *("audit_title", "audit_client", "audit_location", "audit_latitude", "audit_longitude"),
            *("audit_personnel", "audit_score", "audit_total", "audit_percentage", "dateModified"),
        ),
    ),
}


@dataclass
class _Table:
    """A sheet with the table of the form that it fills."""

    sheet: Sheet
    asked: AskedTable
    header: list[str]
    columns: Columns


@dataclass
class TableReader:
    """Reads the records of a source of tables for a form."""

    source: Source
    schema: AskedTable
    zone: tzinfo | None
    glance: Callable[[], object] = bool
    """Called at each record; may raise to stop."""
    remarks: list[Remark] = field(default_factory=list)
    """What holds for the whole file: columns and tables that are no question's."""
    _sheets: dict[str, str] = field(default_factory=dict)

    def records(self) -> Iterator[PeerRecord]:
        """Yield the inspections with their answers, in the order of the file."""
        program = _PROGRAMS[self.source.program]
        root, *rest = self.source.sheets
        first = self._table(root, self.schema, program)
        found: dict[str, PeerRecord] = {}
        bases: dict[str, tuple[PeerRecord, str, tuple[str, ...]]] = {}
        path = f"/{self.schema.name}"
        repeats = self._repeats(rest, program)
        told = bool(repeats) or self.source.program == ODK or (len(self.source.sheets) > 1)
        for place, (number, cells) in enumerate(root.rows[1:], 1):
            self.glance()
            record = self._begin(first, number, cells, program)
            record.sizes = {} if told else None
            self._answers(record, first, number, cells, path)
            found[f"{number}"] = record
            bases[self._own_key(first, cells, place)] = (record, path, ())
        for table in sorted(repeats, key=lambda one: len(one.asked.path)):
            self._rows(table, bases)
        yield from found.values()

    # --- tables

    def _repeats(self, sheets: Sequence[Sheet], program: _Program) -> list[_Table]:
        known = [table for table in self.schema.walk() if table.path]
        found = []
        for sheet in sheets:
            if len(sheet.rows) < 2:
                continue
            asked = self._of(sheet, known)
            if asked is None:
                self.remarks.append(Place(sheet.name, sheet.rows[0][0]).remark(_NO_TABLE))
                continue
            self._sheets[asked.name] = sheet.name
            found.append(self._table(sheet, asked, program))
        return found

    def _of(self, sheet: Sheet, known: Sequence[AskedTable]) -> AskedTable | None:
        if self.source.program == ODK:
            header = [str(cell) for cell in sheet.rows[0][1]]
            key = next((str(_at(cells, header.index("KEY"))) for _n, cells in sheet.rows[1:]), "")
            steps = tuple(re.sub(r"\[\d+\]", "", key).split("/")[1:])
            return next((table for table in known if table.path == steps), None)
        taken = [self.source.sheets[0].name]
        for table in known:
            taken.append(sheet_name(table.name, taken))
            if taken[-1] == sheet.name:
                return table
        return None

    def _table(self, sheet: Sheet, asked: AskedTable, program: _Program) -> _Table:
        number, cells = sheet.rows[0]
        header = [plain(cell, None) for cell in cells]
        own = (*program.instance, *program.version, *program.author, *program.submitted, *program.own)
        matched = columns.match(asked, header, own)
        for index in matched.unknown:
            if _is_own(header[index], program):
                continue
            self.remarks.append(
                Place(sheet.name, number, letter(index)).remark(
                    Text(
                        f"คอลัมน์ “{header[index]}” ไม่ตรงกับคำถามใด จึงไม่นำเข้า",
                        f"the column “{header[index]}” is no question's and is not imported",
                    )
                )
            )
        return _Table(sheet, asked, header, matched)

    # --- rows

    def _own_key(self, table: _Table, cells: Sequence[Cell], place: int) -> str:
        if self.source.program == ODK:
            return self._cell(table, cells, ("KEY",))
        index = self._cell(table, cells, ("_index",)) or str(place)
        return f"{table.sheet.name}|{index}"

    def _parent_key(self, table: _Table, cells: Sequence[Cell]) -> str:
        if self.source.program == ODK:
            return self._cell(table, cells, ("PARENT_KEY",))
        above = self._cell(table, cells, ("_parent_table_name",))
        # the name of the first table is its title; names may be cut in those of the sheets
        above = self._sheets.get(above, self.source.sheets[0].name)
        return f"{above}|{self._cell(table, cells, ('_parent_index',))}"

    def _rows(self, table: _Table, bases: dict[str, tuple[PeerRecord, str, tuple[str, ...]]]) -> None:
        for place, (number, cells) in enumerate(table.sheet.rows[1:], 1):
            above = bases.get(self._parent_key(table, cells))
            if above is None or table.asked.path[: len(above[2])] != above[2]:
                self.remarks.append(Place(table.sheet.name, number).remark(_NO_PARENT))
                continue
            record, base, path = above
            area = "/".join((base, *table.asked.path[len(path) :]))
            assert record.sizes is not None
            record.sizes[area] = record.sizes.get(area, 0) + 1
            own = f"{area}[{record.sizes[area]}]"
            bases[self._own_key(table, cells, place)] = (record, own, table.asked.path)
            self._answers(record, table, number, cells, own)

    def _begin(self, table: _Table, number: int, cells: Sequence[Cell], program: _Program) -> PeerRecord:
        instance = self._cell(table, cells, program.instance)
        if instance and self.source.program == KOBO and not instance.startswith("uuid:"):
            instance = f"uuid:{instance}"
        record = PeerRecord(
            instance,
            Place(table.sheet.name, number),
            version=self._cell(table, cells, program.version),
            author=self._cell(table, cells, program.author),
            started=self._moment(table, cells, program.started),
            submitted=self._moment(table, cells, program.submitted),
        )
        for index, name in enumerate(table.header):
            place = Place(table.sheet.name, number, letter(index))
            record.cells.setdefault(columns.folded(name), (plain(_at(cells, index), self.zone), place))
        return record

    def _answers(
        self, record: PeerRecord, table: _Table, number: int, cells: Sequence[Cell], base: str
    ) -> None:
        for column in table.columns.known:
            index = column.whole if column.whole is not None else next(iter(column.parts.values()))
            place = Place(table.sheet.name, number, letter(index))
            try:
                whole = ""
                if column.whole is not None:
                    whole = written(_at(cells, column.whole), self.zone, armoured=self.source.armoured)
                parts = {part: plain(_at(cells, at), self.zone) for part, at in column.parts.items()}
                text = answer(column.asked, whole, parts)
            except NoAnswer as error:
                record.remarks.append(place.remark(error.reason))
                continue
            if text:
                path = "/".join((base, *column.asked.path[len(table.asked.path) :]))
                record.answers.append(Told(path, column.asked, text, place))

    def _cell(self, table: _Table, cells: Sequence[Cell], names: Sequence[str]) -> str:
        for name in names:
            wanted = columns.folded(name)
            for index, header in enumerate(table.header):
                if columns.folded(header) == wanted and (text := plain(_at(cells, index), self.zone)):
                    return text
        return ""

    def _moment(self, table: _Table, cells: Sequence[Cell], names: Sequence[str]) -> str:
        found = moment(self._cell(table, cells, names), self.zone)
        return found.isoformat() if found else ""


def _is_own(header: str, program: _Program) -> bool:
    """Tell whether a column is the program's own: a link to a file, its number, its score."""
    name = columns.folded(header)
    own = {columns.folded(one) for one in (*program.own, *program.started)}
    return name in own or name.endswith("_url")


def _at(cells: Sequence[Cell], index: int) -> Cell:
    return cells[index] if index < len(cells) else None


_NO_TABLE = Text(
    "ตารางนี้ไม่ตรงกับรายการซ้ำใดในแบบตรวจ จึงไม่นำเข้า",
    "this table is no repeat of the checklist and is not imported",
)
_NO_PARENT = Text(
    "แถวนี้ไม่พบรายการที่สังกัด จึงไม่นำเข้า",
    "the record to which this row belongs is not in the file; it is not imported",
)
