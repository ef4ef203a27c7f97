"""Which limit counts: by the answers that a checklist names beside it, from the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fieldkit.model import corrections, limit_choice, limits
from fieldkit.model.checklists import ChecklistRefused, install
from fieldkit.model.csv_table import TableError
from fieldkit.model.xlsform.conversion import convert
from tests.model.xlsform.workbooks import checklist

if TYPE_CHECKING:
    from pathlib import Path

    from fieldkit.model.workspace import Workspace

HEADER = "limit,given,use,valid_from,valid_to,source,confidence\n"


def use(name: str, *answers: str) -> str | None:
    """Return the limit by the first row that holds."""
    return next((one.use for one in limit_choice.choices()[name] if one.holds(answers)), None)


@pytest.mark.parametrize(
    ("name", "answers", "limit"),
    [
        ("WW-BOD", ("00901", "canal"), None),
        ("WW-BOD", ("00902", "canal"), "WW-BOD-60"),
        ("WW-BOD", ("02900", "canal"), "WW-BOD-OWN"),
        ("WW-BOD", ("00902", "irrigation"), "WW-BOD-RID"),
        ("WW-COD", ("02203", "canal"), "WW-COD-400"),
        ("WW-COD", ("02202", "canal"), None),
        ("WW-TKN", ("01501", ""), "WW-TKN-200"),
        ("AIR-TSP", ("boiler", "husk"), "AIR-TSP-BIO"),
        ("AIR-TSP", ("process boiler", "coal"), "AIR-TSP-COAL"),
        ("AIR-TSP", ("furnace", "none"), "AIR-TSP-STEEL-A"),
        ("AIR-TSP", ("furnace", "lpg"), "AIR-TSP-STEEL-B"),
        ("AIR-TSP", ("grinding", "none"), "AIR-TSP-GEN-A"),
        ("AIR-TSP", ("grinding", "diesel"), "AIR-TSP-GEN-B"),
        ("AIR-TSP", ("boiler", ""), None),
        ("AIR-SO2", ("process", "none"), "AIR-SO2-GEN-A"),
        ("AIR-SO2", ("process", "lpg"), None),
        ("AIR-OPACITY", ("boiler", "husk", "00901"), "AIR-OPAC-RICE"),
        ("AIR-OPACITY", ("boiler", "wood", "00901"), "AIR-OPAC-BOILER"),
        ("AIR-OPACITY", ("boiler", "husk", "08802"), "AIR-OPAC-BOILER"),
        ("AIR-CO", ("none",), "AIR-CO-A"),
        ("AIR-CO", ("wood",), "AIR-CO-B"),
        ("AIR-CO", ("",), None),
    ],
)
def test_the_first_row_that_holds_counts(name: str, answers: tuple[str, ...], limit: str | None) -> None:
    assert use(name, *answers) == limit


def test_every_choice_is_a_limit_in_force_and_every_variant_is_chosen() -> None:
    chosen = {one.use for rows in limit_choice.choices().values() for one in rows}
    assert chosen <= set(limits.limits())
    variants = {name for name in limits.limits() if name.startswith(("AIR-", "WW-")) and name.count("-") > 1}
    # An odour in the stack is measured by a laboratory and asked by no checklist yet.
    assert variants - chosen <= {"AIR-ODOR-S", "AIR-ODOR-S-ZONE"}


@pytest.mark.parametrize(
    ("cell", "known"),
    [
        ("WW-BOD", True),
        ("WW-BOD ${type} ${receiving}", True),
        ("WW-BOD ${type}", False),
        ("WW-PH ${type}", False),
        ("AIR-TSP", False),
        ("AIR-TSP ${source} ${fuel}", True),
        ("WW-BDO", False),
        ("", False),
    ],
)
def test_known(cell: str, known: bool) -> None:
    assert limit_choice.known(cell) is known


@pytest.mark.parametrize(
    ("lines", "place", "told"),
    [
        (["X,a b,,,,GK,found", "X,a,,,,GK,found"], "limit_choices.csv:3, given", "1 conditions"),
        (["X,a,NO-SUCH,,,GK,found"], "limit_choices.csv:2, use", "NO-SUCH"),
        (["X,,WW-PH,,,GK,found"], "limit_choices.csv:2, given", "given"),
    ],
)
def test_a_slip_in_the_table_is_told_with_its_row(
    lines: list[str], place: str, told: str, tmp_path: Path
) -> None:
    file = tmp_path / "limit_choices.csv"
    file.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(TableError) as caught:
        limit_choice.read_choices(file)
    assert caught.value.place == place
    assert told in caught.value.message("en")


def test_a_checklist_whose_limit_is_in_no_table_is_refused_with_place_and_cure(
    office: Workspace, tmp_path: Path
) -> None:
    columns = ["type", "name", "label", "fieldkit::limit", "fieldkit::correction"]
    rows: list[list[str | None]] = [
        ["decimal", "a", "A", "WW-BDO", None],
        ["decimal", "b", "B", "WW-BOD", "O2-8 ${a}"],
    ]
    file = checklist(tmp_path / "t.xlsx", rows, columns=columns)
    conversion = convert(file)
    assert conversion.usable
    with pytest.raises(ChecklistRefused) as caught:
        install(office, conversion, file.read_bytes())
    limit, correction = (problem for problem in caught.value.problems if problem.level == "error")
    assert limit.place == "survey!D2 (fieldkit::limit)"
    assert "“WW-BDO”" in limit.message.en
    assert "limits.csv" in limit.message.th
    assert limit.cure.th
    assert correction.place == "survey!E3 (fieldkit::correction)"
    assert not corrections.known("O2-8 /data/a")
