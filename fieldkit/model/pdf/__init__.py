"""PDF documents: values set by the Typst templates of ``resources/reports`` (docs/decisions/0024)."""

from __future__ import annotations

from fieldkit.model.pdf.typesetting import PdfRefused, typeset

__all__ = ["PdfRefused", "typeset"]
