"""The letter of an order as a PDF: the paragraphs of the document that was issued, with its SHA-256."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.model.orders import letter_file
from fieldkit.model.orders.issued_letter import current_letter
from fieldkit.model.orders.reading import read_order
from fieldkit.model.pdf.qr_code import qr_code
from fieldkit.model.pdf.typesetting import typeset

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldkit.model.workspace import Workspace

TEMPLATE = "order"
_QR = "letter.svg"


def order_document(
    workspace: Workspace, order: str, *, cancelled: Callable[[], bool] = lambda: False
) -> bytes:
    """Return the PDF of the letter of an order (its id), as issued or as it would be written today.

    The letter is Thai, whatever the language of the window. Raises OrderRefused, AttachmentMissing,
    AttachmentDamaged, PdfRefused, PdfCancelled.
    """
    found = current_letter(workspace, order)
    values = {
        "title": read_order(workspace, order).name,
        "issued": found.issued,
        "sha256": found.sha256,
        "qr": _QR,
        "paragraphs": [
            {"style": part.style, "label": part.label, "text": part.text}
            for part in letter_file.read(found.data)
        ],
    }
    code = qr_code(f"fieldkit:order:{order}:{found.sha256}")
    return typeset(TEMPLATE, values, {_QR: code}, cancelled=cancelled)
