"""The merge rule: a pure, order-independent fold of ops into the heads of a cell.

A *head* is a value that nobody has superseded. An op supersedes exactly those heads that were on
its author's screen (``prevs``), so two edits that did not see each other both stay. No clock takes
part; which head is shown meanwhile depends on the Lamport number and the op's id.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, MutableSet

_WRITE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Head:
    """A value of a cell that nobody has superseded."""

    op: str
    lamport: int
    values: Mapping[str, Any]


def fold(
    heads: Iterable[Head],
    arriving: Head,
    prevs: Iterable[str],
    *,
    dangling: MutableSet[str],
    is_known: Callable[[str], bool],
) -> tuple[Head, ...]:
    """Return the heads of a cell after ``arriving``, whatever the order of arrival.

    ``dangling`` holds ops that were superseded before they arrived and is changed in place;
    ``is_known`` tells whether the change of an op id has been applied already.
    """
    superseded = set(prevs)
    kept = [head for head in heads if head.op not in superseded]
    present = {head.op for head in heads}
    for op in superseded:
        if op not in present and not is_known(op):
            dangling.add(op)
    if arriving.op in dangling:
        dangling.discard(arriving.op)
    else:
        kept.append(arriving)
    return tuple(sorted(kept, key=order))


def order(head: Head) -> tuple[int, str]:
    """Sort key of heads; the greatest is the one that is shown."""
    return (head.lamport, head.op)


def shown(heads: Iterable[Head]) -> Head | None:
    """Return the head to show; with a conflict the others are shown beside it."""
    return max(heads, key=order, default=None)


def in_conflict(heads: Iterable[Head]) -> bool:
    """Tell whether the cell holds values that differ; equal values are no conflict."""
    rows = list(heads)
    return any(head.values != rows[0].values for head in rows[1:])


def to_json(heads: Iterable[Head]) -> str:
    """Return the stored form of ``heads``."""
    rows = [[head.op, head.lamport, head.values] for head in heads]
    try:
        return msgspec.json.encode(rows).decode()
    except (TypeError, OverflowError, UnicodeEncodeError):  # such as a newer version's number beyond 64 bits
        return _WRITE(rows)


def from_json(text: str | None) -> tuple[Head, ...]:
    """Read what :func:`to_json` wrote; ``None`` is a cell that nobody has written."""
    if not text:
        return ()
    return tuple(Head(op, lamport, values) for op, lamport, values in json.loads(text))
