"""What the office changes in a table reaches whatever reads it, at once, and leaves with its data folder."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from fieldkit.model import corrections, due_dates, holidays, limit_choice, limits, reference, reference_lists
from fieldkit.model.cases.debts import debt_class
from fieldkit.model.cases.enterprises import size_bands
from fieldkit.model.indicators.all_subjects import subjects
from fieldkit.model.indicators.table import indicator
from fieldkit.model.planning.rules import rules
from fieldkit.model.reference_tables import editing, layers
from fieldkit.model.reference_tables.descriptions import tables
from fieldkit.model.reference_tables.layers import Version, versions
from fieldkit.model.reports.catalogue import report
from fieldkit.model.search import law
from fieldkit.model.workspace import Workspace
from tests.conftest import Clock

TODAY = date(2026, 11, 22)
LOAN = {"state": "active", "dpd": 95, "missed": None}


@pytest.fixture
def workspace(data_folder: Path, clock: Clock) -> Workspace:
    workspace = Workspace(data_folder, clock=clock)
    workspace.name_person(name="สมหญิง รักงาน")
    return workspace


def listed(table: str, column: str, name: str) -> Callable[[], object]:
    """Return what reads a cell of a list that a checklist offers."""

    def read() -> object:
        rows = reference_lists.supplied(f"{table}.csv", TODAY)
        assert rows is not None
        return [row[rows.columns.index(column)] for row in rows.rows if row[0] == name]

    return read


def loans_by_sql() -> object:
    return subjects()["loan"].columns["debt_class"].sql


def law_chosen(name: str, answers: tuple[str, ...]) -> object:
    chosen = next(one.use for one in limit_choice.choices()[name] if one.holds(answers))
    return limits.in_force(chosen, TODAY)


def law_of(title: str) -> Callable[[], object]:
    return lambda: [text.paragraphs for text in law.texts() if text.title.th.startswith(title)]


REACHED: list[tuple[str, tuple[str, ...], dict[str, str], Callable[[], object]]] = [
    ("limits", ("WW-BOD",), {"max": "10"}, lambda: limits.judge("WW-BOD", "15", on=TODAY).outcome),
    ("limits", ("WW-BOD",), {"max": "10"}, listed("limits", "max", "WW-BOD")),
    ("limits", ("WW-BOD-60",), {"max": "50"}, lambda: law_chosen("WW-BOD", ("00902", "canal"))),
    ("limits", ("WW-BOD",), {"basis": "ประกาศใหม่"}, law_of("บีโอดี")),
    ("corrections", ("O2-7",), {"th": "ใหม่"}, lambda: corrections.corrections()["O2-7"][0].name),
    (
        "params",
        ("waste.max_storage_days",),
        {"value": "60"},
        listed("params", "value", "waste.max_storage_days"),
    ),
    ("params", ("order.days.C",), {"value": "7"}, lambda: due_dates.default_days("C", TODAY)),
    ("params", ("gi.target_pct",), {"value": "50"}, lambda: indicator("gi_certified").target),
    ("params", ("coverage.target_pct",), {"value": "50"}, lambda: str(report("R1"))),
    ("params", ("loan.npl_dpd",), {"value": "120"}, lambda: debt_class(LOAN)),
    ("params", ("loan.npl_dpd",), {"value": "120"}, lambda: str(report("R6"))),
    ("params", ("waste.max_storage_days",), {"value": "60"}, lambda: str(report("R4"))),
    ("params", ("loan.npl_dpd",), {"value": "120"}, loans_by_sql),
    ("loan_classes", ("D1",), {"over_days": "5"}, loans_by_sql),
    ("sme_sizes", ("service", "small"), {"most_employees": "40"}, size_bands),
    ("risk_rules", ("boiler_or_stack",), {"points": "3"}, lambda: rules(TODAY)),
    ("waste_codes", ("130208",), {"th": "น้ำมันเครื่องเก่า"}, listed("waste_codes", "label", "130208")),
    ("waste_chapters", ("13",), {"th": "น้ำมันเก่า"}, listed("waste_chapters", "label", "13")),
    ("disposal_codes", ("071",), {"th": "ฝังกลบใหม่"}, listed("disposal_codes", "label", "071")),
    ("factory_types", ("00901",), {"th": "โรงสีใหม่"}, listed("factory_types", "label", "00901")),
    ("factory_types", ("00901",), {"th": "โรงสีใหม่"}, lambda: reference.type_words("00901", "th")),
    ("sections", ("7", ""), {"th": "ใหม่"}, lambda: reference.sections()),
    ("wording", ("advice",), {"text": "ใหม่ {action} {days}"}, lambda: reference.wording("advice", TODAY)),
]


def version(table: str, key: tuple[str, ...]) -> Version:
    found = [one for one in versions(table) if one.key[: len(key)] == key and one.in_force(TODAY)]
    assert found, [one.key for one in versions(table)][:9]
    return found[0]


@pytest.mark.parametrize(
    ("table", "key", "cells", "read"), REACHED, ids=[f"{n}-{row[0]}" for n, row in enumerate(REACHED)]
)
def test_an_edit_reaches_its_reader_and_leaves_with_the_folder(
    workspace: Workspace, table: str, key: tuple[str, ...], cells: dict[str, str], read: Callable[[], object]
) -> None:
    shipped = read()
    assert shipped
    with closing(workspace):
        row = version(table, key)
        editing.save(workspace, table, {**row.cells, **cells}, version=row, note="หนังสือสั่งการ")
        assert read() != shipped
    assert read() == shipped


def test_an_edit_of_any_table_is_what_the_office_sees(workspace: Workspace) -> None:
    with closing(workspace):
        for name, described in tables().items():
            if not described.editable or name == "holidays":
                continue
            row = versions(name)[0]
            new = "found" if row.cells["confidence"] != "found" else "proposed"
            editing.save(workspace, name, {**row.cells, "confidence": new}, version=row, note="หนังสือสั่งการ")
            assert [one.cells["confidence"] for one in versions(name) if one.layer == "changed"] == [new]


def test_a_row_of_tomorrow_counts_when_its_day_begins(workspace: Workspace, clock: Clock) -> None:
    with closing(workspace):
        row = version("loan_classes", ("D1",))
        tomorrow = (layers.today() + timedelta(days=1)).isoformat()
        editing.save(
            workspace, "loan_classes", {**row.cells, "over_days": "5", "valid_from": tomorrow}, version=row
        )
        before = loans_by_sql()
        clock.advance(timedelta(days=1))
        assert loans_by_sql() != before
        assert "> 5 THEN 'D1'" in str(loans_by_sql())


def test_a_holiday_moves_due_dates(workspace: Workspace) -> None:
    day = date(2027, 6, 8)
    with closing(workspace):
        assert holidays.calendar().is_working_day(day)
        cells = {"date": day.isoformat(), "th": "วันหยุดพิเศษ", "en": "Special holiday", "kind": "special"}
        editing.save(workspace, "holidays", cells | {"source": "PR", "confidence": "proposed"})
        assert not holidays.calendar().is_working_day(day)
    assert holidays.calendar().is_working_day(day)
