"""What a finding is about, as the province sorts it: water, air, waste, safety, licence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model.codes import codes

if TYPE_CHECKING:
    from collections.abc import Mapping

TOPICS = "finding.topic"
OTHER = Text("อื่น ๆ", "other")


def topic(finding: Mapping[str, Any], language: str) -> str:
    """Return what a finding is about, by its checklist and section (``finding.topic`` of codes.csv)."""
    known = codes(TOPICS)
    section = str(finding["path"] or "").strip("/").split("/")[1:2]
    keys = (*(f"{finding['form_id']}/{name}" for name in section), str(finding["form_id"]))
    found = next((known[key].name for key in keys if key in known), OTHER)
    return found.pick(language)
