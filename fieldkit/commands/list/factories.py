"""``fieldkit list factories``: the register, searched as the window searches it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict

from fieldkit import bilingual
from fieldkit.commands.list import _output
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

COLUMNS = ("registration_no_old", "registration_no", "name", "operator", "district", "open_findings")


@bilingual.command(Text("โรงงานในทะเบียน", "Factories of the register."))
@_output.search
@_output.limit
@bilingual.option("--district", default="", words=Text("เฉพาะอำเภอนี้", "Only this district."))
@pass_invocation
def command(invocation: Invocation, *, search: str, limit: int, district: str) -> None:
    """Print factories in the order of their names."""
    from fieldkit.model import factories

    with closing(invocation.workspace()) as workspace, workspace.database.read() as connection:
        numbers = factories.ids(connection, factories.Query(text=search, district=district))
        lines = [asdict(line) for line in factories.rows(connection, numbers[:limit])]
    for line in lines:
        del line["row"]  # a number of this data file only
    _output.show(invocation, "factories", lines, total=len(numbers), columns=COLUMNS)
