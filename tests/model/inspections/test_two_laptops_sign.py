"""Two laptops that did not hear of each other, and signatures: what comes after or beside them is named."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from fieldkit.model import conflicts, inspections
from fieldkit.model.inspections import Signature
from fieldkit.model.inspections.revision import revise
from fieldkit.model.verify import verify
from fieldkit.model.workspace import Workspace
from tests.office import MILL, answer_all, drawn_signature, path_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fieldkit.model.inspections import Inspection
    from tests.conftest import Clock


@pytest.fixture
def second(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    workspace = Workspace(tmp_path / "second", clock=clock)
    yield workspace
    workspace.close()


def exchange(one: Workspace, two: Workspace) -> None:
    """Let each have the other's changes and files, as a sync does."""
    for source, target in ((one, two), (two, one)):
        target.log.apply([(row["body"], None) for row in source.rows("SELECT body FROM change")])
        shutil.copytree(source.attachments.folder, target.attachments.folder, dirs_exist_ok=True)


def sign(inspection: Inspection, inspector: str) -> str:
    signed = [
        Signature("inspector", inspector, "นักวิชาการ", drawn_signature()),
        Signature("representative", "มานะ อดทน", "ผู้จัดการ", drawn_signature()),
    ]
    return inspections.close(inspection, signed)


def broken(workspace: Workspace) -> list[str]:
    return [problem.kind for problem in verify(workspace) if problem.level == "error"]


@pytest.fixture
def draft(office: Workspace, second: Workspace) -> Inspection:
    inspection = inspections.start(office, MILL, "GEN")
    answer_all(inspection, gen16="no")
    exchange(office, second)
    return inspection


def test_a_seal_holds_on_every_laptop(office: Workspace, second: Workspace, draft: Inspection) -> None:
    seal = sign(draft, "กฤษณะ ใจดี")
    exchange(office, second)
    assert inspections.open_inspection(second, draft.id).row["seal"] == seal
    assert (broken(office), broken(second)) == ([], [])


def test_an_answer_that_comes_after_the_signatures_breaks_the_seal_everywhere(
    office: Workspace, second: Workspace, draft: Inspection
) -> None:
    there = inspections.open_inspection(second, draft.id)
    sign(draft, "กฤษณะ ใจดี")
    there.answer(path_of(there, "gen03"), "no")  # has not heard of the signature
    exchange(office, second)
    assert (broken(office), broken(second)) == (["seal"], ["seal"])
    revision = revise(office, draft.id, "มีคำตอบเข้ามาหลังลงนาม")
    sign(revision, "กฤษณะ ใจดี")
    exchange(office, second)
    assert inspections.open_inspection(second, revision.id).closed


def test_two_signatures_are_both_kept_and_named(
    office: Workspace, second: Workspace, draft: Inspection, clock: Clock
) -> None:
    there = inspections.open_inspection(second, draft.id)
    seals = {sign(draft, "กฤษณะ ใจดี"), sign(there, "สมหญิง ตั้งใจ")}
    exchange(office, second)
    for workspace in (office, second):
        found = {conflict.key.group: conflict for conflict in conflicts.listing(workspace)}
        assert {side.values["seal"] for side in found["seal"].sides} == seals
        assert broken(workspace) == ["seal"]
        signers = workspace.rows("SELECT name FROM signature WHERE role = 'inspector' ORDER BY name")
        assert [row["name"] for row in signers] == ["กฤษณะ ใจดี", "สมหญิง ตั้งใจ"]
    assert office.rows("SELECT * FROM cell ORDER BY 1, 2, 3") == second.rows(
        "SELECT * FROM cell ORDER BY 1, 2, 3"
    )
