"""Exports inspections as the workbook for the receiving office."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fieldkit import __version__
from fieldkit.errors import FieldkitError, Text
from fieldkit.model import checklists, durable, indicators, reference
from fieldkit.model.cases.personal import shown_number
from fieldkit.model.checklist_schema import natural
from fieldkit.model.indicators import Scope
from fieldkit.model.personal_answers import note_export
from fieldkit.model.planning.plan_rows import plan_rows
from fieldkit.model.thai.dates import short_moment
from fieldkit.model.thai.fiscal import fiscal_year
from fieldkit.model.workbook import sheets, thumbnails
from fieldkit.model.workbook.answer_tables import TableOptions, answer_tables, narrowed
from fieldkit.model.workbook.filters import Filters
from fieldkit.model.workbook.indicator_rows import indicator_rows
from fieldkit.model.workbook.inspection_rows import gather_all
from fieldkit.model.workbook.order_rows import order_rows
from fieldkit.model.workbook.summary import Summary
from fieldkit.model.workbook.writing import WorkbookWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from fieldkit.model.checklists import Checklist
    from fieldkit.model.workbook.answer_tables import AnswerTable
    from fieldkit.model.workbook.filters import Found
    from fieldkit.model.workbook.inspection_rows import InspectionRows
    from fieldkit.model.workbook.sheets import Sheet
    from fieldkit.model.workspace import Workspace

_CHUNK = 400
_ITEMS = {
    "exported_at": Text("ส่งออกเมื่อ", "Exported"),
    "person": Text("ส่งออกโดย", "Exported by"),
    "office": Text("หน่วยงาน", "Office"),
    "device": Text("เครื่อง", "Device"),
    "program": Text("โปรแกรม", "Program"),
    "filters": Text("เงื่อนไข", "Filters"),
    "checklist": Text("แบบตรวจที่ใช้", "Checklist used"),
    "rows": Text("จำนวนแถวในแผ่นงาน", "Rows of the sheet"),
    "altered": Text(
        "ข้อความที่มีอักขระควบคุม แสดงด้วยเครื่องหมายแทน", "Texts with control characters, shown by signs"
    ),
    "long": Text(
        "ข้อความยาวเกินหนึ่งช่อง อยู่ในแผ่น “ข้อความยาว”", "Texts longer than a cell, on the sheet “Long texts”"
    ),
    "unreadable": Text(
        "การตรวจที่ไม่มีแบบตรวจในเครื่องนี้ ส่งออกตามที่บันทึก", "Inspections without their checklist here, as stored"
    ),
    "missing": Text("ภาพถ่ายที่ไม่อยู่ในเครื่องนี้หรือเสียหาย", "Photos not on this machine, or damaged"),
    "without_picture": Text(
        f"ภาพถ่ายที่มีแต่รายการ (ภาพย่อมี {thumbnails.MOST:,} ภาพแรก)",
        f"Photos listed without a small copy (the first {thumbnails.MOST:,} have one)",
    ),
    "font": Text("แบบอักษร", "Font"),
}
_FONT_NOTE = Text(
    "TH SarabunPSK ถ้าไม่มีในเครื่อง ติดตั้งได้ฟรีหรือใช้แบบอักษรไทยอื่น",
    "TH SarabunPSK; if it is missing, install it (free) or use another Thai font",
)


class ExportCancelled(FieldkitError):
    """The person stopped the export; the target is as it was."""

    def __init__(self) -> None:
        super().__init__(Text("ยกเลิกการส่งออกแล้ว", "The export was cancelled"))


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an export wrote.

    ``counts`` are rows by table name without headers. ``altered`` texts show signs for control characters,
    ``long_texts`` go on in a sheet of their own, ``unreadable`` inspections had no checklist here, and of
    ``missing_photos`` only the record was written: nothing was left out.
    """

    path: Path
    counts: Mapping[str, int]
    altered: int = 0
    long_texts: int = 0
    unreadable: tuple[str, ...] = ()
    missing_photos: int = 0


@dataclass
class _Course:
    """What is known while the inspections go by."""

    inspected: Counter[str] = field(default_factory=Counter)
    checklists: Counter[tuple[str, str]] = field(default_factory=Counter)
    unreadable: list[str] = field(default_factory=list)
    missing: int = 0
    pictures: int = 0
    without_picture: int = 0
    known: dict[str, Checklist] = field(default_factory=dict)
    tables: list[AnswerTable] = field(default_factory=list)


def export_workbook(
    workspace: Workspace,
    target: Path,
    *,
    language: str = "th",
    filters: Filters | None = None,
    options: TableOptions | None = None,
    reason: str = "",
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ExportReport:
    """Write ``target`` (.xlsx) and return what it holds; drafts are exported too, with their state.

    ``options`` choose labels or codes and further columns. ``reason`` is what personal answers are for (see
    :mod:`~fieldkit.model.personal_answers`). ``progress(done, total)`` counts inspections;
    ``cancelled()`` is asked before each, and while the file is read back. The file is written beside
    ``target``, read back and counted, synced, and only then takes its name.

    Raises CannotWrite (full disk, open or missing target), ExportCancelled, StorageError; then whatever
    ``target`` was before is intact.
    """
    filters, options = filters or Filters(), options or TableOptions()

    def look() -> None:
        if cancelled is not None and cancelled():
            raise ExportCancelled

    listed = filters.found(workspace.database)
    course, summary = _Course(), Summary()
    course.tables = _tables(workspace, listed, language, options, course.known)
    with _writer(workspace, target, language, filters, _order(course.tables, options)) as writer:
        gathered = gather_all(
            workspace, listed, writer.language, course.known, course.tables, answers=options.long
        )
        for done, rows in enumerate(gathered, 1):
            look()
            _add(workspace, writer, rows, course, summary)
            if progress is not None:
                progress(done, len(listed))
        look()
        for line in order_rows(workspace, set(listed.ids), writer.language):
            writer.append(sheets.ORDERS, line)
        _add_office(workspace, writer, filters, course, summary)
        writer.flush()
        for line in _about(workspace, writer, filters, course):
            writer.append(sheets.ABOUT, line)
        counts = writer.save(look)
        note_export(workspace, listed.ids, reason)  # before it takes its name
    return ExportReport(
        path=target,
        counts=counts,
        altered=writer.altered,
        long_texts=writer.long_texts,
        unreadable=tuple(course.unreadable),
        missing_photos=course.missing,
    )


def _scope(workspace: Workspace, filters: Filters) -> Scope:
    """Return what the figures are about: the fiscal year in which the exported inspections end."""
    today = workspace.clock().date()
    return Scope(indicators.current(filters.until or today), today)


def _tables(
    workspace: Workspace,
    listed: Found,
    language: str,
    options: TableOptions,
    known: dict[str, Checklist],
) -> list[AnswerTable]:
    """Return the sheets that the checklists of these inspections ask for; the newest version comes first."""
    versions = listed.versions
    for record in sorted(versions, key=lambda record: natural(versions[record][1]), reverse=True):
        with suppress(FieldkitError):  # its inspections are written as they are stored
            known[record] = checklists.load(workspace, record)
    taken = [sheet.title.pick(language) for sheet in sheets.SHEETS]
    return answer_tables(known.values(), "en" if language == "en" else "th", options, taken)


def _order(tables: Sequence[AnswerTable], options: TableOptions) -> tuple[Sheet, ...]:
    """Return the sheets in order: those of the checklists stand behind the answers."""
    order: list[Sheet] = []
    for sheet in sheets.SHEETS:
        if sheet is not sheets.ANSWERS or options.long:
            order.append(narrowed(sheet, options))
        if sheet is sheets.ANSWERS:
            order += (table.sheet for table in tables)
    return tuple(order)


def _planned(workspace: Workspace, filters: Filters, language: str) -> Iterator[dict[str, Any]]:
    """Yield the plan of the fiscal year in which the exported inspections end, as far as the filters go."""
    year = fiscal_year(filters.until or workspace.clock().date())
    rows = plan_rows(
        workspace, year, language, district=filters.district or "", officer=filters.officer or ""
    )
    for row in rows:
        yield row | {f"{day}_iso": row[day] for day in ("planned_on", "last_visit", "done_on")}


@contextmanager
def _writer(
    workspace: Workspace, target: Path, language: str, filters: Filters, order: Sequence[Sheet]
) -> Iterator[WorkbookWriter]:
    heading = " · ".join(part for part in (workspace.person.office, filters.in_words(language)) if part)
    with durable.replacing(target) as path:
        writer = WorkbookWriter(
            path, language=language, moment=workspace.clock(), heading=heading, order=order
        )
        try:
            yield writer
        finally:
            writer.abandon()


def _add(
    workspace: Workspace, writer: WorkbookWriter, rows: InspectionRows, course: _Course, summary: Summary
) -> None:
    summary.add(rows)
    course.inspected[str(rows.factory["id"])] += 1
    course.checklists[str(rows.inspection["form_id"]), str(rows.inspection["version"])] += 1
    if not rows.readable:
        course.unreadable.append(str(rows.inspection["inspection_id"]))
    writer.append(sheets.INSPECTIONS, rows.inspection)
    for row in rows.answers:
        writer.append(sheets.ANSWERS, row)
    for row in rows.measurements:
        writer.append(sheets.MEASUREMENTS, row)
    for sheet, row in rows.tables:
        writer.append(sheet, row)
    for row in rows.findings:
        writer.append(sheets.FINDINGS, row)
    for row in rows.photos:
        picture, state = None, thumbnails.state(workspace.attachments, row["sha256"])
        if course.pictures < thumbnails.MOST:
            picture, state = thumbnails.make(workspace.attachments, row["sha256"], writer.path.parent)
            course.pictures += picture is not None
        else:
            course.without_picture += 1
        course.missing += state is not thumbnails.HERE
        writer.append(sheets.PHOTOS, row | {"picture": picture, "file_state": state.pick(writer.language)})


def _add_office(
    workspace: Workspace, writer: WorkbookWriter, filters: Filters, course: _Course, summary: Summary
) -> None:
    """Add what is not of one inspection: factories, figures, plan, summary."""
    with workspace.database.read() as connection:
        _add_factories(connection, writer, course.inspected, everything=filters.all_factories)
        register = _count_register(connection)
        for line in indicator_rows(connection, _scope(workspace, filters), writer.language):
            writer.append(sheets.INDICATORS, line)
    for line in _planned(workspace, filters, writer.language):
        writer.append(sheets.PLANNED, line)
    for line in summary.rows(writer.language, register=register):
        writer.append(sheets.SUMMARY, line)


def _add_factories(
    connection: Connection, writer: WorkbookWriter, inspected: Mapping[str, int], *, everything: bool
) -> None:
    words = {code: status.name.pick(writer.language) for code, status in reference.factory_statuses().items()}
    for row in _factories(connection, None if everything else sorted(inspected)):
        line = {column.key: row.get(column.key) for column in sheets.FACTORIES.columns}
        for name in ("license_date", "start_date", "fee_paid_until"):
            line[f"{name}_iso"] = row[name]
        line |= {
            "factory_id": row["id"],
            "operator_id13": shown_number(row["operator_id13"]),
            "class": row["class_"],
            "status": words.get(row["status"], row["status"]),
            "status_code": row["status"],
            "inspected": inspected.get(row["id"], 0),
        }
        writer.append(sheets.FACTORIES, line)


def _factories(connection: Connection, ids: Sequence[str] | None) -> Iterator[Mapping[str, Any]]:
    if ids is None:
        sql = "SELECT * FROM factory WHERE coalesce(deleted, 0) = 0 ORDER BY name_sort, id"
        yield from (dict(row) for row in connection.exec_driver_sql(sql).mappings())
        return
    found: list[dict[str, Any]] = []
    for start in range(0, len(ids), _CHUNK):
        chunk = tuple(ids[start : start + _CHUNK])
        marks = ",".join("?" * len(chunk))
        rows = connection.exec_driver_sql(f"SELECT * FROM factory WHERE id IN ({marks})", chunk)
        found += (dict(row) for row in rows.mappings())
    yield from sorted(found, key=lambda row: (row["name_sort"] or "", row["id"]))


def _count_register(connection: Connection) -> int:
    sql = "SELECT count(*) FROM factory WHERE coalesce(deleted, 0) = 0"
    return int(connection.exec_driver_sql(sql).scalar_one())


def _about(
    workspace: Workspace, writer: WorkbookWriter, filters: Filters, course: _Course
) -> Iterator[dict[str, Any]]:
    language, now, person = writer.language, workspace.clock(), workspace.person
    values = {
        "exported_at": f"{short_moment(now, language)} ({now.isoformat(timespec='seconds')})",
        "person": " · ".join(part for part in (person.name, person.position) if part),
        "office": person.office,
        "device": workspace.device,
        "program": f"fieldkit {__version__}",
        "filters": filters.in_words(language),
        "font": _FONT_NOTE.pick(language),
    }
    for name, value in values.items():
        yield {"item": _ITEMS[name].pick(language), "value": value}
    for (form_id, version), count in sorted(course.checklists.items()):
        yield {"item": _ITEMS["checklist"].pick(language), "value": f"{form_id} {version}", "count": count}
    titles = {sheet.table: sheet.title.pick(language) for sheet in writer.order}
    for table, count in writer.counts().items():
        if table != sheets.ABOUT.table:
            yield {"item": _ITEMS["rows"].pick(language), "value": titles[table], "count": count}
    notes = {
        "altered": writer.altered,
        "long": writer.long_texts,
        "unreadable": len(course.unreadable),
        "missing": course.missing,
        "without_picture": course.without_picture,
    }
    for name, count in notes.items():
        yield {"item": _ITEMS[name].pick(language), "count": count}
