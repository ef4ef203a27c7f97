"""The running number of a complaint: ``รร-67-0012``, anew each fiscal or calendar year."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from fieldkit.model.reference import param
from fieldkit.model.thai.dates import buddhist_year
from fieldkit.model.thai.fiscal import fiscal_year

if TYPE_CHECKING:
    from fieldkit.model.workspace import Workspace

PREFIX = "รร"


def next_number(workspace: Workspace, received: date | None) -> str:
    """Return the number after the highest one of its year that this laptop knows.

    Two laptops may give the same one before they sync; lists show both, and one is corrected by hand.
    """
    on = received or workspace.clock().date()
    year = buddhist_year(on) if param("complaint.numbering") == "calendar" else fiscal_year(on)
    start = f"{PREFIX}-{year % 100:02d}-"
    rows = workspace.rows("SELECT number FROM complaint WHERE number LIKE ?", f"{start}%")
    used = [int(found[1]) for row in rows if (found := re.fullmatch(rf"{start}(\d+)", row["number"]))]
    return f"{start}{max(used, default=0) + 1:04d}"
