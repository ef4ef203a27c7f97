"""Write the tables of docs/reports.md from the layouts and the code that the reports are made with.

python -m tools.report_reference            write the file
python -m tools.report_reference --check    change nothing; fail when the file is not what the code says
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from fieldkit.model.reports import memos
from fieldkit.model.reports.catalogue import reports
from fieldkit.model.reports.templates.values import FIGURE, GENERAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fieldkit.errors import Text

FILE = Path(__file__).resolve().parent.parent / "docs" / "reports.md"
_MARK = "<!-- made by make docs; not to be edited by hand below this line -->"


def page(text: str) -> str:
    """Return the document with its tables made anew."""
    return "\n".join([text.partition(_MARK)[0] + _MARK, "", *_tables()]) + "\n"


def _tables() -> Iterator[str]:
    yield "## ช่องแทนค่าทั่วไป · General placeholders\n"
    yield from _names(GENERAL)
    yield "\n## ตัวชี้วัด · Of an indicator: `{{indicator.<id>.<part>}}`\n"
    yield from _names(FIGURE)
    kinds = (
        ("บันทึกผลการตรวจ · Memo of an inspection", memos.INSPECTION, memos.INSPECTION_LISTS),
        ("บันทึกประกอบรายงาน · Memo of a report", memos.REPORT, memos.REPORT_LISTS),
    )
    for title, names, lists in kinds:
        yield f"\n## {title}\n"
        yield from _names(names)
        yield ""
        for name, columns in lists.items():
            yield f"- `{{{{{name}.each.…}}}}`: {' '.join(f'`{column}`' for column in columns)}"
    yield "\n## รายงาน · Reports\n"
    for one in reports().values():
        asks = ", ".join(one.asks) + (", password" if one.locked else "")
        yield f"### {one.id} {one.title.th} · {one.title.en}\n"
        yield f"{one.about.en}. Needs: {one.needs.en}. Asks: {asks}.\n"
        for place, sheet in enumerate(one.sheets):
            short, full = f"`{one.id.lower()}`", f"`{one.id.lower()}.{sheet.key}`"
            name = full if place else f"{short} or {full}"
            total = " with `total`" if sheet.total is not None else ""
            listed = " ".join(f"`{column.key}`" for column in sheet.columns)
            yield f"- {name} ({sheet.title.en}{total}): {listed}"
        yield ""


def _names(names: Mapping[str, Text]) -> Iterator[str]:
    yield "| | | |\n|---|---|---|"
    for name, words in names.items():
        yield f"| `{name}` | {words.th} | {words.en} |"


def main() -> int:
    """Write or check the file."""
    text = FILE.read_text(encoding="utf-8")
    made = page(text)
    if "--check" not in sys.argv[1:]:
        FILE.write_text(made, encoding="utf-8")
        return 0
    if text != made:
        print(f"{FILE} is not what the code says: run python -m tools.report_reference", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
