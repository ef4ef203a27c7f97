"""A workbook as an office makes it: merged cells, a picture, a chart, colours, names, print set-up."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

REPEATED = 6
"""The row that repeats."""


def make(path: Path, **cells: str) -> Path:
    """Write the template; ``cells`` replace or add texts by their place."""
    from openpyxl import Workbook
    from openpyxl.chart import BarChart, Reference
    from openpyxl.drawing.image import Image
    from openpyxl.formatting.rule import CellIsRule
    from openpyxl.styles import Font, PatternFill
    from openpyxl.workbook.defined_name import DefinedName
    from openpyxl.worksheet.datavalidation import DataValidation
    from PIL import Image as Picture

    book: Any = Workbook()
    sheet = book.active
    sheet.title = "ผู้ว่าฯ"
    texts = {
        "A1": "{{office}}",
        "A2": "สรุปงวด {{period}} ณ {{today}}",
        "A3": "{{today}}",
        "A5": "อำเภอ",
        "B5": "ตรวจแล้ว",
        "C5": "ร้อยละ",
        "A6": "{{r1.each.district}}",
        "B6": "{{r1.each.covered}}",
        "C6": "{{r1.each.share}}",
        "A7": "รวม",
        "B7": "{{r1.total.covered}}",
        "C7": "{{ R1.total.share }}",
        "A8": "เมืองพิจิตร {{r1.เมืองพิจิตร.covered}} แห่ง จาก {{indicator.coverage_risk.denominator}}",
        "A9": "อนุมัติ",
    } | cells
    for place, text in texts.items():
        sheet[place] = text
    sheet["A1"].font = Font(name="TH SarabunPSK", size=20, bold=True)
    sheet["C6"].number_format = sheet["C7"].number_format = "0.00%"
    sheet["A3"].number_format = "[$-107041E]d mmm yyyy"
    sheet["B6"].fill = PatternFill("solid", fgColor="FFDDEEFF")
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("C6:D6")
    sheet.merge_cells("A9:D10")
    red = PatternFill("solid", bgColor="FFFFC7CE")
    sheet.conditional_formatting.add("C6:C7", CellIsRule(operator="lessThan", formula=["0.8"], fill=red))
    sheet.add_data_validation(DataValidation(type="list", formula1="$A$9", sqref="B9"))
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=5, max_row=6), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=6, max_row=6))
    chart.title = "ตรวจแล้ว {{fiscal_year}}"
    sheet.add_chart(chart, "A12")
    held = BytesIO()
    Picture.new("RGB", (40, 40), "navy").save(held, "PNG")
    sheet.add_image(Image(held), "F1")
    sheet.print_title_rows, sheet.print_area = "1:5", "A1:D30"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.oddHeader.center.text = "{{office}}"
    sheet.freeze_panes = "A6"
    book.defined_names["Total"] = DefinedName("Total", attr_text="'ผู้ว่าฯ'!$B$7")
    other = book.create_sheet("อื่น")
    other["A1"] = "ไม่มีช่องแทนค่า"
    book.save(path)
    return path
