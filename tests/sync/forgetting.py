"""What tests of erasing share: somebody signs, complains, is erased, and is looked for."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from fieldkit.model import inspections
from fieldkit.model.cases import writing
from fieldkit.model.erasure import choosing
from fieldkit.model.inspections import Signature
from fieldkit.model.verify import verify
from fieldkit.model.workspace import Workspace
from fieldkit.sync.server import check, erasing
from fieldkit.sync.server.erasing import Wish
from tests import tiny_checklists
from tests.model.cases.conftest import GIVEN
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
    given = {"complainant": NAME, "phone": NOTE, "address": None, "details": "กลิ่นเหม็น"}
    return writing.add(workspace, "complaint", GIVEN["complaint"] | given).id


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
