"""Inspections in the shapes of other programs: what ODK Central, KoboToolbox and maps can read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model import durable
from fieldkit.model.personal_answers import note_export
from fieldkit.model.shapes.audit import write_audit
from fieldkit.model.shapes.course import Course, ShapeOptions
from fieldkit.model.shapes.geojson import write_geojson
from fieldkit.model.shapes.kobo import write_kobo, write_kobo_csv
from fieldkit.model.shapes.long_table import write_long
from fieldkit.model.shapes.odk import write_odk
from fieldkit.model.shapes.records import ChooseChecklist, Submissions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fieldkit.model.workbook import Filters
    from fieldkit.model.workspace import Workspace

__all__ = ["SHAPES", "ChooseChecklist", "Shape", "ShapeOptions", "ShapeReport", "export_shape"]

_LONG = "long"


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of file: what people call it and how its name ends; one of ``one_checklist`` holds only one."""

    key: str
    words: Text
    suffix: str
    one_checklist: bool = True


SHAPES = {
    shape.key: shape
    for shape in (
        Shape("odk", Text("ODK Central (CSV ใน zip)", "ODK Central (CSV in a zip)"), ".zip"),
        Shape("kobo", Text("KoboToolbox (สมุดงาน Excel)", "KoboToolbox (Excel)"), ".xlsx"),
        Shape("kobo-csv", Text("KoboToolbox (ไฟล์ CSV)", "KoboToolbox (CSV)"), ".csv"),
        Shape(_LONG, Text("หนึ่งแถวต่อหนึ่งคำตอบ (CSV)", "One row for each answer (CSV)"), ".csv", False),
        Shape("geojson", Text("แผนที่ (GeoJSON)", "Map (GeoJSON)"), ".geojson"),
        Shape("audit", Text("บันทึกการกรอก (audit.csv)", "Log of entries (audit.csv)"), ".csv"),
    )
}
_WRITERS: dict[str, Callable[[Course, ShapeOptions, Path], None]] = {
    "odk": write_odk,
    "kobo": write_kobo,
    "kobo-csv": write_kobo_csv,
    "geojson": write_geojson,
    "audit": write_audit,
}


@dataclass(frozen=True, slots=True)
class ShapeReport:
    """What was written: inspections, those ``left_out`` as their record is not here, missing files."""

    path: Path
    inspections: int
    left_out: tuple[str, ...] = ()
    missing_files: int = 0


def export_shape(
    workspace: Workspace,
    shape: str,
    target: Path,
    *,
    filters: Filters,
    checklist: str | None = None,
    options: ShapeOptions | None = None,
    reason: str = "",
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ShapeReport:
    """Write the inspections that ``filters`` choose to ``target`` in a shape of SHAPES.

    Signed inspections only, but for ``long``. The file is written beside ``target`` and takes its name when
    it is whole. ``reason`` is what personal answers are for (:mod:`~fieldkit.model.personal_answers`).
    Raises KeyError, ChooseChecklist, CannotWrite, ExportCancelled; then ``target`` is as it was.
    """
    wished = options or ShapeOptions()
    if shape == _LONG:
        with durable.replacing(target) as path:
            count = write_long(workspace, filters, wished, path, progress=progress, cancelled=cancelled)
            note_export(workspace, filters.found(workspace.database).ids, reason)
        return ShapeReport(target, count)
    write = _WRITERS[shape]
    # Which checklists there are is told when none, or one that is not there, was asked for.
    chosen = Submissions.chosen(workspace, replace(filters, checklist=None), checklist or filters.checklist)
    course = Course(chosen, progress, cancelled)
    with durable.replacing(target) as path:
        write(course, wished, path)
        note_export(workspace, chosen.found.ids, reason)
    return ShapeReport(target, course.written, tuple(chosen.left_out), course.missing_files)
