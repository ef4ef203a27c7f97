"""A data folder with three inspections of the shipped general checklist."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from fieldkit.model import inspections
from fieldkit.model.body import Op
from fieldkit.model.inspections import Inspection, Signature
from fieldkit.model.tables import GROUPS
from fieldkit.model.workspace import Workspace

BANGKOK = timezone(timedelta(hours=7))


class Day:
    """A clock that a fixture moves from visit to visit."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 9, 30, tzinfo=BANGKOK)

    def __call__(self) -> datetime:
        return self.now


def picture(colour: str = "red", size: tuple[int, int] = (640, 480)) -> bytes:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[36867] = "2026:11:20 09:45:00"
    exif.get_ifd(0x8769)[36881] = "+07:00"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (14.0, 3.0, 0.0), "E", (101.0, 22.0, 30.0)
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", exif=exif)
    return out.getvalue()


def factory_ops(record: str, stream: str = "reg/25", **columns: Any) -> list[Op]:
    ops = []
    for group, names in GROUPS["factory"].items():
        values = {name: columns.get(name) for name in names}
        if any(value is not None for value in values.values()):
            ops.append(Op("factory", record, group, values, (), stream))
    return ops


def answer_all(inspection: Inspection, failing: int = 0) -> list[str]:
    """Answer every open question, ``failing`` of them so that they fail; returns the paths of those."""
    failed: list[str] = []
    for asked in list(inspections.questions(inspection)):
        node = inspection.instance.node(asked.path)
        if node.readonly or asked.value:
            continue
        if node.type == "select" and node.choices:
            names = [choice.name for choice in node.choices]
            inspection.answer(asked.path, names[1] if len(failed) < failing and len(names) > 1 else names[0])
            if inspection.finding(asked.path):
                failed.append(asked.path)
        elif node.bind_type in ("int", "integer"):
            inspection.answer(asked.path, "1200")
        elif node.bind_type == "decimal":
            inspection.answer(asked.path, "7.25")
        elif node.bind_type == "date":
            inspection.answer(asked.path, "2027-01-31")
        elif node.type == "input":
            inspection.answer(asked.path, '=HYPERLINK("http://evil";"กด")')
    return failed


class Filled:
    """The workspace and the ids in it."""

    def __init__(self, folder: Path) -> None:
        self.day = Day()
        self.workspace = Workspace(folder, clock=self.day)
        self.workspace.name_person(name="สมชาย ใจดี", position="วิศวกรชำนาญการ", office="สอจ.ปราจีนบุรี & คณะ")
        self.workspace.log.commit(
            [
                *factory_ops(
                    "11111111-1111-5111-8111-111111111111",
                    registration_no="10250000125678",
                    registration_no_old="3-2(1)-1/49ปจ",
                    name="โรงสีข้าว =ทดสอบ",
                    district="เมืองปราจีนบุรี",
                    province="ปราจีนบุรี",
                    province_code="25",
                    class_="3",
                    type_main="00901",
                    phone="0371234567",
                    hp=75.5,
                    workers=12,
                    status="1",
                    license_date="2006-05-01",
                ),
                *factory_ops(
                    "22222222-2222-5222-8222-222222222222",
                    registration_no="20250000225679",
                    name="โรงน้ำแข็ง",
                    district="กบินทร์บุรี",
                    province_code="25",
                    status="not_found",
                ),
                *factory_ops("33333333-3333-5333-8333-333333333333", name="ไม่เคยตรวจ", province_code="25"),
            ]
        )
        self.closed = self._closed()
        self.day.now += timedelta(days=1)
        self.draft = inspections.start(self.workspace, "22222222-2222-5222-8222-222222222222", "GEN").id

    def _closed(self) -> str:
        inspection = inspections.start(self.workspace, "11111111-1111-5111-8111-111111111111", "GEN")
        self.photo_path = answer_all(inspection, failing=3)[0]
        inspection.note(self.photo_path, "บันทึก\r\nสองบรรทัด")
        inspections.attach_photo(inspection, self.photo_path, picture(), name="IMG_0001.jpg")
        inspections.attach_photo(inspection, self.photo_path, picture("blue"), name="IMG_0002.jpg")
        answer_all(inspection)  # what became relevant
        asked = list(inspections.questions(inspection))
        self.failed = [question.path for question in asked if inspection.finding(question.path)]
        signatures = [
            Signature("inspector", "สมชาย ใจดี", image=picture()),
            Signature("representative", "สมหญิง รักงาน", image=picture()),
        ]
        inspections.close(inspection, signatures, closing="partial", reason="ทดสอบ")
        return inspection.id


@pytest.fixture(scope="package")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    found = Filled(tmp_path_factory.mktemp("filled") / "data")
    yield found
    found.workspace.close()
