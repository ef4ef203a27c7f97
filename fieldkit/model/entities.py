"""What a finished record does to entity lists (ODK XForms: Entities specification, versions to 2025.1)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, NamedTuple

from fieldkit.errors import Text
from fieldkit.model.form import FormError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fieldkit.model.form import FormInstance, Node

NEWEST = (2025, 1)
"""The newest version of the specification that is understood here."""
_TRUE = frozenset({"1", "true"})


class EntityChange(NamedTuple):
    """An entity to create or to update.

    ``action`` is ``create`` or ``update``; ``label`` is empty when an update leaves it as it is;
    ``base_version`` is the version that was updated, 0 if unknown.
    """

    dataset: str
    action: str
    id: str
    label: str
    properties: Mapping[str, str]
    base_version: int = 0


def entity_changes(instance: FormInstance, named: Mapping[str, str] | None = None) -> list[EntityChange]:
    """Return the entities that a record creates and updates, in document order, as far as they are relevant.

    ``named`` gives the ids of entities that the form may also name otherwise, such as factories by number.
    Raises `FormError` if an entity has no UUID to be known by, or if entities are of a newer version.
    """
    _check(instance.form.entities_version)
    nodes = list(instance.walk())
    declared = {
        node.up.up: node for node in nodes if _named(node, "entity") and node.up and _named(node.up, "meta")
    }
    saved: dict[Node, dict[str, str]] = {node: {} for node in declared.values()}
    for node in nodes:
        name = node.field.saves_to
        if name and node.relevant and (entity := _owner(node, declared)) is not None:
            saved[entity][name] = node.value
    return [
        change
        for entity, properties in saved.items()
        if entity.relevant
        for change in _declared(entity, properties, named or {})
    ]


def _check(version: str) -> None:
    """Refuse entities of a version that is not understood ("Versioning")."""
    year, number = (*version.split("."), "0")[:2]
    if version and not (year.isdecimal() and number.isdecimal() and (int(year), int(number)) <= NEWEST):
        newest = ".".join(map(str, NEWEST))
        raise FormError(
            Text(f"ไม่รู้จัก entity รุ่น {version}", f"Entities of version {version} are not known"),
            Text("ใช้ pyxform รุ่นที่โปรแกรมรองรับ", f"Convert the form for version {newest} or older"),
            place="<model>",
        )


def _owner(node: Node, declared: Mapping[Node, Node]) -> Node | None:
    """Return the entity of the nearest group, repeat instance or record around ``node``."""
    around = node.up
    while around is not None and around not in declared:
        around = around.up
    return declared.get(around)


def _declared(entity: Node, properties: dict[str, str], named: Mapping[str, str]) -> Iterator[EntityChange]:
    given = {item.name: item.value for item in entity.attribute_nodes if item.relevant}
    label = next((child.value for child in entity.elements() if _named(child, "label")), "")
    for action in ("create", "update"):
        if given.get(action, "") in _TRUE:
            version = given.get("baseVersion", "")
            yield EntityChange(
                given.get("dataset", ""),
                action,
                named.get(given.get("id", "")) or _identifier(entity, given.get("id", "")),
                label,
                properties,
                int(version) if version.isascii() and version.isdigit() else 0,
            )


def _identifier(entity: Node, text: str) -> str:
    try:
        return str(uuid.UUID(text.removeprefix("uuid:")))
    except ValueError as error:
        raise FormError(
            Text("รายการ entity ไม่มีรหัส UUID", "An entity has no UUID"),
            Text("ตรวจคอลัมน์ entity_id ในแผ่น entities", "Check the column entity_id on sheet entities"),
            place=f"{entity.path}/@id",
        ) from error


def _named(node: Node, name: str) -> bool:
    return node.name.rpartition(":")[2] == name
