"""Which answers of a checklist are words to be searched: typed text that is not personal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from fieldkit.model.form_loading import load_form

if TYPE_CHECKING:
    from collections.abc import Mapping

PERSONAL = "personal"
"""The column ``fieldkit::personal`` of a question whose answer only those see who open the inspection."""


def searched_questions(xform: str, policy: Mapping[str, Mapping[str, str]]) -> str:
    """Return the names of the questions whose answers are searched, as a list in JSON.

    A name that stands for a personal question anywhere in the checklist is left out. Raises `FormError`.
    """
    names, personal = set(), set()
    for path, field in load_form(xform).fields.items():
        if policy.get(path, {}).get(PERSONAL):
            personal.add(field.name)
        elif field.control is not None and field.type == "input" and field.bind.type in ("", "string"):
            names.add(field.name)
    return json.dumps(sorted(names - personal), ensure_ascii=False)
