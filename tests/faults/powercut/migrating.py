"""The program after the next release opens an old data file, and the power goes.

``python -m tests.faults.powercut.migrating FOLDER DAYS`` as :mod:`tests.faults.powercut.recording`; the first
option of a day is its revision.
"""

from __future__ import annotations

import json
import sys
from contextlib import closing, nullcontext
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from fieldkit.errors import FieldkitError
from fieldkit.model.backup import DATABASE
from fieldkit.model.database import Database
from fieldkit.model.durable import make_folder, replacing
from tests.faults import disk
from tests.faults.powercut.checking import Damaged, Held
from tests.faults.powercut.recording import DATA, DAY, LOG, Recorded, Teller, record
from tests.released import content, next_schema, structure, thaw, without_begin

WITHOUT_BEGIN = "without-begin"


def record_migrations(folder: Path, *days: tuple[str, int, list[str]]) -> dict[str, Recorded]:
    """Record how files of old revisions, the first option of each day, become newer."""
    return record(folder, *days, program=__spec__.name)


def look(folder: Path, recorded: Recorded, _thorough: bool) -> Held:
    """Tell whether a file has the old or the new schema, and open it with the newer program."""
    path = folder / DATABASE
    if not path.exists():
        return {}
    try:
        found = _schema(path, recorded)
        with next_schema(), closing(Database(path)) as database:
            if damage := database.integrity():
                raise Damaged(f"database: {damage[0]}")
        if _schema(path, recorded) != "new":
            raise Damaged("schema: cannot be migrated any more")
        return {"schema": found, "rows": content(path)}
    except (FieldkitError, sqlite.Error) as error:
        raise Damaged(f"database: {error}") from error


def _schema(path: Path, recorded: Recorded) -> str:
    found = structure(path)
    for name in ("old", "new"):
        if found == json.loads((recorded.folder / f"{name}.json").read_text()):
            return name
    raise Damaged("schema: half migrated")


def _migrate(folder: Path, revision: str, *, unsafe: bool) -> None:
    source, clean = thaw(revision, folder / "source"), thaw(revision, folder / "clean")
    (folder / "old.json").write_text(json.dumps(structure(clean)))
    with next_schema(), closing(Database(clean)):
        pass
    (folder / "new.json").write_text(json.dumps(structure(clean)))
    day = folder / DAY
    day.mkdir()
    disk.watch(day, folder / LOG)
    make_folder(day / DATA)
    target = day / DATA / DATABASE
    with replacing(target) as path:
        path.write_bytes(source.read_bytes())
    teller = Teller(day)
    for key, value in (("schema", "old"), ("rows", content(source))):
        with teller.saving(key, value):
            pass
    with next_schema(), without_begin() if unsafe else nullcontext(), teller.saving("schema", "new"):
        Database(target)  # never closed: nothing is folded away that a cut could still change
    teller.close()


def main(folder: Path, days: list[tuple[str, int, list[str]]]) -> None:
    for name, _seed, (revision, *mistakes) in days:
        _migrate(folder / name, revision, unsafe=WITHOUT_BEGIN in mistakes)


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.loads(sys.argv[2]))
