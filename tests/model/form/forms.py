"""Small forms for tests, built from the parts that matter in each."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any
from xml.sax.saxutils import quoteattr

from fieldkit.model.form import Form, FormInstance
from fieldkit.model.form_files import files
from fieldkit.model.form_loading import load_form

NOON = datetime(2026, 5, 4, 12, 0, 0, tzinfo=timezone(timedelta(hours=7)))


def bind(path: str, **rules: str) -> str:
    """Return a bind; ``constraintMsg`` and the like get their prefix."""
    prefixed = {"constraintMsg", "requiredMsg", "preload", "preloadParams"}
    attributes = "".join(
        f" {'jr:' if name in prefixed else ''}{name}={quoteattr(text)}" for name, text in rules.items()
    )
    return f'<bind nodeset="{path}"{attributes}/>'


def xform(data: str, *binds: str, body: str = "", model: str = "", form_id: str = "test") -> str:
    """Return an XForm whose record is ``<data>`` around ``data``."""
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"'
        ' xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms"'
        ' xmlns:orx="http://openrosa.org/xforms">'
        f'<h:head><h:title>Test</h:title><model><instance><data id="{form_id}" version="1">{data}</data>'
        f"</instance>{model}{''.join(binds)}</model></h:head><h:body>{body}</h:body></h:html>"
    )


def form(data: str, *binds: str, body: str = "", model: str = "", media: Any = None) -> Form:
    """Return a form built as `xform` does."""
    return load_form(xform(data, *binds, body=body, model=model), files(media or {}))


def fill(data: str, *binds: str, body: str = "", model: str = "", media: Any = None) -> FormInstance:
    """Return a new record of a form built as `xform` does, at noon of 4 May 2026 in Bangkok."""
    return FormInstance(form(data, *binds, body=body, model=model, media=media), now=lambda: NOON)


def inputs(*paths: str) -> str:
    """Return text questions."""
    return "".join(f'<input ref="{path}"><label>{path}</label></input>' for path in paths)


def items(*names: str) -> str:
    """Return choices labelled with their names in capitals."""
    return "".join(f"<item><label>{name.upper()}</label><value>{name}</value></item>" for name in names)


def listing(name: str, rows: list[dict[str, str]]) -> str:
    """Return an internal list."""
    body = "".join(
        "<item>" + "".join(f"<{key}>{value}</{key}>" for key, value in row.items()) + "</item>"
        for row in rows
    )
    return f'<instance id="{name}"><root>{body}</root></instance>'


def value(record: FormInstance, path: str) -> str:
    """Return the answer at a path."""
    return record.node(path).value


def snapshot(record: FormInstance) -> list[tuple[Any, ...]]:
    """Return all that a person can see of a record."""
    return [
        (
            node.path,
            node.relevant,
            node.required,
            node.readonly,
            node.violation,
            node.value,
            node.label,
            tuple(node.choices),
        )
        for node in record.walk()
        if not node.path.endswith("instanceID")
    ]
