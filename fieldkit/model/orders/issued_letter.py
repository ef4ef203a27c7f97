"""The letter of an order as it is now: the one that was issued, or what would be written today."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldkit.model import durable
from fieldkit.model.orders import letter, letter_file
from fieldkit.model.orders.reading import read_order

if TYPE_CHECKING:
    from pathlib import Path

    from fieldkit.model.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Letter:
    """The document with its hash; ``issued`` tells that it is the one that left the office."""

    name: str
    data: bytes
    sha256: str
    issued: bool

    def write(self, target: Path) -> None:
        """Write the document in place of ``target``; raises CannotWrite, then ``target`` is as it was."""
        with durable.replacing(target) as path:
            path.write_bytes(self.data)


def current_letter(workspace: Workspace, order_id: str) -> Letter:
    """Return the letter of an order; raises OrderRefused, AttachmentMissing, AttachmentDamaged."""
    kept = workspace.rows(
        "SELECT name, sha256 FROM attachment WHERE record = ? AND kind = 'letter'"
        " AND coalesce(deleted, 0) = 0 ORDER BY id DESC LIMIT 1",
        order_id,
    )
    if kept:
        return Letter(
            kept[0]["name"], workspace.attachments.read(kept[0]["sha256"]), kept[0]["sha256"], issued=True
        )
    order = read_order(workspace, order_id)
    data = letter_file.docx(letter.compose(workspace, order, order.row), workspace.clock())
    return Letter(letter_file.file_name(order.name), data, hashlib.sha256(data).hexdigest(), issued=False)
