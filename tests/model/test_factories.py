"""The register's list: search, filters, order and counts, against a plain reading of the same rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldkit.model import factories
from fieldkit.model.body import Op
from fieldkit.model.demonstration.factories import generate, ops_of
from fieldkit.model.factories import NoSuchFactory, Query
from fieldkit.model.identifiers import registration_key
from fieldkit.model.register.places import Place
from fieldkit.model.thai.collation import sort_key
from fieldkit.model.thai.search_text import indexed, terms
from fieldkit.model.workspace import Workspace

PLACES = (
    Place("660402", "งิ้วราย", "6604", "ตะพานหิน", "66", "พิจิตร", "66110", 16.21, 100.42),
    Place("660501", "บางมูลนาก", "6605", "บางมูลนาก", "66", "พิจิตร", "66120", 16.02, 100.37),
    Place("660106", "คลองคะเชนทร์", "6601", "เมืองพิจิตร", "66", "พิจิตร", "66000", 16.42, 100.33),
    Place("250203", "วังท่าช้าง", "2502", "กบินทร์บุรี", "25", "ปราจีนบุรี", "25110"),
)
HOW_MANY = 400
SEARCHED = (
    *("name", "operator", "registration_no", "registration_no_old"),
    *("activity", "subdistrict", "district", "province"),
)


def inspection(factory: str, at: str, outcome: str, *, state: str = "closed", findings: int = 0) -> list[Op]:
    id_ = f"inspection-{factory}-{at}"
    core = {"factory": factory, "form_id": "GEN", "version": "1", "started_at": at, "officer_name": "มานี"}
    status = {"state": state, "closed_at": at if state == "closed" else None}
    ops = [
        Op("inspection", id_, "core", core, (), "ins/66"),
        Op("inspection", id_, "status", status, (), "ins/66"),
        Op("inspection", id_, "result", {"outcome": outcome}, (), "ins/66"),
    ]
    for number in range(findings):
        finding = f"{id_}-{number}"
        ops += [
            Op("finding", finding, "core", {"inspection": id_, "factory": factory}, (), "ins/66"),
            Op("finding", finding, "state", {"state": "open"}, (), "ins/66"),
        ]
    return ops


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    workspace = Workspace(tmp_path_factory.mktemp("factories"))
    generated = list(generate(HOW_MANY, PLACES, seed=3))
    ops = ops_of(generated)
    ops.append(Op("factory", generated[0].id, "void", {"deleted": 1, "delete_reason": "ซ้ำ"}, (), "reg/66"))
    for place, one in enumerate(generated[1:40]):
        ops += inspection(one.id, f"2024-02-{place % 28 + 1:02d}T09:00:00+07:00", "pass", findings=place % 4)
    ops += inspection(generated[1].id, "2024-03-05T09:00:00+07:00", "fail", findings=1)
    ops += inspection(generated[1].id, "2024-03-09T09:00:00+07:00", "pass", state="draft", findings=5)
    workspace.log.commit(ops)
    yield workspace
    workspace.close()


@pytest.fixture(scope="module")
def stored(workspace: Workspace) -> list[dict[str, Any]]:
    rows = workspace.rows("SELECT * FROM factory WHERE coalesce(deleted, 0) = 0")
    assert len(rows) == HOW_MANY - 1
    return sorted(rows, key=lambda row: (sort_key(row["name"]), row["row"]))


def found(workspace: Workspace, query: Query, **order: Any) -> list[int]:
    with workspace.database.read() as connection:
        numbers = list(factories.ids(connection, query, **order))
        assert factories.count(connection, query) == len(numbers)
    return numbers


def naive(rows: Sequence[dict[str, Any]], query: Query) -> list[int]:
    chosen = []
    for row in rows:
        text = indexed(str(row[column]) for column in SEARCHED if row[column])
        filters = ("province", "district", "class_", "status")
        if (
            all(term in text for term in terms(query.text))
            and all(getattr(query, column) in ("", row[column]) for column in filters)
            and row["type_main"].startswith(query.type_main)
        ):
            chosen.append(row["row"])
    return chosen


def test_all_living_factories_come_in_thai_order(workspace, stored):
    names_of = {row["row"]: row["name"] for row in stored}
    assert [names_of[row] for row in found(workspace, Query())] == [row["name"] for row in stored]
    names = [row["name"] for row in stored]
    assert names == sorted(names, key=sort_key)
    assert found(workspace, Query(), descending=True)[0] == stored[-1]["row"]


FRAGMENTS = ("เจริญ", "บจก.", "สี", "ท", "หจก.ทอง", "จ3-9(1)", "10660", "น้ำ แข็ง", "พิจิตร สินชัย", "ZZZ", "๑๐๖", "")


@given(
    text=st.sampled_from(FRAGMENTS),
    district=st.sampled_from(("", "ตะพานหิน", "กบินทร์บุรี", "ไม่มี")),
    type_main=st.sampled_from(("", "009", "00901", "095")),
    status=st.sampled_from(("", "1", "2")),
)
@settings(max_examples=60)
def test_a_query_finds_what_a_plain_filter_finds(workspace, stored, text, district, type_main, status):
    query = Query(text=text, district=district, type_main=type_main, status=status)
    assert sorted(found(workspace, query)) == sorted(naive(stored, query))


@pytest.mark.parametrize("column", ["name", "operator", "registration_no", "registration_no_old"])
@pytest.mark.parametrize("length", [2, 3, 6])
def test_any_part_of_a_name_or_number_finds_its_factory(workspace, stored, column, length):
    for row in stored[::37]:
        text = row[column].replace(" ", "")
        for start in range(0, max(len(text) - length, 0) + 1, 3):
            part = text[start : start + length]
            if terms(part):
                assert row["row"] in found(workspace, Query(text=part)), part


def test_a_number_is_found_with_its_dashes_without_them_and_in_thai_digits(workspace, stored):
    row = stored[5]
    old = row["registration_no_old"]
    thai = old.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    for written in (old, old.replace("-", ""), f" {old} ", thai, row["registration_no"]):
        assert row["row"] in found(workspace, Query(text=written)), written


def test_nothing_but_punctuation_finds_nothing(workspace):
    assert found(workspace, Query(text="-- /")) == []
    assert found(workspace, Query(text='"')) == []


@pytest.mark.parametrize("descending", [False, True])
def test_horsepower_orders_with_missing_values_last(workspace, stored, descending):
    numbers = found(workspace, Query(), sort="hp", descending=descending)
    by_row = {row["row"]: row["hp"] for row in stored}
    values = [by_row[number] for number in numbers]
    assert values == sorted(values, reverse=descending)


def test_districts_order_as_a_dictionary_does(workspace, stored):
    by_row = {row["row"]: row["district"] for row in stored}
    districts = [by_row[number] for number in found(workspace, Query(), sort="district")]
    assert list(dict.fromkeys(districts)) == ["กบินทร์บุรี", "ตะพานหิน", "บางมูลนาก", "เมืองพิจิตร"]


def test_lines_carry_the_last_closed_inspection_and_its_open_findings(workspace):
    numbers = found(workspace, Query(), sort="inspected", descending=True)
    with workspace.database.read() as connection:
        lines = factories.rows(connection, numbers)
    assert [line.row for line in lines] == numbers
    first = lines[0]
    assert (first.last_inspected_at, first.last_outcome) == ("2024-03-05T09:00:00+07:00", "fail")
    assert first.open_findings == 1  # the draft's findings are not findings yet
    dates = [line.last_inspected_at for line in lines[:39]]
    assert dates == sorted(dates, key=str, reverse=True)
    assert all(line.last_inspected_at is None for line in lines[39:])


def test_open_findings_order_and_filter(workspace):
    numbers = found(workspace, Query(), sort="findings", descending=True)
    with workspace.database.read() as connection:
        counts = [line.open_findings for line in factories.rows(connection, numbers)]
    with_some = [count for count in counts if count]
    assert counts == sorted(with_some, reverse=True) + [0] * (len(counts) - len(with_some))
    assert set(found(workspace, Query(with_open_findings=True))) == set(numbers[: len(with_some)])
    assert len(found(workspace, Query(never_inspected=True))) == HOW_MANY - 1 - 39


def test_lines_come_in_the_order_asked_for_and_gone_ones_are_left_out(workspace, stored):
    wanted = [stored[9]["row"], 10**6, stored[2]["row"]]
    with workspace.database.read() as connection:
        assert [line.row for line in factories.rows(connection, wanted)] == [wanted[0], wanted[2]]


def test_a_factory_shows_all_its_columns_and_its_history(workspace, stored):
    with workspace.database.read() as connection:
        row = next(row for row in stored if len(factories.history(connection, row["id"])) == 3)
        one = factories.factory(connection, row["id"])
        past = factories.history(connection, row["id"])
    assert one["name"] == row["name"]
    assert one.number == row["registration_no_old"]
    assert [p.state for p in past] == ["draft", "closed", "closed"]
    assert [p.open_findings for p in past] == [5, 1, 0]


def test_a_deleted_or_unknown_factory_is_told_in_both_languages(workspace):
    gone = workspace.rows("SELECT id FROM factory WHERE deleted = 1")[0]["id"]
    for key in (gone, "ไม่มี"):
        with workspace.database.read() as connection, pytest.raises(NoSuchFactory) as caught:
            factories.factory(connection, key)
        assert "ไม่พบโรงงาน" in caught.value.message("th")
        assert "There is no such factory" in caught.value.message("en")


def test_a_factory_is_named_by_id_or_by_either_number_in_any_writing(workspace, stored):
    row = stored[3]
    spaced = row["registration_no_old"].replace("-", " - ")
    with workspace.database.read() as connection:
        for key in (row["id"], row["registration_no"], row["registration_no_old"], spaced):
            assert factories.find(connection, key) == row["id"]
        for key in ("", "10660", "-"):
            with pytest.raises(NoSuchFactory):
                factories.find(connection, key)


def test_generated_factories_are_the_same_for_the_same_seed_and_unlike_otherwise():
    first, again = (list(generate(50, PLACES, seed=1)) for _ in range(2))
    assert [one.columns for one in first] == [one.columns for one in again]
    assert [one.columns for one in first] != [one.columns for one in generate(50, PLACES, seed=2)]
    assert len({registration_key(one.columns["registration_no"]) for one in first}) == 50


def test_the_list_survives_a_rebuild_of_the_tables(tmp_path: Path):
    workspace = Workspace(tmp_path)
    workspace.log.commit(ops_of(generate(30, PLACES)))
    before = workspace.rows("SELECT id FROM factory ORDER BY name_sort")
    workspace.log.rebuild()
    assert workspace.rows("SELECT id FROM factory ORDER BY name_sort") == before
    assert len(found(workspace, Query(text="พิจิตร"))) > 0
    workspace.close()


def test_open_findings_are_those_of_closed_inspections(
    workspace: Workspace, stored: list[dict[str, Any]]
) -> None:
    with workspace.database.read() as connection:
        listed = factories.rows(connection, list(factories.ids(connection, Query(with_open_findings=True))))
        assert len(listed) > 20
        for line in listed:
            assert len(factories.open_findings(connection, line.id)) == line.open_findings
        clean = factories.ids(connection, Query(never_inspected=True))[0]
        assert factories.open_findings(connection, factories.rows(connection, [clean])[0].id) == []


def test_order_of_outcomes_puts_those_never_inspected_last(workspace: Workspace) -> None:
    with workspace.database.read() as connection:
        numbers = factories.ids(connection, Query(), sort="outcome")
        outcomes = [line.last_outcome for line in factories.rows(connection, numbers)]
    assert outcomes[:39] == sorted(outcomes[:39], key=str)
    assert outcomes[0] == "fail"
    assert set(outcomes[39:]) == {None}


def test_number_of_a_row(workspace: Workspace, stored: list[dict[str, Any]]) -> None:
    with workspace.database.read() as connection:
        assert factories.row_number(connection, stored[5]["id"]) == stored[5]["row"]
        deleted = workspace.rows("SELECT id FROM factory WHERE deleted = 1")[0]["id"]
        for unknown in (deleted, "elsewhere"):
            with pytest.raises(NoSuchFactory):
                factories.row_number(connection, unknown)


def test_values_of_one_province(workspace: Workspace, stored: list[dict[str, Any]]) -> None:
    with workspace.database.read() as connection:
        found = factories.values_of(connection, "district", province="พิจิตร")
        statuses = factories.values_of(connection, "status")
    assert set(found) == {row["district"] for row in stored if row["province"] == "พิจิตร"}
    assert statuses == sorted({row["status"] for row in stored})


def test_findings_of_a_revised_inspection_are_those_of_its_revision(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    try:
        [one] = generate(1, PLACES, seed=9)
        signed = inspection(one.id, "2024-02-01T09:00:00+07:00", "fail", findings=2)
        revision = inspection(one.id, "2024-02-02T09:00:00+07:00", "fail", findings=1)
        revision[0].values["revision_of"] = signed[0].record  # type: ignore[index]
        workspace.log.commit([*ops_of([one]), *signed])
        with workspace.database.read() as connection:
            assert len(factories.open_findings(connection, one.id)) == 2
        workspace.log.commit(revision)
        with workspace.database.read() as connection:
            [left] = factories.open_findings(connection, one.id)
        assert left.inspection == revision[0].record
    finally:
        workspace.close()


def test_factories_without_a_name_stand_last(office: Workspace) -> None:
    from tests.office import add_factory

    add_factory(office, "nameless", name="", registration_no="")
    add_factory(office, "last", name="ฮ", registration_no="")
    with office.database.read() as connection:
        found = factories.rows(connection, factories.ids(connection, Query()))
    assert [line.id for line in found] == ["mill", "last", "nameless"]
