"""What importing inspections of another program would do: new, here already, impossible."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model import checklists
from fieldkit.model.file_names import stored_name
from fieldkit.model.peers import collect
from fieldkit.model.peers.building import Builder, Candidate
from fieldkit.model.peers.bundle import Bundle
from fieldkit.model.peers.matching import ChecklistNeeded, Form, Known, factory_cell, offered, titled
from fieldkit.model.peers.opening import COLLECT, open_source
from fieldkit.model.peers.record import Place
from fieldkit.model.peers.tables import TableReader
from fieldkit.model.register.changes import Entry
from fieldkit.model.register.preview import Preview

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from fieldkit.model.peers.record import PeerRecord, Source
    from fieldkit.model.register.problems import Remark
    from fieldkit.model.workspace import Workspace

    Progress = Callable[[int, int], None]

MOST_INSPECTIONS = 20_000


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person says of the file: ``form_id`` None leaves the checklist to the file.

    ``factory_column`` is a header or a question, "" for that of the checklist; ``media`` a folder or zip
    with the photos, where they are not in the file.
    """

    form_id: str | None = None
    factory_column: str = ""
    media: Path | None = None


@dataclass(frozen=True, slots=True)
class PeerPreview(Preview):
    """What would be imported; ``path`` and ``wishes`` are those it was looked at with."""

    path: Path
    wishes: Wishes
    program: str
    of_records: int
    """How many of the last ``warnings`` are about single inspections."""
    candidates: tuple[Candidate, ...] = field(repr=False)

    @property
    def writes(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.candidates)


def preview_inspections(
    workspace: Workspace, path: Path, wishes: Wishes | None = None, *, progress: Progress | None = None
) -> PeerPreview:
    """Return what importing the file or folder at ``path`` would do.

    Every new inspection is put together on trial, so that what cannot be taken is known before. ``progress``
    (done, total; total 0: unknown) may raise to stop. Raises RegisterRefused, ChecklistNeeded,
    NoSuchChecklist.
    """
    wished = wishes or Wishes()
    with ExitStack() as opened:
        source, bundles = opened_source(path, wished, opened, progress)
        reading = _Reading(workspace, source, wished, stored_name(path))
        reading.sort(progress)
        source.sheets.clear()  # what is said of each record is read out of them
        builder = Builder(workspace, bundles, {})
        warnings = list(reading.remarks)
        for done, candidate in enumerate(reading.candidates, 1):
            if progress is not None:
                progress(done, len(reading.candidates))
            warnings += builder.build(candidate, attach=False)[1]
    return PeerPreview(
        file=stored_name(path),
        sha256=_digest(path),
        new=tuple(_entry(one) for one in reading.candidates),
        changed=(),
        unchanged=reading.here,
        rejected=tuple(reading.rejected),
        warnings=tuple(warnings),
        ops=(),
        before={},
        path=path,
        wishes=wished,
        program=source.program,
        of_records=len(warnings) - len(reading.remarks),
        candidates=tuple(reading.candidates),
    )


def opened_source(
    path: Path, wishes: Wishes, opened: ExitStack, progress: Progress | None = None
) -> tuple[Source, list[Bundle]]:
    """Return the source and the bundles that hold its photos; ``opened`` closes them."""
    source = open_source(path, progress)
    bundles = [] if source.bundle is None else [opened.enter_context(source.bundle)]
    if wishes.media is not None:
        bundles.append(opened.enter_context(Bundle(wishes.media)))
    return source, bundles


def _digest(path: Path) -> str:
    if path.is_dir():
        return ""
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(2**20):
            digest.update(block)
    return digest.hexdigest()


def _entry(one: Candidate) -> Entry:
    number = one.factory["registration_no_old"] or one.factory["registration_no"] or ""
    place = one.record.place
    return Entry(one.id, place.sheet, place.row, str(number), str(one.factory["name"] or ""), ())


class _Reading:
    """Sorts the records of a source into those that can be imported and those that cannot."""

    def __init__(self, workspace: Workspace, source: Source, wishes: Wishes, file: str) -> None:
        self._workspace, self._source, self._wishes, self._file = workspace, source, wishes, file
        self._zone = workspace.clock().tzinfo
        self._forms: dict[str, Form | None] = {}
        self.candidates: list[Candidate] = []
        self.rejected: list[Remark] = []
        self.remarks: list[Remark] = []
        self.here = 0

    def sort(self, progress: Progress | None = None) -> None:
        """Find checklist and factory of each record; raises ChecklistNeeded, NoSuchChecklist."""
        seen: set[str] = set()
        with self._workspace.database.read() as connection:
            known: dict[str, Known] = {}
            glance = partial(progress, 0, 0) if progress is not None else bool
            collected = self._source.program == COLLECT
            for form, record in self._collected() if collected else self._rows(glance):
                glance()
                if form is None:
                    self.rejected += record.remarks
                    continue
                instance = _instance(record)
                if instance in seen:
                    self.rejected.append(record.place.remark(_TWICE))
                    continue
                seen.add(instance)
                root = form.schema.name
                if root not in known:
                    known[root] = Known(connection, root)
                self._place(form, record, known[root])

    def _place(self, form: Form, record: PeerRecord, known: Known) -> None:
        record.instance = _instance(record)
        record_id = known.record_id(record.instance)
        if record_id is None:
            self.here += 1
            return
        told = factory_cell(record, self._wishes.factory_column)
        record.cells.clear()  # thousands of records are kept, and no other cell is asked for
        factory = known.factory(told[0]) if told is not None and told[0].strip() else None
        if factory is None:
            place = told[1] if told is not None else record.place
            self.rejected.append(place.remark(_no_factory(told[0] if told else "")))
            return
        if record.version and record.version not in form.versions:
            record.remarks.append(record.place.remark(_no_version(record.version, form.newest.version)))
        if len(self.candidates) >= MOST_INSPECTIONS:
            self.rejected.append(record.place.remark(_TOO_MANY))
            return
        checklist = form.checklist(record.version)
        self.candidates.append(Candidate(record_id, record, checklist, factory))

    def _rows(self, glance: Callable[[], object]) -> Iterator[tuple[Form | None, PeerRecord]]:
        source = self._source
        form_id = self._wishes.form_id or self._told_form() or titled(self._workspace, source.title)
        if form_id is None:
            raise ChecklistNeeded(self._file, list(offered(self._workspace)))
        form = Form.installed(self._workspace, form_id)
        reader = TableReader(source, form.schema, self._zone, glance)
        for record in reader.records():
            yield form, record
        self.remarks += reader.remarks

    def _told_form(self) -> str | None:
        # a file may have been renamed: its name counts where such a checklist is installed
        told = self._source.form_id
        return told if told and self._form(told) is not None else None

    def _collected(self) -> Iterator[tuple[Form | None, PeerRecord]]:
        bundle = self._source.bundle
        assert bundle is not None
        for name in self._source.files:
            root = collect.parsed(bundle, name)
            if root is None:
                yield None, collect.broken(name)
                continue
            told = collect.form_of(root)[0]
            form = self._form(self._wishes.form_id or told)
            if form is None:
                record = collect.broken(name)
                record.remarks = [Place(name).remark(_no_form(told))]
                yield None, record
                continue
            yield form, collect.read_record(name, root, form.schema, self._zone)

    def _form(self, form_id: str) -> Form | None:
        if form_id not in self._forms:
            try:
                self._forms[form_id] = Form.installed(self._workspace, form_id)
            except checklists.NoSuchChecklist:
                self._forms[form_id] = None
        return self._forms[form_id]


def _instance(record: PeerRecord) -> str:
    """Return the instance id; a digest of the answers where the other program gives none."""
    if record.instance:
        return record.instance
    said = "\x1e".join(f"{one.path}\x1f{one.text}" for one in record.answers)
    return f"content:{sha256(said.encode('utf-8', 'replace')).hexdigest()}"


_TWICE = Text(
    "การตรวจนี้ซ้ำกับรายการก่อนหน้าในไฟล์ (รหัสเดียวกัน)",
    "the same inspection (instance id) stands further up in the file",
)
_TOO_MANY = Text(
    f"ไฟล์มีมากกว่า {MOST_INSPECTIONS:,} รายการ นำเข้าส่วนแรกแล้วนำเข้าไฟล์เดิมอีกครั้ง",
    f"there are more than {MOST_INSPECTIONS:,}; import the first ones, then the same file again",
)


def _no_factory(number: str) -> Text:
    if not number.strip():
        return Text(
            "ไม่มีเลขทะเบียนโรงงาน ระบุคอลัมน์ด้วย --factory-column หรือในช่องคอลัมน์โรงงาน",
            "no number of a factory; name its column (--factory-column, or in the window)",
        )
    return Text(
        f"ไม่พบโรงงานเลขทะเบียน “{number[:60]}” นำเข้าทะเบียนโรงงานก่อน",
        f"no factory has the number “{number[:60]}”; import the register first",
    )


def _no_version(version: str, newest: str) -> Text:
    return Text(
        f"ไม่มีแบบตรวจรุ่น {version} ในเครื่อง อ่านตามรุ่น {newest}",
        f"version {version} of the checklist is not installed; read by version {newest}",
    )


def _no_form(form_id: str) -> Text:
    return Text(
        f"ไม่มีแบบตรวจ “{form_id[:60]}” ในเครื่อง นำเข้าแบบตรวจก่อน",
        f"the checklist “{form_id[:60]}” is not installed; import it first",
    )
