"""The n-th write, sync or rename of a piece of work fails, once or from then on, or its disk is full.

``python -m tests.faults.broken_io FOLDER SEED SWEEPS`` runs preloaded by :func:`sweep`; SWEEPS are JSON
``[[work, most, mistake], …]``. Of each work at most so many places of each kind are broken in each way (0:
every one); it prints their :class:`Report` as JSON.
"""

from __future__ import annotations

import errno
import json
import random
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from fieldkit.errors import FieldkitError
from fieldkit.model import durable, inspections
from fieldkit.model.attachments import AttachmentNotStored, AttachmentStore
from fieldkit.model.backup import DATABASE, backup, restore
from fieldkit.model.changes import ChangeLog, Written
from fieldkit.model.database import StorageError
from fieldkit.model.durable import CannotWrite, NotConfirmed
from fieldkit.model.inspections import Inspection, Signature
from fieldkit.model.register import sheet
from fieldkit.model.register.importing import carry_out
from fieldkit.model.register.preview import preview
from fieldkit.model.verify import check, verify
from fieldkit.model.workbook.export import export_workbook
from fieldkit.model.workspace import FolderUnusable, Workspace
from tests.faults import disk
from tests.faults.disk import Kind
from tests.model.register.books import HEADERS, through_here, workbook
from tests.office import drawn_signature, path_of, picture
from tests.released import NEXT, frozen, next_schema, put_back, structure, thaw

BEFORE, AFTER = "before", "after"
_DISK = "disk"  # what is watched: the data folder, and what is written beside it
_ERRORS = (errno.EIO, errno.ENOSPC)
_OLD = b"what was there before"
_NOTES = {"file_orphan"}  # a file whose record did not come to be; `check` names it, nothing is lost


class Work:
    """One thing that a person does on an opened data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workspace = Workspace(folder / "data")

    def act(self) -> None:
        """Do it."""
        raise NotImplementedError

    def state(self) -> str:
        """Tell whether everything is as BEFORE or as AFTER it, or what it is instead."""
        raise NotImplementedError

    def close(self) -> None:
        self.workspace.close()

    def again(self) -> None:
        """Open everything anew, as the program does tomorrow."""
        self.close()
        self.__init__(self.folder)  # type: ignore[misc]

    def problems(self) -> list[str]:
        found = {*check(self.workspace), *verify(self.workspace)}
        return [f"{problem.kind} {problem.place}" for problem in found if problem.kind not in _NOTES]


class InDraft(Work):
    """Work in the draft, where a text is being typed."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        [row] = self.workspace.rows("SELECT id FROM inspection ORDER BY state DESC LIMIT 1")
        self.inspection: Inspection = inspections.open_inspection(self.workspace, row["id"])
        self.path = path_of(self.inspection, "gen40")

    def count(self, sql: str) -> int:
        [row] = self.workspace.rows(f"SELECT count(*) AS n FROM {sql}")
        return int(row["n"])


class Answer(InDraft):
    def act(self) -> None:
        self.inspection.answer(self.path, "ตอบแล้ว")

    def state(self) -> str:
        value = self.inspection.instance.node(self.path).value
        stored = self.count("answer WHERE value = 'ตอบแล้ว'")
        typed = self.count("typing")
        known = {("", 0, 1): BEFORE, ("ตอบแล้ว", 1, 0): AFTER}
        return known.get((value, stored, typed), f"shown {value!r}, stored {stored}, typed {typed}")


class Photo(InDraft):
    def act(self) -> None:
        inspections.attach_photo(self.inspection, path_of(self.inspection, "gen16"), picture(80, 60, "red"))

    def state(self) -> str:
        shown = len(self.inspection.files)
        stored = self.count(f"attachment WHERE inspection = '{self.inspection.id}'")
        known = {(0, 0): BEFORE, (1, 1): AFTER}
        return known.get((shown, stored), f"shown {shown}, stored {stored}")


class Sign(InDraft):
    def act(self) -> None:
        roles = ("inspector", "representative")
        signed = [Signature(role, "กฤษณะ ใจดี", "", drawn_signature()) for role in roles]
        inspections.close(self.inspection, signed, closing="partial", reason="ไฟดับ")

    def state(self) -> str:
        closed = self.count("inspection WHERE state = 'closed'")
        signatures = self.count("signature")
        known = {(False, 1, 2): BEFORE, (True, 2, 4): AFTER}
        found = (self.inspection.closed, closed, signatures)
        return known.get(found, f"shown closed, stored closed, signatures: {found}")


class ImportRegister(Work):
    ROWS = 60

    def act(self) -> None:
        file = self.folder.parent / "register.xlsx"
        if not file.exists():
            numbers = (f"จ3-9(1)-{number}/60พจ" for number in range(100, 100 + self.ROWS))
            rows = ([number, f"โรงสี {number}", "งิ้วราย", "ตะพานหิน", "พิจิตร"] for number in numbers)
            workbook(file, [HEADERS, *rows])
        with patch.object(sheet, "through", through_here):
            carry_out(self.workspace, preview(self.workspace, file))

    def state(self) -> str:
        [row] = self.workspace.rows("SELECT count(*) AS n FROM factory")
        imports = len(self.workspace.rows("SELECT * FROM register_import"))
        known = {(2, 0): BEFORE, (2 + self.ROWS, 1): AFTER}
        return known.get((row["n"], imports), f"{row['n']} factories, {imports} imports")


class ToFile(Work):
    """Work that replaces a file; afterwards nothing else lies beside it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.target = folder / "out" / "target"
        if not self.target.exists():
            self.target.parent.mkdir()
            self.target.write_bytes(_OLD)

    def state(self) -> str:
        beside = [path.name for path in self.target.parent.iterdir() if path != self.target]
        if beside:
            return f"left over: {beside}"
        return BEFORE if self.target.read_bytes() == _OLD else self.written()

    def written(self) -> str:
        """Tell AFTER, or what is wrong with the new file."""
        raise NotImplementedError


class Export(ToFile):
    def act(self) -> None:
        export_workbook(self.workspace, self.target)

    def written(self) -> str:
        import openpyxl

        with self.target.open("rb") as file:
            sheets = openpyxl.load_workbook(file, read_only=True).sheetnames
        return AFTER if len(sheets) > 5 else f"sheets {sheets}"


class Backup(ToFile):
    def act(self) -> None:
        backup(self.workspace, self.target)

    def written(self) -> str:
        folder = self.folder.parent / "looked-into"
        shutil.rmtree(folder, ignore_errors=True)
        return AFTER if restore(self.target, folder).problems == () else "problems"


class Restore(ToFile):
    """Puts the frozen backup into a new folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.new = folder / "new"

    def act(self) -> None:
        if not self.new.exists():  # what is whole after all is not restored again
            restore(next(iter(frozen().values())), self.new)

    def state(self) -> str:
        left = [path.name for path in self.folder.glob(".fieldkit-writing-*")]
        if left:
            return f"left over: {left}"
        if not self.new.exists():
            return BEFORE
        with closing(Workspace(self.new)) as workspace:
            return AFTER if not verify(workspace) else "problems"


class Start(Work):
    """The first start: a data folder comes to be."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.opened: Workspace | None = None

    def act(self) -> None:
        self.opened = Workspace(self.folder / "first")

    def state(self) -> str:
        if self.opened is None:
            return BEFORE
        return AFTER if self.opened.device and self.opened.person.id else "nobody"

    def close(self) -> None:
        if self.opened is not None:
            self.opened.close()

    def again(self) -> None:
        self.close()
        self.act()

    def problems(self) -> list[str]:
        assert self.opened is not None
        return [f"{problem.kind} {problem.place}" for problem in check(self.opened)]


class Migrate(Start):
    """The first start of the program after the next release."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        if not (folder / "first").exists():
            thaw(next(iter(frozen())), folder / "first")

    def act(self) -> None:
        with next_schema():
            self.opened = Workspace(self.folder / "first")

    def state(self) -> str:
        path = self.folder / "first" / DATABASE
        new = path.exists() and structure(path)["revision"] == NEXT
        return AFTER if new and self.opened else BEFORE if not new else "new"

    def problems(self) -> list[str]:
        assert self.opened is not None
        return self.opened.database.integrity()


WORKS: dict[str, type[Work]] = {
    "answer": Answer,
    "photo": Photo,
    "sign": Sign,
    "import": ImportRegister,
    "export": Export,
    "backup": Backup,
    "restore": Restore,
    "start": Start,
    "migrate": Migrate,
}


# --- mistakes that must show -----------------------------------------------------------------------------


def _in_silence() -> AbstractContextManager[Any]:
    commit = ChangeLog.commit

    def quietly(self: ChangeLog, *given: Any, **more: Any) -> Written:
        try:
            return commit(self, *given, **more)
        except StorageError:
            return Written((), {})

    return patch.object(ChangeLog, "commit", quietly)


def _half_a_photo() -> AbstractContextManager[Any]:
    def write(self: AttachmentStore, target: Path, sha256: str, data: bytes) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb", buffering=0) as file:
            for start in range(0, len(data), 64):
                file.write(self.seal(data[start : start + 64], sha256))

    return patch.object(AttachmentStore, "_write", write)


def _in_place() -> AbstractContextManager[Any]:
    @contextmanager
    def replacing(target: Path) -> Iterator[Path]:
        with durable.explaining(target):
            yield target

    return patch.object(durable, "replacing", replacing)


MISTAKES: dict[str, tuple[str, Callable[[], AbstractContextManager[Any]]]] = {
    "an error is swallowed": ("answer", _in_silence),
    "a photo is written in place": ("photo", _half_a_photo),
    "a backup is written in place": ("backup", _in_place),
}


@dataclass
class Report:
    """What was tried, how often the work was refused, and what was wrong."""

    tried: int = 0
    refused: int = 0
    wrong: list[str] = field(default_factory=list)


class Sweep:
    """Breaks one work at many places, each in a fresh copy of the data folder."""

    def __init__(self, folder: Path, work: type[Work], most: int, chance: random.Random) -> None:
        self._folder, self._work, self._most, self._chance = folder, work, most, chance
        self._pattern = folder / "pattern"
        self.report = Report()

    def run(self) -> Report:
        if not self._pattern.exists():
            put_back(next(iter(frozen())), self._pattern / "data")
        for kind in Kind:
            calls = self._calls(kind)
            for error in _ERRORS:
                for times in (1, -1):
                    for after in self._places(calls):
                        where = f"{kind.name} {after} of {calls}, {errno.errorcode[error]} x{times}"
                        self._try(where, lambda: disk.broken(kind, after, error, times=times), error)  # noqa: B023
        self._fill()
        return self.report

    def _places(self, number: int) -> range:
        apart = -(-number // self._most) if self._most and number else 1
        return range(self._chance.randrange(apart), number, apart)

    def _calls(self, kind: Kind) -> int:
        work = self._fresh()
        with disk.counted(kind) as found:
            work.act()
        work.close()
        return found[0]

    def _fill(self) -> None:
        work = self._fresh()
        with disk.measured() as found:
            work.act()
        work.close()
        [most] = found
        for place in self._places(most // 512 + 1):
            size = place * 512
            self._try(f"room for {size} of {most}", lambda: disk.room(size), errno.ENOSPC)  # noqa: B023

    def _fresh(self) -> Work:
        folder = self._folder / _DISK
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self._pattern, folder)
        disk.watch(folder)
        return self._work(folder)

    def _try(self, where: str, breaking: Callable[[], AbstractContextManager[None]], error: int) -> None:
        self.report.tried += 1
        work = self._fresh()
        told: Exception | None = None
        try:
            with breaking():
                work.act()
        except Exception as raised:  # noqa: BLE001 - what is no FieldkitError is what this looks for
            told = raised
        try:
            wrong = self._judged(work, told, error)
        except Exception as raised:  # noqa: BLE001 - the same
            wrong = f"afterwards {raised!r}"
        finally:
            work.close()
        if wrong:
            self.report.wrong.append(f"{where}: {wrong}")

    def _judged(self, work: Work, told: Exception | None, error: int) -> str:
        if told is None:
            if (state := work.state()) != AFTER:
                return f"told as done, but {state}"
        else:
            self.report.refused += 1
            if wrong := _badly_told(told, error):
                return wrong
            if (state := work.state()) not in self._may_be(told):
                return f"after “{told}”: {state}"
            work.act()
            if (state := work.state()) != AFTER:
                return f"done again, but {state}"
        work.again()
        if (state := work.state()) != AFTER:
            return f"opened again: {state}"
        return "; ".join(work.problems())

    def _may_be(self, told: Exception) -> set[str]:
        return {AFTER if isinstance(told, NotConfirmed) else BEFORE}


def _badly_told(told: Exception, error: int) -> str:
    """Tell what is wrong with the message of a refusal."""
    if not isinstance(told, FieldkitError):
        return f"a bug is told: {told!r}"
    if not told.place or told.hint is None:
        return f"no place or no cure: {told}"
    if not isinstance(told, StorageError | CannotWrite | AttachmentNotStored | FolderUnusable):
        return f"not told as a matter of the disk: {told!r}"
    if isinstance(told, NotConfirmed):
        return ""
    if ("เต็ม" in told.title.th) != (error == errno.ENOSPC):
        return f"told with another cause: {told}"
    return ""


def sweep(folder: Path, seed: int, *sweeps: tuple[str, int, str]) -> list[Report]:
    """Break works (name, most places, mistake or "") in a program of their own, one after the other."""
    done = disk.run(__spec__.name, str(folder), str(seed), json.dumps(sweeps))
    return [Report(**report) for report in json.loads(done.stdout)]


def main(folder: Path, seed: int, sweeps: list[tuple[str, int, str]]) -> None:
    chance = random.Random(seed)
    reports = []
    for work, most, mistake in sweeps:
        _work, planting = MISTAKES.get(mistake, ("", nullcontext))
        with planting():
            reports.append(asdict(Sweep(folder, WORKS[work], most, chance).run()))
    print(json.dumps(reports))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), json.loads(sys.argv[3]))
