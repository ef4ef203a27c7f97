"""Places that are no factories: made from registers, inspected, left out of figures, merged, taken back."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from fieldkit.model import checklists, factories, inspections, other_places, records, succession
from fieldkit.model import indicators as ind
from fieldkit.model.cases import personal, reading, writing
from fieldkit.model.changes import heads
from fieldkit.model.factories import Query
from fieldkit.model.indicators import Scope
from fieldkit.model.other_places import PlaceRefused, look, settle
from fieldkit.model.planning import plan, proposal
from fieldkit.model.reference import OTHER_PLACE
from fieldkit.model.register import sheet
from fieldkit.model.register.exporting import export_register
from fieldkit.model.register.importing import carry_out
from fieldkit.model.register.preview import preview
from fieldkit.model.search.find import search
from fieldkit.model.succession import SuccessionRefused, look_merge, look_split
from fieldkit.model.workspace import Workspace
from tests.model.register.books import through_here
from tests.office import add_factory

TODAY = date(2026, 11, 22)
LOAN: dict[str, Any] = {
    **{"fund": "pracharath", "contract_no": "67/12", "contract_date": "2024-05-01"},
    **{"balance_as_of": "2026-11-10", "dpd": 0, "name": "นางตัวอย่าง ใจเย็น", "phone": "081-234-5678"},
    **{"enterprise": "ร้านขนมตัวอย่าง", "district": "ตะพานหิน", "id13": "1101700203450"},
}
ENTERPRISE: dict[str, Any] = {
    **{"kind": "community", "name": "วิสาหกิจชุมชนตัวอย่าง", "code": "6-66-01-03/1-0012", "product": "กล้วยตาก"},
    **{"address": "12 หมู่ 4", "subdistrict": "งิ้วราย", "district": "ตะพานหิน", "province": "พิจิตร"},
    **{"latitude": 16.21, "longitude": 100.42, "phone": "056-611-111", "chairperson": "นางตัวอย่าง ประธาน"},
}
COMPLAINT: dict[str, Any] = {
    **{"received_at": "2026-11-12T09:30:00+07:00", "channel": "phone", "issues": "smell"},
    **{
        "place": "ลานตากข้าวริมคลอง",
        "district": "ตะพานหิน",
        "complainant": "นายตัวอย่าง ใจดี",
        "phone": "0899999999",
    },
}
GIVEN = {"loan": LOAN, "enterprise": ENTERPRISE, "complaint": COMPLAINT}


def made(office: Workspace, table: str, **other: Any) -> tuple[str, str]:
    """Add a record and its place; return both ids."""
    id_ = writing.add(office, table, GIVEN[table] | other).id
    place = look(office, table, id_)
    settle(office, place)
    return id_, place.factory


def row(office: Workspace, id_: str) -> dict[str, Any]:
    record = records.load(office, "factory", id_)
    assert record is not None
    return record.row


def bodies(workspace: Workspace) -> list[bytes]:
    return [one["body"] for one in workspace.rows("SELECT body FROM change ORDER BY id")]


def figures(office: Workspace) -> dict[str, tuple[Any, ...]]:
    with office.database.read() as connection:
        found = ind.compute(connection, Scope(ind.period("2570"), TODAY))
    about = [
        one for one in found if one.indicator.subject.name in ("factory", "visit", "fact", "filing", "mind")
    ]
    return {one.indicator.id: (one.numerator, one.denominator, one.value) for one in about}


def test_each_register_gives_its_place_what_it_knows(office: Workspace) -> None:
    _, loan = made(office, "loan")
    of_loan = row(office, loan)
    assert [
        of_loan[name] for name in ("name", "phone", "district", "province", "province_code", "status")
    ] == [*("ร้านขนมตัวอย่าง", "081-234-5678", "ตะพานหิน", "พิจิตร", "66", OTHER_PLACE)]
    assert of_loan["district_code"] == "6604"
    assert of_loan["operator"] is None
    assert of_loan["operator_id13"] is None, "no more of a person than the visit needs"
    _, enterprise = made(office, "enterprise")
    of_enterprise = row(office, enterprise)
    assert [
        of_enterprise[name] for name in ("name", "activity", "address_no", "subdistrict_code", "latitude")
    ] == [*("วิสาหกิจชุมชนตัวอย่าง", "กล้วยตาก", "12 หมู่ 4", "660402", 16.21)]
    _, complaint = made(office, "complaint")
    of_complaint = row(office, complaint)
    assert (of_complaint["name"], of_complaint["phone"]) == ("ลานตากข้าวริมคลอง", None)
    assert not any("ใจดี" in str(value) or "0899" in str(value) for value in of_complaint.values())
    assert [one["tbl"] for one in personal.accesses(office)] == ["enterprise", "loan"]


def test_a_borrower_without_an_enterprise_goes_by_the_name(office: Workspace) -> None:
    _, place = made(office, "loan", enterprise=None)
    assert row(office, place)["name"] == "นางตัวอย่าง ใจเย็น"


def test_the_record_names_its_place_and_the_same_place_serves_its_namesakes(office: Workspace) -> None:
    loan, place = made(office, "loan")
    assert look(office, "loan", loan).linked
    enterprise = writing.add(office, "enterprise", ENTERPRISE | {"name": "ร้านขนมตัวอย่าง"}).id
    known = look(office, "enterprise", enterprise)
    assert (known.factory, known.known, known.linked) == (place, True, False)
    settle(office, known)
    assert [one["factory"] for one in reading.listing(office, "enterprise")] == [place]
    elsewhere = writing.add(
        office, "loan", LOAN | {"contract_no": "67/13", "district": "บางมูลนาก", "id13": None}
    ).id
    assert not look(office, "loan", elsewhere).known, "a namesake in another district is another place"


def test_a_registered_factory_is_found_by_its_13_digit_number(office: Workspace) -> None:
    add_factory(
        office, "shop", registration_no="10660009999255", registration_no_old=None, operator_id13=LOAN["id13"]
    )
    loan = writing.add(office, "loan", LOAN).id
    assert (look(office, "loan", loan).factory, look(office, "loan", loan).known) == ("shop", True)


@pytest.mark.parametrize(
    ("table", "code", "kind"),
    [("loan", "FUN", "FUND"), ("enterprise", "DEV", "DEV"), ("complaint", "CMP", "COMPLAINT")],
)
def test_the_checklists_of_each_register_start_there(
    office: Workspace, table: str, code: str, kind: str
) -> None:
    assert list(other_places.kinds_for(table)) == [kind]
    checklists.install_shipped(office, code)
    id_, place = made(office, table)
    started = inspections.start(office, place, code, kind=kind)
    listed = json.loads(started.row["context"])
    assert started.row["factory"] == place
    about = {"loan": "loans", "enterprise": "enterprises", "complaint": "complaints"}[table]
    assert [line[0] for line in listed[about]["rows"]] == [id_]


def test_places_never_count_as_factories(office: Workspace) -> None:
    before = figures(office)
    assert before["coverage"][1] == 1
    for table in GIVEN:
        _, place = made(office, table)
        records.add_many(
            office,
            "fact",
            [{"factory": place, "property": "pm25_plan", "value": "yes", "as_of": "2026-10-10"}],
        )
        at = "2026-10-15T09:00:00+07:00"
        visit = records.add(office, "visit", {"factory": place, "kind": "COMPLAINT", "started_at": at})
        done = {"visit": visit, "factory": place, "started_at": at, "state": "closed", "closing": "complete"}
        records.add(office, "inspection", done)
    assert figures(office) == before
    terms = proposal.terms_of(2570, ["ก"], TODAY)
    with office.database.read() as connection:
        proposed = proposal.propose(connection, 2570, terms, TODAY)
        lines = plan.lines(connection, 2570, TODAY)
    assert {visit.factory for visit in proposed.schedule.visits} <= {"mill"}
    assert len({line.factory for line in lines}) == 1


def test_a_planned_visit_of_a_place_is_done_by_its_visit(office: Workspace) -> None:
    _, place = made(office, "complaint")
    planned = {"fiscal_year": 2570, "kind": "COMPLAINT", "planned_on": "2026-11-20"}
    records.add(office, "assignment", planned | {"factory": place})
    at = "2026-11-20T09:00:00+07:00"
    visit = records.add(office, "visit", {"factory": place, "kind": "COMPLAINT", "started_at": at})
    records.add(
        office,
        "inspection",
        {"visit": visit, "factory": place, "started_at": at, "state": "closed", "closing": "complete"},
    )
    with office.database.read() as connection:
        [line] = [one for one in plan.lines(connection, 2570, TODAY) if one.assignment]
        [shown] = plan.rows(connection, [line], 2570)
    assert (line.state, shown.in_register) == ("done", True)


def test_the_register_lists_them_and_narrows_to_them(office: Workspace) -> None:
    _, place = made(office, "loan")
    with office.database.read() as connection:
        numbers = factories.ids(connection, Query(other_places=True))
        assert [one.id for one in factories.rows(connection, numbers)] == [place]
        assert factories.chip_counts(connection, Query()) == {
            "": 2,
            "open": 0,
            "never": 2,
            "other": 1,
            "bin": 0,
        }
        assert factories.chip_counts(connection, Query(text="ขนม"))[""] == 1
        [group] = search(connection, "ขนมตัวอย่าง", "th", kinds=["factory"])
    assert [hit.id for hit in group.hits] == [place]


def test_merging_moves_everything_to_the_registered_factory(office: Workspace) -> None:
    loan, place = made(office, "loan")
    started = inspections.start(office, place, "GEN", kind="FUND")
    with pytest.raises(SuccessionRefused):
        look_merge(office, "mill", place)
    with pytest.raises(SuccessionRefused):
        look_split(office, place, {"registration_no": "10660009999255"})
    succession.carry_out(office, look_merge(office, place, "mill"))
    assert reading.read_case(office, "loan", loan).record.row["factory"] == "mill"
    with office.database.read() as connection:
        assert [one.id for one in factories.history(connection, "mill")] == [started.id]
        assert factories.count(connection, Query(bin=True)) == 0


def test_making_one_is_taken_back_until_it_was_inspected(office: Workspace) -> None:
    loan = writing.add(office, "loan", LOAN).id
    history = records.UndoHistory(office)
    history.add("made", settle(office, look(office, "loan", loan)))
    place = look(office, "loan", loan).factory
    assert history.undo() == 0
    assert row(office, place)["deleted"] == 1
    assert reading.read_case(office, "loan", loan).record.row["factory"] is None
    history.add("made again", settle(office, look(office, "loan", loan)))
    assert look(office, "loan", loan).factory == place
    assert row(office, place)["deleted"] == 0
    inspections.start(office, place, "GEN", kind="FUND")
    assert history.undo() > 0
    assert look(office, "loan", loan).linked


def test_the_bin_takes_places_without_inspections_and_gives_them_back(office: Workspace) -> None:
    _, place = made(office, "enterprise")
    with pytest.raises(PlaceRefused):
        other_places.delete(office, ["mill"])
    other_places.delete(office, [place])
    with office.database.read() as connection:
        assert factories.count(connection, Query(text="ตัวอย่าง", bin=True)) == 1
        assert factories.count(connection, Query(other_places=True)) == 0
    other_places.restore(office, [place, "mill"])
    inspections.start(office, place, "GEN", kind="DEV")
    with pytest.raises(PlaceRefused):
        other_places.delete(office, [place])


def test_what_has_no_name_or_lies_in_the_bin_is_refused(office: Workspace) -> None:
    loan = writing.add(office, "loan", LOAN).id
    writing.delete(office, "loan", [loan])
    with pytest.raises(PlaceRefused):
        look(office, "loan", loan)


def test_two_laptops_make_the_same_place(office: Workspace, tmp_path: Path) -> None:
    loan = writing.add(office, "loan", LOAN).id
    other = Workspace(tmp_path / "other", clock=lambda: office.clock() + timedelta(days=3))
    other.name_person(name="มานี รักเรียน")
    other.log.apply([(body, None) for body in bodies(office)])
    places = [look(one, "loan", loan) for one in (office, other)]
    for one, place in zip((office, other), places, strict=True):
        settle(one, place)
    office.log.apply([(body, None) for body in bodies(other)])
    other.log.apply([(body, None) for body in bodies(office)])
    assert row(office, places[0].factory) | {"row": 0} == row(other, places[1].factory) | {"row": 0}
    for one in (office, other):
        assert one.rows("SELECT record FROM cell WHERE conflict = 1") == []
    other.close()


def test_excel_takes_them_out_and_back(
    office: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "through", through_here)
    _, place = made(office, "loan")
    target = tmp_path / "r.xlsx"
    assert export_register(office, target) == 2
    assert not preview(office, target).ops
    book = openpyxl.load_workbook(target)
    page = book.worksheets[0]
    lines = list(page.iter_rows())
    head = next(place for place, line in enumerate(lines) if any(one.value == "แรงม้า" for one in line))
    at = {str(one.value): place for place, one in enumerate(lines[head])}
    by_id = {line[at["รหัสในโปรแกรม"]].value: line for line in lines[head + 1 :] if line[at["ชื่อโรงงาน"]].value}
    assert set(by_id) == {place, None}
    by_id[place][at["ชื่อโรงงาน"]].value = "ร้านขนมใหม่"
    by_id[place][at["สถานะ"]].value = "ดำเนินการ"
    by_id[None][at["สถานะ"]].value = "สถานประกอบการที่ไม่ใช่โรงงาน"
    book.save(target)
    found = preview(office, target)
    assert len(found.warnings) == 2
    carry_out(office, found)
    assert (row(office, place)["name"], row(office, place)["status"]) == ("ร้านขนมใหม่", OTHER_PLACE)
    assert row(office, "mill")["status"] == "1"
    with office.database.read() as connection:
        assert heads(connection, "factory", place)
