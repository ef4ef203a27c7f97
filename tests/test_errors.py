"""Every error and every sentence of the program is there in both languages."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import fieldkit
from fieldkit.errors import NOTHING, FieldkitError, Text
from fieldkit.model.reference_tables.checks import Fault
from fieldkit.model.reference_tables.descriptions import table
from fieldkit.model.register.headers import Column
from fieldkit.model.thai.dates import AmbiguousYear
from fieldkit.sync.clock import Skew

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(fieldkit.__file__).parent
THAI = re.compile("[\u0e01-\u0e5b]")
_SAMPLES: dict[str, Any] = {
    "Path": Path("GEN.xlsx"),
    "object": 5,
    "str": "ตัวอย่าง-1",
    "int": 5,
    "date": date(2026, 11, 22),
    "tuple[str, ...]": ("/data/a", "/data/b"),
    "Sequence[str]": ["หัวตาราง"],
    "list[str]": ["รายเดือน"],
    "bool": True,
    "OSError": OSError(28, "No space left on device"),
    "ImportError": ImportError("libpulse.so.0: cannot open shared object file"),
    "Text": Text("ข้อความ", "A sentence"),
    "Skew": Skew(3 * 86_400),
    "Sequence[Column]": [Column(0, "ชื่อ", "name")] * 2,
    "Conversion": SimpleNamespace(problems=[]),
    "Table": table("limits"),
    "Fault": Fault("unit", Text("ไม่มีหน่วย", "It has no unit")),
    "Candidate": SimpleNamespace(
        file=Path("GEN.xlsx"),
        conversion=SimpleNamespace(
            errors=[SimpleNamespace(place="survey!A3", message=Text("ไม่มีชื่อ", "It has no name"))]
        ),
    ),
    "Sequence[Problem]": [
        SimpleNamespace(place="R1.toml:3", title=Text("ผิด", "Wrong"), cure=Text("แก้", "Correct it"))
    ],
}
# What both languages write alike: signs, names of files, units.
_ALIKE = re.compile(r"[^ก-๛A-Za-z]*|[\w./%·°²³ -]{1,16}")


def modules() -> Iterator[str]:
    for found in pkgutil.walk_packages(fieldkit.__path__, "fieldkit."):
        if not found.name.endswith("__main__") and ".migrations.versions" not in found.name:
            yield found.name


def errors() -> list[type[FieldkitError]]:
    for name in modules():
        importlib.import_module(name)
    found: set[type[FieldkitError]] = set()
    pending = FieldkitError.__subclasses__()
    while pending:
        kind = pending.pop()
        found.add(kind)
        pending += kind.__subclasses__()
    return sorted(
        (kind for kind in found if kind.__module__.startswith("fieldkit.")),
        key=lambda kind: (kind.__module__, kind.__name__),
    )


def made(kind: type[FieldkitError]) -> FieldkitError:
    """Make an error from samples of what its parameters are declared to be."""
    given: list[Any] = []
    named: dict[str, Any] = {}
    for parameter in list(inspect.signature(kind.__init__).parameters.values())[1:]:
        if parameter.default is not parameter.empty:
            continue
        value = "BE" if parameter.annotation == "Era" else _SAMPLES[str(parameter.annotation)]
        if parameter.kind is parameter.KEYWORD_ONLY:
            named[parameter.name] = value
        else:
            given.append(value)
    return kind(*given, **named)


def test_every_error_speaks_both_languages() -> None:
    wrong = []
    for kind in errors():
        error = made(kind)
        title, hint = error.title, error.hint
        if not title.th.strip() or not title.en.strip() or title.th == title.en:
            wrong.append(f"{kind.__name__}: title {title}")
        if hint != NOTHING and (not hint.th.strip() or not hint.en.strip() or hint.th == hint.en):
            wrong.append(f"{kind.__name__}: hint {hint}")
        if not THAI.search(error.message("th")):
            wrong.append(f"{kind.__name__}: no Thai in {error.message('th')}")
        if error.message("th") == error.message("en"):
            wrong.append(f"{kind.__name__}: {error.message('th')}")
    assert wrong == []
    assert len(errors()) > 60


def texts() -> Iterator[tuple[str, str, str]]:
    """Yield the place, the Thai and the English of every ``Text("…", "…")`` of the program."""
    for file in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text":
                words = [_words(argument) for argument in node.args]
                if len(words) == 2 and words[0] is not None and words[1] is not None:
                    yield f"{file.relative_to(ROOT)}:{node.lineno}", words[0], words[1]


def _words(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = [part.value if isinstance(part, ast.Constant) else "" for part in node.values]
        return "".join(str(part) for part in parts)
    return None


def test_every_sentence_is_in_both_languages() -> None:
    wrong = []
    found = list(texts())
    for place, th, en in found:
        # a classifier or a full stop between two parts of a sentence has no other half
        if bool(th.strip()) != bool(en.strip()) and max(len(th), len(en)) > 4:
            wrong.append(f"{place}: {th!r} {en!r}")
        elif th == en and not _ALIKE.fullmatch(th):
            wrong.append(f"{place}: the same in both: {th!r}")
        elif THAI.search(en) and len(THAI.findall(en)) > len(re.findall("[A-Za-z]", en)):
            wrong.append(f"{place}: Thai in the English: {en!r}")
        elif len(th) > 30 and not THAI.search(th):
            wrong.append(f"{place}: no Thai: {th!r}")
    assert wrong == []
    assert len(found) > 300


def test_placeholders_are_the_same_in_both_languages() -> None:
    named = re.compile(r"(?<!\$)\{([a-z_]+)\}")
    wrong = [
        f"{place}: {th!r} {en!r}"
        for place, th, en in texts()
        if sorted(set(named.findall(th))) != sorted(set(named.findall(en)))
    ]
    assert wrong == []


def test_an_offered_year_is_named() -> None:
    error = AmbiguousYear(2024, date(2024, 2, 15), "be")
    assert "2567" in error.message("th") or "2567" in error.message("en")
