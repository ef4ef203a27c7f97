"""Repeats: added, removed, counted, nested, and referred to from inside and outside."""

from __future__ import annotations

import pytest

from fieldkit.model.form import FormError, FormInstance
from fieldkit.model.form_draft import repeat_keys
from fieldkit.model.form_submission import submission
from tests.model.form.forms import bind, fill, inputs, value


def repeat(path: str, body: str, attributes: str = "") -> str:
    return f'<group ref="{path}"><label>R</label><repeat nodeset="{path}"{attributes}>{body}</repeat></group>'


def people() -> FormInstance:
    return fill(
        '<rep jr:template=""><name>new</name><age/><place/><next/></rep><total/>',
        bind("/data/rep/place", calculate="position(..)"),
        bind("/data/rep/next", calculate="indexed-repeat(/data/rep/age, /data/rep, position(..) + 1)"),
        bind("/data/total", calculate="sum(/data/rep[age != '']/age)"),
        body=repeat("/data/rep", inputs("/data/rep/name", "/data/rep/age")),
    )


def column(record: FormInstance, name: str) -> list[str]:
    return [value(record, f"{node.path}/{name}") for node in record.node("/data/rep").children]


def test_instances_are_added_in_place_and_removed():
    record = people()
    assert record.node("/data/rep").children == []
    for age in ("1", "2", "3"):
        changed = record.add("/data/rep")
        record.answer(f"{changed.added[0]}/age", age)
    assert column(record, "name") == ["new"] * 3
    assert value(record, "/data/total") == "6"
    changed = record.add("/data/rep", after=1)
    assert changed.added == ("/data/rep[2]",)
    record.answer("/data/rep[2]/age", "9")
    assert column(record, "age") == ["1", "9", "2", "3"]
    assert column(record, "place") == ["1", "2", "3", "4"]
    assert column(record, "next") == ["9", "2", "3", ""]
    changed = record.remove("/data/rep[1]")
    assert changed.removed == ("/data/rep[1]",)
    assert column(record, "age") == ["9", "2", "3"]
    assert column(record, "place") == ["1", "2", "3"]
    assert value(record, "/data/total") == "14"


def test_instance_keeps_its_key_when_others_come_and_go():
    record = people()
    record.add("/data/rep", key="a")
    record.add("/data/rep", key="b")
    record.add("/data/rep", after=0, key="c")
    record.remove("/data/rep[2]")
    assert [node.key for node in record.node("/data/rep").children] == ["c", "b"]
    assert repeat_keys(record) == {"/data/rep": ("c", "b")}


def test_count_is_followed_and_what_was_entered_stays():
    record = fill(
        "<n/><rep><a/></rep>",
        bind("/data/n", type="int"),
        body=inputs("/data/n") + repeat("/data/rep", inputs("/data/rep/a"), ' jr:count="/data/n"'),
    )
    assert record.node("/data/rep").children == []
    assert record.answer("/data/n", "2").added == ("/data/rep[1]", "/data/rep[2]")
    record.answer("/data/rep[1]/a", "x")
    record.answer("/data/n", "3")
    assert column(record, "a") == ["x", "", ""]
    record.answer("/data/n", "")
    assert len(record.node("/data/rep").children) == 3
    assert record.answer("/data/n", "1").removed == ("/data/rep[3]", "/data/rep[2]")
    with pytest.raises(FormError, match="set by the form"):
        record.add("/data/rep")
    record.answer("/data/n", "-4")
    assert column(record, "a") == []


def test_count_beyond_reason_is_cut():
    record = fill(
        "<n/><rep><a/></rep>",
        body=inputs("/data/n") + repeat("/data/rep", inputs("/data/rep/a"), ' jr:count="/data/n"'),
    )
    record.answer("/data/n", "100000000")
    assert len(record.node("/data/rep").children) == 2000
    assert any("too many" in problem.title.en for problem in record.problems.values())


def test_nested_repeats_know_their_own():
    inner = repeat("/data/house/person", inputs("/data/house/person/age"))
    record = fill(
        '<house jr:template=""><person jr:template=""><age/><nth/></person><sum/></house><all/>',
        bind("/data/house/sum", calculate="sum(../person/age)"),
        bind("/data/house/person/nth", calculate="concat(position(../..), '.', position(..))"),
        bind("/data/all", calculate="count(/data/house/person)"),
        body=repeat("/data/house", inner),
    )
    for _ in range(2):
        house = record.add("/data/house").added[0]
        for age in ("1", "2"):
            person = record.add(f"{house}/person").added[0]
            record.answer(f"{person}/age", age)
    record.answer("/data/house[2]/person[2]/age", "5")
    assert value(record, "/data/house[1]/sum") == "3"
    assert value(record, "/data/house[2]/sum") == "6"
    assert value(record, "/data/house[2]/person[1]/nth") == "2.1"
    assert value(record, "/data/all") == "4"
    record.remove("/data/house[1]")
    assert value(record, "/data/house[1]/person[2]/nth") == "1.2"
    assert value(record, "/data/all") == "2"


def test_relevance_of_one_instance_reads_its_neighbour():
    record = fill(
        '<rep jr:template=""><a/><b/></rep>',
        bind("/data/rep/b", relevant="/data/rep[position() = position(current()/..) - 1]/a = 'go'"),
        body=repeat("/data/rep", inputs("/data/rep/a", "/data/rep/b")),
    )
    record.add("/data/rep")
    record.add("/data/rep")
    assert not record.node("/data/rep[2]/b").relevant
    changed = record.answer("/data/rep[1]/a", "go")
    assert record.node("/data/rep[2]/b").relevant
    assert not record.node("/data/rep[1]/b").relevant
    assert record.node("/data/rep[2]/b") not in record.answer("/data/rep[2]/a", "x").nodes
    assert changed.added == ()


def test_new_instance_runs_its_action_and_trigger_stays_inside():
    record = fill(
        '<rep jr:template=""><a/><b/><c/></rep>',
        body='<group ref="/data/rep"><repeat nodeset="/data/rep">'
        '<setvalue event="odk-new-repeat" ref="/data/rep/c" value="position(..)"/>'
        '<input ref="/data/rep/a"><setvalue event="xforms-value-changed" ref="/data/rep/b"'
        ' value="../a"/></input>'
        "</repeat></group>",
    )
    record.add("/data/rep")
    record.add("/data/rep")
    assert column(record, "c") == ["1", "2"]
    record.answer("/data/rep[2]/a", "x")
    assert column(record, "b") == ["", "x"]


def test_irrelevant_repeat_is_left_out_of_what_is_sent():
    record = fill(
        "<q/><rep><a/></rep>",
        bind("/data/rep", relevant="/data/q = 1"),
        body=inputs("/data/q") + repeat("/data/rep", inputs("/data/rep/a")),
    )
    record.answer("/data/rep[1]/a", "x")
    assert "<rep>" not in submission(record)
    record.answer("/data/q", "1")
    assert "<rep><a>x</a></rep>" in submission(record)


def test_remove_needs_an_instance():
    record = people()
    for path in ("/data/rep[1]", "/data/total"):
        with pytest.raises(FormError):
            record.remove(path)
    with pytest.raises(FormError):
        record.add("/data/total")


def test_new_instance_costs_the_same_however_many_there_are():
    record = people()

    def cost() -> int:
        before = record.evaluations
        path = record.add("/data/rep").added[0]
        record.answer(f"{path}/age", "1")
        return record.evaluations - before

    costs = [cost() for _ in range(60)]
    assert costs[59] == costs[2]


def test_fixed_repeat_has_what_the_form_gives_and_at_least_one():
    record = fill(
        '<rep><a/></rep><rep><a/></rep><other jr:template=""><b/></other>',
        body=repeat("/data/rep", inputs("/data/rep/a"), ' jr:noAddRemove="true()"')
        + repeat("/data/other", inputs("/data/other/b"), ' jr:noAddRemove="true()"'),
    )
    assert repeat_keys(record).keys() == {"/data/rep", "/data/other"}
    assert [len(keys) for keys in repeat_keys(record).values()] == [2, 1]
    with pytest.raises(FormError, match="set by the form"):
        record.remove("/data/rep[1]")


@pytest.mark.parametrize("ref", ["", ' ref="/data/rep"'])
def test_heading_is_that_of_each_instance_if_its_group_names_the_repeat(ref):
    record = fill(
        "<rep><a/></rep>",
        body=f"<group{ref}><label>People</label>"
        '<repeat nodeset="/data/rep"><input ref="/data/rep/a"/></repeat></group>',
    )
    assert record.node("/data/rep").label == "People"
    assert record.node("/data/rep[1]").label == ("People" if ref else None)


def test_value_of_an_action_goes_before_its_text_even_if_empty():
    record = fill(
        "<e/><f>old</f>",
        body='<input ref="/data/e"><setvalue event="xforms-value-changed" ref="/data/f" value="">text'
        "</setvalue></input>" + inputs("/data/f"),
    )
    record.answer("/data/e", "x")
    assert value(record, "/data/f") == ""


def test_the_values_of_a_first_instance_are_its_own_where_none_is_marked_as_template() -> None:
    from fieldkit.model.form import FormInstance
    from fieldkit.model.form_loading import load_form

    xform = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
      xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>t</h:title><model>
      <instance><data id="t"><rep><q>a</q></rep></data></instance>
      <bind nodeset="/data/rep/q" type="string"/></model></h:head>
      <h:body><group ref="/data/rep"><repeat nodeset="/data/rep"><input ref="/data/rep/q"/></repeat></group>
      </h:body></h:html>"""
    plain = FormInstance(load_form(xform), now=None, properties=None, language=None, saved=None)
    plain.add("/data/rep")
    assert [plain.node(f"/data/rep[{n}]/q").value for n in (1, 2)] == ["a", ""]
    marked = xform.replace("<rep><q>a</q></rep>", '<rep jr:template=""><q>b</q></rep><rep><q>a</q></rep>')
    other = FormInstance(load_form(marked), now=None, properties=None, language=None, saved=None)
    other.add("/data/rep")
    assert [other.node(f"/data/rep[{n}]/q").value for n in (1, 2)] == ["a", "b"]
