"""What can be read of a damaged data folder, put into a new one, and told what is missing.

Everything on a laptop is derived from its change records, which never change. They are looked for in every
page of the file and of its log, whatever SQLite says of them; the new folder is made of those that prove to
be as they were written. What the centre has comes back with the next sync, which reads from the beginning.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fieldkit.errors import FieldkitError, Text
from fieldkit.model import durable, feeds, files
from fieldkit.model.attachments import AttachmentDamaged, AttachmentMissing, AttachmentStore
from fieldkit.model.backup import FolderNotEmpty, restore
from fieldkit.model.changes import Receipt, set_meta
from fieldkit.model.handover import take_small_files
from fieldkit.model.lock import FolderLock
from fieldkit.model.salvage.carving import Carved, carve
from fieldkit.model.salvage.judging import Judged, judge
from fieldkit.model.salvage.pages import views
from fieldkit.model.salvage.rest import LocalRows, read_rest, write_rest
from fieldkit.model.verify import ProblemFound, check, verify
from fieldkit.model.workspace import LOG_STATE, Workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["NothingToSalvage", "SalvageReport", "salvage"]

DATABASE = "fieldkit.db"
_AT_ONCE = 2_000
_REWRITTEN = "salvaged without its change record"
# What the new folder begins anew: where it stands in feeds and streams.
_ANEW = ("incarnation", "lamport", "witness ", LOG_STATE)


class NothingToSalvage(FieldkitError):
    """The folder holds no change record that can be read, or its key is another."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("ไม่พบข้อมูลที่กู้ได้ในโฟลเดอร์นี้", "Nothing in this folder can be read"),
            Text(
                "ตรวจโฟลเดอร์และรหัสผ่าน กู้คืนจากไฟล์สำรอง หรือซิงก์เครื่องใหม่กับส่วนกลาง",
                "Check folder and passphrase, restore a backup, or sync a new folder with the centre",
            ),
            place=place,
        )


@dataclass(frozen=True, slots=True)
class SalvageReport:
    """How many change records, values without a record, and files are in the new folder, and what is not."""

    folder: Path
    changes: int
    values: int
    files: int
    problems: tuple[ProblemFound, ...] = ()


def salvage(
    source: Path, target: Path, *, key: bytes | None = None, backups: Sequence[Path] = ()
) -> SalvageReport:
    """Put what can be read of the data folder ``source`` into ``target``, which must be empty or not there.

    ``backups`` are copies whose records and files are taken too, where ``source`` has lost them. Nothing in
    ``source`` is changed. Raises NothingToSalvage, FolderNotEmpty, AlreadyOpen, BackupDamaged, NotADatabase
    (a backup of another key), CannotWrite.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise FolderNotEmpty(str(target))
    if not source.is_dir():
        raise NothingToSalvage(str(source))
    with closing(_Held(source)), tempfile.TemporaryDirectory(prefix=".fieldkit-salvage-") as scratch:
        rest = read_rest(source / DATABASE, Path(scratch), key)
        found = carve(views(source / DATABASE, key))
        stores = [AttachmentStore(source / "attachments", key)]
        for number, file in enumerate(backups):
            folder = Path(scratch) / f"backup-{number}"
            restore(file, folder, key=key)
            _add_backup(found, folder, key)
            stores.append(AttachmentStore(folder / "attachments", key))
        meta = rest.meta or _carved_meta(found)
        if not found.changes and "device" not in meta:
            raise NothingToSalvage(str(source / DATABASE))
        with durable.replacing_folder(target) as written:
            take_small_files(source, written)
            _prepare(written, key, meta)
            with closing(Workspace(written, key=key)) as workspace:
                report = _fill(workspace, found, rest, stores)
    return SalvageReport(target, *report)


class _Held:
    """Keeps other programs away from ``folder`` meanwhile, as far as the folder lets itself be locked."""

    def __init__(self, folder: Path) -> None:
        try:
            self._lock: FolderLock | None = FolderLock(folder)
        except OSError:  # a folder that cannot be written is salvaged all the same
            self._lock = None

    def close(self) -> None:
        if self._lock is not None:
            self._lock.release()


def _carved_meta(found: Carved) -> dict[str, str]:
    """Return who and where this is; of a table that is found page by page old rows are found too."""
    meta: dict[str, str] = {name: found.meta[name] for name in ("device", "person") if name in found.meta}
    if "device" not in meta:
        # Whoever wrote most of what this laptop vouched for is this laptop.
        vouched = {change_id for links in found.feed.values() for change_id, _ in links.values()}
        wrote = Counter(one.device for one in found.changes.values() if one.id in vouched)
        meta.update(("device", device) for device, _ in wrote.most_common(1))
    return meta


def _add_backup(found: Carved, folder: Path, key: bytes | None) -> None:
    for view in views(folder / DATABASE, key):
        more = carve([view])
        for change_id, change in more.changes.items():
            found.add_change(change, more.receipts[change_id])
        for name, links in more.feed.items():
            found.feed.setdefault(name, {}).update(links)
    found.broken -= found.changes.keys()


def _prepare(folder: Path, key: bytes | None, meta: dict[str, str]) -> None:
    """Give the new folder the identity of the old one before anything is written there."""
    with closing(Workspace(folder, key=key)) as workspace, workspace.database.write() as connection:
        for name, value in meta.items():
            if not name.startswith(_ANEW):
                set_meta(connection, name, value)


def _fill(
    workspace: Workspace, found: Carved, rest: LocalRows, stores: Sequence[AttachmentStore]
) -> tuple[int, int, int, tuple[ProblemFound, ...]]:
    judged = judge(found, workspace.device)
    _apply(workspace, found)
    write_rest(workspace, rest)
    _offer(workspace, found)
    for op in judged.values:
        workspace.log.commit([op], why=_REWRITTEN)
    count, damaged = _take_files(workspace, stores)
    files.refresh(workspace.database, workspace.attachments)
    problems = [*_told(judged), *damaged, *check(workspace), *verify(workspace)]
    named = {problem.detail for problem in damaged}
    kept = (one for one in problems if one in damaged or one.detail not in named)
    return len(found.changes), len(judged.values), count, tuple(dict.fromkeys(kept))


def _apply(workspace: Workspace, found: Carved) -> None:
    ids = sorted(found.changes)
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        receipts = {}
        for change_id in some:
            _, at, held = found.receipts[change_id]
            if at is not None:
                receipts[change_id] = Receipt(at, held)
        arriving = [(found.changes[change_id], found.receipts[change_id][0]) for change_id in some]
        workspace.log.apply_read(arriving, receipts=receipts)
    own = [(one.id,) for one in found.changes.values() if one.device == workspace.device]
    if own:
        with workspace.database.door() as connection:
            connection.exec_driver_sql("UPDATE change SET own = 1 WHERE id = ?", own)


def _offer(workspace: Workspace, found: Carved) -> None:
    """Vouch again, under a new incarnation, for what this laptop vouched for and no centre has numbered."""
    vouched = {change_id for links in found.feed.values() for change_id, _ in links.values()}
    offered: dict[str, list[str]] = {}
    for change_id in sorted(found.changes):
        change = found.changes[change_id]
        ours = change.device == workspace.device or change_id in vouched
        if ours and found.receipts[change_id][0] is None:
            offered.setdefault(change.stream, []).append(change_id)
    with workspace.database.door() as connection:
        feeds.rotate(connection, workspace.device, offered)


def _take_files(workspace: Workspace, stores: Sequence[AttachmentStore]) -> tuple[int, list[ProblemFound]]:
    """Copy every file that has its hash; returns how many, and those that no copy has whole."""
    taken: set[str] = set()
    damaged: set[str] = set()
    for store in stores:
        for sha256 in store.names():
            if sha256 in taken:
                continue
            try:
                data = store.read(sha256)
            except (AttachmentDamaged, AttachmentMissing, OSError, ValueError):
                damaged.add(sha256)
                continue
            workspace.attachments.add(data)
            taken.add(sha256)
    return len(taken), [ProblemFound("file_damaged", sha256, sha256) for sha256 in sorted(damaged - taken)]


def _told(judged: Judged) -> list[ProblemFound]:
    told = [ProblemFound("altered", change_id) for change_id in sorted(judged.altered)]
    told += [ProblemFound("doubtful", change_id) for change_id in sorted(judged.doubtful)]
    told += [
        ProblemFound("lost", f"{stream} {change_id}".strip())
        for change_id, stream in judged.lost.items()
        if change_id not in judged.altered
    ]
    return told + [ProblemFound("written_anew", f"{op.table} {op.record} {op.group}") for op in judged.values]
