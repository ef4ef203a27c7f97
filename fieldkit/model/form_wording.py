"""Texts of a form as they are written, in any of its languages and without a record that fills them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.model.form.texts import one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldkit.model.form.definition import Form
    from fieldkit.model.form.texts import Label, Parts
    from fieldkit.model.form.xpath.compile import Expression


def language_name(form: Form, code: str) -> str:
    """Return the form's language for ``code`` (``th``, ``en``), its default one if it has none."""
    return next(
        (name for name in form.languages if name == code or name.endswith(f"({code})")), form.languages[0]
    )


def written(
    form: Form, label: Label | None, code: str, quoted: Callable[[Expression], str] = lambda _: ""
) -> str:
    """Return a text in the language ``code``; ``quoted`` says what stands for an answer inside it."""
    if label is None:
        return ""
    parts = label.parts if label.itext_id is None else itext(form, label.itext_id, code)
    return one_line(part if isinstance(part, str) else quoted(part) for part in parts)


def itext(form: Form, identifier: str, code: str) -> Parts:
    """Return the plain form of a translated text, empty if there is none of that id."""
    forms = form.texts.get(language_name(form, code), {}).get(identifier, {})
    return forms.get("") or forms.get("long") or forms.get("short") or ()
