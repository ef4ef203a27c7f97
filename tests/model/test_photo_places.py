"""Where a photo was taken is kept, and leaves with no file unless somebody wants it to."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PIL import Image

from fieldkit.cli import Exit, main
from fieldkit.model import inspections
from fieldkit.model.export_recipes import Recipe, export
from fieldkit.model.images import inspect_image
from fieldkit.model.workspace import Workspace
from tests import tiny_checklists
from tests.model.shapes.test_shapes import SIGNED
from tests.model.test_images import GPS_IFD, camera_exif, photo
from tests.model.workbook.reading import table

SURVEY = [
    {"type": "image", "name": f"shot{number}", "label::Thai (th)": "ภาพ", "label::English (en)": "Photo"}
    for number in range(3)
]
KINDS = ("JPEG", "PNG", "WEBP")
PLACE = (14.05, 101.375)


@pytest.fixture
def signed(office: Workspace, tmp_path: Path) -> str:
    """A signed inspection with a photo of each kind, each with its place; returns its id."""
    inspection = tiny_checklists.start(office, tmp_path, SURVEY, [])
    for number, kind in enumerate(KINDS):
        data = photo((80, 60), kind, exif=camera_exif(6))
        inspections.attach_photo(inspection, f"/data/shot{number}", data, name=f"IMG {number}.{kind.lower()}")
    inspections.close(inspection, SIGNED)
    return inspection.id


def images_in(file: Path) -> Iterator[bytes]:
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            if Path(name).suffix.lower() in (".jpg", ".jpeg", ".png", ".webp"):
                yield archive.read(name)


def places(file: Path) -> list[tuple[float | None, float | None]]:
    found = []
    for data in images_in(file):
        with Image.open(io.BytesIO(data)) as opened:
            told = b"secret description" in data or bool(opened.getexif().get_ifd(GPS_IFD))
        info = inspect_image(data)
        assert told is (info.latitude is not None)
        found.append((info.latitude, info.longitude))
    return found


def test_the_database_and_the_originals_keep_them(office: Workspace, signed: str) -> None:
    rows = office.rows("SELECT latitude, longitude, sha256 FROM attachment WHERE inspection = ?", signed)
    assert [(row["latitude"], row["longitude"]) for row in rows if row["latitude"]] == [PLACE] * 3
    kept = [inspect_image(office.attachments.read(row["sha256"])).latitude for row in rows if row["latitude"]]
    assert kept == [PLACE[0]] * 3


Export = Callable[[Workspace, Path, bool], Path]


def workbook(workspace: Workspace, folder: Path, wanted: bool) -> Path:
    return export(workspace, Recipe(photo_places=wanted), folder / "book.xlsx").path


def odk(workspace: Workspace, folder: Path, wanted: bool) -> Path:
    return export(workspace, Recipe("odk", photo_places=wanted), folder / "odk.zip").path


@pytest.mark.parametrize("write", [workbook, odk])
def test_no_exported_image_tells_one(office: Workspace, signed: str, tmp_path: Path, write: Export) -> None:
    assert signed
    assert places(write(office, tmp_path, False)) == [(None, None)] * 3


def test_who_wants_them_gets_the_originals_and_the_columns(
    office: Workspace, signed: str, tmp_path: Path
) -> None:
    assert signed
    assert places(odk(office, tmp_path, True)) == [PLACE] * 3
    book = workbook(office, tmp_path, True)
    assert places(book) == [(None, None)] * 3, "small copies never tell one"
    rows = table(load_workbook(book), "Photos")
    assert [(row["latitude"], row["longitude"]) for row in rows] == [PLACE] * 3
    rows = table(load_workbook(workbook(office, tmp_path, False)), "Photos")
    assert not {"latitude", "longitude"} & rows[0].keys()


def test_the_command_line_asks_in_the_same_way(office: Workspace, signed: str, tmp_path: Path) -> None:
    assert signed
    office.close()
    shared = ["--data", str(office.folder), "export"]
    out = tmp_path / "out.zip"
    assert main([*shared, "shape", "odk", "-o", str(out)]) == Exit.DONE
    assert places(out) == [(None, None)] * 3
    assert main([*shared, "shape", "odk", "-o", str(out), "--photo-places"]) == Exit.DONE
    assert places(out) == [PLACE] * 3
    book, paper = tmp_path / "book.xlsx", tmp_path / "record.pdf"
    assert main([*shared, "workbook", "-o", str(book), "--photo-places"]) == Exit.DONE
    assert table(load_workbook(book), "Photos")[0]["latitude"] == pytest.approx(PLACE[0])
    assert main([*shared, "pdf", "-o", str(paper), "--inspection", signed]) == Exit.DONE
    told = paper.read_bytes()
    assert told.count(b"/DCTDecode") >= 3, "its photos are there as JPEG, as they were given"
    assert b"Exif" not in told
    assert b"secret description" not in told
