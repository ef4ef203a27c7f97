"""Which limit counts where one question has several: by type of factory, by fuel, by where water goes.

A checklist names a limit and the answers that decide, ``AIR-TSP ${source} ${fuel}``; the table
``limit_choices.csv`` says which limit of ``limits.csv`` they mean. Its first row that holds counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fnmatch import fnmatchcase
from math import isnan, nan
from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model.csv_table import Dated, read
from fieldkit.model.limits import limits, raised
from fieldkit.model.reference_tables.layers import layered, rows

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence
    from pathlib import Path

    from fieldkit.model.csv_table import Row
    from fieldkit.model.form import FormInstance, Node
    from fieldkit.model.inspections.law import Law
    from fieldkit.model.limits import Limit
    from fieldkit.model.policy import QuestionPolicy

TABLE = "limit_choices"
_COLUMNS = ("limit", "given", "use", "valid_from", "valid_to", "source", "confidence")


@dataclass(frozen=True, slots=True)
class Choice(Dated):
    """One row: ``given`` has for each answer the values that it holds for.

    Values are parted by ``|``; ``022*`` is all of type 22, ``?*`` anything that is answered, ``*`` anything.
    Of several choices one is enough. ``use`` is the id of the limit that counts, "" where the law has none.
    """

    given: tuple[tuple[str, ...], ...]
    use: str

    def holds(self, answers: tuple[str, ...]) -> bool:
        """Tell whether the row is about these answers."""
        return len(answers) == len(self.given) and all(
            any(fnmatchcase(word, value) for value in values for word in answer.split() or [""])
            for answer, values in zip(answers, self.given, strict=True)
        )


def limit_of(instance: FormInstance, node: Node, question: QuestionPolicy, law: Law) -> Limit | None:
    """Return the limit that counts for the answer of ``node`` by ``law``; None where there is none.

    ``fieldkit::receiving`` names the answer with the value in the receiving water. Raises UnknownLimit.
    """
    name, *paths = question.limit.split()
    # Without answers the limit itself is meant.
    answers = tuple(str(instance.evaluate(f"string({path})", node.path)) for path in paths)
    fitting = (one for one in law.choices(name) if one.holds(answers))
    if (found := next(fitting, None)) is not None:
        name = found.use
    elif paths and not law.has_limit(name):
        name = ""  # the answers that decide are not given yet
    if not name:
        return None
    receiving = instance.evaluate(f"number({question.receiving})", node.path) if question.receiving else nan
    return raised(law.limit(name), None if isnan(receiving) else Decimal(repr(receiving)).normalize() + 0)


def known(cell: str) -> bool:
    """Tell whether ``fieldkit::limit`` names a limit, or choices among limits by as many answers."""
    name, *paths = cell.split() or [""]
    known_ones = choices().get(name, ())
    if not paths:
        return name in limits()
    return bool(known_ones) and all(len(one.given) == len(paths) for one in known_ones)


@layered
def choices() -> Mapping[str, tuple[Choice, ...]]:
    """Return the choices by what checklists name, as shipped in ``limit_choices.csv``."""
    return choices_of(rows(TABLE, _COLUMNS), limits())


def read_choices(path: Path) -> Mapping[str, tuple[Choice, ...]]:
    """Return the choices of a table; raises ``TableError`` naming file, row and column."""
    return choices_of(read(path, _COLUMNS), limits())


def choices_of(given: Sequence[Row], known_limits: Container[str]) -> Mapping[str, tuple[Choice, ...]]:
    """Return the choices of rows among ``known_limits``; raises ``TableError``."""
    found: dict[str, tuple[Choice, ...]] = {}
    for row in given:
        name = row.text("limit")
        earlier = found.get(name, ())
        found[name] = (*earlier, _choice(row, len(earlier[0].given) if earlier else 0, known_limits))
    return found


def _choice(row: Row, answers: int, known_limits: Container[str]) -> Choice:
    given = tuple(tuple(values.split("|")) for values in row.text("given").split())
    if answers and len(given) != answers:
        raise row.error(
            "given",
            Text(
                f"มี {len(given)} เงื่อนไข แถวก่อนมี {answers}",
                f"{len(given)} conditions; the row before has {answers}",
            ),
            Text("ใช้ * เมื่อเป็นค่าใดก็ได้", "Write * where any value will do"),
        )
    use = row.optional("use")
    if use and use not in known_limits:
        raise row.error(
            "use",
            Text(f"ไม่มีค่ากำหนด “{use}”", f"There is no limit “{use}”"),
            Text(
                "ใช้รหัสใน limits.csv หรือเว้นว่างเมื่อไม่มีค่ากำหนด",
                "Use an id of limits.csv, or nothing where there is none",
            ),
        )
    return Choice(row.day("valid_from"), row.day("valid_to"), given, use)
