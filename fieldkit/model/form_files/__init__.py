"""What forms keep in files beside them, read for the engine (`fieldkit.model.form`)."""

from __future__ import annotations

from fieldkit.model.form_files.reading import MediaSource, MediaValue, files
from fieldkit.model.form_files.row_store import Rows, internal

__all__ = ["MediaSource", "MediaValue", "Rows", "files", "internal"]
