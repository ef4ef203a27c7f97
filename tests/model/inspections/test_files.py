"""Recordings, documents and layers of inspections; files and the register of checklists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.model import checklists, inspections
from fieldkit.model.inspections import files, layers
from fieldkit.model.inspections.errors import FileTooLarge, InspectionSealed, WrongFile
from fieldkit.model.inspections.layers import Stroke
from tests import tiny_checklists
from tests.office import MILL, path_of, picture

if TYPE_CHECKING:
    from pathlib import Path

    from fieldkit.model.inspections import Inspection
    from fieldkit.model.workspace import Workspace

MP3 = b"ID3\x04\x00" + bytes(40)


@pytest.fixture
def inspection(office: Workspace) -> Inspection:
    return inspections.start(office, MILL, "GEN")


def test_a_recording_is_kept_as_it_is_and_read_again(inspection: Inspection) -> None:
    path = path_of(inspection, "gen16")
    record = inspections.attach_file(inspection, path, MP3, name="../../pump.MP3")
    opened = inspections.open_inspection(inspection.workspace, inspection.id)
    (row,) = opened.photos(path)
    assert (row["id"], row["name"], row["media_type"], row["kind"]) == (
        record,
        "pump.MP3",
        "audio/mpeg",
        "file",
    )
    assert opened.workspace.attachments.read(row["sha256"]) == MP3
    inspections.detach(opened, record)
    assert opened.photos(path) == []


def test_a_file_without_a_name_gets_one_with_its_suffix(inspection: Inspection) -> None:
    path = path_of(inspection, "gen16")
    inspections.attach_file(inspection, path, b"%PDF-1.4\n")
    assert inspection.photos(path)[0]["name"].endswith(".pdf")


def test_a_picture_goes_the_way_of_photos(inspection: Inspection) -> None:
    path = path_of(inspection, "gen16")
    inspections.attach_file(inspection, path, picture(), name="a.jpg")
    assert inspection.photos(path)[0]["kind"] == "photo"


def test_too_large_and_unknown_files_are_refused(
    inspection: Inspection, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = path_of(inspection, "gen16")
    with pytest.raises(WrongFile):
        inspections.attach_file(inspection, path, b"MZ\x90", name="a.mp3")
    monkeypatch.setattr(files, "MAX_FILE_BYTES", 20)
    with pytest.raises(FileTooLarge, match="MB"):
        inspections.attach_file(inspection, path, MP3)
    assert inspection.photos(path) == []


def test_a_signed_inspection_takes_no_file(inspection: Inspection) -> None:
    inspection.row["state"] = "closed"
    with pytest.raises(InspectionSealed):
        inspections.attach_file(inspection, path_of(inspection, "gen16"), MP3)


def test_a_layer_replaces_the_one_before_and_is_no_photo(inspection: Inspection) -> None:
    path = path_of(inspection, "gen16")
    photo = inspections.attach_photo(inspection, path, picture(), name="a.jpg")
    strokes = [Stroke("fail", ((0.1, 0.2), (0.3, 0.4)))]
    inspections.attach_layer(inspection, photo, layers.dump(strokes))
    more = [*strokes, Stroke("text", ((0.5, 0.5),))]
    inspections.attach_layer(inspection, photo, layers.dump(more))
    opened = inspections.open_inspection(inspection.workspace, inspection.id)
    assert [row["id"] for row in opened.photos(path)] == [photo]
    assert layers.drawn_over(opened, photo) == more


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_what_is_no_layer_is_empty(data: bytes) -> None:
    assert layers.load(data) == []


def test_strange_strokes_are_left_out() -> None:
    data = (
        b'{"strokes":[{"colour":"url(x)","points":[[0,0]]},{"colour":"fail","points":[[1e999,0]]},'
        b'{"colour":"fail","points":[[2,-1]]},5,{"colour":"fail","points":[]}]}'
    )
    assert layers.load(data) == [Stroke("fail", ((1.0, 0.0),))]


def test_a_checklist_brings_the_files_beside_its_workbook(office: Workspace, tmp_path: Path) -> None:
    import openpyxl

    from fieldkit.model.xlsform.conversion import convert

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "survey"
    sheet.append(["type", "name", "label"])
    sheet.append(["select_one_from_file things.csv", "thing", "Thing"])
    settings = book.create_sheet("settings")
    settings.append(["form_title", "form_id", "version"])
    settings.append(["Things", "THG", "1"])
    file = tmp_path / "THG.xlsx"
    book.save(file)
    (tmp_path / "THG-media").mkdir()
    (tmp_path / "THG-media" / "things.csv").write_text("name,label\na,หม้อ\nb,ถัง\n", encoding="utf-8")
    media = checklists.media_beside(file)
    checklists.install(office, convert(file), file.read_bytes(), media)
    opened = inspections.start(office, MILL, "THG")
    assert [choice.label for choice in opened.instance.node("/data/thing").choices] == ["หม้อ", "ถัง"]
    opened.answer("/data/thing", "b")
    again = inspections.open_inspection(office, opened.id)
    assert again.instance.node("/data/thing").value == "b"


# --- one commit --------------------------------------------------------------------------------


def commits(inspection: Inspection) -> int:
    (row,) = inspection.workspace.rows("SELECT count(DISTINCT json_extract(body, '$.tx')) AS n FROM change")
    return int(row["n"])


@pytest.fixture
def uploading(office: Workspace, tmp_path: Path) -> Inspection:
    return tiny_checklists.start(office, tmp_path, [{"type": "image", "name": "a_photo", "label": "Photo"}])


def test_a_photo_and_its_answer_are_one_commit(uploading: Inspection) -> None:
    path = path_of(uploading, "a_photo")
    before = commits(uploading)
    first = inspections.attach_photo(uploading, path, picture(), name="a.jpg")
    assert commits(uploading) == before + 1
    assert uploading.instance.node(path).value == "a.jpg"
    inspections.attach_photo(uploading, path, picture(40, 30), name="b.jpg")
    inspections.detach(uploading, first)
    assert commits(uploading) == before + 3
    opened = inspections.open_inspection(uploading.workspace, uploading.id)
    assert opened.instance.node(path).value == "b.jpg"
    assert [row["name"] for row in opened.photos(path)] == ["b.jpg"]


def test_a_photo_whose_answer_cannot_be_saved_is_not_attached(
    uploading: Inspection, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = path_of(uploading, "a_photo")

    def full(*_arguments: object, **_options: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(type(uploading.workspace.log), "commit", full)
        with pytest.raises(OSError, match="disk full"):
            inspections.attach_photo(uploading, path, picture(), name="a.jpg")
    assert uploading.photos(path) == []
    assert uploading.instance.node(path).value == ""
    opened = inspections.open_inspection(uploading.workspace, uploading.id)
    assert opened.photos(path) == []


def test_what_is_drawn_anew_replaces_the_layer_in_one_commit(inspection: Inspection) -> None:
    path = path_of(inspection, "gen16")
    photo = inspections.attach_photo(inspection, path, picture(), name="a.jpg")
    inspections.attach_layer(inspection, photo, layers.dump([]))
    before = commits(inspection)
    second = inspections.attach_layer(inspection, photo, layers.dump([]))
    assert commits(inspection) == before + 1
    assert (found := files.layer_of(inspection, photo)) is not None
    assert found["id"] == second
