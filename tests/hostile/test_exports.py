"""What people type leaves as text by every door: no formula, nothing cut in silence, every file opens."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import docx
import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from fieldkit.cli import main
from fieldkit.model import inspections, records
from fieldkit.model.body import NotStorable
from fieldkit.model.cases import writing as cases
from fieldkit.model.workspace import Workspace
from tests.office import MILL, add_factory, answer_all, path_of, picture

FORMULAS = (
    *("=cmd|'/C calc'!A0", "+1+1", "-2+3", "@SUM(A1:A9)", "\t=1+1", "\r=1+1", '=HYPERLINK("http://x")'),
    *("=1+1\n=2+2", "'=1+1", "＝1+1", '=WEBSERVICE("http://x")', "{=1+1}", "=\u200b1+1", "|=1", "%0A=1"),
)
ODD = ("a\x00b", "bell\x07", "\ufffe\uffff", "\u202eabc", "_x0041_", "a\r\nb\rc", "<&>\"']]>", "\x0b\x1f")
LONG = "ยาว" * 12_000 + "ท้ายสุด"
"""36,007 letters: more than a cell of Excel holds."""
ENDS = "ท้ายสุด"


@pytest.fixture(scope="module")
def filled(furnished_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which every list holds texts that are made to be run, cut or refused."""
    import shutil

    folder = shutil.copytree(furnished_folder, tmp_path_factory.mktemp("exports") / "data")
    with closing(Workspace(folder)) as workspace:
        workspace.name_person(name=FORMULAS[0], position=FORMULAS[1], office=FORMULAS[2])
        for number, text in enumerate((*FORMULAS, *ODD)):
            add_factory(
                workspace, f"f{number}", name=text, operator=text, registration_no=f"1066000{number:07}"
            )
            records.add(
                workspace,
                "assignment",
                {"factory": f"f{number}", "fiscal_year": 2570, "kind": "PLAN", "note": text},
            )
            row = {
                "round": "1/2570",
                "issue_title": f"{text}x",
                "issue_no": number + 1,
                "due_date": "2027-01-31",
            }
            cases.add(workspace, "recommendation", row)
        visit = inspections.start(workspace, MILL, "GEN")
        answer_all(visit, gen16=visit.policy[path_of(visit, "gen16")].fail.split()[0])
        asked = [node.path for node in visit.instance.walk() if node.relevant and node.path in visit.policy]
        for path, text in zip(asked, (*FORMULAS, *ODD), strict=False):
            visit.note(path, text)
        visit.note(path_of(visit, "gen16"), LONG)
        inspections.attach_photo(visit, path_of(visit, "gen16"), picture(), name="=1+1.jpg")
        assert len(asked) > 8
    return folder


DOORS: dict[str, tuple[str, ...]] = {
    "inspections.xlsx": ("workbook",),
    "wide.xlsx": ("workbook", "--wide"),
    "register.xlsx": ("register",),
    "plan.xlsx": ("plan", "--year", "2570"),
    "findings.xlsx": ("findings",),
    "cases.xlsx": ("cases", "recommendation"),
    "params.xlsx": ("reference", "params"),
    "long.csv": ("shape", "long", "--for-excel"),
    "r1.xlsx": ("report", "R1"),
    "r2.xlsx": ("report", "R2"),
    "r3.xlsx": ("report", "R3"),
    "r4.xlsx": ("report", "R4"),
    "r5.xlsx": ("report", "R5"),
}


def export(folder: Path, target: Path, door: tuple[str, ...]) -> None:
    assert main(["--data", str(folder), "export", *door, "-o", str(target)]) == 0


def parts(path: Path) -> Iterator[bytes]:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith(("xl/worksheets/", "xl/shared")) and name.endswith(".xml"):
                yield archive.read(name)


def texts(path: Path) -> list[str]:
    book = openpyxl.load_workbook(path)
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row)
    found = []
    for cell in cells:
        assert cell.data_type not in ("f", "e"), (path.name, cell.coordinate, cell.value)
        if isinstance(cell.value, str):
            found.append(unescape(cell.value))
    return found


@pytest.mark.parametrize("name", [name for name in DOORS if name.endswith(".xlsx")])
def test_no_workbook_holds_a_formula_and_each_opens(filled: Path, tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    export(filled, target, DOORS[name])
    for part in parts(target):
        assert b"<f>" not in part
        assert b"<f " not in part
        assert b't="e"' not in part
    assert texts(target)


def test_a_long_text_is_whole_somewhere_in_the_workbook(filled: Path, tmp_path: Path) -> None:
    export(filled, tmp_path / "out.xlsx", DOORS["inspections.xlsx"])
    found = texts(tmp_path / "out.xlsx")
    assert all(len(text) <= 32_767 for text in found)
    cut = [text for text in found if len(text) > 20_000 and text.startswith("ยาว")]
    assert cut
    assert not any(text.endswith(ENDS) for text in cut)  # it goes on elsewhere, and says so
    assert any(text.endswith(ENDS) for text in found)
    assert sum(text.count("ยาว") for text in found) >= 12_000


def test_csv_for_excel_is_text_only(filled: Path, tmp_path: Path) -> None:
    target = tmp_path / "long.csv"
    export(filled, target, DOORS["long.csv"])
    rows = list(csv.reader(io.StringIO(target.read_text("utf-8-sig"), newline="")))
    assert len({len(row) for row in rows}) == 1
    for row in rows:
        for cell in row:
            assert not cell.startswith(("=", "+", "@", "\t", "\r")), cell
    assert any(ENDS in cell for row in rows for cell in row)


def test_a_memo_of_word_opens_and_holds_the_texts(filled: Path, tmp_path: Path) -> None:
    with closing(Workspace(filled)) as workspace:
        [inspection] = workspace.rows("SELECT id FROM inspection")
    target = tmp_path / "memo.docx"
    export(filled, target, ("memo", inspection["id"]))
    document = docx.Document(str(target))
    assert len(document.paragraphs) > 5
    with zipfile.ZipFile(target) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                assert b"w:fldSimple" not in archive.read(name)


@pytest.mark.parametrize("text", ["half \ud83d", "\udc00", "a\udfffb"])
def test_half_a_character_is_refused_before_it_is_stored(office: Workspace, text: str) -> None:
    with pytest.raises(NotStorable):
        add_factory(office, "half", name=text)
    assert office.rows("SELECT id FROM factory WHERE id = 'half'") == []


def test_planted_a_writer_that_lets_openpyxl_guess_is_red(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([FORMULAS[0]])
    book.save(tmp_path / "x.xlsx")
    with pytest.raises(AssertionError):
        texts(tmp_path / "x.xlsx")
