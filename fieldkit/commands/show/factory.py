"""``fieldkit show factory``: the register's columns of one factory, its facts, documents and timeline."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import click

from fieldkit import bilingual
from fieldkit.commands import _cases
from fieldkit.errors import Text
from fieldkit.invocation import Invocation, pass_invocation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fieldkit.errors import Language
    from fieldkit.model.factories import Factory
    from fieldkit.model.factory_file.documents import Document
    from fieldkit.model.factory_file.timeline import Event
    from fieldkit.model.facts import Fact

NO_INSPECTION = Text("ยังไม่เคยตรวจ", "Never inspected.")
_DOCUMENT = ("id", "kind", "number", "level", "issued_on", "expires_on", "issuer", "note")


@bilingual.command(
    Text(
        "แสดงข้อมูลโรงงาน\n\nID เป็นรหัส เลขทะเบียนเดิม หรือเลข 14 หลัก",
        "Show one factory.\n\nID is its id, its old number or its 14 digits.",
    )
)
@click.argument("factory_id", metavar="ID")
@bilingual.option("--personal", metavar="REASON", words=_cases.REASON)
@pass_invocation
def command(invocation: Invocation, *, factory_id: str, personal: str | None) -> None:
    """Print the columns that have a value, then facts, documents, inspections and the timeline."""
    from fieldkit.model import factories, facts
    from fieldkit.model.factory_file import documents, timeline

    with closing(invocation.workspace()) as workspace, workspace.database.read() as connection:
        found = factories.factory(connection, factories.find(connection, factory_id))
        past = factories.history(connection, found.id)
        known = facts.current(connection, found.id)
        papers = documents.documents(connection, found.id)
        events = timeline.timeline(connection, found.id)
        today = workspace.clock().date()
    language = invocation.language
    found = _shown(invocation, found, personal)
    values = {
        "id": found.id,
        **{name: value for name, value in found.columns.items() if name != "extra"},
        "extra": dict(found.extra),
        "facts": {name: asdict(known[name]) for name in sorted(known)},
        "documents": [
            {**{name: paper[name] for name in _DOCUMENT}, "expiry": documents.expiry(paper, today)}
            for paper in papers
        ],
        "inspections": [asdict(one) for one in past],
        "timeline": [{**asdict(event), "title": timeline.title(event, language)} for event in events],
    }
    invocation.result(
        values, lambda: "\n".join([_text(found, language), *_file_lines(known, papers, events, language)])
    )


def _shown(invocation: Invocation, found: Factory, reason: str | None) -> Factory:
    """Hide the number of a person who runs the factory, or keep that it was seen."""
    from fieldkit.model.cases.personal import is_private_number, note_access, shown_number

    number = found.columns.get("operator_id13")
    if not is_private_number(number):
        return found
    if reason is None:
        return replace(found, columns={**found.columns, "operator_id13": shown_number(number)})
    with closing(invocation.workspace()) as workspace:
        note_access(workspace, "exported", "factory", [found.id], reason)
    return found


def _text(found: Factory, language: str) -> str:
    from fieldkit.model.register.fields import LABELS

    lines = [f"{found.number}  {found['name'] or ''}".strip()]
    for name, value in found.columns.items():
        if value is not None and name not in ("extra", "deleted"):
            label = LABELS[name].pick(language) if name in LABELS else name
            lines.append(f"  {label}: {value}")
    lines += [f"  {header}: {value}" for header, value in found.extra.items()]
    return "\n".join(lines)


def _file_lines(
    known: Mapping[str, Fact], papers: Sequence[Document], events: Sequence[Event], language: Language
) -> Iterator[str]:
    """Yield the facts, the documents and what happened, the newest first."""
    from fieldkit.model.codes import code_word
    from fieldkit.model.fact_properties import fact_property
    from fieldkit.model.factory_file import timeline

    for name in sorted(known):
        fact, about = known[name], fact_property(name)
        source = code_word("fact.source", fact.source, language)
        value = about.words(fact.value, language)
        yield f"  {about.title.pick(language)}: {value}  ({source} {fact.as_of})"
    for paper in papers:
        words = timeline.document_words(paper["kind"] or "", paper["level"] or 0, language)
        yield "\t".join(
            (words, paper["number"] or "–", paper["issued_on"] or "–", paper["expires_on"] or "–")
        )
    if not any(event.kind == "visit" for event in events):
        yield NO_INSPECTION.pick(language)
    for event in events:
        state, _tone = timeline.state(event, language)
        yield "\t".join((event.day or "–", timeline.title(event, language), state or "–", event.id))
