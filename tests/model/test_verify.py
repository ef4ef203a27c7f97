"""Tampering of every kind is found and named; an untouched folder is whole."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlite

from fieldkit.model import body as bodies
from fieldkit.model import inspections
from fieldkit.model.body import Op
from fieldkit.model.ids import new_id
from fieldkit.model.inspections import Signature
from fieldkit.model.schema import guards
from fieldkit.model.verify import ProblemFound, check, verify
from fieldkit.model.verify.cells import cell_problems
from fieldkit.model.workspace import Workspace
from tests.office import answer_all, drawn_signature, path_of, picture


@dataclass(frozen=True)
class Signed:
    """A folder with one closed inspection with a finding and a photo, and a draft."""

    folder: Path
    closed: str
    photo: str


@pytest.fixture(scope="module")
def pattern(furnished_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Signed:
    folder = shutil.copytree(furnished_folder, tmp_path_factory.mktemp("signed") / "data")
    with closing(Workspace(folder)) as workspace:
        inspection = inspections.start(workspace, "mill", "GEN")
        answer_all(inspection, gen16="no")
        attached = inspections.attach_photo(
            inspection, path_of(inspection, "gen16"), picture(), name="gate.jpg"
        )
        photo = next(row["sha256"] for row in inspection.files if row["id"] == attached)
        image = drawn_signature()
        signatures = [Signature("inspector", "ก", image=image), Signature("representative", "ข", image=image)]
        inspections.close(inspection, signatures, closing="partial", reason="ทดสอบ")
        draft = inspections.start(workspace, "mill", "GEN")
        draft.answer(path_of(draft, "gen03"), "yes")
    return Signed(folder, inspection.id, photo)


@pytest.fixture
def signed(pattern: Signed, tmp_path: Path) -> Signed:
    return Signed(shutil.copytree(pattern.folder, tmp_path / "data"), pattern.closed, pattern.photo)


def tamper(folder: Path, *statements: tuple[str, tuple[Any, ...]]) -> None:
    """Change the file behind the program's back, as somebody with a database tool would."""
    connection = sqlite.connect(str(folder / "fieldkit.db"), isolation_level=None)
    try:
        for statement in guards():
            connection.execute(f"DROP TRIGGER {statement.split()[2]}")
        for sql, parameters in statements:
            assert connection.execute(sql, parameters).rowcount > 0, sql
    finally:
        connection.close()


def problems(folder: Path, find: Callable[[Workspace], list[ProblemFound]] = verify) -> list[ProblemFound]:
    with closing(Workspace(folder)) as workspace:
        return find(workspace)


def kinds(found: list[ProblemFound]) -> set[str]:
    return {problem.kind for problem in found}


def first_body(folder: Path, table: str, column: str) -> tuple[str, bytes]:
    """Return id and body of a change that writes ``column`` of ``table``."""
    connection = sqlite.connect(str(folder / "fieldkit.db"))
    try:
        for change_id, body in connection.execute("SELECT id, body FROM change ORDER BY id"):
            for op in json.loads(body)["ops"]:
                if op["table"] == table and column in op["values"] and op["values"][column]:
                    return change_id, body
    finally:
        connection.close()
    raise AssertionError(f"{table}.{column}")


def test_what_the_program_wrote_is_whole(signed: Signed) -> None:
    assert problems(signed.folder) == []
    assert problems(signed.folder, check) == []


def test_looking_changes_nothing(signed: Signed) -> None:
    def rows(workspace: Workspace) -> list[list[dict[str, Any]]]:
        return [
            workspace.rows(f"SELECT * FROM {table}") for table in ("change", "feed", "cell", "answer", "meta")
        ]

    with closing(Workspace(signed.folder)) as workspace:
        before = rows(workspace)
        verify(workspace)
        check(workspace)
        assert rows(workspace) == before


def test_every_byte_of_a_body_is_watched(signed: Signed) -> None:
    """A flipped bit anywhere in a body is found, and the change named."""
    change_id, body = first_body(signed.folder, "answer", "value")
    for at in range(0, len(body), max(1, len(body) // 15)):
        changed = bytearray(body)
        changed[at] ^= 0x01
        tamper_once(signed.folder, change_id, bytes(changed))
        found = problems(signed.folder)
        assert any(change_id in problem.place + problem.detail for problem in found), (at, found)
        assert "chain" in kinds(found)
    tamper_once(signed.folder, change_id, body)
    assert problems(signed.folder) == []


def tamper_once(folder: Path, change_id: str, body: bytes) -> None:
    connection = sqlite.connect(str(folder / "fieldkit.db"), isolation_level=None)
    try:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE change SET body = ? WHERE id = ?", (body, change_id))
    finally:
        connection.close()


def test_only_the_altered_link_of_a_chain_is_named(signed: Signed) -> None:
    change_id, body = first_body(signed.folder, "answer", "value")
    tamper_once(signed.folder, change_id, body + b" ")
    broken = [problem for problem in problems(signed.folder) if problem.kind == "chain"]
    assert [problem.detail for problem in broken] == [f"change {change_id}"]


def test_a_changed_answer_is_named_and_breaks_the_seal(signed: Signed) -> None:
    tamper(
        signed.folder,
        ("UPDATE answer SET value = 'forged' WHERE inspection = ? AND path LIKE '%gen16'", (signed.closed,)),
    )
    found = problems(signed.folder)
    assert kinds(found) == {"row", "seal"}
    row = next(problem for problem in found if problem.kind == "row")
    assert row.place.startswith("answer ")
    assert row.place.endswith(" value")
    assert "forged" in row.detail
    seal = next(problem for problem in found if problem.kind == "seal")
    assert signed.closed in seal.place
    assert "โรงสี" in seal.detail


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("inspection", "outcome", "pass"),
        ("inspection", "score", 100.0),
        ("finding", "severity", "i"),
        ("finding", "deleted", 1),
        ("signature", "name", "คนอื่น"),
        ("attachment", "caption", "อื่น"),
        ("inspection", "closed_at", "2020-01-01T00:00:00+07:00"),
    ],
)
def test_each_signed_value_is_guarded_twice(signed: Signed, table: str, column: str, value: object) -> None:
    where = "id" if table == "inspection" else "inspection"
    tamper(signed.folder, (f"UPDATE {table} SET {column} = ? WHERE {where} = ?", (value, signed.closed)))
    assert kinds(problems(signed.folder)) == {"row", "seal"}


def test_a_seal_taken_off_is_noticed(signed: Signed) -> None:
    tamper(signed.folder, ("UPDATE inspection SET seal = NULL WHERE id = ?", (signed.closed,)))
    assert {"row", "unsealed"} <= kinds(problems(signed.folder))


def test_row_and_cell_changed_alike_still_differ_from_the_records(signed: Signed) -> None:
    """Whoever knows the tables well, but not the chain, is found all the same."""
    tamper(
        signed.folder,
        ("UPDATE factory SET name = 'อื่น' WHERE id = 'mill'", ()),
        (
            "UPDATE cell SET heads = replace(heads, 'โรงสีตัวอย่างเจริญพาณิชย์', 'อื่น')"
            " WHERE record = 'mill' AND grp = 'identity'",
            (),
        ),
    )
    found = problems(signed.folder)
    assert {"row", "cell"} <= kinds(found)
    assert any(problem.place == "factory mill name" for problem in found)
    assert any(problem.place == "factory mill identity" for problem in found)


def test_rows_and_cells_that_vanish_or_appear(signed: Signed) -> None:
    tamper(
        signed.folder,
        ("DELETE FROM finding WHERE inspection = ?", (signed.closed,)),
        ("DELETE FROM cell WHERE tbl = 'visit'", ()),
        ("INSERT INTO person (id, stream, name) VALUES ('ghost', 'ref', 'ผี')", ()),
    )
    found = problems(signed.folder)
    assert {"row", "cell", "stray_row", "seal"} <= kinds(found)
    assert any(problem.place == "person ghost" for problem in found)


def test_a_record_taken_out_of_the_history(signed: Signed) -> None:
    change_id, _ = first_body(signed.folder, "answer", "value")
    tamper(signed.folder, ("DELETE FROM change WHERE id = ?", (change_id,)))
    found = problems(signed.folder)
    assert any(problem.kind == "gap" and change_id in problem.detail for problem in found)
    assert "cell" in kinds(found)


def test_a_record_and_its_link_taken_out_leave_a_gap(signed: Signed) -> None:
    change_id, _ = first_body(signed.folder, "answer", "value")
    tamper(
        signed.folder,
        ("DELETE FROM feed WHERE change_id = ?", (change_id,)),
        ("DELETE FROM change WHERE id = ?", (change_id,)),
    )
    gap = next(problem for problem in problems(signed.folder) if problem.kind == "gap")
    assert gap.place.startswith("ins/66 ")


def test_a_record_that_would_never_be_sent(signed: Signed) -> None:
    tamper(
        signed.folder, ("DELETE FROM feed WHERE n = (SELECT max(n) FROM feed WHERE stream = 'ins/66')", ())
    )
    assert kinds(problems(signed.folder)) == {"unchained"}


def test_a_body_under_another_name(signed: Signed) -> None:
    fields = {"id": new_id(), "stream": "ref", "author": "x", "device": "d", "lamport": 1, "wall": ""}
    body = bodies.encode(fields, [Op("person", "p", "core", {"name": "x"})])
    tamper(signed.folder, ("INSERT INTO change (id, stream, body) VALUES ('other', 'ref', ?)", (body,)))
    assert any(problem.kind == "body" and "other" in problem.place for problem in problems(signed.folder))


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b'{"id": 1}'])
def test_an_unreadable_body_is_named_and_stops_nothing(signed: Signed, body: bytes) -> None:
    tamper(
        signed.folder,
        ("INSERT INTO change (id, stream, body) VALUES ('broken', 'ref', ?)", (body,)),
        ("UPDATE factory SET name = 'อื่น' WHERE id = 'mill'", ()),
    )
    found = problems(signed.folder)
    assert any(problem.kind == "body" and "broken" in problem.place for problem in found)
    assert any(problem.kind == "row" for problem in found)


def test_awaited_records(signed: Signed) -> None:
    with closing(Workspace(signed.folder)) as workspace:
        fields = {"id": new_id(), "stream": "ref", "author": "x", "device": "d", "lamport": 1, "wall": ""}
        op = Op("person", "p", "core", {"name": "x"}, prevs=[f"{new_id()}.0"])
        workspace.log.apply([(bodies.encode(fields, [op]), 1)])
        assert verify(workspace) == []  # an op that supersedes one yet to come is in order
    tamper(signed.folder, ("DELETE FROM dangling", ()))
    assert kinds(problems(signed.folder)) == {"dangling"}


def test_conflicts_are_no_problem(signed: Signed) -> None:
    with closing(Workspace(signed.folder)) as workspace:
        for name in ("ก", "ข"):
            fields = {
                "id": new_id(),
                "stream": "ref",
                "author": name,
                "device": name,
                "lamport": 9,
                "wall": "",
            }
            values = {"name": name, "position": None, "office": None, "card_no": None}
            workspace.log.apply([(bodies.encode(fields, [Op("person", "p", "core", values)]), None)])
        assert workspace.rows("SELECT count(*) AS n FROM cell WHERE conflict = 1") == [{"n": 1}]
        assert verify(workspace) == []
    tamper(signed.folder, ("UPDATE cell SET conflict = 0 WHERE tbl = 'person' AND record = 'p'", ()))
    assert kinds(problems(signed.folder)) == {"cell"}


def test_parts_find_the_same(signed: Signed) -> None:
    tamper(
        signed.folder,
        ("UPDATE answer SET value = 'forged'", ()),
        ("DELETE FROM finding", ()),
        ("DELETE FROM cell WHERE tbl = 'visit'", ()),
    )
    with closing(Workspace(signed.folder)) as workspace, workspace.database.read() as connection:
        whole = list(cell_problems(connection))
        parted = list(cell_problems(connection, at_once=7))
    assert len(whole) > 30
    assert sorted(map(str, parted)) == sorted(map(str, whole))


def test_a_photo_altered_by_one_byte(signed: Signed) -> None:
    with closing(Workspace(signed.folder)) as workspace:
        path = workspace.attachments.path(signed.photo)
    data = bytearray(path.read_bytes())
    data[-3] ^= 1
    path.write_bytes(data)
    for find in (verify, check):
        [found] = problems(signed.folder, find)
        assert (found.kind, found.detail) == ("file_damaged", signed.photo)
        assert "gate.jpg" in found.place
        assert signed.closed in found.place


def test_a_photo_that_is_gone_and_one_that_is_yet_to_come(signed: Signed) -> None:
    with closing(Workspace(signed.folder)) as workspace:
        workspace.attachments.path(signed.photo).unlink()
        assert kinds(verify(workspace)) == {"file_missing"}
        with workspace.database.write() as connection:
            connection.exec_driver_sql("UPDATE blob SET state = 'wanted' WHERE sha256 = ?", (signed.photo,))
        [found] = verify(workspace)
        assert (found.kind, found.level) == ("file_wanted", "note")


def test_what_belongs_to_nothing_is_a_note(signed: Signed) -> None:
    with closing(Workspace(signed.folder)) as workspace:
        stray = workspace.attachments.add(b"left by a crash between file and record")
        op = Op("answer", "lost", "core", {"inspection": "nowhere", "path": "/data/x"}, (), "ins/66")
        workspace.log.commit([op])
        found = check(workspace)
    assert {(problem.kind, problem.level) for problem in found} == {
        ("orphan", "note"),
        ("file_orphan", "note"),
    }
    assert any(problem.place == stray for problem in found)


def test_a_damaged_page_of_the_file(signed: Signed) -> None:
    with closing(Workspace(signed.folder)) as workspace:
        [row] = workspace.rows("SELECT rootpage FROM sqlite_master WHERE name = 'answer_inspection'")
        [size] = workspace.rows("PRAGMA page_size")
    file = signed.folder / "fieldkit.db"
    data = bytearray(file.read_bytes())
    start = (row["rootpage"] - 1) * size["page_size"]
    data[start : start + size["page_size"]] = bytes(size["page_size"])
    file.write_bytes(data)
    assert kinds(problems(signed.folder, check)) == {"database"}


def test_rebuild_puts_right_what_was_altered_beside_the_records(signed: Signed) -> None:
    tamper(signed.folder, ("UPDATE answer SET value = 'forged'", ()), ("DELETE FROM finding", ()))
    with closing(Workspace(signed.folder)) as workspace:
        assert verify(workspace) != []
        assert check(workspace, rebuild=True) == []
        assert verify(workspace) == []


@pytest.fixture
def sealed_folder(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace(tmp_path / "sealed", key=bytes(range(32)))
    yield workspace
    workspace.close()


def test_an_encrypted_folder_is_verified_too(sealed_folder: Workspace) -> None:
    sealed_folder.name_person(name="ก")
    assert verify(sealed_folder) == check(sealed_folder) == []


def test_lines_are_in_both_languages() -> None:
    problem = ProblemFound("seal", "GEN 1", "โรงสี")
    assert problem.line("th") == "การตรวจที่ปิดแล้วถูกแก้ไขหลังลงนาม · GEN 1 · โรงสี"
    assert problem.as_json()["message"]["en"] == "A closed inspection was altered after it was signed"
