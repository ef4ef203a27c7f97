"""Reading a table of a TOML file so that every slip of the pen is collected with its line and key."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text
from fieldkit.model.reports.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

_UNKNOWN = Text("ลบ หรือแก้ชื่อ ใช้ได้: {}", "Remove it or correct its name; known are: {}")


@dataclass(slots=True)
class Source:
    """A file that is being read: its name, its lines, and the problems found so far."""

    name: str
    lines: list[str]
    problems: list[Problem] = field(default_factory=list)

    def line_of(self, pattern: str, after: int = 0) -> int:
        """Return the number of the first line that matches, searching after line ``after``; 0 for none."""
        found = re.compile(pattern)
        return next((n for n, line in enumerate(self.lines[after:], after + 1) if found.search(line)), 0)

    def header_above(self, line: int) -> int:
        """Return the line of the ``[[header]]`` of the table that has a key on ``line``."""
        if not line or "{" in self.lines[line - 1]:
            return line
        above = (n for n in range(line, 0, -1) if self.lines[n - 1].lstrip().startswith("["))
        return next(above, line)


@dataclass(slots=True)
class Table:
    """A table of the file: ``path`` names it for people, ``line`` is where it begins."""

    source: Source
    path: str
    line: int
    values: Mapping[str, Any]

    def wrong(self, key: str, title: Text, cure: Text) -> None:
        """Add a problem about a key of this table."""
        line = self.line
        if key in self.values and not (
            line and re.search(rf"\b{re.escape(key)}\s*=", self.source.lines[line - 1])
        ):
            line = self.source.line_of(rf"^\s*{re.escape(key)}\s*=", line) or line
        place = f"{self.source.name}:{line}" if line else self.source.name
        named = ".".join(part for part in (self.path, key) if part)
        self.source.problems.append(Problem(f"{place}, {named}" if named else place, title, cure))

    def refuse_unknown(self, known: Iterable[str]) -> None:
        """Add a problem for each key that means nothing."""
        known = sorted(known)
        for key in self.values:
            if key not in known:
                allowed = ", ".join(known)
                self.wrong(
                    key,
                    Text(f"ไม่รู้จัก “{key}”", f"“{key}” means nothing here"),
                    Text(_UNKNOWN.th.format(allowed), _UNKNOWN.en.format(allowed)),
                )

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; without ``default`` it must be there."""
        value = self.values.get(key, default)
        if isinstance(value, str) and (value or default is not None):
            return value
        self.wrong(
            key,
            Text(f"ขาดข้อความ “{key}”", f"The text “{key}” is missing"),
            Text(f'เขียน {key} = "…"', f'Write {key} = "…"'),
        )
        return ""

    def words(self, key: str, default: Text | None = None) -> Text:
        """Return a pair of Thai and English words."""
        value = self.values.get(key)
        if value is None and default is not None:
            return default
        if isinstance(value, list) and len(value) == 2 and all(isinstance(one, str) and one for one in value):
            return Text(value[0], value[1])
        self.wrong(
            key,
            Text(f"“{key}” ต้องมีคำไทยและอังกฤษ", f"“{key}” needs Thai and English words"),
            Text(f'เขียน {key} = ["ไทย", "English"]', f'Write {key} = ["ไทย", "English"]'),
        )
        return Text("", "")

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty without one."""
        value = self.values.get(key, [])
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return tuple(value)
        self.wrong(
            key,
            Text(f"“{key}” ต้องเป็นรายการ", f"“{key}” must be a list"),
            Text(f'เขียน {key} = ["…", "…"]', f'Write {key} = ["…", "…"]'),
        )
        return ()

    def number(self, key: str, default: float | None = None) -> float | None:
        """Return a number, ``default`` where there is none."""
        value = self.values.get(key, default)
        if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
            return value
        self.wrong(
            key,
            Text(f"“{value}” ไม่ใช่ตัวเลข", f"“{value}” is not a number"),
            Text(f"เขียนเช่น {key} = 14", f"Write it like {key} = 14"),
        )
        return default

    def flag(self, key: str) -> bool:
        """Return whether a switch is on."""
        value = self.values.get(key, False)
        if isinstance(value, bool):
            return value
        self.wrong(
            key,
            Text(f"“{key}” ต้องเป็น true หรือ false", f"“{key}” must be true or false"),
            Text(f"เขียน {key} = true", f"Write {key} = true"),
        )
        return False

    def one_of(self, key: str, allowed: Collection[str], default: str | None = None) -> str:
        """Return a word that must be one of ``allowed``."""
        value = self.text(key, default)
        if value and value not in allowed and value != default:
            self.unknown(key, value, allowed)
            return default or next(iter(allowed))
        return value

    def unknown(self, key: str, value: str, allowed: Collection[str]) -> None:
        """Add the problem of a name that there is not."""
        shown = ", ".join(allowed)
        self.wrong(
            key,
            Text(f"ไม่มี “{value}”", f"There is no “{value}”"),
            Text(f"ใช้ค่าใดค่าหนึ่ง: {shown}", f"Use one of: {shown}"),
        )

    def known(self, key: str, names: Iterable[str], allowed: Collection[str]) -> None:
        """Add a problem for each of ``names`` that is not allowed."""
        for name in names:
            if name not in allowed:
                self.unknown(key, name, allowed)

    def tables(self, key: str, name: str = "key") -> list[Table]:
        """Return the tables of a list; each stands at the line where its ``name`` is."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.wrong(
                key,
                Text(f"“{key}” ต้องเป็นรายการของตาราง", f"“{key}” must be a list of tables"),
                Text(f"เขียน {key} = [ {{ … }}, … ]", f"Write {key} = [ {{ … }}, … ]"),
            )
            return []
        found, line = [], self.line
        for number, one in enumerate(value, 1):
            label = str(one.get(name, number))
            line = self.source.line_of(rf"\b{name}\s*=\s*[\"']{re.escape(label)}[\"']", line) or line
            begin = self.source.header_above(line)
            found.append(Table(self.source, f"{self.path}.{key}.{label}".strip("."), begin, one))
        return found

    def table(self, key: str) -> Table | None:
        """Return a table inside of this one, None without it."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, dict):
            return Table(self.source, f"{self.path}.{key}".strip("."), self.line, value)
        self.wrong(
            key,
            Text(f"“{key}” ต้องเป็นตาราง", f"“{key}” must be a table"),
            Text(f"เขียน {key} = {{ … }}", f"Write {key} = {{ … }}"),
        )
        return None
