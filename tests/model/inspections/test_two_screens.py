"""What others do to an inspection while it stands on a screen: nobody signs or changes what they cannot see.

A second screen of the same folder stands for another laptop whose changes a sync has brought.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fieldkit.model import conflicts, inspections, seal
from fieldkit.model.changes import ConflictOpen
from fieldkit.model.inspections import Signature, closing
from fieldkit.model.inspections.errors import InspectionChanged, InspectionSealed
from fieldkit.model.verify import verify
from tests.office import MILL, answer_all, drawn_signature, path_of, picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldkit.model.inspections import Inspection
    from fieldkit.model.workspace import Workspace


@pytest.fixture
def here(office: Workspace) -> Inspection:
    inspection = inspections.start(office, MILL, "GEN")
    answer_all(inspection, gen16="no")
    return inspection


@pytest.fixture
def there(here: Inspection) -> Inspection:
    return inspections.open_inspection(here.workspace, here.id)


def sign(inspection: Inspection) -> str:
    signed = [
        Signature("inspector", "กฤษณะ ใจดี", "นักวิชาการ", drawn_signature()),
        Signature("representative", "มานะ อดทน", "ผู้จัดการ", drawn_signature()),
    ]
    return inspections.close(inspection, signed)


def errors(workspace: Workspace) -> list[str]:
    return [problem.line("en") for problem in verify(workspace) if problem.level == "error"]


@pytest.mark.parametrize(
    "change",
    [
        lambda here: here.answer(path_of(here, "gen03"), "no"),
        lambda here: here.note(path_of(here, "gen03"), "สาย"),
        lambda here: here.edit_finding(path_of(here, "gen16"), severity="m"),
        lambda here: inspections.attach_photo(here, path_of(here, "gen16"), picture(), name="a.jpg"),
        lambda here: inspections.detach(here, here.files[0]["id"]),
        sign,
    ],
    ids=["answer", "note", "finding", "photo", "detach", "sign"],
)
def test_what_another_laptop_has_signed_does_not_change_here(
    here: Inspection, change: Callable[[Inspection], object]
) -> None:
    inspections.attach_photo(here, path_of(here, "gen03"), picture(), name="before.jpg")
    seal = sign(inspections.open_inspection(here.workspace, here.id))
    before = here.workspace.rows("SELECT count(*) AS n FROM change")
    value = here.instance.node(path_of(here, "gen03")).value
    assert not here.closed  # the screen does not know it yet
    with pytest.raises(InspectionSealed):
        change(here)
    assert here.workspace.rows("SELECT count(*) AS n FROM change") == before
    assert here.instance.node(path_of(here, "gen03")).value == value
    assert inspections.open_inspection(here.workspace, here.id).row["seal"] == seal
    assert errors(here.workspace) == []


def test_nobody_signs_answers_that_the_screen_does_not_show(here: Inspection, there: Inspection) -> None:
    there.answer(path_of(there, "gen03"), "no")
    with pytest.raises(InspectionChanged) as caught:
        sign(here)
    assert "was not signed" in caught.value.message("en")
    assert not here.closed
    assert here.workspace.rows("SELECT id FROM signature") == []
    opened = inspections.open_inspection(here.workspace, here.id)
    sign(opened)
    assert errors(here.workspace) == []


def test_what_arrives_during_the_signing_is_not_signed(
    here: Inspection, there: Inspection, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = seal.content_digest

    def and_then_a_sync(*arguments: object, **named: object) -> str:
        digest = taken(*arguments, **named)  # type: ignore[arg-type]
        there.note(path_of(there, "gen03"), "มาถึงระหว่างลงนาม")
        return digest

    monkeypatch.setattr(closing, "content_digest", and_then_a_sync)
    with pytest.raises(InspectionChanged):
        sign(here)
    assert not inspections.open_inspection(here.workspace, here.id).closed


def test_two_values_of_one_question_are_decided_before_the_signing(
    here: Inspection, there: Inspection
) -> None:
    here.answer(path_of(here, "gen03"), "no")
    there.note(path_of(there, "gen03"), "อีกเครื่องหนึ่ง")
    opened = inspections.open_inspection(here.workspace, here.id)
    with pytest.raises(ConflictOpen) as caught:
        sign(opened)
    assert caught.value.place == path_of(here, "gen03")
    [conflict] = conflicts.listing(here.workspace)
    conflicts.resolve(here.workspace, conflict.key, conflict.sides[0].values, "ดูที่หน้างานแล้ว")
    sign(inspections.open_inspection(here.workspace, here.id))
    assert errors(here.workspace) == []
