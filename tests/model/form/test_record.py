"""Forms answered by path: relevance, rules, calculations, choices, texts."""

from __future__ import annotations

import pytest

from fieldkit.model.form import Choice, FormError, FormInstance
from fieldkit.model.form_draft import stored_values
from fieldkit.model.form_files import Rows
from fieldkit.model.form_submission import submission
from fieldkit.model.form_xml import read
from tests.model.form.forms import NOON, bind, fill, form, inputs, items, listing, value


def test_relevance_hides_keeps_and_leaves_out_of_what_is_sent():
    record = fill("<a/><b/>", bind("/data/b", relevant="/data/a = 'yes'"), body=inputs("/data/a", "/data/b"))
    assert not record.node("/data/b").relevant
    record.answer("/data/a", "yes")
    record.answer("/data/b", "kept")
    changed = record.answer("/data/a", "no")
    assert record.node("/data/b") in changed.nodes
    assert value(record, "/data/b") == ""
    assert stored_values(record)["/data/b"] == "kept"
    assert "<b" not in submission(record)
    record.answer("/data/a", "yes")
    assert value(record, "/data/b") == "kept"


def test_relevance_is_inherited_and_blank_for_others():
    record = fill(
        "<a/><g><h><b/></h></g><c/>",
        bind("/data/g", relevant="/data/a = 1"),
        bind("/data/c", calculate="concat('b is ', /data/g/h/b)"),
        body=inputs("/data/a", "/data/g/h/b"),
    )
    record.answer("/data/a", "1")
    record.answer("/data/g/h/b", "x")
    assert value(record, "/data/c") == "b is x"
    record.answer("/data/a", "2")
    assert not record.node("/data/g/h/b").relevant
    assert value(record, "/data/c") == "b is "


def test_group_whose_relevance_reads_its_own_child_follows_what_was_entered():
    record = fill("<g><b>yes</b></g>", bind("/data/g", relevant="./b = 'yes'"), body=inputs("/data/g/b"))
    assert record.node("/data/g").relevant
    record.answer("/data/g/b", "no")
    assert not record.node("/data/g").relevant
    record.answer("/data/g/b", "yes")
    assert record.node("/data/g").relevant
    assert value(record, "/data/g/b") == "yes"


def test_required_and_constraint_are_told_apart():
    record = fill(
        "<n/><g><m/></g>",
        bind(
            "/data/n",
            type="int",
            required="true()",
            constraint=". > 3 and . < 10",
            constraintMsg="4 to 9",
            requiredMsg="needed",
        ),
        body=inputs("/data/n"),
    )
    node = record.node("/data/n")
    assert (node.required, node.violation, node.message, node.valid) == (True, "required", "needed", False)
    record.answer("/data/n", "12")
    assert (node.violation, node.message) == ("constraint", "4 to 9")
    assert not record.root.valid
    record.answer("/data/n", "5")
    assert (node.violation, node.message, node.valid) == (None, None, True)
    assert record.root.valid


def test_constraint_is_not_asked_of_an_empty_answer_nor_of_an_irrelevant_one():
    record = fill(
        "<a/><n/>",
        bind("/data/n", constraint=". > 3", relevant="/data/a != 'off'", required="/data/a = 'must'"),
        body=inputs("/data/a", "/data/n"),
    )
    node = record.node("/data/n")
    assert node.valid
    record.answer("/data/n", "1")
    assert node.violation == "constraint"
    record.answer("/data/a", "off")
    assert node.valid
    record.answer("/data/n", "")
    record.answer("/data/a", "must")
    assert node.violation == "required"


def test_readonly_is_inherited_and_refuses_an_answer():
    record = fill(
        "<g><a/></g><b/>", bind("/data/g", readonly="/data/b = 1"), body=inputs("/data/g/a", "/data/b")
    )
    record.answer("/data/g/a", "x")
    record.answer("/data/b", "1")
    assert record.node("/data/g/a").readonly
    with pytest.raises(FormError, match="read-only"):
        record.answer("/data/g/a", "y")
    assert value(record, "/data/g/a") == "x"


def test_own_entry_over_a_calculation_stands_until_an_input_changes():
    record = fill("<a>2</a><b/>", bind("/data/b", calculate="/data/a * 2"), body=inputs("/data/a", "/data/b"))
    assert value(record, "/data/b") == "4"
    record.answer("/data/b", "5")
    assert value(record, "/data/b") == "5"
    record.answer("/data/a", "3")
    assert value(record, "/data/b") == "6"


def test_calculation_that_was_never_read_is_not_put_over_the_first_entry():
    record = fill(
        "<a/><b/>",
        bind("/data/b", calculate="'computed'", relevant="/data/a = 1"),
        body=inputs("/data/a", "/data/b"),
    )
    record.answer("/data/a", "1")
    record.answer("/data/b", "mine")
    assert value(record, "/data/b") == "mine"


def test_calculation_that_reads_its_own_entry_has_it_again_when_shown_again():
    record = fill(
        "<show/><a/><b/>",
        bind("/data/a", relevant="/data/show != 'no'", calculate="coalesce(/data/a, /data/b)"),
        body=inputs("/data/show", "/data/a", "/data/b"),
    )
    record.answer("/data/a", "x")
    record.answer("/data/b", "y")
    record.answer("/data/show", "no")
    assert value(record, "/data/a") == ""
    record.answer("/data/show", "yes")
    assert value(record, "/data/a") == "x"


def test_text_holds_outputs_and_no_other_element():
    record = fill(
        "<a>7</a>",
        body='<input ref="/data/a"><label>Rank <em>these</em><output value="/data/a"/> now</label>'
        "<hint>Or <b>not</b></hint></input>",
    )
    assert (record.node("/data/a").label, record.node("/data/a").hint) == ("Rank 7 now", "Or")


def test_once_keeps_its_first_value():
    record = fill("<a>1</a><b/>", bind("/data/b", calculate="once(/data/a)"), body=inputs("/data/a"))
    record.answer("/data/a", "2")
    assert value(record, "/data/b") == "1"


@pytest.mark.parametrize(
    ("kind", "given", "stored"),
    [
        ("int", "2.5", "2"),
        ("int", "-7.9", "-7"),
        ("int", "x", ""),
        ("int", "99999999999", ""),
        ("decimal", "3.50", "3.50"),
        ("decimal", "1e3", "1000"),
        ("decimal", "1,5", ""),
        ("date", "2024-02-29", "2024-02-29"),
        ("date", "2023-02-29", ""),
        ("date", "2024-02-29T10:00:00", "2024-02-29"),
        ("time", "09:30:00.000+07:00", "09:30:00.000+07:00"),
        ("time", "25:00:00", ""),
        ("dateTime", "2024-02-29T09:30:00.000+07:00", "2024-02-29T09:30:00.000+07:00"),
        ("dateTime", "2024-02-29", ""),
        ("geopoint", "14.05 101.37", "14.05 101.37 0.0 0.0"),
        ("geopoint", "101.37 200", ""),
        ("geotrace", "0 0;1 1", "0.0 0.0 0.0 0.0;1.0 1.0 0.0 0.0"),
        ("geoshape", "0 0;1 1;0 0", "0.0 0.0 0.0 0.0;1.0 1.0 0.0 0.0;0.0 0.0 0.0 0.0"),
        ("geoshape", "0 0;1 1;2 2", ""),
        ("string", "  as it is ", "  as it is "),
        ("boolean", "true", "true"),
    ],
)
def test_value_is_kept_as_its_type_stores_it(kind, given, stored):
    record = fill("<a/>", bind("/data/a", type=kind), body=inputs("/data/a"))
    record.answer("/data/a", given)
    assert value(record, "/data/a") == stored


def test_choices_follow_the_filter_and_answers_outside_it_are_put_away():
    record = fill(
        "<region/><town/>",
        body=f'<select1 ref="/data/region"><label>R</label>{items("n", "s")}</select1>'
        '<select1 ref="/data/town"><label>T</label>'
        "<itemset nodeset=\"instance('t')/root/item[region = /data/region]\">"
        '<value ref="name"/><label ref="label"/></itemset></select1>',
        model=listing(
            "t",
            [
                {"name": "x", "label": "X", "region": "n"},
                {"name": "y", "label": "Y", "region": "s"},
                {"name": "z", "label": "Z", "region": "s"},
            ],
        ),
    )
    town = record.node("/data/town")
    assert not town.choices
    changed = record.answer("/data/region", "s")
    assert town.choices == (Choice("y", "Y"), Choice("z", "Z"))
    assert town in changed.nodes
    record.answer("/data/town", "z")
    record.answer("/data/region", "n")
    assert value(record, "/data/town") == ""
    record.answer("/data/region", "s")
    assert value(record, "/data/town") == "z"


def test_multiple_answers_are_kept_in_the_order_of_the_list():
    record = fill("<a/>", body=f'<select ref="/data/a"><label>A</label>{items("x", "y", "z")}</select>')
    record.answer("/data/a", "z nonsense x")
    assert value(record, "/data/a") == "x z"
    assert record.node("/data/a").multiple


def test_rank_keeps_the_order_of_the_person_and_wants_all():
    record = fill("<a/>", body=f'<odk:rank ref="/data/a"><label>A</label>{items("x", "y", "z")}</odk:rank>')
    record.answer("/data/a", "z x y")
    assert value(record, "/data/a") == "z x y"
    with pytest.raises(FormError, match="ranked"):
        record.answer("/data/a", "z x")


def test_rows_of_the_application_serve_as_an_external_list():
    made: list[int] = []

    def rows():
        made.append(1)
        return [("10250000125", "โรงสี ก.", "3"), ("10250000225", "โรงเลื่อย", "3")]

    record = fill(
        "<f/><n/>",
        bind("/data/n", calculate="instance('factories')/root/item[name = /data/f]/label"),
        body=inputs("/data/f"),
        model='<instance id="factories" src="jr://file-csv/factories.csv"/>',
        media={"factories": Rows(("name", "label", "class"), rows)},
    )
    record.answer("/data/f", "10250000225")
    assert value(record, "/data/n") == "โรงเลื่อย"
    assert made == [1]


def test_external_lists_in_csv_and_geojson():
    geojson = (
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "p",'
        ' "label": "P"},"geometry": {"type": "Point", "coordinates": [101.4, 14.0]}}]}'
    )
    record = fill(
        "<a/><b/>",
        bind("/data/a", calculate="pulldata('towns', 'label', 'name', 'x')"),
        bind("/data/b", calculate="instance('spots')/root/item[name='p']/geometry"),
        model='<instance id="towns" src="jr://file-csv/towns.csv"/>'
        '<instance id="spots" src="jr://file/spots.geojson"/>',
        media={"towns.csv": '\ufeffname,label\r\nx,"กรุง, เทพ"\r\n'.encode(), "spots.geojson": geojson},
    )
    assert value(record, "/data/a") == "กรุง, เทพ"
    assert value(record, "/data/b") == "14.0 101.4 0 0"


def test_choices_may_come_from_a_repeat():
    record = fill(
        "<rep><name/></rep><head/>",
        body='<repeat nodeset="/data/rep"><input ref="/data/rep/name"/></repeat>'
        '<select1 ref="/data/head"><itemset nodeset="/data/rep[./name != \'\']"><value ref="name"/>'
        '<label ref="name"/></itemset></select1>',
    )
    record.answer("/data/rep[1]/name", "Ann")
    record.add("/data/rep")
    record.answer("/data/rep[2]/name", "Bob")
    assert [choice.name for choice in record.node("/data/head").choices] == ["Ann", "Bob"]


ITEXT = (
    "<itext><translation lang='ไทย (th)' default='true()'><text id='q'>"
    "<value>ชื่อ <output value='/data/a'/></value>"
    "<value form='guidance'>อธิบาย</value><value form='image'>jr://images/x.png</value></text></translation>"
    "<translation lang='English (en)'><text id='q'><value>Name <output value='/data/a'/></value>"
    "<value form='guidance'>Explain</value></text></translation></itext>"
)
TRANSLATED = "<input ref='/data/a'><label ref=\"jr:itext('q')\"/><hint ref=\"jr:itext('q')\"/></input>"


def test_texts_follow_the_language_and_the_answers():
    record = fill("<a>x</a>", body=TRANSLATED, model=ITEXT)
    node = record.node("/data/a")
    assert (node.label, node.guidance, node.media["image"]) == ("ชื่อ x", "อธิบาย", "jr://images/x.png")
    assert record.form.languages == ("ไทย (th)", "English (en)")
    assert record.set_language("English (en)").nodes == (node,)
    assert (node.label, node.guidance) == ("Name x", "Explain")
    record.answer("/data/a", "y")
    assert node.label == "Name y"
    with pytest.raises(FormError, match="Klingon"):
        record.set_language("Klingon")


def test_what_is_stored_does_not_change_with_the_language():
    record = fill("<a>x</a><b/>", bind("/data/b", calculate="jr:itext('q')"), body=TRANSLATED, model=ITEXT)
    before = value(record, "/data/b")
    record.set_language("English (en)")
    assert value(record, "/data/b") == before


def test_preloads_and_first_load_actions_run_once():
    shape = form(
        "<start/><today/><who/><d/><e/><meta><instanceID/></meta>",
        bind("/data/start", type="dateTime", preload="timestamp", preloadParams="start"),
        bind("/data/today", type="date", preload="date", preloadParams="today"),
        bind("/data/who", preload="property", preloadParams="username"),
        bind("/data/meta/instanceID", preload="uid"),
        model='<setvalue event="odk-instance-first-load" ref="/data/d" value="concat(\'at \', /data/today)"/>'
        '<setvalue event="odk-instance-first-load" ref="/data/e">plain</setvalue>',
        body=inputs("/data/d", "/data/e"),
    )
    record = FormInstance(shape, now=lambda: NOON, properties={"username": "somchai"})
    assert value(record, "/data/today") == "2026-05-04"
    assert value(record, "/data/start").startswith("2026-05-04T")
    assert value(record, "/data/who") == "somchai"
    assert value(record, "/data/d") == "at 2026-05-04"
    assert value(record, "/data/e") == "plain"
    identifier = value(record, "/data/meta/instanceID")
    assert identifier.startswith("uuid:")
    record.answer("/data/d", "")
    again = FormInstance(shape, now=lambda: NOON, saved=read(submission(record), "instance"))
    assert value(again, "/data/d") == ""
    assert value(again, "/data/meta/instanceID") == identifier


def test_trigger_sets_another_answer_when_its_own_changes():
    record = fill(
        "<a/><b/><c/>",
        bind("/data/c", relevant="/data/b != ''"),
        body='<input ref="/data/a"><setvalue event="xforms-value-changed" ref="/data/b"'
        " value=\"concat(/data/a, '!')\"/></input>" + inputs("/data/b", "/data/c"),
    )
    assert value(record, "/data/b") == ""
    changed = record.answer("/data/a", "x")
    assert value(record, "/data/b") == "x!"
    assert {node.path for node in changed.nodes} >= {"/data/a", "/data/b"}
    record.answer("/data/b", "mine")
    record.answer("/data/a", "x")
    assert value(record, "/data/b") == "mine"


def test_actions_that_set_each_other_off_come_to_an_end():
    record = fill(
        "<a>0</a><b>0</b>",
        body="".join(
            f'<input ref="/data/{one}"><setvalue event="xforms-value-changed" ref="/data/{other}"'
            f' value="/data/{one} + 1"/></input>'
            for one, other in ("ab", "ba")
        ),
    )
    record.answer("/data/a", "1")
    assert {problem.title.en for problem in record.problems.values()} & {
        "The calculations go round in a circle",
        "Actions set each other off without end",
    }


def test_node_tells_what_the_screen_needs():
    record = fill(
        "<a/><n/><g><p/></g>",
        bind("/data/n", readonly="true()"),
        body='<input ref="/data/a" appearance="multiline  w2"><label>A</label><hint>hint</hint></input>'
        + inputs("/data/n")
        + '<group ref="/data/g" appearance="field-list"><label>G</label>'
        '<upload ref="/data/g/p" mediatype="image/*"><label>Photo</label></upload></group>',
    )
    node = record.node("/data/a")
    assert (node.type, node.appearance, node.hint, node.bind_type) == (
        "input",
        "multiline w2",
        "hint",
        "string",
    )
    assert record.node("/data/n").type == "note"
    assert record.node("/data/g").appearance == "field-list"
    photo = record.node("/data/g/p")
    assert (photo.type, photo.parameters["mediatype"]) == ("upload", "image/*")
    assert [item.path for item in record.walk()][:4] == ["/data", "/data/a", "/data/n", "/data/g"]
    assert record.node("/data/g").children == [photo]


def test_answer_in_the_wrong_place_is_refused():
    record = fill("<g><a/></g>", body=inputs("/data/g/a"))
    for path in ("/data/g", "/data/none", "/other", "/data/g/a[2]", "/data/g[0]/a"):
        with pytest.raises(FormError):
            record.answer(path, "x")


def test_what_is_sent_is_xml_whatever_was_typed():
    record = fill("<a/>", body=inputs("/data/a"))
    record.answer("/data/a", "<&>\x00\x0b ก")
    text = submission(record)
    assert "&lt;&amp;&gt; ก" in text
    again = FormInstance(record.form, saved=read(text, "instance"))
    assert value(again, "/data/a") == "<&> ก"


def test_record_of_another_form_is_refused():
    shape = form("<a/>", body=inputs("/data/a"))
    with pytest.raises(FormError, match="another form"):
        FormInstance(shape, saved=read("<other><a/></other>", "instance"))
    with pytest.raises(FormError, match="broken"):
        FormInstance(shape, saved=read("<data><a></data>", "instance"))


def test_old_search_appearance_is_a_filtered_list():
    body = (
        '<input ref="/data/like"><label>L</label></input>'
        "<select1 ref=\"/data/a\" appearance=\"minimal search('fruits', 'contains', 'label,note', /data/like,"
        " 'kind', 'sweet')\"><label>A</label><item><label>label</label><value>name</value></item></select1>"
    )
    rows = "name,label,note,kind\nm,Mango,yellow,sweet\nl,Lime,yellow,sour\nb,Banana,long,sweet\n"
    record = fill("<like/><a/>", body=body, media={"fruits.csv": rows})
    node = record.node("/data/a")
    assert node.appearance == "minimal"
    record.answer("/data/like", "yellow")
    assert node.choices == (Choice("m", "Mango"),)
    record.answer("/data/a", "m")
    assert value(record, "/data/a") == "m"
    wrong = form("<a/>", body="<select1 ref='/data/a' appearance='search(3)'><label>A</label></select1>")
    assert "search()" in wrong.problems[0].title.en


def test_pictures_of_choices_follow_the_language():
    texts = "".join(
        f"<translation lang='{language}'><text id='x'><value>X</value>"
        f"<value form='image'>jr://images/{language}.png</value></text></translation>"
        for language in ("th", "en")
    )
    record = fill(
        "<a/><b/>",
        model=f"<itext>{texts}</itext>" + listing("l", [{"name": "n", "id": "x"}]),
        body="<select1 ref='/data/a'><label>A</label><itemset nodeset=\"instance('l')/root/item\">"
        "<value ref='name'/><label ref='jr:itext(id)'/></itemset></select1>"
        "<select1 ref='/data/b'><label>B</label><item><label ref=\"jr:itext('x')\"/><value>v</value></item>"
        "</select1>",
    )
    assert record.node("/data/a").choice_media == {"n": {"image": "jr://images/th.png"}}
    record.set_language("en")
    assert record.node("/data/b").choice_media == {"v": {"image": "jr://images/en.png"}}


def test_last_answers_and_entities_are_kept_as_the_form_says():
    record = fill(
        '<name/><meta><instanceID/><instanceName/><entity dataset="trees" id="" create=""><label/></entity>'
        "</meta>",
        bind("/data/meta/instanceName", calculate="concat('Tree ', /data/name)"),
        bind("/data/meta/entity/@create", calculate="if(/data/name != '', '1', '')"),
        bind("/data/meta/entity/@id", type="string"),
        bind("/data/meta/entity/label", calculate="/data/name"),
        model='<instance id="__last-saved" src="jr://instance/last-saved"/>'
        '<setvalue event="odk-instance-first-load" ref="/data/meta/entity/@id" value="uuid(8)"/>'
        '<setvalue event="odk-instance-first-load" ref="/data/name"'
        " value=\"instance('__last-saved')/data/name\"/>",
        body=inputs("/data/name"),
        media={"__last-saved": "<data><name>Oak</name></data>"},
    )
    assert value(record, "/data/meta/instanceName") == "Tree Oak"
    assert len(stored_values(record)["/data/meta/entity/@id"]) == 8
    assert 'create="1"' in submission(record)
    record.answer("/data/name", "")
    assert 'create=""' in submission(record)
