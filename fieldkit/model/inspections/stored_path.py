"""Paths as they are stored: repeat steps carry the key of the instance, not its position.

Positions move when a row is removed; two inspectors who add rows must not meet in one cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fieldkit.model.form import FormInstance, Node


def stored_path(node: Node) -> str:
    """Return ``/data/rep[<key>]/age`` for the node ``/data/rep[2]/age``."""
    if "[" not in node.path:
        return node.path
    steps: list[str] = []
    current: Node | None = node
    while current is not None:
        if current.type == "repeat-instance":
            steps.append(f"{current.name}[{current.key}]")
        elif current.type != "repeat-range" or current is node:
            # An instance brings the name of its range with it.
            steps.append(current.name)
        current = current.parent
    return "/" + "/".join(reversed(steps))


def paths_by_stored(instance: FormInstance) -> dict[str, str]:
    """Return the present path of each stored one."""
    return {stored_path(node): node.path for node in instance.walk()}


def nearest(instance: FormInstance, stored: str) -> str:
    """Return the present path of a stored one, or of what is left around it: its row, its repeat."""
    present = paths_by_stored(instance)
    path = stored
    while path and path not in present:
        path = path[: path.rindex("[")] if path.endswith("]") else path.rpartition("/")[0]
    return present.get(path, instance.root.path)
