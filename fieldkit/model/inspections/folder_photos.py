"""Photos of a camera's card or a folder, each beside the question that was answered when it was taken."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from fieldkit.errors import FieldkitError, Text
from fieldkit.model.body import change_id_of
from fieldkit.model.images import MAX_BYTES, inspect_image
from fieldkit.model.inspections.evidence import answer_heads, answer_paths, changes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from fieldkit.model.inspections.record import Inspection

PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp"})
MOST = 2_000
"""Photos of one folder that are looked at, the newest first."""
NEAREST = timedelta(minutes=20)
"""A photo further from every answer belongs to none by itself."""

Moment = tuple[datetime, str]


class UnreadableFolder(FieldkitError):
    """The folder is gone, or may not be read; such as a card that was pulled out."""

    def __init__(self, place: str) -> None:
        super().__init__(
            Text("เปิดโฟลเดอร์ภาพไม่ได้", "The folder of photos cannot be read"),
            Text("ใส่การ์ดใหม่หรือเลือกโฟลเดอร์อื่น", "Put the card in again, or choose another folder"),
            place=place,
        )


@dataclass(frozen=True, slots=True)
class FolderPhoto:
    """A photo that was found.

    ``taken_at`` carries the offset of the laptop where the camera wrote none; None where it wrote no time.
    ``attached`` says that the same bytes are in the inspection already; ``problem`` why it cannot be taken.
    """

    file: Path
    sha256: str
    taken_at: datetime | None
    attached: bool = False
    problem: FieldkitError | None = None


def pictures(folder: Path) -> list[Path]:
    """Return the pictures below ``folder``, the newest first; raises `UnreadableFolder`."""
    try:
        if not folder.is_dir():
            raise UnreadableFolder(str(folder))
        found = [
            (file.stat().st_mtime, file)
            for file in folder.rglob("*")
            if file.suffix.lower() in PICTURES and not file.name.startswith(".") and file.is_file()
        ]
    except OSError as error:
        raise UnreadableFolder(f"{folder}: {error.strerror}") from error
    return [file for _, file in sorted(found, key=lambda one: (-one[0], one[1]))[:MOST]]


def content(file: Path) -> bytes:
    """Return the bytes of a photo, one more than the limit at most; raises `UnreadableFolder`."""
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableFolder(f"{file}: {error.strerror}") from error


def look_through(
    inspection: Inspection, files: Sequence[Path], told: Callable[[int, int], None] = lambda done, total: None
) -> Iterator[FolderPhoto]:
    """Yield each of ``files`` with its time; ``told`` hears how many are done. A bad one stops nothing."""
    attached = {row["sha256"] for row in inspection.files if not row.get("deleted")}
    here = inspection.workspace.clock().tzinfo
    for done, file in enumerate(files, 1):
        try:
            data = content(file)
            taken = inspect_image(data).taken_at
        except FieldkitError as error:
            yield FolderPhoto(file, "", None, problem=error)
        else:
            digest = hashlib.sha256(data).hexdigest()
            moment = datetime.fromisoformat(taken) if taken else None
            if moment is not None and moment.tzinfo is None:
                moment = moment.replace(tzinfo=here)
            yield FolderPhoto(file, digest, moment, digest in attached)
        told(done, len(files))


def answer_moments(inspection: Inspection) -> list[Moment]:
    """Return when each answer was last written and its stored path, the earliest first.

    The times are those that the laptop's clock showed; they propose and decide nothing.
    """
    heads = answer_heads(inspection)
    with inspection.workspace.database.read() as connection:
        paths = answer_paths(connection, inspection)
        changes = changes_of(connection, (op for ops in heads.values() for op in ops))
    found = [
        (datetime.fromisoformat(change.wall), paths[record])
        for record, ops in heads.items()
        if record in paths
        for op in ops
        if (change := changes.get(change_id_of(op))) is not None
    ]
    return sorted(found)


def proposed(moments: Sequence[Moment], taken_at: datetime | None) -> str:
    """Return the stored path of the question answered nearest to a photo's time, ``""`` if none is near.

    Of two equally near it is the later one: one looks, photographs, and then answers.
    """
    if taken_at is None or not moments:
        return ""
    place = bisect_left(moments, (taken_at, ""))
    near = [moments[index] for index in (place, place - 1) if 0 <= index < len(moments)]
    moment, path = min(near, key=lambda one: abs(one[0] - taken_at))
    return path if abs(moment - taken_at) <= NEAREST else ""
