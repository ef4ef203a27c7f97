"""Write docs/feature-matrix.md from the code that the import checks with.

python -m tools.feature_matrix            write the file
python -m tools.feature_matrix --check    change nothing; fail when the file is not what the code says
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from fieldkit.model.form.xpath.table import TABLE, Function
from fieldkit.model.xlsform import features

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldkit.model.xlsform.features import Section

FILE = Path(__file__).resolve().parent.parent / "docs" / "feature-matrix.md"
_MARKS = {"supported": "✅", "accepted": "☑️", "refused": "❌"}
_HEAD = """\
# ตารางความสามารถ · Feature matrix

สร้างจากโปรแกรมด้วย `make docs` อย่าแก้ด้วยมือ · Made from the program by `make docs`; not to be edited by hand.

✅ ใช้ได้ · works. ☑️ รับและเก็บไว้ แต่ไม่มีผลหรือทำอย่างอื่นแทน · taken and kept, without effect or done in another way.
❌ ไม่รับ แจ้งตอนนำเข้า · refused when the checklist is imported.
"""


def matrix() -> str:
    """Return the whole document."""
    parameters = {
        f"{kind}: {name}": feature
        for kind, section in features.PARAMETERS.items()
        for name, feature in section.items()
    }
    sections: dict[str, Section] = {
        "ชนิดคำถาม · Question types": features.TYPES,
        "รูปแบบ · Appearances": features.APPEARANCES,
        "พารามิเตอร์ · Parameters": parameters,
        "ตรรกะ · Form logic": features.LOGIC,
        "คอลัมน์ของ survey · Columns of survey": features.COLUMNS,
        "คอลัมน์ของ settings · Columns of settings": features.SETTINGS,
    }
    parts = [_HEAD, *("\n".join(_section(title, section)) for title, section in sections.items())]
    return "\n".join([*parts, *_functions()]) + "\n"


def _section(title: str, section: Section) -> Iterator[str]:
    done = sum(feature.status == "supported" for feature in section.values())
    yield f"## {title} ({done}/{len(section)})\n"
    yield "| | | ตั้งแต่ · since | |\n|---|:-:|---|---|"
    for name, feature in section.items():
        note = " · ".join(filter(None, (feature.note.th, feature.note.en)))
        yield f"| {_escaped(name)} | {_MARKS[feature.status]} | {feature.since} | {note} |"
    yield ""


def _functions() -> Iterator[str]:
    yield f"## ฟังก์ชัน · XPath functions ({len(TABLE)})\n"
    yield "| | | ตั้งแต่ · since | |\n|---|:-:|---|---|"
    for function in sorted(TABLE.values(), key=lambda function: function.name):
        call = f"{_signature(function)} → {function.result}"
        yield f"| {_escaped(call)} | ✅ | {features.SINCE} | {function.section} |"
    for name, feature in features.REFUSED_FUNCTIONS.items():
        yield f"| {_escaped(name)} | ❌ | {feature.since} | {feature.note.th} · {feature.note.en} |"


def _signature(function: Function) -> str:
    words = []
    for place, kind in enumerate(function.parameters):
        repeats = function.max_args is None and place >= len(function.parameters) - function.repeating
        words.append(kind + ("*" if repeats else "?" if place >= function.min_args else ""))
    return f"{function.name}({', '.join(words)})"


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*").replace("_", "\\_")


def main() -> int:
    """Write or check the file."""
    text = matrix()
    if "--check" in sys.argv[1:]:
        if not FILE.exists() or FILE.read_text(encoding="utf-8") != text:
            print("docs/feature-matrix.md is not what the code says: run make docs", file=sys.stderr)
            return 1
        return 0
    FILE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
