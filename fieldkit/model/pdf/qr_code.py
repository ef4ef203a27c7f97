"""QR codes in documents, drawn as lines so that they print sharp at any size."""

from __future__ import annotations


def qr_code(text: str) -> bytes:
    """Return an SVG of the QR code of ``text``, which is short and of ASCII letters."""
    import zxingcpp

    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    return str(made.to_svg()).encode()
