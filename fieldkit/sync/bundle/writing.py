"""A laptop writes what the centre has not confirmed into bundles: for the office, or for a colleague."""

from __future__ import annotations

import platform
import secrets
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from fieldkit.model import durable, feeds, file_classes, files
from fieldkit.model.attachments import AttachmentDamaged, AttachmentMissing
from fieldkit.model.changes import get_meta
from fieldkit.model.ids import new_id
from fieldkit.sync import positions, protocol, recovery
from fieldkit.sync.answers import Cancelled
from fieldkit.sync.bundle import envelope, keys, parts
from fieldkit.sync.bundle.errors import OfficeUnknown
from fieldkit.sync.bundle.written import Written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from threading import Event

    from sqlalchemy import Connection

    from fieldkit.model.queue import Cargo
    from fieldkit.model.workspace import Workspace
    from fieldkit.sync.bundle.envelope import Purpose, Wrap, Writer

SUFFIX = ".fkbundle"
# A stick with FAT32 takes no file of 4 GiB.
VOLUME = 3_900_000_000


@dataclass(frozen=True, slots=True)
class _Cargo:
    """What is to be written: stream and id of each change, files by SHA-256."""

    changes: list[tuple[str, str]]
    files: list[str]
    wanted: list[str]
    cursors: dict[str, protocol.Position]
    centre: str


def for_office(
    workspace: Workspace,
    target: Path,
    progress: Callable[[int, int], None] | None = None,
    *,
    cancel: Event | None = None,
    volume: int = VOLUME,
    only: Cargo | None = None,
) -> Written:
    """Write what the centre has not confirmed, sealed for the centre, and where this laptop stands.

    ``only`` writes some changes and files instead, also such as are held back or confirmed.
    Files that do not fit into ``volume`` bytes go into further bundles, ``NAME-2`` and so on. ``progress``
    is told how many of all files are written. Raises OfficeUnknown, CannotWrite, Cancelled; then no bundle is
    left.
    """
    with workspace.database.read() as connection:
        office = keys.of_centre(connection)
    if office is None:
        raise OfficeUnknown(str(target))
    work = _Work(workspace, target, "office", lambda key, id_: envelope.wrap_for(key, office, id_), volume)
    return work.write(progress, cancel, only=only)


def for_colleague(
    workspace: Workspace,
    target: Path,
    progress: Callable[[int, int], None] | None = None,
    *,
    cancel: Event | None = None,
    volume: int = VOLUME,
    only: Cargo | None = None,
) -> Written:
    """Write what the centre has not confirmed, sealed by a code that is told to a colleague.

    As :func:`for_office` otherwise; needs no centre.
    """
    code = envelope.new_code()
    work = _Work(workspace, target, "colleague", lambda key, id_: envelope.wrap_by(key, code, id_), volume)
    return work.write(progress, cancel, code, only)


class _Work:
    def __init__(
        self,
        workspace: Workspace,
        target: Path,
        purpose: Purpose,
        wrap: Callable[[bytes, str], Wrap],
        volume: int,
    ) -> None:
        self._workspace = workspace
        self._target = target if target.suffix == SUFFIX else target.with_name(target.name + SUFFIX)
        self._purpose = purpose
        self._wrap = wrap
        self._volume = volume
        self._signer = keys.of_laptop(workspace)
        self._paths: list[Path] = []

    def write(
        self,
        progress: Callable[[int, int], None] | None,
        cancel: Event | None,
        code: str = "",
        only: Cargo | None = None,
    ) -> Written:
        files.refresh(self._workspace.database, self._workspace.attachments)
        with self._workspace.database.read() as connection:
            cargo = _cargo(connection, only)
        left = list(reversed(cargo.files))
        written = size = 0
        try:
            while left or not self._paths:
                with self._bundle(cargo) as writer:
                    if not self._paths:
                        self._changes(writer, cargo)
                    here = 0
                    while left:
                        if cancel is not None and cancel.is_set():
                            raise Cancelled
                        if progress is not None:
                            progress(len(cargo.files) - len(left), len(cargo.files))
                        data = self._file(left[-1])
                        if data is not None:
                            if here and writer.size + len(data) > self._volume:
                                break
                            parts.write(writer, parts.File(left[-1]), data)
                            here += 1
                        left.pop()
                written += here
                size += writer.size
        except BaseException:
            for path in self._paths:
                path.unlink(missing_ok=True)
            raise
        return Written(tuple(self._paths), len(cargo.changes), written, size, code)

    @contextmanager
    def _bundle(self, cargo: _Cargo) -> Iterator[Writer]:
        number = len(self._paths) + 1
        stem = self._target.stem + (f"-{number}" if number > 1 else "")
        path = self._target.with_name(stem + SUFFIX)
        id_, key = new_id(), secrets.token_bytes(keys.KEY)
        header = envelope.Header(
            id=id_,
            purpose=self._purpose,
            device=self._workspace.device,
            name=platform.node(),
            centre=cargo.centre,
            made=self._workspace.clock().isoformat(timespec="seconds"),
            signer=str(self._signer.public),
            wrap=self._wrap(key, id_),
        )
        with durable.replacing(path) as temporary, temporary.open("wb") as file:
            writer = envelope.Writer(file, header, key, self._signer)
            parts.write(writer, parts.Opening(cargo.cursors, cargo.files, cargo.wanted))
            yield writer
            writer.close()
        self._paths.append(path)

    def _changes(self, writer: Writer, cargo: _Cargo) -> None:
        for stream, group in groupby(cargo.changes, key=lambda change: change[0]):
            batch: list[bytes] = []
            for _stream, change_id in group:
                with self._workspace.database.read() as connection:
                    body = feeds.body(connection, change_id)
                if body is None:
                    continue
                batch.append(body)
                if len(batch) == protocol.MAX_CHANGES or sum(map(len, batch)) > protocol.PUSH_BYTES:
                    parts.write(writer, parts.Changes(stream), protocol.pack(batch))
                    batch = []
            if batch:
                parts.write(writer, parts.Changes(stream), protocol.pack(batch))

    def _file(self, sha256: str) -> bytes | None:
        try:
            data = self._workspace.attachments.read(sha256)
        except (AttachmentMissing, AttachmentDamaged):
            return None  # `check` names it; the others must not wait for it
        return data if len(data) <= protocol.MAX_FILE else None


def _cargo(connection: Connection, only: Cargo | None) -> _Cargo:
    if only is None:
        changes = feeds.unconfirmed(connection)
        going = [file.sha256 for file in file_classes.to_send(connection)]
    else:
        changes = sorted((stream, id_) for id_, stream in feeds.streams_of(connection, only.changes).items())
        going = [file.sha256 for file in file_classes.listing(connection) if file.sha256 in only.files]
    return _Cargo(
        changes=changes,
        files=going,
        wanted=files.in_state(connection, files.WANTED),
        cursors={stream: positions.cursor(connection, stream) for stream in feeds.all_streams(connection)},
        centre=get_meta(connection, recovery.CENTRE) or "",
    )
