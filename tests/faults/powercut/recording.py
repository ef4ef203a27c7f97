"""Days of work whose disk is watched, with a word about each thing before it is saved and after.

``python -m tests.faults.powercut.recording FOLDER DAYS`` works in FOLDER/name/day and writes FOLDER/name/log;
DAYS are JSON ``[[name, seed, [option …]], …]``. A word, ``{"key", "value", "saved": "" | "yes"}``, is a line
of day/told.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from PIL import Image

from fieldkit.model import attachments, database, durable, inspections
from fieldkit.model.attachments import AttachmentStore
from fieldkit.model.inspections import Inspection, Signature
from fieldkit.model.inspections.stored_path import stored_path
from fieldkit.model.workspace import Workspace
from fieldkit.model.xlsform import conversion
from tests.faults import disk
from tests.office import MILL, drawn_signature, furnish, path_of

DAY, LOG, TOLD, DATA, PAPER = "day", "log", "told", "data", "exports/list"
KEY = bytes(range(32))
ENCRYPTED = "encrypted"
# Pages until a checkpoint: fewer than SQLite's own 1,000 in most days, that there are more of them.
_CHECKPOINTS, _SQLITES_OWN = (60, 200), 1000


class Teller:
    """Says what is about to be saved, and what the program says it has saved."""

    def __init__(self, folder: Path) -> None:
        self._file = os.open(folder / TOLD, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    @contextmanager
    def saving(self, key: str, value: str = "") -> Iterator[None]:
        self._tell(key, value, "")
        yield
        self._tell(key, value, "yes")

    def close(self) -> None:
        os.close(self._file)

    def _tell(self, key: str, value: str, saved: str) -> None:
        line = json.dumps({"key": key, "value": value, "saved": saved})
        os.write(self._file, f"{line}\n".encode())


class Day:
    """The acts of an inspector, in random order by a seed."""

    def __init__(self, workspace: Workspace, teller: Teller, seed: int) -> None:
        self._workspace, self._teller = workspace, teller
        self._chance = random.Random(seed)
        self._number, self._text = 0, ""

    def work(self, acts: int) -> None:
        with self._teller.saving("furnished"):
            furnish(self._workspace)
        for _ in range(2):
            inspection = self._started()
            self._paper(inspection)  # once at least
            for _ in range(acts):
                acts_of_it = (self._answer, self._choose, self._note, self._type, self._photo, self._paper)
                self._chance.choice(acts_of_it)(inspection)
            self._close(inspection)

    def _started(self) -> Inspection:
        inspection = inspections.start(self._workspace, MILL, "GEN")
        with self._teller.saving(f"inspection {inspection.id}", "draft"):
            return inspection  # saved already when its name is known

    def _write(self, inspection: Inspection, column: str) -> tuple[str, AbstractContextManager[None]]:
        """Choose a question of words and say what will be written there; returns its path."""
        words = [
            node for node in inspection.instance.walk() if (node.type, node.bind_type) == ("input", "string")
        ]
        path = stored_path(self._chance.choice([node for node in words if node.relevant]))
        self._number += 1
        self._text = f"คำตอบที่ {self._number}" * self._chance.choice((1, 1, 40))
        return path, self._teller.saving(f"{column} {inspection.id} {path}", self._text)

    def _answer(self, inspection: Inspection) -> None:
        path, saving = self._write(inspection, "value")
        with saving:
            inspection.answer(path, self._text)

    def _choose(self, inspection: Inspection) -> None:
        node = self._chance.choice([n for n in inspection.instance.walk() if n.choices and n.relevant])
        name = self._chance.choice([choice.name for choice in node.choices])
        with self._teller.saving(f"value {inspection.id} {stored_path(node)}", name):
            inspection.answer(node.path, name)

    def _note(self, inspection: Inspection) -> None:
        path, saving = self._write(inspection, "note")
        with saving:
            inspection.note(path, self._text)

    def _type(self, inspection: Inspection) -> None:
        path, saving = self._write(inspection, "value")
        with saving:
            inspection.type_text(path, self._text)

    def _photo(self, inspection: Inspection) -> None:
        path = path_of(inspection, "gen16")
        data = self._picture()
        with self._teller.saving(f"photo {hashlib.sha256(data).hexdigest()}", "whole"):
            inspections.attach_photo(inspection, path, data)

    def _paper(self, _inspection: Inspection) -> None:
        """Write an export anew over the last one, by the door that every file for others takes."""
        content = self._chance.randbytes(20_000)
        target = self._workspace.folder / PAPER
        with (
            self._teller.saving(PAPER, hashlib.sha256(content).hexdigest()),
            durable.replacing(target) as path,
        ):
            path.write_bytes(content)

    def _picture(self) -> bytes:
        """Return a photo that compresses badly, of 2 to 30 kB."""
        side = self._chance.randint(20, 100)
        file = BytesIO()
        pixels = self._chance.randbytes(side * side * 3)
        Image.frombytes("RGB", (side, side), pixels).save(file, "JPEG", quality=90)
        return file.getvalue()

    def _close(self, inspection: Inspection) -> None:
        for path, text in list(inspection.typing.items()):  # what leaving a field does
            inspection.answer(path, text)
        inspector = Signature("inspector", "กฤษณะ ใจดี", "นักวิชาการ", drawn_signature())
        owner = Signature("representative", "มานะ อดทน", "ผู้จัดการ", drawn_signature())
        with self._teller.saving(f"inspection {inspection.id}", "closed"):
            inspections.close(inspection, [inspector, owner], closing="partial", reason="ไฟดับ")


# --- mistakes that must show -----------------------------------------------------------------------------


def _synchronous(level: str) -> Callable[[], AbstractContextManager[Any]]:
    pragmas = tuple(one.replace("FULL", level) for one in database._PRAGMAS)
    assert pragmas != database._PRAGMAS
    return lambda: patch.object(database, "_PRAGMAS", pragmas)


def _without_sync() -> AbstractContextManager[Any]:
    return patch.object(attachments, "os", SimpleNamespace(fsync=lambda _descriptor: None))


def _paper_without_sync() -> AbstractContextManager[Any]:
    return patch.object(durable, "_sync", lambda _path: None)


def _without_folder() -> AbstractContextManager[Any]:
    return patch.object(attachments, "sync_folder", lambda _folder: None)


def _in_place() -> AbstractContextManager[Any]:
    def write(self: AttachmentStore, target: Path, sha256: str, data: bytes) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(self.seal(data, sha256))

    return patch.object(AttachmentStore, "_write", write)


MISTAKES = {
    "synchronous=NORMAL": _synchronous("NORMAL"),
    "synchronous=OFF": _synchronous("OFF"),
    "photo-without-sync": _without_sync,
    "photo-folder-without-sync": _without_folder,
    "photo-in-place": _in_place,
    "export-without-sync": _paper_without_sync,
}


@dataclass(frozen=True, slots=True)
class Recorded:
    """A day that was recorded: acts in ``folder``/log, and how it was worked."""

    folder: Path
    seed: int
    options: tuple[str, ...] = ()

    @property
    def key(self) -> bytes | None:
        return KEY if ENCRYPTED in self.options else None


def record(
    folder: Path, *days: tuple[str, int, Sequence[str]], program: str = __spec__.name
) -> dict[str, Recorded]:
    """Record days (name, seed, options) in one program, each from an empty folder on."""
    disk.run(program, str(folder), json.dumps(days))
    return {name: Recorded(folder / name, seed, tuple(options)) for name, seed, options in days}


def _work(folder: Path, seed: int, options: Sequence[str]) -> None:
    day = folder / DAY
    day.mkdir(parents=True)
    chance = random.Random(seed)
    pages = chance.choice(_CHECKPOINTS) if seed % 10 else _SQLITES_OWN
    disk.watch(day, folder / LOG)
    teller = Teller(day)
    with ExitStack() as stack:
        for mistake in set(options) - {ENCRYPTED}:
            stack.enter_context(MISTAKES[mistake]())
        stack.enter_context(
            patch.object(database, "_PRAGMAS", (*database._PRAGMAS, f"PRAGMA wal_autocheckpoint = {pages}"))
        )
        with closing(Workspace(day / DATA, key=KEY if ENCRYPTED in options else None)) as workspace:
            Day(workspace, teller, seed).work(acts=chance.randint(14, 20))
    teller.close()


def main(folder: Path, days: list[tuple[str, int, list[str]]]) -> None:
    converting = conversion.convert_all

    @cache
    def convert(path: Path) -> conversion.Conversion:  # the slowest part, and no write
        [converted] = converting([path])
        return converted

    with patch.object(conversion, "convert_all", lambda paths: map(convert, paths)):
        for name, seed, options in days:
            _work(folder / name, seed, options)


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.loads(sys.argv[2]))
