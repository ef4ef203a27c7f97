"""A salvaged laptop goes on: the centre gives back what it had, and gets what was never sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldkit.model.salvage import salvage
from tests.hostile import damage
from tests.sync.laptops import Laptop, running_centre


@pytest.mark.parametrize("lost", ["change", "cell", "meta"])
def test_everyone_has_everything_again(tmp_path: Path, lost: str) -> None:
    with running_centre(tmp_path / "centre") as centre:
        first = Laptop(tmp_path / "first").enrol(centre)
        other = Laptop(tmp_path / "other").enrol(centre)
        for number in range(40):
            first.answer(f"q{number}", "pass" * 30)
        other.answer("q1", "fail")
        for laptop in (first, other, first):
            laptop.sync()
        for number in range(30, 50):
            first.answer(f"q{number}", "never sent")
        everything = first.bodies()
        first.workspace.close()
        damage.zero(first.folder, damage.leaf_of(first.folder, lost))
        report = salvage(first.folder, tmp_path / "new")
        again = Laptop(tmp_path / "new")
        if lost == "meta":  # who it is and where its centre is stood there
            again.enrol(centre)
        for laptop in (again, other, again):
            laptop.sync()
        there = centre.bodies()
        assert again.bodies() == other.bodies() == there
        assert again.cells() == other.cells()
        lost_for_ever = everything.keys() - there.keys()
        assert len(lost_for_ever) <= report.values
        assert again.cells() == other.cells()
        assert not again.workspace.waiting()
        for laptop in (again, other):
            laptop.workspace.close()
