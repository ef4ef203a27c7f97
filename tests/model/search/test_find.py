"""What is found first, how it is shown, and that anything typed is text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldkit.model.search import find
from fieldkit.model.search.find import search
from fieldkit.model.stopping import Stopped
from fieldkit.model.thai.search_text import fold
from fieldkit.model.workspace import Workspace
from tests.model.search.conftest import Finder, groups
from tests.model.search.records import furnish, inspected, put


def add(workspace: Workspace, *factories: tuple[str, dict[str, str]]) -> None:
    for record, values in factories:
        put(workspace, "factory", record, **values)


def test_numbers_and_names_that_begin_so_come_first(workspace: Workspace, found: Finder) -> None:
    add(
        workspace,
        ("inside", {"name": "กรุงจักรกลการ", "district": "กลางเมือง"}),
        ("begins", {"name": "กลการไทย"}),
        ("company", {"name": "บริษัท กลการสยาม จำกัด"}),
    )
    assert found("กลการ")["factory"] == ["begins", "company", "inside"]
    assert found("กล")["factory"] == ["begins", "company"]
    assert found("๑๐๖๖")["factory"] == ["f1"]


@pytest.mark.parametrize(
    "typed", ["จ3-14-1/45พจ", "จ314145", "จ๓-๑๔", "1066", "๑๐๖๖๐๐๐๐", "10660000112345", "1066 0000"]
)
def test_a_number_is_found_as_people_type_it(found: Finder, typed: str) -> None:
    assert found(typed)["factory"] == ["f1"]


@pytest.mark.parametrize("typed", ["โ", "โร", "โรง", "โรงน", "โรงน้ำแข็งทดสอบ", "ท", "ทด", "ทดสอบเย็น"])
def test_every_letter_typed_keeps_the_factory(found: Finder, typed: str) -> None:
    assert found(typed)["factory"] == ["f1"]


@pytest.mark.parametrize("typed", ["บริษัท ท", "บริษัท ทดสอบ", "ทดสอบ โรงน้ำ", "บจก ทดสอบเย็น", "ตะพานหิน โรง"])
def test_words_in_any_order_and_a_word_just_begun(found: Finder, typed: str) -> None:
    assert found(typed)["factory"] == ["f1"]


def test_what_waits_for_somebody_comes_first(workspace: Workspace) -> None:
    for place in range(70):
        values = {"inspection": "visit-1", "factory": "f1", "wording": f"สายไฟชำรุดจุดที่ {place}"}
        put(workspace, "finding", f"n{place}", state="open" if place == 0 else "closed", **values)
    [group] = groups(workspace, "สายไฟ")
    assert (group.kind, group.count, group.over) == ("finding", 70, False)
    assert [(hit.id, hit.waits) for hit in group.hits[:2]] == [("n0", True), ("n69", False)]


def test_more_than_are_counted_are_said_to_be_more(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find, "MOST_COUNTED", 9)
    for place in range(12):
        put(workspace, "document", f"d{place}", factory="f1", kind="other", note="สำเนาถูกต้อง")
    [group] = groups(workspace, "สำเนา")
    assert (group.count, group.over, len(group.hits)) == (9, True, 5)


def test_an_answer_is_shown_by_the_part_that_fits_and_leads_to_its_question(workspace: Workspace) -> None:
    long = "ตรวจพื้นที่โดยรอบอาคารแล้ว " * 5 + "พบเสียงดังจากพัดลมระบายอากาศ"
    put(workspace, "answer", "a", inspection="visit-1", path="/data/rep[k]/remark", value="ok", note=long)
    [group] = groups(workspace, "เสียงดัง")
    hit = group.hits[0]
    assert hit.title.startswith("…")
    assert [hit.title[a:b] for a, b in hit.title.spans] == ["เสียงดัง"]
    assert hit.second == "โรงน้ำแข็งทดสอบ · แบบตรวจทดสอบ · 5 ต.ค. 2569"
    assert (hit.inspection, hit.path) == ("visit-1", "/data/rep[k]/remark")


def test_the_second_line_holds_what_the_title_does_not(workspace: Workspace) -> None:
    [factory, _inspection] = groups(workspace, "ทดสอบเย็น")
    hit = factory.hits[0]
    assert hit.title == "โรงน้ำแข็งทดสอบ"
    assert hit.second.startswith("บริษัท ทดสอบเย็นจัด จำกัด · จ3-14-1/45พจ")
    assert [hit.second[a:b] for a, b in hit.second.spans] == ["ทดสอบเย็น"]


def test_law_is_found_by_its_number_and_its_words(workspace: Workspace) -> None:
    for typed in ("37", "ม.37", "มาตรา 37", "มาตรา ๓๗", "section 37"):
        law = next(group for group in groups(workspace, typed) if group.kind == "law")
        assert law.hits[0].title.startswith("มาตรา 37 วรรค 1"), typed
        assert any("พระราชบัญญัติโรงงาน" in paragraph for paragraph in law.hits[0].paragraphs)
    [words] = [group for group in groups(workspace, "เก็บตัวอย่าง") if group.kind == "law"]
    assert words.hits[0].title.startswith("มาตรา 35 อำนาจพนักงานเจ้าหน้าที่")
    assert words.hits[0].second.startswith("…")
    [english] = groups(workspace, "accident", "en")
    assert english.hits[0].title.startswith("Section 34")


def test_a_document_is_found_by_the_words_of_its_kind(workspace: Workspace) -> None:
    put(workspace, "document", "d", factory="f1", kind="boiler", number="อ 5/2569")
    for typed, language in (("หม้อน้ำ", "th"), ("boiler", "en")):
        group = next(each for each in groups(workspace, typed, language) if each.kind == "document")
        assert group.hits[0].factory == "f1"
        assert group.hits[0].title.spans


@pytest.mark.parametrize(
    "typed",
    ["", " ", "-", '"', "*", "()", "^", "##", "#!!", "#/", "\0", "ๆ", "AND", "NOT", "NEAR(a b)", '"a" OR'],
)
def test_signs_and_operators_are_text(workspace: Workspace, typed: str) -> None:
    shown = [hit.title for group in groups(workspace, typed) if group.kind != "law" for hit in group.hits]
    assert shown == []


def test_ten_thousand_letters_are_looked_at_no_further_than_anybody_types(workspace: Workspace) -> None:
    assert groups(workspace, "ก" * 10_000) == []
    assert groups(workspace, "โรงน้ำแข็ง " * 1_000)[0].hits[0].id == "f1"


@settings(max_examples=80)
@given(st.text(max_size=60))
def test_whatever_is_typed_gives_an_answer(furnished: Workspace, typed: str) -> None:
    groups(furnished, typed)


@settings(max_examples=60)
@given(
    st.lists(st.text(st.characters(codec="utf-8"), max_size=40), min_size=1, max_size=4),
    st.data(),
)
def test_a_record_is_found_by_any_part_of_its_text(
    furnished: Workspace, texts: list[str], data: st.DataObject
) -> None:
    record = f"p{len(furnished.rows('SELECT 1 FROM recommendation'))}"
    names = ("issue_title", "recommendation_text", "progress_text", "owner_unit")
    put(furnished, "recommendation", record, **dict(zip(names, texts, strict=False)))
    text = fold(data.draw(st.sampled_from(texts)))
    if len(text) < 3:
        return
    start = data.draw(st.integers(0, len(text) - 3))
    end = data.draw(st.integers(start + 3, len(text)))
    with furnished.database.read() as connection:
        found = search(connection, text[start:end], "th", kinds=["recommendation"], most=999)
    assert record in [hit.id for hit in found[0].hits]


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    workspace = Workspace(tmp_path_factory.mktemp("search"))
    furnish(workspace)
    yield workspace
    workspace.close()


def test_a_search_that_is_not_wanted_any_more_stops(workspace: Workspace) -> None:
    asked = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > 3

    with workspace.database.read() as connection:
        with pytest.raises(Stopped):
            search(connection, "โรงน้ำแข็ง", "th", stop=stop)
        # the connection goes back to its pool without the watch
        assert search(connection, "โรงน้ำแข็ง", "th")


def test_a_query_of_sqlite_itself_is_broken_off(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = (
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 100000000)"
        " SELECT count(*) FROM n"
    )

    def slow(connection: object, *_: object, **_more: object) -> None:
        connection.exec_driver_sql(endless).fetchall()  # type: ignore[attr-defined]

    monkeypatch.setattr(find, "_group", slow)
    asked = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > 50

    with workspace.database.read() as connection, pytest.raises(Stopped):
        search(connection, "โรง", "th", stop=stop)


@settings(max_examples=40)
@given(data=st.data(), most=st.integers(1, 6))
def test_kinds_are_found_together_as_each_by_itself_and_few_as_many(
    mixed: Workspace, data: st.DataObject, most: int
) -> None:
    text = data.draw(st.sampled_from((*WORDINGS, "โรงงาน", "สายไฟชำรุด สายไฟ", "บริเวณคลัง", "ท่อ", "ท่อไอ")))
    start = data.draw(st.integers(0, len(text) - 1))
    typed = text[start : data.draw(st.integers(start + 1, len(text)))]
    asked = data.draw(st.sets(st.sampled_from(find.KINDS), min_size=1))
    with pytest.MonkeyPatch.context() as patch, mixed.database.read() as connection:
        patch.setattr(find, "MOST_COUNTED", most)
        together = search(connection, typed, "th", kinds=asked)
        alone = [group for kind in find.KINDS for group in search(connection, typed, "th", kinds=[kind])]
        assert together == [group for group in alone if group.kind in asked]
        patch.setattr(find, "_FEW", -1)  # the rarest trigrams, page by page
        assert search(connection, typed, "th", kinds=asked) == together
        patch.setattr(find, "_LEADING", 999)  # the whole phrases
        assert search(connection, typed, "th", kinds=asked) == together


@pytest.mark.parametrize("typed", ["บริเวณคลัง", "ชำรุดบริเวณคลังสินค้า", "สายไฟ บริเวณคลัง"])
@pytest.mark.parametrize("most", range(1, 9))
def test_a_text_with_all_the_trigrams_but_not_the_phrase_is_left_out(
    mixed: Workspace, monkeypatch: pytest.MonkeyPatch, typed: str, most: int
) -> None:
    monkeypatch.setattr(find, "MOST_COUNTED", most)
    monkeypatch.setattr(find, "_FEW", -1)
    with mixed.database.read() as connection:
        by_trigrams = search(connection, typed, "th", most=99)
        monkeypatch.setattr(find, "_LEADING", 999)
        assert by_trigrams == search(connection, typed, "th", most=99)
    assert by_trigrams[0].count == min(6, most)


WORDINGS = (
    *("สายไฟชำรุดบริเวณคลังสินค้า", "ท่อไอน้ำรั่วบริเวณหม้อน้ำ", "บจก. ทดสอบเย็น ไม่มีป้ายเตือน"),
    "สายไฟชำรุดบริเวณคณคลังสินค้า",  # has all trigrams of the first, which does not stand in it
)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Records of several kinds with the same words, some done."""
    workspace = Workspace(tmp_path_factory.mktemp("mixed"))
    furnish(workspace)
    for place in range(24):
        wording = f"{WORDINGS[place % 4]} จุดที่ {place}"
        finding = {"inspection": "visit-1", "factory": "f1", "wording": wording}
        put(workspace, "finding", f"n{place}", state="open" if place % 3 == 0 else "closed", **finding)
        if place % 2:
            put(workspace, "complaint", f"c{place}", details=wording, number=f"ร {place}")
        if place % 5 == 0:
            put(workspace, "document", f"d{place}", factory="f1", kind="boiler", note=wording)
    yield workspace
    workspace.close()


def test_only_the_kinds_that_are_asked_for(workspace: Workspace) -> None:
    inspected(workspace, "visit-2")
    with workspace.database.read() as connection:
        found = search(connection, "โรงน้ำแข็ง", "th", kinds=["inspection"], most=1)
    assert [(group.kind, group.count, len(group.hits)) for group in found] == [("inspection", 2, 1)]


def test_nothing_is_in_clear_in_a_sealed_folder(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "sealed", key=bytes(range(32)))
    furnish(workspace)
    assert groups(workspace, "โรงน้ำแข็ง")
    workspace.close()
    for file in (tmp_path / "sealed").glob("fieldkit.db*"):
        assert "โรง".encode() not in file.read_bytes()
