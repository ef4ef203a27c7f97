"""A checklist with every kind of question, in Thai and English, as long-winded as real ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.office import MILL

if TYPE_CHECKING:
    from pathlib import Path

    from fieldkit.model.inspections import Inspection
    from fieldkit.model.workspace import Workspace

FORM = "KND"
PHOTOS = ("crimson", "darkseagreen")  # of one colour each, so that a picture can be told from the window
_TEXTS = ("label", "hint")
_LANGUAGES = ("Thai (th)", "English (en)")
# type, name, Thai, English, and the other columns
_SURVEY: tuple[tuple[str, str, str, str, dict[str, str]], ...] = (
    ("begin_group", "typed", "คำตอบที่พิมพ์", "Typed answers", {}),
    ("text", "words",
     "ชื่อผู้นำตรวจและตำแหน่งในโรงงาน",
     "Who showed us round, and their position",
     {"required": "yes"}),
    ("text", "lines",
     "สภาพทั่วไปของโรงงานในวันตรวจ",
     "General state of the factory today",
     {"appearance": "multiline"}),
    ("integer", "count",
     "จำนวนคนงานที่พบ",
     "Workers met",
     {"constraint": ". < 10000", "refusal": "ต้องน้อยกว่า 10,000", "refusal_en": "Fewer than 10,000"}),
    ("decimal", "ph", "ค่า pH ของน้ำทิ้งจุดสุดท้าย", "pH of the water at the last outlet", {"unit": "pH"}),
    ("date", "paid",
     "ชำระค่าธรรมเนียมถึงวันที่",
     "Fee paid until",
     {"hint": "ดูจากใบเสร็จล่าสุด", "hint_en": "See the last receipt"}),
    ("time", "began", "เวลาเริ่มเดินเครื่อง", "Machines start at", {}),
    ("dateTime", "happened", "วันเวลาที่เกิดเหตุครั้งล่าสุด", "Last accident, day and time", {}),
    ("date", "month", "เดือนที่ซ้อมดับเพลิง", "Month of the fire drill", {"appearance": "month-year"}),
    ("date", "year", "ปีที่ติดตั้งหม้อน้ำ", "Year the boiler was installed", {"appearance": "year"}),
    ("text", "digits", "เลขมิเตอร์น้ำ", "Water meter", {"appearance": "numbers"}),
    ("text", "secret", "รหัสประตู", "Gate code", {"appearance": "masked"}),
    ("text", "page", "เว็บไซต์ของโรงงาน", "Website of the factory", {"appearance": "url"}),
    ("text", "phone", "โทรศัพท์", "Telephone", {}),
    ("barcode", "code", "รหัสเครื่องจักร", "Code of the machine", {}),
    ("geopoint", "gate", "พิกัดประตูโรงงาน", "Place of the gate", {}),
    ("geoshape", "yard", "แนวเขตลานกองวัตถุดิบ", "Outline of the storage yard", {}),
    ("note", "known", "เลขทะเบียนโรงงานตามระบบ", "Register number", {}),
    ("end_group", "", "", "", {}),
    ("begin_group", "chosen", "คำตอบที่เลือก", "Chosen answers", {}),
    ("select_one yn", "yn",
     "ทางออกและประตูฉุกเฉินกว้างไม่น้อยกว่า 110 เซนติเมตร เปิดออกได้ทันทีโดยไม่ใช้กุญแจ และไม่มีสิ่งกีดขวาง",
     "Exits and emergency doors are at least 110 cm wide, open at once without a key, nothing in the way",
     {"required": "yes"}),
    ("select_one long", "long", "การจัดการกากของเสียอันตราย", "Handling of hazardous waste", {}),
    ("select_multiple risk", "risks", "ความเสี่ยงที่พบ", "Risks met", {}),
    ("select_one often", "likert",
     "คนงานสวมหมวกนิรภัยในเขตก่อสร้าง",
     "Workers wear helmets in the building zone",
     {"appearance": "likert"}),
    ("select_multiple risk", "wide", "มาตรการที่ใช้แล้ว", "Measures in use", {"appearance": "columns-2"}),
    ("select_one risk", "short", "ความเสี่ยงหลัก", "Main risk", {"appearance": "minimal"}),
    ("select_multiple risk", "several", "ความเสี่ยงรอง", "Other risks", {"appearance": "autocomplete"}),
    ("select_one sign", "sign", "ป้ายเตือนที่ติดไว้", "Warning sign shown", {}),
    ("rank risk", "order", "จัดลำดับความเร่งด่วน", "Order of urgency", {}),
    ("range", "noise",
     "เสียงที่รั้วโรงงาน",
     "Noise at the fence",
     {"parameters": "start=0 end=100 step=5"}),
    ("range", "level",
     "ระดับน้ำในบ่อพัก",
     "Level of the holding pond",
     {"parameters": "start=0 end=10 step=1", "appearance": "vertical"}),
    ("range", "stars",
     "ความเรียบร้อยโดยรวม",
     "Tidiness altogether",
     {"parameters": "start=1 end=5 step=1", "appearance": "rating"}),
    ("acknowledge", "seen",
     "ผู้นำตรวจรับทราบข้อบกพร่อง",
     "The guide has heard of the findings",
     {"required": "yes"}),
    ("end_group", "", "", "", {}),
    ("begin_group", "table",
     "ตารางอุปกรณ์ความปลอดภัย",
     "Table of safety equipment",
     {"appearance": "field-list"}),
    ("select_one state", "equipment", "อุปกรณ์", "Equipment", {"appearance": "label"}),
    ("select_one state", "extinguisher", "ถังดับเพลิง", "Extinguishers", {"appearance": "list-nolabel"}),
    ("select_one state", "hydrant", "หัวจ่ายน้ำดับเพลิง", "Hydrants", {"appearance": "list-nolabel"}),
    ("end_group", "", "", "", {}),
    ("begin_group", "files", "ภาพและไฟล์", "Photos and files", {}),
    ("image", "photo", "ภาพหน้าโรงงาน", "Photo of the front", {}),
    ("image", "sketch", "ภาพร่างจุดเกิดเหตุ", "Sketch of the place", {"appearance": "draw"}),
    ("image", "signed", "ลายมือชื่อผู้นำตรวจ", "Signature of the guide", {"appearance": "signature"}),
    ("audio", "sound", "เสียงบันทึกจุดที่ร้องเรียน", "Recording at the place of the complaint", {}),
    ("file", "plan", "แผนผังโรงงาน", "Plan of the factory", {}),
    ("end_group", "", "", "", {}),
    ("begin_group", "rows", "จุดเก็บตัวอย่าง", "Sampling", {}),
    ("begin_repeat", "point", "จุดเก็บตัวอย่างน้ำ", "Sampling point", {}),
    ("text", "point_name", "ชื่อจุด", "Name of the point", {}),
    ("decimal", "bod", "ค่า BOD", "BOD", {}),
    ("end_repeat", "", "", "", {}),
    ("end_group", "", "", "", {}),
)  # fmt: skip
_CHOICES = {
    "yn": {"yes": ("ใช่", "Yes"), "no": ("ไม่ใช่", "No"), "na": ("ไม่เกี่ยวข้อง", "Not applicable")},
    "long": {
        "a": ("แยกเก็บและส่งกำจัดครบ", "Kept apart and all sent away"),
        "b": ("แยกเก็บแต่ยังไม่ส่งกำจัด", "Kept apart, not sent yet"),
        "c": ("ปนกับขยะทั่วไป", "Mixed with other waste"),
    },
    "risk": {
        "fire": ("ไฟไหม้", "Fire"),
        "leak": ("สารเคมีรั่วไหล", "Chemical leak"),
        "noise": ("เสียงดัง", "Noise"),
        "heat": ("ความร้อน", "Heat"),
    },
    "often": {
        "never": ("ไม่เคย", "Never"),
        "seldom": ("นาน ๆ ครั้ง", "Seldom"),
        "often": ("บ่อย", "Often"),
        "always": ("ทุกครั้ง", "Always"),
    },
    "state": {
        "good": ("พร้อมใช้", "Ready"),
        "poor": ("ชำรุด", "Damaged"),
        "none": ("ไม่มี", "Missing"),
    },
    "sign": {"flame": ("วัตถุไวไฟ", "Flammable"), "skull": ("สารพิษ", "Poison")},
}
ANSWERS = {
    "words": "นางสาวมานี รักงาน ผู้จัดการโรงงาน",
    "lines": "เดินเครื่องสองสาย\nพื้นสะอาด มีน้ำขังหน้าห้องหม้อน้ำ",
    "count": "34",
    "paid": "2027-07-25",
    "began": "08:30:00.000+07:00",
    "page": "https://example.org/rice-mill",
    "gate": "16.2100 100.4200 0 0",
    "yn": "no",
    "long": "b",
    "risks": "fire noise",
    "likert": "often",
    "wide": "leak",
    "several": "noise heat",
    "sign": "flame",
    "noise": "70",
    "stars": "3",
    "extinguisher": "good",
    "hydrant": "poor",
}

QUESTIONS = tuple(row[1] for row in _SURVEY if row[0].split("_")[0] not in ("begin", "end"))


def install(workspace: Workspace, folder: Path, version: str) -> None:
    """Install the checklist; a version after the first asks one thing more and one less."""
    from fieldkit.model import checklists
    from fieldkit.model.xlsform.conversion import convert
    from tests.office import picture

    file = _workbook(folder / f"kinds-{version}.xlsx", version)
    media = {f"{name}.jpg": picture(120, 90, PHOTOS[0]) for name in _CHOICES["sign"]}
    checklists.install(workspace, convert(file), file.read_bytes(), media)


def _workbook(file: Path, version: str) -> Path:
    import openpyxl

    book = openpyxl.Workbook()
    survey = book.active
    assert survey is not None
    survey.title = "survey"
    texts = [f"{text}::{language}" for text in _TEXTS for language in _LANGUAGES]
    refusals = [f"constraint_message::{language}" for language in _LANGUAGES]
    others = ["appearance", "parameters", "required", "constraint"]
    own = ["fieldkit::fail", "fieldkit::severity", "fieldkit::unit"]
    survey.append(["type", "name", *texts, *refusals, *others, *own])
    for kind, name, thai, english, more in _SURVEY:
        if name == "phone" and version != "1":
            name, thai, english = "email", "อีเมล", "E-mail"
        judged = ["no", "M"] if name == "yn" else [None, None]
        beside = [more.get(key) for key in ("hint", "hint_en", "refusal", "refusal_en")]
        survey.append([kind, name, thai, english, *beside, *map(more.get, others), *judged, more.get("unit")])
    choices = book.create_sheet("choices")
    choices.append(
        ["list_name", "name", *texts[:2], *(f"media::image::{language}" for language in _LANGUAGES)]
    )
    for list_name, offered in _CHOICES.items():
        for name, labels in offered.items():
            picture = f"{name}.jpg" if list_name == "sign" else None
            choices.append([list_name, name, *labels, picture, picture])
    settings = book.create_sheet("settings")
    settings.append(["form_title", "fieldkit::title::English (en)", "form_id", "version"])
    settings.append(["แบบตรวจครบทุกชนิดคำถาม", "Checklist of every kind of question", FORM, version])
    book.save(file)
    return file


def start(workspace: Workspace) -> Inspection:
    """Start the checklist at the mill and answer some of it; the rest stays open."""
    from fieldkit.model import inspections
    from fieldkit.model.inspections import repeats
    from tests.office import path_of

    inspection = inspections.start(workspace, MILL, FORM)
    for name, value in ANSWERS.items():
        inspection.answer(path_of(inspection, name), value)
    area = path_of(inspection, "point")
    for _ in range(2):
        repeats.add_row(inspection, area)
    return inspection
