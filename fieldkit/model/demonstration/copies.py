"""Many more visits than can be filled one by one: each like one that was, at a factory of the same kind.

A copy is a whole inspection, signed and sealed: the answers, findings and facts of the one that was filled,
with the names and numbers of its own factory, and every day earlier by whole weeks. So what was in order
then is in order here, and season and day of the week are the same.
"""

from __future__ import annotations

import gc
import json
import random
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from fieldkit.model.attachments import register_files
from fieldkit.model.body import Op
from fieldkit.model.ids import derived_id, new_id
from fieldkit.model.inspections import open_inspection
from fieldkit.model.inspections.findings import finding_id
from fieldkit.model.seal import content_digest, seal
from fieldkit.model.streams import inspection_stream
from fieldkit.model.tables import GROUPS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from fieldkit.model.checklists import Checklist
    from fieldkit.model.demonstration.factories import InventedFactory
    from fieldkit.model.workspace import Workspace

YEAR = 52 * 7
"""Days of a year of whole weeks."""
_WEEKS = 4  # copies of one year are spread over so many weeks
_AT_ONCE = 40  # inspections written together: what is held in memory
_SPLIT = 200
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_INSTANCE = re.compile(r"uuid:[0-9a-f-]{36}")
# What these checklists save belongs to records of one borrower, enterprise, complaint or certificate.
_OWN = ("FUN", "DEV", "CMP", "GI")
_TABLES = ("answer", "repeat_instance", "finding", "attachment", "signature", "fact")
# Groups of a copied record that nobody has written.
_LATER = {"finding": ("void", "order")}
_SETTLED = 0.85
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Filled:
    """An inspection that was filled: its rows by table, ``type_main`` and class of its factory."""

    rows: dict[str, list[Row]]
    kind: tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Written:
    """A copy that waits for its seal."""

    id: str
    stream: str
    status: Row
    result: Row
    signatures: list[Row]


def copy_visits(
    workspace: Workspace,
    everyone: Sequence[InventedFactory],
    *,
    times: int,
    years: int,
    seed: int,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Write each filled inspection ``times`` times a year over ``years`` years; return how many copies.

    The first of the present year are those that were filled.
    """
    filled = _filled(workspace)
    alike: dict[tuple[str, str], list[InventedFactory]] = defaultdict(list)
    for one in everyone:
        if one.columns["status"] == "1":
            alike[one.columns["type_main"], one.columns["class_"]].append(one)
    total = len(filled) * (times * years - 1)
    known: dict[str, Checklist] = {}
    waiting = _planned(filled, alike, times, years, seed)
    done = 0
    while some := list(islice(waiting, _AT_ONCE)):
        if progress is not None:
            progress(done, total)
        _write(workspace, some, known)
        done += len(some)
    return done


def _planned(
    filled: Sequence[_Filled],
    alike: dict[tuple[str, str], list[InventedFactory]],
    times: int,
    years: int,
    seed: int,
) -> Iterator[tuple[_Filled, InventedFactory, int]]:
    """Yield what is copied, for which factory, and how many days earlier."""
    source = random.Random(f"{seed}-copies")
    for year in range(years):
        for time in range(times):
            for one in filled if year or time else ():
                back = YEAR * year + 7 * source.randint(0 if year else 1, _WEEKS)
                yield one, source.choice(alike[one.kind]), back


def _filled(workspace: Workspace) -> list[_Filled]:
    marks = ",".join("?" * len(_OWN))
    rows = workspace.rows(
        "SELECT i.*, f.type_main AS of_type, f.class_ AS of_class FROM inspection i"
        " JOIN factory f ON f.id = i.factory WHERE i.closing = 'complete' AND i.revision_of IS NULL"
        f" AND i.form_id NOT IN ({marks})"
        " AND NOT EXISTS (SELECT 1 FROM inspection r WHERE r.revision_of = i.id)"
        " ORDER BY i.started_at, i.form_id, i.factory",
        *_OWN,
    )
    found = []
    for row in rows:
        parts = {table: _rows_of(workspace, table, row["id"]) for table in _TABLES}
        parts["visit"] = workspace.rows("SELECT * FROM visit WHERE id = ?", row["visit"])
        found.append(_Filled({"inspection": [row], **parts}, (row["of_type"], row["of_class"])))
    return found


def _rows_of(workspace: Workspace, table: str, inspection: str) -> list[Row]:
    return workspace.rows(
        f"SELECT * FROM {table} WHERE inspection = ? AND coalesce(deleted, 0) = 0 ORDER BY id", inspection
    )


def _write(
    workspace: Workspace,
    some: Sequence[tuple[_Filled, InventedFactory, int]],
    known: dict[str, Checklist],
) -> None:
    """Write the copies, then sign and seal them as they are stored; ``known`` keeps their checklists."""
    ops: list[Op] = []
    copies = []
    for filled, factory, back in some:
        made, copy = _copied(workspace, filled, factory, back)
        ops += made
        copies.append(copy)
    workspace.log.commit(ops, split=_SPLIT)
    files = {}
    for copy in copies:
        xml = _INSTANCE.sub(
            f"uuid:{copy.id}", open_inspection(workspace, copy.id, known).instance.xml()
        ).encode()
        copy.result["submission"] = workspace.attachments.add(xml)
        files[copy.result["submission"]] = len(xml)
    gc.collect()  # opening a form keeps what it makes from the collector, which would not come by itself
    sealed: list[Op] = []
    with workspace.database.read() as connection:
        for copy in copies:
            sealed += _sealed(copy, content_digest(connection, copy.id, result=copy.result))
    workspace.log.commit(
        sealed, split=_SPLIT, alongside=lambda connection, _written: register_files(connection, files)
    )


def _copied(
    workspace: Workspace, filled: _Filled, factory: InventedFactory, back: int
) -> tuple[list[Op], _Written]:
    before = filled.rows["inspection"][0]
    old = workspace.rows("SELECT * FROM factory WHERE id = ?", before["factory"])[0]
    names = [
        (str(old[column]), str(factory.columns[column]))
        for column in ("registration_no", "registration_no_old", "name", "operator", "district")
        if old[column] and factory.columns.get(column)
    ]
    today = workspace.clock().date().isoformat()
    stream = inspection_stream(factory.columns["province_code"])
    record, visit = new_id(), new_id()
    ids = {"id": record, "visit": visit, "inspection": record, "factory": factory.id}

    def moved(row: Row) -> Row:
        """Return a row with its own factory's ids and names, its days earlier."""
        return {
            column: ids[column] if column in ids else _earlier(_renamed(value, names), back)
            for column, value in row.items()
        }

    inspection = moved(before) | {"submission": None}
    ops = _ops("visit", moved(filled.rows["visit"][0]) | {"id": visit}, stream, ("core", "team"))
    ops += _ops("inspection", inspection, stream, ("core",))
    for table in ("answer", "repeat_instance", "finding", "attachment", "fact"):
        for row in filled.rows[table]:
            own = moved(row) | {"id": _own_id(table, record, row)}
            if table == "finding":
                own |= _state(own, today)
            groups = tuple(name for name in GROUPS[table] if name not in _LATER.get(table, ("void",)))
            ops += _ops(table, own, stream, groups)
    status = {column: inspection[column] for column in GROUPS["inspection"]["status"]}
    result = {column: inspection[column] for column in GROUPS["inspection"]["result"]}
    signatures = [moved(row) | {"id": new_id()} for row in filled.rows["signature"]]
    return ops, _Written(record, stream, status, result, signatures)


def _state(finding: Row, today: str) -> Row:
    """Return the state of a copied finding: most of those that are due have been put right."""
    settled = finding["due_date"] < today and random.Random(finding["id"]).random() < _SETTLED
    day = f"{finding['due_date']}T10:00:00+07:00"
    return {
        "state": "closed" if settled else "open",
        "state_at": day if settled else None,
        "verified_in": None,
        "factory_order": None,
    }


def _own_id(table: str, inspection: str, row: Row) -> str:
    """Return the id that the record would have had if somebody had filled it."""
    if table == "answer":
        return derived_id("answer", inspection, row["path"])
    if table == "repeat_instance":
        return derived_id("repeat", inspection, row["path"], row["key"])
    return finding_id(inspection, row["path"]) if table == "finding" else new_id()


def _ops(table: str, row: Row, stream: str, groups: Sequence[str]) -> list[Op]:
    return [
        Op(table, row["id"], group, {column: row.get(column) for column in GROUPS[table][group]}, (), stream)
        for group in groups
    ]


def _sealed(copy: _Written, content: str) -> list[Op]:
    rows = sorted(({**row, "over": content} for row in copy.signatures), key=lambda row: str(row["id"]))
    signed = [{c: row[c] for c in GROUPS["signature"]["core"] if c != "inspection"} for row in rows]
    seals = {"seal": seal(content, copy.status, signed), "sealed_at": copy.status["closed_at"]}
    ops = [op for row in rows for op in _ops("signature", row, copy.stream, ("core",))]
    for group, values in (("result", copy.result), ("status", copy.status), ("seal", seals)):
        ops.append(Op("inspection", copy.id, group, values, (), copy.stream))
    return ops


def _renamed(value: Any, names: Sequence[tuple[str, str]]) -> Any:
    if isinstance(value, str):
        for old, new in names:
            value = value.replace(old, json.dumps(new, ensure_ascii=False)[1:-1] if "{" in value else new)
    return value


def _earlier(value: Any, days: int) -> Any:
    """Return a text with every day in it ``days`` earlier."""
    if not isinstance(value, str):
        return value
    return _DAY.sub(lambda day: _day_before(day[0], days), value)


def _day_before(day: str, days: int) -> str:
    try:
        return (date.fromisoformat(day) - timedelta(days=days)).isoformat()
    except ValueError:
        return day  # digits that only look like a day
