"""What the commands of reference tables have in common: the table, its rows, and how a row is named."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from fieldkit.errors import FieldkitError, Text

if TYPE_CHECKING:
    from datetime import date

    from fieldkit.model.reference_tables.layers import Version


class NoSuchRow(FieldkitError):
    """The table has no row of this key in force on that day."""

    def __init__(self, table: str, key: str) -> None:
        super().__init__(
            Text(f"ไม่มีแถว “{key}” ที่ใช้อยู่", f"No row “{key}” is in force"),
            Text("ดูรหัสด้วย: list reference ตาราง", "Look the keys up: list reference TABLE"),
            place=table,
        )


def table(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command its argument TABLE."""
    return click.argument("table")(command)


def row_in_force(name: str, key: str, on: date) -> Version:
    """Return the row of ``key`` (its parts with ``/`` between) in force on a day; raises `NoSuchRow`."""
    from fieldkit.model.reference_tables.descriptions import table as described
    from fieldkit.model.reference_tables.layers import versions

    described(name)
    for version in versions(name):
        if "/".join(version.key) == key and version.in_force(on):
            return version
    raise NoSuchRow(name, key)


def values(version: Version) -> dict[str, Any]:
    """Return a row for ``--json``: key, cells as they count, where it comes from, its confirmation."""
    office = version.office
    confirmed = office if office is not None and version.confirmed else None
    return {
        "key": list(version.key),
        "cells": dict(version.row.cells),
        "layer": version.layer,
        "confirmed_by": confirmed.confirmed_by if confirmed else None,
        "confirmed_on": confirmed.confirmed_on if confirmed else None,
        "confirmed_note": confirmed.confirmed_note if confirmed else None,
    }
