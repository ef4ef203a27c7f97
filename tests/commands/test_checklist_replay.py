from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fieldkit import resources
from fieldkit.cli import main

XFORM = """<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
  <h:head><h:title>t</h:title>
    <model>
      <instance><data id="t"><age/><adult/><today/></data></instance>
      <bind nodeset="/data/age" type="int" constraint=". &lt; 150"/>
      <bind nodeset="/data/adult" type="string" relevant="/data/age &gt;= 18"/>
      <bind nodeset="/data/today" type="date" calculate="today()"/>
    </model>
  </h:head>
  <h:body><input ref="/data/age"/><input ref="/data/adult"/></h:body>
</h:html>"""


@pytest.fixture
def form(tmp_path: Path) -> Path:
    file = tmp_path / "form.xml"
    file.write_text(XFORM)
    return file


def script_of(folder: Path, *operations: dict[str, Any]) -> str:
    file = folder / "script.json"
    file.write_text(json.dumps(operations))
    return str(file)


def nodes(step: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {node["path"]: node for node in step["nodes"]}


def test_each_step_shows_what_the_answer_changed(
    form: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = script_of(
        tmp_path,
        {"op": "set", "path": "/data/age", "value": "20"},
        {"op": "set", "path": "/data/age", "value": "200"},
        {"op": "set", "path": "/data/nowhere", "value": "1"},
    )
    assert main(["checklist", "replay", str(form), script, "--now", "2024-02-29T08:00:00+07:00"]) == 0
    result = json.loads(capsys.readouterr().out)
    loaded, adult, absurd, failed = result["steps"]
    assert result["status"] == "ok"
    assert nodes(loaded)["/data/adult"]["relevant"] is False
    assert nodes(loaded)["/data/today"]["value"] == "2024-02-29"
    assert nodes(adult)["/data/adult"]["relevant"] is True
    assert nodes(absurd)["/data/age"]["violation"] == "constraint"
    assert failed.keys() == {"error"}
    assert "<age>200</age>" in result["instance"]


def test_a_workbook_is_converted_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    checklist = resources.path("checklists", "GEN.xlsx")
    script = script_of(tmp_path, {"op": "language", "value": "English (en)"})
    assert main(["checklist", "replay", str(checklist), script]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["languages"] == ["Thai (th)", "English (en)"]
    thai, english = (nodes(step) for step in result["steps"])
    assert thai["/data/visit_facts"]["label"] != english["/data/visit_facts"]["label"]


@pytest.mark.parametrize("content", [None, "no form", "<a/>"])
def test_a_form_that_cannot_be_loaded_is_refused(
    content: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = tmp_path / "bad.xml"
    if content is not None:
        form.write_text(content)
    assert main(["checklist", "replay", str(form), script_of(tmp_path)]) == 1
    assert json.loads(capsys.readouterr().out)["status"] == "error"


@pytest.mark.parametrize("content", ["", "{}", "[1]", "[" * 100_000])
def test_a_script_that_is_none_is_refused_by_name(
    content: str, form: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "bad.json"
    script.write_text(content)
    assert main(["--lang", "en", "checklist", "replay", str(form), str(script)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "not a script" in err
    assert str(script) in err


@pytest.mark.parametrize(
    "args", [[], ["a.xml"], ["a.xml", "b.json", "--jobs", "c"], ["--now", "soon", "a", "b"]]
)
def test_what_makes_no_sense_is_wrong_usage(args: list[str]) -> None:
    assert main(["checklist", "replay", *args]) == 2


def test_many_jobs_give_a_result_a_line_and_a_bad_one_stops_none(
    form: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    answered = {"id": "a", "form": form.name, "script": [{"op": "set", "path": "/data/age", "value": "3"}]}
    workbook = {"id": "c", "form": str(resources.path("checklists", "GEN.xlsx")), "script": []}
    jobs = tmp_path / "jobs.jsonl"
    lines = [json.dumps(answered), json.dumps({"id": "b", "form": "nowhere.xml"}), "{", json.dumps(workbook)]
    jobs.write_text("\n".join(lines))
    assert main(["checklist", "replay", "--jobs", str(jobs)]) == 0
    results = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert [(result["id"], result["status"]) for result in results] == [
        ("a", "ok"),
        ("b", "error"),
        (3, "error"),
        ("c", "ok"),
    ]
    assert "<age>3</age>" in results[0]["instance"]


def test_jobs_that_cannot_be_read_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["checklist", "replay", "--jobs", str(tmp_path / "absent")]) == 1
    assert "absent" in capsys.readouterr().err
