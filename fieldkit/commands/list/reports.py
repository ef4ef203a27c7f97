"""``fieldkit list reports``: the reports of the province, what they show and what they ask for."""

from __future__ import annotations

from typing import Any

from fieldkit import bilingual
from fieldkit.commands.list import _output
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation


@bilingual.command(Text("รายงานของจังหวัด R1–R14", "The reports of the province, R1 to R14."))
@pass_invocation
def command(invocation: Invocation) -> None:
    """Print ``{"reports": [{"id", "title", "about", "needs", "asks", "locked", "sheets"}…], "total"}``."""
    from fieldkit.model.reports.catalogue import reports

    language = invocation.language
    lines: list[dict[str, Any]] = [
        {
            "id": one.id,
            "title": one.title.pick(language),
            "about": one.about.pick(language),
            "needs": one.needs.pick(language),
            "asks": list(one.asks),
            "locked": one.locked,
            "sheets": {sheet.key: [column.key for column in sheet.columns] for sheet in one.sheets},
        }
        for one in reports().values()
    ]
    _output.show(invocation, "reports", lines, total=len(lines), columns=("id", "title", "about"))
