"""Lives of the real program that end by SIGKILL, and the ledger of what its person typed."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from fieldkit.model import inspections
from fieldkit.model.workspace import Workspace
from tests.office import MILL, path_of
from tests.real_program.nest import Nest

LONGEST_LIFE = 0.6  # seconds of typing before a kill
_PATIENCE = 60
Place = tuple[str, str]


class NotComeUp(Exception):
    """The window did not come up, or ended by itself."""


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


@dataclass
class Lives:
    """One data folder, and the lives of the program on it; ``env`` says on which screen."""

    nest: Nest
    folder: Path
    env: Mapping[str, str]
    inspection: str
    ledger: Ledger = field(default_factory=Ledger)

    @classmethod
    def begin(cls, nest: Nest, folder: Path, env: Mapping[str, str]) -> Lives:
        """Start an inspection at the mill, where the inspector stands when the window opens."""
        with closing(Workspace(folder)) as workspace:
            inspection = inspections.start(workspace, MILL, "GEN")
            inspection.answer(path_of(inspection, "gen01"), "operating")
            here = path_of(inspection, "gen03")
            workspace.remember("desk", json.dumps({"inspection": inspection.id, "path": here}))
        return cls(nest, folder, env, inspection.id)

    def live_and_die(self, kills: int, seed: int, *more: str) -> list[str]:
        """Kill the program so often; returns what was lost, of the first life that lost something."""
        chance = random.Random(seed)
        for number in range(kills):
            journal = self.folder.with_name(f"{self.folder.name}-journal-{number}")
            self._type_and_kill(journal, chance.randrange(10**6), chance.uniform(0, LONGEST_LIFE), more)
            self.ledger.read(journal)
            if lost := self.ledger.losses(self.folder, self.inspection):
                return [f"kill {number} of seed {seed}", *lost]
        return []

    def _type_and_kill(self, journal: Path, seed: int, life: float, more: tuple[str, ...]) -> None:
        """Let the typist work for ``life`` seconds after its first key."""
        complaints = journal.with_suffix(".complaints")
        typist = self.nest.hatch([str(self.folder), str(journal), str(seed), *more], complaints, self.env)
        end = time.monotonic() + _PATIENCE
        while not journal.exists() or not journal.stat().st_size:
            if not self.nest.alive(typist):
                raise NotComeUp(complaints.read_text())
            if time.monotonic() > end:
                self.nest.kill(typist)
                raise NotComeUp(complaints.read_text())
            time.sleep(0.01)
        time.sleep(life)
        ended_by = self.nest.kill(typist)
        if ended_by != 9 or "Traceback" in complaints.read_text():
            raise NotComeUp(complaints.read_text())
