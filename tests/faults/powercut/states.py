"""The disks that a power cut could leave at any moment of a recorded program.

What is assumed of a disk and its file system, so that a reader can judge it:

- What was written to a file since its last sync is kept, lost, or torn at sectors of 512 bytes, each write
  for itself and in any order. Where a file grew, lost bytes read as zeros, or as anything. A cut of its
  length is a write. A byte outside of a write never changes (SQLite's “powersafe overwrite”).
- Names (made, renamed, removed) are one journal, kept up to any point, and safe after any later sync, as on
  ext4. Or, under the ``strict`` rules of POSIX, each folder keeps its own names up to any point, and they are
  safe only after a sync of that folder. A rename happens wholly or not at all.
- What a sync has returned for is on the disk.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from tests.faults.disk import Act

SECTOR = 512
_MEMORY = "-shm"  # of SQLite's processes, made anew by whoever opens first


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes at an offset, or with ``None`` a cut of the file to that length."""

    offset: int
    data: bytes | None

    def on(self, content: bytearray) -> None:
        if self.data is None:
            if len(content) > self.offset:
                del content[self.offset :]
            else:
                content.extend(bytes(self.offset - len(content)))
            return
        if len(content) < self.offset:
            content.extend(bytes(self.offset - len(content)))
        content[self.offset : self.offset + len(self.data)] = self.data

    def torn(self, content: bytearray, chance: random.Random) -> None:
        """Leave some sectors of it; a write may begin and end within one."""
        data, begin = self.data or b"", self.offset
        for sector in range(begin - begin % SECTOR, begin + len(data), SECTOR):
            if chance.random() < 0.5:
                start, end = max(sector, begin), sector + SECTOR
                Write(start, data[start - begin : end - begin]).on(content)

    def as_rubbish(self, content: bytearray, chance: random.Random) -> None:
        """Let the file have grown by it without its bytes."""
        if self.data and len(content) < self.offset + len(self.data):
            Write(self.offset, chance.randbytes(len(self.data))).on(content)


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a file, and their name: equal bytes have equal names."""

    data: bytes
    digest: bytes

    @classmethod
    def of(cls, data: bytearray) -> Content:
        whole = bytes(data)
        return cls(whole, hashlib.sha1(whole, usedforsecurity=False).digest())


@dataclass(eq=False, slots=True)
class File:
    """What is safely on the disk, and what is only on its way there."""

    safe: bytearray = field(default_factory=bytearray)
    unsafe: list[Write] = field(default_factory=list)
    _content: Content | None = None  # of what is safe

    def sync(self) -> None:
        for write in self.unsafe:
            write.on(self.safe)
        if self.unsafe:
            self.unsafe, self._content = [], None

    def nothing_more(self) -> Content:
        if self._content is None:
            self._content = Content.of(self.safe)
        return self._content

    def everything(self) -> Content:
        content = bytearray(self.safe)
        for write in self.unsafe:
            write.on(content)
        return Content.of(content)

    def some(self, chance: random.Random) -> Content:
        content = bytearray(self.safe)
        if chance.random() < 0.4:  # in order, up to a write that is torn
            reached = chance.randint(0, len(self.unsafe))
            for write in self.unsafe[:reached]:
                write.on(content)
            for write in self.unsafe[reached : reached + 1]:
                write.torn(content, chance)
            return Content.of(content)
        mostly = chance.choice((0.2, 0.6, 0.95))
        for write in self.unsafe:  # in any order, most of it or little of it
            fate = chance.random()
            if fate < mostly:
                write.on(content)
            elif fate < mostly + (1 - mostly) / 3:
                write.torn(content, chance)
            elif fate < mostly + (1 - mostly) / 2:
                write.as_rubbish(content, chance)
        return Content.of(content)


@dataclass(eq=False, slots=True)
class Folder:
    """Names as the program sees them (``now``), and as they are safely on the disk."""

    now: dict[str, Node] = field(default_factory=dict)
    safe: dict[str, Node] = field(default_factory=dict)


Node = File | Folder


@dataclass(eq=False, slots=True)
class Naming:
    """One change of names in a folder: what each name stands for from then on, ``None`` for nothing."""

    folder: Folder
    names: tuple[tuple[str, Node | None], ...]
    together_with: Naming | None = None  # a rename from one folder to another

    def on(self, names: dict[str, Node]) -> None:
        for name, node in self.names:
            if node is None:
                names.pop(name, None)
            else:
                names[name] = node


@dataclass(frozen=True, slots=True)
class State:
    """A disk after the power came back."""

    files: dict[str, Content]  # by path below the root
    folders: tuple[str, ...]
    told: int  # lines that the program had told before

    def digest(self) -> bytes:
        """Name the whole disk; equal disks have equal names."""
        found = hashlib.sha256(repr(self.folders).encode())
        for path, content in sorted(self.files.items()):
            found.update(f"{path!r}".encode() + content.digest)
        return found.digest()


class Disk:
    """Follows a recorded program act by act."""

    def __init__(self, root: str, told: str, *, strict: bool) -> None:
        """Begin with an empty folder ``root``; lines written to its file ``told`` are words, not data."""
        self.root, self._strict, self._told = Folder(), strict, told
        self._path = PurePosixPath(root)
        self._open: dict[int, Node | None] = {}
        self._namings: list[Naming] = []
        self.told: list[dict[str, str]] = []

    def follow(self, act: Act) -> None:
        """Take in what the program did next."""
        if act.kind in "ONZD":
            self._open[act.descriptor] = self._opened(act)
        elif act.kind == "C":
            self._open.pop(act.descriptor, None)
        elif act.kind in "WT":
            self._written(act)
        elif act.kind == "S":
            self._synced(self._open[act.descriptor])
        elif act.kind == "R":
            self._renamed(act.path, act.data.decode())
        elif act.kind == "U":
            folder, name = self._place(act.path)
            self._name(Naming(folder, ((name, None),)))
        elif act.kind == "M":
            folder, name = self._place(act.path)
            self._name(Naming(folder, ((name, Folder()),)))

    def _place(self, path: str) -> tuple[Folder, str]:
        *folders, name = PurePosixPath(path).relative_to(self._path).parts
        found = self.root
        for part in folders:
            below = found.now[part]
            assert isinstance(below, Folder), path
            found = below
        return found, name

    def _opened(self, act: Act) -> Node | None:
        if act.path == str(self._path):
            return self.root
        folder, name = self._place(act.path)
        if name == self._told:
            return None
        if act.kind == "N":
            self._name(Naming(folder, ((name, File()),)))
        node = folder.now[name]
        if act.kind == "Z" and isinstance(node, File):
            node.unsafe.append(Write(0, None))
        return node

    def _written(self, act: Act) -> None:
        node = self._open[act.descriptor]
        if isinstance(node, File):
            node.unsafe.append(Write(act.offset, act.data if act.kind == "W" else None))
        else:
            self.told += [json.loads(line) for line in act.data.splitlines()]

    def _synced(self, node: Node | None) -> None:
        if isinstance(node, File):
            node.sync()
            if not self._strict:
                self._keep(self._namings)
        elif isinstance(node, Folder):
            of_it = [naming for naming in self._namings if naming.folder is node or not self._strict]
            self._keep([*filter(None, (naming.together_with for naming in of_it)), *of_it])

    def _keep(self, namings: Iterable[Naming]) -> None:
        kept = set(map(id, namings))
        for naming in self._namings:
            if id(naming) in kept:
                naming.on(naming.folder.safe)
        self._namings = [naming for naming in self._namings if id(naming) not in kept]

    def _renamed(self, source: str, target: str) -> None:
        (left, old), (entered, new) = self._place(source), self._place(target)
        node = left.now[old]
        if left is entered:
            self._name(Naming(left, ((old, None), (new, node))))
            return
        arrival = Naming(entered, ((new, node),))
        self._name(arrival)
        self._name(Naming(left, ((old, None),), arrival))

    def _name(self, naming: Naming) -> None:
        naming.on(naming.folder.now)
        self._namings.append(naming)

    # --- the cut --------------------------------------------------------------------------------------

    def nothing_more(self) -> State:
        """Return the disk if only what was synced is on it."""
        return self._state(set(), File.nothing_more)

    def everything(self) -> State:
        """Return the disk if all that was written is on it."""
        return self._state(set(map(id, self._namings)), File.everything)

    def some(self, chance: random.Random) -> State:
        """Return the disk with some of what was not synced."""
        return self._state(self._some_namings(chance), lambda file: file.some(chance))

    def _some_namings(self, chance: random.Random) -> set[int]:
        if not self._strict:
            return set(map(id, self._namings[: chance.randint(0, len(self._namings))]))
        kept: set[int] = set()
        by_folder: dict[int, list[Naming]] = {}
        for naming in self._namings:
            by_folder.setdefault(id(naming.folder), []).append(naming)
        for namings in by_folder.values():
            for naming in namings[: chance.randint(0, len(namings))]:
                if naming.together_with is not None and id(naming.together_with) not in kept:
                    break  # nothing vanishes from one folder that has not come into the other
                kept.add(id(naming))
        return kept

    def _state(self, kept: set[int], content: Callable[[File], Content]) -> State:
        changed: dict[int, dict[str, Node]] = {}
        for naming in self._namings:
            if id(naming) in kept:
                naming.on(changed.setdefault(id(naming.folder), dict(naming.folder.safe)))
        files: dict[str, Content] = {}
        folders: list[str] = []

        def descend(folder: Folder, before: str) -> None:
            for name, node in sorted(changed.get(id(folder), folder.safe).items()):
                if isinstance(node, Folder):
                    folders.append(before + name)
                    descend(node, f"{before}{name}/")
                elif not name.endswith(_MEMORY):
                    files[before + name] = content(node) if node.unsafe else node.nothing_more()

        descend(self.root, "")
        return State(files, tuple(folders), len(self.told))


def weights(acts: Iterable[Act], disk: Disk) -> Iterator[float]:
    """Follow ``acts`` and yield after each how many disks it should have beside the others.

    The making of the data folder, whose every disk has to be made anew by who opens it, has few.
    """
    for act in acts:
        disk.follow(act)
        yield 0 if act.kind in "OCD" else 1 if disk.told else 0.1


def disks(acts: Iterable[Act], disk: Disk, chance: random.Random, *, each: float) -> Iterator[State]:
    """Yield some ``each`` disks after an act: a fifth with nothing unsynced, a tenth with everything."""
    for weight in weights(acts, disk):
        wanted = each * weight
        for _ in range(int(wanted) + (chance.random() < wanted % 1)):
            fate = chance.random()
            yield (
                disk.nothing_more() if fate < 0.2 else disk.everything() if fate < 0.3 else disk.some(chance)
            )
