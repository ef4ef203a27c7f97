"""Forms of known size, made by code, and the answers that are given to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

Operation = dict[str, Any]

_PAGE = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"'
    ' xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>{title}</h:title><model>'
    '<instance><data id="{title}" version="1">{data}</data></instance>{lists}{binds}</model></h:head>'
    "<h:body>{body}</h:body></h:html>"
)
_YES_NO = '<instance id="yes_no"><root>' + "".join(
    f"<item><name>{name}</name><label>{label}</label></item>"
    for name, label in (("yes", "Yes / ใช่"), ("no", "No / ไม่ใช่"), ("na", "Does not apply / ไม่เกี่ยวข้อง"))
)
_YES_NO += "</root></instance>"


_OPEN = "{here}/working = 'yes'"
# name, type, label, relevant, constraint, the answer given
_ASKED = (
    ("working", "choice", "Is it working?", "", "", "yes"),
    ("pumps", "int", "How many pumps?", _OPEN, ". >= 0 and . < 100", "3"),
    ("power", "decimal", "Power (hp)", _OPEN, ". > 0 and . <= 500", "7.5"),
    ("load", "decimal", "Load (hp)", "{here}/power != ''", ". <= {here}/power", "4"),
    ("hours", "int", "Hours a day", "{here}/pumps > 0", ". >= 0 and . <= 24", "12"),
    ("name", "string", "Who runs it?", _OPEN, "string-length(.) <= 80", "Somchai ก"),
    ("day", "date", "Since when?", _OPEN, ". <= today()", "2024-02-15"),
    ("fault", "choice", "Is there a fault?", _OPEN, "", "yes"),
    ("cause", "string", "What is the cause?", "selected({here}/fault, 'yes')", "", "worn"),
    ("note", "string", "Note", "", "", "x"),
)
_CALCULATED = (
    ("total", "decimal", "coalesce({here}/pumps, 0) * coalesce({here}/power, 0)"),
    ("share", "decimal", "if({here}/total > 0, round({here}/load div {here}/total, 2), '')"),
    ("state", "string", "if({here}/fault = 'yes', 'fault', if({here}/hours > 20, 'watch', 'good'))"),
)
# question, its list, the question whose answer narrows it
_LEVELS = (
    ("province", "provinces", ""),
    ("district", "districts", "province"),
    ("place", "places", "district"),
)


@dataclass
class BenchForm:
    """An XForm on disk with its script; ``items`` counts the rows of its largest choice list."""

    name: str
    title: str
    file: Path
    script: list[Operation]
    questions: int = 0
    expressions: int = 0
    items: int = 0
    media: Path | None = None
    """Where the files of the form lie, if not beside it."""


@dataclass
class _Writer:
    """Parts of a form under construction."""

    data: list[str] = field(default_factory=list)
    binds: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    lists: list[str] = field(default_factory=lambda: [_YES_NO])
    questions: int = 0
    expressions: int = 0

    def bind(self, path: str, kind: str, **expressions: str) -> None:
        """Write a bind; each given attribute counts as one expression."""
        written = "".join(f" {name}={quoteattr(value)}" for name, value in expressions.items() if value)
        self.expressions += sum(1 for value in expressions.values() if value)
        self.binds.append(f'<bind nodeset="{path}" type="{kind}"{written}/>')

    def ask(self, path: str, kind: str, label: str, **expressions: str) -> None:
        """Write an input with its bind."""
        self.questions += 1
        self.bind(path, kind, **expressions)
        self.body.append(f'<input ref="{path}"><label>{escape(label)}</label></input>')

    def choose(self, path: str, nodeset: str, label: str, **expressions: str) -> None:
        """Write a select with its bind; a filtered list counts as one expression more.

        ``nodeset`` is where the choices come from; "choice" stands for yes, no and does not apply.
        """
        nodeset = "instance('yes_no')/root/item" if nodeset == "choice" else nodeset
        self.questions += 1
        self.expressions += "[" in nodeset
        self.bind(path, "string", **expressions)
        self.body.append(
            f'<select1 ref="{path}"><label>{escape(label)}</label><itemset nodeset={quoteattr(nodeset)}>'
            '<value ref="name"/><label ref="label"/></itemset></select1>'
        )

    def text(self, title: str) -> str:
        """Return the whole form."""
        parts = {name: "".join(getattr(self, name)) for name in ("data", "lists", "binds", "body")}
        return _PAGE.format(title=title, **parts)


def survey(folder: Path, *, questions: int, expressions: int, answers: int) -> BenchForm:
    """Write sections of ten questions whose answers open, limit and add up others.

    ``questions`` counts what a person is asked. Every section is relevant only after a first consent, so that
    answering that one opens or closes everything.
    """
    writer = _Writer()
    writer.data.append("<consent>yes</consent>")
    writer.choose("/data/consent", "choice", "May the survey go on?", required="true()")
    sections = (questions - 2) // 10
    script: list[Operation] = []
    for number in range(sections):
        script += _section(writer, number)
    writer.data.append("<remarks/>")
    writer.ask("/data/remarks", "string", "Remarks", relevant="/data/consent = 'yes'")
    _rest(writer, questions, expressions, sections)
    name = f"survey-{questions}"
    file = folder / f"{name}.xml"
    file.write_text(writer.text(name), encoding="utf-8")
    consent = [{"op": "set", "path": "/data/consent", "value": value} for value in ("no", "yes")]
    every = max(1, len(script) // answers)
    chosen = [*script[::every], *_second_thoughts(sections)][: answers - len(consent)] + consent
    title = f"{writer.questions:,} questions, {writer.expressions:,} expressions"
    return BenchForm(name, title, file, chosen, writer.questions, writer.expressions)


def _section(writer: _Writer, number: int) -> Iterator[Operation]:
    here = f"/data/s{number}"
    names = [name for name, *_ in (*_ASKED, *_CALCULATED)]
    writer.data.append(f"<s{number}>" + "".join(f"<{name}/>" for name in names) + f"</s{number}>")
    writer.bind(here, "string", relevant="/data/consent = 'yes'")
    writer.body.append(f'<group ref="{here}"><label>Section {number + 1}</label>')
    for place, (name, kind, label, relevant, constraint, _answer) in enumerate(_ASKED, 1):
        write = writer.choose if kind == "choice" else writer.ask
        write(
            f"{here}/{name}",
            kind,
            f"{number + 1}.{place} {label}",
            relevant=relevant.format(here=here),
            constraint=constraint.format(here=here),
        )
    writer.body.append("</group>")
    for name, kind, formula in _CALCULATED:
        writer.bind(f"{here}/{name}", kind, calculate=formula.format(here=here))
    for name, *_rest, answer in _ASKED:
        yield {"op": "set", "path": f"{here}/{name}", "value": answer}


def _second_thoughts(sections: int) -> Iterator[Operation]:
    for number in range(sections):
        for value in ("no", "yes"):
            yield {"op": "set", "path": f"/data/s{number}/working", "value": value}


def _rest(writer: _Writer, questions: int, expressions: int, sections: int) -> None:
    """Bring the form to its exact size: plain questions, then totals over sections."""
    for number in range(questions - writer.questions):
        writer.data.append(f"<plain{number}/>")
        writer.ask(f"/data/plain{number}", "string", f"Plain {number}")
    missing = expressions - writer.expressions
    if missing < 0:
        raise ValueError(f"{expressions} expressions are fewer than the sections have ({writer.expressions})")
    for number in range(missing):
        first = number % sections
        others = [f"coalesce(/data/s{(first + step) % sections}/total, 0)" for step in range(3)]
        writer.data.append(f"<sum{number}/>")
        writer.bind(f"/data/sum{number}", "decimal", calculate=" + ".join(others))


def repeats(folder: Path, instances: int) -> BenchForm:
    """Write a repeat of ten questions with sums over it, grown to ``instances`` one by one."""
    writer = _Writer()
    fields = ("kind", "count", "price", "amount", "note", "first", "again", "who", "when", "hint")
    writer.data.append("<machine jr:template=''>" + "".join(f"<{name}/>" for name in fields) + "</machine>")
    writer.data.append("<machines/><worth/><dearest/>")
    here = "/data/machine"
    writer.body.append(f'<group ref="{here}"><label>Machine</label><repeat nodeset="{here}">')
    writer.choose(f"{here}/kind", "choice", "Does it run?")
    writer.ask(f"{here}/count", "int", "How many?", constraint=". > 0 and . < 1000")
    writer.ask(f"{here}/price", "decimal", "Price", relevant="../count > 0", constraint=". >= 0")
    writer.ask(f"{here}/note", "string", "Note", relevant="../kind = 'no'")
    writer.ask(f"{here}/first", "string", "First?", relevant="position(..) = 1")
    writer.ask(f"{here}/again", "string", "Dear?", relevant="../amount > 1000")
    writer.ask(f"{here}/who", "string", "Who?")
    writer.ask(f"{here}/when", "date", "When?", constraint=". <= today()")
    writer.ask(f"{here}/hint", "string", "Hint", relevant="../kind != 'na'")
    writer.body.append("</repeat></group>")
    writer.bind(f"{here}/amount", "decimal", calculate="coalesce(../count, 0) * coalesce(../price, 0)")
    writer.bind("/data/machines", "int", calculate=f"count({here})")
    writer.bind("/data/worth", "decimal", calculate=f"sum({here}/amount)")
    writer.bind("/data/dearest", "decimal", calculate=f"max({here}/amount)")
    file = folder / "repeats.xml"
    file.write_text(writer.text("repeats"), encoding="utf-8")
    script: list[Operation] = []
    for number in range(1, instances + 1):
        script.append({"op": "add", "path": here})
        script.append({"op": "set", "path": f"{here}[{number}]/count", "value": str(number % 7 + 1)})
    last = f"{here}[{instances}]"
    for name, value in (("price", "12.5"), ("kind", "no"), ("price", "9")):
        script.append({"op": "set", "path": f"{last}/{name}", "value": value})
    title = f"{instances} repeat instances of 10 questions"
    return BenchForm("repeats", title, file, script, writer.questions, writer.expressions)


def choices(folder: Path, items: int, *, inside: bool) -> BenchForm:
    """Write three lists that narrow each other; the last has ``items`` rows, in the form or in a CSV file."""
    provinces, districts = 50, max(50, items // 50)
    place = folder / f"choices-{items}-{'inside' if inside else 'csv'}"
    place.mkdir(parents=True, exist_ok=True)
    writer = _Writer()
    for name, rows in (("provinces", _rows(provinces, 1)), ("districts", _rows(districts, provinces))):
        writer.lists.append(_inside(name, rows))
    rows = _rows(items, districts)
    if inside:
        writer.lists.append(_inside("places", rows))
    else:
        lines = ["name,label,parent", *(f"{name},{label},{parent}" for name, label, parent in rows)]
        (place / "places.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        writer.lists.append('<instance id="places" src="jr://file-csv/places.csv"/>')
    writer.data.append("<province/><district/><place/>")
    for name, listing, parent in _LEVELS:
        predicate = f"[parent = /data/{parent}]" if parent else ""
        writer.choose(f"/data/{name}", f"instance('{listing}')/root/item{predicate}", name)
    file = place / "form.xml"
    file.write_text(writer.text(place.name), encoding="utf-8")
    script: list[Operation] = []
    for value in ("c0", "c7", "c23", "c11", "c40", "c3"):
        script.append({"op": "set", "path": "/data/province", "value": value, "read": "/data/district"})
        script.append({"op": "set", "path": "/data/district", "value": value, "read": "/data/place"})
    title = f"{items:,} choices {'in the form' if inside else 'in CSV'}"
    return BenchForm(place.name, title, file, script, writer.questions, writer.expressions, items)


def _rows(count: int, parents: int) -> list[tuple[str, str, str]]:
    return [(f"c{number}", f"สถานที่ {number}", f"c{number % parents}") for number in range(count)]


def _inside(name: str, rows: list[tuple[str, str, str]]) -> str:
    items = "".join(
        f"<item><name>{key}</name><label>{label}</label><parent>{parent}</parent></item>"
        for key, label, parent in rows
    )
    return f'<instance id="{name}"><root>{items}</root></instance>'


def all_forms(folder: Path) -> list[BenchForm]:
    """Write every form of the bench below ``folder``."""
    return [
        survey(folder, questions=500, expressions=1226, answers=505),
        survey(folder, questions=3000, expressions=7351, answers=404),
        repeats(folder, 100),
        choices(folder, 10_000, inside=True),
        choices(folder, 10_000, inside=False),
        choices(folder, 50_000, inside=True),
        choices(folder, 50_000, inside=False),
    ]
