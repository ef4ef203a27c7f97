"""Photos and other files of a question: stored first, then recorded through the one door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldkit.model.body import Op
from fieldkit.model.file_names import stored_name
from fieldkit.model.ids import new_id
from fieldkit.model.images import inspect_image
from fieldkit.model.inspections.errors import FileTooLarge, InspectionSealed, WrongFile
from fieldkit.model.inspections.stored_path import stored_path
from fieldkit.model.media_types import accepted, media_type
from fieldkit.model.tables import GROUPS

if TYPE_CHECKING:
    from fieldkit.model.inspections.record import Inspection

MAX_FILE_BYTES = 64 * 1024 * 1024
"""Of one recording or document: the exchange carries no larger file (docs/protocol.md)."""
LAYER_SUFFIX = ".layer.json"
_SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}


def attach_photo(
    inspection: Inspection,
    path: str,
    data: bytes,
    *,
    name: str = "",
    kind: str = "photo",
    taken_at: str | None = None,
) -> str:
    """Attach a picture to the question at ``path`` and return the attachment's id.

    ``taken_at`` (ISO, with offset) is for a camera of this machine; what a picture says itself comes first.
    The original bytes are kept as they are. Raises NotAnImage, ImageTooLarge, InspectionSealed,
    StorageError, OSError; then nothing was attached.
    """
    if inspection.closed:
        raise InspectionSealed(inspection.id)
    info = inspect_image(data)
    told = {
        "name": stored_name(name) or media_name(inspection, path, _SUFFIXES[info.media_type]),
        "media_type": info.media_type,
        "kind": kind,
        "taken_at": info.taken_at or taken_at,
        "latitude": info.latitude,
        "longitude": info.longitude,
    }
    return _attach(inspection, path, data, told)


def attach_file(inspection: Inspection, path: str, data: bytes, *, name: str = "") -> str:
    """Attach a recording, a film or a document to the question at ``path``; returns the attachment's id.

    What it is is told from its bytes; pictures go the way of :func:`attach_photo`. The original bytes are
    kept as they are. Raises FileTooLarge, WrongFile, InspectionSealed, StorageError, OSError; then nothing
    was attached.
    """
    if inspection.closed:
        raise InspectionSealed(inspection.id)
    wanted = inspection.instance.node(path).parameters.get("mediatype", "")
    if len(data) > MAX_FILE_BYTES:
        raise FileTooLarge(len(data), MAX_FILE_BYTES)
    found = media_type(data)
    if found is None or not accepted(wanted, found[0]):
        raise WrongFile(stored_name(name), wanted, found[0] if found else "")
    if found[0] in _SUFFIXES:
        return attach_photo(inspection, path, data, name=name)
    told = {
        "name": stored_name(name) or media_name(inspection, path, found[1]),
        "media_type": found[0],
        "kind": "file",
        "taken_at": None,
        "latitude": None,
        "longitude": None,
    }
    return _attach(inspection, path, data, told)


def attach_layer(inspection: Inspection, attachment_id: str, data: bytes) -> str:
    """Record what was drawn over a picture, in place of what was drawn before; the picture stays as it is.

    ``data`` is what :func:`fieldkit.model.inspections.layers.dump` gives. Returns the layer's id.
    """
    if inspection.closed:
        raise InspectionSealed(inspection.id)
    below = next(row for row in inspection.files if row["id"] == attachment_id)
    before = layer_of(inspection, attachment_id)
    row = {
        **below,
        "id": new_id(),
        "sha256": inspection.workspace.attachments.add(data),
        "name": f"{attachment_id}{LAYER_SUFFIX}",
        "media_type": "application/json",
        "size": len(data),
        "kind": "layer",
        "caption": None,
    }
    instead = [] if before is None else [_void(inspection, before)]
    inspection.commit([*_ops(inspection, row), *instead], files=_sizes(row))
    if before is not None:
        before["deleted"] = 1
    inspection.files.append(row | {"deleted": 0})
    inspection.note_files(row["path"])
    return str(row["id"])


def layer_of(inspection: Inspection, attachment_id: str) -> dict[str, Any] | None:
    """Return the record of what was drawn over a picture, None when nothing was."""
    name = f"{attachment_id}{LAYER_SUFFIX}"
    found = [row for row in inspection.files if row["name"] == name and not row.get("deleted")]
    return found[-1] if found else None


def _attach(inspection: Inspection, path: str, data: bytes, told: dict[str, Any]) -> str:
    node = inspection.instance.node(path)
    row = {
        "id": new_id(),
        "inspection": inspection.id,
        "path": stored_path(node),
        "finding": None,
        "sha256": inspection.workspace.attachments.add(data),
        "size": len(data),
        "caption": None,
        **told,
    }
    shown = row | {"deleted": 0}
    inspection.files.append(shown)  # first: what follows from the answer may depend on the files
    try:
        if node.type == "upload" and not node.value:
            # One commit: a crash leaves no photo without its answer, and a colleague gets both or neither.
            inspection.answer(path, str(row["name"]), with_ops=_ops(inspection, row), files=_sizes(row))
        else:
            inspection.commit(_ops(inspection, row), files=_sizes(row))
    except BaseException:
        inspection.files.remove(shown)
        raise
    inspection.note_files(row["path"])
    return str(row["id"])


def _ops(inspection: Inspection, row: dict[str, Any]) -> list[Op]:
    groups = {group: GROUPS["attachment"][group] for group in ("core", "caption")}
    return [
        Op("attachment", row["id"], group, {column: row[column] for column in columns}, (), inspection.stream)
        for group, columns in groups.items()
    ]


def _sizes(row: dict[str, Any]) -> dict[str, int]:
    return {row["sha256"]: row["size"]}


def _void(inspection: Inspection, row: dict[str, Any]) -> Op:
    key = ("attachment", row["id"], "void")
    values = {"deleted": 1, "delete_reason": "detached"}
    return Op(*key, values, inspection.seen.get(key, ()), inspection.stream)


def detach(inspection: Inspection, attachment_id: str) -> None:
    """Take a file off its question; the bytes stay in the store and the step can be taken back."""
    if inspection.closed:
        raise InspectionSealed(inspection.id)
    row = next(row for row in inspection.files if row["id"] == attachment_id)
    void = _void(inspection, row)
    row["deleted"] = 1  # first: what the question's answer becomes depends on the files that are left
    try:
        if (upload := _upload_to_change(inspection, row)) is not None:
            inspection.answer(*upload, with_ops=[void])
        else:
            inspection.commit([void])
    except BaseException:
        row["deleted"] = 0
        raise
    inspection.note_files(row["path"])


def _upload_to_change(inspection: Inspection, row: dict[str, Any]) -> tuple[str, str] | None:
    """Return the upload question that a file was taken off, and the name of its first file instead."""
    for node in inspection.instance.walk():
        if node.type == "upload" and stored_path(node) == row["path"]:
            names = [file["name"] for file in inspection.photos(node.path)]
            wanted = names[0] if names else ""
            return (node.path, wanted) if node.value != wanted else None
    return None


def media_name(inspection: Inspection, path: str, suffix: str) -> str:
    """Return the exchange name of a file: ``<instance8>_<question>_<n>_<yyyymmddThhmmss>.jpg``."""
    node = inspection.instance.node(path)
    number = len(inspection.photos(path)) + 1
    stamp = inspection.workspace.clock().strftime("%Y%m%dT%H%M%S")
    return f"{inspection.id[-8:]}_{node.name}_{number}_{stamp}{suffix}"
