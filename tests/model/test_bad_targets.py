"""Every writer meets a target that Excel holds, and a disk that fills up: told, and the old file stays."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fieldkit.model import indicators, inspections, records
from fieldkit.model.cases.exporting import export_cases
from fieldkit.model.durable import CannotWrite
from fieldkit.model.finding_list.exporting import export_findings
from fieldkit.model.pdf import typesetting
from fieldkit.model.planning.exporting import export_plan
from fieldkit.model.reference_tables.sheets import export_table
from fieldkit.model.register.exporting import export_register
from fieldkit.model.reports.catalogue import reports
from fieldkit.model.reports.choice import Choice
from fieldkit.model.reports.memos import inspection_memo
from fieldkit.model.reports.templates import filling
from fieldkit.model.reports.templates.filling import fill_template
from fieldkit.model.reports.writing import export_report
from fieldkit.model.shapes import SHAPES, export_shape
from fieldkit.model.workbook import Filters, export_workbook
from fieldkit.model.workspace import Workspace
from fieldkit.ui.pdf_saving import _write as save_pdf
from tests.model.orders.conftest import close
from tests.model.reports.office_template import make
from tests.model.reports.test_templates import asked_here
from tests.office import MILL, answer_all

YEAR, TEMPLATE = 2570, "แบบ.xlsx"
Writer = Callable[[Workspace, Path], object]


def choice() -> Choice:
    return Choice(indicators.period(str(YEAR)), date(2026, 11, 22))


def shape(key: str) -> Writer:
    return lambda workspace, target: export_shape(workspace, key, target, filters=Filters(), checklist="GEN")


def template(workspace: Workspace, target: Path) -> None:
    fill_template(workspace, workspace.folder.parent / TEMPLATE, target, choice())


def memo(workspace: Workspace, target: Path) -> None:
    [row] = workspace.rows("SELECT id FROM inspection")
    inspection_memo(workspace, row["id"], target)


def pdf(_workspace: Workspace, target: Path) -> None:
    job: Any = type("Job", (), {"stop": type("Stop", (), {"is_set": staticmethod(lambda: False)})})
    save_pdf(lambda _cancelled: b"%PDF-1.7" + b"x" * 100_000, target, job)


WRITERS: dict[str, Writer] = {
    "workbook": export_workbook,
    "register": export_register,
    "plan": lambda workspace, target: export_plan(workspace, target, YEAR),
    "findings": export_findings,
    "cases": lambda workspace, target: export_cases(workspace, target, "recommendation"),
    "reference": lambda workspace, target: export_table(workspace, target, "sections"),
    "report": lambda workspace, target: export_report(workspace, target, reports()["R1"], choice()),
    "template": template,
    "memo": memo,
    "pdf": pdf,
    **{key: shape(key) for key in SHAPES},
}


@pytest.fixture(scope="module")
def filled(furnished_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """An office with a signed inspection and a plan; no test changes it."""
    import shutil
    from datetime import datetime

    from tests.conftest import BANGKOK, Clock

    folder = shutil.copytree(furnished_folder, tmp_path_factory.mktemp("targets") / "data")
    workspace = Workspace(folder, clock=Clock(datetime(2026, 11, 22, 10, 0, tzinfo=BANGKOK)))
    make(folder.parent / TEMPLATE)
    records.add(workspace, "assignment", {"factory": "mill", "fiscal_year": YEAR, "kind": "PLAN"})
    visit = inspections.start(workspace, MILL, "GEN")
    answer_all(visit)
    close(visit)
    yield workspace
    workspace.close()


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A file that is there already, alone in its folder."""
    folder = tmp_path / "ปลายทาง"
    folder.mkdir()
    path = folder / "รายงาน.xlsx"
    path.write_bytes(b"old")
    return path


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "_asked", asked_here)


def intact(target: Path) -> bool:
    return target.read_bytes() == b"old" and list(target.parent.iterdir()) == [target]


@pytest.mark.parametrize("writer", WRITERS)
def test_a_target_that_another_program_holds(
    filled: Workspace, target: Path, writer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Path.replace

    def held(path: Path, onto: Path) -> Path:
        if onto == target:
            raise PermissionError(errno.EACCES, "The process cannot access the file")
        return whole(path, onto)

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(CannotWrite, match="open in another program") as caught:
        WRITERS[writer](filled, target)
    assert str(target) in caught.value.place
    assert "ปิดไฟล์" in caught.value.hint.th
    assert intact(target)


@contextlib.contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Let every file that is written end at ``size`` bytes, as on a disk that fills up."""
    import resource
    import signal

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a limit on file sizes")
@pytest.mark.parametrize("writer", WRITERS)
def test_a_disk_that_fills_up_in_the_middle(filled: Workspace, target: Path, writer: str) -> None:
    with files_of_at_most(100), pytest.raises(CannotWrite, match="disk is full") as caught:
        WRITERS[writer](filled, target)
    assert "ดิสก์เต็ม" in caught.value.title.th
    assert caught.value.hint.th
    assert intact(target)
    WRITERS[writer](filled, target)
    assert target.read_bytes() != b"old"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a limit on file sizes")
def test_a_full_folder_of_temporary_files_is_told_by_a_document() -> None:
    with files_of_at_most(100), pytest.raises(CannotWrite, match="disk is full"):
        typesetting.typeset("inspection_record", {"long": "ก" * 1000})
