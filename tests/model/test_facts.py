"""Facts about factories: saved when an inspection is closed, typed, corrected; which one counts."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from fieldkit.model import changes, checklists, facts, inspections, records
from fieldkit.model.body import Op, change_id_of
from fieldkit.model.csv_table import TableError
from fieldkit.model.fact_properties import FactRefused, fact_property, known_properties, read_properties
from fieldkit.model.inspections import Signature, revision
from fieldkit.model.inspections.errors import InspectionChanged
from fieldkit.model.thai.digits import NumberError
from fieldkit.model.xlsform.conversion import convert
from tests.office import MILL, add_factory, answer_all, path_of

if TYPE_CHECKING:
    from fieldkit.model.facts import Fact
    from fieldkit.model.inspections import Inspection
    from fieldkit.model.workspace import Workspace
    from tests.conftest import Clock

SIGNED = [
    Signature("inspector", "กฤษณะ ใจดี", typed=True),
    Signature("representative", "มานะ", typed=True),
]


def known(workspace: Workspace, factory: str = "mill") -> dict[str, Fact]:
    with workspace.database.read() as connection:
        return facts.current(connection, factory)


def values(workspace: Workspace, factory: str = "mill") -> dict[str, str]:
    return {name: fact.value for name, fact in known(workspace, factory).items()}


def past(workspace: Workspace, name: str) -> list[str]:
    with workspace.database.read() as connection:
        return [fact.value for fact in facts.history(connection, "mill", name)]


def inspected(workspace: Workspace, **answers: str) -> Inspection:
    inspection = inspections.start(workspace, MILL, "GEN")
    answer_all(inspection, **answers)
    inspections.close(inspection, SIGNED)
    return inspection


# --- saved by a checklist


def test_closing_saves_what_the_checklist_tells_of_the_factory(office: Workspace) -> None:
    inspection = inspections.start(office, MILL, "GEN")
    answer_all(inspection, gen06="880.5", gen23="yes", gen24="discharged", gen25="stack dust", gen39="no")
    assert values(office) == {}
    inspections.close(inspection, SIGNED)
    found = values(office)
    assert found["hp_found"] == "880.5"
    assert (found["boiler"], found["stack"], found["discharges_outside"]) == ("yes", "yes", "yes")
    assert (found["wastewater"], found["i_industry_status"]) == ("discharged", "none")
    told = known(office)["boiler"]
    assert (told.as_of, told.source, told.inspection) == ("2026-11-22", "GEN", inspection.id)


def test_facts_are_part_of_what_closes(office: Workspace) -> None:
    inspected(office)
    count = "SELECT count(*) AS n FROM change"
    before = office.rows(count)[0]["n"]
    inspection = inspections.start(office, MILL, "GEN")
    answer_all(inspection)
    answered = office.rows(count)[0]["n"]
    assert answered > before
    inspections.close(inspection, SIGNED)
    # One transaction: signatures and files apart from what every laptop has of it.
    assert office.rows(count)[0]["n"] == answered + 2
    facts = {
        json.loads(row["heads"])[0][0] for row in office.rows("SELECT heads FROM cell WHERE tbl = 'fact'")
    }
    [closed] = office.rows(
        "SELECT heads FROM cell WHERE tbl = 'inspection' AND grp = 'status' AND record = ?", inspection.id
    )
    assert {change_id_of(fact) for fact in facts} >= {change_id_of(json.loads(closed["heads"])[0][0])}


def test_a_closing_that_fails_saves_no_fact(office: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    inspection = inspections.start(office, MILL, "GEN")
    answer_all(inspection)
    monkeypatch.setattr("fieldkit.model.inspections.closing.seal_of", lambda *_: "another")
    with pytest.raises(InspectionChanged):
        inspections.close(inspection, SIGNED)
    assert values(office) == {}


def test_what_is_not_asked_or_left_empty_says_nothing(office: Workspace) -> None:
    inspected(office, gen08_male="12")
    assert values(office)["workers_male_found"] == "12"
    # closed down: sections 2 to 6 are not asked
    inspected(office, gen01="closed")
    found = values(office)
    assert found["workers_male_found"] == "12"
    assert past(office, "boiler") == ["yes"]
    assert "workers_female_found" not in found


def test_a_checklist_may_read_what_is_known(office: Workspace) -> None:
    facts.type_fact(office, "mill", "i_industry_status", "linked")
    inspected(office, gen39="yes")
    # the visit says no more than “registered”: what is known better stays
    assert values(office)["i_industry_status"] == "linked"
    inspected(office, gen39="no")
    assert values(office)["i_industry_status"] == "none"
    inspected(office, gen39="yes")
    assert values(office)["i_industry_status"] == "registered"


def test_a_revision_replaces_the_facts_of_what_it_corrects(office: Workspace) -> None:
    first = inspected(office, gen23="yes", gen08_male="12")
    again = revision.revise(office, first.id, "นับคนงานผิด")
    again.answer(path_of(again, "gen08_male"), "")
    again.answer(path_of(again, "gen23"), "no")
    assert values(office)["boiler"] == "yes"
    inspections.close(again, SIGNED)
    assert past(office, "boiler") == ["no"]
    assert "workers_male_found" not in values(office)
    # whoever reads the table alone sees the same
    rows = office.rows("SELECT inspection FROM fact WHERE coalesce(deleted, 0) = 0")
    assert {row["inspection"] for row in rows} == {again.id}


def test_facts_of_a_deleted_inspection_do_not_count(office: Workspace) -> None:
    inspected(office, gen23="no")
    later = inspected(office, gen23="yes")
    assert values(office)["boiler"] == "yes"
    record = records.load(office, "inspection", later.id)
    assert record is not None
    records.delete(office, [record], "ทดสอบ")
    assert values(office)["boiler"] == "no"


Sheet = list[list[str | None]]


def checklist(folder: Path, workspace: Workspace, survey: Sheet, entity: list[str | None]) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    sheets: dict[str, Sheet] = {
        "survey": [
            ["type", "name", "label", "calculation", "save_to"],
            ["csv-external", entity[0]],
            *survey,
        ],
        "entities": [["list_name", "entity_id", "update_if"], entity],
        "settings": [["form_title", "form_id", "version"], ["Own", "OWN", "1"]],
    }
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = folder / "OWN.xlsx"
    book.save(file)
    conversion = convert(file)
    assert conversion.errors == []
    checklists.install(workspace, conversion, file.read_bytes())


VISIT: Sheet = [
    ["csv-external", "visit"],
    ["calculate", "no", None, "instance('visit')/root/item[name='visit']/factory"],
]


def closed_own(workspace: Workspace, **answers: str) -> Inspection:
    inspection = inspections.start(workspace, MILL, "OWN")
    for name, value in answers.items():
        inspection.answer(path_of(inspection, name), value)
    inspections.close(inspection, SIGNED)
    return inspection


def test_a_new_fact_needs_no_code(office: Workspace, tmp_path: Path) -> None:
    survey = [*VISIT, ["decimal", "q", "Rice husk", None, "husk_silo_t"]]
    checklist(tmp_path, office, survey, ["factories", "${no}", "true()"])
    closed_own(office, q="40")
    assert values(office) == {"husk_silo_t": "40"}
    assert fact_property("husk_silo_t").title.pick("th") == "husk_silo_t"
    assert fact_property("husk_silo_t").words("40", "th") == "40"


def test_another_factory_may_be_told_of_by_its_id(office: Workspace, tmp_path: Path) -> None:
    other = add_factory(office, "0192d3c0-0000-7000-8000-000000000001", registration_no="10660000525559")
    checklist(
        tmp_path, office, [["text", "which", "Which"], ["text", "q", "Q", None, "boiler"]],
        ["factories", "${which}", "true()"],
    )  # fmt: skip
    closed_own(office, which=other, q="yes")
    assert (values(office), values(office, other)) == ({}, {"boiler": "yes"})


@pytest.mark.parametrize("which", ["", "nonsense", "0192d3c0-0000-7000-8000-00000000dead"])
def test_a_slip_of_the_author_never_keeps_anybody_from_closing(
    office: Workspace, tmp_path: Path, which: str, caplog: pytest.LogCaptureFixture
) -> None:
    survey: Sheet = [
        ["text", "which", "Which"],
        ["text", "q", "Q", None, "boiler"],
        ["text", "other", "Other"],
    ]
    checklist(tmp_path, office, survey, ["factories", "${which}", "true()"])
    inspection = closed_own(office, which=which, q="yes", other="x")
    assert inspection.closed
    assert office.rows("SELECT id FROM fact") == []
    assert "OWN" in caplog.text


def test_entities_of_other_lists_are_no_facts(office: Workspace, tmp_path: Path) -> None:
    survey = [*VISIT, ["text", "q", "Q", None, "girth"]]
    checklist(tmp_path, office, survey, ["trees", "${no}", "true()"])
    closed_own(office, q="40")
    assert values(office) == {}


# --- typed, and which one counts


def test_the_newest_day_counts_and_of_one_day_the_later(office: Workspace, clock: Clock) -> None:
    facts.type_fact(office, "mill", "boiler", "ใช่", as_of=date(2026, 11, 20))
    assert values(office)["boiler"] == "yes"
    inspected(office, gen23="no")
    assert values(office)["boiler"] == "no"
    facts.type_fact(office, "mill", "boiler", "yes")
    assert values(office)["boiler"] == "yes"
    facts.type_fact(office, "mill", "boiler", "no", as_of=date(2026, 11, 21))
    assert values(office)["boiler"] == "yes"
    assert past(office, "boiler") == ["yes", "no", "no", "yes"]


def test_who_typed_it_and_when_is_kept(office: Workspace) -> None:
    done = facts.type_fact(office, "mill", "wastewater_m3day", "๑,๒๐๐")
    fact = known(office)["wastewater_m3day"]
    assert (fact.value, fact.source, fact.as_of) == ("1200", "typed", "2026-11-22")
    assert fact_property(fact.property).words(fact.value, "th") == "1,200 ลบ.ม./วัน"
    with office.database.read() as connection:
        told = facts.written(connection, fact.id)[fact.id]
    assert told.author == "กฤษณะ ใจดี"
    assert datetime.fromisoformat(told.wall).date() == date(2026, 11, 22)
    assert done is not None
    assert done.added == fact.id


def test_a_slip_of_the_same_day_is_corrected_in_place(office: Workspace, clock: Clock) -> None:
    first = facts.type_fact(office, "mill", "boiler", "yes")
    second = facts.type_fact(office, "mill", "boiler", "no")
    assert past(office, "boiler") == ["no"]
    assert facts.type_fact(office, "mill", "boiler", "no") is None
    assert second is not None
    assert facts.take_back(office, second) == 0
    assert past(office, "boiler") == ["yes"]
    assert first is not None
    assert facts.take_back(office, first) == 0
    assert past(office, "boiler") == []
    clock.at += timedelta(days=1)
    facts.type_fact(office, "mill", "boiler", "no")
    assert past(office, "boiler") == ["no"]


def test_taking_back_leaves_alone_what_somebody_changed_since(office: Workspace) -> None:
    facts.type_fact(office, "mill", "boiler", "yes")
    done = facts.type_fact(office, "mill", "boiler", "no")
    fact = known(office)["boiler"]
    record = records.load(office, "fact", fact.id)
    assert record is not None
    records.edit(office, [record], {"value": "yes", "as_of": "2026-11-23"})
    assert done is not None
    assert facts.take_back(office, done) == 1
    assert known(office)["boiler"].as_of == "2026-11-23"


def test_nothing_says_that_it_is_no_longer_known(office: Workspace) -> None:
    assert facts.type_fact(office, "mill", "boiler", "") is None
    inspected(office, gen23="yes")
    facts.type_fact(office, "mill", "boiler", " ")
    assert "boiler" not in values(office)
    assert past(office, "boiler") == ["", "yes"]


@pytest.mark.parametrize(
    ("name", "text", "stored"),
    [
        ("boiler", "true", "yes"),
        ("boiler", "ไม่ใช่", "no"),
        ("fee_paid_until", "31/12/2569", "2026-12-31"),
        ("i_industry_status", "ผูกโรงงานแล้ว", "linked"),
        ("single_form.section9.2568", "late", "late"),
        ("anything", " ข้อความ ", "ข้อความ"),
    ],
)
def test_typed_values_are_read_by_the_kind_of_the_property(
    office: Workspace, name: str, text: str, stored: str
) -> None:
    facts.type_fact(office, "mill", name, text)
    assert values(office) == {name: stored}


def test_what_a_property_cannot_be_is_refused(office: Workspace) -> None:
    with pytest.raises(FactRefused, match="Boiler"):
        facts.type_fact(office, "mill", "boiler", "บางที")
    with pytest.raises(NumberError):
        facts.type_fact(office, "mill", "wastewater_m3day", "มาก")
    for name, text in (("mind.1", "101"), ("mind.1", "-1"), ("chemicals_t", "-0.5")):
        with pytest.raises(FactRefused):
            facts.type_fact(office, "mill", name, text)
    assert office.rows("SELECT id FROM fact") == []


def test_two_people_who_correct_the_same_fact_are_in_conflict(office: Workspace) -> None:
    facts.type_fact(office, "mill", "boiler", "yes")
    fact = known(office)["boiler"]
    cell = ("fact", fact.id, "value")
    with office.database.read() as connection:
        heads = changes.heads(connection, "fact", fact.id)[cell]
    told = {"as_of": fact.as_of, "source": "typed"}
    for value in ("no", "yes"):
        op = Op("fact", fact.id, "value", {"value": value, **told}, heads, "ins/66")
        office.log.commit([op])
    assert known(office)["boiler"].conflict
    with pytest.raises(changes.ConflictOpen):
        facts.type_fact(office, "mill", "boiler", "no")


# --- the table of properties


def test_every_property_others_rely_on_is_in_the_table() -> None:
    names = {found.name for found in known_properties()}
    assert names >= {
        *(f"risk_{risk}" for risk in ("water", "air", "waste", "other")),
        *("wastewater_m3day", "discharges_outside", "boiler", "stack", "hazardous_t_month", "chemicals_t"),
        *("i_industry_status", *(f"mind.{number}" for number in range(1, 5))),
    }
    filing = fact_property("single_form.waste_annual.2569")
    assert filing.title.pick("th") == "รายงานของเสียประจำปี ปี 2569"
    assert filing.title.pick("en") == "Annual waste report, 2026"
    assert filing.words("not_sent", "en") == "not sent"
    assert fact_property("single_form.section9").kind == "text"


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("boiler,ก,a,yes_no,,,,,,risk,PR,x\nboiler,ก,a,yes_no,,,,,,risk,PR,x", "3, property"),
        ("boiler,ก,a,colour,,,,,,risk,PR,x", "2, kind"),
        ("boiler,ก,a,code,no.such.list,,,,,risk,PR,x", "2, codes"),
        ("boiler,ก,a,text,,,,,,no_group,PR,x", "2, group"),
    ],
)
def test_a_slip_in_the_table_is_told_by_row_and_column(tmp_path: Path, line: str, column: str) -> None:
    file = tmp_path / "fact_properties.csv"
    header = "property,th,en,kind,codes,unit,unit_en,least,most,group,source,confidence"
    file.write_text(f"{header}\n{line}\n", encoding="utf-8")
    with pytest.raises(TableError) as refused:
        read_properties(file)
    assert refused.value.place == f"fact_properties.csv:{column}"
