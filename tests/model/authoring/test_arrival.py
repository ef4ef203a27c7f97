"""Before a workbook is installed it is known what it changes; afterwards it can be taken back until used."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
import pytest

from fieldkit import resources
from fieldkit.model import checklists, inspections
from fieldkit.model.authoring import candidate, installing, packages
from fieldkit.model.authoring.arrival import arrival, in_force
from fieldkit.model.authoring.installing import VersionInUse
from fieldkit.model.authoring.rehearsal import Rehearsal
from fieldkit.model.checklists import NoSuchChecklist
from fieldkit.model.durable import CannotWrite
from fieldkit.model.form_loading import load_form
from fieldkit.model.inspections import Inspection
from tests.office import MILL, path_of
from tests.tiny_checklists import workbook

if TYPE_CHECKING:
    from pathlib import Path

    from fieldkit.model.authoring.candidate import Candidate
    from fieldkit.model.workspace import Workspace


@pytest.fixture(scope="module")
def next_gen(tmp_path_factory: pytest.TempPathFactory) -> Candidate:
    """GEN 2570.1 with gen38 under another name and another due date for gen16."""
    book = openpyxl.load_workbook(resources.path("checklists", "GEN.xlsx"))
    survey, settings = book["survey"], book["settings"]
    columns = {cell.value: place for place, cell in enumerate(survey[1], 1)}
    for row in range(2, survey.max_row + 1):
        name = survey.cell(row, columns["name"])
        if name.value == "gen38":
            name.value = "gen38_new"
        if name.value == "gen16":
            survey.cell(row, columns["fieldkit::due_days"]).value = 3
    for place, cell in enumerate(settings[1], 1):
        if cell.value == "version":
            settings.cell(2, place).value = "2570.1"
    file = tmp_path_factory.mktemp("next") / "GEN.xlsx"
    book.save(file)
    found = candidate.read(file)
    assert found.conversion.usable
    return found


@pytest.fixture
def draft(office: Workspace) -> Inspection:
    inspection = inspections.start(office, MILL, "GEN")
    for name, value in {"gen03": "yes", "gen38": "yes"}.items():
        inspection.answer(path_of(inspection, name), value)
    return inspection


def test_differences_and_drafts_are_told_and_nothing_is_written(
    office: Workspace, draft: Inspection, next_gen: Candidate
) -> None:
    before = office.waiting()
    found = arrival(office, next_gen)
    assert found.state == "newer"
    assert found.installable
    assert found.against is not None
    assert found.against.id == draft.checklist.id
    assert {(entry.item.name, entry.kind) for entry in found.difference.entries} == {
        ("gen16", "changed"),
        ("gen38_new", "renamed"),
    }
    (touched,) = found.drafts
    assert (touched.id, touched.factory_no, touched.officer) == (draft.id, MILL, "กฤษณะ ใจดี")
    assert [line.answer for line in touched.lost] == ["ใช่"]
    assert touched.kept >= 1
    assert touched.added == 1
    assert office.waiting() == before
    assert len(checklists.listing(office)) == 1


def test_states_of_a_workbook(office: Workspace, next_gen: Candidate) -> None:
    shipped = candidate.read(resources.path("checklists", "GEN.xlsx"))
    assert arrival(office, shipped).state == "same"
    assert not arrival(office, shipped).installable
    installing.install(office, next_gen)
    assert arrival(office, next_gen).state == "same"
    other = candidate.Candidate(next_gen.file, b"another", {}, next_gen.conversion)
    assert arrival(office, other).state == "replaces"
    inspections.start(office, MILL, "GEN")
    assert arrival(office, other).state == "taken"


def test_the_first_and_an_older_version(office: Workspace, tmp_path: Path) -> None:
    rows = [{"type": "text", "name": "a", "label": "A"}]
    first = candidate.read(workbook(tmp_path / "a.xlsx", rows, version="2570.10"))
    assert arrival(office, first).state == "first"
    installing.install(office, first)
    older = candidate.read(workbook(tmp_path / "b.xlsx", rows, version="2570.9"))
    assert arrival(office, older).state == "older"


def test_an_installation_is_taken_back(office: Workspace, next_gen: Candidate) -> None:
    before = checklists.latest(office, "GEN").id
    done = installing.install(office, next_gen)
    assert checklists.latest(office, "GEN").id == done.id != before
    installing.take_back(office, done)
    assert checklists.latest(office, "GEN").id == before
    again = installing.install(office, next_gen)
    assert again == done
    assert checklists.latest(office, "GEN").id == done.id


def test_taking_back_a_replacement_brings_back_what_it_replaced(
    office: Workspace, next_gen: Candidate
) -> None:
    installing.install(office, next_gen)
    kept = office.rows("SELECT xlsx FROM checklist WHERE version = '2570.1'")
    other = candidate.Candidate(next_gen.file, b"another", {}, next_gen.conversion)
    installing.take_back(office, installing.install(office, other))
    assert office.rows("SELECT xlsx FROM checklist WHERE version = '2570.1'") == kept


def test_a_version_that_is_used_stays(office: Workspace, next_gen: Candidate) -> None:
    done = installing.install(office, next_gen)
    inspections.start(office, MILL, "GEN")
    with pytest.raises(VersionInUse) as caught:
        installing.take_back(office, done)
    assert caught.value.place == "GEN 2570.1"
    assert checklists.latest(office, "GEN").id == done.id


def test_the_list_says_where_each_version_came_from(
    office: Workspace, draft: Inspection, next_gen: Candidate
) -> None:
    installing.install(office, next_gen)
    new, old = installing.installed(office)
    assert (new.version, new.in_force, new.shipped, new.by, new.drafts) == (
        "2570.1",
        True,
        False,
        "กฤษณะ ใจดี",
        0,
    )
    assert (old.in_force, old.shipped, old.drafts, old.closed, old.used) == (False, True, 1, 0, True)
    assert new.questions == old.questions == 49
    assert new.installed_at.startswith("2026-11-22")
    assert old.version == draft.checklist.version


def test_the_blank_comes_back_as_it_was(office: Workspace, tmp_path: Path) -> None:
    file = workbook(
        tmp_path / "with.xlsx",
        [
            {"type": "select_one_from_file places.csv", "name": "p", "label": "P"},
            {"type": "csv-external", "name": "visit"},
        ],
        version="3",
    )
    folder = tmp_path / "with-media"
    folder.mkdir()
    (folder / "places.csv").write_text("name,label\na,ก\n", encoding="utf-8")
    came = candidate.read(file)
    assert came.conversion.usable, came.conversion.problems
    installing.install(office, came)
    checklist = packages.find(office, "TYP", "3")
    out = tmp_path / "out"
    out.mkdir()
    packages.export_blank(office, checklist, out / "blank.xlsx")
    assert (out / "blank.xlsx").read_bytes() == file.read_bytes()
    again = candidate.read(out / "blank.xlsx")
    assert again.media == came.media
    assert arrival(office, again).state == "same"
    with pytest.raises(CannotWrite):
        packages.export_blank(office, checklist, out / "blank.xlsx")
    inside = packages.export_odk(office, checklist, out / "odk.zip")
    assert inside == ["TYP.xml", "TYP-media/places.csv", "TYP-media/visit.csv"]
    with zipfile.ZipFile(BytesIO((out / "odk.zip").read_bytes())) as package:
        assert load_form(package.read("TYP.xml")).version == "3"
        assert package.read("TYP-media/visit.csv").startswith(b"name,label,factory")


def test_what_is_not_there_is_told(office: Workspace) -> None:
    assert in_force(office, "NONE") is None
    with pytest.raises(NoSuchChecklist):
        packages.find(office, "GEN", "1")


def test_a_trial_writes_nothing_into_the_office(office: Workspace, next_gen: Candidate) -> None:
    before = office.waiting(), sorted(office.folder.rglob("*"))
    trial = Rehearsal(office, next_gen.checklist)
    opened = inspections.open_inspection(trial.workspace, trial.inspection)
    assert opened.checklist.version == "2570.1"
    opened.answer(path_of(opened, "gen38_new"), "yes")
    folder = trial.workspace.folder
    assert folder.is_dir()
    trial.close()
    trial.close()
    assert not folder.exists()
    assert (office.waiting(), sorted(office.folder.rglob("*"))) == before
    assert office.rows("SELECT id FROM inspection") == []
