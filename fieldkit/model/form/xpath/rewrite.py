"""``indexed-repeat`` (xforms-spec "Repeat Functions") followed step by step where paths are plain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldkit.model.form.xpath.syntax import Call, Path, Tree

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldkit.model.form.xpath.context import Context

    Closure = Callable[[Context], Any]


def indexed_path(call: Call, number: Callable[[Tree], Closure]) -> Closure | None:
    """Compile ``indexed-repeat(/data/rep/age, /data/rep, 2)`` to what ``/data/rep[2]/age`` gives, or None.

    Only where every repeat is written as the beginning of the target's path. The indexes are read
    in the context of the call, which a predicate would change.
    """
    target = call.arguments[0]
    if not isinstance(target, Path) or len(call.arguments) % 2 == 0 or not _plain(target):
        return None
    names = [step.test for step in target.steps]
    indexes: list[Closure | None] = [None] * len(names)
    for repeat, index in zip(call.arguments[1::2], call.arguments[2::2], strict=True):
        if not isinstance(repeat, Path) or not _plain(repeat):
            return None
        beginning = [step.test for step in repeat.steps]
        size = len(beginning)
        if not 0 < size < len(names) or beginning != names[:size] or indexes[size - 1] is not None:
            return None
        indexes[size - 1] = number(index)
    steps = list(zip(names, indexes, strict=True))

    def follow(c: Context) -> list[Any]:
        found: list[Any] = [c.host.document]
        for name, index in steps:
            if index is None:
                found = [child for node in found for child in node.named(name)]
            else:
                place = index(c)
                found = [child for node in found for child in _at(node, name, place)]
        return found

    return follow


def _at(node: Any, name: str, place: float) -> list[Any]:
    slot = getattr(node, "slot", None)
    found: list[Any] | None = slot(name, place) if slot is not None else None
    if found is None:
        items = node.named(name)
        found = [items[int(place) - 1]] if 1 <= place <= len(items) and place == int(place) else []
    return found


def _plain(path: Path) -> bool:
    return path.start == "/" and all(
        step.axis == "child" and not step.predicates and not step.test.endswith((")", "*"))
        for step in path.steps
    )
