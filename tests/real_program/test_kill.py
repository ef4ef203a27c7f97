"""Nothing that was typed is lost when the program is killed, at whatever moment.

KILLS=2000 kills it so often; KILLS_SEED=… types the same keys and kills at about the same moments again.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from fieldkit.model import inspections
from fieldkit.model.workspace import Workspace
from tests.office import MILL, path_of

pytestmark = pytest.mark.long

# Not FIELDKIT_…: no test sees settings of the program that the person has.
KILLS = int(os.environ.get("KILLS", "12"))
SEED = int(os.environ.get("KILLS_SEED", str(random.SystemRandom().randrange(10**6))))
LONGEST_LIFE = 1.2  # seconds of typing before a kill
Place = tuple[str, str]


@dataclass
class Ledger:
    """What must be found: the text of each field as its last handled key left it."""

    handled: dict[Place, str] = field(default_factory=dict)
    begun: dict[Place, set[str]] = field(default_factory=dict)
    keys: int = 0

    def read(self, journal: Path) -> None:
        """Take in the lines of one life; the last one may be torn."""
        for line in journal.read_text("utf-8").splitlines():
            try:
                entry = json.loads(line)
            except ValueError:
                break
            place = (entry["path"], entry["field"])
            if entry["done"]:
                self.keys += 1
                self.handled[place] = entry["text"]
                self.begun.pop(place, None)
            else:
                self.begun.setdefault(place, set()).add(entry["text"])

    def losses(self, folder: Path, inspection: str) -> list[str]:
        """Compare with the database; a key that was being handled may have arrived or not."""
        with closing(Workspace(folder)) as workspace:
            opened = inspections.open_inspection(workspace, inspection)
            lost = []
            for (path, name), text in self.handled.items():
                found = _found(opened, path, name)
                if found != text and found not in self.begun.get((path, name), ()):
                    lost.append(f"{path} {name}: typed “{text}”, found “{found}”")
        return lost


def _found(opened: inspections.Inspection, path: str, name: str) -> str:
    if (path, name) in opened.unfinished:
        return opened.unfinished[path, name]
    if name == "note":
        return opened.notes.get(path, "")
    if name == "description":
        # A finding that was taken back by another answer keeps its words.
        return str(opened.findings.get(path, {}).get("description") or "")
    # Another answer may have hidden the question; what was given to it is kept.
    return opened.typing.get(path, opened.instance.node(path).kept_text())


@pytest.fixture
def started(office_folder: Path) -> tuple[Path, str]:
    """A data folder with one inspection at its beginning, where the inspector stands."""
    with closing(Workspace(office_folder)) as workspace:
        inspection = inspections.start(workspace, MILL, "GEN")
        inspection.answer(path_of(inspection, "gen01"), "operating")
        here = path_of(inspection, "gen03")
        workspace.remember("desk", json.dumps({"inspection": inspection.id, "path": here}))
    return office_folder, inspection.id


def type_and_kill(folder: Path, journal: Path, seed: int, life: float, *more: str) -> None:
    """Let the typist work for ``life`` seconds after its first key."""
    command = [sys.executable, "-m", "tests.real_program.typist", str(folder), str(journal), str(seed), *more]
    typist = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        end = time.monotonic() + 60
        while not journal.exists() or not journal.stat().st_size:
            if typist.poll() is not None or time.monotonic() > end:
                pytest.fail(f"the window did not come up: {typist.communicate()[1]}")
            time.sleep(0.01)
        time.sleep(life)
    finally:
        typist.kill()
        _out, complaints = typist.communicate()
    assert typist.returncode == -9, complaints
    assert "Traceback" not in complaints, complaints


def live_and_die(started: tuple[Path, str], tmp_path: Path, kills: int, *more: str) -> tuple[list[str], int]:
    """Kill the program so often; returns what was lost, and how many keys had been handled."""
    folder, inspection = started
    ledger, chance = Ledger(), random.Random(SEED)
    for number in range(kills):
        journal = tmp_path / f"journal-{number}"
        type_and_kill(folder, journal, chance.randrange(10**6), chance.uniform(0, LONGEST_LIFE), *more)
        ledger.read(journal)
        if lost := ledger.losses(folder, inspection):
            return [f"kill {number} of seed {SEED}", *lost], ledger.keys
    return [], ledger.keys


@pytest.mark.real_program
def test_every_key_that_was_handled_is_found_after_a_kill(started: tuple[Path, str], tmp_path: Path) -> None:
    lost, keys = live_and_die(started, tmp_path, KILLS)
    assert lost == []
    assert keys > 2 * KILLS  # that something was typed at all, however busy the machine is


@pytest.mark.real_program
def test_a_program_that_saves_at_its_end_is_caught(started: tuple[Path, str], tmp_path: Path) -> None:
    lost, _keys = live_and_die(started, tmp_path, 4, "keep")
    assert lost
