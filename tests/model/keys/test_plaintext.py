"""Twenty markers go in through the program; none lies in clear in the data, temporary or log folder."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fieldkit.cli import Exit, main
from fieldkit.model import inspections
from fieldkit.model import verify as verifying
from fieldkit.model.cases import writing
from fieldkit.model.keys import beginning
from fieldkit.model.workspace import Workspace
from fieldkit.sync.token_store import TokenStore
from tests.model.cases.conftest import GIVEN
from tests.model.keys.cheap import CHEAP
from tests.model.keys.test_slots import WORDS
from tests.office import MILL, add_factory, path_of, picture

_WHAT = (
    *(
        "person",
        "position",
        "office",
        "card",
        "factory",
        "operator",
        "answer",
        "note",
        "typing",
        "unfinished",
    ),
    *("finding", "action", "photo", "photo name", "complainant", "details", "borrower", "advice", "setting"),
    "token",
)
# Thai and Latin letters, as names and answers have; the token is of Latin letters alone.
MARKERS = {
    what: f"marker{number:02}Qx" + ("พบเครื่องหมาย" if what != "token" else "")
    for number, what in enumerate(_WHAT)
}


def forms(marker: str) -> Iterator[bytes]:
    """Yield the marker as programs write texts: UTF-8 and UTF-16, as JSON may escape it, as hex digits."""
    yield marker.encode()
    yield marker.encode("utf-16-le")
    yield json.dumps(marker)[1:-1].encode()
    yield marker.encode().hex().encode()


def found_in(*folders: Path) -> set[str]:
    """Return what can be read in any file below ``folders``, in its name or its bytes."""
    found = set()
    for file in (path for folder in folders for path in folder.rglob("*")):
        data = file.read_bytes() if file.is_file() else b""
        for what, marker in MARKERS.items():
            if marker in file.name or any(form in data for form in forms(marker)):
                found.add(what)
    return found


def work(workspace: Workspace) -> None:
    """Enter every marker as a person's work enters it."""
    workspace.name_person(
        name=MARKERS["person"],
        position=MARKERS["position"],
        office=MARKERS["office"],
        card_no=MARKERS["card"],
    )
    add_factory(workspace, "mill", name=MARKERS["factory"], operator=MARKERS["operator"])
    inspection = inspections.start(workspace, MILL, "GEN")
    inspection.answer(path_of(inspection, "gen40"), MARKERS["answer"])
    inspection.note(path_of(inspection, "gen03"), MARKERS["note"])
    inspection.type_text(path_of(inspection, "gen17"), MARKERS["typing"])
    inspection.type_words(path_of(inspection, "gen03"), "note", MARKERS["unfinished"])
    failed = path_of(inspection, "gen16")
    inspection.answer(failed, "no")
    inspection.edit_finding(failed, description=MARKERS["finding"], action=MARKERS["action"])
    photo = picture() + MARKERS["photo"].encode()
    inspections.attach_photo(inspection, failed, photo, name=f"{MARKERS['photo name']}.jpg")
    writing.add(
        workspace,
        "complaint",
        GIVEN["complaint"] | {"complainant": MARKERS["complainant"], "details": MARKERS["details"]},
    )
    writing.add(workspace, "loan", GIVEN["loan"] | {"name": MARKERS["borrower"]})
    given = GIVEN["recommendation"] | {"recommendation_text": MARKERS["advice"]}
    writing.add(workspace, "recommendation", given)
    workspace.remember("a setting", MARKERS["setting"])
    TokenStore.of(workspace).save(MARKERS["token"])


def run(folder: Path, words: Path, *args: str, code: int = Exit.DONE) -> None:
    assert main(["--data", str(folder), "--passphrase-file", str(words), *args]) == code, args


@contextmanager
def temporary(folder: Path, patched: pytest.MonkeyPatch) -> Iterator[Path]:
    """Let this process and those it starts write their temporary files into ``folder``."""
    folder.mkdir()
    patched.setenv("TMPDIR", str(folder))
    patched.setattr(tempfile, "tempdir", None)
    yield folder
    patched.setattr(tempfile, "tempdir", None)


def hunt(folder: Path, key: bytes | None, place: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Work, export, back up and crash on ``folder``, and return the markers that can be read beside."""
    words, out = place / "words", place / "out"
    words.write_text(WORDS, encoding="utf-8")
    out.mkdir()
    with temporary(place / "temporary", monkeypatch) as temporary_folder:
        workspace = Workspace(folder, key=key)
        work(workspace)
        # While it is at work: the log of the database holds what was written last.
        assert (folder / "fieldkit.db-wal").stat().st_size > 0
        seen = found_in(folder, temporary_folder)
        workspace.close()
        run(folder, words, "export", "workbook", "-o", str(out / "book.xlsx"))
        run(folder, words, "export", "cases", "complaint", "-o", str(out / "cases.xlsx"))
        run(folder, words, "backup", str(folder / "backups"))
        run(folder, words, "list", "findings", "--search", MARKERS["finding"])

        def bug(*_args: object, **_options: object) -> None:
            raise ValueError(MARKERS["complainant"])

        with monkeypatch.context() as patched:
            patched.setattr(verifying, "check", bug)
            run(folder, words, "check", code=Exit.BUG)
        assert list((folder / "log").iterdir())
        return seen | found_in(folder, temporary_folder)


def test_of_twenty_markers_none_can_be_read(
    office_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(MARKERS) == 20
    begun = beginning.begin(WORDS, cost=CHEAP)
    beginning.encrypt(office_folder, begun)
    assert hunt(office_folder, begun.key, tmp_path, monkeypatch) == set()
    # The photo and the workbook are real: what a person exports leaves in clear, by intention.
    assert (tmp_path / "out" / "book.xlsx").stat().st_size > 0


def test_without_encryption_the_hunt_finds_them(
    office_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert hunt(office_folder, None, tmp_path, monkeypatch) == set(MARKERS)


def test_encrypting_later_leaves_none_behind(
    office_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(office_folder)
    work(workspace)
    workspace.close()
    assert found_in(office_folder) == set(MARKERS)
    begun = beginning.begin(WORDS, cost=CHEAP)
    beginning.encrypt(office_folder, begun)
    assert found_in(office_folder) == set()
