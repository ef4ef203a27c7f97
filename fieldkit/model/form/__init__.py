"""XLSForm engine, usable alone; imports nothing of fieldkit but its errors."""

from __future__ import annotations

from fieldkit.model.form.definition import External, Form
from fieldkit.model.form.instance import Changed, FormInstance
from fieldkit.model.form.nodes import Choice, Node
from fieldkit.model.form.problems import FormError, Problem

__all__ = [
    "Changed",
    "Choice",
    "External",
    "Form",
    "FormError",
    "FormInstance",
    "Node",
    "Problem",
]
