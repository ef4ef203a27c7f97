"""Reads one sheet of a layout: what its rows are, its columns, and what stands below them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast, get_args

from fieldkit import resources
from fieldkit.errors import NOTHING, Text
from fieldkit.model.codes import read_codes
from fieldkit.model.indicators.all_subjects import subjects
from fieldkit.model.indicators.syntax import EVERYTHING
from fieldkit.model.indicators.table import Indicator, Span
from fieldkit.model.reports.column_reading import ColumnReader
from fieldkit.model.reports.layout import Chart, ChartKind, Sheet
from fieldkit.model.reports.sources import GROUPED, Asked, is_answer, with_groups, with_sources

if TYPE_CHECKING:
    from fieldkit.model.indicators.syntax import Kind
    from fieldkit.model.reports.toml_table import Table

_KEYS = (
    *("key", "title", "subject", "where", "group", "order", "subtotal", "total", "by_round", "span", "chart"),
    *("columns", "facts", "answers", "portrait", "lists", "photos", "most"),
)
_CHART = ("kind", "title", "values", "labels")
_ASKED = ("source", "title", "kind", "codes")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_FORBIDDEN = re.compile(r"[:\\/?*\[\]]")
_LONGEST_TITLE = 31


def read_sheet(table: Table, report: str) -> Sheet:
    """Return the sheet; what is wrong goes to the problems of its file."""
    table.refuse_unknown(_KEYS)
    key = _key(table)
    known = subjects()
    name = table.one_of("subject", known)
    subject = with_sources(known.get(name, known["factory"]), *_sources(table))
    group = table.texts("group")
    table.known("group", group, [name for name, column in subject.columns.items() if column.kind == "text"])
    if all(name in subject.columns for name in group):
        subject = with_groups(subject, group)
    span = cast("Span", table.one_of("span", get_args(Span), "any"))
    reader = ColumnReader(f"{report}.{key}", subject, group, span)
    where = reader.condition(table, "where", subject)
    reader = reader.within(where)
    columns = tuple(reader.read(column) for column in table.tables("columns"))
    listed = Indicator(
        id=f"{report}.{key}",
        name=table.words("title"),
        subject=subject,
        measure="count",
        weight="",
        numerator=where,
        denominator=EVERYTHING,
        target=None,
        unit=NOTHING,
        better="higher",
        period=span,
        breakdowns=(GROUPED,),
        note=NOTHING,
        source="",
        confidence="",
    )
    _check_title(table, listed.name)
    keys = [column.key for column in columns]
    _check_keys(table, keys)
    order, subtotal = table.texts("order"), table.text("subtotal", "")
    table.known("order", order, subject.columns)
    table.known("subtotal", [subtotal] if subtotal else [], keys)
    reader.check_derived(table, columns)
    return Sheet(
        key=key,
        title=listed.name,
        listed=listed,
        columns=columns,
        group=group,
        order=order,
        subtotal=subtotal,
        total=table.words("total") if "total" in table.values else None,
        by_round=table.flag("by_round"),
        chart=_chart(table, keys),
        portrait=table.flag("portrait"),
        lists=tuple(read_sheet(part, f"{report}.{key}") for part in table.tables("lists")),
        photos=int(table.number("photos", 0) or 0),
        most=int(table.number("most", 0) or 0),
    )


def _key(table: Table) -> str:
    key = table.text("key")
    if key and not _NAME.fullmatch(key):
        table.wrong(
            "key",
            Text(f"“{key}” ใช้เป็นชื่อไม่ได้", f"“{key}” cannot be a key"),
            Text("ใช้ a-z 0-9 _ ขึ้นต้นด้วยตัวอักษร", "Use a-z 0-9 _ and begin with a letter"),
        )
    return key


def _check_title(table: Table, title: Text) -> None:
    for words in (title.th, title.en):
        if len(words) > _LONGEST_TITLE or _FORBIDDEN.search(words):
            table.wrong(
                "title",
                Text(f"“{words}” เป็นชื่อแผ่นงานไม่ได้", f"“{words}” cannot name a sheet"),
                Text(
                    f"ไม่เกิน {_LONGEST_TITLE} ตัวอักษร และไม่มี : \\ / ? * [ ]",
                    f"At most {_LONGEST_TITLE} letters, without : \\ / ? * [ ]",
                ),
            )


def _check_keys(table: Table, keys: list[str]) -> None:
    if not keys:
        table.wrong(
            "columns",
            Text("แผ่นงานไม่มีคอลัมน์", "The sheet has no columns"),
            Text("เพิ่ม columns = [ … ]", "Add columns = [ … ]"),
        )
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        table.wrong(
            "columns",
            Text(f"มีคอลัมน์ “{key}” ซ้ำ", f"There are two columns “{key}”"),
            Text("ตั้ง key ให้ต่างกัน", "Give each its own key"),
        )


def _sources(table: Table) -> tuple[list[Asked], list[Asked]]:
    found: tuple[list[Asked], list[Asked]] = ([], [])
    for place, name in enumerate(("facts", "answers")):
        for asked in table.tables(name):
            asked.refuse_unknown(("key", *_ASKED))
            source, codes = asked.text("source"), asked.text("codes", "")
            if name == "answers" and source and not is_answer(source):
                asked.wrong(
                    "source",
                    Text(f"“{source}” ไม่ใช่คำตอบของแบบตรวจ", f"“{source}” is no answer of a checklist"),
                    Text("เขียนรหัสแบบตรวจ:ชื่อข้อ เช่น AIR:air07", "Write checklist:question, like AIR:air07"),
                )
                continue
            lists = read_codes(resources.path("reference", "codes.csv"))
            if codes:
                asked.known("codes", [codes], lists)
            kind = cast("Kind", asked.one_of("kind", ("text", "number", "day"), "text"))
            key = _key(asked)
            if key:
                found[place].append(Asked(key, asked.words("title", Text(key, key)), source, kind, codes))
    return found


def _chart(table: Table, keys: list[str]) -> Chart | None:
    chart = table.table("chart")
    if chart is None:
        return None
    chart.refuse_unknown(_CHART)
    values, labels = chart.texts("values"), chart.text("labels")
    chart.known("values", values, keys)
    chart.known("labels", [labels], keys)
    kind = cast("ChartKind", chart.one_of("kind", get_args(ChartKind)))
    return Chart(kind, chart.words("title"), values, labels)
