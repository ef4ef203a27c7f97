"""The questions that a list of a register is asked: mine, open, due soon, overdue, closed, in the bin."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from fieldkit.model.codes import code_word
from fieldkit.model.record_fields import FIELDS
from fieldkit.model.reference import whole_param
from fieldkit.model.thai.search_text import fold, indexed, terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from fieldkit.model.cases.registers import Register

Row = dict[str, Any]

FILTERS = ("open", "mine", "soon", "overdue", "closed", "bin", "all")


def fits(row: Mapping[str, Any], key: str, *, today: date, person: str) -> bool:
    """Tell whether a row of ``listing`` belongs to a filter; only ``bin`` shows what is deleted.

    ``mine`` are open ones whose officer is ``person``; raises KeyError for a filter that is not in FILTERS.
    """
    if key == "bin":
        return bool(row["deleted"])
    return not row["deleted"] and _FITS[key](row, today, person)


def soon(row: Mapping[str, Any], today: date) -> bool:
    """Tell whether a record falls due within the office's days of warning."""
    last = (today + timedelta(days=whole_param("case.soon_days"))).isoformat()
    return bool(row["due"]) and today.isoformat() <= row["due"] <= last


def _mine(row: Mapping[str, Any], person: str) -> bool:
    return bool(person) and bool(row["open"]) and fold(str(row["officer_name"] or "")) == fold(person)


_FITS: Mapping[str, Callable[[Mapping[str, Any], date, str], bool]] = {
    "open": lambda row, _today, _person: bool(row["open"]),
    "mine": lambda row, _today, person: _mine(row, person),
    "soon": lambda row, today, _person: soon(row, today),
    "overdue": lambda row, _today, _person: row["overdue"] > 0,
    "closed": lambda row, _today, _person: not row["open"],
    "all": lambda _row, _today, _person: True,
}


def search_text(register: Register, row: Mapping[str, Any]) -> str:
    """Return what a search looks at, folded: names, places, and the words of codes in both languages."""
    texts = [str(row[column]) for column in register.searched if row[column]]
    texts += [
        str(row[name]) for name in ("factory_name", "registration_no", "registration_no_old") if row[name]
    ]
    for name, field in FIELDS[register.table].items():
        if field.kind in ("code", "codes"):
            for code in str(row[name] or "").split():
                texts += [code_word(field.target, code, language) for language in ("th", "en")]
    return indexed(texts)


def searched(register: Register, rows: Iterable[Row], query: str) -> list[Row]:
    """Return the rows that hold every part of ``query``."""
    wanted = terms(query)
    return [row for row in rows if all(term in search_text(register, row) for term in wanted)]


def narrowings(register: Register, rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Return the values of the register's second filter with their counts, the bin left out.

    Codes come in the order of their list, others (rounds) the newest first.
    """
    counts: dict[str, int] = {}
    for row in rows:
        value = row[register.narrowed]
        if value and not row["deleted"]:
            counts[str(value)] = counts.get(str(value), 0) + 1
    order = list(narrowing_codes(register))
    if order:
        return {code: counts[code] for code in order if code in counts}
    newest = sorted(counts, key=lambda value: tuple(reversed(value.split("/"))), reverse=True)
    return {value: counts[value] for value in newest}


def narrowing_codes(register: Register) -> tuple[str, ...]:
    """Return the codes of the second filter, none where its values are no codes."""
    from fieldkit.model.cases.debts import CLASSES
    from fieldkit.model.codes import codes

    if register.narrowed == "debt_class":
        return tuple(codes(CLASSES))
    field = FIELDS[register.table][register.narrowed]
    return tuple(codes(field.target)) if field.kind == "code" else ()
