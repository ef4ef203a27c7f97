"""Photos from a phone for an inspection that is open on a laptop, attached to its questions."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from fieldkit.errors import FieldkitError, Text
from fieldkit.model.body import Op
from fieldkit.model.inspections import attach_file
from fieldkit.model.inspections.files import MAX_FILE_BYTES
from fieldkit.model.peers.bundle import Unavailable
from fieldkit.sync.openrosa.taking import Arrived, Held, Outcome, draft, foreign

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from fieldkit.model.inspections import Inspection
    from fieldkit.model.workspace import Workspace
    from fieldkit.sync.openrosa.inbox import Submission
    from fieldkit.sync.openrosa.users import PhoneUser

_SHOT, _CAPTION = "shot", "caption"


def take_photos(workspace: Workspace, submission: Submission, root: Element, user: PhoneUser) -> Outcome:
    """Attach the photos that have arrived and are not there yet; raises Held, StorageError."""
    inspection = draft(workspace, _text(root, "inspection"))
    factory = inspection.factory
    if factory["province_code"] not in user.provinces:
        raise Held("province", foreign(str(factory["name"]), user))
    files = Arrived(workspace.attachments, submission.files)
    outcome = Outcome(inspection.id)
    for shot in _shots(root):
        path, name, caption = _text(shot, "question"), _text(shot, "picture"), _text(shot, _CAPTION)
        if not name:
            continue
        there = files.named(name, "", "")
        if there is None:
            outcome.missing[name] = path
            continue
        try:
            _attach(inspection, path, files.read(there, MAX_FILE_BYTES), there, caption)
        except Unavailable:
            outcome.missing[name] = path
        except FieldkitError as error:
            outcome.remarks.append((error.message("th"), error.message("en")))
    with workspace.database.write() as connection:
        outcome.write(connection, submission.id)
    return outcome


def _attach(inspection: Inspection, path: str, data: bytes, name: str, caption: str) -> None:
    """Attach a photo unless it is there; raises FieldkitError."""
    leaf = next((node for node in inspection.instance.walk() if node.leaf and node.path == path), None)
    if leaf is None:
        raise FieldkitError(_NO_QUESTION, place=path[:100])
    digest = sha256(data).hexdigest()
    if any(row["sha256"] == digest for row in inspection.photos(path)):
        return
    attachment = attach_file(inspection, path, data, name=name)
    if caption:
        key = ("attachment", attachment, _CAPTION)
        seen = inspection.seen.get(key, ())
        inspection.commit([Op(*key, {_CAPTION: caption}, seen, inspection.stream)])


def _shots(root: Element) -> Iterator[Element]:
    yield from (child for child in root if _local(child) == _SHOT)


def _text(parent: Element, name: str) -> str:
    found = next((child for child in parent if _local(child) == name), None)
    return "" if found is None else (found.text or "").strip()


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


_NO_QUESTION = Text("การตรวจนี้ไม่มีข้อที่รูปประกอบ", "the inspection does not have the question of a photo")
