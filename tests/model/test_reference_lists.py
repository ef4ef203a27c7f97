"""Reference tables as lists of choices: in force on the day, in both languages, also for ODK's tools."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest

from fieldkit.cli import Exit, main
from fieldkit.model import checklists, reference_lists
from fieldkit.model.authoring import packages
from fieldkit.model.choice_search import index_of
from fieldkit.model.csv_table import TableError, read
from fieldkit.model.form import FormInstance
from fieldkit.model.form_files import Rows, files
from fieldkit.model.form_loading import load_form
from fieldkit.model.reference_tables import editing, layers
from fieldkit.model.workspace import Workspace
from tests import tiny_checklists

DAY = date(2026, 11, 22)
WASTE = [
    {"type": "select_one_from_file waste_codes.csv", "name": "code", "label": "รหัสของเสีย"},
    {"type": "select_one_from_file districts.csv", "name": "district", "label": "อำเภอ"},
    {
        "type": "select_one_from_file subdistricts.csv",
        "name": "place",
        "label": "ตำบล",
        "choice_filter": "district_code = ${district}",
    },
    {"type": "csv-external", "name": "params"},
    {
        "type": "calculate",
        "name": "days",
        "calculation": "instance('params')/root/item[name='waste.max_storage_days']/value",
    },
]


def listed(file: str, on: date = DAY) -> list[dict[str, str]]:
    rows = reference_lists.supplied(file, on)
    assert rows is not None
    return [dict(zip(rows.columns, map(str, row), strict=True)) for row in rows.rows]


@pytest.mark.parametrize("file", sorted(reference_lists.FILES))
def test_each_choice_is_there_once_and_has_words_in_both_languages(file: str) -> None:
    rows = listed(file)
    names = [row["name"] for row in rows]
    assert len(set(names)) == len(names) > 15
    for row in rows:
        assert row["name"]
        assert " " not in row["name"]
        assert row["label"]
        assert row["label_en"]


def test_waste_codes_are_of_the_annex() -> None:
    chapters = {row["name"] for row in listed("waste_chapters.csv")}
    assert chapters == {f"{number:02}" for number in range(1, 20)}
    for row in listed("waste_codes.csv"):
        assert re.fullmatch(r"(0[1-9]|1[0-9])\d{4}", row["name"])
        assert row["hazard"] in ("", "HA", "HM")
        assert row["chapter"] == row["name"][:2]
        assert row["label"].replace(" ", "").startswith(row["name"] + row["hazard"])
    words = {row["name"]: (row["label"], row["label_en"]) for row in listed("waste_codes.csv")}
    assert words["130208"] == ("13 02 08 HA น้ำมันเครื่องใช้แล้ว", "13 02 08 HA used engine oil")


def test_what_is_not_for_hazardous_waste() -> None:
    rows = {row["name"]: row for row in listed("disposal_codes.csv")}
    assert {name for name, row in rows.items() if row["hazardous"] == "no"} == {"071", "082", "083", "084"}
    assert rows["071"]["label_en"].startswith("071 sanitary landfill")
    assert all(re.fullmatch(r"0\d\d", name) for name in rows)


def test_types_are_written_as_people_do() -> None:
    words = {row["name"]: row["label"] for row in listed("factory_types.csv")}
    assert words["00901"] == "9(1) สี ฝัด หรือขัดข้าว"
    assert words["10500"].startswith("105 ")


@pytest.mark.parametrize("file", ["nothing.csv", "waste_codes", "codes.csv", "waste_codes.xml"])
def test_other_names_are_no_lists(file: str) -> None:
    assert reference_lists.supplied(file, DAY) is None


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose ``disposal_codes.csv`` stands for that of the program."""
    monkeypatch.setattr(layers, "rows", lambda name, columns: read(tmp_path / f"{name}.csv", columns))
    monkeypatch.setattr(reference_lists, "_table", reference_lists._table.__wrapped__)  # type: ignore[attr-defined]
    return tmp_path


HEAD = "code,th,en,valid_from,valid_to\n"


def test_the_day_of_the_visit_decides(tables: Path) -> None:
    lines = "011,คัดแยก,sorting,,2026-09-30\n011,แยก,sort,2026-10-01,\n021,เก็บ,store,2027-01-01,\n"
    (tables / "disposal_codes.csv").write_text(HEAD + lines, encoding="utf-8")
    assert [row["label_en"] for row in listed("disposal_codes.csv", date(2026, 9, 30))] == ["011 sorting"]
    assert [row["label_en"] for row in listed("disposal_codes.csv", date(2026, 10, 1))] == ["011 sort"]
    assert [row["name"] for row in listed("disposal_codes.csv", date(2027, 1, 1))] == ["011", "021"]


def test_two_rows_of_one_day_are_refused(tables: Path) -> None:
    lines = "011,คัดแยก,sorting,,\n011,แยก,sort,2026-10-01,\n"
    (tables / "disposal_codes.csv").write_text(HEAD + lines, encoding="utf-8")
    with pytest.raises(TableError) as refused:
        listed("disposal_codes.csv")
    assert refused.value.place == "disposal_codes.csv:3, valid_from"


def test_the_offices_own_codes_are_offered_from_their_day(office: Workspace) -> None:
    own = {"code": "150199", "th": "บรรจุภัณฑ์ไม้", "en": "wooden packaging", "chapter": "15", "source": "PR"}
    own |= {"valid_from": "2026-12-01", "confidence": "proposed"}
    editing.save(office, "waste_codes", own)
    assert "150199" not in [row["name"] for row in listed("waste_codes.csv", date(2026, 11, 30))]
    assert "150199" in [row["name"] for row in listed("waste_codes.csv", date(2026, 12, 1))]


def test_a_checklist_chooses_from_them(office: Workspace, tmp_path: Path) -> None:
    form = tiny_checklists.start(office, tmp_path, WASTE).instance
    assert form.node("/data/days").value == "90"
    codes = index_of(form.node("/data/code").choices)
    assert [choice.name for choice in codes.search("13 02 08")] == ["130208"]
    assert [choice.name for choice in codes.search("130208")] == ["130208"]
    assert [choice.name for choice in codes.search("น้ำมันเครื่อง ใช้แล้ว")] == ["130208"]
    form.answer("/data/code", "130208")
    assert form.node("/data/code").violation is None
    form.answer("/data/district", "6601")
    places = form.node("/data/place").choices
    assert {choice.name[:4] for choice in places} == {"6601"}
    assert "คลองคะเชนทร์" in {choice.label for choice in places}


def test_a_list_of_the_checklist_itself_comes_first(office: Workspace, tmp_path: Path) -> None:
    own = {"waste_codes.csv": "name,label\nx,ของเรา\n".encode()}
    form = tiny_checklists.start(office, tmp_path, WASTE[:1], media=own).instance
    assert [tuple(choice) for choice in form.node("/data/code").choices] == [("x", "ของเรา")]


XFORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
<h:head><model><itext><translation lang="Thai (th)" default="true()"><text id="q"><value>ถาม</value></text>
</translation><translation lang="English (en)"><text id="q"><value>ask</value></text></translation></itext>
<instance><data id="x"><q/></data></instance><instance id="c" src="jr://file-csv/c.csv"/>
<bind nodeset="/data/q" type="string"/></model></h:head><h:body><select1 ref="/data/q">
<label ref="jr:itext('q')"/><itemset nodeset="instance('c')/root/item"><value ref="name"/>
<label ref="label"/></itemset></select1></h:body></h:html>"""


def test_labels_of_a_file_follow_the_language() -> None:
    rows = Rows(("name", "label", "label_en"), [("a", "ก", "A"), ("b", "ข", "")])
    form = FormInstance(load_form(XFORM, files({"c.csv": rows})))
    assert [choice.label for choice in form.node("/data/q").choices] == ["ก", "ข"]
    form.set_language("English (en)")
    assert [choice.label for choice in form.node("/data/q").choices] == ["A", "ข"]
    form.set_language("Thai (th)")
    assert [choice.label for choice in form.node("/data/q").choices] == ["ก", "ข"]


def test_nothing_is_said_to_be_missing(
    office: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workbook = tiny_checklists.workbook(
        tmp_path / "w.xlsx", [*WASTE, {"type": "csv-external", "name": "own"}]
    )
    office.close()
    assert main(["--data", str(office.folder), "--json", "import", "checklist", str(workbook)]) == Exit.DONE
    said = json.loads(capsys.readouterr().out)["problems"]
    assert [problem["message"]["en"] for problem in said] == ["own.csv is not there"]


def test_for_odk_all_lies_beside_the_workbook(
    office: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    survey = [
        {"type": "csv-external", "name": "factories"},
        {"type": "csv-external", "name": "visit"},
        *WASTE,
    ]
    inspection = tiny_checklists.start(office, tmp_path, survey, media={"map.png": b"drawn"})
    assert inspection.row["form_id"] == "TYP"
    own = {"code": "150199", "th": "บรรจุภัณฑ์ไม้", "en": "wooden packaging", "chapter": "15", "source": "PR"}
    editing.save(office, "waste_codes", own | {"valid_from": "2026-12-01", "confidence": "proposed"})
    office.close()
    out = tmp_path / "TYP.zip"
    command = ["--data", str(office.folder), "--json", "checklist", "export", "TYP", "--odk", "-o", str(out)]
    for day, there in (("2026-11-30", False), ("2026-12-01", True)):  # the second time over the first
        assert main([*command, "--on", day]) == Exit.DONE
        told = json.loads(capsys.readouterr().out)
        with zipfile.ZipFile(out) as package:
            inside = {name.removeprefix("TYP-media/"): package.read(name) for name in package.namelist()}
        codes = [row["name"] for row in csv.DictReader(io.StringIO(inside["waste_codes.csv"].decode()))]
        assert ("150199" in codes) is there
    assert told["written"] == [str(out)]
    lists = {"waste_codes.csv", "districts.csv", "subdistricts.csv", "params.csv"}
    assert inside.keys() == {"TYP.xml", "factories.csv", "visit.csv", "map.png"} | lists
    factories = list(csv.DictReader(io.StringIO(inside["factories.csv"].decode())))
    assert {row["factory_name"] for row in factories} >= {"โรงสีตัวอย่างเจริญพาณิชย์"}
    (visit,) = csv.DictReader(io.StringIO(inside["visit.csv"].decode()))
    assert (visit["name"], visit["factory"]) == ("visit", "")


@pytest.mark.parametrize("form_id", sorted(path.stem for path in checklists.shipped()))
def test_for_odk_each_shipped_checklist_has_every_list_it_names(
    office: Workspace, tmp_path: Path, form_id: str
) -> None:
    checklist = checklists.latest(office, form_id)
    files = packages.export_odk(office, checklist, tmp_path / "odk.zip", on=DAY)
    named = set(re.findall(r'src="jr://[^"]*/([^"/]+)"', checklist.xform.decode()))
    assert {Path(file).name for file in files} == named | {f"{form_id}.xml"}
    with zipfile.ZipFile(tmp_path / "odk.zip") as package:
        assert all(package.read(file) for file in files)


def test_for_odk_a_folder_that_is_not_there_is_refused(
    office: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office.close()
    out = tmp_path / "no" / "GEN.zip"
    command = ["--data", str(office.folder), "checklist", "export", "GEN", "--odk", "-o", str(out)]
    assert main(command) == Exit.REFUSED
    assert not capsys.readouterr().out
