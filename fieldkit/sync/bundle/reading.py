"""A laptop reads a bundle: a colleague's changes, or the answer of its centre."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fieldkit.model import feeds, files, streams
from fieldkit.model.durable import explaining
from fieldkit.sync import positions, protocol, pull, validation
from fieldkit.sync.answers import NotUnderstood
from fieldkit.sync.bundle import keys, parts
from fieldkit.sync.bundle.envelope import Reader
from fieldkit.sync.bundle.errors import BundleDamaged, NotForUs, OfficeUnknown, SignerUnknown
from fieldkit.sync.enrolment import enrolment
from fieldkit.sync.validation import reference_author

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from fieldkit.model.body import Change
    from fieldkit.model.workspace import Workspace
    from fieldkit.sync.bundle.envelope import Header

_EVERYWHERE = "*"


@dataclass
class BundleReport:
    """What came out of a bundle.

    ``changes`` are new here, ``confirmed`` files of ours that the office holds, ``left_out`` changes that
    this laptop must not take from a colleague or cannot read, ``stale`` pages of an answer that begin where
    this laptop never was: an exchange by network brings them.
    """

    made_by: str
    made: str
    changes: int = 0
    files: int = 0
    confirmed: int = 0
    left_out: int = 0
    stale: int = 0
    tables: set[str] = field(default_factory=set)


def read(workspace: Workspace, path: Path, code: str = "") -> BundleReport:
    """Take what is in a bundle for this laptop; reading it again changes nothing.

    Raises BundleError and CannotWrite; each part is taken whole or not at all.
    """
    place = str(path)
    with explaining(path), path.open("rb") as file:
        reader = Reader(file, place)
        report = BundleReport(reader.header.name or reader.header.device, reader.header.made)
        if reader.header.purpose == "answer":
            _open_answer(workspace, reader, place)
            taking: _Taking = _Answer(workspace, report)
        elif reader.header.purpose == "colleague":
            reader.open_by(code)
            taking = _Colleague(workspace, report)
        else:
            raise NotForUs(place)
        for part, payload in parts.read(reader, place):
            try:
                taking.take(part, payload)
            except (protocol.Malformed, NotUnderstood) as error:
                raise BundleDamaged(place) from error
    files.refresh(workspace.database, workspace.attachments)
    return report


def _open_answer(workspace: Workspace, reader: Reader, place: str) -> None:
    header: Header = reader.header
    if header.device != workspace.device:
        raise NotForUs(place)
    with workspace.database.read() as connection:
        office = keys.of_centre(connection)
    if office is None:
        raise OfficeUnknown(place)
    if reader.signer != office:
        raise SignerUnknown(place)
    reader.open_with(keys.of_laptop(workspace))


class _Taking:
    """Takes the parts that both kinds have; the others are for who knows them."""

    def __init__(self, workspace: Workspace, report: BundleReport) -> None:
        self.workspace = workspace
        self.report = report

    def take(self, part: parts.Part, payload: bytes) -> None:
        if isinstance(part, parts.File):
            if hashlib.sha256(payload).hexdigest() != part.sha256:
                raise NotUnderstood(part.sha256)
            if not self.workspace.attachments.has(part.sha256):
                self.workspace.attachments.add(payload)
                self.report.files += 1


class _Colleague(_Taking):
    """Changes of a colleague: applied, and carried to the centre by whichever laptop gets there first."""

    def __init__(self, workspace: Workspace, report: BundleReport) -> None:
        super().__init__(workspace, report)
        present = enrolment(workspace)
        self._provinces = present.provinces if present else (_EVERYWHERE,)

    def take(self, part: parts.Part, payload: bytes) -> None:
        if not isinstance(part, parts.Changes):
            super().take(part, payload)
            return
        if not protocol.valid_stream(part.stream) or not self._ours(part.stream):
            self.report.left_out += len(protocol.unpack(payload))
            return
        read = [_acceptable(body, part.stream) for body in protocol.unpack(payload)]
        taken = [change for change in read if change is not None]
        self.report.left_out += len(read) - len(taken)

        def carry(connection: Connection) -> None:
            unnumbered = feeds.without_number(connection, [change.id for change in taken])
            feeds.append(connection, self.workspace.device, part.stream, unnumbered)

        applied = self.workspace.log.apply_read([(change, None) for change in taken], alongside=carry)
        self.report.changes += applied.new
        self.report.tables.update(table for table, _record, _group in applied.cells)

    def _ours(self, stream: str) -> bool:
        """Tell whether this laptop may bring changes of ``stream`` to the centre, which holds others."""
        province = stream.partition("/")[2]
        return (
            stream == streams.REFERENCE
            or _EVERYWHERE in self._provinces
            or province in self._provinces
            or province == streams.UNKNOWN_PROVINCE
        )


class _Answer(_Taking):
    """What the centre says to an earlier bundle: what others wrote, and which files it holds."""

    def take(self, part: parts.Part, payload: bytes) -> None:
        if isinstance(part, parts.Holds):
            self._confirm(part.files)
        elif isinstance(part, parts.Page):
            self._page(part, payload)
        else:
            super().take(part, payload)

    def _confirm(self, names: list[str]) -> None:
        here = [sha256 for sha256 in names if self.workspace.attachments.has(sha256)]
        with self.workspace.database.read() as connection:
            waiting = set(files.in_state(connection, files.LOCAL))
        new = [sha256 for sha256 in here if sha256 in waiting]
        with self.workspace.database.write() as connection:
            files.confirm(connection, dict.fromkeys(new, ""))
        self.report.confirmed += len(new)

    def _page(self, part: parts.Page, payload: bytes) -> None:
        lines = protocol.unpack(payload)
        with self.workspace.database.read() as connection:
            cursor = positions.cursor(connection, part.stream)
            page = pull.verified(connection, part.stream, part.start, lines)
        if cursor[0] >= page.position[0]:
            return
        if cursor != part.start and cursor not in page.passed:
            self.report.stale += 1
        else:
            applied = pull.apply_page(self.workspace, part.stream, page)
            self.report.changes += applied.new
            self.report.left_out += page.unreadable
            self.report.tables.update(table for table, _record, _group in applied.cells)


def _acceptable(body: bytes, stream: str) -> Change | None:
    """Read a change that may come from a colleague; None for what only the centre may hand on."""
    change = validation.read(body, stream)
    return None if change is None or reference_author(body) is not None else change
