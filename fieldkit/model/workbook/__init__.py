"""The workbook for the receiving office: rows out of the workspace, safe cells, one Excel file."""

from __future__ import annotations

from fieldkit.model.workbook.export import ExportCancelled, ExportReport, export_workbook
from fieldkit.model.workbook.filters import Filters

__all__ = ["ExportCancelled", "ExportReport", "Filters", "export_workbook"]
