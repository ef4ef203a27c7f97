"""What all lists have in common: their options and how they are printed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from fieldkit import bilingual
from fieldkit.errors import Text

if TYPE_CHECKING:
    from fieldkit.invocation import Invocation

NONE = Text("ไม่พบรายการ", "Nothing was found.")
TOTAL = Text("แสดง {shown} จาก {total} รายการ", "{shown} of {total}")


def search(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a list its ``--search``."""
    return bilingual.option(
        "--search",
        default="",
        metavar="TEXT",
        words=Text("ค้นด้วยส่วนของชื่อ เลขทะเบียน หรือผู้ประกอบการ", "Part of a name, number or operator."),
    )(command)


def limit(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a list its ``--limit``."""
    return bilingual.option(
        "--limit",
        type=click.IntRange(min=0),
        default=100,
        metavar="N",
        words=Text("จำนวนรายการสูงสุด (ปกติ 100)", "At most so many (default 100)."),
    )(command)


def show(
    invocation: Invocation,
    name: str,
    lines: Sequence[Mapping[str, Any]],
    *,
    total: int,
    columns: Sequence[str],
) -> None:
    """Print ``{name: lines, "total"}``, or the ``columns`` of each line and how many there are."""
    values = {name: [dict(line) for line in lines], "total": total}
    invocation.result(values, lambda: _text(lines, total, columns, invocation.language))


def _text(lines: Sequence[Mapping[str, Any]], total: int, columns: Sequence[str], language: str) -> str:
    if not lines:
        return NONE.pick(language)
    cells = (["–" if line[column] is None else str(line[column]) for column in columns] for line in lines)
    return "\n".join([*map("\t".join, cells), TOTAL.pick(language).format(shown=len(lines), total=total)])
