"""Instruments that were used on this laptop, remembered by what they measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.model.inspections.response import Instrument

if TYPE_CHECKING:
    from fieldkit.model.inspections.record import Inspection


def is_measured(inspection: Inspection, path: str) -> bool:
    """Tell whether a question is a measurement: a number with a unit and a limit, or several readings."""
    question = inspection.policy.get(path)
    if question is None or inspection.instance.node(path).bind_type not in ("int", "integer", "decimal"):
        return False
    return bool(question.correction or question.columns.get("reading") or (question.limit and question.unit))


def remembered(inspection: Inspection, path: str) -> Instrument | None:
    """Return what was used last for the same parameter and unit on this laptop."""
    return Instrument.of(inspection.workspace.setting(_key(inspection, path)))


def use(inspection: Inspection, path: str, instrument: Instrument | None) -> None:
    """Save what a value was measured with and remember it; raises InspectionSealed, StorageError."""
    inspection.measured_with(path, instrument)
    if instrument is not None:
        inspection.workspace.remember(_key(inspection, path), instrument.stored())


def _key(inspection: Inspection, path: str) -> str:
    question = inspection.policy[path]
    limit = inspection.judging.limit(path)
    parameter = limit.parameter if limit is not None else inspection.instance.node(path).name
    return f"instrument/{parameter}/{question.unit}"
