"""ODK Central's ``.csv.zip``: a table of the record, one of each repeat, and the files.

Names, order of columns and keys as Central and Briefcase write them (central-backend
``lib/data/briefcase.js``).
"""

from __future__ import annotations

import csv
import re
import tempfile
import zipfile
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING, Any

from fieldkit.model.attachments import AttachmentDamaged, AttachmentMissing
from fieldkit.model.bare_image import bare
from fieldkit.model.images import NotAnImage
from fieldkit.model.shapes.course import in_lines
from fieldkit.model.shapes.records import instances, is_file, values

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from lxml import etree

    from fieldkit.model.checklist_schema import Asked, AskedTable
    from fieldkit.model.shapes.course import Course, ShapeOptions
    from fieldkit.model.shapes.records import Submission

_POINT = ("Latitude", "Longitude", "Altitude", "Accuracy")
_END = (
    *("KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent", "AttachmentsExpected", "Status"),
    *("ReviewState", "DeviceID", "Edits", "FormVersion"),
)
_UNSAFE = re.compile(r'[\x00-\x1f\x80-\x9f/?<>\\:*|"]')  # what sanitize-filename takes out
MEDIA = "media"


@dataclass
class _Sheet:
    """A table while it is written, to a temporary file."""

    table: AskedTable
    file: IO[str]
    columns: list[tuple[Asked, list[str]]] = field(default_factory=list)


def write_odk(course: Course, options: ShapeOptions, target: Path) -> None:
    """Write the zip to ``target``; the tables go through temporary files, never through memory."""
    _OdkZip(course, options).write(target)


class _OdkZip:
    def __init__(self, course: Course, options: ShapeOptions) -> None:
        self._chosen, self._options, self._course = course.chosen, options, course
        self._sheets: dict[tuple[str, ...], _Sheet] = {}
        self._media: dict[str, str] = {}  # name in the archive: hash
        # Excel takes a CSV file without its mark for the code page of Windows; ODK's tools want none.
        self._encoding = "utf-8-sig" if options.for_excel else "utf-8"

    def write(self, target: Path) -> None:
        schema = self._chosen.schema()
        split = self._seen_choices(schema) if self._options.split_select_multiples else {}
        with ExitStack() as open_files:
            for table in schema.walk():
                # newline="": a line break inside of an answer stays what it is
                file = open_files.enter_context(
                    tempfile.TemporaryFile("w+", encoding=self._encoding, newline="", dir=target.parent)
                )
                self._sheets[table.path] = self._headed(_Sheet(table, file), split)
            for submission in self._course:
                self._record(submission, schema)
            with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
                for path, name in self._file_names(schema).items():
                    self._sheets[path].file.flush()
                    binary = self._sheets[path].file.buffer  # type: ignore[attr-defined]
                    binary.seek(0)
                    with archive.open(name, "w", force_zip64=True) as part:
                        while block := binary.read(2**20):
                            part.write(block)
                self._add_media(archive)

    def _put(self, path: tuple[str, ...], cells: Iterable[Any], sheet: _Sheet | None = None) -> None:
        file = (sheet or self._sheets[path]).file
        written = in_lines(cells, for_excel=self._options.for_excel)
        csv.writer(file, lineterminator="\n").writerow(written)

    def _headed(self, sheet: _Sheet, split: Mapping[tuple[str, ...], list[str]]) -> _Sheet:
        root = not sheet.table.path
        header: list[str] = ["SubmissionDate"] if root else []
        for asked in sheet.table.fields:
            below = asked.path[len(sheet.table.path) :]
            name = "-".join(below) if self._options.group_names is not False else asked.name
            if asked.type == "geopoint":
                names = [f"{name}-{part}" for part in _POINT]
            else:
                names = [name, *(f"{name}/{choice}" for choice in split.get(asked.path, ()))]
            sheet.columns.append((asked, names))
            header += names
        self._put(sheet.table.path, [*header, *(_END if root else ("PARENT_KEY", "KEY"))], sheet)
        return sheet

    def _seen_choices(self, schema: AskedTable) -> dict[tuple[str, ...], list[str]]:
        """Return the choices that were ever chosen, in order: Central splits by these, not by the form's."""
        multiple = [asked for table in schema.walk() for asked in table.fields if asked.multiple]
        seen: dict[tuple[str, ...], set[str]] = {asked.path: set() for asked in multiple}
        for submission in self._chosen:
            pending = [(submission.root, schema)]
            while pending:
                element, table = pending.pop()
                found = values(element, table)
                for asked in table.fields:
                    if asked.multiple:
                        seen[asked.path].update(found.get(asked.path, "").split())
                pending += [
                    (row, below) for below in table.tables for row, _ in instances(element, table, below)
                ]
        self._chosen.left_out.clear()
        return {path: sorted(chosen) for path, chosen in seen.items()}

    def _record(self, submission: Submission, schema: AskedTable) -> None:
        named: list[str] = []
        key = submission.instance_id
        row = submission.row
        cells = self._row(submission, submission.root, schema, key, named)
        present = sum(1 for name in named if self._take(submission.files.get(name), name))
        sent = datetime.fromisoformat(row["closed_at"]).astimezone(UTC)
        self._put(
            (),
            [
                *(f"{sent:%Y-%m-%dT%H:%M:%S}.{sent.microsecond // 1000:03d}Z", *cells),
                *(key, row["officer"], row["officer_name"], present, len(named)),
                *("", "", "", submission.edits, row["version"]),
            ],
        )

    def _row(
        self, submission: Submission, element: etree._Element, table: AskedTable, key: str, named: list[str]
    ) -> list[Any]:
        """Return the cells of one row, and write the rows of the repeats inside it."""
        found = values(element, table)
        cells: list[Any] = []
        for asked, names in self._sheets[table.path].columns:
            text = found.get(asked.path, "")
            if text and is_file(asked):
                named.append(text)
            if asked.type == "geopoint":
                cells += [*text.split(), "", "", "", ""][:4]
                continue
            chosen = text.split()
            cells += [text, *(int(name.rpartition("/")[2] in chosen) for name in names[1:])]
        for below in table.tables:
            for place, (row, steps) in enumerate(instances(element, table, below), 1):
                own = f"{'/'.join((key, *steps))}[{place}]"
                inner = self._row(submission, row, below, own, named)
                self._put(below.path, [*inner, key, own])
        return cells

    def _take(self, sha256: str | None, name: str) -> bool:
        """Take a file along; returns whether it is on this machine."""
        if sha256 is None or not self._chosen.workspace.attachments.has(sha256):
            return False
        self._media.setdefault(name, sha256)
        return True

    def _file_names(self, schema: AskedTable) -> dict[tuple[str, ...], str]:
        form_id = self._chosen.form_id
        totals = Counter(table.name for table in schema.walk() if table.path)
        counts: Counter[str] = Counter()
        names = {}
        for table in schema.walk():
            if not table.path:
                names[table.path] = _sanitized(f"{form_id}.csv")
                continue
            counts[table.name] += 1
            mark = f"~{counts[table.name]}" if totals[table.name] > 1 else ""
            names[table.path] = _sanitized(f"{form_id}-{table.name}{mark}.csv")
        return names

    def _add_media(self, archive: zipfile.ZipFile) -> None:
        for name, sha256 in self._media.items():
            try:
                data = self._chosen.workspace.attachments.read(sha256)
                if not self._options.photo_places:
                    data = bare(data)
            except (AttachmentMissing, AttachmentDamaged, NotAnImage):
                self._course.missing_files += 1
                continue
            # photos are compressed already
            archive.writestr(zipfile.ZipInfo(f"{MEDIA}/{_sanitized(name)}"), data, zipfile.ZIP_STORED)


def _sanitized(name: str) -> str:
    return _UNSAFE.sub("", name)[:255]
