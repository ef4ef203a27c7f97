"""What counts as agreeing with a reference, and what has been judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance import adjudications
from tests.conformance.agreement import agreement
from tests.conformance.jobs import shuffled


def state(value: str, **more: object) -> dict[str, object]:
    return {"status": "ok", "nodes": [{"path": "/data/a[2]", "relevant": True, "value": value, **more}]}


REFUSED = {"status": "error", "error": "no"}


def of(ours, first, second, **options):
    return agreement({"j": ours}, {"j": first}, {"j": second}, {"j": "form.xml"}, **options)


def test_what_both_references_say_is_binding():
    found = of(state("1"), state("2"), state("2"))
    assert found.both[False] == 1
    assert found.misses["j"].agreed
    assert found.misses["j"].by_field() == {("/data/a", "value"): ("j", 0, "/data/a[2]", "value", "1", "2")}


def test_where_they_differ_one_of_them_is_enough():
    found = of(state("1"), state("2"), state("1"))
    assert not found.misses
    assert (found.first[False], found.second[True], found.either[True], found.both.total()) == (1, 1, 1, 0)


def test_a_reference_that_refuses_a_form_says_nothing_about_answers():
    found = of(state("1"), REFUSED, state("1"))
    assert not found.misses
    assert (found.refused["first"], found.first.total(), found.second[True]) == (1, 0, 1)
    assert of(state("1"), REFUSED, REFUSED).either.total() == 0


def test_a_form_that_only_fieldkit_refuses_is_a_miss():
    assert of(REFUSED, state("1"), state("1")).misses["j"].agreed


def test_the_order_of_shuffled_choices_is_chance_and_their_names_are_not():
    ours, theirs = state("", choices=[["a", "A"], ["b", "B"]]), state("", choices=[["b", "B"], ["a", "A"]])
    assert of(ours, theirs, theirs).misses
    assert not of(ours, theirs, theirs, shuffled={"j"}).misses
    other = state("", choices=[["b", "B"], ["c", "C"]])
    assert of(ours, other, other, shuffled={"j"}).misses


@pytest.mark.parametrize(
    ("expression", "chance"),
    [
        ("randomize(instance('a')/root/item)", True),
        ("randomize(instance('a')/root/item[x = string(../y)])", True),
        ("once(random())", True),
        ("randomize(instance('a')/root/item, 42)", False),
        ("randomize(instance('a')/root/item[x = string(../y)], ../seed)", False),
    ],
)
def test_forms_that_ask_for_chance_are_found(tmp_path, expression, chance):
    form = tmp_path / "form.xml"
    form.write_text(f'<itemset nodeset="{expression}"/>', encoding="utf-8")
    assert bool(shuffled([{"id": "j", "form": str(form)}])) is chance


def test_every_adjudication_on_the_page_is_read():
    table = adjudications.read()
    rows = [line for line in adjudications.PAGE.read_text("utf-8").splitlines() if line.startswith("| `")]
    assert len(table) == len(rows) >= 20
    assert len({row.name for row in table}) == len(table)


def test_a_judged_difference_is_told_from_another(tmp_path):
    page = tmp_path / "page.md"
    row = "| `a-name` | x | y | z | why | ambiguity | `form* /data/inputs* relevant` |"
    page.write_text(f"text\n\n{row}\n", encoding="utf-8")
    (one,) = table = adjudications.read(page)
    assert adjudications.find(table, "form.xml#1", "/data/inputs/user", "relevant") is one
    assert adjudications.find(table, "form.xml#1", "/data/inputs/user", "value") is None
    assert adjudications.find(table, "other.xml#1", "/data/inputs/user", "relevant") is None


@pytest.mark.parametrize("cell", ["perhaps", ""])
def test_a_row_without_a_verdict_is_refused(tmp_path: Path, cell: str):
    page = tmp_path / "page.md"
    page.write_text(f"| `a` | x | y | z | why | {cell} | `* * *` |\n", encoding="utf-8")
    with pytest.raises(ValueError, match="none of"):
        adjudications.read(page)
