"""``fieldkit indicators``: figures against their targets, those of the dashboard and of the workbook."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import click

from fieldkit import bilingual
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

if TYPE_CHECKING:
    from fieldkit.model.indicators import Figure, Listing, Scope

NOTHING = Text("ไม่มีรายการ", "There is nothing behind it.")
TOTAL = Text("{} รายการ", "{} rows")
LEFT = Text("โรงงานที่จำหน่ายออกแล้วและไม่นับ {} แห่ง", "{} factories were struck off and are not counted")
ONE_PERIOD = Text("ระบุ --round หรือ --year อย่างใดอย่างหนึ่ง", "Give --round or --year, not both.")
ONE_LIST = Text("--behind ใช้กับ --id เดียว", "--behind needs exactly one --id.")


@bilingual.command(
    Text(
        "ตัวชี้วัดเทียบเป้าหมาย\n\nตัวเลขเดียวกับหน้าภาพรวมและสมุดงาน Excel",
        "Figures against their targets.\n\nThe same numbers as on the dashboard and in the workbook.",
    )
)
@bilingual.option("--round", "round_", metavar="1/2567", words=Text("รอบตรวจราชการ", "Inspection round."))
@bilingual.option(
    "--year", metavar="2567", words=Text("ปีงบประมาณ (ปกติปีปัจจุบัน)", "Fiscal year (default: this one).")
)
@bilingual.option(
    "--by",
    default="",
    metavar="COLUMN",
    words=Text("แยกตาม district type month …", "Broken down by district, type, month …"),
)
@bilingual.option(
    "--id", "ids", multiple=True, metavar="ID", words=Text("เฉพาะตัวชี้วัดนี้", "Only this indicator.")
)
@bilingual.option(
    "--province", default="", metavar="CODE", words=Text("รหัสจังหวัด 2 หลัก", "Two-digit province code.")
)
@bilingual.option(
    "--behind",
    type=click.Choice(["numerator", "denominator", "rest"]),
    words=Text("รายการที่อยู่หลังตัวเลข", "The rows behind the number."),
)
@bilingual.option("--group", metavar="VALUE", words=Text("เฉพาะกลุ่มนี้ของ --by", "Only this group of --by."))
@pass_invocation
def command(
    invocation: Invocation,
    *,
    round_: str | None,
    year: str | None,
    by: str,
    ids: tuple[str, ...],
    province: str,
    behind: str | None,
    group: str | None,
) -> None:
    """Print ``{"period", "today", "indicators": […], "left"}``, or the list behind one figure."""
    from fieldkit.model import indicators

    if round_ and year:
        raise click.UsageError(ONE_PERIOD.pick(invocation.language))
    if behind and len(ids) != 1:
        raise click.UsageError(ONE_LIST.pick(invocation.language))
    wanted = [indicators.indicator(id_) for id_ in ids] or None
    asked = round_ or year
    with closing(invocation.workspace()) as workspace:
        today = workspace.clock().date()
        period = indicators.period(asked) if asked else indicators.current(today)
        scope = indicators.Scope(period, today, province)
        with workspace.database.read() as connection:
            if behind and wanted:
                part: Any = behind
                found = indicators.listing(connection, scope, wanted[0], part, by=by, group=group)
                _show_list(invocation, found)
                return
            figures = indicators.compute(connection, scope, wanted=wanted, by=by)
            left = len(indicators.departures(connection, scope).rows)
    shown = [figure for figure in figures if group is None or figure.group == group]
    values = {
        "period": {"key": period.key, "start": period.start, "end": period.end},
        "today": today,
        "indicators": [_values(figure, by) for figure in shown],
        "left": left,
    }
    invocation.result(values, lambda: _readable(shown, scope, by, left, invocation.language))


def _values(figure: Figure, by: str) -> dict[str, Any]:
    one = figure.indicator
    values: dict[str, Any] = {"id": one.id, "name": {"th": one.name.th, "en": one.name.en}}
    if by:
        values |= {"by": by, "group": figure.group}
    return values | {
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "value": figure.value,
        "unit": one.unit.en,
        "target": figure.target,
        "met": figure.met,
        "short": figure.short,
    }


def _readable(figures: list[Figure], scope: Scope, by: str, left: int, language: str) -> str:
    from fieldkit.model.indicators import words

    lines = [scope.period.words(language)]
    for figure in figures:
        group = figure.indicator.subject.columns[by] if by else None
        cells = (
            figure.indicator.name.pick(language),
            *((words.cell_words(group, figure.group, language),) if group else ()),
            words.parts_words(figure),
            words.value_words(figure, language),
            words.target_words(figure),
        )
        lines.append("\t".join(cells))
    if left:
        lines.append(LEFT.pick(language).format(f"{left:,}"))
    return "\n".join(lines)


def _show_list(invocation: Invocation, found: Listing) -> None:
    from fieldkit.model.indicators import words

    def readable() -> str:
        language = invocation.language
        if not found.rows:
            return NOTHING.pick(language)
        lines = ["\t".join(column.words.pick(language) for column in found.columns)]
        for row in found.rows:
            cells = (words.cell_words(column, row[column.name], language) for column in found.columns)
            lines.append("\t".join(cells))
        return "\n".join([*lines, TOTAL.pick(language).format(f"{len(found.rows):,}")])

    invocation.result({"rows": found.rows, "total": len(found.rows)}, readable)
