"""Findings as they stand, with inspection and order: what the sheet shows and an import compares with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldkit.model.code_lists import DECISIONS, FINDING_STATES, word
from fieldkit.model.codes import code_word
from fieldkit.model.finding_list.columns import DUE, SEVERITY_WORDS, STATE, open_columns
from fieldkit.model.inspections.listing import FINDING_COLUMNS, FINDING_LIVES, FINDING_TABLES
from fieldkit.model.orders.steps_table import STATES
from fieldkit.model.workbook.sheets import OPEN_CELLS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection

Row = dict[str, Any]

_CHUNK = 500  # bound parameters of one statement
_SQL = (
    f"SELECT n.row, {FINDING_COLUMNS}, n.due_date AS own_due, o.state AS order_state, i.officer_name,"
    f" f.registration_no_old FROM {FINDING_TABLES} WHERE {FINDING_LIVES} AND "
)


def listed(connection: Connection, keys: Sequence[int] | Sequence[str], column: str = "row") -> Iterator[Row]:
    """Yield findings by their numbers (or their ``id``) in that order; what is gone meanwhile is left out."""
    for start in range(0, len(keys), _CHUNK):
        chunk = tuple(keys[start : start + _CHUNK])
        sql = f"{_SQL} n.{column} IN ({','.join('?' * len(chunk))})"
        found = {row[column]: dict(row) for row in connection.exec_driver_sql(sql, chunk).mappings()}
        yield from (found[key] for key in chunk if key in found)


def cells(row: Mapping[str, Any], language: str) -> Row:
    """Return the cells of a finding by the columns of the sheet; a new step is empty."""
    return {
        "factory_name": row["factory_name"],
        "registration_no": row["registration_no"] or row["registration_no_old"],
        "district": row["district"],
        "inspected_on": str(row["started_at"])[:10],
        "inspector": row["officer_name"],
        "checklist": row["checklist"],
        "question_code": row["question"],
        "wording": row["wording"],
        "description": row["description"],
        "severity": word(SEVERITY_WORDS, row["severity"], language),
        "measured": row["measured"],
        "limit_text": row["limit_text"],
        "law": row["law"],
        "decision": word(DECISIONS, row["decision"], language),
        "action": row["action"],
        DUE: row["due_date"],
        STATE: word(FINDING_STATES, row["state"], language),
        "order_number": row["order_number"],
        "order_state": code_word(STATES, row["order_state"], language) if row["factory_order"] else None,
        "id": row["id"],
        OPEN_CELLS: open_columns(row),
    }
