"""A new version is compared with the last: every property, both languages, nothing invented."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from fieldkit.errors import Text
from fieldkit.model.authoring import candidate, contents
from fieldkit.model.authoring.contents import Contents, Item
from fieldkit.model.authoring.difference import PROPERTIES, Difference, difference
from fieldkit.model.policy import Policy
from fieldkit.model.xlsform.policy import COLUMNS
from tests.tiny_checklists import Row, workbook

if TYPE_CHECKING:
    from pathlib import Path

    from fieldkit.model.checklists import Checklist

CHOICES = [
    {"list_name": "yn", "name": "yes", "label::Thai (th)": "ใช่", "label::English (en)": "Yes"},
    {"list_name": "yn", "name": "no", "label::Thai (th)": "ไม่ใช่", "label::English (en)": "No"},
]


def question(name: str, kind: str = "text", **cells: str) -> Row:
    return {
        "type": kind,
        "name": name,
        "label::Thai (th)": f"ถาม {name}",
        "label::English (en)": name,
    } | cells


BASE = [
    question("one"),
    question("two", "select_one yn", **{"fieldkit::severity": "m", "fieldkit::fail": "no"}),
    question("three", "integer"),
    question("four"),
]


_read: dict[str, tuple[Checklist, Contents]] = {}


def read(folder: Path, survey: list[Row], choices: list[Row]) -> tuple[Checklist, Contents]:
    """Convert these rows once, whoever asks."""
    key = repr((survey, choices))
    if key not in _read:
        found = candidate.read(workbook(folder / "c.xlsx", survey, choices, default_language="Thai (th)"))
        assert found.conversion.usable, found.conversion.problems
        _read[key] = found.checklist, contents.read(found.checklist)
    return _read[key]


def compare(folder: Path, old: list[Row], new: list[Row], choices: list[Row] = CHOICES) -> Difference:
    return difference(read(folder, old, CHOICES), read(folder, new, choices))


def test_the_same_workbook_differs_in_nothing(tmp_path: Path) -> None:
    assert not compare(tmp_path, BASE, BASE)


def test_every_kind_of_entry(tmp_path: Path) -> None:
    new = [
        question("four"),
        question("one"),
        question("two", "select_one yn", **{"fieldkit::severity": "C", "fieldkit::fail": "no"}),
        question("three_new", "integer", **{"label::Thai (th)": "ถาม three"}),
        question("five"),
    ]
    found = compare(tmp_path, BASE, new)
    assert [(entry.kind, entry.item.name) for entry in found.entries] == [
        ("moved", "four"),
        ("changed", "two"),
        ("renamed", "three_new"),
        ("added", "five"),
    ]
    changed = {change.what: (change.before, change.after) for change in found.entries[1].changes}
    assert changed == {
        "severity": (Text("เล็กน้อย", "Minor"), Text("วิกฤต", "Critical")),
        "weight": (Text("1", "1"), Text("5", "5")),
    }


def test_removed_and_put_into_a_group(tmp_path: Path) -> None:
    new = [*BASE[:2], {**question("part"), "type": "begin_group"}, BASE[3], {"type": "end_group"}]
    found = compare(tmp_path, BASE, new)
    assert {entry.item.name: entry.kind for entry in found.entries} == {
        "three": "removed",
        "part": "added",
        "four": "regrouped",
    }
    assert found.counts["regrouped"] == 1


CELLS = {
    "label": {"label::English (en)": "other words"},
    "hint": {"hint::Thai (th)": "คำแนะนำ", "hint::English (en)": "A hint"},
    "type": {"type": "decimal"},
    "limit": {"fieldkit::limit": "WW-PH"},
    "unit": {"fieldkit::unit": "มก./ล."},
    "law": {"fieldkit::law": "มาตรา 12", "fieldkit::severity": "i"},
    "action": {"fieldkit::action": "ให้แก้ไข"},
    "due_days": {"fieldkit::due_days": "30"},
    "weight": {"fieldkit::weight": "4"},
    "relevant": {"relevant": "${one} != ''"},
    "required": {"required": "yes"},
    "constraint": {"constraint": ". > 3"},
    "default": {"default": "7"},
    "appearance": {"appearance": "minimal"},
    "readonly": {"read_only": "yes"},
    "calculation": {"calculation": "1 + 1"},
}


def test_a_changed_cell_is_told_by_its_name(tmp_path: Path) -> None:
    old = [question("one"), *(question(f"q_{what}", "integer") for what in CELLS)]
    new = [question("one"), *(question(f"q_{what}", "integer") | cells for what, cells in CELLS.items())]
    found = compare(tmp_path, old, new)
    assert [entry.item.name for entry in found.entries] == [f"q_{what}" for what in CELLS]
    told = [{change.what for change in entry.changes} for entry in found.entries]
    assert [what for what, names in zip(CELLS, told, strict=True) if what not in names] == []
    assert set().union(*told) <= PROPERTIES.keys()


def test_every_column_of_a_checklist_is_compared() -> None:
    assert set(COLUMNS) <= PROPERTIES.keys()


def test_choices_old_beside_new(tmp_path: Path) -> None:
    choices = [
        CHOICES[0] | {"label::Thai (th)": "ถูกต้อง"},
        CHOICES[1],
        {"list_name": "yn", "name": "na", "label::Thai (th)": "ไม่เกี่ยวข้อง", "label::English (en)": "N/A"},
    ]
    (entry,) = compare(tmp_path, BASE, BASE, choices).entries
    assert [(one.what, one.before.th, one.after.th) for one in entry.changes] == [
        ("option", "yes ใช่", "yes ถูกต้อง"),
        ("option", "", "na ไม่เกี่ยวข้อง"),
    ]


def _made(names: list[str]) -> Contents:
    items = tuple(
        Item(
            f"/d/{name}",
            name,
            "question",
            "text",
            "",
            "/d",
            "",
            Text(name, name),
            Text("", ""),
            (),
            {},
            {},
            {},
        )
        for name in names
    )
    return Contents(None, items, Policy({}))  # type: ignore[arg-type]


@given(st.lists(st.integers(0, 30), unique=True, max_size=15), st.integers())
def test_what_did_not_move_keeps_its_order(numbers: list[int], seed: int) -> None:
    from fieldkit.model.authoring.difference import _Comparison

    old = [f"q{number}" for number in numbers]
    new = random.Random(seed).sample(old, len(old))
    entries = list(_Comparison(_made(old), _made(new)).entries())
    moved = {entry.item.name for entry in entries}
    assert all(entry.kind == "moved" for entry in entries)
    assert [name for name in old if name not in moved] == [name for name in new if name not in moved]
    assert bool(moved) == (old != new)
