"""A checklist on paper, to be filled with a pen when there is no laptop (``reports/checklist.typ``)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldkit.errors import FieldkitError, Text
from fieldkit.model.authoring import contents
from fieldkit.model.authoring.conditions import Conditions
from fieldkit.model.limit_choice import choices
from fieldkit.model.limits import in_force, limit_text
from fieldkit.model.pdf import typeset
from fieldkit.model.pdf.factory_facts import factory_facts
from fieldkit.model.pdf.qr_code import qr_code
from fieldkit.model.policy import SEVERITIES, QuestionPolicy, failing_choices
from fieldkit.model.reference import wording
from fieldkit.model.thai import dates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from fieldkit.errors import Language
    from fieldkit.model.authoring.contents import Contents, Item
    from fieldkit.model.checklists import Checklist

TEMPLATE = "checklist"
MOST_BOXES = 40
"""Choices that are printed with a box each; of a longer list the answer is written on a line."""
MOST_COLUMNS = 6
"""Questions of a repeat that stand side by side in a table; more are printed below each other."""
TABLE_ROWS, BLOCKS = 8, 2
_NUMBERS = frozenset({"integer", "decimal", "range"})
_FILES = frozenset({"image", "audio", "video", "file"})
_QR = "code.svg"
_QUOTED = re.compile(r"\$\{([^{}]+)\}")
_DOTS = "……"


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands on top of the paper: the office, and the factory if it is known."""

    office: str = ""
    officer: str = ""
    factory: Mapping[str, Any] | None = None


def code(checklist: Checklist) -> str:
    """Return what tells the very content of a checklist apart: form_id, version and part of its SHA-256."""
    mark = hashlib.sha256(checklist.xform).hexdigest()[:8]
    return f"{checklist.form_id} {checklist.version} {mark}"


def paper(
    checklist: Checklist,
    language: Language,
    today: date,
    heading: Heading | None = None,
    *,
    media: Mapping[str, bytes] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> bytes:
    """Return the PDF (A4). ``today`` decides which limits are printed; ``media`` are the checklist's lists.

    Raises `FormError`, PdfRefused, PdfCancelled.
    """
    values = sheet(checklist, language, today, heading or Heading(), media=media)
    return typeset(TEMPLATE, values, {_QR: qr_code(values["code"])}, cancelled=cancelled)


def sheet(
    checklist: Checklist,
    language: Language,
    today: date,
    heading: Heading,
    *,
    media: Mapping[str, bytes] | None = None,
) -> dict[str, Any]:
    """Return what the template is given."""
    found = contents.read(checklist, media)
    return {
        "language": language,
        "title": checklist.title.pick(language),
        "form_id": checklist.form_id,
        "version": checklist.version,
        "code": code(checklist),
        "qr": _QR,
        "printed": dates.short(today, language),
        "office": heading.office,
        "officer": heading.officer,
        "factory": factory_facts(heading.factory, language) if heading.factory is not None else None,
        "closing": _closing(today, language),
        "sections": list(_Lines(found, language, today).sections()),
    }


def _closing(today: date, language: Language) -> str:
    return wording("closing", today).text.pick(language)


class _Lines:
    """The parts of the paper, section by section."""

    def __init__(self, found: Contents, language: Language, today: date) -> None:
        self._contents = found
        self._language = language
        self._today = today
        self._conditions = Conditions(found)
        self._numbers = {item.name: f"({item.number})" for item in found.items if item.number}

    def sections(self) -> Iterator[dict[str, Any]]:
        top = self._contents.form.root.path
        by_section: dict[str, list[Item]] = {}
        for item in self._contents.items:
            if item.section:
                by_section.setdefault(item.section, []).append(item)
        for number, (path, items) in enumerate(by_section.items(), 1):
            head = self._contents.by_path.get(path) if path != top else None
            inside = items[1:] if head is not None and head.kind == "section" else items
            yield {
                "number": str(number),
                "title": "" if head is None else self._said(head.label),
                "condition": "" if head is None or head.kind == "repeat" else self._condition(head),
                "lines": list(self._lines(inside)),
            }

    def _lines(self, items: list[Item]) -> Iterator[dict[str, Any]]:
        place = 0
        while place < len(items):
            item = items[place]
            place += 1
            if item.kind == "repeat":
                inside = [other for other in items if other.repeat == item.path and other is not item]
                yield self._repeat(item, inside)
                place += len(inside)
            elif item.kind == "question":
                yield self._question(item)
            elif item.kind == "note" or self._said(item.label) or item.rules.get("relevant"):
                yield {
                    "kind": item.kind,
                    "label": self._said(item.label),
                    "condition": self._condition(item),
                }

    def _repeat(self, item: Item, inside: list[Item]) -> dict[str, Any]:
        """Return a table of empty rows where the questions are few and short, else blocks to be filled."""
        asked = [other for other in inside if other.kind == "question"]
        table = len(asked) <= MOST_COLUMNS and all(len(other.options) <= MOST_COLUMNS for other in asked)
        return {
            "kind": "repeat",
            "number": item.number,
            # A repeat that is a section of its own has its words over the section already.
            "label": "" if item.path == item.section else self._said(item.label),
            "condition": self._condition(item),
            "table": table and len(asked) == len(inside),
            "copies": TABLE_ROWS if table else BLOCKS,
            "lines": list(self._lines(inside)),
        }

    def _question(self, item: Item) -> dict[str, Any]:
        policy = self._contents.policy.get(item.path) or QuestionPolicy(item.path)
        fails = failing_choices(policy.fail)
        return {
            "kind": "question",
            "number": item.number,
            "code": item.name,
            "label": self._said(item.label) or item.name,
            "hint": self._said(item.hint),
            "condition": self._condition(item),
            "required": item.rules.get("required") == "true()",
            "answer": _answer_kind(item),
            "options": [
                {"label": self._said(option.label) or option.name, "fails": option.name in fails}
                for option in item.options
            ]
            if len(item.options) <= MOST_BOXES
            else [],
            "unit": policy.text("unit", self._language),
            "limit": self._limit(policy.limit),
            "severity": SEVERITIES[policy.severity].pick(self._language) if policy.opens_finding else "",
            "law": policy.text("law", self._language),
            "action": policy.text("action", self._language) if policy.opens_finding else "",
            "due_days": policy.due_days,
        }

    def _limit(self, cell: str) -> str:
        """Return the limit in words; where other answers decide, each that may count."""
        name = cell.partition(" ")[0]
        uses = [row.use for row in choices().get(name, ()) if row.use and row.in_force(self._today)]
        return " / ".join(dict.fromkeys(self._limit_words(use) for use in uses or [name] if use))

    def _limit_words(self, name: str) -> str:
        try:
            return limit_text(in_force(name, self._today), self._language)
        except FieldkitError:  # of another office, or not in force: its name can be looked up
            return name

    def _condition(self, item: Item) -> str:
        found = self._conditions.of(item)
        if found is None:
            return ""
        # What has no words is printed as it is written, with the numbers of the questions.
        return _QUOTED.sub(lambda one: self._numbers.get(one[1], one[1]), found.pick(self._language))

    def _said(self, text: Text) -> str:
        """Return a text with the number of a question, or dots, where the screen shows its answer."""
        return _QUOTED.sub(lambda found: self._numbers.get(found[1]) or _DOTS, text.pick(self._language))


def _answer_kind(item: Item) -> str:
    """Return how an answer is given on paper: one, many, number, date, … or lines to write on."""
    if item.type in ("select_one", "select_multiple", "rank"):
        if not item.options or len(item.options) > MOST_BOXES:
            return "line"
        return {"select_one": "one", "select_multiple": "many"}.get(item.type, "rank")
    if item.type == "image" and "signature" in item.rules.get("appearance", ""):
        return "signature"
    if item.type in _FILES:
        return "photo" if item.type == "image" else "file"
    if item.type in _NUMBERS:
        return "number"
    if item.type in ("date", "time", "dateTime", "trigger"):
        return {"dateTime": "moment", "trigger": "tick"}.get(item.type, item.type)
    if item.type.startswith("geo"):
        return "place"
    return "lines" if "multiline" in item.rules.get("appearance", "") else "line"
