"""Several answers at once: the rest of a section is compliant, saved as one change and undone as one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fieldkit.model.form import FormError
from fieldkit.model.inspections.errors import InspectionSealed
from fieldkit.model.inspections.response import NOTHING
from fieldkit.model.inspections.stored_path import stored_path
from fieldkit.model.policy import NOT_APPLICABLE, failing_choices

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from fieldkit.model.form import Node
    from fieldkit.model.inspections.record import Inspection
    from fieldkit.model.inspections.response import Beside


def compliant_choice(inspection: Inspection, node: Node) -> str | None:
    """Return the one choice of a question that passes; None when it has none, or more than one."""
    question = inspection.policy.get(node.path)
    if node.type != "select" or node.multiple or question is None:
        return None
    failing = failing_choices(question.fail)
    if not failing:
        return None
    names = [choice.name for choice in node.choices]
    passing = [name for name in names if name not in failing and name != NOT_APPLICABLE]
    return passing[0] if len(passing) == 1 else None


def remaining(
    inspection: Inspection, nodes: Iterable[Node], failed_before: Collection[str]
) -> dict[str, str]:
    """Return the compliant answer of each question of ``nodes`` that is unanswered and may be given it.

    What failed last time (stored paths in ``failed_before``) is never among them: it is looked at anew.
    """
    found = {}
    for node in nodes:
        if node.value or node.readonly or not node.relevant or node.path in inspection.typing:
            continue
        choice = compliant_choice(inspection, node)
        if choice is not None and stored_path(node) not in failed_before:
            found[node.path] = choice
    return found


def answer_together(inspection: Inspection, choices: Mapping[str, str]) -> None:
    """Save the choice of each question as one change, told as an answer given with the others.

    Questions that are gone or hidden by now are left alone. Raises InspectionSealed and StorageError; then
    neither form nor store has changed.
    """
    if inspection.closed:
        raise InspectionSealed(inspection.id)
    present = {path: value for path, value in choices.items() if _shown(inspection, path)}
    if not present:
        return
    before = {path: _held(inspection, path) for path in present}
    touched = _put(
        inspection,
        {path: (value, replace(before[path][1], origin="batch")) for path, value in present.items()},
    )
    try:
        inspection.save(touched, asked=next(iter(present)))
    except BaseException:
        inspection.judge_all(_put(inspection, before))
        raise


def _held(inspection: Inspection, path: str) -> tuple[str, Beside]:
    return inspection.instance.node(path).value, inspection.beside.get(path, NOTHING)


def _put(inspection: Inspection, given: Mapping[str, tuple[str, Beside]]) -> set[str]:
    touched = set(given)
    for path, (value, beside) in given.items():
        touched |= {node.path for node in inspection.instance.answer(path, value).nodes}
        inspection.put_beside(path, beside)
    return touched


def _shown(inspection: Inspection, path: str) -> bool:
    try:
        return bool(inspection.instance.node(path).relevant)
    except FormError:
        return False
