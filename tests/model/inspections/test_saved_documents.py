"""Checklists read and save the documents of a factory; figures and reminders follow at once."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from fieldkit.model import checklists, facts, indicators, inspections, records
from fieldkit.model.factory_file.documents import certificate, documents
from fieldkit.model.inspections import Signature, revision
from fieldkit.model.planning.risk import rating
from fieldkit.model.workspace import Workspace
from tests.office import MILL, answer_all, path_of, picture
from tests.scenarios import test_gi, test_mnd, test_saf, test_wst

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from fieldkit.model.inspections import Inspection

SIGNED = [
    Signature("inspector", "กฤษณะ ใจดี", typed=True),
    Signature("representative", "มานะ", typed=True),
]
WELL: dict[str, Mapping[str, str]] = {
    "GI": test_gi.WELL,
    "MND": test_mnd.WELL,
    "WST": test_wst.WELL,
    "SAF": test_saf.WELL,
}


@pytest.fixture(scope="module")
def with_checklists(furnished_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office's folder, in which the checklists of this module are converted once."""
    folder = shutil.copytree(furnished_folder, tmp_path_factory.mktemp("checklists") / "data")
    workspace = Workspace(folder)
    for form_id in WELL:
        checklists.install_shipped(workspace, form_id)
    workspace.close()
    return folder


@pytest.fixture
def office_folder(with_checklists: Path, tmp_path: Path) -> Path:
    return shutil.copytree(with_checklists, tmp_path / "office")


def begun(workspace: Workspace, form_id: str, answers: Mapping[str, str] | None = None) -> Inspection:
    """A checklist on which all is well but what is given."""
    inspection = inspections.start(workspace, MILL, form_id)
    for name, value in {**WELL[form_id], **(answers or {})}.items():
        path = path_of(inspection, name.partition("[")[0])
        node = inspection.instance.node(path)
        if node.type == "upload":
            inspections.attach_photo(inspection, path, picture())
        elif node.relevant:
            inspection.answer(path, value)
    return inspection


def closed(workspace: Workspace, form_id: str, answers: Mapping[str, str] | None = None) -> Inspection:
    inspection = begun(workspace, form_id, answers)
    inspections.close(inspection, SIGNED)
    return inspection


def papers(workspace: Workspace) -> list[dict[str, Any]]:
    with workspace.database.read() as connection:
        return documents(connection, "mill")


def figure(workspace: Workspace, name: str) -> float | None:
    today = workspace.clock().date()
    with workspace.database.read() as connection:
        scope = indicators.Scope(indicators.current(today), today)
        (found,) = [one for one in indicators.compute(connection, scope) if one.indicator.id == name]
    return None if found.value is None else float(found.value)


def known(workspace: Workspace) -> dict[str, str]:
    with workspace.database.read() as connection:
        return {name: fact.value for name, fact in facts.current(connection, "mill").items()}


def test_a_certificate_seen_is_a_document_and_a_figure(office: Workspace) -> None:
    assert figure(office, "gi_certified") == 0
    closed(office, "GI")
    (paper,) = papers(office)
    assert (paper["kind"], paper["number"], paper["level"]) == ("gi", "2-001/2567", 2)
    assert (paper["issued_on"], paper["expires_on"]) == ("2024-05-02", "2027-05-01")
    assert figure(office, "gi_certified") == 100
    assert figure(office, "gi_level") == 2
    assert known(office)["gi_level_passed"] == "5"
    assert figure(office, "gi_passed") == 100
    assert figure(office, "gi_in_preparation") == 1


def test_a_new_certificate_raises_the_level(office: Workspace) -> None:
    new = {"gi61": "certified", "gi61_level": "3", "gi61_number": "3-9/2569", "gi61_issued": "2026-11-20"}
    closed(office, "GI", new)
    assert figure(office, "gi_level") == 3
    assert figure(office, "gi_upgraded") == 1
    counts = certificate(papers(office), office.clock().date())
    assert counts is not None
    assert (counts["number"], counts["expires_on"]) == ("3-9/2569", None)
    # The next checklist begins with it.
    again = inspections.start(office, MILL, "GI")
    assert again.instance.node(path_of(again, "gi01")).value == "3"
    assert again.instance.node(path_of(again, "gi02_number")).value == "3-9/2569"
    assert again.instance.node(path_of(again, "gi03")).value == "open"
    mind = inspections.start(office, MILL, "MND")
    assert mind.instance.node(path_of(mind, "mnd16")).value == "3"


def test_a_document_that_is_known_is_corrected(office: Workspace) -> None:
    typed = {"factory": "mill", "kind": "gi", "number": "2-001 / 2567", "level": 1, "note": "จากแฟ้มเดิม"}
    records.add(office, "document", typed)
    closed(office, "GI")
    (paper,) = papers(office)
    assert (paper["number"], paper["level"], paper["note"]) == ("2-001/2567", 2, "จากแฟ้มเดิม")
    before = office.rows("SELECT count(*) AS n FROM change")[0]["n"]
    closed(office, "GI")
    changes = office.rows("SELECT count(*) AS n FROM change")[0]["n"] - before
    assert changes > 0
    assert len(papers(office)) == 1


def test_safety_papers_are_known_again_by_number_or_day(office: Workspace) -> None:
    answers = {"saf11_no": "B-7", "saf12": "2027-01-31", "saf25": "2027-03-31"}
    closed(office, "SAF", answers)
    closed(office, "SAF", answers | {"saf12": "2028-01-31"})
    found = {(one["kind"], one["number"], one["expires_on"]) for one in papers(office)}
    assert found == {("boiler", "B-7", "2028-01-31"), ("electrical", None, "2027-03-31")}
    assert known(office)["single_form.chemicals.2569"] == "sent"


def test_a_revision_takes_back_what_only_the_corrected_inspection_told(office: Workspace) -> None:
    new = {"gi61": "certified", "gi61_level": "3", "gi61_number": "3-9/2569", "gi61_issued": "2026-11-20"}
    first = closed(office, "GI", new)
    assert len(papers(office)) == 2
    again = revision.revise(office, first.id, "ยังไม่ได้รับรอง")
    again.answer(path_of(again, "gi61"), "assessed")
    again.answer(path_of(again, "gi02_expires"), "2027-05-02")
    inspections.close(again, SIGNED)
    (paper,) = papers(office)
    assert (paper["number"], paper["expires_on"]) == ("2-001/2567", "2027-05-02")


def test_two_who_hold_it_differently_are_left_to_decide(
    office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = records.add(office, "document", {"factory": "mill", "kind": "gi", "number": "2-001/2567"})
    monkeypatch.setattr("fieldkit.model.inspections.saved_documents._in_conflict", lambda *_: True)
    closed(office, "GI")
    (paper,) = papers(office)
    assert (paper["id"], paper["level"]) == (record, None)


@pytest.mark.parametrize(("failing", "figures"), [({}, 100.0), ({"wst14": "no"}, 0.0)])
def test_waste_in_order_is_counted(office: Workspace, failing: dict[str, str], figures: float) -> None:
    assert figure(office, "waste_compliance") is None
    closed(office, "WST", failing)
    assert figure(office, "waste_compliance") == figures
    assert figure(office, "waste_hazardous") == pytest.approx(0.4)
    assert (figure(office, "waste_labels"), figure(office, "waste_manifests")) == (100, 100)
    assert figure(office, "waste_stored_long") == 0
    facts_now = known(office)
    assert facts_now["hazardous_t_month"] == "0.4"
    assert facts_now["hazardous_waste"] == "yes"
    assert facts_now["single_form.waste_annual.2569"] == "sent"
    (paper,) = papers(office)
    assert (paper["kind"], paper["number"]) == ("waste_permit", "สก.2-12/2569")
    findings = office.rows(
        "SELECT severity, description, due_date FROM finding WHERE coalesce(deleted, 0) = 0"
    )
    assert [row["severity"] for row in findings] == (["C"] if failing else [])


def test_much_hazardous_waste_is_a_risk(office: Workspace) -> None:
    def reasons() -> set[str]:
        with office.database.read() as connection:
            found = rating(connection, "mill", office.clock().date())
        return {reason.rule for reason in found.reasons}

    closed(office, "WST")
    assert "hazardous" not in reasons()
    closed(office, "WST", {"wst02_tons[1]": "1.2"})
    assert "hazardous" in reasons()


def test_mind_is_counted_by_dimension(office: Workspace) -> None:
    assert figure(office, "mind") is None
    closed(office, "MND", {"mnd02": "0"})
    assert {name: value for name, value in known(office).items() if name.startswith("mind.")} == {
        "mind.1": "83.33",
        "mind.2": "100",
        "mind.3": "100",
        "mind.4": "100",
    }
    assert figure(office, "mind") == pytest.approx(95.83, abs=0.01)


def test_rows_that_only_compute_are_nobodys_section(office: Workspace) -> None:
    inspection = inspections.start(office, MILL, "WST")
    assert inspection.instance.node("/data/filings[1]/filing_form").value == "waste_annual"
    found = inspections.sections(inspection)
    assert [section.number for section in found] == [1, 2, 3, 4, 5, 6]
    shown = {node.path for section in found for node in section.nodes}
    assert "/data/wastes_group/wst02_wastes" in shown
    assert not any("filings" in path for path in shown)


@pytest.mark.parametrize("form_id", ["GI", "MND"])
def test_it_can_be_filled_without_knowing_it(office: Workspace, form_id: str) -> None:
    inspection = inspections.start(office, MILL, form_id)
    answer_all(inspection, **({"gi01": "0"} if form_id == "GI" else {}))
    inspections.close(inspection, SIGNED)
    assert inspection.closed
