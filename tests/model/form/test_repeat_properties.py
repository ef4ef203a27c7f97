"""What holds for every form with repeats: the way to a state does not matter, and nothing of it is lost."""

from __future__ import annotations

import random
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from fieldkit.model.form import Form, FormInstance
from fieldkit.model.form_draft import put_back, repeat_keys, stored_values
from fieldkit.model.form_loading import load_form
from fieldkit.model.form_submission import submission
from fieldkit.model.form_xml import read
from tests.model.form.forms import NOON, bind, inputs, items, snapshot, xform

WORDS = ("", "0", "1", "2", "x", "x y")
INNER = ("../a", "../b", "position(..)", "count(..)", "/data/o", "count(/data/rep)", "sum(/data/rep/a)")
SIBLINGS = (
    "indexed-repeat(/data/rep/a, /data/rep, position(..) - 1)",
    "/data/rep[position() = position(current()/..) + 1]/a",
    "../preceding-sibling::rep[1]/b",
    "join('-', ../in/c)",
    "count(../in[c != ''])",
)
OUTER = (
    "sum(/data/rep/a)",
    "join(' ', /data/rep/b)",
    "count(/data/rep[a = 1])",
    "/data/rep[2]/a",
    "indexed-repeat(/data/rep/b, /data/rep, /data/o)",
    "count(/data/rep/in)",
    "max(/data/rep/a)",
    "join(',', /data/rep/in/c)",
    "/data/rep[last()]/d",
    "count(/data/rep/d[. != ''])",
)
Instance = tuple[str, str, tuple[str, ...]]


@st.composite
def rules(draw: st.DrawFn) -> tuple[str, ...]:
    """Return the binds of a form with a repeat inside a repeat."""

    def condition(terms: tuple[str, ...]) -> str:
        operator = draw(st.sampled_from(["=", "!=", "<", "or"]))
        return f"{draw(st.sampled_from(terms))} {operator} {draw(st.sampled_from(terms))}"

    binds = [bind("/data/rep/d", calculate=draw(st.sampled_from(INNER + SIBLINGS)))]
    if draw(st.booleans()):
        binds.append(bind("/data/rep/b", relevant=condition(("../a", "position(..)", "/data/o"))))
    if draw(st.booleans()):
        binds.append(bind("/data/rep/in", relevant=condition(("../a", "/data/o"))))
    if draw(st.booleans()):
        binds.append(bind("/data/rep", relevant="/data/o != 'x'"))
    binds.append(
        bind("/data/rep/in/c", constraint=condition((".", "../../a", "position(..)")), required="true()")
    )
    binds += [bind(f"/data/s{number}", calculate=draw(st.sampled_from(OUTER))) for number in range(3)]
    return tuple(binds)


def shaped(binds: tuple[str, ...]) -> Form:
    """Return the form with these binds."""
    body = inputs("/data/o") + (
        '<group ref="/data/rep"><label>R <output value="position(.)"/></label><repeat nodeset="/data/rep">'
        + inputs("/data/rep/a")
        + f'<select ref="/data/rep/b"><label>B</label>{items("x", "y", "1")}</select>'
        + '<repeat nodeset="/data/rep/in">'
        + inputs("/data/rep/in/c")
        + "</repeat></repeat></group>"
    )
    data = "<o/><rep jr:template=''><a/><b/><in jr:template=''><c/></in><d/></rep><s0/><s1/><s2/>"
    return load_form(xform(data, *binds, body=body))


WANTED = st.lists(
    st.tuples(
        st.sampled_from(WORDS),
        st.sampled_from(WORDS),
        st.lists(st.sampled_from(WORDS), max_size=2).map(tuple),
    ),
    max_size=3,
)


def filled(form: Form, outside: str, wanted: list[Instance]) -> FormInstance:
    """Return a record filled from the top down, looked at only in the end."""
    record = FormInstance(form, now=lambda: NOON)
    record.answer("/data/o", outside)
    for number, (a, b, inner) in enumerate(wanted, 1):
        record.add("/data/rep")
        record.answer(f"/data/rep[{number}]/a", a)
        record.answer(f"/data/rep[{number}]/b", b)
        for place, c in enumerate(inner, 1):
            record.add(f"/data/rep[{number}]/in")
            record.answer(f"/data/rep[{number}]/in[{place}]/c", c)
    return record


def wandered(form: Form, outside: str, wanted: list[Instance], chance: random.Random) -> FormInstance:
    """Return the same record by detours: in another order, with instances too many and wrong answers."""
    record = FormInstance(form, now=lambda: NOON)
    answers = [("/data/o", outside)]
    for number, (a, b, inner) in enumerate(wanted, 1):
        here = f"/data/rep[{number}]"
        record.add("/data/rep", after=0)
        answers += [(f"{here}/a", a), (f"{here}/b", b)]
        answers += [(f"{here}/in[{place}]/c", c) for place, c in enumerate(inner, 1)]
    for number, (_, _, inner) in enumerate(wanted, 1):
        for _ in inner:
            record.add(f"/data/rep[{number}]/in", after=0)
    snapshot(record)
    chance.shuffle(answers)
    for path, text in answers:
        if chance.random() < 0.4:
            record.answer(path, chance.choice(WORDS))
        if chance.random() < 0.3:
            place = chance.randint(0, len(wanted))
            record.add("/data/rep", after=place)
            record.answer(f"/data/rep[{place + 1}]/a", chance.choice(WORDS))
            snapshot(record)
            record.remove(f"/data/rep[{place + 1}]")
        record.answer(path, text)
        if chance.random() < 0.5:
            snapshot(record)
    return record


@settings(max_examples=70, deadline=None)
@given(rules(), st.sampled_from(WORDS), WANTED, st.integers(0, 1000))
def test_the_way_to_a_state_does_not_matter(binds, outside, wanted, seed):
    form = shaped(binds)
    straight = filled(form, outside, wanted)
    by_detours = wandered(form, outside, wanted, random.Random(seed))
    assert snapshot(by_detours) == snapshot(straight)


@settings(max_examples=50, deadline=None)
@given(rules(), st.sampled_from(WORDS), WANTED)
def test_draft_and_sent_xml_come_back_as_they_were(binds, outside, wanted):
    form = shaped(binds)
    record = filled(form, outside, wanted)
    draft = FormInstance(form, now=lambda: NOON)
    put_back(draft, stored_values(record), repeat_keys(record))
    assert snapshot(draft) == snapshot(record)
    assert (stored_values(draft), repeat_keys(draft)) == (stored_values(record), repeat_keys(record))
    if not all(node.relevant for node in record.walk()):
        # What is not relevant is not sent, and instances that are gone are counted no more.
        return
    again = FormInstance(form, now=lambda: NOON, saved=read(submission(record), "instance"))
    assert ElementTree.canonicalize(submission(again)) == ElementTree.canonicalize(submission(record))
