"""Sends closed inspections to an office's server, one by one, and remembers how far each has got.

A record goes as it was signed. A revision of one that was sent goes as its correction: under an instance id
of its own, with the one that it replaces (``deprecatedID``).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING, Any

from lxml import etree

from fieldkit.model.attachments import AttachmentDamaged, AttachmentMissing
from fieldkit.model.changes import get_meta, set_meta
from fieldkit.model.media_types import media_type
from fieldkit.model.personal_answers import note_export
from fieldkit.model.shapes.records import ChooseChecklist, Submissions
from fieldkit.sync.openrosa import messages
from fieldkit.sync.openrosa.multipart import Part
from fieldkit.sync.openrosa.office_errors import Declined, OfficeFailed, OfficeUnreachable, Stopped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from fieldkit.model.shapes.records import Submission
    from fieldkit.model.workbook import Filters
    from fieldkit.model.workspace import Workspace
    from fieldkit.sync.openrosa.office import Office
    from fieldkit.sync.openrosa.office_link import OfficeLink

    Progress = Callable[[int, int], None]

SENT, REFUSED, PARTLY, WAITING = "sent", "refused", "partly", "waiting"
_PAUSES = (0.5, 2.0)
_MOST_FILES = 100
"""Files of one request, as Collect sends them."""


@dataclass
class Standing:
    """How far one inspection has got: under which instance id, which files the server has confirmed."""

    instance: str = ""
    state: str = WAITING
    files: list[str] = field(default_factory=list)
    at: str = ""
    message: str = ""

    @classmethod
    def of(cls, workspace: Workspace, office: Office, inspection: str) -> Standing:
        """Return what is remembered."""
        with workspace.database.read() as connection:
            kept = get_meta(connection, _key(office, inspection))
        return cls(**json.loads(kept)) if kept else cls()

    def keep(self, workspace: Workspace, office: Office, inspection: str) -> None:
        """Remember it, durably, before anything further is sent."""
        with workspace.database.write() as connection:
            set_meta(connection, _key(office, inspection), json.dumps(vars(self), ensure_ascii=False))


@dataclass
class Delivery:
    """What a run did: inspections sent now, those there already, refused ones with what the server said.

    ``unnamed`` counts photos that the record has no question for: other programs have no place for them.
    """

    sent: int = 0
    already: int = 0
    refused: list[dict[str, str]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    unnamed: int = 0
    bytes_sent: int = 0


def send(
    workspace: Workspace,
    office: Office,
    link: OfficeLink,
    filters: Filters,
    *,
    again: bool = False,
    progress: Progress | None = None,
    cancel: Event | None = None,
) -> Delivery:
    """Send what ``filters`` choose and the server does not have; refused records only with ``again``.

    May be cut or stopped at any point; the next run goes on. Raises OfficeError.
    """
    run = _Run(workspace, office, link, link.ready(), cancel or Event(), Delivery())
    every = list(_chosen(workspace, filters))
    total, done = sum(len(one.found.ids) for one in every), 0
    for submissions in every:
        ids = [row["id"] for row in submissions.found if run.wants(row, again=again)]
        done += len(submissions.found.ids) - len(ids)
        submissions.found.ids = ids
        for submission in submissions:
            if run.cancel.is_set():
                raise Stopped
            if progress is not None:
                progress(done, total)
            run.send(submission)
            done += 1
        run.delivery.left_out += submissions.left_out
    run.delivery.bytes_sent = link.sent
    return run.delivery


def standings(workspace: Workspace, office: Office, filters: Filters) -> list[dict[str, Any]]:
    """Return how far each chosen inspection has got, oldest first."""
    found = []
    for row in (row for one in _chosen(workspace, filters) for row in one.found):
        standing = Standing.of(workspace, office, row["id"])
        told = {"id": row["id"], "checklist": row["form_id"], "factory": row["factory_name"]}
        found.append(told | {key: value for key, value in vars(standing).items() if key != "files"})
    return found


def _chosen(workspace: Workspace, filters: Filters) -> Iterator[Submissions]:
    rows = workspace.rows("SELECT DISTINCT form_id FROM inspection WHERE state = 'closed' ORDER BY form_id")
    for row in rows:
        try:
            yield Submissions.chosen(workspace, filters, row["form_id"])
        except ChooseChecklist:
            continue  # none of this checklist


@dataclass
class _Run:
    """One run: what all its records need."""

    workspace: Workspace
    office: Office
    link: OfficeLink
    most: int
    cancel: Event
    delivery: Delivery

    def wants(self, row: Mapping[str, Any], *, again: bool) -> bool:
        """Tell whether an inspection is to be sent; counts it where it is not."""
        standing = Standing.of(self.workspace, self.office, row["id"])
        if standing.state == SENT:
            self.delivery.already += 1
            return False
        if standing.state == REFUSED and not again:
            self.delivery.refused.append(_refused(row, standing.message))
            return False
        return True

    def send(self, submission: Submission) -> None:
        """Send one record with its files, and remember each step; raises OfficeError."""
        record = submission.row["id"]
        standing = Standing.of(self.workspace, self.office, record)
        attachments = self.workspace.attachments
        try:
            xml = _xml(self.workspace, self.office, submission, standing)
            named = _named(submission)
            files = [
                (name, attachments.read(submission.files[name]))
                for name in named
                if name not in standing.files
            ]
        except (AttachmentMissing, AttachmentDamaged):
            self.delivery.left_out.append(record)  # `check` names the file
            return
        note_export(self.workspace, [record])
        self.delivery.unnamed += len(submission.files) - len(named)
        try:
            for group, last in _groups(xml, files, self.most):
                self._post(xml, group, last=last)
                standing.files += [name for name, _data in group]
                standing.state = SENT if last else PARTLY
                standing.at = self.workspace.clock().isoformat(timespec="seconds")
                standing.message = ""
                standing.keep(self.workspace, self.office, record)
        except Declined as declined:
            standing.state, standing.message = REFUSED, declined.message
            standing.keep(self.workspace, self.office, record)
            self.delivery.refused.append(_refused(submission.row, declined.message))
            return
        self.delivery.sent += 1

    def _post(self, xml: bytes, files: list[tuple[str, bytes]], *, last: bool) -> None:
        """Send one request, twice more after a cut: the same again has no other effect (OpenRosa)."""
        parts = [Part(messages.SUBMISSION, "submission.xml", "text/xml", xml)]
        parts += [Part(name, name, _kind(data), data) for name, data in files]
        if not last:
            parts.append(Part(messages.INCOMPLETE, "", "", b"yes"))
        for pause in (*_PAUSES, None):
            try:
                self.link.post(parts)
                return
            except (OfficeUnreachable, OfficeFailed):
                if pause is None:
                    raise
                if self.cancel.wait(pause):
                    raise Stopped from None


def _xml(workspace: Workspace, office: Office, submission: Submission, standing: Standing) -> bytes:
    """Return the record as it is sent, and keep its instance id in ``standing``; raises AttachmentMissing."""
    xml = workspace.attachments.read(submission.row["submission"])
    before = _sent_before(workspace, office, submission.row["revision_of"])
    if not before:
        standing.instance = standing.instance or submission.instance_id
        return xml
    standing.instance = f"uuid:{submission.row['id']}"
    return corrected(xml, standing.instance, before)


def corrected(xml: bytes, instance: str, before: str) -> bytes:
    """Return a record under another instance id, as the correction of the one that had the id ``before``."""
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    own = next(one for one in root.iter("{*}instanceID"))
    own.text = instance
    for old in list(root.iter("{*}deprecatedID")):
        old.text = before
        return etree.tostring(root)
    deprecated = etree.Element(own.tag.replace("instanceID", "deprecatedID"))
    deprecated.text = before
    own.addnext(deprecated)
    return etree.tostring(root)


def _sent_before(workspace: Workspace, office: Office, revision_of: str | None) -> str:
    """Return the instance id of the newest earlier revision that the server has or refused, "" for none."""
    while revision_of:
        standing = Standing.of(workspace, office, revision_of)
        if standing.state in (SENT, PARTLY):
            return standing.instance
        [row] = workspace.rows("SELECT revision_of FROM inspection WHERE id = ?", revision_of)
        revision_of = row["revision_of"]
    return ""


def _named(submission: Submission) -> list[str]:
    """Return the files that the record names, in its order."""
    said = (element.text or "" for element in submission.root.iter() if isinstance(element.tag, str))
    return [text for text in dict.fromkeys(said) if text in submission.files]


def _groups(
    xml: bytes, files: list[tuple[str, bytes]], most: int
) -> Iterator[tuple[list[tuple[str, bytes]], bool]]:
    """Yield the files of each request, and whether it is the last; every request has the XML."""
    group: list[tuple[str, bytes]] = []
    size = len(xml)
    for name, data in files:
        if group and (size + len(data) > most or len(group) >= _MOST_FILES):
            yield group, False
            group, size = [], len(xml)
        group.append((name, data))
        size += len(data)
    yield group, True


def _kind(data: bytes) -> str:
    found = media_type(data)
    return found[0] if found else "application/octet-stream"


def _refused(row: Mapping[str, Any], message: str) -> dict[str, str]:
    return {"id": row["id"], "factory": str(row["factory_name"] or ""), "message": message}


def _key(office: Office, inspection: str) -> str:
    return f"openrosa sent {office.id} {inspection}"
