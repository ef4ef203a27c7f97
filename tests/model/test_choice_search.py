"""Search in long lists of choices."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fieldkit.model.choice_search import ChoiceIndex, index_of
from fieldkit.model.form.nodes import Choice
from fieldkit.model.thai.search_text import fold

LETTERS = st.text("กขคงม้ำอแAab1๑ .-ๆ", min_size=1, max_size=8)


def index(**labels: str) -> ChoiceIndex:
    return ChoiceIndex([Choice(name, label) for name, label in labels.items()])


def names(found: list[Choice]) -> str:
    return "".join(choice.name for choice in found)


def test_beginnings_come_before_words_and_words_before_what_is_inside() -> None:
    choices = index(a="ฝาหม้อ", b="ถังแก๊ส หม้อ", c="หม้อไอน้ำ", d="Pump")
    assert names(choices.search("หม้อ")) == "cba"
    assert names(choices.search("PUMP")) == "d"
    assert choices.search("ไม่มี") == []


def test_spaces_in_the_label_or_in_what_is_typed_do_not_matter() -> None:
    choices = index(a="บริษัท สยาม เคมี", b="สยามแก๊ส")
    assert names(choices.search("บริษัทสยาม")) == "a"
    assert names(choices.search("เคมี สยาม")) == "a"


def test_names_are_found_too() -> None:
    assert [choice.label for choice in index(X77="ก", Y88="ข").search("88")] == ["ข"]


def test_at_most_fifteen_of_a_hundred_thousand() -> None:
    many = tuple(Choice(f"{number:06d}", f"โรงงาน {number}") for number in range(100_000))
    found = index_of(many).search("99999")
    assert [choice.name for choice in found] == ["099999"]
    assert len(index_of(many).search("โรงงาน")) == 15
    assert index_of(many) is index_of(many)


def test_equal_labels_are_told_apart_by_name() -> None:
    choices = index(a="โรงสี", b="โรงสี", c="โรงเลื่อย")
    assert choices.named("โรงสี") == ("a", "b")
    assert [choices.shown(choice) for choice in choices.choices] == ["โรงสี · a", "โรงสี · b", "โรงเลื่อย"]
    assert choices.named("โรงสี · b") == ("b",)
    assert choices.named("โรงเลื่อย") == ("c",)
    assert choices.named("โรง") == ()


@given(st.lists(LETTERS, min_size=1, max_size=12), LETTERS)
def test_everything_that_holds_the_folded_text_is_found(labels: list[str], typed: str) -> None:
    choices = [Choice(f"n{place}", label) for place, label in enumerate(labels)]
    wanted = [fold(part) for part in typed.split() if fold(part)]
    expected = {
        choice.name
        for choice in choices
        if all(term in fold(f"{choice.label} {choice.name}") for term in wanted)
    }
    found = {choice.name for choice in ChoiceIndex(choices).search(typed, most=100)}
    assert found == expected
