"""The file of a factory: timeline, documents, measured values, photos, loans and projects."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from fieldkit.model import inspections, records
from fieldkit.model.factory_file import documents, photos, support, timeline
from fieldkit.model.factory_file.measured import measured
from fieldkit.model.inspections import Signature, repeats, revision
from tests.office import MILL, add_factory, answer_all, path_of, picture, start_points

if TYPE_CHECKING:
    from pathlib import Path

    from fieldkit.model.factory_file.timeline import Event
    from fieldkit.model.inspections import Inspection
    from fieldkit.model.workspace import Workspace
    from tests.conftest import Clock

TODAY = date(2026, 11, 22)
SIGNED = [
    Signature("inspector", "กฤษณะ ใจดี", typed=True),
    Signature("representative", "มานะ", typed=True),
]


def visited(workspace: Workspace, **answers: str) -> Inspection:
    inspection = inspections.start(workspace, MILL, "GEN")
    answer_all(inspection, **answers)
    inspections.close(inspection, SIGNED)
    return inspection


def events(workspace: Workspace, factory: str = "mill") -> list[Event]:
    with workspace.database.read() as connection:
        return timeline.timeline(connection, factory)


def paper(workspace: Workspace, **values: object) -> str:
    return records.add(workspace, "document", {"factory": "mill", "kind": "other", **values})


def papers(workspace: Workspace) -> list[documents.Document]:
    with workspace.database.read() as connection:
        return documents.documents(connection, "mill")


def test_everything_stands_in_one_list_by_day(office: Workspace, clock: Clock) -> None:
    other = add_factory(office, "other", registration_no="10660000525559")
    records.add(office, "complaint", {"factory": other, "received_at": "2026-11-01"})
    first = visited(office, gen16="no", gen19="poor")
    records.add(
        office, "factory_order",
        {"factory": "mill", "section": "37", "inspection": first.id, "issued_on": "2026-11-25",
         "state": "open"},
    )  # fmt: skip
    records.add(office, "complaint", {"factory": "mill", "received_at": "2026-11-20T08:00:00+07:00",
                                      "issues": "smell dust", "state": "checking"})  # fmt: skip
    paper(office, kind="gi", level=3, issued_on="2025-01-10", number="3-001/2568")
    paper(office, kind="licence")
    clock.at += timedelta(days=5)
    inspections.start(office, MILL, "GEN", kind="FOLLOW")
    found = events(office)
    assert [(event.kind, event.day) for event in found] == [
        ("visit", "2026-11-27"),
        ("order", "2026-11-25"),
        ("visit", "2026-11-22"),
        ("finding", "2026-11-22"),
        ("finding", "2026-11-22"),
        ("complaint", "2026-11-20"),
        ("document", "2025-01-10"),
        ("document", ""),
    ]
    titles = [timeline.title(event, "en") for event in found]
    assert titles[1] == "Order, section 37"
    assert titles[5:7] == [
        "Complaint smell, dust or smoke",
        "Green Industry certificate · Level 3 Green System",
    ]
    states = [timeline.state(event, "en") for event in found]
    assert states[0] == ("in progress", "accent")
    assert states[2] == ("2 finding(s)", "fail")
    assert states[3][0] == "Open"
    assert found[3].inspection == first.id
    assert found[3].path in (path_of(first, "gen16"), path_of(first, "gen19"))


def test_what_was_corrected_or_deleted_is_not_told_twice(office: Workspace) -> None:
    first = visited(office, gen16="no")
    again = revision.revise(office, first.id, "แก้")
    again.answer(path_of(again, "gen16"), "yes")
    inspections.close(again, SIGNED)
    gone = records.load(office, "document", paper(office))
    assert gone is not None
    records.delete(office, [gone])
    assert [(event.kind, event.id) for event in events(office)] == [("visit", again.id)]


@pytest.mark.parametrize(
    ("kind", "expires_on", "expected"),
    [
        ("licence", "2026-11-21", "expired"),
        ("licence", "2026-11-22", "soon"),
        ("licence", "2027-01-21", "soon"),
        ("licence", "2027-01-22", "valid"),
        ("gi", "2027-02-20", "soon"),
        ("gi", "2027-02-21", "valid"),
        ("gi", None, "open"),
    ],
)
def test_documents_expire_by_the_days_of_the_settings(
    office: Workspace, kind: str, expires_on: str | None, expected: str
) -> None:
    paper(office, kind=kind, expires_on=expires_on)
    assert documents.expiry(papers(office)[0], TODAY) == expected


def test_the_highest_certificate_in_force_counts(office: Workspace) -> None:
    assert documents.certificate([], TODAY) is None
    paper(office, kind="gi", level=4, expires_on="2026-01-01")
    lapsed = documents.certificate(papers(office), TODAY)
    assert lapsed is not None
    assert lapsed["level"] == 4
    paper(office, kind="gi", level=2, expires_on="2027-06-01")
    paper(office, kind="gi", level=3)
    paper(office, kind="iso14001", level=9)
    counts = documents.certificate(papers(office), TODAY)
    assert counts is not None
    assert counts["level"] == 3


def test_measured_values_stand_by_point_and_parameter_with_their_limit(
    office: Workspace, clock: Clock
) -> None:
    for value in ("2.5", "3.5"):
        visited(office, gen17=value, gen06="900")
        clock.at += timedelta(days=30)
    inspections.start(office, MILL, "GEN").answer("/data/premises/gen17", "9")  # a draft counts nowhere
    found = {series.path.rpartition("/")[2]: series for series in measured(office, "mill", "en")}
    area = found["gen17"]
    assert area.title == "Work area per worker, at least 3 m²"
    assert [(past.day, str(past.value)) for past in area.values] == [
        ("2026-11-22", "2.5"),
        ("2026-12-22", "3.5"),
    ]
    assert area.limit is not None
    assert area.failed == {"2026-11-22"}
    assert found["gen06"].limit is None
    assert found["gen06"].unit == "HP"
    assert found["gen06"].title == "Total machine power found (horsepower)"
    assert next(iter(found)) in ("gen17", "gen35")
    assert "gen08_male" not in found or found["gen08_male"].unit


def test_rows_of_a_repeat_are_points_of_their_own(office: Workspace, tmp_path: Path, clock: Clock) -> None:
    first = start_points(office, tmp_path)
    for values in (("7.1", "8.2"), ("7.3", "9.4")):
        inspection = first if values[0] == "7.1" else inspections.start(office, MILL, "PTS")
        inspection.answer("/data/stacks", "0")
        for number, (name, value) in enumerate(zip(("บ่อ 1", "บ่อ 2"), values, strict=True), start=1):
            if number > 1:
                repeats.add_row(inspection, "/data/point")
            inspection.answer(f"/data/point[{number}]/name", name)
            inspection.answer(f"/data/point[{number}]/ph", value)
        inspections.close(inspection, SIGNED)
        clock.at += timedelta(days=30)
    found = {
        series.point: [str(past.value) for past in series.values] for series in measured(office, "mill", "th")
    }
    assert found == {"บ่อ 1": ["7.1", "7.3"], "บ่อ 2": ["8.2", "9.4"]}


def test_what_other_answers_decide_is_judged_by_the_whole_inspection(office: Workspace, clock: Clock) -> None:
    stack = "/data/stacks/stack[1]"
    for oxygen in ("7", "11"):
        inspection = inspections.start(office, MILL, "AIR")
        inspection.answer("/data/stacks/air01", "1")
        answers = {
            **{"stack_name": "ปล่อง 1", "air02": "boiler", "air03": "husk", "air03_closed": "closed"},
            **{"air14_known": "yes", "stack_params": "tsp", "air12": oxygen, "air08": "250"},
        }
        for name, value in answers.items():
            inspection.answer(f"{stack}/{name}", value)
        inspections.close(inspection, SIGNED, closing="partial", reason="ฝนตก")
        clock.at += timedelta(days=30)
    series = {one.path.rpartition("/")[2]: one for one in measured(office, "mill", "en")}
    dust = series["air08"]
    assert (dust.point, [str(past.value) for past in dust.values]) == ("ปล่อง 1", ["250", "250"])
    assert dust.limit is not None
    assert dust.limit.id == "AIR-TSP-BIO"
    # Only with 11 % of oxygen is it 351 at 7 %, over the limit of 320.
    assert dust.failed == {"2026-12-22"}
    finding = inspections.open_inspection(office, inspection.id).finding(f"{stack}/air08")
    assert finding is not None
    assert "351.010101" in finding["measured"]
    assert finding["limit_text"] == "≤ 320 mg/m³ (ค่ายังไม่ยืนยัน)"


def test_photos_of_all_inspections_come_by_pages(office: Workspace, clock: Clock) -> None:
    for day in range(3):
        inspection = inspections.start(office, MILL, "GEN")
        for number in range(2):
            name = f"{day}-{number}.jpg"
            inspections.attach_photo(inspection, path_of(inspection, "gen15"), picture(), name=name)
        clock.at += timedelta(days=1)
    taken_off = inspection.photos(path_of(inspection, "gen15"))[0]["id"]
    inspections.detach(inspection, taken_off)
    with office.database.read() as connection:
        assert photos.photo_count(connection, "mill") == 5
        names = [row["name"] for row in photos.photos(connection, "mill", limit=3)]
        assert names == ["2-1.jpg", "1-0.jpg", "1-1.jpg"]
        rest = photos.photos(connection, "mill", start=3, limit=3)
    assert [row["name"] for row in rest] == ["0-0.jpg", "0-1.jpg"]


def test_loans_and_projects_come_also_through_an_enterprise(office: Workspace) -> None:
    enterprise = records.add(office, "enterprise", {"kind": "sme", "name": "ก", "factory": "mill"})
    records.add(office, "loan", {"contract_no": "1", "factory": "mill", "contract_date": "2024-01-01"})
    records.add(office, "loan", {"contract_no": "2", "enterprise": enterprise, "contract_date": "2025-01-01"})
    records.add(office, "loan", {"contract_no": "3"})
    project = records.add(office, "project", {"title": "Lean", "enterprise": enterprise, "fiscal_year": 2568})
    for indicator, before, after in (("sales", 200.0, 250.0), ("cost", 0.0, 5.0), ("jobs", 4.0, None)):
        values = {"project": project, "indicator": indicator, "baseline": before, "result": after}
        records.add(office, "project_result", values)
    with office.database.read() as connection:
        assert [loan["contract_no"] for loan in support.loans(connection, "mill")] == ["2", "1"]
        (found,) = support.projects(connection, "mill")
    assert found.row["title"] == "Lean"
    assert [support.change(result) for result in found.results] == [25.0, None, None]
