"""Data of every released schema, and a schema that does not exist yet to take them to.

``python -m tests.released`` freezes the newest schema: a backup as this program writes it, in
``tests/data/schemas``. What has been released is never frozen again.
"""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from unittest.mock import patch

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlcipher3 import dbapi2 as sqlite

from fieldkit.model import schema
from fieldkit.model.backup import DATABASE, backup, restore
from fieldkit.model.database import Database
from fieldkit.model.migrations import run
from fieldkit.model.workspace import Workspace

FROZEN = Path(__file__).parents[1] / "data" / "schemas"
NEXT = "9901_01"
_NEXT_VERSIONS = Path(__file__).parent / "next_versions"
_SUFFIX = ".fieldkit-backup"
# What Alembic and SQLite keep for themselves, and what the next schema adds.
_OTHER = ("alembic_version", "sqlite_sequence", "sqlite_stat1", "next_table")


def frozen() -> dict[str, Path]:
    """Return the frozen backups by revision."""
    return {path.name.removesuffix(_SUFFIX): path for path in sorted(FROZEN.glob(f"*{_SUFFIX}"))}


def thaw(revision: str, folder: Path) -> Path:
    """Put the database of a revision into ``folder``, without opening it; returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(frozen()[revision]) as archive:
        return Path(archive.extract(DATABASE, folder))


def put_back(revision: str, folder: Path) -> None:
    """Restore the whole backup with this program, which brings it to the newest schema."""
    assert restore(frozen()[revision], folder).problems == ()


@contextmanager
def next_schema() -> Iterator[None]:
    """Make this the program after the next release: its schema has one revision more."""

    def directory() -> ScriptDirectory:
        config = Config()
        config.set_main_option("script_location", "fieldkit.model:migrations")
        config.set_main_option("path_separator", "newline")
        versions = Path(run.__file__).parent / "versions"
        config.set_main_option("version_locations", f"{versions}\n{_NEXT_VERSIONS}")
        return ScriptDirectory.from_config(config)

    with ExitStack() as stack:
        stack.enter_context(patch.object(schema, "REVISIONS", (*schema.REVISIONS, NEXT)))
        stack.enter_context(patch.object(run, "script_directory", directory))
        yield


@contextmanager
def without_begin() -> Iterator[None]:
    """Leave transactions to the driver, as SQLAlchemy does by itself: each statement of DDL commits."""
    with patch.object(Database, "_begin", staticmethod(lambda _connection: None)):
        yield


def structure(path: Path) -> dict[str, str]:
    """Return tables, indexes and triggers of a file by name, read past the program."""
    with closing(sqlite.connect(str(path))) as raw:
        rows = raw.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        [(revision,)] = raw.execute("SELECT version_num FROM alembic_version").fetchall()
    return {name: " ".join(sql.split()) for name, sql in rows} | {"revision": revision}


def content(path: Path) -> str:
    """Name everything that stands in the columns of the frozen schemas, whatever was added since."""
    found = hashlib.sha256()
    with closing(sqlite.connect(str(path))) as raw:
        names = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in sorted(set(names) - set(_OTHER)):
            if "_search" in name:  # tables of FTS5, which keeps them
                continue
            columns = sorted(row[1] for row in raw.execute(f"PRAGMA table_info({name})"))
            shown = ", ".join(f'"{column}"' for column in columns if not column.startswith("next_"))
            rows = raw.execute(f"SELECT {shown} FROM {name}").fetchall()
            found.update(f"{name} {shown} {sorted(map(repr, rows))}\n".encode())
    return found.hexdigest()


def freeze() -> Path:
    """Write a folder of the newest schema with a bit of everything."""
    target = FROZEN / f"{schema.REVISIONS[-1]}{_SUFFIX}"
    FROZEN.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, closing(Workspace(Path(folder) / "data")) as workspace:
        _work(workspace)
        backup(workspace, target)
    return target


def _work(workspace: Workspace) -> None:
    from fieldkit.model import inspections
    from fieldkit.model.inspections import Signature
    from tests.office import MILL, add_factory, answer_all, drawn_signature, furnish, path_of, picture

    furnish(workspace)
    add_factory(workspace, "other", registration_no="10660000125500", name="โรงงานที่สอง")
    signed = inspections.start(workspace, MILL, "GEN")
    answer_all(signed, gen16="no")
    inspections.attach_photo(signed, path_of(signed, "gen16"), picture(64, 48))
    signatures = [
        Signature(role, "กฤษณะ ใจดี", "", drawn_signature()) for role in ("inspector", "representative")
    ]
    inspections.close(signed, signatures)
    draft = inspections.start(workspace, MILL, "GEN")
    draft.answer(path_of(draft, "gen16"), "no")
    draft.note(path_of(draft, "gen16"), "ประตูปิดไม่สนิท")
    draft.type_text(path_of(draft, "gen40"), "ยังพิมพ์ไม่เส")
