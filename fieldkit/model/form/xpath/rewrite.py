"""Expressions that mean the same as a plain path, which is quicker to follow."""

from __future__ import annotations

from fieldkit.model.form.xpath.syntax import Call, Path, Step, Tree


def indexed_path(call: Call) -> Path | None:
    """Return ``/data/rep[2]/age`` for ``indexed-repeat(/data/rep/age, /data/rep, 2)``, or None.

    Only where every repeat is written as the beginning of the target's path; the index of a path
    that starts at the context node means something else inside a predicate, so those are left alone.
    """
    target = call.arguments[0]
    if not isinstance(target, Path) or len(call.arguments) % 2 == 0 or not _plain(target):
        return None
    steps = list(target.steps)
    for repeat, index in zip(call.arguments[1::2], call.arguments[2::2], strict=True):
        if not isinstance(repeat, Path) or not _plain(repeat) or repeat.start != target.start:
            return None
        size = len(repeat.steps)
        if not 0 < size < len(steps) or not _independent(index):
            return None
        if any((a.axis, a.test) != (b.axis, b.test) for a, b in zip(repeat.steps, steps, strict=False)):
            return None
        last = steps[size - 1]
        if last.predicates:
            return None
        number = Call("number", (index,), index.position)
        steps[size - 1] = Step(last.axis, last.test, (number,), last.position)
    return Path(target.start, tuple(steps), target.position)


def _plain(path: Path) -> bool:
    return path.start == "/" and all(step.axis == "child" and not step.predicates for step in path.steps)


def _independent(tree: Tree) -> bool:
    """Tell whether ``tree`` means the same wherever the context node is."""
    from fieldkit.model.form.xpath.paths import independent

    return independent(tree)
