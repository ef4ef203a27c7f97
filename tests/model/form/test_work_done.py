"""An answer computes what depends on it, and nothing else."""

from __future__ import annotations

from fieldkit.model.form import FormInstance
from tests.model.form.forms import bind, fill, inputs, items, listing, value

SIZE = 300


def long_form() -> FormInstance:
    names = [f"q{i}" for i in range(SIZE)]
    binds = [
        bind(
            f"/data/{name}",
            type="int",
            relevant=f"/data/{names[i - 1]} != 0" if i else "true()",
            constraint=". < 100",
            required="true()",
        )
        for i, name in enumerate(names)
    ]
    return fill(
        "".join(f"<{name}/>" for name in names) + "<total/>",
        *binds,
        bind("/data/total", calculate="/data/q0 + /data/q1"),
        body=inputs(*(f"/data/{name}" for name in names)),
    )


def see_all(record: FormInstance) -> None:
    for node in record.walk():
        assert node.path
        _ = (node.relevant, node.required, node.valid, node.label, node.value, node.choices)


def test_answer_computes_only_what_depends_on_it():
    record = long_form()
    see_all(record)
    before = record.evaluations
    changed = record.answer("/data/q150", "5")
    # Its own constraint and the relevance of the next question.
    assert record.evaluations - before == 2
    assert {node.path for node in changed.nodes} == {"/data/q150"}


def test_change_stops_where_nothing_changes():
    record = long_form()
    see_all(record)
    record.answer("/data/q150", "5")
    before = record.evaluations
    record.answer("/data/q150", "6")
    assert record.evaluations - before == 2
    before = record.evaluations
    record.answer("/data/q150", "6")
    assert record.evaluations == before


def test_what_nobody_looks_at_is_not_computed():
    record = long_form()
    before = record.evaluations
    record.answer("/data/q150", "5")
    assert record.evaluations - before == 0
    assert record.node("/data/q150").valid
    assert record.evaluations > before


def test_fixed_list_is_read_once_for_all_who_use_it():
    rows = [{"name": f"n{i}", "label": f"L{i}"} for i in range(50)]
    body = "".join(
        f'<select1 ref="/data/s{i}"><itemset nodeset="instance(\'l\')/root/item"><value ref="name"/>'
        '<label ref="label"/></itemset></select1>'
        for i in range(3)
    )
    record = fill("<s0/><s1/><s2/>", body=body, model=listing("l", rows))
    record.answer("/data/s0", "n3")
    before = record.evaluations
    record.answer("/data/s0", "n4")
    assert record.evaluations == before
    assert value(record, "/data/s0") == "n4"


def test_language_touches_texts_only():
    record = fill(
        "<a/><b/>",
        bind("/data/b", calculate="concat(/data/a, 'x')"),
        model="<itext><translation lang='th'><text id='q'><value>ก</value></text></translation>"
        "<translation lang='en'><text id='q'><value>A</value></text></translation></itext>",
        body="<input ref='/data/a'><label ref=\"jr:itext('q')\"/></input>"
        f"<select1 ref='/data/b'><label>B</label>{items('x')}</select1>",
    )
    see_all(record)
    before = record.evaluations
    changed = record.set_language("en")
    assert [node.path for node in changed.nodes] == ["/data/a"]
    assert record.evaluations == before
