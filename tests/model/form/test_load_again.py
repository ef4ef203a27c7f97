"""A form that is kept is the same as one that is read, with the lists that are given each time."""

from __future__ import annotations

from fieldkit.model.form import FormInstance
from fieldkit.model.form_files import files
from fieldkit.model.form_loading import load_again, load_form
from tests.model.form.forms import bind, inputs, xform

FORM = xform(
    "<a/><b/>",
    bind("/data/b", calculate="instance('l')/root/item[name = /data/a]/label"),
    model='<instance id="l" src="jr://file-csv/l.csv"/>',
    body=inputs("/data/a"),
).encode()


def looked_up(media: dict[str, str]) -> str:
    record = FormInstance(load_again(FORM, files(media)))
    record.answer("/data/a", "x")
    return record.node("/data/b").value


def test_each_time_has_its_own_lists() -> None:
    assert looked_up({"l.csv": "name,label\nx,first\n"}) == "first"
    assert looked_up({"l.csv": "name,label\nx,second\n"}) == "second"


def test_answers_and_problems_of_one_are_not_those_of_the_next() -> None:
    missing = [load_again(FORM).problems for _ in range(3)]
    assert missing == [load_form(FORM).problems] * 3
    assert len(missing[0]) == 1
    assert load_again(FORM, files({"l.csv": "name,label\n"})).problems == []
    first = FormInstance(load_again(FORM))
    first.answer("/data/a", "kept")
    assert FormInstance(load_again(FORM)).node("/data/a").value == ""
