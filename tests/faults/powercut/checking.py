"""Opens each disk that a power cut could leave with the product, and compares it with what was told."""

from __future__ import annotations

import hashlib
import random
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from fieldkit.errors import FieldkitError
from fieldkit.model.attachments import AttachmentDamaged, AttachmentMissing, AttachmentStore
from fieldkit.model.backup import DATABASE
from fieldkit.model.database import Database
from fieldkit.model.verify import verify
from fieldkit.model.workspace import Workspace
from tests.faults.disk import read_log
from tests.faults.powercut.recording import DATA, DAY, LOG, PAPER, TOLD, Recorded
from tests.faults.powercut.states import Disk, State, disks, weights

Held = dict[str, str | None]
_THOROUGH = 8  # different disks between two that are looked at thoroughly


class Damaged(Exception):
    """What is wrong with a disk, whatever was told."""


@dataclass
class Outcome:
    """What has been looked at, and what was wrong, by kind."""

    states: int = 0
    different: int = 0  # equal disks are opened once
    words: int = 0  # that the program told before and after it saved something
    wrong: Counter[str] = field(default_factory=Counter)
    first: str = ""

    def add(self, other: Outcome) -> None:
        self.states += other.states
        self.different += other.different
        self.words += other.words
        self.wrong += other.wrong
        self.first = self.first or other.first

    def note(self, kind: str, what: str) -> None:
        self.wrong[kind] += 1
        self.first = self.first or what


class Ledger:
    """What must be found after so many words: the last value that was told as saved, or one begun since."""

    def __init__(self, told: Sequence[dict[str, str]]) -> None:
        self._told = told
        self._read = 0
        self._saved: dict[str, str] = {}
        self._begun: dict[str, set[str | None]] = {}

    def losses(self, held: Held, told: int) -> list[str]:
        for word in self._told[self._read : told]:
            key, value = word["key"], word["value"]
            if word["saved"]:
                self._saved[key] = value
                self._begun.pop(key, None)
            else:
                self._begun.setdefault(key, set()).add(value)
        self._read = told
        return [
            f"{key}: told {value[:40]!r}, found {(held.get(key) or '')[:40]!r}"
            for key, value in self._saved.items()
            if held.get(key) != value and held.get(key) not in self._begun.get(key, ())
        ]


Look = Callable[[Path, Recorded, bool], Held]


def look(folder: Path, recorded: Recorded, thorough: bool) -> Held:
    """Open a data folder as the program does after the power came back; raises Damaged.

    A ``thorough`` look opens the whole workspace and compares every chain, cell, row and seal.
    """
    key = recorded.key
    try:
        if thorough or not (folder / DATABASE).exists():
            with closing(Workspace(folder, key=key)) as workspace:
                for problem in verify(workspace):
                    raise Damaged(f"{problem.kind}: {problem.place}")
        with closing(Database(folder / DATABASE, key)) as database:
            if damage := database.integrity():
                raise Damaged(f"database: {damage[0]}")
            with database.read() as connection:
                held = _held(connection, AttachmentStore(folder / "attachments", key))
        if (folder / PAPER).exists():
            held[PAPER] = hashlib.sha256((folder / PAPER).read_bytes()).hexdigest()
        return held
    except FieldkitError as error:
        raise Damaged(f"{type(error).__name__}: {error.place}") from error
    except DatabaseError as error:
        raise Damaged(f"database: {error}") from error


def _held(connection: Connection, files: AttachmentStore) -> Held:
    def rows(sql: str) -> list[Any]:
        return list(connection.exec_driver_sql(sql))

    held: Held = {"furnished": ""} if rows("SELECT id FROM factory") else {}
    for inspection, path, value, note in rows("SELECT inspection, path, value, note FROM answer"):
        held[f"value {inspection} {path}"] = value
        held[f"note {inspection} {path}"] = note
    for inspection, path, text in rows("SELECT inspection, path, text FROM typing"):
        held[f"value {inspection} {path}"] = text
    for inspection, state in rows("SELECT id, state FROM inspection"):
        held[f"inspection {inspection}"] = state
    registered = {sha256 for (sha256,) in rows("SELECT sha256 FROM blob")}
    for sha256 in registered:
        try:
            files.read(sha256)
        except (AttachmentMissing, AttachmentDamaged) as error:
            wrong = "missing" if isinstance(error, AttachmentMissing) else "damaged"
            raise Damaged(f"photo {wrong}: {sha256}") from error
    for (sha256,) in rows("SELECT sha256 FROM attachment"):
        held[f"photo {sha256}"] = "whole" if sha256 in registered else "not registered"
    return held


def replay(recorded: Recorded, *, strict: bool, states: int, looks: Look = look) -> Outcome:
    """Open so many of the disks that a power cut could leave of what was recorded, spread over all of it."""
    acts = list(read_log(recorded.folder / LOG))
    root = str((recorded.folder / DAY).resolve())
    through = Disk(root, TOLD, strict=strict)
    each = states / sum(weights(acts, through))
    told, disk, chance = (
        through.told,
        Disk(root, TOLD, strict=strict),
        random.Random(recorded.seed),
    )
    image = Layout(recorded.folder / "image")
    (image.folder / DATA).mkdir(parents=True)
    outcome, ledger = Outcome(words=len(told)), Ledger(told)
    known: dict[bytes, Held | Damaged] = {}
    for state in disks(acts, disk, chance, each=each):
        digest = state.digest()
        if digest not in known:
            image.lay_out(state)
            try:
                known[digest] = looks(image.folder / DATA, recorded, len(known) % _THOROUGH == 0)
            except Damaged as error:
                known[digest] = error
        found = known[digest]
        outcome.states += 1
        if isinstance(found, Damaged):
            outcome.note(str(found).partition(":")[0], str(found))
        elif losses := ledger.losses(found, state.told):
            outcome.note("told and lost", losses[0])
    outcome.different = len(known)
    shutil.rmtree(image.folder)
    return outcome


class Layout:
    """A folder that becomes one disk after another."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lies: dict[str, bytes] = {}  # by their digest: all but the database, which looking changes

    def lay_out(self, state: State) -> None:
        """Write what differs from the disk before."""
        for path in self._lies.keys() - state.files.keys():
            (self.folder / path).unlink()
            del self._lies[path]
        for folder in state.folders:
            (self.folder / folder).mkdir(exist_ok=True)
        for other in (self.folder / DATA).glob(f"{DATABASE}*"):
            other.unlink()
        for path, content in state.files.items():
            if self._lies.get(path) != content.digest:
                (self.folder / path).write_bytes(content.data)
            if not path.startswith(f"{DATA}/{DATABASE}"):
                self._lies[path] = content.digest
