"""Corrections from the table, judged in an inspection."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from fieldkit.model import corrections, inspections
from fieldkit.model.csv_table import TableError
from tests.measurements import start_measurements

if TYPE_CHECKING:
    from pathlib import Path

    from fieldkit.model.inspections import Inspection
    from fieldkit.model.workspace import Workspace

O2, DUST = "/data/stack[1]/o2", "/data/stack[1]/dust"


@pytest.fixture
def draft(office: Workspace, tmp_path: Path) -> Inspection:
    return start_measurements(office, tmp_path)


def test_the_shipped_table_can_be_read_and_takes_one_answer() -> None:
    [rule] = corrections.corrections()["O2-7"]
    assert rule.takes == 1
    assert corrections.known("O2-7 /data/o2")
    assert not corrections.known("O2-7")
    assert not corrections.known("O2-8 /data/o2")


def test_oxygen_of_7_percent_corrects_nothing_and_11_more(draft: Inspection) -> None:
    draft.answer(DUST, "250")
    draft.answer(O2, "7")
    found = draft.judging.corrected(DUST)
    assert found is not None
    assert found.value == Decimal(250)
    assert draft.verdict(DUST) == "pass"
    # 250 · 13.9 / 9.9 = 351.0101…: over the limit of 330, though the reading is under it.
    draft.answer(O2, "11")
    found = draft.judging.corrected(DUST)
    assert found is not None
    assert found.value == Decimal("351.010101")
    assert draft.verdict(DUST) == "fail"
    finding = inspections.open_inspection(draft.workspace, draft.id).finding(DUST)
    assert finding is not None
    assert "351.010101" in finding["measured"]
    draft.answer(O2, "7")
    assert draft.finding(DUST) is None


@pytest.mark.parametrize("oxygen", ["", "20.9", "21", "-1"])
def test_a_value_that_cannot_be_corrected_is_for_a_person_to_judge(draft: Inspection, oxygen: str) -> None:
    draft.answer(DUST, "900")
    draft.answer(O2, "3")
    assert draft.verdict(DUST) == "fail"
    draft.answer(O2, oxygen)
    found = draft.judging.corrected(DUST)
    assert found is not None
    assert found.value is None
    assert draft.verdict(DUST) == "warning"
    assert draft.result().failed == ()


def test_each_row_is_corrected_by_its_own_oxygen(draft: Inspection) -> None:
    inspections.repeats.add_row(draft, "/data/stack")
    for row, oxygen in ((1, "7"), (2, "15")):
        draft.answer(f"/data/stack[{row}]/dust", "250")
        draft.answer(f"/data/stack[{row}]/o2", oxygen)
    assert [draft.verdict(f"/data/stack[{row}]/dust") for row in (1, 2)] == ["pass", "fail"]


def test_a_slip_in_the_table_is_told_with_its_row(tmp_path: Path) -> None:
    file = tmp_path / "corrections.csv"
    header = "id,th,en,formula,valid,basis,basis_en,valid_from,valid_to,source,confidence"
    file.write_text(f"{header}\nX,ก,a,,,ข,b,,,GK,found\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"corrections\.csv:2, formula"):
        corrections.read_corrections(file)
