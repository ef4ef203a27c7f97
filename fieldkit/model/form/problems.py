"""What is wrong with a form: errors that stop it, and problems that only part of it has."""

from __future__ import annotations

from dataclasses import dataclass

from fieldkit.errors import FieldkitError, Text


class FormError(FieldkitError):
    """A form, a record or an answer that the engine cannot take."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that does not work while the rest of the form does; ``path`` names the question."""

    path: str
    title: Text
    hint: Text

    @staticmethod
    def of(path: str, error: FieldkitError) -> Problem:
        """Return the problem that ``error`` makes at ``path``."""
        return Problem(path, error.title, error.hint)
