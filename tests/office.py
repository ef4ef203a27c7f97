"""A data folder with one named inspector, the checklist GEN and one factory, made once and copied."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fieldkit.model.inspections import Inspection
    from fieldkit.model.workspace import Workspace
    from tests.conftest import Clock

# The program is imported where it is used: this plugin is loaded before any test decides what it needs.
MILL = "10660001225480"
_MILL = {
    "registration_no": MILL,
    "registration_no_old": "จ3-9(1)-12/48พจ",
    "name": "โรงสีตัวอย่างเจริญพาณิชย์",
    "operator": "บริษัท ตัวอย่างเจริญพาณิชย์ จำกัด",
    "class_": "3",
    "type_main": "00901",
    "hp": 920.0,
    "workers": 34,
    "district": "ตะพานหิน",
    "province": "พิจิตร",
    "province_code": "66",
    "status": "1",
}


def add_factory(workspace: Workspace, record: str = "mill", **columns: object) -> str:
    """Put a factory into the register; columns that are not given are those of the mill."""
    from fieldkit.model import streams
    from fieldkit.model.body import Op
    from fieldkit.model.tables import GROUPS

    values = _MILL | columns
    stream = streams.register_stream("66")
    ops = [
        Op("factory", record, group, {column: values.get(column) for column in names}, (), stream)
        for group, names in GROUPS["factory"].items()
        if group != "void"
    ]
    workspace.log.commit(ops)
    return record


def furnish(workspace: Workspace) -> None:
    """Name the inspector, install the checklist and register the factory."""
    from fieldkit.model import checklists

    workspace.name_person(name="กฤษณะ ใจดี", position="นักวิชาการอุตสาหกรรม", office="สอจ.พิจิตร")
    checklists.install_shipped(workspace, "GEN")
    add_factory(workspace)


@pytest.fixture(scope="session")
def furnished_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that :func:`office` copies; nobody opens it afterwards."""
    from datetime import datetime

    from fieldkit.model.workspace import Workspace
    from tests.conftest import BANGKOK, Clock

    folder = tmp_path_factory.mktemp("furnished") / "data"
    workspace = Workspace(folder, clock=Clock(datetime(2026, 11, 22, 10, 0, tzinfo=BANGKOK)))
    furnish(workspace)
    workspace.close()
    return folder


@pytest.fixture
def office_folder(furnished_folder: Path, tmp_path: Path) -> Path:
    """A copy of the furnished folder for one test."""
    return shutil.copytree(furnished_folder, tmp_path / "office")


@pytest.fixture
def office(office_folder: Path, clock: Clock) -> Iterator[Workspace]:
    """An open workspace with inspector, checklist and factory."""
    from fieldkit.model.workspace import Workspace

    workspace = Workspace(office_folder, clock=clock)
    yield workspace
    workspace.close()


def path_of(inspection: Inspection, name: str) -> str:
    """Return the path of the question called ``name``."""
    return next(node.path for node in inspection.instance.walk() if node.name == name)


def answer_all(inspection: Inspection, **other: str) -> None:
    """Answer every required question so that nothing fails, except those given in ``other``."""
    for name, value in other.items():
        inspection.answer(path_of(inspection, name), value)
    while missing := inspection.result().unanswered:
        before = len(missing)
        for path in missing:
            node = inspection.instance.node(path)
            if node.relevant and not node.value and node.type != "upload":
                inspection.answer(path, _passing(inspection, path))
        if len(inspection.result().unanswered) >= before:
            raise AssertionError(f"cannot be answered: {missing}")


def _passing(inspection: Inspection, path: str) -> str:
    node = inspection.instance.node(path)
    question = inspection.policy.get(path)
    failing = set(question.fail.split()) if question else set()
    if node.choices:
        return next(choice.name for choice in node.choices if choice.name not in failing)
    return {"date": "2027-12-31", "int": "0", "integer": "0", "decimal": "5"}.get(node.bind_type, "ปกติ")


def picture(width: int = 640, height: int = 480, colour: str = "steelblue") -> bytes:
    """Return a small JPEG."""
    from io import BytesIO

    from PIL import Image

    file = BytesIO()
    Image.new("RGB", (width, height), colour).save(file, "JPEG")
    return file.getvalue()


def drawn_signature() -> bytes:
    """Return a PNG as the signature pad gives it."""
    from io import BytesIO

    from PIL import Image, ImageDraw

    file = BytesIO()
    image = Image.new("RGB", (300, 90), "white")
    ImageDraw.Draw(image).line([(20, 60), (80, 20), (140, 70), (260, 30)], fill="black", width=3)
    image.save(file, "PNG")
    return file.getvalue()


# A checklist with rows: counted ones, free ones, rows inside rows.
_POINTS: list[list[str | None]] = [
    ["type", "name", "label", "repeat_count", "calculation", "fieldkit::fail", "fieldkit::severity"],
    ["integer", "stacks", "How many stacks"],
    ["begin_repeat", "stack", "Stack", "${stacks}"],
    ["text", "fuel", "Fuel"],
    ["end_repeat"],
    ["begin_repeat", "point", "Sampling point"],
    ["text", "name", "Name"],
    ["decimal", "ph", "pH", None, None, ". > 9", "C"],
    ["image", "photo", "Photo"],
    ["begin_repeat", "reading", "Reading"],
    ["decimal", "value", "Value"],
    ["end_repeat"],
    ["end_repeat"],
    ["calculate", "sum", None, None, "sum(${ph})"],
]


def start_points(workspace: Workspace, folder: Path) -> Inspection:
    """Install the checklist PTS and start it at the mill."""
    import openpyxl

    from fieldkit.model import checklists, inspections
    from fieldkit.model.xlsform.conversion import convert

    book = openpyxl.Workbook()
    survey = book.active
    assert survey is not None
    survey.title = "survey"
    for row in _POINTS:
        survey.append(row)
    settings = book.create_sheet("settings")
    settings.append(["form_title", "form_id", "version"])
    settings.append(["Points", "PTS", "1"])
    file = folder / "points.xlsx"
    book.save(file)
    checklists.install(workspace, convert(file), file.read_bytes())
    return inspections.start(workspace, MILL, "PTS")
