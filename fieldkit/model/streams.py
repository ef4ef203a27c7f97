"""Which stream a record belongs to: what is replicated as a whole."""

from __future__ import annotations

REFERENCE = "ref"
UNKNOWN_PROVINCE = "00"


def register_stream(province_code: str | None) -> str:
    """Return the stream of a province's factory register."""
    return f"reg/{province_code or UNKNOWN_PROVINCE}"


def inspection_stream(province_code: str | None) -> str:
    """Return the stream of a province's visits, inspections and findings."""
    return f"ins/{province_code or UNKNOWN_PROVINCE}"
