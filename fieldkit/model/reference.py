"""The office's reference tables: types, statuses, kinds of visit, sections of law, wording, settings."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, get_args

from fieldkit import resources
from fieldkit.errors import FieldkitError, Text
from fieldkit.model.csv_table import Dated, Row, check_versions, read
from fieldkit.model.identifiers import display_type
from fieldkit.model.reference_tables.layers import layered, rows, rows_on, today

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

InspectionTarget = Literal["yes", "no", "start", "within_year", "never"]
"""``start``: only visits on the start of operation; ``within_year``: while stopped for less than a year;
``never``: no factory, now or before."""

OTHER_PLACE = "other_place"
"""The status of a place in the register that is no factory (fieldkit.model.other_places)."""

ParamKind = Literal["whole", "wholes", "number", "flag", "text", "month-day"]
ParamValue = int | tuple[int, ...] | Decimal | bool | str

_DATED = ("valid_from", "valid_to", "source", "confidence")
_TYPE_COLUMNS = ("code", "th", "en", "example", *_DATED)
_PARAM_COLUMNS = ("key", "value", "kind", "th", "en", *_DATED)


class UnknownReference(FieldkitError):
    """A code or key that the reference tables do not have."""


@dataclass(frozen=True, slots=True)
class FactoryType(Dated):
    """A type of the list 1 to 107 (``code`` ends in 00) or one of its items; codes have five digits."""

    code: str
    name: Text
    example: str

    @property
    def display(self) -> str:
        """The code as people write it: ``9(1)``."""
        return display_type(self.code)


@dataclass(frozen=True, slots=True)
class FactoryStatus(Dated):
    """A status of the register (``0`` to ``3``) or one that the office found."""

    code: str
    name: Text
    register_label: str
    inspection_target: InspectionTarget
    note: Text


@dataclass(frozen=True, slots=True)
class VisitKind:
    """A reason to visit, and the ``form_id`` of the checklists it starts with.

    ``covers`` says that the visit counts as an inspection of the factory for coverage: talks
    about funds, filing or certificates do not. ``registers`` are the tables whose records it is about.
    """

    code: str
    name: Text
    checklists: tuple[str, ...]
    covers: bool
    registers: tuple[str, ...]
    note: Text


@dataclass(frozen=True, slots=True)
class Section(Dated):
    """A section (and paragraph, if any) of the Factory Act, with its sanction."""

    number: str
    paragraph: str
    content: Text
    sanction: Text
    basis: Text


@dataclass(frozen=True, slots=True)
class Wording(Dated):
    """A block of text for orders and records, with ``{action}``, ``{days}`` and the like to fill in."""

    id: str
    name: Text
    text: Text


@dataclass(frozen=True, slots=True)
class Param:
    """A setting of the office with its shipped value."""

    key: str
    value: ParamValue
    name: Text
    source: str


def factory_types() -> Mapping[str, FactoryType]:
    """Return the list of types by code, as it is today."""
    return _factory_types(today())


@layered
def _factory_types(on: date) -> Mapping[str, FactoryType]:
    return factory_types_of(rows_on("factory_types", _TYPE_COLUMNS, on))


def factory_type(code: str) -> FactoryType | None:
    """Return a type by its five digits, the whole type where the list lacks the item; None if unknown."""
    return factory_types().get(code) or factory_types().get(f"{code[:3]}00")


def type_words(code: str | None, language: str) -> str:
    """Return a type as “88(1) แสงอาทิตย์”; a code that is in no list stands for itself."""
    if not code:
        return ""
    found = factory_type(code)
    if found is None:
        return code
    name = found.name.pick(language)
    return name if found.display in name.split() else f"{found.display} {name}"


@lru_cache(maxsize=1)
def factory_statuses() -> Mapping[str, FactoryStatus]:
    """Return the statuses by code."""
    columns = ("code", "th", "en", "register_label", "inspection_target", "note", "note_en", *_DATED)
    rows = [(row, _status(row)) for row in read(_shipped("factory_status.csv"), columns)]
    check_versions((row, status.code, status) for row, status in rows)
    return {status.code: status for _, status in rows}


@lru_cache(maxsize=1)
def visit_kinds() -> Mapping[str, VisitKind]:
    """Return the kinds of visit by code."""
    columns = ("code", "th", "en", "checklists", "covers", "registers", "note", "note_en")
    rows = read(_shipped("visit_kinds.csv"), columns)
    kinds = (
        VisitKind(
            row.text("code"),
            _name(row),
            tuple(row.optional("checklists").split()),
            row.one_of("covers", ("yes", "no")) == "yes",
            tuple(row.optional("registers").split()),
            _pair(row, "note"),
        )
        for row in rows
    )
    return {kind.code: kind for kind in kinds}


@layered
def sections() -> tuple[Section, ...]:
    """Return the sections of the Factory Act that inspectors use, all versions."""
    columns = ("section", "paragraph", "th", "en", "sanction", "sanction_en", "basis", "basis_en", *_DATED)
    return sections_of(rows("sections", columns))


MEMO = "memo_"
"""Begins the ids of the sentences of memos."""


def sections_of(given: Sequence[Row]) -> tuple[Section, ...]:
    """Return the sections of rows; raises ``TableError``."""
    found = [(row, _section(row)) for row in given]
    check_versions((row, (section.number, section.paragraph), section) for row, section in found)
    return tuple(section for _, section in found)


@layered
def wordings() -> tuple[Wording, ...]:
    """Return the blocks of wording, all versions."""
    return wordings_of(rows("wording", ("id", "th", "en", "text", "text_en", *_DATED)))


def wordings_of(given: Sequence[Row]) -> tuple[Wording, ...]:
    """Return the blocks of rows; raises ``TableError``."""
    found = [(row, _wording(row)) for row in given]
    check_versions((row, block.id, block) for row, block in found)
    return tuple(block for _, block in found)


def wording(wording_id: str, on: date) -> Wording:
    """Return the block of wording in force on a day; raises ``UnknownReference``."""
    found = next((block for block in wordings() if block.id == wording_id and block.in_force(on)), None)
    if found is None:
        raise _unknown(wording_id, "wording.csv")
    return found


def params(on: date | None = None) -> Mapping[str, Param]:
    """Return the settings by key as they are on a day, today where none is given."""
    return _params(on or today())


@layered
def _params(on: date) -> Mapping[str, Param]:
    return params_of(rows_on("params", _PARAM_COLUMNS, on))


def param(key: str, on: date | None = None) -> ParamValue:
    """Return a setting on a day, today where none is given; raises ``UnknownReference``."""
    found = params(on).get(key)
    if found is None:
        raise _unknown(key, "params.csv")
    return found.value


def whole_param(key: str, on: date | None = None) -> int:
    """Return a setting that is a whole number; raises ``UnknownReference``."""
    value = param(key, on)
    if not isinstance(value, int):
        raise TypeError(f"the setting {key} is no whole number")
    return value


def read_factory_types(path: Path) -> Mapping[str, FactoryType]:
    """Return the types of a table; an item without a name has that of its type. Raises ``TableError``."""
    return factory_types_of(read(path, _TYPE_COLUMNS))


def factory_types_of(given: Sequence[Row]) -> Mapping[str, FactoryType]:
    """Return the types of rows by code; raises ``TableError``."""
    whole = {row.text("code")[:3]: _name(row) for row in given if row.text("code").endswith("00")}
    found = [(row, _factory_type(row, whole)) for row in given]
    check_versions((row, kind.code, kind) for row, kind in found)
    return {kind.code: kind for _, kind in found}


def read_params(path: Path) -> Mapping[str, Param]:
    """Return the settings of a table; raises ``TableError``."""
    return params_of(read(path, ("key", "value", "kind", "th", "en", "source")))


def params_of(given: Sequence[Row]) -> Mapping[str, Param]:
    """Return the settings of rows by key; raises ``TableError``."""
    found = (Param(row.text("key"), _value(row), _name(row), row.text("source")) for row in given)
    return {param.key: param for param in found}


def _shipped(name: str) -> Path:
    return resources.path("reference", name)


def _name(row: Row) -> Text:
    return Text(row.text("th"), row.text("en"))


def _pair(row: Row, column: str) -> Text:
    return Text(row.optional(column), row.optional(f"{column}_en"))


def _unknown(key: str, file: str) -> UnknownReference:
    return UnknownReference(
        Text(f"ไม่มี “{key}” ในตารางอ้างอิง", f"The reference tables have no “{key}”"),
        Text("เพิ่มแถวในตารางนี้", "Add a row to this table"),
        place=file,
    )


def _factory_type(row: Row, whole: Mapping[str, Text]) -> FactoryType:
    code = row.text("code")
    parent = whole.get(code[:3])
    if parent is None or len(code) != 5 or not code.isdecimal():
        raise row.error(
            "code",
            Text(f"ไม่มีประเภทหลักของ “{code}”", f"The type of “{code}” is missing"),
            Text("ใช้รหัส 5 หลักและเพิ่มแถวที่ลงท้าย 00", "Use five digits and add the row that ends in 00"),
        )
    thai = row.optional("th") or parent.th
    english = row.optional("en") or f"{parent.en} {display_type(code)}"
    return FactoryType(
        row.day("valid_from"), row.day("valid_to"), code, Text(thai, english), row.optional("example")
    )


def _status(row: Row) -> FactoryStatus:
    return FactoryStatus(
        valid_from=row.day("valid_from"),
        valid_to=row.day("valid_to"),
        code=row.text("code"),
        name=_name(row),
        register_label=row.optional("register_label"),
        inspection_target=row.one_of("inspection_target", get_args(InspectionTarget)),  # type: ignore[arg-type]
        note=_pair(row, "note"),
    )


def _section(row: Row) -> Section:
    return Section(
        valid_from=row.day("valid_from"),
        valid_to=row.day("valid_to"),
        number=row.text("section"),
        paragraph=row.optional("paragraph"),
        content=_name(row),
        sanction=_pair(row, "sanction"),
        basis=_pair(row, "basis"),
    )


def _wording(row: Row) -> Wording:
    text = Text(row.text("text"), row.text("text_en"))
    return Wording(row.day("valid_from"), row.day("valid_to"), row.text("id"), _name(row), text)


def _value(row: Row) -> ParamValue:
    kind, text = row.one_of("kind", get_args(ParamKind)), row.text("value")
    if kind == "flag":
        return row.one_of("value", ("true", "false")) == "true"
    if kind == "number":
        return row.decimal("value")
    try:
        if kind == "whole":
            return int(text)
        if kind == "wholes":
            return tuple(int(part) for part in text.split(","))
    except ValueError:
        raise row.error(
            "value",
            Text(f"“{text}” ไม่ใช่จำนวนเต็ม", f"“{text}” is not a whole number"),
            Text("เขียนเช่น 30 หรือ 90,60,30", "Write it like 30 or 90,60,30"),
        ) from None
    return text
