"""What the subjects of several figures ask for: the factories that count, and the visits of the year.

A subject names these tables; :func:`beside` gives them to one SELECT, a reading of many keeps them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fieldkit.model.covering_visits import at_factories, covering_visits, visits_made
from fieldkit.model.indicators.factory_subjects import STANDING, standing

if TYPE_CHECKING:
    from collections.abc import Collection

MADE = "visits_made"
"""The visits of the fiscal year till the end of the period, as `covering_visits.visits_made` has them."""
COVERING = "covering"
"""Those visits of the period that count."""
_PLACE = ("district", "province_code", "type_main", "class_")
_OF_FACTORY = re.compile(r"\bf\.(\w+)")
_YEAR = "v.started_at >= :first AND v.started_at < :after"
_COUNTED = f"v.started_at >= :start AND v.started_at < :after AND {at_factories('v.place')}"


def asks(sql: str, *names: str) -> bool:
    """Tell whether a SELECT names one of the tables."""
    return any(re.search(rf"\b{name}\b", sql) for name in names)


def beside(sql: str, kept: Collection[str] = ()) -> list[str]:
    """Return the common table expressions that a SELECT asks for, but for tables that are ``kept``."""
    tables = {
        STANDING: standing("f.*"),
        MADE: visits_made(narrowed=_YEAR),
        COVERING: covering_visits(narrowed=_COUNTED, columns="v.kind"),
    }
    return [
        f"{name} AS ({select})" for name, select in tables.items() if asks(sql, name) and name not in kept
    ]


def to_keep(sql: str) -> list[str]:
    """Return the tables that are worth keeping for a SELECT and those after it."""
    # Of factories only what figures are broken down by is kept: lists, which show more, stand alone.
    enough = set(_OF_FACTORY.findall(sql)) <= {"id", *_PLACE}
    return [STANDING] if asks(sql, STANDING) and enough else []


def making(name: str, *, sqlite: bool) -> list[str]:
    """Return the statements that make a temporary table."""
    columns = ", ".join(f"{column} TEXT" for column in _PLACE)
    # In SQLite the key is the table: who looks for an id need not go on from an index.
    alone = " WITHOUT ROWID" if sqlite else ""
    chosen = standing(", ".join(f"f.{column}" for column in ("id", *_PLACE)))
    return [
        f"CREATE TEMPORARY TABLE {name} (id TEXT PRIMARY KEY, {columns}){alone}",
        f"INSERT INTO {name} {chosen}",
    ]
