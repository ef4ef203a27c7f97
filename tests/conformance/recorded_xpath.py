"""Recorded evaluations of ODK's XPath tests, evaluated by fieldkit."""

from __future__ import annotations

import json
import lzma
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.parsers import expat
from zoneinfo import ZoneInfo

from fieldkit.errors import FieldkitError
from fieldkit.model.form.xpath.compile import expression
from fieldkit.model.form.xpath.nodes import MOST_STEPS, Context, StaticNode
from fieldkit.model.form.xpath.values import to_boolean, to_number, to_string

ZONE = "America/Phoenix"
RECORDED_AT = datetime(2026, 11, 22, 12, tzinfo=ZoneInfo(ZONE))
"""Within the day of the recordings, on which whatever holds ``today()`` depends."""

NUMBER, STRING, BOOLEAN = 1, 2, 3
RANDOM = ("uuid(", "random()")
"""Functions whose recorded result is a matter of chance."""


@dataclass
class Score:
    """What a comparison counted; ``misses`` holds file, expression, ours and theirs."""

    same: int = 0
    total: int = 0
    misses: list[tuple[str, str, Any, Any]] = field(default_factory=list)


def document(xml: str) -> StaticNode:
    """Read XML with all that the XPath model knows: comments, instructions, every text."""
    top = StaticNode("document")
    # The recordings write xhtml: for what a page puts into its default namespace.
    prefix = "xhtml:" if 'xmlns="http://www.w3.org/1999/xhtml"' in xml else ""
    open_nodes = [top]
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def start(name: str, attributes: dict[str, str]) -> None:
        node = open_nodes[-1].append(StaticNode("element", name if ":" in name else prefix + name))
        open_nodes.append(node)
        for key, value in attributes.items():
            if not key.startswith("xmlns"):
                node.set_attribute(key, value)

    def text(data: str) -> None:
        if len(open_nodes) > 1:
            open_nodes[-1].append(StaticNode("text", value=data))

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: open_nodes.pop()
    parser.CharacterDataHandler = text
    parser.CommentHandler = lambda data: open_nodes[-1].append(StaticNode("comment", value=data))
    parser.ProcessingInstructionHandler = lambda target, data: open_nodes[-1].append(
        StaticNode("instruction", target, data)
    )
    parser.Parse(xml, True)
    return top


class Page:
    """The form around a recorded expression, as far as the recordings have one."""

    language = "en"
    properties: Mapping[str, str] = {}
    form = SimpleNamespace(
        version="", names=SimpleNamespace(prefixes={"http://www.w3.org/1999/xhtml": "xhtml"})
    )

    def __init__(self, top: StaticNode, text: str) -> None:
        self.top = top
        self.steps = MOST_STEPS
        self.kept: dict[object, list[Any]] = {}
        model = next((node for node in everything(top) if node.name == "model"), None)
        if model is not None and model.up is top:
            model = None
        primary = model.named("instance") if model is not None else []
        self.document = primary[0] if primary else top
        if model is not None and model.up is not None and text.strip(" (").startswith("/model/"):
            self.document = model.up

    def now(self) -> datetime:
        return RECORDED_AT

    def list_root(self, name: str) -> StaticNode | None:
        for node in everything(self.top):
            if node.name == "instance" and attribute(node, "id") == name:
                return node
        return None

    def itext(self, identifier: str, node: Any) -> str:
        for text in everything(self.top):
            if text.name == "text" and attribute(text, "id") == identifier:
                return str(text.elements()[0].text())
        return ""

    def look_up(self, listing: str, column: str, key_column: str, key: str) -> str:
        return ""

    def choice_label(self, value: str, question: str, node: Any) -> str:
        return ""


def everything(top: StaticNode) -> list[StaticNode]:
    """Return ``top`` and all below it in document order."""
    found: list[StaticNode] = []
    pending = [top]
    while pending:
        node = pending.pop()
        found.append(node)
        pending.extend(reversed(list(node.content())))
    return found


def attribute(node: StaticNode, name: str) -> str:
    """Return an attribute's value."""
    return next((item.value for item in node.attributes() if item.name == name), "")


def find(top: StaticNode, path: str) -> StaticNode:
    """Return the node at a path of child numbers; the recordings count a document type as the first child."""
    steps = [step for step in path.split("/") if step]
    node = top
    for number, step in enumerate(steps):
        if step.startswith("@"):
            return next(item for item in node.attributes() if item.name == step[1:])
        children = list(node.content())
        index = int(step)
        if number == 0 and index >= len(children):
            index = len(children) - 1
        node = children[index]
    return node


def same(ours: Any, theirs: Any) -> bool:
    """Tell whether two results are the same; numbers by value."""
    if isinstance(ours, float):
        other = math.nan if theirs is None else float(theirs)
        return ours == other or (ours != ours and other != other) or math.isclose(ours, other, rel_tol=1e-12)
    if ours == theirs:
        return True
    try:
        return math.isclose(float(ours), float(theirs), rel_tol=1e-12)
    except (TypeError, ValueError):
        return False


def evaluate(record: dict[str, Any], top: StaticNode) -> Any:
    """Return fieldkit's result of a recorded evaluation, in the type that was asked for."""
    page = Page(top, record["expression"])
    node = find(top, record["context"])
    value = expression(record["expression"]).giving("any")(Context(node, page, node))
    wanted = record["type"] or record["resultType"]
    convert = {NUMBER: to_number, STRING: to_string, BOOLEAN: to_boolean}.get(wanted)
    return convert(value) if convert is not None else None


def score_recordings(recordings: Path) -> Score:
    """Evaluate every recording that has a value and is no known failure of ODK's own engine."""
    score = Score()
    documents: dict[str, StaticNode] = {}
    with lzma.open(recordings / "xpath.jsonl.xz", "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            wanted = record.get("type", 0)
            if record.get("value") is None or record["failing"] or wanted not in (0, NUMBER, STRING, BOOLEAN):
                continue
            if "jr-itext" in record["file"]:
                continue  # the language in use was not recorded
            if any(word in record["expression"] for word in RANDOM) or record["expression"] == "now()":
                continue
            score.total += 1
            top = documents.setdefault(record["xml"], document(record["xml"]))
            try:
                ours = evaluate(record, top)
            except FieldkitError as error:
                ours = error
            except (IndexError, StopIteration) as error:
                ours = error
            if same(ours, record["value"]):
                score.same += 1
            else:
                score.misses.append((record["file"], record["expression"], ours, record["value"]))
    return score
