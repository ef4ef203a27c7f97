"""What a lost laptop held at most, from the books of the centre."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from fieldkit.cli import Exit, main
from fieldkit.model import checklists, inspections
from fieldkit.model.cases import writing
from fieldkit.sync.server.laptop_report import laptop_report
from tests.model.cases.conftest import GIVEN
from tests.office import MILL, add_factory, picture
from tests.sync.laptops import Laptop, RunningCentre

MakeLaptop = Callable[[str], Laptop]


def work(laptop: Laptop) -> None:
    """A person, a factory of an owner, an inspection with a photo, a complaint and a borrower."""
    workspace = laptop.workspace
    workspace.name_person(name="กานดา เหมือนฝัน")
    checklists.install_shipped(workspace, "GEN")
    add_factory(workspace, "mill", operator_id13="3660100123456")
    inspection = inspections.start(workspace, MILL, "GEN")
    failed = next(node.path for node in inspection.instance.walk() if node.name == "gen16")
    inspection.answer(failed, "no")
    inspections.attach_photo(inspection, failed, picture(), name="a.jpg")
    for table in ("complaint", "loan"):
        writing.add(workspace, table, GIVEN[table])


def test_it_holds_what_was_handed_out_until_it_was_last_heard_of(
    centre: RunningCentre, laptop: MakeLaptop
) -> None:
    author, lost, stranger = laptop("a"), laptop("b"), laptop("c")
    work(author)
    author.enrol(centre, "66").sync()
    lost.enrol(centre, "66").sync()
    stranger.enrol(centre, "10").sync()
    centre.clock.ahead = timedelta(hours=2)
    writing.add(author.workspace, "loan", GIVEN["loan"] | {"contract_no": "68/99", "name": "นางมาทีหลัง"})
    author.sync()

    found = laptop_report(centre.centre, lost.workspace.device)
    assert found is not None
    assert (found["records"]["inspection"], found["inspections_with_personal_questions"]) == (1, 1)
    assert (found["files"], found["file_bytes"]) == (1, len(picture()))
    assert found["personal"]["complaint"] == {"complainant": 1, "phone": 1}
    assert found["personal"]["loan"] == {"name": 1}, "the second came when it was gone"
    assert found["personal"]["factory"] == {"operator_id13": 1}
    assert found["provinces"] == ["66"]
    own = laptop_report(centre.centre, author.workspace.device)
    assert own is not None
    assert own["personal"]["loan"] == {"name": 2}
    elsewhere = laptop_report(centre.centre, stranger.workspace.device)
    assert elsewhere is not None
    assert not {"loan", "complaint", "factory"} & elsewhere["records"].keys()
    assert laptop_report(centre.centre, "nobody") is None


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_command_tells_it(
    sqlite_centre: RunningCentre,
    laptop: MakeLaptop,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    language: str,
) -> None:
    lost = laptop("lost")
    work(lost)
    lost.enrol(sqlite_centre, "66").sync()
    device, store = lost.workspace.device, sqlite_centre.centre.blobs.folder.parent
    shared = ["--data", str(tmp_path / "none"), "--lang", language]
    asked = ["server", "device", "report"]
    assert main([*shared, *asked, device, "--store", str(store)]) == Exit.DONE
    out = capsys.readouterr().out
    assert "loan.name: 1" in out
    assert "กานดา เหมือนฝัน" in out
    assert main([*shared, "--json", *asked, device, "--store", str(store)]) == Exit.DONE
    assert json.loads(capsys.readouterr().out)["records"]["loan"] == 1
    assert main([*shared, *asked, "nobody", "--store", str(store)]) == Exit.REFUSED
