"""The reports that are shipped: one layout a file under ``resources/reports``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fieldkit import resources
from fieldkit.errors import FieldkitError, Text
from fieldkit.model.reference_tables.layers import layered
from fieldkit.model.reports.reading import read_report

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldkit.model.reports.layout import Report


class NoSuchReport(FieldkitError):
    """A name that no report has."""


@layered  # targets and conditions hold the values of settings
def reports() -> Mapping[str, Report]:
    """Return the reports by id, in the order of their numbers; raises `Refused`."""
    found = (read_report(path) for path in resources.path("reports").glob("*.toml"))
    return {report.id: report for report in sorted(found, key=_number)}


def report(name: str) -> Report:
    """Return the report ``R1``; raises `NoSuchReport`."""
    known = reports()
    found = known.get(name.strip().upper())
    if found is None:
        shown = ", ".join(known)
        raise NoSuchReport(
            Text(f"ไม่มีรายงาน “{name}”", f"There is no report “{name}”"),
            Text(f"ใช้ชื่อใดชื่อหนึ่ง: {shown}", f"Use one of: {shown}"),
        )
    return found


def _number(report: Report) -> tuple[int, str]:
    digits = re.sub(r"\D", "", report.id)
    return int(digits) if digits else 10**6, report.id
