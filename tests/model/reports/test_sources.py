"""Facts and answers that layouts ask for are those that the shipped checklists save and ask."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any

import openpyxl

from fieldkit import resources
from fieldkit.model.fact_properties import known_properties


def sheets() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(resources.path("reports").glob("*.toml")):
        for sheet in tomllib.loads(path.read_text(encoding="utf-8"))["sheet"]:
            for one in (sheet, *sheet.get("lists", [])):
                yield f"{path.stem}.{one['key']}", one


@cache
def questions(form: str) -> dict[str, str]:
    """Return the type of each question of a shipped checklist, and ``list: codes`` of its choices."""
    book = openpyxl.load_workbook(resources.path("checklists", f"{form}.xlsx"), read_only=True)
    rows = list(book["survey"].iter_rows(values_only=True))
    kind, name = rows[0].index("type"), rows[0].index("name")
    found = {str(row[name]): str(row[kind]) for row in rows[1:] if row[name]}
    for row in book["choices"].iter_rows(min_row=2, values_only=True):
        if row[0]:
            found[f"{row[0]}:"] = f"{found.get(f'{row[0]}:', '')} {row[1]}"
    book.close()
    return found


def test_facts_are_known_properties() -> None:
    known = {one.name for one in known_properties()}
    for place, sheet in sheets():
        for fact in sheet.get("facts", []):
            source = fact["source"]
            assert source in known or source.startswith("single_form."), (place, source)


def test_answers_are_questions_of_the_checklists_and_their_words_are_choices() -> None:
    for place, sheet in sheets():
        for answer in sheet.get("answers", []):
            form, _, question = answer["source"].partition(":")
            known = questions(form)
            assert question in known, (place, answer["source"])
            words: dict[str, Any] = next(
                (c["words"] for c in sheet["columns"] if c.get("from") == answer["key"] and "words" in c), {}
            )
            if known[question].startswith("select"):
                assert set(words) == set(known[f"{known[question].split()[1]}:"].split()), (place, question)
