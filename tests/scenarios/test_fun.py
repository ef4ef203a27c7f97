"""Follow-up of fund borrowers: contracts of the register, the class of the debt, what opens a finding."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fieldkit.model.cases.debts import debt_classes
from fieldkit.model.entities import entity_changes
from tests.scenarios.play import ID, NUMBER, Inspection, check_policy, check_texts, converted, play, questions

# Rows of the office's table: severity, days to correct, limit.
ROWS = {
    "fun05": ("C", "7", "LOAN-MISSED"),
    "fun06": ("C", "15", "LOAN-DPD"),
    "fun08": ("C", "15", ""),
    **dict.fromkeys(["fun09", "fun10", "fun21"], ("M", "30", "")),
    "fun15": ("M", "30", "LOAN-ABILITY"),
    "fun18": ("M", "7", ""),
    **dict.fromkeys(["fun22", "fun23"], ("m", "60", "")),
}
INFORMATION = [1, 2, 3, 4, 11, 12, 13, 14, 16, 17, 19, 20, 24, 25, 26]
LOAN = "0192d3c0-0000-7000-8000-00000000000a"
OTHER = "0192d3c0-0000-7000-8000-00000000000b"
COLUMNS = (
    "name,label,no,approved,drawn,principal,balance_as_of,last_paid_on,last_paid,missed,dpd,debt_class\n"
)
LOANS = (
    COLUMNS + f"{LOAN},67/01,1,1000000,900000,500000,2026-10-01,2026-09-01,10000,0,0,D0\n"
    f"{OTHER},67/02,2,,,,,,,,,\n"
)
CLASSES = "name,label,label_en,no,over_days,over_missed\n" + "".join(
    f"{one.code},ชั้น {one.code},class {one.code},{number},"
    f"{'' if one.over_days is None else one.over_days},{'' if one.over_missed is None else one.over_missed}\n"
    for number, one in enumerate(debt_classes())
)
WELL = {
    **{"fun08": "operating", "fun05": "0", "fun09": "yes", "fun10": "yes", "fun13": "same", "fun14": "none"},
    **{"fun15": "3", "fun21": "low", "fun22": "yes", "fun23": "no"},
}


def fun(answers: dict[str, str] | None = None, *, loans: str = LOANS.rpartition(OTHER)[0]) -> Inspection:
    return play("FUN", answers, lists={"loans": loans, "loan_classes": CLASSES})


def saved(inspection: Inspection, number: int = 0) -> dict[str, str]:
    entity = entity_changes(inspection.instance, {NUMBER: ID})[number]
    assert (entity.dataset, entity.action) == ("loans", "update")
    return {"id": entity.id} | {name: value for name, value in entity.properties.items() if value}


def test_the_workbook_is_that_of_the_office() -> None:
    assert converted("FUN").problems == []
    assert converted("FUN").media == ("factories.csv", "loan_classes.csv", "loans.csv", "visit.csv")
    check_policy("FUN")
    check_texts(fun(loans=COLUMNS))
    judged = {
        name: (cells["severity"], cells["due_days"], cells.get("limit", ""))
        for name, cells in questions("FUN").items()
        if cells.get("severity", "i") != "i"
    }
    assert judged == ROWS
    assert {cells["decision"] for cells in questions("FUN").values() if "decision" in cells} == {"advice"}
    names = {node.name[:5] for node in fun().instance.walk()} | {"fun04"}
    assert {f"fun{number:02}" for number in range(1, 27)} <= names | {"fun06", "fun07", "fun18", "fun20"}
    assert {name[:5] for name in questions("FUN") if name.startswith("fun")} >= {
        f"fun{number:02}" for number in INFORMATION
    }


def test_all_is_well() -> None:
    inspection = fun(WELL)
    assert (inspection.result.score, inspection.result.outcome) == (Decimal("100.00"), "pass")
    assert (inspection.unanswered(), inspection.failed()) == ([], [])
    assert saved(inspection) == {
        "id": LOAN,
        "missed": "0",
        "dpd": "0",
        "trend": "same",
        "step": "visited",
        "visited_note": "งวดค้าง 0 งวด ค้าง 0 วัน ชั้น D0",
    }


def test_the_day_of_the_balance_moves_with_the_balance() -> None:
    inspection = fun(WELL)
    assert not inspection.asked("fun03_date")
    inspection.answer(fun03="480000", fun03_source="bank")
    assert saved(inspection)["balance_as_of"] == "2026-11-22"
    inspection.answer(fun03_date="2026-11-01")
    assert saved(inspection)["balance_as_of"] == "2026-11-01"
    assert saved(inspection)["balance_source"] == "หนังสือหรือไฟล์ธนาคาร"
    inspection.answer(fun03="")
    assert "balance_source" not in saved(inspection)


def test_what_the_register_knows_stands_beside() -> None:
    inspection = fun(loans=LOANS)
    assert inspection.node("fun03").hint == "ในทะเบียน: 500000 บาท ณ 1/10/2569 · เว้นว่าง = ไม่เปลี่ยน"
    assert inspection.node("fun05[2]").hint == "ในทะเบียน: – งวด"
    assert [choice.label for choice in inspection.node("fun01").choices or ()] == ["67/01", "67/02"]
    assert [inspection.value(f"fun01[{row}]") for row in (1, 2)] == [LOAN, OTHER]


@pytest.mark.parametrize(
    ("days", "code"),
    [
        *((1, "D1"), (30, "D1"), (31, "D2"), (60, "D2"), (61, "D3"), (90, "D3")),
        *((91, "N1"), (180, "N1"), (181, "N2"), (360, "N2"), (361, "N3")),
    ],
)
def test_the_class_follows_from_the_days(days: int, code: str) -> None:
    inspection = fun(WELL).answer(fun05="1", fun06=str(days))
    assert inspection.value("fun07") == code
    assert inspection.node("fun07_shown").label == f"จัดชั้นหนี้: {code} ชั้น {code}"
    assert saved(inspection)["dpd"] == str(days)
    assert inspection.verdict("fun06") == ("pass" if days <= 30 else "fail")


def test_no_missed_installment_is_no_day_past_due() -> None:
    inspection = fun(WELL).answer(fun05="2", fun06="45")
    inspection.answer(fun05="0")
    assert not inspection.asked("fun06")
    assert (inspection.value("fun07"), saved(inspection)["dpd"]) == ("D0", "0")


@pytest.mark.parametrize(
    ("answers", "failed", "outcome"),
    [
        ({"fun05": "1", "fun06": "30", "fun18": "yes", "fun18_branch": "พิจิตร"}, ["fun05"], "fail"),
        ({"fun05": "2", "fun06": "31", "fun18": "no"}, ["fun05", "fun06", "fun18"], "fail"),
        ({"fun08": "partly"}, ["fun08"], "fail"),
        ({"fun08": "stopped"}, ["fun08"], "fail"),
        ({"fun08": "closed"}, ["fun08"], "fail"),
        ({"fun08": "not_found"}, ["fun08"], "fail"),
        ({"fun09": "partly", "fun09_photo": "a.jpg"}, ["fun09"], "pass"),
        ({"fun09": "no", "fun09_photo": "a.jpg"}, ["fun09"], "pass"),
        ({"fun10": "no", "fun10_photo": "a.jpg"}, ["fun10"], "pass"),
        ({"fun15": "2"}, ["fun15"], "pass"),
        ({"fun21": "medium"}, ["fun21"], "pass"),
        ({"fun21": "high"}, ["fun21"], "pass"),
        ({"fun22": "no"}, ["fun22"], "pass"),
        ({"fun23": "yes"}, ["fun23"], "pass"),
    ],
)
def test_what_fails(answers: dict[str, str], failed: list[str], outcome: str) -> None:
    inspection = fun(WELL).answer(answers)
    assert inspection.failed() == failed
    assert inspection.result.outcome == outcome
    assert inspection.unanswered() == []


def test_a_score_reckoned_by_hand() -> None:
    # C: 05 06 08 = 15, M: 09 10 15 18 21 = 15, m: 22 23 = 2; failed 5 + 5 + 3 of 32
    inspection = fun(WELL).answer(fun05="2", fun06="45", fun18="yes", fun18_branch="พิจิตร", fun21="high")
    assert inspection.result.score == Decimal("59.38")


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({}, False),
        ({"fun14": "none"}, False),
        ({"fun14": "market"}, True),
        ({"fun14": "none", "fun05": "1"}, True),
        ({"fun14": "none", "fun05": "0"}, False),
    ],
)
def test_the_bank_is_asked_for_where_there_is_a_problem(answers: dict[str, str], asked: bool) -> None:
    assert fun(answers).asked("fun18") is asked


def test_what_is_asked_only_if() -> None:
    inspection = fun(WELL)
    assert not any(inspection.asked(name) for name in ("fun04_amount", "fun20_plan", "fun20_start"))
    inspection.answer(fun05="1", fun20_plan="เดือนละ 5,000 บาท", fun04_date="2026-11-01")
    assert all(inspection.asked(name) for name in ("fun04_amount", "fun20_plan", "fun20_start"))
    for name in ("fun09_photo", "fun10_photo"):
        assert inspection.asked(name)
        assert not inspection.node(name).required
    inspection.answer(fun09="no", fun10="no")
    assert {"fun09_photo", "fun10_photo"} <= set(inspection.unanswered())
    inspection.answer(fun08="not_found")
    assert not any(inspection.asked(name) for name in ("fun09", "fun10", "fun13", "fun15", "fun17", "fun24"))


@pytest.mark.parametrize(
    ("answers", "name"),
    [
        ({"fun03": "1", "fun03_date": "2026-11-23"}, "fun03_date"),
        ({"fun04_date": "2026-11-23"}, "fun04_date"),
        ({"fun05": "1", "fun06": "0"}, "fun06"),
        ({"fun05": "-1"}, "fun05"),
        ({"fun15": "6"}, "fun15"),
        ({"fun25": "2026-11-21"}, "fun25"),
        ({"fun14": "none market"}, "fun14"),
    ],
)
def test_what_cannot_be(answers: dict[str, str], name: str) -> None:
    assert not fun(WELL).answer(answers).valid(name)


@pytest.mark.parametrize(
    ("answers", "steps"),
    [
        ({}, "visited"),
        ({"fun04_date": "2026-11-01", "fun04_amount": "9000"}, "visited paid"),
        ({"fun04_date": "2026-09-01", "fun04_amount": "9000"}, "visited"),  # known already
        ({"fun04_date": "2026-11-01"}, "visited"),
        ({"fun14": "market", "fun18": "yes", "fun18_branch": "พิจิตร"}, "visited referred"),
        ({"fun14": "market", "fun18": "no"}, "visited"),
    ],
)
def test_the_steps_that_arrive_in_the_register(answers: dict[str, str], steps: str) -> None:
    assert saved(fun(WELL).answer(answers))["step"] == steps


def test_without_a_known_contract_nothing_is_saved() -> None:
    inspection = fun(WELL, loans=COLUMNS)
    assert inspection.unanswered() == ["fun01_number"]
    inspection.answer(fun01_number="99/1")
    assert inspection.result.outcome == "pass"
    assert entity_changes(inspection.instance, {NUMBER: ID}) == []


def test_more_contracts_than_the_register_has() -> None:
    inspection = fun(WELL, loans=LOANS).answer(fun_more="1")
    assert [inspection.value(f"fun01[{row}]") for row in (1, 2, 3)] == [LOAN, OTHER, ""]
    assert [inspection.asked(f"fun01_number[{row}]") for row in (1, 2, 3)] == [False, False, True]
    inspection.answer({"fun05[2]": "1", "fun06[2]": "10"})
    assert saved(inspection, 1) | {"visited_note": ""} == {
        **{"id": OTHER, "missed": "1", "dpd": "10", "balance_as_of": "2026-11-22", "trend": "same"},
        **{"step": "visited", "visited_note": ""},
    }
