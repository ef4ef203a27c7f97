"""One person's data folder: database, attachments, change log, and who and where this is."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from fieldkit.errors import FieldkitError, Text
from fieldkit.model import changes, log_file, streams
from fieldkit.model.attachments import AttachmentStore
from fieldkit.model.body import Op
from fieldkit.model.changes import ChangeLog, get_meta, set_meta
from fieldkit.model.database import Database, StorageError
from fieldkit.model.durable import disk_full, is_full, make_folder
from fieldkit.model.erasure import traces
from fieldkit.model.ids import new_id
from fieldkit.model.keys import conversion, slots
from fieldkit.model.keys.errors import PassphraseWanted
from fieldkit.model.lock import FolderLock
from fieldkit.model.reference_tables import layers
from fieldkit.model.reference_tables.stored import attach

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class FolderUnusable(FieldkitError):
    """The data folder cannot be made or written."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("ใช้โฟลเดอร์ข้อมูลนี้ไม่ได้", "This data folder cannot be used"),
            Text("เลือกโฟลเดอร์อื่นที่เขียนได้ด้วย --data", "Choose a folder you may write to with --data"),
            place=place,
        )


class DatabaseMissing(FieldkitError):
    """The data file is gone or empty, while the files that it names are still there."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("แฟ้มฐานข้อมูลหายไปหรือว่างเปล่า", "The data file is missing or empty"),
            Text(
                "กู้คืนจากไฟล์สำรอง (restore) หรือกู้ข้อมูลที่เหลือ (salvage) ไฟล์ที่มีอยู่ไม่ถูกแก้ไข",
                "Restore a backup, or salvage what is left. Nothing that is there was changed.",
            ),
            place=place,
        )


class ForeignLog(FieldkitError):
    """Beside the data file lies the log of another one, which SQLite would write over it."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text(
                "ไฟล์ -wal เป็นของฐานข้อมูลอื่น จึงไม่เปิด", "The -wal file belongs to other data; nothing was opened"
            ),
            Text(
                "ย้ายไฟล์นี้ออกจากโฟลเดอร์แล้วเปิดอีกครั้ง ข้อมูลยังไม่ถูกแก้ไข",
                "Move it out of the folder and open again. Nothing was changed.",
            ),
            place=place,
        )


LOG_STATE = "state of the log"
"""Setting: what was wrong with SQLite's log when the folder was opened (:mod:`~fieldkit.model.log_file`)."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who works here: the author of every change."""

    id: str
    name: str = ""
    position: str = ""
    office: str = ""
    card_no: str = ""


def local_now() -> datetime:
    """Return the wall time with the machine's offset."""
    return datetime.now().astimezone()


class Workspace:
    """Everything that the window and the command line work on."""

    def __init__(
        self, folder: Path, *, key: bytes | None = None, clock: Callable[[], datetime] | None = None
    ) -> None:
        """Open or create ``folder``; ``key`` (32 bytes) seals database and attachments.

        Raises PassphraseWanted (sealed, and no key), AlreadyOpen, FolderUnusable, CannotWrite (full disk),
        DatabaseMissing, ForeignLog,
        NotADatabase, NewerSchema, StorageError.
        """
        self.folder = folder
        self.clock = clock or local_now
        if key is None and slots.encrypted(folder):
            raise PassphraseWanted(folder)
        try:
            make_folder(folder)  # a data folder that a power cut takes away takes everything
            self._lock = FolderLock(folder)
        except OSError as error:
            raise disk_full(folder) if is_full(error) else FolderUnusable(str(folder)) from error
        try:
            self._prepare()
            file = folder / "fieldkit.db"
            self.attachments = AttachmentStore(folder / "attachments", key)
            self._refuse_without_database(file)
            log_state = log_file.state(file, orderly=self._lock.orderly)
            if log_state == log_file.FOREIGN:
                raise ForeignLog(str(log_file.path_of(file)))
            if log_state == log_file.DAMAGED:
                log_file.set_aside(file, f"{self.clock():%Y%m%dT%H%M%S}")
            self.database = Database(file, key)
            try:
                self._lock.begin()
                self.device, self.person = self._identify()
                if log_state is not None:
                    self.remember(LOG_STATE, f"{log_state} {self.clock().isoformat(timespec='seconds')}")
            except BaseException:
                self.database.close()
                raise
        except BaseException:
            self._lock.release()
            raise
        self.log = ChangeLog(self.database, device=self.device, author=self.person.id, clock=self.clock)
        with suppress(StorageError, OSError):  # no room: tried again at the next start
            traces.remove(self)
        attach(self)

    def _refuse_without_database(self, file: Path) -> None:
        """Raise DatabaseMissing where the files of a database lie without it, instead of beginning anew."""
        if file.is_file() and file.stat().st_size:
            return
        if next(self.attachments.names(), None) is not None:
            raise DatabaseMissing(str(file))

    def _prepare(self) -> None:
        """Finish an encryption that was cut off, and make the parts of the folder."""
        try:
            conversion.finish(self.folder)
            for part in ("attachments", "backups", "exports", "log"):
                make_folder(self.folder / part)
        except OSError as error:
            raise disk_full(self.folder) if is_full(error) else FolderUnusable(str(self.folder)) from error

    @property
    def encrypted(self) -> bool:
        """Whether database and attachments are sealed."""
        return self.database.encrypted

    @property
    def key(self) -> bytes | None:
        """The key of a sealed folder that is open, None of a plain or locked one."""
        return self.database.key

    def lock(self) -> None:
        """Forget the key: the folder stays this program's, and unreadable until :meth:`unlock`.

        Nobody else may be reading or writing meanwhile.
        """
        self.attachments.lock()
        self.database.lock()

    def unlock(self, key: bytes) -> None:
        """Go on after :meth:`lock`; raises NotADatabase for another key."""
        self.database.unlock(key)
        self.attachments.unlock(key)

    def _identify(self) -> tuple[str, Person]:
        with self.database.write() as connection:
            device = get_meta(connection, "device")
            if device is None:
                device = new_id()
                set_meta(connection, "device", device)
                set_meta(connection, "incarnation", new_id()[-8:])
                set_meta(connection, "person", json.dumps({"id": new_id()}))
            person = json.loads(get_meta(connection, "person") or "{}")
        return device, Person(**person)

    def name_person(self, *, name: str, position: str = "", office: str = "", card_no: str = "") -> Person:
        """Say who works here; the person's record is replicated so that others can read the name."""
        person = Person(self.person.id, name, position, office, card_no)
        values = {"name": name, "position": position, "office": office, "card_no": card_no}
        with self.database.read() as connection:
            seen = changes.heads(connection, "person", person.id)
        op = Op(
            "person",
            person.id,
            "core",
            values,
            seen.get(("person", person.id, "core"), ()),
            streams.REFERENCE,
        )
        stored = json.dumps({"id": person.id, **values}, ensure_ascii=False)
        self.log.commit([op], alongside=lambda connection, _written: set_meta(connection, "person", stored))
        self.person = person
        return person

    def setting(self, key: str) -> str | None:
        """Return something this machine remembers (``desk``, ``server`` …)."""
        with self.database.read() as connection:
            return get_meta(connection, key)

    def remember(self, key: str, value: str | None) -> None:
        """Keep something on this machine; it is never synced."""
        with self.database.write() as connection:
            set_meta(connection, key, value)

    def waiting(self) -> int:
        """Return how many changes the centre has not confirmed yet."""
        with self.database.read() as connection:
            return int(
                connection.exec_driver_sql(
                    "SELECT count(*) FROM feed JOIN change ON change.id = feed.change_id"
                    " WHERE change.seq IS NULL"
                ).scalar_one()
            )

    def rows(self, sql: str, *parameters: Any) -> list[dict[str, Any]]:
        """Return the rows of a SELECT as dictionaries; ``sql`` is the program's own, never a person's."""
        with self.database.read() as connection:
            result = connection.exec_driver_sql(sql, parameters)
            return [dict(row) for row in result.mappings()]

    def close(self) -> None:
        """Give the folder back."""
        layers.drop(self)
        self.database.close()
        self._lock.release()
