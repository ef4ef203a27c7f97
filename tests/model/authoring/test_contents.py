"""What is in a checklist is read without an inspection: words, numbers, rules, conditions in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model import checklists
from fieldkit.model.authoring import candidate, contents
from fieldkit.model.authoring.conditions import Conditions
from fieldkit.model.authoring.contents import Contents, Item, Option
from fieldkit.model.inspections import start
from fieldkit.model.inspections.questions import questions
from tests.office import MILL
from tests.tiny_checklists import Row, workbook

if TYPE_CHECKING:
    from pathlib import Path

    from fieldkit.model.workspace import Workspace

YES_NO = [
    {"list_name": "yn", "name": "yes", "label": "Yes"},
    {"list_name": "yn", "name": "no", "label": "No"},
]


def read(folder: Path, *survey: Row, choices: list[Row] = YES_NO) -> Contents:
    found = candidate.read(workbook(folder / "c.xlsx", survey, choices))
    assert found.conversion.usable, found.conversion.problems
    return contents.read(found.checklist)


def item(found: Contents, name: str) -> Item:
    return next(one for one in found.items if one.name == name)


def test_numbers_are_those_of_the_window(office: Workspace) -> None:
    checklist = checklists.latest(office, "GEN")
    found = contents.read(checklist)
    inspection = start(office, MILL, "GEN")
    shown = {question.code: question.number for question in questions(inspection)}
    numbers = {one.name: one.number for one in found.questions}
    assert shown["gen01"] == numbers["gen01"] == "1.1"
    sections = {one.name: one.label for one in found.items if one.kind == "section"}
    assert sections["premises"] == Text("ที่ตั้ง อาคาร และสถานที่", "Site, building and premises")
    assert shown.keys() <= numbers.keys()


def test_choices_and_rules_are_read_in_both_languages(office: Workspace) -> None:
    found = contents.read(checklists.latest(office, "GEN"))
    gen03 = item(found, "gen03")
    assert gen03.options[1] == Option("no", Text("ไม่ใช่", "No"))
    assert gen03.columns["due_days"] == "30"
    assert item(found, "gen07").rules["relevant"] == "${gen06} > ${f_hp}"


def test_rows_of_repeats_are_numbered_by_a_letter(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        {"type": "begin_repeat", "name": "point", "label": "Point"},
        {"type": "text", "name": "name", "label": "Name"},
        {"type": "decimal", "name": "ph", "label": "pH", "relevant": "string-length(${name}) > 2"},
        {"type": "end_repeat"},
    )
    assert item(found, "ph").rules["relevant"] == "string-length(${name}) > 2"
    assert [one.number for one in found.items if one.number] == ["1", "1.n.1", "1.n.2"]
    assert item(found, "ph").repeat == item(found, "point").path


def test_filter_default_and_quoted_answers_are_kept(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        {"type": "text", "name": "a", "label": "A", "default": "seven"},
        {"type": "select_one yn", "name": "b", "label": "B of ${a}", "choice_filter": "name != ${a}"},
    )
    assert item(found, "a").rules["default"] == "seven"
    assert item(found, "b").label.en == "B of ${a}"
    assert item(found, "b").rules["choice_filter"] == "name != ${a}"
    assert len(item(found, "b").options) == 2


def test_conditions_in_words(tmp_path: Path) -> None:
    said = {
        "${b} = 'yes'": "1.2 has “Yes”",
        "selected(${b}, 'no') and ${a} > 3": "1.2 has “No” and 1.1 is more than 3",
        "not(${b} = 'yes' or ${b} = 'no')": "1.2 does not have “Yes” and 1.2 does not have “No”",
        "3 <= ${a}": "1.1 is at least 3",
        "${a} != ''": "1.1 is answered",
        "(${a} = 1 or ${a} = 2) and ${b} = 'yes'": "(1.1 is 1 or 1.1 is 2) and 1.2 has “Yes”",
        # Of an empty answer “not less” is true and “at least” is not, so it is not put into words.
        "not(${a} < 3)": "not(${a} < 3)",
        "string-length(${b}) > 2": "string-length(${b}) > 2",
    }
    found = read(
        tmp_path,
        {"type": "integer", "name": "a", "label": "A"},
        {"type": "select_one yn", "name": "b", "label": "B"},
        *(
            {"type": "text", "name": f"c{place}", "label": "C", "relevant": relevant}
            for place, relevant in enumerate(said)
        ),
    )
    conditions = Conditions(found)
    told = [conditions.of(one) for one in found.items if one.relevance is not None]
    assert [text.en for text in told if text is not None] == list(said.values())


def test_what_the_program_supplies_has_words(office: Workspace) -> None:
    found = contents.read(checklists.latest(office, "GEN"))
    told = Conditions(found).of(item(found, "gen13"))
    assert told is not None
    assert told.th == "ชนิดการตรวจ คือ ตรวจสอบก่อนอนุญาต/ขยาย/รับแจ้ง"
    assert Conditions(found).of(item(found, "gen01")) is None
