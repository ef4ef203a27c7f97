"""The waste inspection: list of wastes, permission, transport, storage, reports, processors."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from fieldkit.model import limits, reference_lists
from tests.scenarios.play import (
    TODAY,
    Inspection,
    check_policy,
    check_texts,
    converted,
    play,
    questions,
)

CRITICAL = ["wst04", "wst06", "wst07", "wst09", "wst14", "wst22", "wst26", "wst27"]
MAJOR = [
    *("wst03", "wst05_expires", "wst08", "wst10", "wst11", "wst13", "wst15", "wst17", "wst19", "wst20"),
    *("wst21", "wst23", "wst24", "wst25", "wst29"),
]
MINOR = ["wst12", "wst18", "wst30", "wst31"]
JUDGED = [*CRITICAL, *MAJOR, *MINOR]
PERMIT = {
    "name": "doc",
    "label": "x",
    "kind": "waste_permit",
    "number": "สก.2-77/2568",
    "level": "",
    "issued_on": "2025-12-20",
    "expires_on": "2025-12-31",
    "issuer": "",
    "counts": "yes",
}
SORTER = {"type_main": "10500"}

# A sorting factory that generates, carries and processes, where all is well.
WELL = {
    "wst01": "generator carrier processor",
    "wst02_code[1]": "130208",
    "wst02_tons[1]": "0.4",
    "wst02_disposal[1]": "042",
    "wst02_receiver[1]": "จ3-106-1/61พจ",
    "wst02_receiver_kind[1]": "106",
    "wst02_permitted[1]": "6",
    "wst02_moved[1]": "4",
    "wst02_trips[1]": "3",
    "wst02_manifests[1]": "3",
    "wst02_since[1]": "2026-10-23",
    "wst02_out": "yes",
    "wst03": "no",
    "wst04": "all",
    "wst05_number": "สก.2-12/2569",
    "wst05_expires": "2026-12-31",
    "wst06": "no",
    "wst07": "complete",
    "wst11": "complete",
    "wst13": "complete",
    "wst15": "30",
    "wst16": "0.8",
    "wst22": "no",
    "wst23": "none",
    "wst19": "sent",
    "wst20": "sent",
    "wst25": "2.5",
    "wst27": "no",
    "wst28": "no",
    "wst30": "fluent",
    "wst32_store": "store.jpg",
    "wst32_label": "label.jpg",
    **dict.fromkeys(("wst08", "wst09", "wst10", "wst29", "wst12", "wst14", "wst17", "wst18"), "yes"),
    **dict.fromkeys(("wst21", "wst24", "wst26", "wst31"), "yes"),
}
FAILURES = {
    "wst03": ["yes"],
    "wst04": ["some", "none"],
    "wst05_expires": ["2026-11-21"],
    "wst06": ["yes"],
    "wst07": ["incomplete"],
    "wst08": ["no"],
    "wst09": ["no"],
    "wst10": ["no"],
    "wst11": ["partly", "none"],
    "wst12": ["no"],
    "wst13": ["partly", "none"],
    "wst14": ["no"],
    "wst15": ["91", "400"],
    "wst17": ["no"],
    "wst18": ["no"],
    "wst19": ["late", "not_sent"],
    "wst20": ["incomplete"],
    "wst21": ["no"],
    "wst22": ["yes"],
    "wst23": ["not_allowed"],
    "wst24": ["no"],
    "wst25": ["10.1", "-10.01"],
    "wst26": ["no"],
    "wst27": ["yes"],
    "wst29": ["no"],
    "wst30": ["some", "cannot"],
    "wst31": ["no"],
}
PASSES = {
    "wst04": ["all", "not_required"],
    "wst05_expires": ["2026-11-22"],
    "wst11": ["complete"],
    "wst15": ["90"],
    "wst19": ["sent", "not_required"],
    "wst20": ["sent", "not_required"],
    "wst23": ["allowed", "none"],
    "wst25": ["10", "-10", "0"],
    "wst30": ["fluent"],
}
PHOTOS = {"wst11": "partly", "wst13": "none", "wst22": "yes", "wst27": "yes"}


def opened(answers: dict[str, str] | None = None, **more: Any) -> Inspection:
    lists = {"documents": [PERMIT], "single_form": [{"name": "", "label": ""}]}
    return play("WST", answers, lists=lists, **({"factory": SORTER} | more))


def well(**answers: str) -> Inspection:
    return opened(WELL).answer(answers)


# The workbook itself.


def test_the_workbook_converts_without_a_word() -> None:
    found = converted("WST")
    assert found.problems == []
    assert (found.form_id, found.version, found.title_en) == ("WST", "2569.1", "Industrial waste inspection")
    assert {"waste_codes.csv", "disposal_codes.csv"} <= reference_lists.FILES & set(found.media)


def test_all_rows_of_the_office_are_there() -> None:
    assert {name[:5] for name in questions("WST") if name.startswith("wst")} == {
        f"wst{number:02}" for number in range(1, 33)
    }


def test_severities_weights_and_days_are_those_of_the_office() -> None:
    judged = {name: cells for name, cells in questions("WST").items() if cells.get("severity", "i") != "i"}
    for severity, names in (("C", CRITICAL), ("M", MAJOR), ("m", MINOR)):
        assert {name for name, cells in judged.items() if cells["severity"] == severity} == set(names)
    assert {cells["severity"]: cells["weight"] for cells in judged.values()} == {"C": "5", "M": "3", "m": "1"}
    at_once = {name for name, cells in judged.items() if cells["due_days"] == "7"}
    assert at_once == {"wst14", "wst22", "wst27"}
    assert {cells["due_days"] for name, cells in judged.items() if name in MAJOR} == {"30"}
    assert {cells["due_days"] for name, cells in judged.items() if name in MINOR} == {"60"}


def test_each_judged_question_says_law_action_and_days_in_both_languages() -> None:
    check_policy("WST")
    assert "ข้อ 13 และข้อ 22" in questions("WST")["wst19"]["law"]
    assert "มาตรา 45" in questions("WST")["wst06"]["law"]


def test_limits_named_by_the_checklist_are_in_the_table() -> None:
    assert {cells["limit"] for cells in questions("WST").values() if "limit" in cells} == {"WASTE-BALANCE"}
    limit = limits.in_force("WASTE-BALANCE", TODAY)
    assert (limit.minimum, limit.maximum) == (Decimal(-10), Decimal(10))


def test_every_text_is_there_in_both_languages() -> None:
    inspection = well(wst11="partly", wst13="none", wst22="yes", wst27="yes", wst15="91")
    thai = {path: label for path, label, _, _ in inspection.texts("Thai (th)")}
    english = {path: label for path, label, _, _ in inspection.texts("English (en)")}
    assert thai.keys() == english.keys()
    assert [path for path in thai if thai[path] == english[path]] == []


# A day when all is well.


def test_all_is_well() -> None:
    result = well().result
    assert (result.failed, result.unanswered) == ((), ())
    assert (result.score, result.grade, result.outcome) == (Decimal("100.00"), "excellent", "pass")


@pytest.mark.parametrize("name", JUDGED)
def test_no_judged_question_may_be_left_out(name: str) -> None:
    inspection = well(**{name: ""})
    assert inspection.unanswered() == [name]
    assert inspection.result.outcome == "incomplete"


def test_every_judged_question_has_a_failure_here() -> None:
    judged = {
        name
        for name, cells in questions("WST").items()
        if cells.get("severity", "i") != "i" and ("fail" in cells or "limit" in cells)
    }
    assert judged == set(FAILURES) == set(JUDGED)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in FAILURES for value in FAILURES[name]])
def test_what_fails(name: str, value: str) -> None:
    inspection = well(**{name: value})
    assert inspection.failed() == [name]
    assert inspection.result.outcome == (
        "fail" if name in CRITICAL else "pass" if inspection.result.complete else "incomplete"
    )
    found = inspection.finding(name)
    assert found.opens_finding
    assert found.severity == questions("WST")[name]["severity"]


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in PASSES for value in PASSES[name]])
def test_what_passes(name: str, value: str) -> None:
    assert well(**{name: value}).verdict(name) == "pass"


def test_a_score_reckoned_by_hand() -> None:
    # All is asked: 8 x 5 + 15 x 3 + 4 x 1 = 89. Failed: one major, two minor: 89 - 5 = 84.
    inspection = well(wst03="yes", wst12="no", wst31="no")
    assert inspection.result.score == Decimal("94.38")
    assert inspection.result.outcome == "pass"
    inspection.answer(wst14="no")  # 79 of 89, and critical
    assert (inspection.result.score, inspection.result.outcome) == (Decimal("88.76"), "fail")
    inspection.answer(wst17="na")  # 76 of 86
    assert inspection.result.score == Decimal("88.37")


# The list of wastes.


def test_wastes_are_summed_by_hazard() -> None:
    inspection = well().rows("wst02_wastes", 4)
    inspection.answer(
        {
            "wst02_code[2]": "150202",
            "wst02_cleared[2]": "no",
            "wst02_tons[2]": "0.15",
            "wst02_disposal[2]": "042",
            "wst02_code[3]": "150202",
            "wst02_cleared[3]": "yes",
            "wst02_tons[3]": "1",
            "wst02_disposal[3]": "071",
            "wst02_other[4]": "10 01 02",
            "wst02_tons[4]": "2.5",
            "wst02_disposal[4]": "083",
        }
    )
    expected = {"items": "4", "hazardous_items": "2", "t_ha": "0.4", "t_hm": "0.15", "t_other": "3.5"}
    assert {name: inspection.value(name) for name in expected} == expected
    assert inspection.result.complete
    facts = inspection.facts()
    assert facts["hazardous_t_month"] == "0.55"
    assert facts["hazardous_waste"] == "yes"
    assert (facts["waste_ha_t_month"], facts["waste_hm_t_month"]) == ("0.4", "0.15")
    assert (facts["waste_other_t_month"], facts["waste_items"]) == ("3.5", "4")
    assert inspection.asked("wst02_cleared[2]")
    assert not inspection.asked("wst02_cleared[1]")


@pytest.mark.parametrize(
    ("code", "valid", "mark", "six"),
    [
        ("13 02 08 HA", True, "HA", "130208"),
        ("130208HA", True, "HA", "130208"),
        ("150110 HM", True, "HM", "150110"),
        ("020301", True, "", "020301"),
        ("200101", False, "", "200101"),
        ("00 01 01", False, "", "000101"),
        ("1302", False, "", "1302"),
        ("130208 HX", False, "HX", "130208"),
    ],
)
def test_codes_that_the_list_does_not_have(code: str, *, valid: bool, mark: str, six: str) -> None:
    inspection = opened({"wst02_other[1]": code})
    assert inspection.valid("wst02_other[1]") is valid
    assert (inspection.value("wst02_mark[1]"), inspection.value("wst02_six[1]")) == (mark, six)
    assert not inspection.answer({"wst02_code[1]": "130208"}).asked("wst02_other[1]")


@pytest.mark.parametrize("method", ["071", "082", "083", "084"])
def test_hazardous_waste_cannot_go_any_way(method: str) -> None:
    inspection = well(**{"wst02_disposal[1]": method})
    assert inspection.verdict("wst02_disposal[1]") == "fail"
    assert inspection.value("wrong_methods") == "1"
    # What is seen may be written down, but not that receiver and code are in order.
    assert not inspection.valid("wst09")
    assert inspection.unanswered() == ["wst09"]
    inspection.answer(wst09="no")
    assert inspection.result.outcome == "fail"
    # The same way is right for other waste.
    inspection.answer({"wst02_code[1]": "020305", "wst09": "yes"})
    assert inspection.verdict("wst02_disposal[1]") == "pass"
    assert inspection.valid("wst09")


def test_who_may_receive() -> None:
    assert well(**{"wst02_receiver_kind[1]": "other"}).verdict("wst02_receiver_kind[1]") == "fail"
    assert well(**{"wst02_receiver_kind[1]": "permitted"}).verdict("wst02_receiver_kind[1]") == "pass"


def test_more_than_permitted_is_a_warning() -> None:
    inspection = well()
    assert not inspection.asked("wst02_over")
    inspection.answer({"wst02_moved[1]": "6.1"})
    assert inspection.asked("wst02_over")
    assert inspection.result.outcome == "pass"


def test_manifests_are_counted_against_trips() -> None:
    # Waste that is not hazardous has none, and does not disturb the sum.
    inspection = well().rows("wst02_wastes", 2).answer({"wst02_code[2]": "020301"})
    assert (inspection.value("trips"), inspection.value("manifests")) == ("3", "3")
    inspection = well(**{"wst02_manifests[1]": "2"})
    assert not inspection.valid("wst07")
    inspection.answer(wst07="none")
    assert not inspection.valid("wst07")
    inspection.answer(wst07="incomplete")
    assert inspection.failed() == ["wst07"]


def test_days_in_store() -> None:
    inspection = well()
    assert inspection.value("wst02_days[1]") == "30"
    inspection.rows("wst02_wastes", 3)  # the third has nothing in store
    inspection.answer({"wst02_code[2]": "100103", "wst02_since[2]": "2026-06-01"})
    assert inspection.value("wst02_days[2]") == "174"
    assert inspection.value("oldest") == "174"
    assert not inspection.valid("wst15")  # 30 is less than the list says
    inspection.answer(wst15="174")
    assert inspection.verdict("wst15") == "fail"
    assert inspection.asked("wst15_extended")
    inspection.answer(wst15_extended="yes")
    assert inspection.verdict("wst15") == "pass"
    assert not inspection.answer({"wst02_since[1]": "2026-11-23"}).valid("wst02_since[1]")


def test_the_last_permit_stands_beside() -> None:
    inspection = opened({"wst04": "all"})
    assert inspection.node("wst05_number").hint == "ในแฟ้มโรงงาน: สก.2-77/2568 ถึง 31/12/2568"
    assert inspection.value("wst05_number") == ""


# What is asked only if.


@pytest.mark.parametrize(
    ("type_main", "processor", "sorter"),
    [("10100", True, False), ("10500", True, True), ("10600", True, True), ("00901", False, False)],
)
def test_processors_are_asked_more(type_main: str, *, processor: bool, sorter: bool) -> None:
    inspection = opened(factory={"type_main": type_main})
    for name in ("wst20", "wst24", "wst25", "wst27"):
        assert inspection.asked(name) is processor, name
    for name in ("wst26", "wst28"):
        assert inspection.asked(name) is sorter, name


def test_roles_decide() -> None:
    inspection = opened({"wst01": "processor"})
    assert not inspection.asked("wst19")
    assert not inspection.asked("wst29")
    assert inspection.answer(wst01="generator").asked("wst19")
    assert inspection.answer(wst01="generator carrier").asked("wst29")
    facts = inspection.facts()
    assert (facts["waste_generator"], facts["waste_carrier"], facts["waste_processor"]) == (
        "yes",
        "yes",
        "no",
    )


@pytest.mark.parametrize(("out", "asked"), [("yes", True), ("no", False), ("", False)])
def test_what_leaves_is_followed(out: str, *, asked: bool) -> None:
    inspection = opened({"wst02_out": out})
    assert [inspection.asked(name) for name in ("wst08", "wst09", "wst10")] == [asked] * 3


@pytest.mark.parametrize(
    ("code", "asked"), [("130208", True), ("150202", True), ("020301", False), ("", False)]
)
def test_hazardous_waste_needs_labels_and_absorbents(code: str, *, asked: bool) -> None:
    inspection = opened({"wst02_code[1]": code})
    assert [inspection.asked(name) for name in ("wst13", "wst18")] == [asked] * 2


@pytest.mark.parametrize(
    ("answer", "asked"), [("all", True), ("some", True), ("none", False), ("not_required", False)]
)
def test_a_permit_has_number_and_day(answer: str, *, asked: bool) -> None:
    inspection = opened({"wst04": answer})
    assert [inspection.asked(name) for name in ("wst05_number", "wst05_expires")] == [asked] * 2


@pytest.mark.parametrize("name", sorted(PHOTOS))
def test_a_photo_is_required_where_it_fails(name: str) -> None:
    inspection = well()
    assert not inspection.asked(f"{name}_photo")
    inspection.answer({name: PHOTOS[name]})
    assert inspection.unanswered() == [f"{name}_photo"]
    assert inspection.answer({f"{name}_photo": "a.jpg"}).result.complete


# Facts, documents, filings.


def test_answers_are_facts_about_the_factory() -> None:
    facts = well(wst13="partly").facts()
    assert facts["waste_permit"] == "all"
    assert facts["waste_manifests"] == "complete"
    assert facts["waste_labels"] == "partly"
    assert (facts["waste_storage_days"], facts["waste_stock_t"]) == ("30", "0.8")


def test_an_empty_list_says_nothing_of_hazard() -> None:
    facts = opened({"wst01": "generator"}).facts()
    assert not {name for name in facts if name.endswith("t_month") and facts[name]}
    assert not facts.get("hazardous_waste")


def test_the_permit_is_a_document() -> None:
    (permit,) = well().saved("documents")
    assert permit == {"kind": "waste_permit", "number": "สก.2-12/2569", "expires_on": "2026-12-31"}
    assert well(wst04="none").saved("documents") == []


@pytest.mark.parametrize(
    ("day", "annual", "monthly"),
    [
        ("2026-11-22", "2569", "2570"),
        ("2026-04-01", "2569", "2569"),
        ("2026-03-31", "2568", "2569"),
        ("2026-10-01", "2569", "2570"),
        ("2026-09-30", "2569", "2569"),
    ],
)
def test_reports_are_filings_of_their_year(day: str, annual: str, monthly: str) -> None:
    inspection = opened(visit={"date": day}).answer(WELL | {"wst02_since[1]": "", "wst19": "late"})
    assert inspection.saved("single_form") == [
        {"form": "waste_annual", "year": annual, "status": "late"},
        {"form": "waste_monthly", "year": monthly, "status": "sent"},
    ]


def test_reports_that_are_not_owed_are_no_filings() -> None:
    inspection = opened(factory={"type_main": "00901"}).answer(wst01="generator", wst19="sent")
    assert [filed["form"] for filed in inspection.saved("single_form")] == ["waste_annual"]


def test_texts_are_whole() -> None:
    check_texts(opened())
