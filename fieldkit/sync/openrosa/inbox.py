"""What phones sent: the exact XML and its files, kept as files of the centre, and what became of each record.

Nothing that is a record is refused for what it says: what cannot be taken is held, with the reason.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from fieldkit.model.ids import new_id
from fieldkit.model.peers.collect import form_of
from fieldkit.sync.server.schema import phone_file, phone_submission, phone_user
from fieldkit.sync.server.store import insert_new

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from xml.etree.ElementTree import Element

    from sqlalchemy import Connection, Row

    from fieldkit.errors import Text
    from fieldkit.sync.openrosa.users import PhoneUser

RECEIVED, TAKEN, HELD = "received", "taken", "held"
PATIENCE = timedelta(days=1)
"""After so long a record is taken without the files that its phone announced."""
_LONGEST_ID = 200


class NoRecord(Exception):
    """XML that is no record: without a form or an instance id (OpenRosa metadata)."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a record says of itself."""

    instance: str
    form_id: str
    version: str
    replaces: str

    @classmethod
    def of(cls, root: Element) -> Envelope:
        """Read the root of a record; raises NoRecord."""
        form_id, version = form_of(root)
        meta = next((child for child in root if _local(child) == "meta"), None)
        told = {} if meta is None else {_local(child): (child.text or "").strip() for child in meta}
        instance = told.get("instanceID") or root.get("instanceID", "")
        if not instance or not root.get("id") or max(map(len, (instance, form_id, version))) > _LONGEST_ID:
            raise NoRecord
        return cls(instance, form_id, version, told.get("deprecatedID", "")[:_LONGEST_ID])


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that arrived: under which name, and what it is at the centre."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """One request: what its XML says, its hash, its files, and whether none are still to come."""

    envelope: Envelope
    sha256: str
    files: Sequence[StoredFile]
    whole: bool
    agent: str = ""


@dataclass
class Submission:
    """A record as it is stored, with the files that have arrived (SHA-256 by name)."""

    id: str
    envelope: Envelope
    sha256: str
    author: str
    agent: str
    received_at: str
    whole: bool
    inspection: str
    files: dict[str, str] = field(default_factory=dict)


def receive(connection: Connection, user: PhoneUser, arrival: Arrival, *, now: datetime) -> str:
    """Write a request into the books and return the record's id; the same request again changes nothing."""
    table = phone_submission
    told, at = arrival.envelope, now.isoformat(timespec="milliseconds")
    insert_new(
        connection,
        table,
        {
            "id": new_id(),
            "instance": told.instance,
            "sha256": arrival.sha256,
            "author": user.id,
            "form_id": told.form_id,
            "version": told.version,
            "replaces": told.replaces,
            "agent": arrival.agent[:_LONGEST_ID],
            "received_at": at,
            "whole": 0,
            "state": RECEIVED,
            "code": "",
            "remarks": "[]",
            "inspection": "",
        },
    )
    same = (table.c.instance == told.instance, table.c.sha256 == arrival.sha256)
    row = connection.execute(select(table).where(*same).with_for_update()).one()
    known = {(one.name, one.sha256) for one in _files(connection, [row.id])}
    fresh = [
        {"submission": row.id, "name": one.name, "sha256": one.sha256, "size": one.size, "received_at": at}
        for one in dict.fromkeys(arrival.files)
        if (one.name, one.sha256) not in known
    ]
    if fresh:
        connection.execute(phone_file.insert(), fresh)
    news: dict[str, Any] = {"whole": 1} if arrival.whole and not row.whole else {}
    if fresh and row.state == TAKEN:
        news["state"] = RECEIVED  # a photo that comes late
    if news:
        connection.execute(table.update().where(table.c.id == row.id).values(**news))
    return str(row.id)


def due(connection: Connection, *, now: datetime) -> list[Submission]:
    """Return the records to be taken, oldest first: whole ones, and those whose phone has stopped sending."""
    late = (now - PATIENCE).isoformat(timespec="milliseconds")
    table = phone_submission
    rows = connection.execute(
        select(table)
        .where(table.c.state == RECEIVED, (table.c.whole == 1) | (table.c.received_at < late))
        .order_by(table.c.received_at, table.c.id)
    ).all()
    return _submissions(connection, rows)


def of_instance(connection: Connection, instance: str) -> list[Submission]:
    """Return the records of an instance id, oldest first."""
    table = phone_submission
    rows = connection.execute(
        select(table).where(table.c.instance == instance).order_by(table.c.received_at, table.c.id)
    ).all()
    return _submissions(connection, rows)


def taken(connection: Connection, submission: Submission, inspection: str, remarks: Sequence[Text]) -> None:
    """Write down that a record stands in the log, and what of it could not be taken."""
    _settle(connection, submission, state=TAKEN, code="", remarks=_told(remarks), inspection=inspection)


def hold(connection: Connection, submission: Submission, code: str, reasons: Sequence[Text]) -> None:
    """Write down why a record cannot be taken; nothing of it is lost."""
    _settle(connection, submission, state=HELD, code=code, remarks=_told(reasons))


def again(connection: Connection, *, submission: str = "", codes: Sequence[str] = ()) -> int:
    """Let held records be tried once more, one or those with these codes; returns how many."""
    table = phone_submission
    which = table.c.id == submission if submission else table.c.code.in_(list(codes))
    found = connection.execute(table.update().where(table.c.state == HELD, which).values(state=RECEIVED))
    return int(found.rowcount)


def listing(connection: Connection, *, state: str = "") -> list[dict[str, Any]]:
    """Return the records as dictionaries, newest first, with who sent them and their files."""
    table = phone_submission
    query = select(table, phone_user.c.name).join(phone_user, phone_user.c.id == table.c.author)
    if state:
        query = query.where(table.c.state == state)
    rows = connection.execute(query.order_by(table.c.received_at.desc(), table.c.id.desc())).all()
    counts = Counter(one.submission for one in _files(connection, [row.id for row in rows]))
    return [
        {
            **row._mapping,
            "whole": bool(row.whole),
            "remarks": [{"th": th, "en": en} for th, en in json.loads(row.remarks)],
            "files": counts[row.id],
        }
        for row in rows
    ]


def evidence(connection: Connection, submission: str) -> tuple[str, str, list[tuple[str, str]]] | None:
    """Return instance id, hash of the XML and (name, SHA-256) of each file; None for an unknown record."""
    table = phone_submission
    row = connection.execute(select(table).where(table.c.id == submission)).first()
    if row is None:
        return None
    return row.instance, row.sha256, [(one.name, one.sha256) for one in _files(connection, [row.id])]


def file_name(name: str) -> str:
    """Return the last part of a name as it arrived: a name is looked up, and never a path."""
    last = PurePosixPath(name.replace("\\", "/")).name
    plain = "".join(letter for letter in last if letter.isprintable())[:_LONGEST_ID]
    return plain if plain.strip(".") else "unnamed"


def _settle(connection: Connection, submission: Submission, **values: Any) -> None:
    table = phone_submission
    connection.execute(table.update().where(table.c.id == submission.id).values(**values))


def _told(texts: Iterable[Text]) -> str:
    return json.dumps([[text.th, text.en] for text in texts], ensure_ascii=False)


def _submissions(connection: Connection, rows: Sequence[Row[Any]]) -> list[Submission]:
    files: dict[str, dict[str, str]] = {row.id: {} for row in rows}
    for one in _files(connection, list(files)):
        files[one.submission].setdefault(one.name, one.sha256)  # of two with one name the first counts
    return [
        Submission(
            id=row.id,
            envelope=Envelope(row.instance, row.form_id, row.version, row.replaces),
            sha256=row.sha256,
            author=row.author,
            agent=row.agent,
            received_at=row.received_at,
            whole=bool(row.whole),
            inspection=row.inspection,
            files=files[row.id],
        )
        for row in rows
    ]


def _files(connection: Connection, submissions: Sequence[str]) -> list[Row[Any]]:
    found: list[Row[Any]] = []
    for start in range(0, len(submissions), 500):
        some = list(submissions[start : start + 500])
        found += connection.execute(
            select(phone_file)
            .where(phone_file.c.submission.in_(some))
            .order_by(phone_file.c.received_at, phone_file.c.name)
        ).all()
    return found


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
