"""What stands beside an answer: marks, readings, instruments, where it came from; stored, sealed, copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fieldkit.model import inspections, seal
from fieldkit.model.changes import ChangeLog
from fieldkit.model.database import StorageError
from fieldkit.model.inspections import revision
from fieldkit.model.inspections.response import NOTHING, Beside, Instrument
from tests.office import MILL, path_of

if TYPE_CHECKING:
    from fieldkit.model.inspections import Inspection
    from fieldkit.model.workspace import Workspace

METER = Instrument("Testo 350", "60412", "2026-03-01")


@pytest.fixture
def draft(office: Workspace) -> Inspection:
    return inspections.start(office, MILL, "GEN")


def again(draft: Inspection) -> Inspection:
    return inspections.open_inspection(draft.workspace, draft.id)


def test_everything_beside_an_answer_is_there_after_opening_again(draft: Inspection) -> None:
    path = path_of(draft, "gen06")
    draft.answer(path, "7.3", qualifier="<", readings=("7.1", "<7.3"), origin="last_time")
    draft.flag(path, True)
    draft.measured_with(path, METER)
    draft.note(path, "สองครั้ง")
    opened = again(draft)
    assert opened.beside[path] == Beside(("7.1", "<7.3"), METER, "last_time", True)
    assert (opened.notes[path], opened.qualifiers[path]) == ("สองครั้ง", "<")


def test_a_mark_keeps_the_answer_and_what_is_being_typed(draft: Inspection) -> None:
    path = path_of(draft, "gen06")
    draft.answer(path, "900")
    draft.type_text(path, "95")
    draft.flag(path, True)
    opened = again(draft)
    assert (opened.instance.node(path).value, opened.typing[path]) == ("900", "95")
    draft.flag(path, False)
    assert path not in again(draft).beside


def test_a_new_answer_is_the_persons_own_and_keeps_instrument_and_mark(draft: Inspection) -> None:
    path = path_of(draft, "gen06")
    draft.answer(path, "7", readings=("6", "7"), origin="last_time")
    draft.flag(path, True)
    draft.measured_with(path, METER)
    draft.answer(path, "8")
    assert again(draft).beside[path] == Beside(instrument=METER, flagged=True)
    draft.answer(path, "")
    assert again(draft).beside[path] == Beside(flagged=True)


def test_a_full_disk_leaves_what_was_beside(draft: Inspection, monkeypatch: pytest.MonkeyPatch) -> None:
    path = path_of(draft, "gen06")
    draft.answer(path, "7", readings=("6", "7"))
    before = dict(draft.beside)

    def full(*_arguments: object, **_options: object) -> None:
        from fieldkit.model.database import _FULL, _FULL_CURE

        raise StorageError(_FULL, _FULL_CURE)

    monkeypatch.setattr(ChangeLog, "commit", full)
    for write in (
        lambda: draft.answer(path, "9", origin="batch"),
        lambda: draft.flag(path, True),
        lambda: draft.measured_with(path, METER),
    ):
        with pytest.raises(StorageError):
            write()
        assert draft.beside == before


def test_a_revision_keeps_readings_and_instrument(draft: Inspection) -> None:
    path = path_of(draft, "gen06")
    draft.answer(path, "7", readings=("6", "7"))
    draft.measured_with(path, METER)
    signature = inspections.Signature("inspector", "ก", typed=True)
    inspections.close(draft, [signature], closing="closed_today", reason="วันหยุด")
    revised = revision.revise(draft.workspace, draft.id, "พิมพ์ผิด")
    assert revised.beside[path] == Beside(("6", "7"), METER)


@pytest.mark.parametrize("column", ["readings", "instrument", "origin"])
def test_the_seal_covers_readings_instrument_and_origin(draft: Inspection, column: str) -> None:
    path = path_of(draft, "gen06")
    draft.answer(path, "7", readings=("6", "7"), origin="last_time")
    draft.measured_with(path, METER)
    signature = inspections.Signature("inspector", "ก", typed=True)
    sealed = inspections.close(draft, [signature], closing="closed_today", reason="วันหยุด")
    with draft.workspace.database.door() as connection:
        assert seal.seal_of(connection, draft.id) == sealed
        connection.exec_driver_sql(f"UPDATE answer SET {column} = NULL WHERE path = ?", (path,))
        assert seal.seal_of(connection, draft.id) != sealed


@pytest.mark.parametrize("stored", [None, "", "{", "[]", '{"serial": "1"}'])
def test_an_instrument_that_cannot_be_read_is_none(stored: str | None) -> None:
    assert Instrument.of(stored) is None
    row = {"readings": stored and "{}", "instrument": stored, "origin": "elsewhere", "flag": None}
    assert Beside.of(row) == NOTHING
