"""What a person expects to find who watches every key: kept apart from the program, as naive as can be."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field

AREA = "/data/machine"


def _asked(kind: str, name: str, words: str, **more: str) -> dict[str, str]:
    return {
        "type": kind,
        "name": name,
        "label::Thai (th)": words,
        "label::English (en)": name.title(),
        **{key.replace("__", "::"): value for key, value in more.items()},
    }


_JUDGED = {"fieldkit__fail": "no", "fieldkit__severity": "M", "required": "yes"}
SURVEY = [
    _asked("begin_group", "one", "หนึ่ง"),
    _asked("select_one yn", "choice", "เลือก", **_JUDGED),
    _asked("text", "why", "เพราะอะไร", relevant="${choice} = 'no'"),
    _asked("integer", "number", "จำนวน", required="yes"),
    _asked("text", "words", "ข้อความ"),
    {"type": "end_group"},
    _asked("begin_repeat", "machine", "เครื่องจักร"),
    _asked("text", "name", "ชื่อ", required="yes"),
    _asked("select_one yn", "guard", "การ์ด", **_JUDGED),
    {"type": "end_repeat"},
    _asked("begin_group", "two", "สอง"),
    _asked("select_multiple risk", "several", "หลายข้อ"),
    _asked("time", "clock", "เวลา"),
    *(_asked("select_one yn", f"item{n}", f"ข้อ {n}", **_JUDGED) for n in (1, 2)),
    {"type": "end_group"},
]
CHOICES = [
    {"list_name": name, "name": one, "label::Thai (th)": one, "label::English (en)": one}
    for name, several in (("yn", ("yes", "no", "na")), ("risk", ("fire", "leak", "heat")))
    for one in several
]
CHOSEN = {"choice": "yn", "guard": "yn", "item1": "yn", "item2": "yn", "several": "risk"}
NAMES = {"yn": ("yes", "no", "na"), "risk": ("fire", "leak", "heat")}
# What each text means as an answer; None is no answer of that kind.
TYPED: dict[str, dict[str, str | None]] = {
    "number": {"7": "7", "1,250": "1250", "12a": None, "-": None},
    "words": {"abc": "abc", "x y": "x y"},
    "why": {"old": "old", "new": "new"},
    "name": {"A": "A", "B": "B"},
    "clock": {"9.30": "09:30:00.000+07:00", "1815": "18:15:00.000+07:00", "99": None},
}
SECTIONS = (("choice", "why", "number", "words"), ("name", "guard"), ("several", "clock", "item1", "item2"))
# A question, and in rows of a repeat the row, which is known by itself wherever it stands.
Place = tuple[str, int]


@dataclass
class Book:
    """What must be there: answers and which were given with others, marks, the rows in their order."""

    answers: dict[Place, str] = field(default_factory=dict)
    together: set[Place] = field(default_factory=set)
    flags: set[Place] = field(default_factory=set)
    rows: list[int] = field(default_factory=lambda: [1])

    def shows(self, place: Place) -> bool:
        if place[0] == "why":
            return self.answers.get(("choice", 0)) == "no"
        return place[1] == 0 or place[1] in self.rows

    def path(self, place: Place) -> str:
        name, row = place
        if row:
            return f"{AREA}[{self.rows.index(row) + 1}]/{name}"
        group = "one" if name in SECTIONS[0] else "two"
        return f"/data/{group}/{name}"

    def place(self, path: str) -> Place:
        name = path.rpartition("/")[2]
        if not path.startswith(f"{AREA}["):
            return name, 0
        return name, self.rows[int(path[len(AREA) + 1 : path.index("]")]) - 1]


@dataclass
class Watcher:
    """The book with what was done: taking a step back turns to the page before."""

    book: Book = field(default_factory=Book)
    unread: dict[Place, str] = field(default_factory=dict)
    done: list[tuple[Book, Place | None]] = field(default_factory=list)
    undone: list[tuple[Book, Place | None]] = field(default_factory=list)
    typing_on: Place | None = None
    made: int = 1

    def step(self, at: Place | None, *, typing: bool = False) -> Book:
        """Begin a step and return the page to write on; :meth:`end` tells whether it was one."""
        self._before = copy.deepcopy(self.book)
        self._at, self._goes_on = at, typing and self.typing_on == at
        self.typing_on = at if typing else None
        return self.book

    def end(self) -> None:
        if self.book == self._before:
            return
        self.undone.clear()
        if self._goes_on and self.typing_came_to_something:
            self._before = self.done.pop()[0]
        self.typing_came_to_something = self.book != self._before
        if self.typing_came_to_something:
            self.done.append((self._before, self._at))

    typing_came_to_something = False

    def give(self, place: Place, value: str, *, typing: bool = False) -> None:
        book = self.step(place, typing=typing)
        book.answers[place] = value
        # The same answer by hand is the person's own.
        book.together.discard(place)
        book.answers = {key: held for key, held in book.answers.items() if held}
        self.unread.pop(place, None)
        self.end()

    def settle(self, place: Place, text: str) -> None:
        """Leave a field: its text becomes the answer, or stays as it is where nobody can read it."""
        value = TYPED[place[0]].get(text) if text else ""
        if value is None:
            self.unread[place] = text
        elif value == self.book.answers.get(place, ""):
            self.unread.pop(place, None)
        else:
            self.give(place, value, typing=True)

    def turn(self, back: list[tuple[Book, Place | None]], forth: list[tuple[Book, Place | None]]) -> bool:
        """Take the last step of ``back`` and put it on ``forth``; returns whether there was one."""
        self.typing_on, self.typing_came_to_something = None, False
        if not back:
            return False
        page, at = back.pop()
        forth.append((copy.deepcopy(self.book), at))
        for place in {*page.answers, *self.book.answers}:
            if page.answers.get(place) != self.book.answers.get(place):
                self.unread.pop(place, None)
        self.book = page
        return True
