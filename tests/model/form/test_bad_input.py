"""What is wrong is named, and the rest of the form still works."""

from __future__ import annotations

import tracemalloc

import pytest

from fieldkit.model.form import FormError, FormInstance
from fieldkit.model.form_loading import load_form
from tests.model.form.forms import bind, fill, form, inputs, value, xform


def titles(problems) -> str:
    return " | ".join(f"{problem.path}: {problem.title.en}" for problem in problems)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "broken"),
        ("<h:html", "broken"),
        ("<html><body/></html>", "not an XForm"),
        ("<html><model/></html>", "no record"),
        ("<html><model><instance/></model></html>", "no record"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><html>&a;</html>', "entities"),
        ("<a>" * 5000 + "</a>" * 5000, "nested too deeply"),
        (b"\xff\xfe\x00", "broken"),
    ],
)
def test_file_that_is_no_form_is_refused(text, words):
    with pytest.raises(FormError) as caught:
        load_form(text)
    assert words in str(caught.value)
    assert caught.value.title.th
    assert caught.value.place


def test_broken_xml_names_the_line():
    with pytest.raises(FormError) as caught:
        load_form("<html>\n<model>\n</html>")
    assert "3:" in caught.value.place


def test_unknown_function_is_a_problem_of_its_question():
    record = fill(
        "<a/><b/><c/>",
        bind("/data/b", calculate="trim(/data/a)"),
        bind("/data/c", calculate="concat(/data/a, '!')"),
        body=inputs("/data/a"),
    )
    record.answer("/data/a", "x")
    assert value(record, "/data/c") == "x!"
    assert value(record, "/data/b") == ""
    assert "/data/b (calculate): Unknown function trim()" in titles(record.problems.values())


def test_expression_that_cannot_be_read_is_a_problem_of_the_form():
    shape = form(
        "<a/><b/>",
        bind("/data/b", relevant="/data/a = ", constraint="(. > 0 and . < )"),
        body=inputs("/data/a", "/data/b"),
    )
    assert "/data/b (relevant)" in titles(shape.problems)
    assert "/data/b (constraint)" in titles(shape.problems)
    record = FormInstance(shape)
    assert record.node("/data/b").relevant
    record.answer("/data/b", "x")
    assert record.node("/data/b").valid


def test_rules_and_questions_without_a_place_are_named():
    shape = form("<a/>", bind("/data/gone", required="true()"), body=inputs("/data/a", "/data/lost"))
    assert "/data/gone: A rule names a question" in titles(shape.problems)
    assert "/data/lost: A question has no place" in titles(shape.problems)
    assert FormInstance(shape).node("/data/a").label == "/data/a"


def test_reference_to_a_missing_node_reads_as_empty():
    record = fill("<a/>", bind("/data/a", calculate="concat('[', /data/nowhere/x, ']')"))
    assert value(record, "/data/a") == "[]"


def test_circle_of_calculations_is_named_and_ends():
    record = fill(
        "<a/><b/><c/>",
        bind("/data/a", type="int", calculate="coalesce(/data/b, 0) + 1"),
        bind("/data/b", type="int", calculate="coalesce(/data/a, 0) + 1"),
        bind("/data/c", calculate="'still here'"),
    )
    assert "go round in a circle" in titles(record.problems.values())
    assert any(problem.path.startswith("/data/") for problem in record.problems.values())
    assert value(record, "/data/c") == "still here"


def test_circle_that_comes_to_rest_is_no_problem():
    record = fill(
        "<a/><b/>",
        bind("/data/a", relevant="/data/b != 'hide'"),
        bind("/data/b", relevant="/data/a != 'hide'"),
        body=inputs("/data/a", "/data/b"),
    )
    record.answer("/data/a", "x")
    assert not record.problems
    assert value(record, "/data/a") == "x"


@pytest.mark.parametrize("backwards", [False, True])
def test_long_chain_of_calculations_is_computed(backwards):
    size = 3000
    names = [f"c{i}" for i in range(size)]
    order = list(reversed(names)) if backwards else names
    record = fill(
        "<c/>" + "".join(f"<{name}/>" for name in order),
        *(
            bind(f"/data/c{i}", calculate=f"/data/c{i - 1} + 1" if i else "number(/data/c)")
            for i in range(size)
        ),
        body=inputs("/data/c"),
    )
    record.answer("/data/c", "1")
    assert value(record, f"/data/c{size - 1}") == str(size)
    record.answer("/data/c", "11")
    assert value(record, f"/data/c{size - 1}") == str(size + 10)
    assert not record.problems


def test_deep_expression_is_named_and_left_out():
    deep = "(" * 10_000 + "1" + ")" * 10_000
    shape = form("<a/><b/>", bind("/data/a", calculate=deep), bind("/data/b", calculate="2"))
    assert "/data/a (calculate)" in titles(shape.problems)
    assert value(FormInstance(shape), "/data/b") == "2"


def test_text_that_would_grow_without_end_is_stopped():
    size = 40
    record = fill(
        "".join(f"<c{i}/>" for i in range(size)),
        *(
            bind(f"/data/c{i}", calculate=f"concat(/data/c{i - 1}, /data/c{i - 1})" if i else "'x'")
            for i in range(size)
        ),
    )
    assert len(value(record, f"/data/c{size - 1}")) < 2_000_000
    assert "too long" in titles(record.problems.values())


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("l.csv", b"", "no heading"),
        ("l.csv", b"\n\n", "no heading"),
        ("l.geojson", b"{", "malformed"),
        ("l.geojson", b'{"type": "Feature"}', "malformed"),
        ("l.geojson", b'{"features": [7]}', "malformed"),
        ("l.xml", b"<root><item>", "broken"),
    ],
)
def test_malformed_list_is_named_and_the_form_works(name, content, words):
    shape = form(
        "<a/><b/>",
        bind("/data/a", calculate="count(instance('l')/root/item)"),
        model=f'<instance id="l" src="jr://file/{name}"/>',
        body=inputs("/data/b"),
        media={name: content},
    )
    assert words in titles(shape.problems)
    assert "instance('l')" in titles(shape.problems)
    record = FormInstance(shape)
    assert value(record, "/data/a") == "0"
    record.answer("/data/b", "x")


def test_missing_list_is_named_and_the_form_works(tmp_path):
    model = '<instance id="l" src="jr://file-csv/l.csv"/><instance id="p" src="jr://file-csv/p.csv"/>'
    shape = form("<a/>", model=model, body=inputs("/data/a"), media={"p.csv": tmp_path / "gone.csv"})
    assert "l.csv is missing" in titles(shape.problems)
    assert "cannot be read" in titles(shape.problems)
    FormInstance(shape).answer("/data/a", "x")


def test_list_that_is_not_there_is_named_when_it_is_asked():
    record = fill(
        "<a/><b/>", bind("/data/a", calculate="instance('nowhere')/root/item"), body=inputs("/data/b")
    )
    assert "no list called nowhere" in titles(record.problems.values())


def test_long_list_is_found_by_key():
    rows = "name,label\n" + "".join(f"n{i},L{i}\n" for i in range(100_000))
    record = fill(
        "<a/><b/>",
        bind("/data/b", calculate="instance('l')/root/item[name = /data/a]/label"),
        model='<instance id="l" src="jr://file-csv/l.csv"/>',
        body=inputs("/data/a"),
        media={"l.csv": rows},
    )
    record.answer("/data/a", "n99999")
    assert value(record, "/data/b") == "L99999"


def long_list(size: int, *more: str) -> FormInstance:
    rows = b"name,label,part\n" + b"".join(b"n%d,L%d,p%d\n" % (i, i, i % 20_000) for i in range(size))
    return fill(
        "<a/><b/><c/><d/>",
        bind("/data/b", calculate="instance('l')/root/item[name = /data/a]/label"),
        *more,
        model='<instance id="l" src="jr://file-csv/l.csv"/>',
        body=inputs("/data/a")
        + '<select1 ref="/data/c"><label>C</label><itemset nodeset="instance(\'l\')/root/item'
        '[part = /data/a]"><value ref="name"/><label ref="label"/></itemset></select1>',
        media={"l.csv": rows},
    )


def test_list_of_a_million_rows_is_searched_but_not_gone_through():
    through = bind("/data/d", calculate="count(instance('l')/root/item[label != 'x'])")
    record = long_list(1_000_000, through)
    assert "/data/d (calculate): The list l has 1,000,000 rows" in titles(record.problems.values())
    record.answer("/data/a", "n999999")
    assert value(record, "/data/b") == "L999999"
    record.answer("/data/a", "p7")
    assert [choice.name for choice in record.node("/data/c").choices][:2] == ["n7", "n20007"]
    assert len(record.node("/data/c").choices) == 50


def test_rows_of_a_long_list_are_no_objects():
    size = 60_000
    tracemalloc.start()
    try:
        form = long_list(size).form
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(form.lists["l"].elements()[0].source.rows) == size
    # the text, 8 bytes for the place of a row, 16 for an index; row objects alone took 300
    assert kept < 100 * size


@pytest.mark.parametrize("uri", ["jr://file-csv/l.csv", "jr://file/l"])
def test_cells_with_quotation_marks_line_breaks_and_too_few(uri):
    text = 'name;label\r\na;"x ""y""\r\nz; w"\r\nb\r\n\r\nc;"C";more\r\n'
    record = fill(
        "<a/><b/>",
        bind("/data/b", calculate="count(instance('l')/root/item)"),
        body='<select1 ref="/data/a"><label>A</label><itemset nodeset="instance(\'l\')/root/item">'
        '<value ref="name"/><label ref="label"/></itemset></select1>',
        model=f'<instance id="l" src="{uri}"/>',
        media={"l": text, "l.csv": text.encode()},
    )
    assert [tuple(choice) for choice in record.node("/data/a").choices] == [
        ("a", 'x "y"\nz; w'),
        ("b", ""),
        ("", ""),
        ("c", "C"),
    ]
    assert value(record, "/data/b") == "4"


def test_form_in_another_encoding_is_read():
    text = '<?xml version="1.0" encoding="UTF-8"?>' + xform("<a>โรงงาน</a>", body=inputs("/data/a"))
    assert FormInstance(load_form(text.encode())).node("/data/a").value == "โรงงาน"
    assert FormInstance(load_form(text.encode("utf-16"))).node("/data/a").value == "โรงงาน"
