"""Functions on node sets, lists and places (XPath 1.0 §4.1; xforms-spec "Node-set Functions")."""

from __future__ import annotations

import hashlib
import math
import random as chance
from typing import Any

from fieldkit.model.form.xpath.paths import outward
from fieldkit.model.form.xpath.table import function
from fieldkit.model.form.xpath.values import NAN, Value, each, pick, to_number, to_string

_XPATH = "XPath 1.0 §4.1"
_ODK = "ODK XForms: Custom XPath functions"
_MODULUS = 2_147_483_647

function("if(boolean, any, any) -> any", _ODK)(None)
function("coalesce(string, string) -> string", _ODK)(None)
function("once(string) -> string", _ODK)(None)
function("current() -> nodes", "XForms 1.1 §7.10", context=True)(lambda c: [c.current])
function("version() -> string", _ODK, context=True)(lambda c: c.host.form.version)
function("property(string) -> string", "JavaRosa: property", context=True)(
    lambda c, key: c.host.properties.get(key, "")
)
function("last() -> number", _XPATH, context=True)(lambda c: float(c.size))
function("count(nodes) -> number", _XPATH)(lambda nodes: float(len(nodes)))
function("jr:itext(string) -> string", "JavaRosa: itext", context=True)(
    lambda c, identifier: c.host.itext(identifier, c.current)
)
function("jr:choice-name(string, string) -> string", _ODK, context=True)(
    lambda c, value, question: c.host.choice_label(value, question, c.current)
)
function("pulldata(string, string, string, string) -> string", "XLSForm: pulldata", context=True)(
    lambda c, listing, column, key_column, key: c.host.look_up(listing, column, key_column, key)
)
function("count-non-empty(nodes) -> number", _ODK)(
    lambda nodes: float(sum(node.text() != "" for node in nodes))
)
# Nothing adds up to 0.
function("sum(nodes) -> number", "XPath 1.0 §4.4")(lambda nodes: sum(each(to_number, [nodes]), 0.0))
# What else is named is read with the first, so that the result follows it.
function("depend(any, any*) -> any", "JavaRosa: depend")(lambda value, *others: value)


@function("instance(string) -> nodes", "XForms 1.1 §7.11", context=True)
def instance(context: Any, name: str) -> list[Any]:
    """Return the root of a secondary instance."""
    root = context.host.list_root(name)
    return [] if root is None else [root]


@function("position(nodes?) -> number", "ODK XForms: position(node)", context=True)
def position(context: Any, nodes: list[Any] | None = None) -> float:
    """Return the place in the predicate, or a node's place among siblings of its name."""
    if nodes is None:
        return float(context.position)
    return float(nodes[0].own_position()) if nodes else NAN


@function("name(nodes?) -> string", _XPATH)
def name(nodes: list[Any]) -> str:
    """Return the qualified name of the first node."""
    return str(nodes[0].name) if nodes else ""


function("local-name(nodes?) -> string", _XPATH)(lambda nodes: name(nodes).rpartition(":")[2])


@function("namespace-uri(nodes?) -> string", _XPATH, context=True)
def namespace_uri(context: Any, nodes: list[Any]) -> str:
    """Return the namespace of the first node's name."""
    prefix, prefixes = name(nodes).rpartition(":")[0], context.host.form.names.prefixes
    return next((uri for uri, known in prefixes.items() if prefix and known == prefix), "")


@function("indexed-repeat(nodes, nodes, number, nodes*, number*) -> nodes", _ODK)
def indexed_repeat(target: list[Any], *pairs: Any) -> list[Any]:
    """Return the target nodes inside the repeat instances at the given positions."""
    steps = list(zip(pairs[::2], pairs[1::2], strict=False))
    if not all(repeats for repeats, _ in steps):
        return []
    inside: list[Any] = []
    for repeats, place in sorted(steps, key=lambda step: len(outward(step[0][0]))):
        inside = pick([node for node in repeats if _within(node, inside)], place)
        if not inside:
            return []
    return [node for node in target if _within(node, inside)]


def _within(node: Any, repeat: list[Any]) -> bool:
    """Tell whether a node lies in a repeat instance; in none, if none is chosen yet."""
    return not repeat or any(outer is repeat[0] for outer in outward(node))


def shuffle_seed(value: Value) -> int:
    """Return the whole number that ODK's engines make of a seed: text that is no number is hashed."""
    number = to_number(value)
    if number != number:
        text = to_string(value) if isinstance(value, (str, list)) else ""
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big", signed=True) if text else 0
    if math.isinf(number):
        return 2**63 - 1 if number > 0 else -(2**63)
    return math.trunc(number)


@function("randomize(nodes, any?) -> nodes", _ODK)
def randomize(nodes: list[Any], *seed: Value) -> list[Any]:
    """Return the nodes in another order, always the same one for the same seed (Park-Miller, as ODK does)."""
    if not seed:
        return chance.sample(nodes, len(nodes))
    whole = shuffle_seed(seed[0])
    # Divided as Java does: the remainder has the sign of the dividend.
    state = abs(whole) % _MODULUS * (1 if whole >= 0 else -1)
    if state <= 0:
        state += _MODULUS - 1
    shuffled: list[Any] = []
    for index, node in enumerate(nodes):
        state = state * 16_807 % _MODULUS
        place = int((state - 1) / (_MODULUS - 1) * (index + 1))
        shuffled.append(node)
        shuffled[index], shuffled[place] = shuffled[place], node
    return shuffled
