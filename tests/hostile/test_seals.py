"""Every byte of a sealed inspection is watched: each flipped once is found."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from fieldkit.model.database import Database
from fieldkit.model.workspace import Workspace
from tests.hostile.damage import DATABASE, tamper
from tests.hostile.folders import Pattern, found_in

NOT_SIGNED = ("id", "stream", "inspection", "place")
"""What names a row, and whose it is after mergers: derived anew whenever one changes."""


def _parts_of(folder: Path, inspection: str) -> Iterator[tuple[str, str, str, Any]]:
    """Yield table, id, column and value of every signed value of an inspection."""
    with closing(Workspace(folder)) as workspace:
        for table, where in (
            ("inspection", "id"),
            ("answer", "inspection"),
            ("finding", "inspection"),
            ("attachment", "inspection"),
            ("signature", "inspection"),
        ):
            for row in workspace.rows(f"SELECT * FROM {table} WHERE {where} = ?", inspection):
                for column, value in row.items():
                    if isinstance(value, str) and value and column not in NOT_SIGNED:
                        yield table, row["id"], column, value


def test_every_byte_of_every_change_of_a_sealed_inspection_is_watched(pattern: Pattern) -> None:
    """Each byte of each body flipped once: the link of the chain is another, for all of them."""
    from fieldkit.model import body as bodies
    from fieldkit.model.changes import feed_name, get_meta

    with closing(Workspace(pattern.older)) as workspace, workspace.database.read() as connection:
        incarnation = get_meta(connection, "incarnation") or ""
        name = feed_name(workspace.device, incarnation, "ins/66")
        rows = connection.exec_driver_sql(
            "SELECT feed.n, body, link FROM feed JOIN change ON change.id = change_id"
            " WHERE feed.stream = 'ins/66' ORDER BY n"
        ).fetchall()
    before, tried = b"", 0
    for n, body, link in rows:
        assert bodies.link(name, n, before, bytes(body)) == bytes(link)
        changed = bytearray(body)
        for at in range(len(changed)):
            changed[at] ^= 0x01
            assert bodies.link(name, n, before, bytes(changed)) != bytes(link)
            changed[at] ^= 0x01
            tried += 1
        before = bytes(link)
    assert tried > 20_000


def test_every_byte_of_every_row_of_a_sealed_inspection_is_watched(
    pattern: Pattern, at_hand: Callable[[str], Path]
) -> None:
    """Each letter of each signed value replaced once: the seal is broken or the row is named."""
    from fieldkit.model.seal import seal_of

    folder = at_hand("older")
    values = list(_parts_of(folder, pattern.inspection))
    with closing(Database(folder / DATABASE)) as database, database.door() as connection:
        [(sealed,)] = connection.exec_driver_sql(
            "SELECT seal FROM inspection WHERE id = ?", (pattern.inspection,)
        ).fetchall()
        tried, unsealed = 0, set()
        for table, record, column, value in values:
            for at in range(len(value)):
                other = value[:at] + ("x" if value[at] != "x" else "y") + value[at + 1 :]
                sql = f"UPDATE {table} SET {column} = ? WHERE id = ?"
                connection.exec_driver_sql(sql, (other, record))
                tried += 1
                if column != "seal" and seal_of(connection, pattern.inspection) == sealed:
                    unsealed.add((table, column))
                    break  # not in the seal: watched by the change records
            connection.exec_driver_sql(f"UPDATE {table} SET {column} = ? WHERE id = ?", (value, record))
    assert tried > 2_000
    for table, column in sorted(unsealed):
        spoilt = shutil.copytree(folder, folder.parent / f"{table}-{column}")
        tamper(spoilt, (f"UPDATE {table} SET {column} = 'x' WHERE {column} IS NOT NULL", ()))
        assert found_in(spoilt) & {"row", "seal"}, (table, column)
