"""A consistent copy of a data folder in one file, checked after it was written; and back again.

The file is a zip of ``manifest.json``, ``fieldkit.db`` (VACUUM INTO) and ``attachments/ab/abcdef…``, all as
they lie on the disk: what is encrypted there is encrypted in the copy, with the same key.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import os
import re
import shutil
import struct
import zipfile
import zlib
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from fieldkit import __version__
from fieldkit.errors import FieldkitError, Text
from fieldkit.model import durable
from fieldkit.model.database import Database
from fieldkit.model.keys import slots
from fieldkit.model.keys.errors import SlotsDamaged
from fieldkit.model.schema import REVISIONS
from fieldkit.model.stopping import Stopped
from fieldkit.model.tables import SYNCED
from fieldkit.model.verify import ProblemFound, check, verify
from fieldkit.model.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

FORMAT, FORMAT_VERSION = "fieldkit-backup", 1
_ENCRYPTED_VERSION = 2
"""A backup of an encrypted folder also has its key file; older programs refuse it as newer."""
MANIFEST, DATABASE = "manifest.json", "fieldkit.db"

_NAME = re.compile(r"fieldkit\.db|keys\.json|attachments/[0-9a-f]{2}/[0-9a-f]{64}")
_MANIFEST_LIMIT = 256 * 1024 * 1024
_PIECE = 1 << 20
# What damaged or made-up bytes make of zipfile and of a manifest of other shapes.
_UNREADABLE = (
    *(
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        struct.error,
        EOFError,
        KeyError,
        ValueError,
        TypeError,
    ),
    *(AttributeError, OverflowError, RuntimeError),  # NotImplementedError and RecursionError are the last
)


class BackupDamaged(FieldkitError):
    """The file is no backup of fieldkit, or not every byte of it is as it was written."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text(
                "ไฟล์สำรองใช้ไม่ได้ ไม่ใช่ไฟล์สำรองของ fieldkit หรือเสียหาย",
                "This is no backup of fieldkit, or it is damaged",
            ),
            Text("ใช้ไฟล์สำรองอื่น ข้อมูลที่มีอยู่ไม่ถูกแก้ไข", "Use another backup. Nothing that is there was changed."),
            place=place,
        )


class FolderNotEmpty(FieldkitError):
    """Data are restored into an empty folder only, so that nothing is ever overwritten."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("โฟลเดอร์ข้อมูลนี้ไม่ว่าง", "This data folder is not empty"),
            Text("ระบุโฟลเดอร์ใหม่ด้วย --data แล้วกู้คืนอีกครั้ง", "Name a new folder with --data and restore again"),
            place=place,
        )


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What a copy holds: rows by table, number of files, bytes; ``damaged`` files were so before the copy."""

    path: Path
    counts: Mapping[str, int]
    files: int
    size: int
    damaged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """What was put back, and what :func:`fieldkit.model.verify.verify` says of it."""

    folder: Path
    counts: Mapping[str, int]
    files: int
    problems: tuple[ProblemFound, ...] = ()


@dataclass
class _Manifest:
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    damaged: list[str] = field(default_factory=list)


def backup(workspace: Workspace, target: Path, *, stop: Callable[[], bool] | None = None) -> BackupReport:
    """Write a copy of ``workspace`` to the file ``target``; it may be at work meanwhile.

    The written file is read back and each part compared by its hash; the copied database is opened, checked
    and counted. ``stop`` is asked between the parts. Raises CannotWrite, StorageError, BackupDamaged,
    Stopped; then ``target`` is as it was.
    """
    with durable.replacing(target) as path:
        copy = path.with_name(DATABASE)
        # The database first: whatever it refers to was stored before, and files never change.
        workspace.database.backup(copy)
        counts = _counts(copy, workspace.key)
        manifest = _Manifest()
        with zipfile.ZipFile(path, "w", allowZip64=True) as archive:
            _put(archive, DATABASE, copy, manifest)
            if slots.encrypted(workspace.folder):
                keys = path.with_name(slots.FILE)
                keys.write_bytes(slots.read(workspace.folder).document())
                _put(archive, slots.FILE, keys, manifest)
            for sha256 in workspace.attachments.names():
                if stop is not None and stop():
                    raise Stopped
                stored = workspace.attachments.path(sha256)
                name = f"attachments/{sha256[:2]}/{sha256}"
                _put(archive, name, stored, manifest)
                if not workspace.encrypted and manifest.files[name]["sha256"] != sha256:
                    manifest.damaged.append(sha256)
            archive.writestr(MANIFEST, json.dumps(_document(workspace, counts, manifest), ensure_ascii=False))
        with zipfile.ZipFile(path) as archive:
            _read_through(archive, path)
        size = path.stat().st_size
    files = _attachments(manifest.files)
    return BackupReport(target, counts, files, size, tuple(manifest.damaged))


def restore(source: Path, folder: Path, *, key: bytes | None = None) -> RestoreReport:
    """Put a copy back into ``folder``, which must be empty or not there yet, and verify it.

    Raises BackupDamaged, FolderNotEmpty, CannotWrite, NotADatabase (another key), NewerSchema; then
    ``folder`` is as it was. What was wrong already when the copy was made is restored and reported.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderNotEmpty(str(folder))
    with durable.replacing_folder(folder) as written:
        try:
            with zipfile.ZipFile(source) as archive:
                manifest = _read_through(archive, source, into=written)
        except (FileNotFoundError, IsADirectoryError, PermissionError, *_UNREADABLE) as error:
            raise BackupDamaged(f"{source}: {error}") from error
        if _counts(written / DATABASE, key) != manifest["counts"]:
            raise BackupDamaged(f"{source}: {DATABASE}")
        with closing(Workspace(written, key=key)) as workspace:
            problems = (*check(workspace), *verify(workspace))
    unique = tuple(dict.fromkeys(problems))
    return RestoreReport(folder, manifest["counts"], _attachments(manifest["files"]), unique)


def keys_of(source: Path) -> slots.Slots | None:
    """Return the slots of an encrypted backup, None of a plain one; raises BackupDamaged, OtherVersion."""
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = _manifest(archive, source)
            return (
                slots.parse(archive.read(slots.FILE), str(source))
                if slots.FILE in manifest["files"]
                else None
            )
    except (OSError, SlotsDamaged, *_UNREADABLE) as error:
        raise BackupDamaged(f"{source}: {error}") from error


def _version(files: Mapping[str, Any]) -> int:
    return _ENCRYPTED_VERSION if slots.FILE in files else FORMAT_VERSION


def _attachments(files: Mapping[str, Any]) -> int:
    return sum(name.startswith("attachments/") for name in files)


def default_name(workspace: Workspace) -> str:
    """Return the name of a copy made now: ``fieldkit-20261122T104200.fieldkit-backup``."""
    return f"fieldkit-{workspace.clock():%Y%m%dT%H%M%S}.fieldkit-backup"


def _document(workspace: Workspace, counts: Mapping[str, int], manifest: _Manifest) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": _version(manifest.files),
        "program": f"fieldkit {__version__}",
        "schema": REVISIONS[-1],
        "device": workspace.device,
        "created_at": workspace.clock().isoformat(timespec="seconds"),
        "encrypted": workspace.encrypted,
        "counts": dict(counts),
        "files": manifest.files,
    }


def _counts(path: Path, key: bytes | None) -> dict[str, int]:
    """Open a database, check it, and return its rows by table; raises BackupDamaged, NotADatabase."""
    database = Database(path, key)
    try:
        problems = database.integrity()
        if problems:
            raise BackupDamaged(f"{path.name}: {problems[0]}")
        with database.read() as connection:
            return {
                table: int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())
                for table in ("change", "feed", "cell", *SYNCED)
            }
    finally:
        database.close()


def _put(archive: zipfile.ZipFile, name: str, source: Path, manifest: _Manifest) -> None:
    digest, size = hashlib.sha256(), 0
    # Photos are compressed already, and encrypted files cannot be.
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED if name == DATABASE else zipfile.ZIP_STORED
    info.external_attr = 0o600 << 16
    info.file_size = source.stat().st_size
    with source.open("rb") as file, archive.open(info, "w") as out:
        for piece in _pieces(file):
            digest.update(piece)
            size += len(piece)
            out.write(piece)
    manifest.files[name] = {"size": size, "sha256": digest.hexdigest()}


def _read_through(archive: zipfile.ZipFile, place: Path, *, into: Path | None = None) -> dict[str, Any]:
    """Read every part, compare size and hash with the manifest, and write it below ``into``."""
    try:
        manifest = _manifest(archive, place)
        if into is not None:
            _refuse_if_too_large(manifest, into)
        for name, facts in manifest["files"].items():
            digest, size = hashlib.sha256(), 0
            with archive.open(name) as part, _target(into, name) as out:
                for piece in _pieces(part):
                    digest.update(piece)
                    size += len(piece)
                    if size > facts["size"]:
                        break
                    out.write(piece)
            if size != facts["size"] or digest.hexdigest() != facts["sha256"]:
                raise BackupDamaged(f"{place}: {name}")
    except _UNREADABLE as error:
        raise BackupDamaged(f"{place}: {error}") from error
    return manifest


def _manifest(archive: zipfile.ZipFile, place: Path) -> dict[str, Any]:
    if archive.getinfo(MANIFEST).file_size > _MANIFEST_LIMIT:
        raise BackupDamaged(f"{place}: {MANIFEST}")
    manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
    if manifest["format"] != FORMAT or manifest["version"] > _version(manifest["files"]):
        raise BackupDamaged(f"{place}: {manifest['format']} {manifest['version']}")
    if not isinstance(manifest["counts"], dict):
        raise BackupDamaged(f"{place}: {MANIFEST}")
    names = set(manifest["files"])
    # Nothing but these names ever becomes a path, and nothing is in the file that the manifest does not know.
    if DATABASE not in names or not all(_NAME.fullmatch(name) for name in names):
        raise BackupDamaged(f"{place}: {MANIFEST}")
    if sorted(archive.namelist()) != sorted([*names, MANIFEST]):
        raise BackupDamaged(f"{place}: {MANIFEST}")
    return manifest


def _refuse_if_too_large(manifest: Mapping[str, Any], into: Path) -> None:
    size = sum(int(facts["size"]) for facts in manifest["files"].values())
    if size > shutil.disk_usage(into).free:
        raise durable.disk_full(into.parent)


def _target(into: Path | None, name: str) -> IO[bytes]:
    if into is None:
        return open(os.devnull, "wb")
    path = into / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("xb")


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        yield piece
