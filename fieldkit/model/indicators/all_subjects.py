"""All that an indicator may be about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.model.indicators.case_subjects import case_subjects
from fieldkit.model.indicators.daily_subjects import daily_subjects
from fieldkit.model.indicators.factory_subjects import factory_subjects
from fieldkit.model.indicators.work_subjects import work_subjects
from fieldkit.model.reference_tables.layers import layered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldkit.model.indicators.subjects import Subject


@layered  # classes of debts stand in their SQL
def subjects() -> Mapping[str, Subject]:
    """Return the subjects by name."""
    found = (*factory_subjects(), *work_subjects(), *daily_subjects(), *case_subjects())
    return {subject.name: subject for subject in found}
