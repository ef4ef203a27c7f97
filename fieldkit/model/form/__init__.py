"""XLSForm engine, usable alone; imports nothing of fieldkit but its errors."""

from __future__ import annotations

from fieldkit.model.form.definition import Form, load_again, load_form, load_signed
from fieldkit.model.form.entities import EntityChange
from fieldkit.model.form.instance import Changed, FormInstance
from fieldkit.model.form.lists import Rows
from fieldkit.model.form.nodes import Choice, Node
from fieldkit.model.form.problems import FormError, Problem
from fieldkit.model.form.signed import SharedWords, SignedInstance
from fieldkit.model.form.sources import MediaSource

__all__ = [
    "Changed",
    "Choice",
    "EntityChange",
    "Form",
    "FormError",
    "FormInstance",
    "MediaSource",
    "Node",
    "Problem",
    "Rows",
    "SharedWords",
    "SignedInstance",
    "load_again",
    "load_form",
    "load_signed",
]
