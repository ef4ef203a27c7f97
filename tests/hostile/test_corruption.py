"""The catalogue of damage: each kind is detected and named, and what is not damaged is salvaged whole."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from fieldkit.model.backup import BackupDamaged, restore
from fieldkit.model.salvage import NothingToSalvage, SalvageReport, salvage
from fieldkit.model.workspace import Workspace
from tests.hostile import damage
from tests.hostile.damage import DATABASE, flip, leaf_of, of_page, root_of, tamper, zero
from tests.hostile.folders import COPY, KEY, Pattern, bodies_of, found_in


def _first_body(folder: Path) -> bytes:
    connection = damage.connect(folder)
    try:
        return bytes(connection.execute("SELECT body FROM change ORDER BY id DESC LIMIT 1").fetchone()[0])
    finally:
        connection.close()


def _flip_body(folder: Path) -> None:
    body = _first_body(folder)
    file = folder / DATABASE
    flip(file, file.read_bytes().rfind(body[-200:]) + 40)


def _sql(*statements: str) -> Callable[[Path], None]:
    return lambda folder: tamper(folder, *((sql, ()) for sql in statements))


def _without(name: str) -> Callable[[Path], None]:
    def gone(folder: Path) -> None:
        (folder / name).unlink()

    return gone


LOG = f"{DATABASE}-wal"

SQLITE = {"database", "NotADatabase", "DatabaseDamaged", "StorageError"}
"""What a damaged page may be called, according to what it held."""

# name: (folder to begin with, what is done, kinds of which one must be named)
PAGES: dict[str, tuple[str, Callable[[Path], None], set[str]]] = {
    "zeroed page of changes": ("plain", of_page(partial(leaf_of, name="change"), zero), SQLITE),
    "zeroed inner page of changes": ("plain", of_page(partial(root_of, name="change"), zero), SQLITE),
    "zeroed page of cells": ("plain", of_page(partial(leaf_of, name="cell"), zero), SQLITE),
    "zeroed page of feeds": ("plain", of_page(partial(leaf_of, name="feed"), zero), SQLITE),
    "zeroed page of settings": ("plain", of_page(partial(root_of, name="meta"), zero), SQLITE),
    "zeroed page of answers": ("plain", of_page(partial(leaf_of, name="answer"), zero), SQLITE),
    "zeroed page of an index": ("plain", of_page(partial(leaf_of, name="change_stream_seq"), zero), SQLITE),
    "zeroed first page": ("plain", lambda folder: zero(folder, 1), SQLITE),
    "header overwritten": (
        "plain",
        lambda folder: damage.write_page(folder, 1, b"\xff" * 100),
        SQLITE,
    ),
    "kind of a page flipped": (
        "plain",
        lambda folder: flip(folder / DATABASE, (leaf_of(folder, "change") - 1) * damage.PAGE, 2),
        SQLITE,
    ),
    "bit of a body flipped": ("plain", _flip_body, {"chain", "body"}),
    "index out of step": (
        "plain",
        lambda folder: flip(folder / DATABASE, damage.entry_of(folder, "change_stream_seq") + 30, 1),
        {"database"},
    ),
    "two pages swapped": (
        "plain",
        lambda folder: damage.swap(folder, leaf_of(folder, "change"), leaf_of(folder, "cell")),
        SQLITE,
    ),
    "cut in half": ("plain", lambda folder: damage.cut(folder / DATABASE, 0.5), SQLITE),
    "last page cut off": (
        "plain",
        lambda folder: damage.cut(folder / DATABASE, 1 - 4000 / (folder / DATABASE).stat().st_size),
        SQLITE,
    ),
    "data file empty": ("plain", lambda folder: damage.cut(folder / DATABASE, 0), {"DatabaseMissing"}),
    "data file gone": ("plain", _without(DATABASE), {"DatabaseMissing"}),
    "data file full of noise": ("plain", lambda folder: damage.noise(folder / DATABASE), {"NotADatabase"}),
    "log lost": ("killed", _without(LOG), {"log_lost"}),
    "log cut in its middle": ("killed", lambda folder: damage.cut(folder / LOG, 0.5), set()),
    "log damaged at its beginning": ("killed", lambda folder: flip(folder / LOG, 3000), {"log_damaged"}),
    "head of the log damaged": ("killed", lambda folder: flip(folder / LOG, 1, 3), {"log_damaged"}),
    "log damaged in its middle": (
        "killed",
        lambda folder: flip(folder / LOG, (folder / LOG).stat().st_size // 2),
        {"log_damaged"},
    ),
}


ROWS: dict[str, tuple[Callable[[Path], None], set[str]]] = {
    "row changed behind the log": (_sql("UPDATE answer SET value = 'forged'"), {"row", "seal"}),
    "row deleted": (_sql("DELETE FROM finding"), {"row", "seal"}),
    "row made up": (
        _sql("INSERT INTO person (id, stream, name) VALUES ('ghost', 'ref', 'ผี')"),
        {"stray_row"},
    ),
    "cell changed": (
        _sql("UPDATE cell SET heads = replace(heads, 'โรงสี', 'อื่น') WHERE record = 'mill'"),
        {"cell"},
    ),
    "cell deleted": (_sql("DELETE FROM cell WHERE tbl = 'visit'"), {"cell"}),
    "seal changed": (
        _sql("UPDATE inspection SET seal = replace(seal, substr(seal, 1, 1), 'x') WHERE state = 'closed'"),
        {"row", "seal"},
    ),
    "seal taken off": (
        _sql("UPDATE inspection SET seal = NULL WHERE state = 'closed'"),
        {"row", "unsealed"},
    ),
    "link of a chain removed": (
        _sql("DELETE FROM feed WHERE n = 3 AND stream = 'ins/66'"),
        {"gap", "unchained"},
    ),
    "link of a chain changed": (
        _sql("UPDATE feed SET link = zeroblob(32) WHERE n = 3 AND stream = 'ins/66'"),
        {"chain"},
    ),
    "change removed": (
        _sql("DELETE FROM change WHERE id = (SELECT change_id FROM feed WHERE n = 3 AND stream = 'ins/66')"),
        {"gap", "cell"},
    ),
    "change and link removed": (
        _sql(
            "DELETE FROM change WHERE id = (SELECT change_id FROM feed WHERE n = 3 AND stream = 'ins/66')",
            "DELETE FROM feed WHERE n = 3 AND stream = 'ins/66'",
        ),
        {"gap", "cell"},
    ),
    "body replaced": (
        _sql(
            "UPDATE change SET body = (SELECT body FROM change WHERE stream = 'ins/66' ORDER BY id LIMIT 1)"
            " WHERE id = (SELECT max(id) FROM change)"
        ),
        {"body", "chain"},
    ),
}

FILES: dict[str, tuple[Callable[[Path], None], set[str]]] = {
    "photo gone": (lambda folder: damage.photo(folder).unlink(), {"file_missing"}),
    "photo empty": (lambda folder: damage.cut(damage.photo(folder), 0), {"file_damaged"}),
    "photo cut off": (lambda folder: damage.cut(damage.photo(folder), 0.7), {"file_damaged"}),
    "bit of a photo flipped": (lambda folder: flip(damage.photo(folder), 100), {"file_damaged"}),
    "two photos exchanged": (
        lambda folder: damage.exchange(damage.photo(folder), damage.photo(folder, 1)),
        {"file_damaged"},
    ),
    "all files gone": (lambda folder: shutil.rmtree(folder / "attachments"), {"file_missing"}),
}


def test_without_damage_nothing_is_found_and_all_is_salvaged(
    pattern: Pattern, at_hand: Callable[[str], Path], tmp_path: Path
) -> None:
    folder = at_hand("killed")
    report = salvage(folder, tmp_path / "new")
    assert report.problems == ()
    assert bodies_of(tmp_path / "new") == bodies_of(pattern.plain)
    assert found_in(folder) == set()


def told(report: SalvageReport) -> set[str]:
    return {one.place.split()[-1] for one in report.problems}


@pytest.mark.parametrize("kind", PAGES)
def test_damaged_pages_are_named_and_the_rest_is_salvaged(
    pattern: Pattern, at_hand: Callable[[str], Path], tmp_path: Path, kind: str
) -> None:
    begin, change, names = PAGES[kind]
    folder = at_hand(begin)
    change(folder)
    whole = bodies_of(pattern.plain)
    try:
        report = salvage(folder, tmp_path / "new")
    except NothingToSalvage:
        assert kind in ("data file empty", "data file gone", "data file full of noise")
        saved: dict[str, bytes] = {}
    else:
        saved = bodies_of(tmp_path / "new")
        again = {one.kind for one in report.problems if one.level == "error"}
        assert found_in(tmp_path / "new") <= {"file_missing", "seal"}, kind
        # What is not there is told by its id, unless nothing of the file names it any more.
        behind_the_end = kind in ("cut in half", "log lost", "log cut in its middle", "last page cut off")
        for change_id in whole.keys() - saved.keys():
            assert behind_the_end or change_id in told(report) or report.values, (kind, again)
    assert all(whole.get(change_id, body) == body for change_id, body in saved.items()), kind
    named = found_in(folder)
    assert (named & names) if names else not named, (kind, named)
    assert len(saved) >= MOST_LOST.get(kind, 0.9) * len(whole), (kind, len(saved), len(whole))


# What a page held is gone with it: the share of the change records that must be left.
MOST_LOST = {
    "cut in half": 0,  # the newest pages are the last ones
    "zeroed page of changes": 0.8,
    "log lost": 0.2,
    "log cut in its middle": 0.5,
    "data file empty": 0,
    "data file gone": 0,
    "data file full of noise": 0,
}


@pytest.mark.parametrize("kind", ROWS)
def test_rows_changed_by_hand_are_named_and_the_records_stand(
    pattern: Pattern, at_hand: Callable[[str], Path], tmp_path: Path, kind: str
) -> None:
    change, names = ROWS[kind]
    folder = at_hand("plain")
    change(folder)
    assert found_in(folder) >= names, (kind, found_in(folder))
    report = salvage(folder, tmp_path / "new")
    saved, whole = bodies_of(tmp_path / "new"), bodies_of(pattern.plain)
    assert all(whole.get(change_id, body) == body for change_id, body in saved.items())
    assert len(whole) - len(saved) <= 1
    assert found_in(tmp_path / "new") <= ({"seal"} if len(saved) < len(whole) else set()), report


@pytest.mark.parametrize("kind", FILES)
def test_damaged_files_are_named_and_the_others_are_salvaged(
    at_hand: Callable[[str], Path], tmp_path: Path, kind: str
) -> None:
    change, names = FILES[kind]
    folder = at_hand("plain")
    before = {path.name for path in (folder / "attachments").glob("??/*")}
    change(folder)
    assert found_in(folder) == names
    report = salvage(folder, tmp_path / "new")
    after = {path.name for path in (tmp_path / "new" / "attachments").glob("??/*")}
    assert report.files == len(after)
    with closing(Workspace(tmp_path / "new")) as workspace:
        wanted = {row["sha256"] for row in workspace.rows("SELECT sha256 FROM blob WHERE state = 'wanted'")}
    assert before - after <= wanted  # the next sync fetches them


def test_a_backup_fills_what_the_folder_has_lost(
    pattern: Pattern, at_hand: Callable[[str], Path], tmp_path: Path
) -> None:
    folder = at_hand("plain")
    zero(folder, leaf_of(folder, "change"))
    damage.photo(folder).unlink()
    without = salvage(folder, tmp_path / "without")
    report = salvage(folder, tmp_path / "new", backups=[pattern.copy])
    assert report.changes > without.changes
    assert bodies_of(tmp_path / "new") == bodies_of(pattern.plain)
    assert report.problems == ()


@pytest.mark.parametrize("begin", ["plain", "sealed"])
def test_the_log_of_another_folder_is_never_opened(
    pattern: Pattern, at_hand: Callable[[str], Path], tmp_path: Path, begin: str
) -> None:
    key = KEY if begin == "sealed" else None
    folder = at_hand(begin)
    shutil.copyfile(pattern.other / LOG, folder / LOG)
    before = (folder / DATABASE).read_bytes()
    assert found_in(folder, key) == {"ForeignLog"}
    assert (folder / DATABASE).read_bytes() == before
    salvage(folder, tmp_path / "new", key=key)
    assert bodies_of(tmp_path / "new", key) == bodies_of(getattr(pattern, begin), key)
    (folder / LOG).unlink()
    assert found_in(folder, key) == set()


def test_a_page_of_an_older_state_is_named(
    pattern: Pattern, at_hand: Callable[[str], Path], tmp_path: Path
) -> None:
    folder = at_hand("plain")
    old = (pattern.older / DATABASE).read_bytes()
    number = root_of(folder, "change")
    damage.write_page(folder, number, old[(number - 1) * damage.PAGE : number * damage.PAGE])
    assert found_in(folder) & SQLITE
    salvage(folder, tmp_path / "new")
    assert len(bodies_of(tmp_path / "new")) >= 0.9 * len(bodies_of(pattern.plain))


SEALED: dict[str, Callable[[Path], None]] = {
    "zeroed page": lambda folder: zero(folder, 9),
    "flipped bit": lambda folder: flip(folder / DATABASE, 20 * damage.PAGE + 700),
    "two pages swapped": lambda folder: damage.swap(folder, 8, 12),
    "first page": lambda folder: damage.write_page(folder, 1, b"\0" * 16 + b"\1" * 4080),
    "cut in half": lambda folder: damage.cut(folder / DATABASE, 0.5),
}


@pytest.mark.parametrize("kind", SEALED)
def test_an_encrypted_folder_is_salvaged_too(
    pattern: Pattern, at_hand: Callable[[str], Path], tmp_path: Path, kind: str
) -> None:
    folder = at_hand("sealed")
    SEALED[kind](folder)
    salvage(folder, tmp_path / "new", key=KEY)
    saved, whole = bodies_of(tmp_path / "new", KEY), bodies_of(pattern.sealed, KEY)
    assert all(whole.get(change_id, body) == body for change_id, body in saved.items())
    assert len(saved) >= (0 if "cut" in kind else 0.8) * len(whole)
    assert found_in(folder, KEY) & SQLITE
    with pytest.raises(NothingToSalvage):
        salvage(folder, tmp_path / "other", key=bytes(32))
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize("key", [None, bytes(32)])
def test_another_key_opens_nothing(at_hand: Callable[[str], Path], key: bytes | None) -> None:
    assert found_in(at_hand("sealed"), key) == {"NotADatabase"}


BACKUPS: dict[str, Callable[[Path], None]] = {
    "cut": lambda path: damage.cut(path, 0.6),
    "empty": lambda path: damage.cut(path, 0),
    "bit flipped": lambda path: flip(path, path.stat().st_size // 3),
    "directory flipped": lambda path: flip(path, -10, 4),
    "noise": damage.noise,
}


@pytest.mark.parametrize("kind", BACKUPS)
def test_a_damaged_backup_is_named(pattern: Pattern, tmp_path: Path, kind: str) -> None:
    copy = Path(shutil.copy(pattern.copy, tmp_path / COPY))
    BACKUPS[kind](copy)
    with pytest.raises(BackupDamaged, match=COPY):
        restore(copy, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_the_catalogue_has_so_many_kinds() -> None:
    assert len(PAGES) + len(ROWS) + len(FILES) + len(SEALED) + len(BACKUPS) >= 50


def test_planted_a_salvage_that_believes_every_body(
    at_hand: Callable[[str], Path], tmp_path: Path, pattern: Pattern, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the look at chain and cells an altered body would come through: the catalogue turns red."""
    from fieldkit.model.salvage import judging

    folder = at_hand("plain")
    body = _first_body(folder)
    altered = body.replace(b'"wall":"20', b'"wall":"19')
    assert len(altered) == len(body)
    file = folder / DATABASE
    data = file.read_bytes()
    at = data.rfind(b'"wall":"20')
    file.write_bytes(data[:at] + b'"wall":"19' + data[at + 10 :])
    whole = bodies_of(pattern.plain)

    def invented(target: Path) -> list[str]:
        salvage(folder, target)
        return [one for one, body in bodies_of(target).items() if whole.get(one, body) != body]

    assert invented(tmp_path / "sound") == []
    monkeypatch.setattr(judging, "_by_the_chain", lambda *_: (set(), set()))
    assert invented(tmp_path / "planted") != []
    assert json.loads(body)["wall"].startswith("20")
