"""Scripts played on forms, one by one and in bulk."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from fieldkit.model.replay import replay_jobs, replay_one
from tests.model.form.forms import bind, inputs, items, xform

FORM = xform(
    '<a/><s/><rep jr:template=""><b/></rep>',
    bind("/data/a", type="int", constraint=". < 5", constraintMsg="small", required="true()"),
    bind("/data/rep/b", calculate="position(..)"),
    body=inputs("/data/a")
    + f'<select1 ref="/data/s"><label>S</label>{items("x", "y")}</select1>'
    + '<repeat nodeset="/data/rep"><input ref="/data/rep/b"/></repeat>',
)


@pytest.fixture
def form(tmp_path):
    path = tmp_path / "form.xml"
    path.write_text(FORM, encoding="utf-8")
    return path


def node(step, path):
    return next(item for item in step["nodes"] if item["path"] == path)


def test_each_step_shows_every_node(form):
    script: list[dict[str, Any]] = [
        {"op": "set", "path": "/data/a", "value": "7"},
        {"op": "set", "path": "/data/a", "value": "3"},
        {"op": "add", "path": "/data/rep"},
        {"op": "add", "path": "/data/rep", "after": 0},
        {"op": "remove", "path": "/data/rep[1]"},
    ]
    result = replay_one(form, script)
    assert result["status"] == "ok"
    assert len(result["steps"]) == 6
    first = node(result["steps"][0], "/data/a")
    assert (first["valid"], first["violation"], first["required"]) == (False, "required", True)
    second = node(result["steps"][1], "/data/a")
    assert (second["violation"], second["message"], second["value"]) == ("constraint", "small", "7")
    assert "violation" not in node(result["steps"][2], "/data/a")
    assert node(result["steps"][4], "/data/rep[2]/b")["value"] == "2"
    assert node(result["steps"][0], "/data/s")["choices"] == [["x", "X"], ["y", "Y"]]
    assert "<rep><b>1</b></rep>" in result["instance"]
    json.dumps(result)


def test_operation_that_cannot_be_done_is_a_step_of_its_own(form):
    script = [
        {"op": "set", "path": "/data/none", "value": "1"},
        {"op": "jump", "path": "/data/a"},
        {"op": "language", "value": "Klingon"},
        {"op": "set", "path": "/data/a", "value": "1"},
    ]
    steps = replay_one(form, script)["steps"]
    assert [sorted(step) for step in steps] == [["nodes"], ["error"], ["error"], ["error"], ["nodes"]]
    assert "/data/none" in steps[1]["error"]


def test_time_of_the_replay_may_be_given(tmp_path):
    path = tmp_path / "form.xml"
    path.write_text(xform("<a/>", bind("/data/a", calculate="today()")), encoding="utf-8")
    result = replay_one(path, [], now=datetime(2020, 2, 29, 12).astimezone())
    assert node(result["steps"][0], "/data/a")["value"] == "2020-02-29"


def test_form_that_cannot_be_loaded_is_an_error_result(tmp_path):
    path = tmp_path / "form.xml"
    path.write_text("<broken", encoding="utf-8")
    assert replay_one(path, [])["status"] == "error"
    assert "nothing.xml" in replay_one(tmp_path / "nothing.xml", [])["error"]


def test_jobs_that_fail_or_hang_do_not_stop_the_rest(form, tmp_path):
    endless = tmp_path / "endless.xml"
    rows = "".join(f"<item><name>{i}</name></item>" for i in range(1600))
    endless.write_text(
        xform(
            "".join(f"<a{i}/>" for i in range(400)),
            *(
                bind(
                    f"/data/a{i}", calculate="count(instance('l')/root/item[count(../item[name != '']) > 1])"
                )
                for i in range(400)
            ),
            model=f'<instance id="l"><root>{rows}</root></instance>',
        ),
        encoding="utf-8",
    )
    good = {"form": "form.xml", "script": [{"op": "set", "path": "/data/a", "value": "1"}]}
    lines = [
        json.dumps({"id": "one", **good}),
        "not json",
        json.dumps({"id": "none"}),
        json.dumps({"id": "hang", "form": "endless.xml", "script": []}),
        json.dumps({"id": "odd", "form": "form.xml", "script": 7}),
        "",
        json.dumps({"id": "two", **good}),
    ]
    results = list(replay_jobs(lines, 3.0, folder=tmp_path))
    assert [(result["id"], result["status"]) for result in results] == [
        ("one", "ok"),
        (2, "error"),
        ("none", "error"),
        ("hang", "error"),
        ("odd", "error"),
        ("two", "ok"),
    ]
    assert "longer than 3 seconds" in results[3]["error"]
    assert [len(results[place]["steps"]) for place in (0, 5)] == [2, 2]
