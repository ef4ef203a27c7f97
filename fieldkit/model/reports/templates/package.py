"""The zip package of a template: parts that nothing is put into go through byte by byte."""

from __future__ import annotations

import posixpath
import zipfile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Package:
    """The parts of a file by name; those that are read as XML are written again only when they changed."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            self.entries = archive.infolist()
            self.parts = {entry.filename: archive.read(entry) for entry in self.entries}
        self._trees: dict[str, Any] = {}
        self._touched: set[str] = set()

    def xml(self, name: str) -> Any:
        """Return the root of an XML part."""
        from lxml import etree

        if name not in self._trees:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
            self._trees[name] = etree.fromstring(self.parts[name], parser)
        return self._trees[name]

    def touch(self, name: str) -> None:
        """Note that the tree of a part was changed."""
        self._touched.add(name)

    def targets(self, name: str) -> dict[str, str]:
        """Return the parts that a part refers to, by the id of the relation; external ones left out."""
        folder, _, file = name.rpartition("/")
        relations = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
        if relations not in self.parts:
            return {}
        return {
            str(one.get("Id")): posixpath.normpath(posixpath.join(folder, str(one.get("Target")))).lstrip("/")
            if not str(one.get("Target")).startswith("/")
            else str(one.get("Target")).lstrip("/")
            for one in self.xml(relations)
            if one.tag == _RELATIONSHIP and one.get("TargetMode") != "External"
        }

    def external(self) -> Iterator[tuple[str, str]]:
        """Yield the parts that refer to something outside of the file, other than links to click on."""
        for name in self.parts:
            if not name.endswith(".rels"):
                continue
            for one in self.xml(name):
                kind = str(one.get("Type", "")).rpartition("/")[2]
                if one.get("TargetMode") == "External" and kind != "hyperlink":
                    yield name, str(one.get("Target"))

    def write(self, target: Path) -> None:
        """Write the package in the order in which it was."""
        from lxml import etree

        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for entry in self.entries:
                data = self.parts[entry.filename]
                if entry.filename in self._touched:
                    data = etree.tostring(
                        self._trees[entry.filename], xml_declaration=True, encoding="UTF-8", standalone=True
                    )
                copied = zipfile.ZipInfo(entry.filename, entry.date_time)
                copied.compress_type, copied.external_attr = entry.compress_type, entry.external_attr
                archive.writestr(copied, data)
