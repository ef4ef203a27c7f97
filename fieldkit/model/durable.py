"""Writes a whole file so that the old one stays until the new one is safely on the disk."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fieldkit.errors import FieldkitError, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORKSHOP = ".fieldkit-writing-"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_ROOM = 1 << 20  # bytes without which nothing of this program can be written


class CannotWrite(FieldkitError):
    """The file could not be written; whatever had its name before is unharmed, but for `NotConfirmed`."""


class NotConfirmed(CannotWrite):
    """The new file has its name, but the disk does not say that it keeps it."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("ดิสก์ไม่ยืนยันว่าเก็บไฟล์แล้ว", "The disk does not confirm that it keeps the file"),
            Text(
                "ตรวจดิสก์แล้วบันทึกอีกครั้ง ไฟล์ใหม่อยู่ในที่แล้ว แต่อาจหายเมื่อไฟดับ",
                "Check the disk and save again. The new file is in its place, but a power cut may take it.",
            ),
            place=place,
        )


def disk_full(place: Path) -> CannotWrite:
    """Return the error for a disk without room."""
    return CannotWrite(
        Text("ดิสก์เต็ม ยังไม่ได้บันทึกไฟล์", "The disk is full; the file was not saved"),
        Text(
            "ลบไฟล์ที่ไม่ใช้หรือเลือกที่เก็บอื่น แล้วลองอีกครั้ง ไฟล์เดิมยังอยู่ครบ",
            "Free some room or choose another place, then try again. The old file is intact.",
        ),
        place=str(place),
    )


def is_full(error: OSError) -> bool:
    """Tell whether the system refuses for want of room."""
    return error.errno in _FULL


def has_no_room(folder: Path) -> bool:
    """Tell whether the disk of ``folder`` is full."""
    try:
        return shutil.disk_usage(folder).free < _ROOM
    except OSError:
        return False


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give a path to write; when the block ends well, that file becomes ``target``, synced to the disk.

    The path lies in a folder of its own beside ``target``, which takes other temporary files too and
    goes in any case. Raises CannotWrite for a full disk, a missing folder, missing rights, or a
    target that another program has open (Windows); then ``target`` is as it was.
    """
    with explaining(target):
        clear_leftovers(target.parent)
        workshop = Path(tempfile.mkdtemp(prefix=f"{_WORKSHOP}{os.getpid()}-", dir=target.parent))
    written = workshop / target.name
    try:
        yield written
        with explaining(target):
            _sync(written)
            written.replace(target)
            _confirm(target)
    except Exception as error:
        refused = _said_by_disk(error)
        if refused is None:
            raise
        raise _explained(refused, target) from error
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


@contextmanager
def replacing_folder(target: Path) -> Iterator[Path]:
    """Give a new folder to fill; when the block ends well it becomes ``target``, every file synced.

    ``target`` must be empty or missing. Raises CannotWrite; then ``target`` is as it was (NotConfirmed: new).
    """
    with explaining(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        clear_leftovers(target.parent)
        workshop = Path(tempfile.mkdtemp(prefix=f"{_WORKSHOP}{os.getpid()}-", dir=target.parent))
        written = workshop / target.name
        written.mkdir()
    try:
        yield written
        with explaining(target):
            for path in sorted(written.rglob("*")):
                if path.is_file():
                    _sync(path)
            for path in (*written.rglob("*"), written):
                if path.is_dir():
                    sync_folder(path)
            if target.exists():
                target.rmdir()  # Windows renames onto nothing that exists, not even an empty folder
            written.replace(target)
            _confirm(target)
    except OSError as error:
        raise _explained(error, target) from error
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def write_private(target: Path, data: bytes) -> None:
    """Write a small file that only its owner may read; the old one stays until the new one is on the disk.

    Raises CannotWrite.
    """
    temporary = target.with_name(f".{target.name}-{secrets.token_hex(4)}")
    with explaining(target):
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with open(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        sync_folder(target.parent)


def clear_leftovers(folder: Path) -> None:
    """Remove what a killed program left of an unfinished file; what a living one writes stays."""
    for workshop in folder.glob(f"{_WORKSHOP}*"):
        number = workshop.name.removeprefix(_WORKSHOP).partition("-")[0]
        if number.isdigit() and not alive(int(number)):
            shutil.rmtree(workshop, ignore_errors=True)


def alive(process: int) -> bool:
    """Tell whether a process runs, as far as the system says."""
    if process == os.getpid() or os.name == "nt":  # Windows has no harmless signal to ask with
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def make_folder(folder: Path) -> None:
    """Make ``folder``, if it is not there, and what is missing above it: each name is safe on the disk."""
    if folder.is_dir():
        return
    if folder.parent != folder:
        make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Make a rename in ``folder`` durable; Windows has no call for it and orders the rename itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def explaining(target: Path) -> Iterator[None]:
    """Turn what the system says of ``target`` into CannotWrite, with its cure."""
    try:
        yield
    except OSError as error:
        raise _explained(error, target) from error


def _confirm(target: Path) -> None:
    try:
        sync_folder(target.parent)
    except OSError as error:
        raise NotConfirmed(str(target)) from error


def _said_by_disk(error: Exception) -> OSError | None:
    """Return what the disk refused, None where ``error`` is about something else.

    lxml, which writes the rows of some workbooks, tells it by a name such as ``IO_ENOSPC``.
    """
    if isinstance(error, OSError):
        return error
    name = str(error).partition(" ")[0]
    if type(error).__name__ != "SerialisationError" or not name.startswith("IO_"):
        return None
    code = getattr(errno, name.removeprefix("IO_"), errno.EIO)
    return OSError(code, os.strerror(code))


def _explained(error: OSError, target: Path) -> CannotWrite:
    if is_full(error):
        return disk_full(target)
    if isinstance(error, PermissionError) and target.exists():
        return CannotWrite(
            Text("ไฟล์ปลายทางเปิดอยู่ในโปรแกรมอื่น", "The file is open in another program, or read-only"),
            Text(
                "ปิดไฟล์นั้นก่อน หรือเลือกชื่อใหม่ ไฟล์เดิมยังอยู่ครบ",
                "Close it or choose another name. The old file is intact.",
            ),
            place=str(target),
        )
    if isinstance(error, FileNotFoundError | NotADirectoryError) and not target.parent.is_dir():
        return CannotWrite(
            Text("ไม่มีโฟลเดอร์ปลายทาง", "There is no such folder"),
            Text("สร้างโฟลเดอร์ก่อน หรือเลือกที่เก็บอื่น", "Make the folder first, or choose another place"),
            place=str(target.parent),
        )
    return CannotWrite(
        Text("เขียนไฟล์ไม่ได้", "The file cannot be written"),
        Text(
            "ตรวจสิทธิ์ของโฟลเดอร์และดิสก์ ไฟล์เดิมยังอยู่ครบ",
            "Check the folder's rights and the disk. The old file is intact.",
        ),
        place=f"{target}: {error.strerror or error}",
    )
