"""The conversion as the program uses it: in a process of its own that may hang, die or be refused."""

from __future__ import annotations

import multiprocessing
import os
from contextlib import AbstractContextManager
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from fieldkit.model.form import FormInstance
from fieldkit.model.form_loading import load_form
from fieldkit.model.xlsform import conversion
from fieldkit.model.xlsform.conversion import Conversion, convert, convert_all
from tests.model.xlsform import workbooks
from tests.model.xlsform.workbooks import checklist, last, write

Q = ["select_one yn", "q1", "คำถาม", None, None, None, "no", "C"]


def test_a_checklist_comes_with_all_that_is_known_of_it(tmp_path: Path) -> None:
    columns = [
        "type",
        "name",
        "label::Thai (th)",
        "label::English (en)",
        "fieldkit::law",
        "fieldkit::law::English (en)",
    ]
    rows = [
        ["csv-external", "factories"],
        ["begin_group", "g", "ก", "G"],
        ["select_one_from_file towns.csv", "town", "เมือง", "Town", "กฎ", "Law"],
        ["end_group"],
    ]
    settings = {"default_language": "English (en)", "fieldkit::title::English (en)": "Test"}
    path = checklist(tmp_path / "t.xlsx", rows, columns=columns, settings=settings, choices=[])
    found = convert(path)
    assert found.problems == []
    assert found.usable
    assert (found.form_id, found.version, found.title) == ("T", "1", "t")
    assert found.title_en == "Test"
    assert found.languages == ("English (en)", "Thai (th)")
    assert found.media == ("factories.csv", "towns.csv")
    assert found.policy == {
        "/data": {"title::English (en)": "Test"},
        "/data/g/town": {"law": "กฎ", "law::English (en)": "Law"},
    }
    assert "fieldkit" not in found.xform
    assert '<bind nodeset="/data/g/town"' in found.xform


def test_references_in_fail_become_paths_of_the_form(tmp_path: Path) -> None:
    columns = ["type", "name", "label", "fieldkit::fail"]
    rows = [
        ["decimal", "limit", "L", ". > ${limit}"],
        ["begin_repeat", "point", "P"],
        ["decimal", "low", "L"],
        ["begin_group", "g", "G"],
        [
            "decimal",
            "value",
            "V",
            ". > ${limit} or . < ${low} or instance('x')/root/item[name = ${low}]/v > 1",
        ],
        ["end_group"],
        ["end_repeat"],
        ["csv-external", "x"],
    ]
    found = last(checklist(tmp_path / "t.xlsx", rows, columns=columns, settings={"name": "visit"}))
    assert found["problems"] == []
    assert found["policy"] == {
        "/visit/limit": {"fail": ". > /visit/limit"},
        "/visit/point/g/value": {
            "fail": ". > /visit/limit or . < ../../low"
            " or instance('x')/root/item[name = current()/../../low]/v > 1"
        },
    }


def test_mistakes_make_it_unusable_and_are_all_told(tmp_path: Path) -> None:
    found = convert(checklist(tmp_path / "t.xlsx", [["textt", "a", "A"], ["text", "a", "B", "trim(${b})"]]))
    assert not found.usable
    assert [(problem.place, problem.level) for problem in found.errors] == [
        ("survey!A2 (type)", "error"),
        ("survey!B3 (name)", "error"),
        ("survey!D3 (relevant)", "error"),
        ("survey!D3 (relevant)", "error"),
    ]
    assert found.errors[0].line("en") == "survey!A2 (type): Unknown question type textt → Did you mean text?"
    assert found.errors[0].line("th") == "survey!A2 (type): ไม่รู้จักชนิดคำถาม textt → หมายถึง text หรือไม่"


def test_a_name_with_no_workbook_behind_it(tmp_path: Path) -> None:
    found = convert(tmp_path / "gone.xlsx")
    assert found == Conversion(problems=found.problems)
    assert [problem.message.en for problem in found.problems] == ["The file does not exist"]


def stopped(path: Path, stand_in: str, monkeypatch: pytest.MonkeyPatch) -> Conversion:
    monkeypatch.setattr(conversion, "run", getattr(workbooks, stand_in))
    found = convert(path)
    assert multiprocessing.active_children() == []
    assert found.xform == ""
    assert not found.usable
    return found


def test_a_conversion_that_never_ends_is_killed_and_keeps_what_it_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The time is up as soon as the worker has told what the sheets show, however slow this machine is.
    moments = iter([0.0, 0.0])
    monkeypatch.setattr(conversion, "monotonic", lambda: next(moments, 1e9))
    found = stopped(checklist(tmp_path / "t.xlsx", [["textt", "a", "A"]]), "never_ends", monkeypatch)
    assert [problem.message.en for problem in found.problems] == [
        "Unknown question type textt",
        "Converting the checklist took more than 120 seconds and was stopped",
    ]
    assert found.form_id == "T"


def test_a_converter_that_dies_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = stopped(checklist(tmp_path / "t.xlsx", [Q]), "dies", monkeypatch)
    assert [problem.message.en for problem in found.problems] == [
        "The converter stopped; memory may have run out"
    ]


def test_many_are_converted_by_one_process_and_one_that_ends_it_takes_no_other_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["a", "deadly", "b", "c"]
    files = [checklist(tmp_path / f"{name}.xlsx", [Q], settings={"form_id": name}) for name in names]
    alone = [convert(file) for file in files]
    begun: list[list[str]] = []
    converting = conversion._converting

    def counted(paths: list[str]) -> AbstractContextManager[Connection]:
        begun.append([Path(path).stem for path in paths])
        return converting(paths)

    monkeypatch.setattr(conversion, "_converting", counted)
    assert list(convert_all(files)) == alone
    assert begun == [names]
    monkeypatch.setattr(conversion, "run", workbooks.dies_of_one)
    found = list(convert_all(files))
    assert begun == [names, names, ["b", "c"]]
    assert [one.usable for one in found] == [True, False, True, True]
    assert [found[0], *found[2:]] == [alone[0], *alone[2:]]
    assert multiprocessing.active_children() == []


@pytest.mark.skipif(os.name != "posix", reason="only POSIX limits the memory of a process")
def test_a_conversion_may_not_take_all_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = stopped(checklist(tmp_path / "t.xlsx", [Q]), "takes_all_memory", monkeypatch)
    assert [problem.message.en for problem in found.problems] == ["The checklist is too large to convert"]
    assert found.policy == {"/data/q1": {"fail": "no", "severity": "C"}}


def test_a_conversion_that_cannot_begin_in_time(tmp_path: Path) -> None:
    found = convert(checklist(tmp_path / "t.xlsx", [Q]), timeout=0)
    assert [problem.message.th for problem in found.problems] == ["แปลงแบบตรวจนานเกิน 0 วินาที จึงหยุด"]
    assert multiprocessing.active_children() == []


def test_a_crash_of_pyxform_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object, **__: object) -> None:
        raise TypeError("unhashable type: 'dict'")

    monkeypatch.setattr("pyxform.xls2xform.convert", crash)
    found = last(checklist(tmp_path / "t.xlsx", [Q]))
    assert found["xform"] == ""
    assert "unhashable type" in found["problems"][0]["message"]["en"]
    assert "pyxform" in found["problems"][0]["message"]["th"]


def test_a_column_that_makes_pyxform_crash(tmp_path: Path) -> None:
    columns = ["type", "name", "label", "bind::nodeset"]
    found = last(checklist(tmp_path / "t.xlsx", [["text", "a", "A", "x"]], columns=columns))
    assert found["xform"] == ""
    assert [problem["level"] for problem in found["problems"]] == ["error"]
    assert "multiple values" in found["problems"][0]["message"]["en"]


def test_the_example_of_the_documentation(tmp_path: Path) -> None:
    text = (Path(__file__).parents[3] / "docs" / "checklists.md").read_text(encoding="utf-8")
    sheets: dict[str, list[list[str | None]]] = {}
    for name in ("survey", "choices", "settings"):
        table = text.partition(f"\n`{name}`\n\n")[2].partition("\n\n")[0]
        rows = [
            [cell.strip().strip("`") or None for cell in line.strip("|").split("|")]
            for line in table.splitlines()
        ]
        sheets[name] = [rows[0], *rows[2:]]
    found = last(write(tmp_path / "EXAMPLE.xlsx", sheets))
    assert found["problems"] == []
    assert found["form_id"] == "EXAMPLE"
    assert found["policy"]["/data/licence/fee"]["fail"] == ". < today()"
    assert found["media"] == ["factories.csv", "visit.csv"]


def test_names_in_thai_work_in_expressions(tmp_path: Path) -> None:
    rows = [
        ["select_one yn", "มีหม้อน้ำ", "มีหม้อน้ำหรือไม่"],
        ["integer", "จำนวนหม้อน้ำ", "จำนวน", "${มีหม้อน้ำ} = 'yes'", ". > 0"],
    ]
    found = convert(checklist(tmp_path / "t.xlsx", rows))
    assert found.problems == []
    form = FormInstance(load_form(found.xform))
    assert not form.node("/data/จำนวนหม้อน้ำ").relevant
    form.answer("/data/มีหม้อน้ำ", "yes")
    assert form.node("/data/จำนวนหม้อน้ำ").relevant
