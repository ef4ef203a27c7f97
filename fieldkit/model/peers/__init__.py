"""Inspections that were filled in other programs: read, matched, previewed, written as drafts, taken back."""
