"""What XLSForm has and fieldkit does not offer, told by its place when a checklist is imported."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model.form.xlsform_outline import Outline, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldkit.model.form.xlsform_problem import Problem
    from fieldkit.model.form.xlsform_sheet import Sheet, Workbook

_PHONE = Text("เก็บคอลัมน์ไว้ แต่ไม่ถามบนคอมพิวเตอร์", "The field is kept but is not asked on a computer")
_TYPES: dict[str, Text] = {
    **dict.fromkeys(
        ("background-audio", "background-geopoint", "start-geopoint", "simserial", "subscriberid", "osm"),
        _PHONE,
    ),
    **dict.fromkeys(
        ("geotrace", "geoshape"),
        Text("พิมพ์พิกัดเป็นข้อความแทนการวาดบนแผนที่", "Points are typed instead of drawn on a map"),
    ),
    "select_one_external": Text("ใช้ select_one_from_file แทน", "Use select_one_from_file"),
    "begin loop": Text("ใช้ begin_repeat แทน", "Use begin_repeat"),
    "begin_loop": Text("ใช้ begin_repeat แทน", "Use begin_repeat"),
}
_SETTINGS: dict[str, Text] = {
    "submission_url": Text("ผลตรวจส่งด้วยการซิงก์ของ fieldkit", "Inspections are sent by fieldkit's own sync"),
    "auto_send": Text("ผลตรวจส่งด้วยการซิงก์ของ fieldkit", "Inspections are sent by fieldkit's own sync"),
    "auto_delete": Text("fieldkit ไม่ลบผลตรวจ", "fieldkit deletes no inspection"),
}
_APPEARANCES_LISTED = """
    field-list table-list label list-nolabel list minimal autocomplete search columns columns-pack
    no-buttons likert multiline numbers signature annotate draw month-year year quick pages horizontal
    compact quickcompact horizontal-compact thousands-sep picker rating vertical no-ticks counter masked
    url hidden-answer no-calendar new new-front front selfie image-map map maps placement-map buddhist
    ethiopian coptic islamic persian myanmar bikram-sambat hide-input bearing randomized theme-grid dr
    simple time
"""
_APPEARANCES = frozenset(_APPEARANCES_LISTED.split())
_FAMILY = re.compile(r"w\d{1,2}|columns-\d+|compact-\d+|quickcompact-\d+")
_PHONE_APPEARANCE = re.compile(r"ex:|intent:|printer|bearing$|hide-input$")
_KNOWN_LISTED = """
    type name label hint guidance_hint required required_message relevant constraint constraint_message
    calculation default read_only appearance choice_filter repeat_count parameters trigger rows disabled
    note media image big-image audio video save_to query bind control body instance fieldkit autoplay
    no_app_error_string noapperrorstring compact_tag intent sms_field sms_option sms_separator
    sms_allow_media sms_date_format sms_datetime_format sms_response
"""
_KNOWN = frozenset(_KNOWN_LISTED.split())


def check(workbook: Workbook, tree: Outline) -> Iterator[Problem]:
    """Yield what the checklist asks for and will not get."""
    survey = workbook.sheet("survey")
    for item in tree.items:
        kind = item.type if item.type in _TYPES else item.type.partition(" ")[0]
        if kind in _TYPES:
            yield survey.problem(
                "unsupported",
                item.row.number,
                "type",
                Text(f"fieldkit ไม่มีคำถามชนิด {kind}", f"fieldkit does not offer the type {kind}"),
                _TYPES[kind],
            )
        yield from _appearances(survey, item.row.number, item.row["appearance"])
    yield from _columns(survey)
    yield from _settings(workbook.sheet("settings"))


def _appearances(sheet: Sheet, row: int, text: str) -> Iterator[Problem]:
    if _PHONE_APPEARANCE.match(text):
        yield sheet.problem(
            "unsupported",
            row,
            "appearance",
            Text(f"รูปแบบ {text} มีเฉพาะบนโทรศัพท์", f"The appearance {text} exists on phones only"),
            Text("ถามเป็นคำถามธรรมดา", "The question is asked plainly"),
        )
        return
    # A function such as search('file') is no list of words.
    for word in [] if "(" in text or "${" in text else text.split():
        if word not in _APPEARANCES and not _FAMILY.fullmatch(word):
            near = nearest(word, _APPEARANCES)
            yield sheet.problem(
                "unsupported",
                row,
                "appearance",
                Text(f"ไม่รู้จักรูปแบบ {word} จึงไม่มีผล", f"Unknown appearance {word}; it has no effect"),
                Text(f"หมายถึง {near} หรือไม่", f"Did you mean {near}?")
                if near
                else Text(
                    "ลบออก หรือใช้ชื่อในเอกสาร XLSForm", "Remove it, or use a name of the XLSForm documentation"
                ),
            )


def _columns(sheet: Sheet) -> Iterator[Problem]:
    for key, (header, _) in sheet.columns.items():
        head = key.partition("::")[0]
        if head not in _KNOWN:
            near = nearest(head, _KNOWN)
            yield sheet.problem(
                "warning",
                1,
                key,
                Text(f"คอลัมน์ {header} ไม่มีผล", f"Column {header} has no effect"),
                Text(f"หมายถึง {near} หรือไม่", f"Did you mean {near}?")
                if near
                else Text("ใช้เป็นบันทึกได้ หรือลบออก", "It may stay as a note, or be removed"),
            )


def _settings(sheet: Sheet) -> Iterator[Problem]:
    for row in sheet.filled():
        if row["public_key"]:
            yield sheet.problem(
                "error",
                row.number,
                "public_key",
                Text("fieldkit ไม่รับแบบตรวจที่เข้ารหัส", "fieldkit does not take encrypted forms"),
                Text("ลบค่า public_key แล้วนำเข้าใหม่", "Clear public_key and import it again"),
            )
        for name, why in _SETTINGS.items():
            if row[name]:
                yield sheet.problem(
                    "unsupported",
                    row.number,
                    name,
                    Text(f"การตั้งค่า {name} ไม่มีผล", f"The setting {name} has no effect"),
                    why,
                )
        return
