"""Checklists of the registers, closed at an office: what arrives there, and the figures that move with it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from fieldkit.model import checklists, facts, inspections
from fieldkit.model import indicators as ind
from fieldkit.model.cases import reading, writing
from fieldkit.model.cases.debts import debt_class
from fieldkit.model.inspections import Signature, revision
from fieldkit.model.workspace import Workspace
from tests.office import MILL, answer_all, path_of
from tests.scenarios.play import converted

if TYPE_CHECKING:
    from fieldkit.model.inspections import Inspection

SIGNED = [
    Signature("inspector", "กฤษณะ ใจดี", typed=True),
    Signature("representative", "มานะ", typed=True),
]


@pytest.fixture(scope="module")
def office_of_registers(furnished_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A furnished folder with the checklists of this module; each test copies it."""
    folder = shutil.copytree(furnished_folder, tmp_path_factory.mktemp("registers") / "data")
    workspace = Workspace(folder)
    for code in ("IND", "FUN", "DEV", "CMP"):
        checklists.install_shipped(workspace, code)
    workspace.close()
    return folder


@pytest.fixture
def office_folder(office_of_registers: Path, tmp_path: Path) -> Path:
    return shutil.copytree(office_of_registers, tmp_path / "office")


def begun(workspace: Workspace, code: str, kind: str, **answers: str) -> Inspection:
    inspection = inspections.start(workspace, MILL, code, kind=kind)
    for name, value in answers.items():
        inspection.answer(path_of(inspection, name), value)
    return inspection


def closed(workspace: Workspace, code: str, kind: str, **answers: str) -> Inspection:
    inspection = begun(workspace, code, kind, **answers)
    answer_all(inspection)
    inspections.close(inspection, SIGNED)
    return inspection


def figure(workspace: Workspace, name: str, *, by: str = "", year: str = "2570") -> Any:
    scope = ind.Scope(ind.period(year), workspace.clock().date())
    with workspace.database.read() as connection:
        found = ind.compute(connection, scope, wanted=[ind.indicator(name)], by=by)
    return {one.group: one.value for one in found} if by else found[0].value


def case(workspace: Workspace, table: str, id_: str) -> dict[str, Any]:
    return next(row for row in reading.listing(workspace, table) if row["id"] == id_)


def loan(workspace: Workspace, number: str = "67/12", **columns: Any) -> str:
    given: dict[str, Any] = {
        "fund": "pracharath",
        "contract_no": number,
        "contract_date": "2024-05-01",
        "factory": "mill",
    }
    given |= {"balance_as_of": "2026-10-01", "dpd": 0, "missed": 0, "principal": 500_000.0, **columns}
    return writing.add(workspace, "loan", given).id


def complaint(workspace: Workspace, **columns: Any) -> str:
    given: dict[str, Any] = {
        "received_at": "2026-11-12T09:30:00+07:00",
        "channel": "phone",
        "issues": "smell noise",
    }
    return writing.add(workspace, "complaint", given | {"factory": "mill", **columns}).id


# --- borrowers


WELL_OFF = {
    **{"fun05": "0", "fun08": "operating", "fun13": "better", "fun14": "none", "fun15": "4"},
    **{"fun21": "low", "fun22": "yes", "fun23": "no"},
}
LATE = {
    **{"fun05": "2", "fun06": "45", "fun08": "operating", "fun13": "worse", "fun14": "market", "fun15": "3"},
    **{"fun18": "yes", "fun18_branch": "ธพว. สาขาพิจิตร", "fun20_plan": "เดือนละ 5,000 บาท"},
    **{"fun20_start": "2026-12-01", "fun21": "high", "fun22": "yes", "fun23": "no", "fun25": "2026-12-20"},
    **{"fun03": "480000", "fun03_source": "told", "fun04_date": "2026-11-05", "fun04_amount": "9000"},
}


def test_a_borrower_in_arrears_moves_the_figures(office: Workspace) -> None:
    id_ = loan(office)
    assert (figure(office, "loans_normal"), figure(office, "loans_at_risk")) == (100, 0)
    inspection = begun(office, "FUN", "FUND", **LATE)
    assert figure(office, "loans_at_risk") == 0
    answer_all(inspection)
    inspections.close(inspection, SIGNED)
    assert (figure(office, "loans_normal"), figure(office, "loans_at_risk")) == (0, 100)
    assert figure(office, "loans_referred") == 100
    assert figure(office, "loans_at_risk", by="fund")["pracharath"] == 100
    now = case(office, "loan", id_)
    assert (now["debt_class"], now["missed"], now["dpd"], now["principal"]) == ("D2", 2, 45, 480_000.0)
    assert (now["balance_as_of"], now["balance_source"]) == ("2026-11-22", "สอบถามผู้กู้")
    assert (now["last_paid_on"], now["last_paid"]) == ("2026-11-05", 9000.0)
    assert (now["trend"], now["next_visit_on"]) == ("worse", "2026-12-20")
    assert now["referral"] == "ธพว. สาขาพิจิตร 22/11/2569"
    told = [(step["kind"], step["on_date"], step["note"], step["amount"]) for step in now["steps"]]
    assert told == [
        ("paid", "2026-11-05", None, 9000.0),
        (
            "visited",
            "2026-11-22",
            "งวดค้าง 2 งวด ค้าง 45 วัน ชั้น D2 · แผนชำระ: เดือนละ 5,000 บาท เริ่ม 1/12/2569",
            None,
        ),
        ("referred", "2026-11-22", "ธพว. สาขาพิจิตร", None),
    ]


def test_a_borrower_who_pays_again_leaves_the_bad_loans(office: Workspace) -> None:
    id_ = loan(office, dpd=200, missed=7)
    other = loan(office, "67/13")
    assert figure(office, "loans_npl") == 50
    closed(office, "FUN", "FUND", **WELL_OFF)
    assert figure(office, "loans_npl") == 0
    assert case(office, "loan", id_)["debt_class"] == "D0"
    assert [step["kind"] for step in case(office, "loan", other)["steps"]] == ["visited"]


def test_each_contract_has_its_row(office: Workspace) -> None:
    first, second = loan(office, "67/01"), loan(office, "67/02")
    inspection = begun(office, "FUN", "FUND", **WELL_OFF)
    rows = [node for node in inspection.instance.walk() if node.name == "fun01"]
    assert [row.value for row in rows] == [first, second]
    for name, value in (("fun05", "4"), ("fun06", "120")):
        inspection.answer(f"/data/debts/loan[2]/{name}", value)
    inspection.answer(path_of(inspection, "fun18"), "no")
    answer_all(inspection)
    inspections.close(inspection, SIGNED)
    assert [case(office, "loan", id_)["debt_class"] for id_ in (first, second)] == ["D0", "N1"]
    assert (figure(office, "loans_npl"), figure(office, "loans_referred")) == (50, 0)


def test_a_debt_asks_for_advice_not_for_an_order(office: Workspace) -> None:
    loan(office)
    inspection = closed(office, "FUN", "FUND", **LATE)
    rows = office.rows("SELECT * FROM finding WHERE inspection = ? ORDER BY question", inspection.id)
    found = {row["question"]: (row["severity"], row["decision"], row["due_date"]) for row in rows}
    assert found == {
        "fun05": ("C", "advice", "2026-11-30"),  # 7 days end on a Sunday
        "fun06": ("C", "advice", "2026-12-08"),  # and 15 on a day off for the King's birthday
        "fun21": ("M", "advice", "2026-12-22"),
    }
    assert inspection.row["outcome"] == "fail"


def test_a_contract_of_no_register_changes_none(office: Workspace) -> None:
    closed(office, "FUN", "FUND", **WELL_OFF, fun01_number="99/1 ดีพร้อมเปย์")
    assert office.rows("SELECT id FROM loan") == []
    assert office.rows("SELECT id FROM step") == []


def test_the_class_of_the_form_is_that_of_the_register(office: Workspace) -> None:
    loan(office)
    inspection = begun(office, "FUN", "FUND", fun05="1")
    for days in (1, 30, 31, 60, 61, 90, 91, 180, 181, 360, 361, 5000):
        inspection.answer(path_of(inspection, "fun06"), str(days))
        shown = inspection.instance.node(path_of(inspection, "fun07")).value
        assert shown == debt_class({"dpd": days, "missed": 1, "state": "active"}), days


# --- complaints


def test_a_complaint_is_answered_in_time(office: Workspace) -> None:
    id_ = complaint(office)
    late = complaint(office, received_at="2026-10-20T09:30:00+07:00", factory=None, place="คลองข้าว")
    assert figure(office, "complaints_in_time") == 0  # one is overdue, the other not yet
    answers = {"cmp01": id_, "cmp04": "licensed", "cmp06": "strong", "cmp08": "65", "cmp09": "50"}
    answers |= {"cmp10_time": "day", "cmp10_kind": "no", "cmp16": "founded", "cmp17": "order37"}
    answers |= {"cmp18": "2026-12-15", "cmp19": "yes", "cmp20": "1", "cmp14": "no"}
    inspection = closed(office, "CMP", "COMPLAINT", **answers)
    assert figure(office, "complaints_in_time") == 50
    assert figure(office, "complaints", by="outcome")["founded"] == 1
    now = case(office, "complaint", id_)
    assert (now["outcome"], now["actions"], now["answered_on"]) == ("founded", "order37", "2026-11-22")
    assert now["state"] == "ordered"
    told = [(step["kind"], step["note"], step["due_date"], step["officer"]) for step in now["steps"]]
    assert told == [
        ("visited", "ผลตรวจ: มีมูล", None, "กฤษณะ ใจดี"),
        ("ordered", None, "2026-12-15", "กฤษณะ ใจดี"),
        ("answered", None, None, "กฤษณะ ใจดี"),
    ]
    assert {step["inspection"] for step in now["steps"]} == {inspection.id}
    assert [duty.code for duty in now["duties"]] == ["follow_up"]
    assert case(office, "complaint", late)["state"] == "received"


def test_an_unknown_place_becomes_the_factory_and_a_referral_ends_the_case(office: Workspace) -> None:
    near = complaint(office, factory=None, place="ท้ายคลอง", district="ตะพานหิน", issues="other")
    answers = {"cmp04": "licensed", "cmp16": "unfounded", "cmp17": "forward", "cmp17_to": "อปท. ตะพานหิน"}
    closed(office, "CMP", "COMPLAINT", **answers, cmp19="na", cmp20="0")
    now = case(office, "complaint", near)
    assert (now["factory"], now["outcome"], now["state"]) == ("mill", "unfounded", "forwarded")
    assert now["steps"][-1]["note"] == "ส่ง อปท. ตะพานหิน"
    assert not now["open"]


def test_a_revision_of_a_complaint_takes_back_what_was_wrong(office: Workspace) -> None:
    id_ = complaint(office, issues="other")
    answers = {"cmp04": "licensed", "cmp16": "founded", "cmp17": "order37", "cmp19": "yes", "cmp20": "0"}
    first = closed(office, "CMP", "COMPLAINT", **answers)
    again = revision.revise(office, first.id, "สรุปผิดเรื่อง")
    for name, value in (("cmp16", "unfounded"), ("cmp17", "none"), ("cmp19", "no")):
        again.answer(path_of(again, name), value)
    inspections.close(again, SIGNED)
    now = case(office, "complaint", id_)
    assert (now["outcome"], now["actions"], now["answered_on"]) == ("unfounded", None, None)
    assert (now["state"], [step["kind"] for step in now["steps"]]) == ("checking", ["visited"])


# --- enterprises and projects


def test_results_of_a_project_move_the_figures(office: Workspace) -> None:
    enterprise = writing.add(
        office, "enterprise", {"kind": "community", "name": "กลุ่มแม่บ้าน", "factory": "mill"}
    ).id
    project = writing.add(
        office,
        "project",
        {"enterprise": enterprise, "fiscal_year": 2570, "title": "ยกระดับผลิตภาพ", "state": "running"},
    ).id
    writing.add(office, "project_result", {"project": project, "indicator": "productivity", "baseline": 40.0})
    assert (figure(office, "projects_measured"), figure(office, "results_improved")) == (0, None)
    answers = {"dev01": "community", "dev02_employees": "12", "dev02_income": "2000000", "dev03": "yes"}
    answers |= {"dev04": "9", "dev06": "diprom3", "dev08": "100000", "dev09": "125000", "dev13_after": "44"}
    answers |= {"dev11_before": "20", "dev11_after": "18", "dev11_quantity": "1000", "dev15_before": "5"}
    answers |= {"dev15_after": "6", "dev_before_on": "2026-05-01", "dev_evidence": "accounts"}
    answers |= {"dev18": "some", "dev19": "3", "dev16_have": "tcps halal", "dev22": "ขยายตลาด", "dev23": "4"}
    closed(office, "DEV", "DEV", **answers)
    assert figure(office, "projects_measured") == 100
    improved = figure(office, "results_improved", by="indicator")
    assert improved == {
        **dict.fromkeys(["sales", "cost", "productivity", "jobs", "economic_value"], 100),
        "waste": 0,
    }
    assert figure(office, "results_value") == (25_000 + 2 * 1000) * 12
    rows = {row["indicator"]: row for row in office.rows("SELECT * FROM project_result")}
    told = ("baseline", "result", "unit", "baseline_on", "result_on", "evidence")
    assert [rows["sales"][name] for name in told] == [
        *(100_000.0, 125_000.0, "บาท/เดือน", "2026-05-01", "2026-11-22", "เอกสารบัญชี")
    ]
    assert (rows["productivity"]["baseline"], rows["productivity"]["result"]) == (40.0, 44.0)
    now = case(office, "enterprise", enterprise)
    assert (now["employees"], now["income"], now["members"]) == (12, 2_000_000.0, 9)
    assert (now["size"], now["certificates"]) == ("small", "มผช., ฮาลาล")
    assert [(step["kind"], step["note"]) for step in now["steps"]] == [
        ("visited", "ขยายตลาด"),
        ("renewed", None),
    ]


# --- filings


def test_filings_and_registration_move_the_figures(office: Workspace) -> None:
    assert figure(office, "i_industry") == 0
    assert figure(office, "single_form", year="2569") is None
    answers = {"ind01": "yes", "ind02": "yes", "ind03": "yes", "ind10": "sent", "ind20": "alone"}
    inspection = begun(office, "IND", "IND", **answers, ind04_name="นางสาวตัวอย่าง")
    for row, name, value in ((2, "ind11", "late"), (3, "ind12", "not_sent"), (4, "ind14", "not_required")):
        inspection.answer(f"/data/reports/filing[{row}]/{name}", value)
    answer_all(inspection)
    inspections.close(inspection, SIGNED)
    assert figure(office, "i_industry") == 100
    by_form = {"waste_annual": 100, "chemicals": 100, "production": 0, "section9": None}
    assert figure(office, "single_form", by="form", year="2569") == by_form
    assert figure(office, "single_form_in_time", by="form", year="2569") == by_form | {"chemicals": 0}
    with office.database.read() as connection:
        known = facts.current(connection, "mill")
    assert known["single_form.section9.2569"].value == "not_required"
    assert known["single_form.chemicals.2569"].source == "IND"
    assert known["i_industry_user"].value == "นางสาวตัวอย่าง"
    # the next visit sees it beside
    again = begun(office, "IND", "IND")
    assert "ส่งล่าช้า" in str(again.instance.node("/data/reports/filing[2]/ind11").hint)


def test_a_revision_of_filings_replaces_them(office: Workspace) -> None:
    first = closed(office, "IND", "IND", ind01="no", ind10="sent")
    again = revision.revise(office, first.id, "ดูผิดปี")
    again.answer(path_of(again, "filing_year_other"), "2568")
    inspections.close(again, SIGNED)
    with office.database.read() as connection:
        known = facts.current(connection, "mill")
    assert "single_form.waste_annual.2569" not in known
    assert known["single_form.waste_annual.2568"].value == "sent"


@pytest.mark.parametrize("code", ["IND", "FUN", "DEV", "CMP"])
def test_the_office_may_import_its_own_version(code: str) -> None:
    """Lists of the program are not asked for beside the workbook."""
    assert converted(code).beside(()).problems == []


@pytest.mark.parametrize("code", ["IND", "FUN", "DEV", "CMP"])
def test_who_is_named_is_marked_as_personal(office: Workspace, code: str) -> None:
    inspection = inspections.start(office, MILL, code)
    personal = {
        path.rpartition("/")[2]
        for path, question in inspection.policy.items()
        if question.columns.get("personal") == "yes"
    }
    assert (
        personal
        == {
            "IND": {"ind04_name", "ind04_phone"},
            "FUN": {"fun18_receiver", "fun26"},
            "DEV": set(),
            "CMP": {"cmp02_name", "cmp22_names"},
        }[code]
    )
