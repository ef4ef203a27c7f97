"""What a viewer finds in a PDF: its words, as search and copy have them."""

from __future__ import annotations

from typing import Any


def opened(pdf: bytes) -> Any:
    """Open a document with the engine of Chrome and Edge, which comes with Qt."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice
    from PySide6.QtPdf import QPdfDocument

    document: Any = QPdfDocument(None)  # type: ignore[call-overload]
    buffer = QBuffer(document)
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    assert document.pageCount() > 0, "no PDF"
    return document


def picture_of(pdf: bytes, page: int) -> bytes:
    """Return a page as a PNG, 150 dots per inch."""
    from io import BytesIO

    from PIL import Image
    from PySide6.QtCore import QSize
    from PySide6.QtGui import QImage

    drawn = opened(pdf).render(page, QSize(1240, 1754)).convertToFormat(QImage.Format.Format_RGBA8888)
    size = drawn.width(), drawn.height()
    image = Image.frombytes("RGBA", size, bytes(drawn.constBits()), "raw", "RGBA", drawn.bytesPerLine())
    white = Image.new("RGBA", size, "white")
    white.alpha_composite(image)
    file = BytesIO()
    white.convert("RGB").save(file, "PNG")
    return file.getvalue()


def pages(pdf: bytes) -> list[str]:
    """Return the words of each page; between Thai words and lines spaces mean nothing, so none are kept."""
    document = opened(pdf)
    return ["".join(document.getAllText(page).text().split()) for page in range(document.pageCount())]


def words(pdf: bytes) -> str:
    """Return the words of all pages without spaces."""
    return "".join(pages(pdf))


def plain(text: str) -> str:
    """Return a text as :func:`words` would have it."""
    return "".join(text.split())
