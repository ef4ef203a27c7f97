"""Functions on node sets, lists and places (XPath 1.0 §4.1; xforms-spec "Node-set Functions")."""

from __future__ import annotations

import hashlib
import math
import random as chance
from typing import Any

from fieldkit.model.form.xpath.table import declare, function
from fieldkit.model.form.xpath.values import NAN, Value, text_number, to_number, to_string

_XPATH = "XPath 1.0 §4.1"
_ODK = "ODK XForms: Custom XPath functions"
_MODULUS = 2_147_483_647

declare("if(boolean, any, any) -> any", _ODK)
declare("coalesce(string, string) -> string", _ODK)
declare("once(string) -> string", _ODK)


@function("current() -> nodes", "XForms 1.1 §7.10", context=True)
def current(context: Any) -> list[Any]:
    """Return the node that the expression belongs to."""
    return [context.current]


@function("instance(string) -> nodes", "XForms 1.1 §7.11", context=True)
def instance(context: Any, name: str) -> list[Any]:
    """Return the root of a secondary instance."""
    root = context.host.list_root(name)
    return [] if root is None else [root]


@function("count(nodes) -> number", _XPATH)
def count(nodes: list[Any]) -> float:
    """Count nodes."""
    return float(len(nodes))


@function("count-non-empty(nodes) -> number", _ODK)
def count_non_empty(nodes: list[Any]) -> float:
    """Count nodes with a value."""
    return float(sum(node.text() != "" for node in nodes))


@function("sum(nodes) -> number", "XPath 1.0 §4.4")
def total(nodes: list[Any]) -> float:
    """Add up the numbers of the nodes; nothing adds up to 0."""
    return sum((text_number(node.text()) for node in nodes), 0.0)


@function("position(nodes?) -> number", "ODK XForms: position(node)", context=True)
def position(context: Any, nodes: list[Any] | None = None) -> float:
    """Return the place in the predicate, or a node's place among siblings of its name."""
    if nodes is None:
        return float(context.position)
    if not nodes:
        return NAN
    node = nodes[0]
    if hasattr(node, "own_position"):
        return float(node.own_position())
    parent = node.up
    if parent is None:
        return 1.0
    for index, sibling in enumerate(parent.named(node.name), 1):
        if sibling is node:
            return float(index)
    return NAN


@function("last() -> number", _XPATH, context=True)
def last(context: Any) -> float:
    """Return the size of the set that a predicate filters."""
    return float(context.size)


def _name_of(context: Any, nodes: list[Any] | None) -> str:
    if nodes is None:
        return str(context.node.name)
    return str(nodes[0].name) if nodes else ""


@function("name(nodes?) -> string", _XPATH, context=True)
def name(context: Any, nodes: list[Any] | None = None) -> str:
    """Return the qualified name of the first node."""
    return _name_of(context, nodes)


@function("local-name(nodes?) -> string", _XPATH, context=True)
def local_name(context: Any, nodes: list[Any] | None = None) -> str:
    """Return the name of the first node without its prefix."""
    return _name_of(context, nodes).rpartition(":")[2]


@function("namespace-uri(nodes?) -> string", _XPATH, context=True)
def namespace_uri(context: Any, nodes: list[Any] | None = None) -> str:
    """Return the namespace of the first node's name."""
    prefix = _name_of(context, nodes).rpartition(":")[0]
    return str(context.host.namespace(prefix)) if prefix else ""


@function("indexed-repeat(nodes, nodes, number, nodes*, number*) -> nodes", _ODK)
def indexed_repeat(target: list[Any], *pairs: Any) -> list[Any]:
    """Return the target nodes inside the repeat instances at the given positions."""
    steps = [(repeats, index) for repeats, index in zip(pairs[::2], pairs[1::2], strict=False)]
    if any(not repeats or index != index for repeats, index in steps):
        return []
    steps.sort(key=lambda step: _depth(step[0][0]))
    inside = None
    for repeats, index in steps:
        among = repeats if inside is None else [node for node in repeats if _contains(inside, node)]
        if not 1 <= index <= len(among) or index != int(index):
            return []
        inside = among[int(index) - 1]
    return [node for node in target if _contains(inside, node)]


def _depth(node: Any) -> int:
    depth = 0
    while node is not None:
        depth, node = depth + 1, node.up
    return depth


def _contains(outer: Any, node: Any) -> bool:
    while node is not None:
        if node is outer:
            return True
        node = node.up
    return False


def shuffle_seed(value: Value) -> int:
    """Return the whole number that ODK's engines make of a seed: text that is no number is hashed."""
    number = to_number(value)
    if number != number:
        text = to_string(value)
        if not text or not isinstance(value, (str, list)):
            return 0
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big", signed=True)
    if math.isinf(number):
        return 2**63 - 1 if number > 0 else -(2**63)
    return math.trunc(number)


@function("randomize(nodes, any?) -> nodes", _ODK, steady=False)
def randomize(nodes: list[Any], *seed: Value) -> list[Any]:
    """Return the nodes in another order, always the same one for the same seed (Park-Miller, as ODK does)."""
    if not seed:
        return chance.sample(nodes, len(nodes))
    state = (
        int(math.fmod(whole, _MODULUS)) if abs(whole := shuffle_seed(seed[0])) < 2**53 else _remainder(whole)
    )
    if state <= 0:
        state += _MODULUS - 1
    shuffled: list[Any] = []
    for index, node in enumerate(nodes):
        state = state * 16_807 % _MODULUS
        place = int((state - 1) / (_MODULUS - 1) * (index + 1))
        shuffled.append(node)
        if place != index:
            shuffled[index] = shuffled[place]
            shuffled[place] = node
    return shuffled


def _remainder(number: int) -> int:
    """Divide as Java does: the remainder has the sign of the dividend."""
    rest = abs(number) % _MODULUS
    return rest if number >= 0 else -rest


@function("pulldata(string, string, string, string) -> string", "XLSForm: pulldata", context=True)
def pulldata(context: Any, listing: str, column: str, key_column: str, key: str) -> str:
    """Return ``column`` of the first row whose ``key_column`` is ``key``, ``""`` if there is none."""
    return context.host.look_up(listing, column, key_column, key)  # type: ignore[no-any-return]


@function("jr:itext(string) -> string", "JavaRosa: itext", context=True)
def itext(context: Any, identifier: str) -> str:
    """Return a text of the form in the language in use."""
    return context.host.itext(identifier, context.current)  # type: ignore[no-any-return]


@function("jr:choice-name(string, string) -> string", _ODK, context=True)
def choice_name(context: Any, value: str, question: str) -> str:
    """Return the label of choice ``value`` of the question at path ``question``."""
    return context.host.choice_label(value, question, context.current)  # type: ignore[no-any-return]


@function("property(string) -> string", "JavaRosa: property", context=True)
def device_property(context: Any, key: str) -> str:
    """Return a property of the device or its user."""
    return context.host.property(key)  # type: ignore[no-any-return]


@function("depend(any, any*) -> any", "JavaRosa: depend")
def depend(value: Value, *others: Value) -> Value:
    """Return the first argument, read together with all the others."""
    return value


@function("version() -> string", _ODK, context=True)
def version(context: Any) -> str:
    """Return the version of the form."""
    return context.host.version  # type: ignore[no-any-return]
