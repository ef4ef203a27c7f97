"""Signed inspections are read from their XML: the rows must be those of the opened form."""

from __future__ import annotations

import gc
import random
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from fieldkit.model import checklists, inspections
from fieldkit.model.form import FormError, Node
from fieldkit.model.form.nodes import Range
from fieldkit.model.inspections import Inspection, Signature, open_inspection, repeats
from fieldkit.model.inspections.record import is_computed
from fieldkit.model.inspections.signed import SignedInspection, open_all
from fieldkit.model.inspections.stored_path import stored_path
from fieldkit.model.workbook import Filters, TableOptions
from fieldkit.model.workbook.answer_tables import answer_tables
from fieldkit.model.workbook.inspection_rows import InspectionRows, _Reader, gather_all
from fieldkit.model.workspace import Workspace
from tests import tiny_checklists
from tests.bench.real import answer_at_random
from tests.model.workbook.conftest import picture
from tests.office import MILL

SIGNED = [Signature("inspector", "กฤษณะ ใจดี", typed=True), Signature("representative", "มานะ", typed=True)]
ANSWERS = 30
OPTIONS = (
    TableOptions(words="both", wide=True),
    TableOptions(words="labels", split=True, wide=True),
    TableOptions(words="codes", wide=True),
)


def filled(workspace: Workspace, form_id: str, hand: random.Random) -> Inspection:
    """Fill a checklist at random, with rows, notes, signs, marks and a photo; close it as partly done."""
    inspection = inspections.start(workspace, MILL, form_id)
    areas = [node for node in inspection.instance.walk() if isinstance(node, Range)]
    for area in [node.path for node in areas if not node.controlled]:
        repeats.add_row(inspection, area)
        repeats.add_row(inspection, area)
    for number in range(ANSWERS):
        asked = [node for node in inspection.instance.walk() if _open(node)]
        node = hand.choice([node for node in asked if not node.value][:12] or asked)
        value = answer_at_random(node, hand)
        if value is None:
            continue
        path = node.path
        inspection.answer(path, value, qualifier="<" if node.bind_type == "decimal" else "")
        if number % 9 == 0:
            inspection.note(path, f"บันทึก {number}")
        if number % 11 == 0:
            inspection.flag(path, True)
    some = next(node for node in inspection.instance.walk() if _open(node))
    inspections.attach_photo(inspection, some.path, picture(), name="IMG.jpg")
    inspections.close(inspection, SIGNED, closing="partial", reason="ฝนตก")
    return inspection


def _open(node: Node) -> bool:
    asked = node.leaf and node.field.control is not None and node.type not in ("note", "upload")
    return asked and node.relevant and not node.readonly and not is_computed(node)


@pytest.fixture(scope="module")
def signed(furnished_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """One workspace with every shipped checklist, each signed once."""
    import shutil
    from datetime import datetime

    from tests.conftest import BANGKOK, Clock

    folder = shutil.copytree(furnished_folder, tmp_path_factory.mktemp("signed") / "data")
    workspace = Workspace(folder, clock=Clock(datetime(2026, 11, 22, 10, 0, tzinfo=BANGKOK)))
    checklists.install_shipped(workspace)
    for form_id in sorted(path.stem for path in checklists.shipped()):
        filled(workspace, form_id, random.Random(f"{form_id}-1"))
    yield workspace
    workspace.close()


def both(workspace: Workspace, language: str, options: TableOptions) -> Iterator[tuple[Any, ...]]:
    """Yield each inspection's kind of reading, its rows by it, and the rows of the opened form."""
    known: dict[str, checklists.Checklist] = {}
    found = Filters().found(workspace.database)
    for record in found.versions:
        known[record] = checklists.load(workspace, record)
    tables = answer_tables(known.values(), language, options, [])
    today = workspace.clock().date()
    for row, opened in open_all(workspace, found, known):
        assert opened is not None
        slow = open_inspection(workspace, row["id"])
        assert not isinstance(slow, SignedInspection)
        read = [_Reader(one, row, language, today).rows(tables) for one in (opened, slow)]
        yield type(opened), row["form_id"], *read


@pytest.mark.parametrize(
    ("language", "options"),
    [*product(("th", "en"), OPTIONS)],
)
def test_rows_are_those_of_the_opened_form(signed: Workspace, language: str, options: TableOptions) -> None:
    rows_of_repeats = beside = measured = 0
    forms = []
    for kind, form_id, read, opened in both(signed, language, options):
        assert kind is SignedInspection, form_id
        _same(read, opened, form_id)
        forms.append(form_id)
        rows_of_repeats += sum(sheet.table.startswith("Rows_") for sheet, _row in read.tables)
        beside += sum(bool(row["note"] or row["flagged"]) for row in read.answers)
        measured += len(read.measurements)
    assert sorted(forms) == sorted(path.stem for path in checklists.shipped())
    assert rows_of_repeats > 20
    assert beside > 30
    assert measured > 5


def _same(read: InspectionRows, opened: InspectionRows, form_id: str) -> None:
    for name in ("inspection", "answers", "findings", "photos", "measurements", "tables", "numbers"):
        assert getattr(read, name) == getattr(opened, name), (form_id, name)


def test_verdicts_and_limits_are_those_of_the_opened_form(signed: Workspace) -> None:
    judged = set()
    for row, opened in open_all(signed, Filters().found(signed.database), {}):
        assert isinstance(opened, SignedInspection)
        slow = open_inspection(signed, row["id"])
        for node in slow.instance.walk():
            if node.leaf and node.relevant:
                assert opened.verdict(node.path) == slow.verdict(node.path), node.path
                assert opened.limit_text(node.path, "th") == slow.limit_text(node.path, "th")
                assert stored_path(opened.instance.node(node.path)) == stored_path(node)
                judged.add(opened.verdict(node.path))
    assert judged == {"pass", "fail", "warning", "na", None}


def test_a_draft_and_a_record_that_is_not_here_are_opened(office: Workspace) -> None:
    draft = inspections.start(office, MILL, "GEN")
    closed = inspections.start(office, MILL, "GEN")
    inspections.close(closed, SIGNED, closing="partial", reason="ฝนตก")
    office.attachments.path(closed.row["submission"]).unlink()
    found = [opened for _row, opened in open_all(office, Filters().found(office.database), {})]
    assert [type(one) for one in found] == [Inspection, Inspection]
    assert {one.id for one in found if one} == {draft.id, closed.id}


ROWS_APART = [
    {"type": "begin_repeat", "name": "stack", "label": "Stack", "relevant": "position(.) != 1"},
    {"type": "text", "name": "name", "label": "Name"},
    {"type": "end_repeat"},
]


def test_rows_that_the_record_leaves_out_keep_the_places_of_the_others(
    office: Workspace, tmp_path: Path
) -> None:
    """The first row is not relevant and so not in the XML: nobody may take the second one for it."""
    inspection = tiny_checklists.start(office, tmp_path, ROWS_APART)
    for _ in range(3 - len(inspection.instance.node("/data/stack").children)):
        repeats.add_row(inspection, "/data/stack")
    inspection.answer("/data/stack[2]/name", "ก")
    inspection.answer("/data/stack[3]/name", "ข")
    inspections.close(inspection, SIGNED)
    for kind, _form, read, opened in both(office, "th", TableOptions()):
        assert kind is Inspection
        assert [row["row"] for _sheet, row in read.tables] == [2, 3]
        _same(read, opened, "TYP")


def test_what_was_computed_on_the_day_stays_as_it_was_signed(office: Workspace, tmp_path: Path) -> None:
    survey = [
        {"type": "text", "name": "who", "label": "Who"},
        {"type": "calculate", "name": "age", "label": "", "calculation": "format-date(today(), '%Y')"},
        {"type": "note", "name": "said", "label": "In ${age}"},
        {"type": "text", "name": "then", "label": "Then ${age}"},
    ]
    inspection = tiny_checklists.start(office, tmp_path, survey)
    inspection.answer("/data/who", "ก")
    inspections.close(inspection, SIGNED)
    office.clock.at = office.clock.at.replace(year=2031)  # type: ignore[attr-defined]
    [(_row, opened)] = open_all(office, Filters().found(office.database), {})
    assert isinstance(opened, SignedInspection)
    labels = [asked.label for asked in inspections.questions(opened)]
    assert labels == ["Who", "Then 2026"]


def test_a_signed_record_with_a_document_type_is_not_parsed(office: Workspace) -> None:
    closed = inspections.start(office, MILL, "GEN")
    inspections.close(closed, SIGNED, closing="partial", reason="ฝนตก")
    bomb = b'<!DOCTYPE data [<!ENTITY a "aaaa">]><data>&a;</data>'
    digest = office.attachments.add(bomb)
    with office.database.read() as connection:
        rows = [dict(row) for row in connection.exec_driver_sql("SELECT * FROM inspection").mappings()]
    [(_row, opened)] = open_all(office, [rows[0] | {"submission": digest}], {})
    assert type(opened) is Inspection
    with pytest.raises(FormError):
        opened.instance.node("/data/nothing")


def test_records_are_left_to_the_collector(signed: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is frozen counts as old, and ten thousand records stayed in memory to the end of an export."""
    known: dict[str, checklists.Checklist] = {}
    found = Filters().found(signed.database)
    assert all(isinstance(opened, SignedInspection) for _row, opened in open_all(signed, found, known))
    frozen: list[int] = []
    monkeypatch.setattr(gc, "freeze", lambda: frozen.append(1))
    assert len(list(open_all(signed, found, known))) == len(found)
    assert not frozen


def test_a_record_goes_as_soon_as_its_rows_are_made(signed: Workspace) -> None:
    """Its nodes hold each other: those of ten thousand records would wait for the collector."""
    found = [*Filters().found(signed.database)][:4]
    made = sum(len([*opened.instance.walk()]) for _row, opened in open_all(signed, found, {}) if opened)
    gc.collect()
    gc.disable()
    try:
        held = [sum(isinstance(one, Node) for one in gc.get_objects())]
        for _rows in gather_all(signed, found, "th", {}):
            held.append(sum(isinstance(one, Node) for one in gc.get_objects()))
    finally:
        gc.enable()
    assert len(held) == 5
    assert max(held) - held[0] < made / 3  # its repeats and attributes have cells
