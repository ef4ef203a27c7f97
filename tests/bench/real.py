"""Real forms of a folder for the bench, with answers drawn from what fieldkit shows."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from fieldkit.errors import FieldkitError
from fieldkit.model.form.instance import FormInstance
from fieldkit.model.form.nodes import Node
from fieldkit.model.form_files import files
from fieldkit.model.form_loading import load_form
from fieldkit.model.replay import FolderMedia, perform
from tests.bench.forms import BenchForm, Operation
from tests.conformance import jobs

ANSWERS = 120
AHEAD = 12
"""Open questions that a person may take next: mostly onwards through the form."""
_NEW_YEAR = date(2024, 1, 1)


def real_forms(folder: Path, work: Path) -> Iterator[BenchForm]:
    """Yield every form below ``folder`` that can be loaded, the largest first, each with a seeded script."""
    found = []
    for job in jobs.folder(folder, work, 1, 0):
        file = Path(job["form"])
        try:
            form = load_form(file.read_text(encoding="utf-8"), files(FolderMedia(Path(job["media"]))))
        except FieldkitError as error:
            print(f"{file.name}: {error.message('en')}", file=sys.stderr)
            continue
        script = draw(FormInstance(form), random.Random(job["id"]))
        asked = sum(field.control is not None for field in form.fields.values())
        computed = sum(field.bind.calculate is not None for field in form.fields.values())
        title = f"{file.stem[:20]}: {asked} asked, {computed} computed"
        found.append(BenchForm(file.stem, title, file, script, asked, computed, media=Path(job["media"])))
    return iter(sorted(found, key=lambda form: -form.questions))


def draw(instance: FormInstance, hand: random.Random) -> list[Operation]:
    """Answer ``instance`` at random and return the operations that it took."""
    script: list[Operation] = []
    for _ in range(ANSWERS):
        asked = [node for node in instance.walk() if node.leaf and _open(node)]
        node = hand.choice([node for node in asked if not node.value][:AHEAD] or asked)
        value = answer_at_random(node, hand)
        if value is None:
            continue
        operation: Operation = {"op": "set", "path": node.path, "value": value}
        if node.choosing:
            operation["read"] = node.path
        perform(instance, operation)
        script.append(operation)
    return script


def _open(node: Node) -> bool:
    return node.field.control is not None and node.relevant and not node.readonly


def answer_at_random(node: Node, hand: random.Random) -> str | None:
    """Return an answer of the kind that the question takes; None where there is nothing to choose."""
    if node.choosing:
        names = [choice.name for choice in node.choices]
        if node.type == "rank":
            return " ".join(hand.sample(names, len(names)))
        return hand.choice(names) if names else None
    plain = {
        "string": "Somchai",
        "int": str(hand.randrange(20)),
        "decimal": f"{hand.randrange(200) / 4}",
        "date": (_NEW_YEAR - timedelta(days=hand.randrange(8000))).isoformat(),
        "time": f"{hand.randrange(24):02}:30:00.000",
        "dateTime": f"{_NEW_YEAR}T{hand.randrange(24):02}:30:00.000-07:00",
        "geopoint": f"{hand.randrange(20)}.5 {hand.randrange(100)}.5 0 5",
    }
    return plain.get(node.bind_type) if node.type == "input" else None
