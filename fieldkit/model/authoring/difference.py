"""What one version of a checklist changes against another: question by question, old beside new."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from fieldkit.errors import NOTHING, Text
from fieldkit.model.policy import SEVERITIES, QuestionPolicy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from fieldkit.model.authoring.contents import Contents, Item, Option
    from fieldkit.model.checklists import Checklist

EntryKind = Literal["added", "removed", "renamed", "regrouped", "changed", "moved"]
"""``renamed``: another name, the same words, probably the same question; ``regrouped``: into another group.
Answers follow neither: they are kept by the name and the groups around it."""

KINDS: Mapping[EntryKind, Text] = {
    "added": Text("เพิ่ม", "added"),
    "removed": Text("ตัดออก", "removed"),
    "renamed": Text("น่าจะเปลี่ยนชื่อ", "renamed?"),
    "regrouped": Text("ย้ายกลุ่ม", "in another group"),
    "changed": Text("แก้ไข", "changed"),
    "moved": Text("ย้ายที่", "moved"),
}
PROPERTIES: Mapping[str, Text] = {
    "name": Text("ชื่อ (name)", "name"),
    "group": Text("กลุ่ม", "group"),
    "label": Text("ข้อความคำถาม", "text"),
    "hint": Text("คำแนะนำ", "hint"),
    "type": Text("ชนิด", "type"),
    "option": Text("ตัวเลือก", "choice"),
    "unit": Text("หน่วย", "unit"),
    "limit": Text("ค่ามาตรฐาน", "limit"),
    "fail": Text("เงื่อนไขไม่ผ่าน", "fails if"),
    "severity": Text("ระดับ", "severity"),
    "weight": Text("คะแนน", "weight"),
    "law": Text("ฐานกฎหมาย", "legal basis"),
    "action": Text("การแก้ไข", "corrective action"),
    "due_days": Text("จำนวนวันให้แก้ไข", "days to correct"),
    "relevant": Text("ถามเมื่อ (relevant)", "asked if (relevant)"),
    "required": Text("ต้องตอบ (required)", "required"),
    "readonly": Text("แก้ไม่ได้ (readonly)", "read only"),
    "constraint": Text("ข้อจำกัด (constraint)", "constraint"),
    "constraint_message": Text("ข้อความเมื่อผิดข้อจำกัด", "message of the constraint"),
    "required_message": Text("ข้อความเมื่อไม่ตอบ", "message when not answered"),
    "calculation": Text("สูตร (calculation)", "calculation"),
    "default": Text("ค่าตั้งต้น (default)", "default"),
    "choice_filter": Text("กรองตัวเลือก (choice_filter)", "choice filter"),
    "repeat_count": Text("จำนวนรายการซ้ำ", "number of rows"),
    "appearance": Text("รูปแบบ (appearance)", "appearance"),
    "parameters": Text("พารามิเตอร์", "parameters"),
    "save_to": Text("บันทึกเป็นข้อเท็จจริง (save_to)", "saved as (save_to)"),
    "reading": Text("การอ่านหลายครั้ง", "several readings"),
    "correction": Text("การปรับค่า", "correction"),
    "receiving": Text("ค่าในแหล่งรองรับน้ำ", "receiving water"),
    "decision": Text("การดำเนินการ", "decision"),
    "starts": Text("แบบตรวจที่ควรทำต่อ", "checklist to do as well"),
    "identifies": Text("เป็นชื่อของรายการ", "names the row"),
    "personal": Text("ข้อมูลส่วนบุคคล", "personal"),
    "title": Text("ชื่อแบบตรวจ", "title"),
    "languages": Text("ภาษา", "languages"),
    "media": Text("ไฟล์ประกอบ", "file"),
}
_TRANSLATED_COLUMNS = ("unit", "law", "action")
_PLAIN_COLUMNS = (
    *("limit", "fail", "receiving", "decision", "starts"),
    *("reading", "correction", "identifies", "personal"),
)


@dataclass(frozen=True, slots=True)
class Change:
    """One property with its old and its new value; ``what`` is a key of `PROPERTIES`."""

    what: str
    before: Text
    after: Text


@dataclass(frozen=True, slots=True)
class Entry:
    """A question, group or calculation that is not what it was."""

    kind: EntryKind
    old: Item | None
    new: Item | None
    changes: tuple[Change, ...] = ()
    moved: bool = False

    @property
    def item(self) -> Item:
        """The new item, the old one where there is no new."""
        found = self.new or self.old
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that differs; ``head`` is about the checklist as a whole."""

    head: tuple[Change, ...]
    entries: tuple[Entry, ...]

    def __bool__(self) -> bool:
        return bool(self.head or self.entries)

    @property
    def counts(self) -> dict[EntryKind, int]:
        """How many entries there are of each kind."""
        return {kind: sum(entry.kind == kind for entry in self.entries) for kind in KINDS}


def difference(old: tuple[Checklist, Contents] | None, new: tuple[Checklist, Contents]) -> Difference:
    """Return what ``new`` changes against ``old``; without an old one everything is added."""
    contents = new[1]
    if old is None:
        return Difference((), tuple(Entry("added", None, item) for item in contents.items))
    return Difference(
        tuple(_heads(old, new)), tuple(_in_order(_Comparison(old[1], contents).entries(), contents, old[1]))
    )


def _heads(old: tuple[Checklist, Contents], new: tuple[Checklist, Contents]) -> Iterator[Change]:
    (before, had), (after, has) = old, new
    if before.title != after.title:
        yield Change("title", before.title, after.title)
    if had.form.languages != has.form.languages:
        yield Change("languages", _same(", ".join(had.form.languages)), _same(", ".join(has.form.languages)))
    for name in sorted({*before.media, *after.media}):
        if before.media.get(name) != after.media.get(name):
            gone, come = (name if name in one.media else "" for one in (before, after))
            yield Change("media", _same(gone), _same(come))


class _Comparison:
    def __init__(self, old: Contents, new: Contents) -> None:
        self._old, self._new = old, new

    def entries(self) -> Iterator[Entry]:
        pairs = list(self._pairs())
        moved = _moved([(old, new) for old, new in pairs if old.path == new.path], self._old, self._new)
        for old, new in pairs:
            changes = tuple(self._changes(old, new))
            if old.name != new.name:
                yield Entry("renamed", old, new, (Change("name", _same(old.name), _same(new.name)), *changes))
            elif old.path != new.path:
                places = (_same(item.path.rpartition("/")[0]) for item in (old, new))
                yield Entry("regrouped", old, new, (Change("group", *places), *changes))
            elif changes:
                yield Entry("changed", old, new, changes, new.path in moved)
            elif new.path in moved:
                yield Entry("moved", old, new, (), moved=True)
        left, right = {old.path for old, _ in pairs}, {new.path for _, new in pairs}
        yield from (Entry("removed", item, None) for item in self._old.items if item.path not in left)
        yield from (Entry("added", None, item) for item in self._new.items if item.path not in right)

    def _pairs(self) -> Iterator[tuple[Item, Item]]:
        """Yield what belongs together: by path, by a name that is unique, by kind and words."""
        gone = [item for item in self._old.items if item.path not in self._new.by_path]
        come = [item for item in self._new.items if item.path not in self._old.by_path]
        yield from (
            (item, self._new.by_path[item.path]) for item in self._old.items if item.path in self._new.by_path
        )
        for key in (_by_name, _by_words):
            ours, theirs = _unique(gone, key), _unique(come, key)
            for mark in ours.keys() & theirs.keys():
                gone.remove(ours[mark])
                come.remove(theirs[mark])
                yield ours[mark], theirs[mark]

    def _changes(self, old: Item, new: Item) -> Iterator[Change]:
        for what in ("label", "hint"):
            yield from _differing(what, getattr(old, what), getattr(new, what))
        yield from _differing("type", _same(old.type), _same(new.type))
        yield from _options(old.options, new.options)
        yield from self._policies(old, new)
        for what in sorted({*old.rules, *new.rules}, key=list(PROPERTIES).index):
            yield from _differing(what, _same(old.rules.get(what, "")), _same(new.rules.get(what, "")))
        for what in sorted({*old.messages, *new.messages}):
            yield from _differing(what, old.messages.get(what, NOTHING), new.messages.get(what, NOTHING))

    def _policies(self, old: Item, new: Item) -> Iterator[Change]:
        had = self._old.policy.get(old.path) or QuestionPolicy(old.path)
        has = self._new.policy.get(new.path) or QuestionPolicy(new.path)
        for what in _TRANSLATED_COLUMNS:
            before, after = (Text(one.text(what, "th"), one.text(what, "en")) for one in (had, has))
            yield from _differing(what, before, after)
        for what in _PLAIN_COLUMNS:
            yield from _differing(what, _same(had.columns.get(what, "")), _same(has.columns.get(what, "")))
        yield from _differing("severity", SEVERITIES[had.severity], SEVERITIES[has.severity])
        yield from _differing("weight", _same(f"{had.weight:f}"), _same(f"{has.weight:f}"))
        due = (_same("" if one.due_days is None else str(one.due_days)) for one in (had, has))
        yield from _differing("due_days", *due)


def _by_name(item: Item) -> tuple[str, ...]:
    return (item.name,)


def _by_words(item: Item) -> tuple[str, ...]:
    words = " ".join((item.label.th or item.label.en).split())
    return (item.kind, item.type, words) if words else ()


def _unique(items: Sequence[Item], key: Callable[[Item], tuple[str, ...]]) -> dict[tuple[str, ...], Item]:
    found: dict[tuple[str, ...], list[Item]] = {}
    for item in items:
        if mark := key(item):
            found.setdefault(mark, []).append(item)
    return {mark: same[0] for mark, same in found.items() if len(same) == 1}


def _differing(what: str, before: Text, after: Text) -> Iterator[Change]:
    if before != after:
        yield Change(what, before, after)


def _options(old: Sequence[Option], new: Sequence[Option]) -> Iterator[Change]:
    before, after = ({option.name: option.label for option in one} for one in (old, new))
    for name in dict.fromkeys([*before, *after]):
        had, has = before.get(name), after.get(name)
        if had != has:
            yield Change("option", _named(name, had), _named(name, has))


def _named(name: str, label: Text | None) -> Text:
    return NOTHING if label is None else Text(f"{name} {label.th}".strip(), f"{name} {label.en}".strip())


def _same(text: str) -> Text:
    return Text(text, text)


def _moved(pairs: Sequence[tuple[Item, Item]], old: Contents, new: Contents) -> set[str]:
    """Return the paths of what stands elsewhere among its neighbours: as few as explain the new order."""
    before = {item.path: place for place, item in enumerate(old.items)}
    paths = [item.path for item in new.items if item.path in before]
    same = {one.path for _, one in pairs}
    places = [(before[path], path) for path in paths if path in same]
    # What rises longest stays; whatever is not in it has moved.
    ends: list[int] = []
    last: list[int] = []
    before_it: list[int] = []
    for index, (place, _path) in enumerate(places):
        at = bisect_left(ends, place)
        before_it.append(last[at - 1] if at else -1)
        ends[at : at + 1] = [place]
        last[at : at + 1] = [index]
    stay: set[int] = set()
    index = last[-1] if last else -1
    while index >= 0:
        stay.add(index)
        index = before_it[index]
    return {path for index, (_place, path) in enumerate(places) if index not in stay}


def _in_order(entries: Iterator[Entry], new: Contents, old: Contents) -> list[Entry]:
    """Return entries as the new checklist has them; what is gone stands where it was among its neighbours."""
    places = {item.path: float(place) for place, item in enumerate(new.items)}
    before = -1.0
    gone: dict[str, float] = {}
    for item in old.items:
        if item.path in places:
            before = places[item.path]
        else:
            gone[item.path] = before + 0.5
    return sorted(entries, key=lambda entry: places[entry.new.path] if entry.new else gone[entry.item.path])
