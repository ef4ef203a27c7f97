"""The page of checklists: its list, the import of a workbook, the trial, the paper."""

from __future__ import annotations
