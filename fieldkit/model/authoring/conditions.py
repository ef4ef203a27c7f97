"""When a question is asked, in words: what stands on paper instead of the form's expression."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.errors import Text
from fieldkit.model.form.xpath.syntax import Call, Literal, Negative, Number, Operation, Path
from fieldkit.model.form.xpath.values import number_text
from fieldkit.model.reference import visit_kinds

if TYPE_CHECKING:
    from fieldkit.model.authoring.contents import Contents, Item
    from fieldkit.model.form.xpath.syntax import Tree

_SIGNS = {
    "=": Text("คือ", "is"),
    "!=": Text("ไม่ใช่", "is not"),
    "<": Text("น้อยกว่า", "is less than"),
    "<=": Text("ไม่เกิน", "is at most"),
    ">": Text("มากกว่า", "is more than"),
    ">=": Text("ตั้งแต่", "is at least"),
}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
_OPPOSITE = {"=": "!=", "!=": "="}
_JOINED = {"and": Text(" และ ", " and "), "or": Text(" หรือ ", " or ")}
_ANSWERED = Text("{0} มีคำตอบ", "{0} is answered")
_EMPTY = Text("{0} ไม่มีคำตอบ", "{0} is not answered")
_CHOSEN = Text("{0} เลือก “{1}”", "{0} has “{1}”")
_NOT_CHOSEN = Text("{0} ไม่ได้เลือก “{1}”", "{0} does not have “{1}”")
_QUESTION = Text("ข้อ {0}", "{0}")
# Columns of what the program supplies (`factories`, `visit`), as people call them.
_SUPPLIED = {
    "class": Text("จำพวกโรงงาน", "the factory's class"),
    "hp": Text("แรงม้าตามทะเบียน", "the registered horsepower"),
    "workers": Text("คนงานตามทะเบียน", "the registered workers"),
    "type_main": Text("ลำดับประเภทโรงงาน", "the factory type"),
    "status": Text("สถานะโรงงาน", "the factory's status"),
    "kind": Text("ชนิดการตรวจ", "the kind of visit"),
    "prior_visits": Text("จำนวนครั้งที่เคยตรวจ", "the number of earlier visits"),
    "open_findings": Text("ข้อบกพร่องที่ค้าง", "the number of open findings"),
    "date": Text("วันที่ตรวจ", "the day of the visit"),
}
_DEEPEST = 12


class Conditions:
    """Says conditions of one checklist; what has no words stays as its author wrote it."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents

    def of(self, item: Item) -> Text | None:
        """Return when ``item`` is asked, None when it always is."""
        if item.relevance is None:
            return None
        said = self._say(item.relevance.tree, item)
        return said or Text(item.rules["relevant"], item.rules["relevant"])

    def _say(self, tree: Tree, at: Item, deep: int = 0, *, negated: bool = False) -> Text | None:
        """Return the words of ``tree``, None when it has something that has none."""
        if deep > _DEEPEST:
            return None
        match tree:
            case Call("not", (inside,)):
                return self._say(inside, at, deep + 1, negated=not negated)
            case Call("true", ()) | Call("false", ()):
                yes = (tree.name == "true") != negated
                return Text("เสมอ", "always") if yes else Text("ไม่ถาม", "never")
            case Call("selected", (Path() as asked, Literal(value))):
                return self._filled(_NOT_CHOSEN if negated else _CHOSEN, asked, at, value)
            case Operation(("and" | "or", *_), operands):
                return self._joined(tree.operators, operands, at, deep, negated=negated)
            # The opposite of “less than” is true of an empty answer too, which no words say.
            case Operation((sign,), (left, right)) if sign in (_OPPOSITE if negated else _SIGNS):
                return self._compared(_OPPOSITE[sign] if negated else sign, left, right, at)
        return None

    def _joined(
        self, operators: tuple[str, ...], operands: tuple[Tree, ...], at: Item, deep: int, *, negated: bool
    ) -> Text | None:
        word = operators[0]
        if any(other != word for other in operators):
            return None
        parts = [self._say(operand, at, deep + 1, negated=negated) for operand in operands]
        if not all(parts):
            return None
        # Not (a or b) is neither a nor b.
        word = {"and": "or", "or": "and"}[word] if negated else word
        said = []
        for part, operand in zip(parts, operands, strict=True):
            assert part is not None
            bare = operand.arguments[0] if isinstance(operand, Call) and operand.name == "not" else operand
            mixed = isinstance(bare, Operation) and bare.operators[0] in _JOINED
            said.append(Text(f"({part.th})", f"({part.en})") if mixed else part)
        return Text(_JOINED[word].th.join(x.th for x in said), _JOINED[word].en.join(x.en for x in said))

    def _compared(self, sign: str, left: Tree, right: Tree, at: Item) -> Text | None:
        if isinstance(right, Path) and not isinstance(left, Path):
            sign, left, right = _TURNED[sign], right, left
        if not isinstance(left, Path):
            return None
        if isinstance(right, Literal):
            if right.value == "":
                return self._filled(_EMPTY if sign == "=" else _ANSWERED, left, at)
            if sign in ("=", "!=") and self._options(left, at):
                return self._filled(_CHOSEN if sign == "=" else _NOT_CHOSEN, left, at, right.value)
        name, value = self._name(left, at), self._value(right, at, left)
        if name is None or value is None:
            return None
        word = _SIGNS[sign]
        return Text(f"{name.th} {word.th} {value.th}", f"{name.en} {word.en} {value.en}")

    def _filled(self, words: Text, asked: Path, at: Item, value: str = "") -> Text | None:
        name = self._name(asked, at)
        if name is None:
            return None
        option = next((label for known, label in self._options(asked, at) if known == value), None)
        shown = option or Text(value, value)
        return Text(words.th.format(name.th, shown.th), words.en.format(name.en, shown.en))

    def _value(self, tree: Tree, at: Item, beside: Path) -> Text | None:
        match tree:
            case Literal(value) if value in visit_kinds() and self._supplied(beside, at) == "kind":
                return visit_kinds()[value].name
            case Number(value):
                return Text(number_text(value), number_text(value))
            case Negative(Number(value)):
                return Text(number_text(-value), number_text(-value))
            case Literal(value):
                return Text(value, value)
            case Path():
                return self._name(tree, at)
        return None

    def _options(self, asked: Path, at: Item) -> list[tuple[str, Text]]:
        item = self._item(asked, at)
        return [] if item is None else [(option.name, option.label) for option in item.options]

    def _name(self, asked: Path, at: Item) -> Text | None:
        """Return what a person calls a question, or what the program supplies."""
        item = self._item(asked, at)
        if item is None:
            return None
        if item.number:
            return Text(_QUESTION.th.format(item.number), _QUESTION.en.format(item.number))
        return _SUPPLIED.get(self._supplied(asked, at))

    def _supplied(self, asked: Path, at: Item) -> str:
        """Return the column of the program's own lists that a calculation only looks up."""
        item = self._item(asked, at)
        calculation = item.rules.get("calculation", "") if item is not None else ""
        return calculation.rpartition("/")[2] if calculation.startswith("instance(") else ""

    def _item(self, asked: Path, at: Item) -> Item | None:
        if any(step.predicates for step in asked.steps):
            return None
        names = [step.test for step in asked.steps if step.axis == "child"]
        if asked.start == "/":
            return self._contents.by_path.get(f"/{'/'.join(names)}")
        above = sum(step.axis == "parent" for step in asked.steps)
        if asked.start is not None or not above or above + len(names) != len(asked.steps):
            return None
        return self._contents.by_path.get("/".join([*at.path.split("/")[:-above], *names]))
