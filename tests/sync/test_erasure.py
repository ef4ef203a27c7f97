"""Personal data are erased by order of the centre, everywhere, and chains and seals go on to hold."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from fieldkit.model import inspections
from fieldkit.model.cases import writing
from fieldkit.model.erasure import choosing, traces
from fieldkit.model.erasure.what import MARK
from fieldkit.model.inspections import Signature
from fieldkit.model.verify import check as look
from fieldkit.model.verify import verify
from fieldkit.model.workspace import Workspace
from fieldkit.sync.server import check, erasing
from fieldkit.sync.server.erasing import Wish
from tests import tiny_checklists
from tests.office import drawn_signature
from tests.sync.laptops import Laptop, RunningCentre

NAME, NUMBER, NOTE = "นางสาวผู้ถูกลืม สิ้นร่องรอย", "3660100123456", "โทร 0812345678"
SURVEY = [
    {"type": "text", "name": "who", "label::Thai (th)": "ใคร", "fieldkit::personal": "yes"},
    {"type": "text", "name": "what", "label::Thai (th)": "อะไร", "fieldkit::personal": ""},
]
LATER = date(2037, 1, 1)
INSPECTIONS = "pdpa.retention.inspection_years"
MARKERS = [marker.encode() for marker in (NAME, NUMBER, NOTE)]


@pytest.fixture
def writer(furnished_folder: Path, tmp_path: Path, sqlite_centre: RunningCentre) -> Iterator[Laptop]:
    """A laptop whose inspector signed an inspection with personal answers, and took a complaint."""
    laptop = Laptop(shutil.copytree(furnished_folder, tmp_path / "writer"))
    laptop.enrol(sqlite_centre, "66")
    yield laptop
    laptop.close()


def sign(workspace: Workspace, folder: Path) -> str:
    inspection = tiny_checklists.start(workspace, folder, SURVEY)
    inspection.answer("/data/who", f"{NAME} {NUMBER}")
    inspection.note("/data/who", NOTE)
    inspection.answer("/data/what", "เครื่องจักรใหม่")
    image = drawn_signature()
    inspections.close(
        inspection,
        [Signature("inspector", "กฤษณะ ใจดี", image=image), Signature("representative", NAME, image=image)],
    )
    return inspection.id


def complain(workspace: Workspace) -> str:
    given = {"channel": "phone", "complainant": NAME, "phone": NOTE, "details": "กลิ่นเหม็น"}
    return writing.add(workspace, "complaint", given).id


def by_rule(centre: RunningCentre, on: date = LATER, rule: str = INSPECTIONS) -> list[erasing.Erased]:
    wish = Wish(partial(choosing.by_rule, rule=rule, on=on), rule, "")
    return erasing.erase(centre.centre, "66", [wish])


def by_request(centre: RunningCentre, table: str, record: str, *columns: str) -> erasing.Erased:
    choose = partial(choosing.by_request, table=table, record=record, columns=columns)
    [erased] = erasing.erase(centre.centre, "66", [Wish(choose, "request", "หนังสือ 1/2570")])
    return erased


def problems(centre: RunningCentre) -> list[str]:
    return check.problems(centre.centre.store, centre.centre.blobs)


def kinds(laptop: Laptop) -> set[str]:
    return {problem.kind for problem in verify(laptop.workspace)}


def markers_in(folder: Path, *markers: bytes) -> set[tuple[str, str]]:
    """Return which markers stand in which files below a folder."""
    return {
        (str(path.relative_to(folder)), marker.decode())
        for path in folder.rglob("*")
        if path.is_file()
        for marker in (markers or MARKERS)
        if marker in path.read_bytes()
    }


def test_what_was_signed_is_erased_everywhere_and_still_proven(
    sqlite_centre: RunningCentre, writer: Laptop, laptop: Callable[[str], Laptop], tmp_path: Path
) -> None:
    record = sign(writer.workspace, tmp_path)
    reader = laptop("reader").enrol(sqlite_centre, "66")
    writer.sync()
    reader.sync()
    held = [writer.folder, reader.folder, tmp_path / "centre"]
    assert all(markers_in(folder) for folder in held)
    [row] = writer.workspace.rows("SELECT submission, seal FROM inspection WHERE id = ?", record)
    images = {one["image"] for one in writer.workspace.rows("SELECT image FROM signature")}
    assert sqlite_centre.path(row["submission"]).exists()

    [erased] = by_rule(sqlite_centre)
    erasing.finish(sqlite_centre.centre)
    assert (erased.found.inspections, erased.found.not_whole) == (1, [])
    assert problems(sqlite_centre) == []
    for one in (writer, reader):
        one.sync()
        assert traces.remove(one.workspace) == 1 + len(images)
        [now] = one.workspace.rows("SELECT * FROM inspection WHERE id = ?", record)
        assert (now["seal"], now["submission"], now["salt"]) == (row["seal"], None, None)
        answers = {
            a["path"]: a for a in one.workspace.rows("SELECT * FROM answer WHERE inspection = ?", record)
        }
        assert (answers["/data/who"]["value"], answers["/data/who"]["note"]) == (MARK, MARK)
        assert answers["/data/what"]["value"] == "เครื่องจักรใหม่"
        assert {a["name"] for a in one.workspace.rows("SELECT name FROM signature")} == {MARK}
        found = verify(one.workspace)
        assert [(problem.kind, problem.level) for problem in found] == [("erased", "note")]
        assert look(one.workspace) == []
        one.sync()
        one.close()
        assert markers_in(one.folder) == set()
        one.open()
    for sha256 in (row["submission"], *images):
        assert not sqlite_centre.path(sha256).exists()
    assert markers_in(tmp_path / "centre") == set()
    assert problems(sqlite_centre) == []
