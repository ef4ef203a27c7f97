"""Since when a factory has the status of a register: by a column of its own, else by the day of the file."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from fieldkit.model.register.changes import Change
from fieldkit.model.register.fields import LABELS, STATUS_SINCE
from fieldkit.model.thai.dates import short

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from fieldkit.errors import Language
    from fieldkit.model.register.reading import Reading


def status_days(connection: Connection) -> dict[str, str | None]:
    """Return the day of its status that is known last, by factory."""
    rows = connection.exec_driver_sql(
        "SELECT factory, value FROM fact WHERE property = ? AND coalesce(deleted, 0) = 0"
        " ORDER BY substr(coalesce(as_of, ''), 1, 10), id",
        (STATUS_SINCE,),
    )
    return {row[0]: row[1] for row in rows}


class StatusDays:
    """Decides the day of a status; a factory that is new without a day of its own gets none.

    Nobody can tell since when it is struck off: the day of the file would let it count as closed this month.
    """

    def __init__(self, connection: Connection, today: date, written_on: date) -> None:
        self._today, self._written_on = today, written_on
        self._known = status_days(connection)

    def changes(
        self, reading: Reading, id_: str, stored: Mapping[str, Any] | None, changes: Sequence[Change]
    ) -> list[Change]:
        """Return the change of the day, if there is one; ``stored`` are the columns of a known factory."""
        self._drop_impossible(reading)
        moved = any(change.column == "status" for change in changes)
        day = reading.since
        if stored is not None and moved:
            # The register of before said otherwise: it cannot have been so earlier than that.
            day = day or max(self._written_on.isoformat(), stored["source_date"] or "")
        elif stored is not None and reading.columns.get("status") != stored["status"]:
            day = ""  # the status itself was not taken, or is not in the file
        before = self._known.get(id_)
        if not day or day == before:
            return []
        return [Change(STATUS_SINCE, LABELS[STATUS_SINCE], before, day)]

    def _drop_impossible(self, reading: Reading) -> None:
        """Take away a day that cannot be, and say so."""
        label, start = LABELS[STATUS_SINCE], reading.columns.get("start_date")
        if reading.since > self._today.isoformat():
            reading.warn(
                "",
                f"{label.th} {_words(reading.since)} ยังมาไม่ถึง จึงไม่ใช้",
                f"{label.en}: {_words(reading.since, 'en')} has not come yet and is not used",
            )
            reading.since = ""
        elif reading.since and start and reading.since < start:
            reading.warn(
                "",
                f"{label.th} {_words(reading.since)} อยู่ก่อนวันเริ่มประกอบกิจการ {_words(start)} จึงไม่ใช้",
                f"{label.en}: {_words(reading.since, 'en')} lies before the start of operation"
                f" {_words(start, 'en')} and is not used",
            )
            reading.since = ""


def _words(day: str, language: Language = "th") -> str:
    return short(date.fromisoformat(day), language)
