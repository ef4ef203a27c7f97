"""What placeholders stand for: the office, the choice, indicators, and everything in the reports."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model import indicators
from fieldkit.model.indicators.words import NOTHING
from fieldkit.model.reference import param
from fieldkit.model.reports.catalogue import reports
from fieldkit.model.reports.choice import period_words
from fieldkit.model.reports.layout import BY_HAND
from fieldkit.model.reports.results import compute_report
from fieldkit.model.reports.templates.runs import EACH
from fieldkit.model.reports.words import number_words
from fieldkit.model.thai.dates import short
from fieldkit.model.thai.digits import to_thai

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Connection

    from fieldkit.model.reports.choice import Choice
    from fieldkit.model.reports.layout import Column, Format
    from fieldkit.model.reports.results import Line, ReportResult, SheetResult
    from fieldkit.model.reports.templates.runs import Value
    from fieldkit.model.workspace import Workspace

GENERAL: Mapping[str, Text] = {
    "office": Text("ชื่อสำนักงาน", "the office"),
    "unit": Text("ส่วนราชการเจ้าของเรื่อง", "the unit that writes"),
    "phone": Text("โทรศัพท์ของหน่วยงาน", "its telephone"),
    "person": Text("ชื่อผู้จัดทำ", "who makes it"),
    "position": Text("ตำแหน่งผู้จัดทำ", "his or her position"),
    "today": Text("วันที่ของข้อมูล", "the day of the data"),
    "period": Text("งวด", "the period"),
    "period_start": Text("วันแรกของงวด", "its first day"),
    "period_end": Text("วันสุดท้ายของงวด", "its last day"),
    "fiscal_year": Text("ปีงบประมาณ (พ.ศ.)", "the fiscal year (B.E.)"),
    "round": Text("รอบตรวจราชการ", "the inspection round"),
    "district": Text("อำเภอที่เลือก", "the chosen district"),
    "officer": Text("เจ้าหน้าที่ที่เลือก", "the chosen officer"),
    "factory": Text("โรงงานที่เลือก", "the chosen factory"),
}
FIGURE: Mapping[str, Text] = {
    "value": Text("ค่า", "its value"),
    "numerator": Text("ตัวตั้ง", "its numerator"),
    "denominator": Text("ตัวหาร", "its denominator"),
    "target": Text("เป้าหมาย", "its target"),
    "needed": Text("จำนวนที่ต้องถึง", "how many reach the target"),
    "short": Text("ขาดอีก", "how many are missing"),
}
INDICATOR, TOTAL, COUNT = "indicator", "total", "count"
_NONE = "-"


class Code(str):
    """A text that keeps its digits: a registration number."""

    __slots__ = ()


class Unknown(Exception):
    """A placeholder that stands for nothing; ``near`` are names that look like it."""

    def __init__(self, name: str, near: Sequence[str]) -> None:
        super().__init__(name)
        self.name, self.near = name, tuple(near)


@dataclass(slots=True)
class Values:
    """Looks placeholders up; a report is made when it is first asked for.

    ``more`` are further names that stand once, ``lists`` further lists with their ``columns``.
    """

    workspace: Workspace
    connection: Connection
    choice: Choice
    more: Mapping[str, object] = field(default_factory=dict)
    lists: Mapping[str, Sequence[Mapping[str, object]]] = field(default_factory=dict)
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    check: Callable[[], object] = lambda: None
    _made: dict[str, ReportResult] = field(default_factory=dict)

    def value(self, name: str) -> Value:
        """Return what a name stands for; raises `Unknown`."""
        head, _, rest = name.partition(".")
        if name in self.more:
            return self.written(self.more[name])
        if name in GENERAL:
            return self.written(self._general(name))
        if head == INDICATOR:
            return self._figure(name, *rest.rpartition(".")[::2])
        if head.upper() in reports():
            return self._of_report(name, head.upper(), rest)
        raise Unknown(name, self._near(name))

    def rows(self, name: str) -> list[dict[str, Value]]:
        """Return the rows of a list: ``r2`` or ``r2.summary``; raises `Unknown`."""
        if name in self.lists:
            return [{key: self.written(value) for key, value in row.items()} for row in self.lists[name]]
        head, _, rest = name.partition(".")
        if head.upper() not in reports():
            raise Unknown(name, self._near(name))
        sheet = self._sheet(name, head.upper(), rest)
        return [
            {column.key: self._cell(column, line, column.format) for column in sheet.sheet.columns}
            for line in sheet.rows
        ]

    def known(self, name: str) -> None:
        """Raise `Unknown` where a name stands for nothing, without making the whole list of it."""
        listed, each, column = name.partition(EACH)
        if not each:
            self.value(name)
            return
        if listed in self.lists:
            keys = set(self.columns[listed])
        else:
            head, _, rest = listed.partition(".")
            if head.upper() not in reports():
                raise Unknown(name, self._near(name))
            sheet = self._sheet(name, head.upper(), rest)
            keys = {one.key for one in sheet.sheet.columns}
        if column not in keys:
            raise Unknown(name, [f"{listed}{EACH}{key}" for key in _close(column, keys)])

    # --- parts

    def _general(self, name: str) -> object:
        person, period, language = self.workspace.person, self.choice.period, self.choice.language
        unit, phone = str(param("office.unit")), str(param("office.phone"))
        found: dict[str, object] = {
            "office": person.office,
            "unit": "" if unit == _NONE else unit,
            "phone": "" if phone == _NONE else phone,
            "person": person.name,
            "position": person.position,
            "today": self.choice.today,
            "period": period_words(period, language),
            "period_start": period.start,
            "period_end": period.end,
            "fiscal_year": str(period.fiscal_year),
            "round": ", ".join(period.rounds),
            "district": self.choice.district,
            "officer": self.choice.officer,
            "factory": self.choice.factory_name,
        }
        return found[name]

    def _figure(self, name: str, id_: str, part: str) -> Value:
        known = indicators.indicators()
        if id_ not in known or part not in FIGURE:
            names = [f"{INDICATOR}.{one}.{part if part in FIGURE else 'value'}" for one in known]
            raise Unknown(name, _close(name, names))
        [figure] = indicators.compute(self.connection, self.choice.scope, wanted=[known[id_]])
        value = getattr(figure, part)
        if value is not None and known[id_].measure == "share" and part in ("value", "target"):
            return self.number(value / 100, "percent")
        return self.number(value, "number")

    def _of_report(self, name: str, report: str, rest: str) -> Value:
        before, _, key = rest.rpartition(".")
        if key == COUNT and (not before or before in {sheet.key for sheet in reports()[report].sheets}):
            return self.number(len(self._sheet(name, report, before).rows), "integer")
        keys = {sheet.key for sheet in reports()[report].sheets}
        sheet_key, _, group = before.partition(".")
        if sheet_key not in keys:
            sheet_key, group = "", before
        sheet = self._sheet(name, report, sheet_key)
        column = next((one for one in sheet.sheet.columns if one.key == key), None)
        near = [f"{name.removesuffix(key)}{one.key}" for one in sheet.sheet.columns]
        if column is None or not group:
            raise Unknown(name, _close(name, near))
        if group == TOTAL:
            if sheet.total is None:
                raise Unknown(name, [])
            return self._cell(column, sheet.total, column.total_format)
        line = next((line for line in sheet.rows if group in _named(line)), None)
        if line is None and not sheet.sheet.group:
            raise Unknown(name, _close(name, near))
        # a district of which nothing is counted has no row, and nothing is what stands here
        return self._cell(column, line, column.format) if line is not None else self.written(None)

    def _sheet(self, name: str, report: str, key: str) -> SheetResult:
        layout = reports()[report]
        if key and key not in {sheet.key for sheet in layout.sheets}:
            raise Unknown(name, [f"{report.lower()}.{sheet.key}" for sheet in layout.sheets])
        if report not in self._made:
            self.check()
            self._made[report] = compute_report(self.connection, layout, self.choice)
        return self._made[report].sheet(key or layout.sheets[0].key)

    def _cell(self, column: Column, line: Line, format_: Format) -> Value:
        value = line.values.get(column.key)
        if column.source == BY_HAND and column.counted is None and column.derived is None:
            return {"t": "" if value is None else str(value)}
        if isinstance(value, int | float):
            return self.number(value, format_)
        return self.written(value, code=format_ == "code")

    def written(self, value: object, *, code: bool = False) -> Value:
        """Return a value as it is written; what is a code keeps its digits."""
        if isinstance(value, date):
            return {"t": self._digits(short(value, self.choice.language)), "d": value.isoformat()}
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self.number(value, "number")
        words = NOTHING if value is None else str(value)
        return {"t": words if code or isinstance(value, Code) else self._digits(words)}

    def number(self, value: float | None, format_: Format) -> Value:
        """Return a number as a column of this format writes it."""
        words = number_words(value, format_)
        if value is None:
            return {"t": words}
        return {"t": self._digits(words), "n": value}

    def _digits(self, text: str) -> str:
        return to_thai(text) if self.choice.thai_digits else text

    def _near(self, name: str) -> list[str]:
        tails = [
            f"{one.lower()}.total.{column.key}"
            for one, layout in reports().items()
            for column in layout.sheets[0].columns
        ]
        return _close(name, [*self.more, *GENERAL, *(f"{one}{EACH}" for one in self.lists), *tails])


def _named(line: Line) -> set[str]:
    """Return the names of a group: its words and its code, as a placeholder has them."""
    found: set[Any] = {*line.codes.values(), *(line.values[key] for key in line.codes)}
    return {str(one).lower() for one in found if one}


def _close(name: str, names: Sequence[str] | set[str]) -> list[str]:
    return difflib.get_close_matches(name, sorted(names), n=3, cutoff=0.5)
