"""Every word of XLSForm that fieldkit says it does, from the sheet through pyxform into the engine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from fieldkit.model.form import FormInstance
from fieldkit.model.form.xpath.table import TABLE
from fieldkit.model.form_files import files
from fieldkit.model.form_loading import load_form
from fieldkit.model.form_submission import end_times
from fieldkit.model.xlsform import features
from tests.model.form.forms import NOON, value
from tests.model.xlsform.workbooks import checklist, last, problems

ROOT = Path(__file__).resolve().parents[3]
COLUMNS = ["type", "name", "label", "parameters", "appearance", "calculation"]
# what stands behind the type; the type of the record's value; an answer as entered, and as stored
QUESTIONS = {
    "text": ("", "string", "โรงสี", "โรงสี"),
    "integer": ("", "int", "7.9", "7"),
    "decimal": ("", "decimal", "7.50", "7.50"),
    "select_one": (" yn", "string", "yes", "yes"),
    "select_multiple": (" yn", "string", "no yes", "yes no"),
    "select_one_from_file": (" towns.csv", "string", "b", "b"),
    "select_multiple_from_file": (" towns.csv", "string", "b a", "a b"),
    "geopoint": ("", "geopoint", "14 101", "14.0 101.0 0.0 0.0"),
    "geotrace": ("", "geotrace", "14 101;15 101", "14.0 101.0 0.0 0.0;15.0 101.0 0.0 0.0"),
    "geoshape": ("", "geoshape", "1 1;2 1;1 1", "1.0 1.0 0.0 0.0;2.0 1.0 0.0 0.0;1.0 1.0 0.0 0.0"),
    "range": ("", "int", "5", "5"),
    "image": ("", "binary", "a.jpg", "a.jpg"),
    "barcode": ("", "barcode", "8850999", "8850999"),
    "audio": ("", "binary", "a.m4a", "a.m4a"),
    "video": ("", "binary", "a.mp4", "a.mp4"),
    "file": ("", "binary", "a.pdf", "a.pdf"),
    "date": ("", "date", "2026-05-04", "2026-05-04"),
    "time": ("", "time", "08:30:00", "08:30:00"),
    "dateTime": ("", "dateTime", "2026-05-04T08:30:00.000+07:00", "2026-05-04T08:30:00.000+07:00"),
    "rank": (" yn", "rank", "no yes", "no yes"),
    "acknowledge": ("", "string", "OK", "OK"),
    "trigger": ("", "string", "OK", "OK"),
    "hidden": ("", "string", "x", "x"),
    "select_one_external": (" yn", "string", "yes", "yes"),
}
PRELOADED = {
    "start": "2026-05-04T",
    "today": "2026-05-04",
    "deviceid": "dev-1",
    "username": "somchai",
    "phonenumber": "081",
    "email": "s@example.org",
    "simserial": "",
    "subscriberid": "",
}
ELSEWHERE = {"note", "calculate", "end", "csv-external", "xml-external", "audit"}
PLACED = {"begin_group", "begin_repeat", "begin_loop"}
QUIET = {"start-geopoint", "background-geopoint", "background-audio", "osm"}
EXTRA = {"range": "start=1 end=10 step=1"}
TOWNS = "name,label\na,ก\nb,ข\n"


def named(kind: str) -> str:
    return kind.replace("-", "_")


@pytest.fixture(scope="module")
def record(tmp_path_factory) -> FormInstance:
    kinds = {**{kind: after for kind, (after, *_) in QUESTIONS.items()}, **dict.fromkeys(PRELOADED, "")}
    del kinds["select_one_external"]
    rows = [[kind + after, named(kind), kind, EXTRA.get(kind), None, None] for kind, after in kinds.items()]
    rows += [
        ["note", "note", "อ่าน ${text}", None, None, None],
        ["calculate", "calculate", None, None, None, "concat(${text}, '!')"],
        ["csv-external", "towns", None, None, None, None],
        ["xml-external", "places", None, None, None, None],
        ["audit", "audit", None, None, None, None],
        ["end", "end", None, None, None, None],
        ["start-geopoint", "start_geopoint", None, None, None, None],
        ["background-audio", "background_audio", None, None, None, None],
        ["begin_group", "group", "G", None, "field-list", None],
        ["text", "inner", "I", None, None, None],
        ["end_group", None, None, None, None, None],
        ["begin_repeat", "repeat", "R", None, None, None],
        ["text", "inner2", "I", None, None, None],
        ["end_repeat", None, None, None, None, None],
    ]
    found = last(checklist(tmp_path_factory.mktemp("types") / "t.xlsx", rows, columns=COLUMNS))
    assert found["xform"], found["problems"]
    form = load_form(
        found["xform"], files({"towns.csv": TOWNS, "places.xml": "<root><item><name>x</name></item></root>"})
    )
    assert form.problems == []
    who = {"username": "somchai", "deviceid": "dev-1", "phonenumber": "081", "email": "s@example.org"}
    return FormInstance(form, now=lambda: NOON, properties=who)


def test_every_type_is_tested_here():
    assert set(features.TYPES) == {*QUESTIONS, *PRELOADED, *ELSEWHERE, *PLACED, *QUIET}


@pytest.mark.parametrize("kind", sorted(set(QUESTIONS) - {"select_one_external"}))
def test_question_of_each_type_takes_its_answer(record, kind):
    _, bind_type, given, stored = QUESTIONS[kind]
    node = record.node(f"/data/{named(kind)}")
    assert node.bind_type == bind_type
    record.answer(node.path, given)
    assert node.value == stored
    assert node.valid
    record.answer(node.path, "")
    assert node.value == ""


@pytest.mark.parametrize("kind", sorted(PRELOADED))
def test_known_values_are_there_from_the_start(record, kind):
    assert value(record, f"/data/{kind}").startswith(PRELOADED[kind])


def test_types_without_an_answer_of_their_own(record):
    record.answer("/data/text", "ก")
    assert record.node("/data/note").type == "note"
    assert record.node("/data/note").label == "อ่าน ก"
    assert value(record, "/data/calculate") == "ก!"
    assert record.evaluate("count(instance('places')/root/item)", "/data") == 1
    assert record.node("/data/group").appearance == "field-list"
    assert record.node("/data/repeat").type == "repeat-range"
    assert record.node("/data/start_geopoint").value == ""
    assert value(record, "/data/end") == ""
    [(path, moment)] = end_times(record).items()
    assert (path, moment[:11]) == ("/data/end", "2026-05-04T")


@pytest.mark.parametrize("kind", [kind for kind, feature in features.TYPES.items() if feature.note.en])
def test_type_that_is_not_offered_is_told_at_its_cell(tmp_path, kind):
    after = " yn" if kind == "select_one_external" else " osm" if kind == "osm" else ""
    rows = [[kind.replace("begin_loop", "begin_loop over yn") + after, "a", "A"]]
    if kind == "begin_loop":
        rows += [["text", "b", "B"], ["end_loop", None, None]]
    found = problems(checklist(tmp_path / "t.xlsx", rows, columns=COLUMNS[:3]))
    told = [problem for problem in found if problem.level == "unsupported"]
    assert [(problem.row, problem.column, problem.cure) for problem in told] == [
        (2, "A", features.TYPES[kind].note)
    ]


@pytest.mark.parametrize("word", features.APPEARANCES)
def test_appearance_is_kept_and_told_if_it_is_not_offered(tmp_path, word):
    feature = features.APPEARANCES[word]
    written = word.replace("-N", "-3").replace("w1…w12", "w4")
    written += "org.app(a='b')" if word == "ex:" else "x" if word == "intent:" else ""
    kind = "image" if word in ("annotate", "draw", "signature", "front", "selfie", "new-front") else "text"
    rows = [[kind, "a", "A", None, written]]
    found = last(checklist(tmp_path / "t.xlsx", rows, columns=COLUMNS[:5]))
    levels = [problem["level"] for problem in found["problems"]]
    assert levels == (["unsupported"] if feature.note.en else []), found["problems"]
    assert FormInstance(load_form(found["xform"])).node("/data/a").appearance == written


@pytest.mark.parametrize(
    ("kind", "word"), [(kind, word) for kind, section in features.PARAMETERS.items() for word in section]
)
def test_parameter_is_one_that_pyxform_knows(kind, word):
    from pyxform import constants

    accepted = {
        "text": constants.ParametersText,
        "range": constants.ParametersRange,
        "image": constants.ParametersImage,
        "audio": constants.ParametersAudio,
        "background-audio": constants.ParametersAudio,
        "geopoint": constants.ParametersGeoPoint,
        "geotrace": constants.ParametersGeo,
        "geoshape": constants.ParametersGeo,
        "audit": constants.ParametersAudit,
        "select_one_from_file": constants.ParametersSelectFromFile,
        "select_multiple_from_file": constants.ParametersSelectFromFile,
    }.get(kind, constants.ParametersSelect)
    assert word in {item.value for item in accepted}
    assert len(accepted) == len(features.PARAMETERS[kind])


def test_parameters_reach_the_question(tmp_path):
    rows = [
        ["range", "r", "R", "start=0 end=5 step=0.5"],
        ["text", "t", "T", "rows=4"],
        ["select_one yn", "s", "S", "randomize=true seed=7"],
        ["select_one_from_file towns.csv", "f", "F", "value=key label=title"],
    ]
    found = last(checklist(tmp_path / "t.xlsx", rows, columns=COLUMNS[:4]))
    form = load_form(found["xform"], files({"towns.csv": "key,title\nk1,หนึ่ง\n"}))
    record = FormInstance(form)
    given = record.node("/data/r").parameters
    assert [given[name] for name in ("start", "end", "step")] == ["0", "5", "0.5"]
    record.answer("/data/r", "7")
    assert value(record, "/data/r") == ""
    assert record.node("/data/t").parameters["rows"] == "4"
    assert {choice.name for choice in record.node("/data/s").choices} == {"yes", "no"}
    assert [tuple(choice) for choice in record.node("/data/f").choices] == [("k1", "หนึ่ง")]


@pytest.mark.parametrize("name", [name for name, feature in features.SETTINGS.items() if feature.note.en])
def test_setting_that_has_no_effect_is_told(tmp_path, name):
    found = problems(checklist(tmp_path / "t.xlsx", [["text", "a", "A"]], settings={name: "x"}))
    told = {(problem.level, problem.sheet, problem.header) for problem in found}
    level = "error" if features.SETTINGS[name].status == "refused" else "unsupported"
    assert (level, "settings", name) in told


def test_function_of_another_program_is_refused_with_a_reason(tmp_path):
    rows = [
        ["calculate", "a", None, "difference-in-months('2024-01-01', today())"],
        ["calculate", "b", None, "pulldata('@javascript', 'a.js', 'f', 'x')"],
        ["text", "c", "C", None],
    ]
    found = problems(checklist(tmp_path / "t.xlsx", rows, columns=["type", "name", "label", "calculation"]))
    assert [(problem.level, problem.row) for problem in found] == [("error", 2), ("error", 3)]
    assert "Community Health Toolkit" in found[0].cure.en
    assert "runs no scripts" in found[1].cure.en


# https://docs.getodk.org/form-operators-functions and the functions of the ODK XForms specification
ODK = """
    string concat join substr substring-before substring-after translate string-length normalize-space
    contains starts-with ends-with uuid digest pulldata if coalesce once true false boolean
    boolean-from-string not regex checklist weighted-checklist number random int sum max min round pow log
    log10 abs sin cos tan asin acos atan atan2 sqrt exp exp10 pi count count-non-empty position instance
    current randomize today now format-date format-date-time date decimal-date-time decimal-time selected
    selected-at count-selected jr:choice-name jr:itext indexed-repeat area distance base64-decode
    extract-signed geofence intersects enclosed-area date-time version property is-selected depend
    floor ceiling last local-name name namespace-uri substring
"""


def test_every_function_of_odk_is_there():
    assert set(ODK.split()) == set(TABLE)


def test_matrix_is_what_the_code_says():
    done = subprocess.run(
        [sys.executable, "-m", "tools.feature_matrix", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
