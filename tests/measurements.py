"""A checklist of measurements: limits of each kind, duplicate readings, a correction, a row of stacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from fieldkit.model.inspections import Inspection
    from fieldkit.model.workspace import Workspace

_HEADERS = ("type", "name", "label::Thai (th)", "label::English (en)", "required", "relevant")
_POLICY = ("limit", "unit", "severity", "law", "fail", "reading", "correction")
_SURVEY: list[dict[str, str]] = [
    {"type": "begin_group", "name": "water", "label": "น้ำทิ้ง|Effluent"},
    {"type": "decimal", "name": "ph", "label": "pH|pH", "limit": "WW-PH", "severity": "C", "required": "yes"},
    {
        "type": "decimal",
        "name": "bod",
        "label": "บีโอดี|BOD",
        "limit": "WW-BOD",
        "severity": "C",
        "unit": "mg/L",
    },
    {
        **{"type": "decimal", "name": "cod", "label": "ซีโอดี|COD", "limit": "WW-COD", "severity": "C"},
        **{"unit": "mg/L", "reading": "mean"},
    },
    {"type": "decimal", "name": "space", "label": "พื้นที่|Area", "limit": "WORK-AREA", "severity": "m"},
    {"type": "decimal", "name": "pm25", "label": "ฝุ่น|Dust", "limit": "PM25-HANDHELD", "severity": "M"},
    {"type": "end_group"},
    {"type": "begin_repeat", "name": "stack", "label": "ปล่อง|Stack"},
    {"type": "decimal", "name": "o2", "label": "ออกซิเจน|Oxygen", "unit": "%"},
    {
        **{
            "type": "decimal",
            "name": "dust",
            "label": "ฝุ่นปล่อง|Stack dust",
            "limit": "AMB-TSP-24H",
            "severity": "M",
        },
        **{"unit": "µg/m³", "correction": "O2-7 ${o2}", "law": "ประกาศ อก. 2549"},
    },
    {"type": "end_repeat"},
    {"type": "begin_group", "name": "order", "label": "ความเรียบร้อย|Order"},
    *(
        {
            "type": "select_one yna",
            "name": f"q{n}",
            "label": f"ข้อ {n}|Item {n}",
            "fail": "no",
            "severity": "m",
        }
        for n in range(1, 6)
    ),
    {"type": "select_one grade", "name": "grade", "label": "ระดับ|Grade", "fail": "bad", "severity": "m"},
    {"type": "end_group"},
]
_CHOICES = [
    ("yna", "yes", "ใช่", "Yes"),
    ("yna", "no", "ไม่ใช่", "No"),
    ("yna", "na", "ไม่เกี่ยวข้อง", "Not applicable"),
    ("grade", "good", "ดี", "Good"),
    ("grade", "fair", "พอใช้", "Fair"),
    ("grade", "bad", "ไม่ดี", "Bad"),
]


def install_measurements(workspace: Workspace, folder: Path) -> None:
    """Install the checklist MEA."""
    import openpyxl

    from fieldkit.model import checklists
    from fieldkit.model.xlsform.conversion import convert

    book = openpyxl.Workbook()
    survey = book.active
    assert survey is not None
    survey.title = "survey"
    survey.append([*_HEADERS, *(f"fieldkit::{name}" for name in _POLICY)])
    for row in _SURVEY:
        th, _, en = row.get("label", "").partition("|")
        cells = {**row, "label::Thai (th)": th, "label::English (en)": en}
        survey.append([cells.get(name) or None for name in (*_HEADERS, *_POLICY)])
    choices = book.create_sheet("choices")
    choices.append(["list_name", "name", "label::Thai (th)", "label::English (en)"])
    for choice in _CHOICES:
        choices.append(list(choice))
    settings = book.create_sheet("settings")
    settings.append(["form_title", "form_id", "version", "default_language"])
    settings.append(["Measurements", "MEA", "1", "Thai (th)"])
    file = folder / "measurements.xlsx"
    book.save(file)
    conversion = convert(file)
    assert not [problem for problem in conversion.problems if problem.level == "error"]
    checklists.install(workspace, conversion, file.read_bytes())


def start_measurements(workspace: Workspace, folder: Path) -> Inspection:
    """Install MEA and start it at the mill."""
    from fieldkit.model import inspections
    from tests.office import MILL

    install_measurements(workspace, folder)
    return inspections.start(workspace, MILL, "MEA")


def close_measurements(inspection: Inspection) -> None:
    """Close as partly done, signed by typed names."""
    from fieldkit.model import inspections

    signatures = [
        inspections.Signature("inspector", "กฤษณะ ใจดี", typed=True),
        inspections.Signature("representative", "มานะ", typed=True),
    ]
    inspections.close(inspection, signatures, closing="partial", reason="ฝนตก")
