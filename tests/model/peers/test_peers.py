"""Inspections of other programs: what was exported comes back as it was; what cannot be taken is told."""

from __future__ import annotations

import csv
import io
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldkit.model import inspections
from fieldkit.model.form_draft import repeat_keys, stored_values
from fieldkit.model.inspections import Inspection, repeats
from fieldkit.model.inspections.closing import close
from fieldkit.model.peers.importing import carry_out, import_inspections, origin_of
from fieldkit.model.peers.matching import ChecklistNeeded
from fieldkit.model.peers.preview import Wishes, preview_inspections
from fieldkit.model.register.importing import ImportResult, imports
from fieldkit.model.register.problems import RegisterRefused
from fieldkit.model.register.undo import undo_import
from fieldkit.model.shapes import ShapeOptions, export_shape
from fieldkit.model.verify import verify
from fieldkit.model.workbook import Filters
from fieldkit.model.workspace import Workspace
from tests import tiny_checklists
from tests.conftest import Clock
from tests.model.shapes.test_shapes import ANSWERS, CHOICES, SIGNED, SURVEY
from tests.office import MILL, picture

ASKED = [{"type": "text", "name": "factory_no", "label::Thai (th)": "เลขโรงงาน"}, *SURVEY]
STACK = "/data/stack"


@pytest.fixture
def there(furnished_folder: Path, tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    """Another laptop, with the same factory and checklist and no inspections."""
    folder = shutil.copytree(furnished_folder, tmp_path / "there")
    with closing(Workspace(folder, clock=clock)) as workspace:
        yield workspace


def filled(workspace: Workspace, folder: Path, answers: dict[str, str], *, photo: bool = True) -> Inspection:
    """Return a signed inspection of the stacks with these answers."""
    found = tiny_checklists.start(workspace, folder, ASKED, CHOICES)
    for area in (STACK, *[f"{STACK}[2]/reading"] * 2):
        repeats.add_row(found, area)
    for path, text in ({"/data/factory_no": MILL} | answers).items():
        found.answer(path, text)
    if photo:
        inspections.attach_photo(found, f"{STACK}[1]/shot", picture(), name="IMG 1.jpg")
    close(found, SIGNED)
    return found


def exported(workspace: Workspace, target: Path, shape: str, **options: Any) -> Path:
    export_shape(workspace, shape, target, filters=Filters(), options=ShapeOptions(**options))
    return target


def said(inspection: Inspection) -> tuple[dict[str, str], dict[str, int], list[tuple[str, str]]]:
    """Return what an inspection holds: answers and numbers of rows by present path, files."""
    form = inspection.instance
    files = [
        (node.path, row["sha256"])
        for node in form.walk()
        if node.leaf
        for row in inspection.photos(node.path)
    ]
    return stored_values(form), {path: len(keys) for path, keys in repeat_keys(form).items()}, files


def only(workspace: Workspace, result: ImportResult) -> Inspection:
    assert result.import_id is not None
    [entry] = result.preview.new
    return inspections.open_inspection(workspace, entry.id)


def reasons(result: ImportResult) -> list[str]:
    found = (*result.preview.rejected, *result.preview.warnings)
    return [f"{one.sheet}:{one.row}:{one.column}: {one.reason.en}" for one in found]


@pytest.mark.parametrize(
    "options",
    [{}, {"split_select_multiples": False, "for_excel": True}, {"group_names": False}],
)
def test_centrals_zip_comes_back_as_it_was(
    office: Workspace, there: Workspace, tmp_path: Path, options: dict[str, Any]
) -> None:
    sent = filled(office, tmp_path, ANSWERS)
    tiny_checklists.start(there, tmp_path, ASKED, CHOICES)
    file = exported(office, tmp_path / "TYP.zip", "odk", **options)
    result = import_inspections(there, file)
    got = only(there, result)
    assert reasons(result) == []
    assert said(got) == said(sent)
    assert said(sent)[2] == [(f"{STACK}[1]/shot", got.files[0]["sha256"])]


@pytest.mark.parametrize("options", [{}, {"language": "th"}, {"language": "en", "group_names": True}])
def test_kobos_workbook_comes_back_but_for_its_photos(
    office: Workspace, there: Workspace, tmp_path: Path, options: dict[str, Any]
) -> None:
    sent = filled(office, tmp_path, ANSWERS)
    tiny_checklists.start(there, tmp_path, ASKED, CHOICES)
    file = exported(office, tmp_path / "all.xlsx", "kobo", **options)
    result = import_inspections(there, file, Wishes(form_id="TYP"))
    got, before = said(only(there, result)), said(sent)
    [missing] = reasons(result)
    assert missing.startswith("stack:2:B: the file “IMG 1.jpg” is not among")
    before[0].pop(f"{STACK}[1]/shot")
    assert got == (before[0], before[1], [])


def zipped(target: Path, files: dict[str, bytes | str]) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target


def central(target: Path, *rows: dict[str, str], more: dict[str, bytes | str] | None = None) -> Path:
    """Write a zip as Central writes it, with these records."""
    header = list(dict.fromkeys(name for row in rows for name in row))
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(header)
    writer.writerows([row.get(name, "") for name in header] for row in rows)
    return zipped(target, {"TYP.csv": file.getvalue(), **(more or {})})


@pytest.fixture
def typ(there: Workspace, tmp_path: Path) -> Workspace:
    """The other laptop with the checklist TYP."""
    tiny_checklists.start(there, tmp_path, ASKED, CHOICES)
    return there


BASE = {"SubmissionDate": "2026-10-01T03:00:00.000Z", "factory_no": MILL, "KEY": "uuid:a"}


def test_the_same_file_again_changes_nothing_and_undo_takes_it_away(typ: Workspace, tmp_path: Path) -> None:
    file = central(tmp_path / "TYP.zip", BASE | {"note": "ก"}, BASE | {"KEY": "uuid:b", "note": "ข"})
    first = import_inspections(typ, file)
    assert first.counts == {"new": 2, "changed": 0, "unchanged": 0, "rejected": 0}
    again = import_inspections(typ, file)
    assert (again.import_id, again.counts["unchanged"]) == (None, 2)
    assert first.import_id is not None
    worked = inspections.open_inspection(typ, first.preview.new[0].id)
    worked.answer("/data/next", "2027-01-01")
    undone = undo_import(typ, first.import_id)
    assert (undone.removed, [kept.factory for kept in undone.kept]) == (1, [worked.id])
    third = import_inspections(typ, file)
    assert third.counts == {"new": 1, "changed": 0, "unchanged": 1, "rejected": 0}
    assert verify(typ) == []


def test_what_is_here_already_is_not_imported_over_itself(office: Workspace, tmp_path: Path) -> None:
    filled(office, tmp_path, ANSWERS)
    found = preview_inspections(office, exported(office, tmp_path / "TYP.zip", "odk"))
    assert (found.unchanged, found.writes) == (1, False)


def test_it_is_a_draft_that_says_where_it_came_from(typ: Workspace, tmp_path: Path) -> None:
    file = central(tmp_path / "TYP.zip", BASE | {"SubmitterName": "สมชาย", "note": "ก"})
    got = only(typ, import_inspections(typ, file))
    assert (got.closed, got.row["officer_name"], got.row["started_at"][:16]) == (
        *(False, "สมชาย"),
        "2026-10-01T10:00",
    )
    origin = origin_of(got.row["context"])
    assert origin is not None
    assert {key: origin[key] for key in ("program", "file", "instance", "author")} == {
        **{"program": "ODK Central", "file": "TYP.zip"},
        **{"instance": "uuid:a", "author": "สมชาย"},
    }


def test_each_thing_that_cannot_be_taken_is_told_with_its_place(typ: Workspace, tmp_path: Path) -> None:
    file = central(
        tmp_path / "TYP.zip",
        BASE | {"site-fuels": "husk coal", "site-open": "maybe", "next": "soon", "colour": "red"},
        BASE | {"KEY": "uuid:b", "factory_no": "nowhere"},
        BASE | {"KEY": "uuid:c", "factory_no": ""},
        BASE | {"note": "twice"},
        BASE | {"KEY": "uuid:d", "FormVersion": "7"},
        more={
            "TYP-stack.csv": "height,PARENT_KEY,KEY\n3,uuid:zzz,uuid:zzz/stack[1]\n",
            "TYP-pipe.csv": "length,PARENT_KEY,KEY\n3,uuid:a,uuid:a/pipe[1]\n",
        },
    )
    result = import_inspections(typ, file)
    told = reasons(result)
    assert result.counts["new"] == 2
    for place, word in (
        ("TYP.csv:3:B", "no factory has the number “nowhere”"),
        ("TYP.csv:4:B", "no number of a factory"),
        ("TYP.csv:5:", "stands further up"),
        ("TYP.csv:1:G", "the column “colour” is no question's"),
        ("TYP.csv:2:D", "there is no choice “husk coal”"),
        ("TYP.csv:2:E", "there is no choice “maybe”"),
        ("TYP.csv:2:F", "“soon” is no answer of the type date"),
        ("TYP.csv:6:", "version 7 of the checklist is not installed"),
        ("TYP-stack.csv:2:", "is not in the file"),
        ("TYP-pipe.csv:1:", "no repeat of the checklist"),
    ):
        assert [one for one in told if one.startswith(place) and word in one], (place, word, told)
    assert len(told) == 10


def test_a_column_may_be_named_for_the_factory(typ: Workspace, tmp_path: Path) -> None:
    row = {"KEY": "uuid:a", "SubmissionDate": "", "plate": "จ3-9(1)-12/48พจ", "note": "x"}
    file = central(tmp_path / "TYP.zip", row)
    assert import_inspections(typ, file).counts["rejected"] == 1
    assert import_inspections(typ, file, Wishes(factory_column="Plate")).counts["new"] == 1


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("broken.zip", b"PK\x03\x04 nothing"),
        ("empty.zip", b""),
        ("other.zip", {"readme.txt": "hello"}),
        ("bomb.zip", {"TYP.csv": b"0" * 30_000_000}),
        ("nul.zip", {"TYP.csv": b"KEY,SubmissionDate\n\0\0"}),
        ("other.csv", b"a,b\n1,2\n"),
        ("broken.xlsx", b"PK\x03\x04 nothing"),
        ("nothing.csv", b""),
        ("gone.zip", None),
        ("gone.xml", None),
    ],
)
def test_bad_files_are_refused_with_a_cure(
    there: Workspace, tmp_path: Path, name: str, data: bytes | dict[str, bytes | str] | None
) -> None:
    file = tmp_path / name
    if isinstance(data, dict):
        zipped(file, data)
    elif data is not None:
        file.write_bytes(data)
    with pytest.raises(RegisterRefused) as caught:
        import_inspections(there, file)
    assert caught.value.hint.th
    assert name in caught.value.place


def test_hostile_names_of_files_reach_nothing_outside(typ: Workspace, tmp_path: Path) -> None:
    secret = tmp_path / "secret.jpg"
    secret.write_bytes(picture())
    row = BASE | {"note": "=cmd"}
    rows = "shot,PARENT_KEY,KEY\n../secret.jpg,uuid:a,uuid:a/stack[1]\n"
    rows += f"{secret},uuid:a,uuid:a/stack[2]\nC:\\x\\in.jpg,uuid:a,uuid:a/stack[99999999]\n"
    file = central(tmp_path / "TYP.zip", row, more={"TYP-stack.csv": rows, "../../in.jpg": picture()})
    got = only(typ, import_inspections(typ, file))
    assert [row["name"] for row in got.files] == ["in.jpg"]
    assert stored_values(got.instance)["/data/note"] == "=cmd"
    assert len(repeat_keys(got.instance)[STACK]) == 3
    assert not (tmp_path.parent / "in.jpg").exists()


def test_a_file_that_is_no_picture_is_told(typ: Workspace, tmp_path: Path) -> None:
    rows = "shot,PARENT_KEY,KEY\na.jpg,uuid:a,uuid:a/stack[1]\n"
    result = import_inspections(
        typ, central(tmp_path / "TYP.zip", BASE, more={"TYP-stack.csv": rows, "media/a.jpg": b"MZ\0"})
    )
    assert only(typ, result).files == []
    assert len(reasons(result)) == 1


RECORD = """<data xmlns:jr="http://openrosa.org/javarosa" id="TYP" version="1">
<factory_no>{number}</factory_no>
<site><fuels>gas</fuels></site><stack jr:template=""><height/></stack>
<stack><height>2.50</height><shot>a.jpg</shot></stack><stack><height/></stack>
<paint>red</paint><meta><instanceID>uuid:{key}</instanceID></meta></data>"""


@pytest.mark.parametrize("as_zip", [True, False])
def test_instances_of_collect(typ: Workspace, tmp_path: Path, as_zip: bool) -> None:
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaa">]><data id="TYP">&a;</data>'
    files: dict[str, bytes | str] = {
        "instances/one/one.xml": RECORD.format(number=MILL, key="1"),
        "instances/one/a.jpg": picture(),
        "instances/two/two.xml": RECORD.format(number=MILL, key="2"),
        "instances/three/three.xml": bomb,
        "instances/four/four.xml": '<data id="UNKNOWN"/>',
    }
    source = zipped(tmp_path / "all.zip", files)
    if not as_zip:
        source = tmp_path / "all"
        for name, data in files.items():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    result = import_inspections(typ, source)
    assert result.counts == {"new": 2, "changed": 0, "unchanged": 0, "rejected": 2}
    one, two = (inspections.open_inspection(typ, entry.id) for entry in result.preview.new)
    assert stored_values(one.instance) == {
        "/data/factory_no": MILL,
        "/data/site/fuels": "gas",
        f"{STACK}[1]/height": "2.50",
        f"{STACK}[1]/shot": "a.jpg",
        "/data/meta/instanceID": "uuid:1",
    }
    assert len(repeat_keys(one.instance)[STACK]) == 2
    # the photo of the first is not taken for the second's
    assert [len(found.files) for found in (one, two)] == [1, 0]
    told = "\n".join(reasons(result))
    for words in ("XML cannot be read", "“UNKNOWN” is not installed", "“paint” is no question's", "“a.jpg”"):
        assert words in told


def test_safetyculture_is_matched_by_page_and_label(typ: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "audits.csv"
    file.write_text(
        "auditID,auditName,Title Page_Conducted on,Title Page_Prepared by,Site_Open,ที่ตั้ง_เชื้อเพลิง,Next,Colour,"
        "No\n"
        f"audit_1,A,2026-10-01 09:30,Somchai,Yes,แกลบ; ก๊าซ,2027-01-31,red,{MILL}\n",
        encoding="utf-8",
    )
    with pytest.raises(ChecklistNeeded):
        preview_inspections(typ, file)
    result = import_inspections(typ, file, Wishes("TYP", "No"))
    got = only(typ, result)
    values = stored_values(got.instance)
    assert {path: values[path] for path in values if "meta" not in path} == {
        "/data/site/open": "yes",
        "/data/site/fuels": "husk gas",
        "/data/next": "2027-01-31",
    }
    assert (got.row["officer_name"], got.row["started_at"][:16]) == ("Somchai", "2026-10-01T09:30")
    assert [one.reason.en for one in result.preview.warnings if "Colour" in one.reason.en]


def test_the_long_file_of_safetyculture_is_one_inspection(typ: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "audit.csv"
    file.write_text(
        f"template_name,Types\naudit_id,audit_9\naudit_started,1790000000\naudit_client,{MILL}\n\n"
        "ID,Type,Label,Options,Parent,Response\n1,section,Site,,,\n2,question,Open,,1,No\n"
        "3,text,Note,,,hello\n",
        encoding="utf-8",
    )
    got = only(typ, import_inspections(typ, file, Wishes(factory_column="audit_client")))
    values = stored_values(got.instance)
    assert (values["/data/site/open"], values["/data/note"]) == ("no", "hello")


def test_formulas_of_a_workbook(typ: Workspace, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["factory_no", "note", "next", "_uuid", "_submission_time"])
    sheet.append([MILL, "fine", "=1+1", "u1", None])
    sheet.append([MILL, "fine", None, "u2", None])
    sheet["B3"].value, sheet["B3"].data_type = "#REF!", "e"
    book.save(tmp_path / "k.xlsx")
    result = import_inspections(typ, tmp_path / "k.xlsx", Wishes("TYP"))
    assert result.counts["new"] == 2
    told = reasons(result)
    assert any("“=1+1” is no answer of the type date" in one for one in told)
    assert any("a formula of Excel failed" in one for one in told)


def test_stopping_keeps_what_was_written_and_lists_it(typ: Workspace, tmp_path: Path) -> None:
    file = central(tmp_path / "TYP.zip", *(BASE | {"KEY": f"uuid:{n}"} for n in range(4)))
    found = preview_inspections(typ, file)

    class Stopped(Exception):
        pass

    def stop(done: int, _total: int) -> None:
        if done == 3:
            raise Stopped

    with pytest.raises(Stopped):
        carry_out(typ, found, progress=stop)
    with typ.database.read() as connection:
        [past] = imports(connection)
    assert (past.table, past.counts["new"]) == ("inspection", 2)
    assert undo_import(typ, past.id).removed == 2


def test_sorting_the_records_may_be_stopped(typ: Workspace, tmp_path: Path) -> None:
    file = central(tmp_path / "TYP.zip", *(BASE | {"KEY": f"uuid:{n}"} for n in range(4)))
    seen: list[int] = []

    class Stopped(Exception):
        pass

    def stop(_done: int, total: int) -> None:
        assert total == 0, "an inspection was put together before all were sorted"
        seen.append(total)
        if len(seen) == 6:
            raise Stopped

    with pytest.raises(Stopped):
        preview_inspections(typ, file, progress=stop)


_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)
_VALUES = st.fixed_dictionaries(
    {},
    optional={
        "/data/note": _TEXT.map(str.strip).filter(bool),
        "/data/site/gate": st.just("16.5 100.25 0.0 3.0"),
        "/data/site/fuels": st.lists(st.sampled_from(["husk", "wood", "gas"]), min_size=1, unique=True).map(
            " ".join
        ),
        "/data/site/open": st.sampled_from(["yes", "no"]),
        "/data/stack[1]/height": st.decimals(-99, 99, places=2).map(str),
        "/data/stack[2]/reading[2]/ppm": st.integers(-(2**31), 2**31 - 1).map(str),
        "/data/next": st.dates().map(str),
    },
)


@given(values=_VALUES)
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_was_answered_comes_back(
    office: Workspace, typ: Workspace, tmp_path: Path, values: dict[str, str]
) -> None:
    sent = filled(office, tmp_path, values, photo=False)
    import_inspections(typ, exported(office, tmp_path / "TYP.zip", "odk"))
    rows = typ.rows("SELECT id FROM inspection WHERE state = 'draft' ORDER BY row DESC LIMIT 1")
    assert said(inspections.open_inspection(typ, rows[0]["id"])) == said(sent)
