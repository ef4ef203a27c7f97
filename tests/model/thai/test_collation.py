from __future__ import annotations

import random
import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from fieldkit.model.thai.collation import compare, sort_key, thai_key

PHICHIT = (
    *("ดงเจริญ", "ตะพานหิน", "ทับคล้อ", "บางมูลนาก", "บึงนาราง", "โพทะเล"),
    *("โพธิ์ประทับช้าง", "เมืองพิจิตร", "วชิรบารมี", "วังทรายพูน", "สากเหล็ก", "สามง่าม"),
)
WORDS = st.text(alphabet="กขคฮเแโะัาำิี็่้์ Aab1", max_size=8)


def test_the_districts_of_phichit():
    shuffled = random.Random(6612).sample(PHICHIT, len(PHICHIT))
    assert sorted(shuffled, key=thai_key) == list(PHICHIT)
    assert sorted(shuffled, key=sort_key) == list(PHICHIT)


def test_a_tone_only_breaks_ties():
    assert sorted(["ข้าง", "ขาด", "ขาง"], key=thai_key) == ["ขาง", "ข้าง", "ขาด"]
    assert sorted(["ก๋า", "ก๊า", "ก้า", "ก่า", "กา"], key=thai_key) == ["กา", "ก่า", "ก้า", "ก๊า", "ก๋า"]


def test_latin_letters_sort_without_regard_to_case():
    assert sorted(["b", "A", "a", "B"], key=thai_key) == ["A", "a", "B", "b"]


def test_the_collation_works_in_sqlite():
    database = sqlite3.connect(":memory:")
    database.create_collation("THAI", compare)
    database.execute("CREATE TABLE place (name TEXT)")
    database.executemany("INSERT INTO place VALUES (?)", [(name,) for name in sorted(PHICHIT)])
    rows = database.execute("SELECT name FROM place ORDER BY name COLLATE THAI").fetchall()
    database.close()
    assert [name for (name,) in rows] == list(PHICHIT)


@given(WORDS, WORDS, WORDS)
def test_a_total_order(first, second, third):
    assert compare(first, second) == -compare(second, first)
    assert (compare(first, second) == 0) == (first == second)
    if compare(first, second) <= 0 and compare(second, third) <= 0:
        assert compare(first, third) <= 0


@given(WORDS, WORDS)
def test_the_stored_key_has_the_same_order(first, second):
    one, other = sort_key(first).encode(), sort_key(second).encode()
    assert (one > other) - (one < other) == compare(first, second)


@given(st.text())
def test_a_stored_key_has_no_character_that_a_database_refuses(text):
    assert "\x00" not in sort_key(text)
