"""docs/reports.md says what the code knows, and every placeholder that it names stands for something."""

from __future__ import annotations

import re

import pytest

from fieldkit.model import indicators
from fieldkit.model.reports.catalogue import reports
from fieldkit.model.reports.choice import Choice
from fieldkit.model.reports.templates.runs import EACH
from fieldkit.model.reports.templates.values import FIGURE, GENERAL, Unknown, Values
from fieldkit.model.workspace import Workspace
from tests.model.indicators.offices import put
from tests.model.reports import worked_example as worked
from tools import report_reference


def test_the_page_is_what_the_code_says() -> None:
    text = report_reference.FILE.read_text(encoding="utf-8")
    assert text == report_reference.page(text), "run python -m tools.report_reference"


def test_every_name_stands_for_something(office: Workspace) -> None:
    with office.database.door() as connection:
        connection.exec_driver_sql("DELETE FROM factory")
        put(connection, worked.office())
    with office.database.read() as connection:
        values = Values(office, connection, Choice(indicators.period("2567"), worked.TODAY))
        for name in GENERAL:
            assert isinstance(values.value(name)["t"], str)
        for part in FIGURE:
            assert values.value(f"indicator.coverage.{part}")["t"]
        for id_, report in reports().items():
            for place, sheet in enumerate(report.sheets):
                named = id_.lower() if place == 0 else f"{id_.lower()}.{sheet.key}"
                values.known(f"{named}{EACH}{sheet.columns[0].key}")
                assert "n" in values.value(f"{named}.count")
                if sheet.total is not None:
                    for column in sheet.columns:
                        assert "t" in values.value(f"{named}.total.{column.key}")
        text = report_reference.FILE.read_text(encoding="utf-8")
        for name in re.findall(r"`\{\{([^<…`]+)\}\}`", text):
            (values.known if EACH in name else values.value)(name)
        for wrong in (
            "ofice",
            "r1.total.x",
            "r1.each.x",
            "r0.total.x",
            "indicator.x.value",
            "r1",
            "r2.นา.x",
            "",
        ):
            with pytest.raises(Unknown):
                (values.known if EACH in wrong else values.value)(wrong)
