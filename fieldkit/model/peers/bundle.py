"""A zip or folder of files from a stranger: nothing is unpacked by name, nothing read without a limit."""

from __future__ import annotations

import os
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Protocol

from fieldkit.errors import Text
from fieldkit.model.register.problems import RegisterRefused

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_ENTRIES = 50_000
"""Files of one import, photos among them."""
MOST_UNPACKED = 16 * 2**30
"""Bytes of all files of a zip when unpacked."""
MOST_RATIO = 250
"""Unpacked to packed bytes of a file; deflate reaches 1,032, answers seldom 30."""
_SMALL = 2**20

_SPLIT = Text("ส่งออกเป็นช่วงเวลาสั้นลง แล้วนำเข้าทีละไฟล์", "Export shorter periods and import the files one by one")
_AGAIN = Text("ส่งออกหรือดาวน์โหลดไฟล์ใหม่", "Export or download the file again")


class Unavailable(Exception):
    """A file of the bundle cannot be read: damaged, too large, locked."""


class Files(Protocol):
    """Where the files of a record are looked for."""

    def named(self, name: str, near: str, instance: str) -> str | None:
        """Return under which name the file ``name`` of a record is there, None where it is not."""

    def read(self, name: str, most: int) -> bytes:
        """Return its bytes, at most so many; raises Unavailable."""


class Bundle:
    """The files of a zip or of a folder by their names in it; a context manager.

    ``names`` are as they stand there (``media/a.jpg``), for showing and looking up only: no file is ever
    written by such a name.
    """

    def __init__(self, path: Path) -> None:
        """Open it; raises RegisterRefused for what is damaged, locked or unpacks to too much."""
        self.path = path
        self._archive: zipfile.ZipFile | None = None
        self._entries: dict[str, zipfile.ZipInfo | Path] = {}
        if path.is_dir():
            self._entries = dict(self._found(path))
        else:
            self._open(path)
        self._by_last: dict[str, list[str]] = {}
        for name in self._entries:
            self._by_last.setdefault(PurePosixPath(name).name, []).append(name)

    def __enter__(self) -> Bundle:
        return self

    def __exit__(self, *_raised: object) -> None:
        if self._archive is not None:
            self._archive.close()

    @property
    def names(self) -> list[str]:
        """The names of all files, folders divided by ``/``."""
        return list(self._entries)

    def named(self, name: str, near: str, instance: str) -> str | None:
        """Return the file of a record whose last part is that of ``name``, None without one.

        In the folder ``near`` where the record has one of its own; else the one whose folders name the
        ``instance``, or the only one that is called so.
        """
        last = PurePosixPath(name.replace("\\", "/")).name
        if near:
            beside = str(PurePosixPath(near, last))
            return beside if beside in self._entries else None
        found = self._by_last.get(last, [])
        mark = instance.removeprefix("uuid:")
        own = [one for one in found if mark and mark in one]
        return own[0] if own else found[0] if len(found) == 1 else None

    def read(self, name: str, most: int) -> bytes:
        """Return the bytes of a file of ``names``, at most so many; raises Unavailable."""
        entry = self._entries[name]
        try:
            if isinstance(entry, Path):
                with entry.open("rb") as file:
                    data = file.read(most + 1)
            else:
                assert self._archive is not None
                with self._archive.open(entry) as part:
                    data = part.read(most + 1)
        except (
            OSError,
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            RuntimeError,
            NotImplementedError,
        ) as error:
            raise Unavailable(name) from error
        if len(data) > most:
            raise Unavailable(name)
        return data

    def _found(self, folder: Path) -> Iterator[tuple[str, Path]]:
        count = 0
        # links are not followed: they may lead out of the folder, or round in it
        for above, _folders, files in os.walk(folder):
            for name in sorted(files):
                file = Path(above, name)
                if file.is_symlink() or not file.is_file():
                    continue
                count += 1
                if count > MOST_ENTRIES:
                    raise self._refused(Text("มีไฟล์มากเกินไป", "There are too many files"), _SPLIT)
                yield file.relative_to(folder).as_posix(), file

    def _open(self, path: Path) -> None:
        try:
            self._archive = zipfile.ZipFile(path)
        except FileNotFoundError:
            raise self._refused(
                Text("ไม่พบไฟล์", "The file does not exist"), Text("เลือกไฟล์ใหม่", "Choose the file again")
            ) from None
        except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError) as error:
            raise self._refused(Text("ไฟล์ zip เสียหาย", "The zip is damaged"), _AGAIN) from error
        entries = [entry for entry in self._archive.infolist() if not entry.is_dir()]
        if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
            raise self._refused(Text("ไฟล์ขยายออกใหญ่เกินไป", "The file unpacks to too much"), _SPLIT)
        if any(
            entry.file_size > _SMALL and entry.file_size > MOST_RATIO * max(entry.compress_size, 1)
            for entry in entries
        ):
            raise self._refused(
                Text("ไฟล์ขยายออกใหญ่ผิดปกติ จึงไม่เปิด", "The file unpacks to an abnormal size and is not opened"),
                _AGAIN,
            )
        if any(entry.flag_bits & 1 for entry in entries):
            raise self._refused(
                Text("ไฟล์มีรหัสผ่าน", "The file is protected by a password"),
                Text(
                    "แตกไฟล์ด้วยรหัสผ่านก่อน แล้วนำเข้าโฟลเดอร์", "Unpack it with the password and import the folder"
                ),
            )
        self._entries = {entry.filename: entry for entry in entries}

    def _refused(self, title: Text, cure: Text) -> RegisterRefused:
        if self._archive is not None:
            self._archive.close()
        return RegisterRefused(title, cure, place=self.path.name)

    def copy(self, name: str, target: Path, most: int) -> None:
        """Write the bytes of a file to ``target``, at most so many; raises Unavailable."""
        target.write_bytes(self.read(name, most))
