"""Checklists of the office, opened at a factory, answered as an inspector would, judged by the office."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from functools import cache
from typing import TYPE_CHECKING, Any

from fieldkit import resources
from fieldkit.model import reference_lists
from fieldkit.model.entities import entity_changes
from fieldkit.model.form import FormInstance
from fieldkit.model.form_files import files
from fieldkit.model.form_loading import load_form
from fieldkit.model.inspections.judging import Judging
from fieldkit.model.limits import limit_text
from fieldkit.model.policy import Policy, QuestionPolicy, Result
from fieldkit.model.xlsform.conversion import Conversion, convert

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldkit.model.form import Node
    from fieldkit.model.form.definition import Form
    from fieldkit.model.form_files import Rows

    # further lists that the program supplies, such as `documents`: rows, or CSV, by name
    Lists = Mapping[str, list[dict[str, Any]] | str]

TODAY = date(2026, 11, 22)
NUMBER = "10660001225480"
ID = "0192d3c0-0000-7000-8000-000000000001"
# A visit by plan to a mill of class 3.
FACTORY = {
    "name": NUMBER,
    "label": "โรงสีตัวอย่าง",
    "factory_name": "โรงสีตัวอย่างเจริญพาณิชย์",
    "class": "3",
    "type_main": "00901",
    "hp": "920",
}
WEIGHTS = {"C": 5, "M": 3, "m": 1}
VISIT = {
    "name": "visit",
    "factory": NUMBER,
    "kind": "PLAN",
    "prior_visits": "1",
    "open_findings": "0",
    "officer": "สมชาย",
    "date": TODAY.isoformat(),
}
_REFERENCE = {file: reference_lists.supplied(file, TODAY) for file in reference_lists.FILES}


@cache
def converted(code: str) -> Conversion:
    """Return a shipped checklist as it is when it is imported."""
    return convert(resources.path("checklists", f"{code}.xlsx"))


@cache
def questions(code: str) -> dict[str, dict[str, str]]:
    """Return the ``fieldkit::`` cells of every question that has some, by its name."""
    return {path.rpartition("/")[2]: cells for path, cells in converted(code).policy.items()}


class Inspection:
    """A checklist opened at one factory. A question in a repeat is named with its row: ``ph[2]``."""

    def __init__(self, code: str, visit: Mapping[str, str], factory: Mapping[str, str], lists: Lists) -> None:
        given = {name: rows if isinstance(rows, str) else _csv(rows) for name, rows in lists.items()}
        given |= {"visit": _csv([VISIT | dict(visit)]), "factories": _csv(_factories(factory))}
        form = _form(code, tuple(sorted(given.items())))
        now = datetime(2026, 11, 22, 10, 42, tzinfo=timezone(timedelta(hours=7)))
        self.instance = FormInstance(form, now=lambda: now)
        self.policy = Policy(converted(code).policy)
        self.qualifiers: dict[str, str] = {}
        self.date = TODAY
        self.judged_by = None
        self.judging = Judging(self)

    def path(self, name: str) -> str:
        """Return the path of a question; rows are counted through the whole form."""
        name, _, row = name.partition("[")
        found = [node.path for node in self.instance.walk() if node.name == name and not node.is_range]
        return found[int(row.rstrip("]") or 1) - 1]

    def node(self, name: str) -> Node:
        return self.instance.node(self.path(name))

    def answer(self, given: Mapping[str, str] | None = None, /, **answers: str) -> Inspection:
        for name, value in (dict(given or {}) | answers).items():
            self.instance.answer(self.path(name), value)
        return self

    def rows(self, repeat: str, count: int) -> Inspection:
        """Add rows to a repeat that stands once in the form until it has ``count``."""
        area = next(node for node in self.instance.walk() if node.name == repeat and node.is_range)
        while len(self.instance.node(area.path).children) < count:
            self.instance.add(area.path)
        return self

    def measured(self, name: str, qualifier: str, value: str) -> Inspection:
        """Answer with a reading such as ``<5``."""
        self.qualifiers[self.path(name)] = qualifier
        return self.answer({name: value})

    def value(self, name: str) -> str:
        return self.node(name).value

    def asked(self, name: str) -> bool:
        return self.node(name).relevant

    def valid(self, name: str) -> bool:
        return self.node(name).violation is None

    def verdict(self, name: str) -> str | None:
        return self.judging.verdict(self.node(name))

    def limit(self, name: str) -> str:
        """Return the limit that counts for an answer, in Thai, without the mark of what nobody confirmed."""
        limit = self.judging.limit(self.path(name))
        return "" if limit is None else limit_text(limit)

    def finding(self, name: str) -> QuestionPolicy:
        """Return what a failed question brings into its finding: severity, law, action, days."""
        assert self.verdict(name) == "fail", name
        return self.policy[self.path(name)]

    @property
    def result(self) -> Result:
        return self.judging.result()

    def failed(self) -> list[str]:
        return [path.rpartition("/")[2] for path in self.result.failed]

    def unanswered(self) -> list[str]:
        return [path.rpartition("/")[2] for path in self.result.unanswered]

    def facts(self) -> Mapping[str, str]:
        """Return what becomes known about the factory of the visit when the inspection is closed."""
        (told,) = self.saved("factories")
        return told

    def saved(self, listed: str) -> list[Mapping[str, str]]:
        """Return what is saved to a list (the sheet ``entities``) about the factory of the visit."""
        entities = [one for one in entity_changes(self.instance, {NUMBER: ID}) if one.dataset == listed]
        assert {(entity.action, entity.id) for entity in entities} <= {("update", ID)}
        return [entity.properties for entity in entities]

    def texts(self, language: str) -> list[tuple[str, str, str | None, list[str]]]:
        """Return path, label, hint and choices of all that is labelled, in ``Thai (th)`` or another."""
        self.instance.set_language(language)
        return [
            (node.path, node.label, node.hint, [choice.label for choice in node.choices or ()])
            for node in self.instance.walk()
            if node.label
        ]


@cache
def _form(code: str, lists: tuple[tuple[str, str], ...]) -> Form:
    media: dict[str, str | Rows] = {file: rows for file, rows in _REFERENCE.items() if rows is not None}
    return load_form(converted(code).xform, files(media | {f"{name}.csv": text for name, text in lists}))


def play(
    code: str,
    answers: Mapping[str, str] | None = None,
    *,
    visit: Mapping[str, str] | None = None,
    factory: Mapping[str, str] | None = None,
    lists: Lists | None = None,
) -> Inspection:
    """Open a checklist and answer it; ``visit`` and ``factory`` are columns that differ from those above."""
    return Inspection(code, visit or {}, factory or {}, lists or {}).answer(answers)


def check_texts(inspection: Inspection) -> None:
    """Check that every text is there in Thai and in English and that they are not the same."""
    thai, english = inspection.texts("Thai (th)"), inspection.texts("English (en)")
    assert [row[0] for row in thai] == [row[0] for row in english]
    for (path, label, hint, choices), (_, label_en, hint_en, choices_en) in zip(thai, english, strict=True):
        assert label != label_en, path
        assert bool(hint) == bool(hint_en), path
        assert all(text and text not in choices for text in choices_en), path


def check_rows(code: str, rows: Mapping[str, str], *lists: str) -> None:
    """Check a workbook against the rows of the office: severity and limit of each, "" for information.

    ``lists`` are the files that it names besides the register and the visit.
    """
    found = converted(code)
    assert found.problems == []
    assert (found.form_id, found.version) == (code, "2569.1")
    assert found.languages == ("Thai (th)", "English (en)")
    assert sorted(found.media) == sorted(["factories.csv", "visit.csv", *lists])
    judged = {name: cells for name, cells in questions(code).items() if cells.get("severity", "i") != "i"}
    for name, row in rows.items():
        severity, _, limit = row.partition(" ")
        if severity:
            cells = judged[name]
            assert (cells["severity"], cells["weight"]) == (severity, f"{WEIGHTS[severity]}"), name
            assert _named(cells.get("limit", "")) == _named(limit), name
        else:
            assert any(asked.partition("_")[0] == name for asked in questions(code)), name


def _named(cell: str) -> list[str]:
    """Return the limit and the names of the answers that it takes."""
    return [word.rpartition("/")[2].strip("${}") for word in cell.split()]


def check_policy(code: str) -> None:
    """Check that each question that opens a finding says law, action and days, in both languages."""
    for question in Policy(converted(code).policy).values():
        if question.severity == "i":
            continue
        assert question.judged, question.path
        assert question.due_days, question.path
        for name in ("law", "action"):
            thai, english = question.text(name, "th"), question.text(name, "en")
            assert thai, (name, question.path)
            assert english, (name, question.path)
            assert not any("ก" <= letter <= "๛" for letter in english), (name, question.path)
            assert thai != english


def _factories(factory: Mapping[str, str]) -> list[dict[str, Any]]:
    mine = FACTORY | dict(factory)
    other = {"name": "10660000525559", "label": "อื่น", "factory_name": "โรงงานอื่น", "class": "1", "hp": "5"}
    return [mine, dict.fromkeys(mine, "") | other]


def _csv(rows: list[dict[str, Any]]) -> str:
    lines = [",".join(rows[0]), *(",".join(row[column] for column in rows[0]) for row in rows)]
    return "\n".join(lines) + "\n"
