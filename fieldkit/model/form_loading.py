"""Forms as the program loads them: `search()` is rewritten, lists are prepared or come late."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from functools import lru_cache
from typing import TYPE_CHECKING

from fieldkit.model.form import Form
from fieldkit.model.form.xpath.paths import equalities
from fieldkit.model.form.xpath.stack import no_collection, room
from fieldkit.model.form.xpath.syntax import Call, Literal, Path, walk
from fieldkit.model.form_files.row_store import Table, internal
from fieldkit.model.form_search import searches_to_itemsets
from fieldkit.model.form_xml import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldkit.model.form import External
    from fieldkit.model.form.xpath.nodes import StaticNode
    from fieldkit.model.form.xpath.syntax import Tree


def none(identifier: str, uri: str) -> None:
    """Give no external instance."""


def load_form(xform: str | bytes, external: External = none) -> Form:
    """Read an XForm; ``external`` gives the instances that are not written in it.

    Raises `FormError` if the XML is broken or there is no record to fill. What is wrong with a single
    question is listed in `Form.problems` instead.
    """
    with no_collection():
        return _prepared(_read(xform).with_lists(external))


def load_again(xform: bytes, external: External = none) -> Form:
    """Return the same as :func:`load_form`; what the XForm itself says is kept of the last forms."""
    with no_collection():
        return _prepared(_kept(xform).with_lists(external))


def load_signed(xform: bytes, external: External) -> Form:
    """Return a form to read signed records with: its files are read when the first list is asked for."""
    # Not without the collector: it would never get to the records of a long export, which are cycles.
    form = copy(_kept(xform))
    form.lists = _LaterLists(form, external)
    return form


def _read(xform: str | bytes) -> Form:
    document = read(xform, "XForm")
    return Form(document, internal, searches_to_itemsets(document.root))


@lru_cache(maxsize=16)  # an office has a dozen checklists, and their inspections come in order of days
def _kept(xform: bytes) -> Form:
    return _read(xform)


class _LaterLists(Mapping[str, "StaticNode"]):
    """Lists by name; those in files are made when they are first asked for."""

    def __init__(self, form: Form, external: External) -> None:
        self._form, self._external = form, external
        self._made = dict(form.own_lists)

    def __getitem__(self, name: str) -> StaticNode:
        if name not in self._made:
            self._made[name] = self._form.outer_list(name, self._external)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter([*self._form.own_lists, *self._form.outer_lists])

    def __len__(self) -> int:
        return len(self._form.own_lists) + len(self._form.outer_lists)


def _prepared(form: Form) -> Form:
    """Make the indexes by which choices are filtered, so that the first answer need not wait for them."""
    for field in form.fields.values():
        if field.control is not None and field.control.itemset is not None:
            with room():
                looked_up = list(_looked_up(field.control.itemset.nodes.tree))
            for name, column in looked_up:
                for root in form.lists[name].elements() if name in form.lists else ():
                    if isinstance(root, Table):
                        root.expect(column)
    return form


def _looked_up(tree: Tree) -> Iterator[tuple[str, str]]:
    """Yield each list and the column in which ``tree`` looks rows of it up by an index."""
    for path in walk(tree):
        match path:
            case Path(Call("instance", (Literal(name),)), steps):
                for step in steps:
                    if step.predicates and (found := equalities(step.predicates[0])[0]):
                        yield name, found[0][0]
