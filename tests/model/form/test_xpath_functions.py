"""Each function against the tables of the ODK XForms specification and XPath 1.0."""

from __future__ import annotations

import math
import re
from base64 import b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldkit.model.form.problems import XPathError
from fieldkit.model.form.xpath.table import TABLE
from tests.model.form.forms import bind, fill, inputs, listing

NAN = math.nan
_PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
SIGNED = b64encode(_PRIVATE.sign("ข้อมูลจริง".encode()) + "ข้อมูลจริง".encode()).decode()
KEY = b64encode(_PRIVATE.public_key().public_bytes_raw()).decode()
OTHER_KEY = b64encode(bytes(range(32))).decode()
ROWS = [
    {"name": "a", "label": "Alpha", "size": "3"},
    {"name": "b", "label": "Beta", "size": "1"},
    {"name": "c", "label": "Gamma", "size": "2"},
]


@pytest.fixture(scope="module")
def record():
    return fill(
        "<n>4</n><empty/><pick>b c</pick><day>2024-02-29</day><when>2024-02-29T13:05:09.250+07:00</when>"
        "<rep><x>1</x></rep><rep><x>2</x></rep><rep><x/></rep>",
        bind("/data/n", type="int"),
        body=inputs("/data/n", "/data/empty", "/data/day", "/data/when")
        + '<select ref="/data/pick"><label>P</label><itemset nodeset="instance(\'l\')/root/item">'
        '<value ref="name"/><label ref="label"/></itemset></select>'
        '<repeat nodeset="/data/rep"><input ref="/data/rep/x"/></repeat>',
        model=listing("l", ROWS),
    )


def same(found, expected):
    if isinstance(expected, float) and math.isnan(expected):
        return isinstance(found, float) and math.isnan(found)
    if isinstance(expected, float):
        return isinstance(found, float) and math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-12)
    return type(found) is type(expected) and found == expected


CASES = [
    # text
    ("concat('a', 1, /data/rep/x)", "a112"),
    ("concat()", ""),
    ("join('-', 'a', /data/rep/x)", "a-1-2-"),
    ("starts-with('abc', 'ab')", True),
    ("ends-with('abc', 'bc')", True),
    ("ends-with('abc', '')", True),
    ("contains('abc', 'd')", False),
    ("substring('12345', 2, 3)", "234"),
    ("substring('12345', 1.5, 2.6)", "234"),
    ("substring('12345', 0)", "12345"),
    ("substring('12345', 0 div 0, 3)", ""),
    ("substring('12345', -42, 1 div 0)", "12345"),
    ("substring('12345', -1 div 0, 1 div 0)", ""),
    ("substr('hello', 1, 3)", "el"),
    ("substr('hello', -3)", "llo"),
    ("substr('hello', 3, 1)", ""),
    ("substring-before('a=b=c', '=')", "a"),
    ("substring-before('abc', '=')", ""),
    ("substring-after('a=b=c', '=')", "b=c"),
    ("substring-after('abc', '=')", ""),
    ("string-length('โรงงาน')", 6.0),
    ("normalize-space('  a \n  b ')", "a b"),
    ("translate('bar', 'abc', 'AB')", "BAr"),
    ("regex('12345', '[0-9]{5}')", True),
    ("regex('x1234y', '[0-9]{3}')", False),
    ("digest('abc', 'MD5', 'hex')", "900150983cd24fb0d6963f7d28e17f72"),
    ("digest('abc', 'SHA-256')", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="),
    ("base64-decode('SGVsbG8=')", "Hello"),
    ("base64-decode('*')", ""),
    ("base64-decode('/w==')", ""),
    (f"extract-signed('{SIGNED}', '{KEY}')", "ข้อมูลจริง"),
    (f"extract-signed('{SIGNED}', '{OTHER_KEY}')", ""),
    (f"extract-signed('blah', '{KEY}')", ""),
    (f"extract-signed('{SIGNED}', 'short')", ""),
    ("string(1 div 3)", "0.333333333333333"),
    ("string(1000000 * 1000000)", "1000000000000"),
    ("string(0.1 + 0.2)", "0.3"),
    ("string(-0.0)", "0"),
    ("string(true())", "true"),
    # choices
    ("selected(/data/pick, 'b')", True),
    ("selected(/data/pick, 'bc')", False),
    ("selected('', 'b')", False),
    ("is-selected('a b', 'b')", True),
    ("selected-at('a b c', 1)", "b"),
    ("selected-at('a b c', 5)", ""),
    ("count-selected('a b  c')", 3.0),
    ("count-selected('')", 0.0),
    ("jr:choice-name('b', '/data/pick')", "Beta"),
    ("jr:choice-name('z', '/data/pick')", ""),
    ("jr:choice-name(/data/pick, '/data/pick')", "Beta, Gamma"),
    ("jr:choice-name('b', '/')", ""),
    ("jr:choice-name('b', '../..')", ""),
    # truth
    ("boolean('false')", True),
    ("boolean('')", False),
    ("boolean(0)", False),
    ("boolean(0 div 0)", False),
    ("boolean-from-string('1')", True),
    ("boolean-from-string('true')", True),
    ("boolean-from-string('yes')", False),
    ("not(/data/none)", True),
    ("if('', 1, 2)", 2.0),
    ("if(true(), 'a', nonsense())", "a"),
    ("coalesce('', 'b')", "b"),
    ("coalesce(/data/empty, /data/n)", "4"),
    ("coalesce(0 div 0, 'x')", "x"),
    ("checklist(1, 2, true(), true(), false())", True),
    ("checklist(1, 2, true(), true(), true())", False),
    ("checklist(-1, 2, false())", True),
    ("weighted-checklist(5, -1, true(), 3, true(), 2)", True),
    ("weighted-checklist(5, -1, true(), 3, false(), 2)", False),
    # numbers
    ("number('')", NAN),
    ("number(' 12 ')", 12.0),
    ("number('1,5')", NAN),
    ("int(-1.9)", -1.0),
    ("round(-1.5)", -2.0),
    ("round(2.15, 1)", 2.2),
    ("round(626.3, -3)", 1000.0),
    ("floor(-1.5)", -2.0),
    ("ceiling(-1.5)", -1.0),
    ("abs(-3)", 3.0),
    ("pow(2, 0.5)", 2**0.5),
    ("pow(-8, 0.5)", NAN),
    ("sqrt(-1)", NAN),
    ("log(0)", -math.inf),
    ("log10(1000)", 3.0),
    ("exp10(2)", 100.0),
    ("atan2(1, 1)", math.pi / 4),
    ("sin(pi() div 2)", 1.0),
    ("cos(0)", 1.0),
    ("tan(0)", 0.0),
    ("asin(1)", math.pi / 2),
    ("asin(2)", NAN),
    ("acos(1)", 0.0),
    ("atan(1)", math.pi / 4),
    ("exp(0)", 1.0),
    ("exp(1000)", math.inf),
    ("random() >= 0 and random() < 1", True),
    ("string-length(uuid())", 36.0),
    ("string-length(uuid(8))", 8.0),
    ("uuid() = uuid()", False),
    ("5 mod -2", 1.0),
    ("-5 mod 2", -1.0),
    ("1 div 0", math.inf),
    ("0 div 0", NAN),
    ("max(1, 3, 2)", 3.0),
    ("max(/data/rep[x != '']/x)", 2.0),
    ("max(/data/rep/x)", NAN),
    ("min(/data/none)", NAN),
    ("sum(/data/rep[x != '']/x)", 3.0),
    ("sum(/data/none)", 0.0),
    # dates: days are whole, but a day begins at local midnight
    ("date('2024-02-29') = '2024-02-29'", True),
    ("date('nonsense')", ""),
    ("'2024-03-01' > '2024-02-29'", True),
    ("/data/day < today()", True),
    ("today()", "2026-05-04"),
    ("date('2024-03-01') - date('2024-02-28')", 2.0),
    ("string(date('2024-02-28' + 1))", "2024-02-29"),
    ("decimal-date-time('1970-01-02T00:00:00Z')", 1.0),
    ("decimal-time('nonsense')", NAN),
    ("decimal-time('06:00:00')", 0.25),
    ("now() > today()", True),
    ("substring-before(now(), 'T') != ''", True),
    ("date('2024-02-30')", ""),
    ("date('')", ""),
    ("date-time('nonsense')", ""),
    ("format-date('nonsense', '%Y')", ""),
    ("format-date-time('', '%Y')", ""),
    ("'2024-02-30' > '2024-01-01'", False),
    ("format-date('2024-02-29', '%d/%m/%Y')", "29/02/2024"),
    ("format-date('2024-02-09', '%e %n %y')", "9 2 24"),
    ("format-date(/data/day, '%b %a')", "Feb Thu"),
    ("format-date('', '%Y')", ""),
    # nodes
    ("count(/data/rep)", 3.0),
    ("count-non-empty(/data/rep/x)", 2.0),
    ("position(/data/rep[2])", 2.0),
    ("string(/data/rep[position() = 2]/x)", "2"),
    ("string(/data/rep[last() - 1]/x)", "2"),
    ("string(indexed-repeat(/data/rep/x, /data/rep, 2))", "2"),
    ("string(indexed-repeat(/data/rep/x, /data/rep, 9))", ""),
    ("string(indexed-repeat(/data/rep/x, /data/rep, 1.5))", ""),
    ("name(/data/rep)", "rep"),
    ("local-name(/data/rep)", "rep"),
    ("string(/data/rep[x = current()/n div 2]/x)", "2"),
    ("namespace-uri(/data/rep)", ""),
    ("version()", "1"),
    ("property('nothing')", ""),
    ("depend('a', /data/n)", "a"),
    ("jr:itext('nothing')", ""),
    ("string(once('x'))", "x"),
    ("string(instance('l')/root/item[name = 'b']/label)", "Beta"),
    ("string(instance('l')/root/item[size = 2]/label)", "Gamma"),
    ("count(instance('l')/root/item[size > 1])", 2.0),
    ("pulldata('l', 'label', 'name', 'c')", "Gamma"),
    ("pulldata('l', 'label', 'name', 'nobody')", ""),
    ("count(//x)", 3.0),
    ("count(/data/rep | /data/rep)", 3.0),
    ("count(/data/*)", 9.0),
    ("string(/data/rep[2]/preceding-sibling::rep/x)", "1"),
    # places
    ("distance('0 0 0 0;0 1 0 0')", 111318.85),
    ("area('0 0;0 1')", 0.0),
    ("area('0 0;0 1;1 1;1 0;0 0') = enclosed-area('0 0;0 1;1 1;1 0;0 0')", True),
    ("round(area('0 0;0 1;1 1;1 0;0 0') div 1000000)", 12391.0),
    ("geofence('0.5 0.5 0 0', '0 0 0 0;0 1 0 0;1 1 0 0;1 0 0 0;0 0 0 0')", True),
    ("intersects('0 0 0 0;1 1 0 0;1 0 0 0;0 1 0 0')", True),
    ("intersects('0 0 0 0;1 0 0 0;1 1 0 0;0 1 0 0;0 0 0 0')", False),
    ("intersects('0 0 0 0;2 0 0 0;1 0 0 0')", True),
    ("intersects('0 0 0 0;1 0 0 0;1 0 0 0;2 0 0 0')", False),
    ("intersects('0 0 0 0;2 0 0 0;2 1 0 0;1 0 0 0')", True),
    ("intersects('')", False),
    ("intersects('nonsense;0 0')", False),
    ("geofence('2 0.5 0 0', '0 0 0 0;0 1 0 0;1 1 0 0;1 0 0 0;0 0 0 0')", False),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_function(record, text, expected):
    found = record.evaluate(text, "/data")
    assert same(found, expected), found


def test_formats_of_a_moment(record):
    found = record.evaluate("format-date-time(/data/when, '%Y-%m-%d %H:%M:%S.%3')", "/data")
    assert re.fullmatch(r"2024-02-(28|29|01) \d\d:05:09\.250", found)


def test_names_of_months_follow_the_language_of_the_form():
    record = fill(
        "<a/>",
        model="<itext><translation lang='ไทย (th)'/><translation lang='English (en)'/></itext>",
        body=inputs("/data/a"),
    )
    assert record.evaluate("format-date('2024-02-29', '%b')", "/data") == "ก.พ."
    record.set_language("English (en)")
    assert record.evaluate("format-date('2024-02-29', '%b')", "/data") == "Feb"


def test_randomize_is_steady_for_a_seed(record):
    order = [node.text() for node in record.evaluate("randomize(instance('l')/root/item, 42)", "/data")]
    again = [node.text() for node in record.evaluate("randomize(instance('l')/root/item, 42)", "/data")]
    assert order == again
    assert sorted(order) == sorted(row["name"] + row["label"] + row["size"] for row in ROWS)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("trim('a')", "Unknown function trim()"),
        ("if(true(), 1)", "takes 3 arguments"),
        ("round()", "takes 1–2 arguments"),
        ("count('a')", "A path"),
        ("regex('a', '(')", "cannot be used"),
        ("digest('a', 'MD9')", "does not know"),
        ("instance('nowhere')/root", "no list called nowhere"),
        ("extract-signed()", "takes 2 arguments"),
        (f"intersects('{';'.join(f'{i % 2} {i / 100}' for i in range(3000))}')", "too many points"),
    ],
)
def test_wrong_use_is_told(record, text, words):
    with pytest.raises(XPathError) as caught:
        record.evaluate(text, "/data")
    assert words in str(caught.value)


def test_every_function_is_tried_here():
    tried = " ".join(text for text, _ in CASES) + "randomize(format-date-time("
    assert [name for name in TABLE if f"{name}(" not in tried] == []


def test_every_function_names_its_section():
    assert all(function.section for function in TABLE.values())
    assert all(function.call or name in ("if", "coalesce", "once") for name, function in TABLE.items())


def test_every_function_takes_and_gives_known_types():
    types = {kind for function in TABLE.values() for kind in (*function.parameters, function.result)}
    assert types <= {"string", "number", "boolean", "nodes", "any"}


def test_pattern_that_would_backtrack_takes_no_time(record):
    assert record.evaluate(f"regex('{'a' * 5000}b', '(a+)+')", "/data") is False


def test_search_through_everything_again_and_again_is_stopped():
    record = fill("<a/>", model=listing("big", [{"name": str(i)} for i in range(3000)]))
    with pytest.raises(XPathError, match="too long"):
        record.evaluate("count(instance('big')/root/item[count(../item[name != current()/a]) > 1])", "/data")
