"""The tables: what is replicated (with its field groups) and what stays on this machine.

Every replicated table is a projection of the change log. A *group* is a set of columns that a
person edits as one value; (table, record, group) is a *cell*, the unit of merge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Column, Float, Index, Integer, LargeBinary, MetaData, Table, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement

metadata = MetaData()

# Groups of each replicated table: {table: {group: (column, ...)}}.
GROUPS: dict[str, dict[str, tuple[str, ...]]] = {}

# Deletion is a value like any other, so that it merges, shows and can be taken back.
VOID = ("deleted", "delete_reason")

STATED = ("risk_water", "risk_air", "risk_waste", "risk_other", "i_industry_status")
"""Properties that figures ask of every factory at once."""


def _synced(name: str, groups: Mapping[str, str], *, integers: str = "", floats: str = "") -> Table:
    """Declare a replicated table; ``groups`` maps a group to its column names."""
    whole = {*integers.split(), "deleted"}
    real = set(floats.split())
    GROUPS[name] = {group: tuple(columns.split()) for group, columns in groups.items()} | {"void": VOID}
    columns = [
        Column(column, Integer if column in whole else Float if column in real else Text)
        for group in GROUPS[name].values()
        for column in group
    ]
    return Table(
        name,
        metadata,
        # A rowid that survives VACUUM: the search index and long lists refer to it.
        Column("row", Integer, primary_key=True),
        Column("id", Text, nullable=False, unique=True),
        Column("stream", Text, nullable=False),
        *columns,
    )


person = _synced("person", {"core": "name position office card_no"})

factory = _synced(
    "factory",
    {
        "identity": "registration_no registration_no_old name operator operator_kind operator_id13",
        "kind": "class_ type_main types_extra activity tsic",
        "size": "hp workers workers_male workers_female"
        " capital capital_land capital_building capital_machine capital_working",
        "location": "address_no moo soi road subdistrict district province postcode"
        " subdistrict_code district_code province_code latitude longitude estate",
        "contact": "phone email contact",
        "status": "status status_reason",
        "dates": "license_date start_date fee_paid_until",
        "capacity": "capacity capacity_unit land_area building_area",
        "source": "source source_date extra",
        # What the office did with a licence: joined to another (its id), made out of another.
        "succession": "merged_into split_from",
    },
    integers="workers workers_male workers_female",
    floats="hp capital capital_land capital_building capital_machine capital_working"
    " latitude longitude capacity land_area building_area",
)
# Derived from the groups above, kept by fieldkit.model.factory_index.
factory.append_column(Column("name_sort", Text))
factory.append_column(Column("search_text", Text))

checklist = _synced(
    "checklist",
    # `searched`: the questions whose answers are words that search may find (fieldkit.model.search.words).
    {"core": "form_id version title title_en xlsx xform policy media searched"},
)

visit = _synced("visit", {"core": "factory kind started_at", "team": "team guide"})

inspection = _synced(
    "inspection",
    {
        "core": "visit factory checklist form_id version officer officer_name started_at context revision_of"
        " revision_reason",
        "status": "state closed_at closing reason",
        "result": "outcome score grade submission",
        "seal": "seal sealed_at",
        # The rows of law that it was judged by, as they stood when it was signed (JSON).
        "law": "judged_by",
        # Random bytes in the seal, and the seal of what is left once what is personal has been erased.
        "rest": "salt rest",
    },
    floats="score",
)

repeat_instance = _synced("repeat_instance", {"core": "inspection path key", "order": "ordinal"})

answer = _synced(
    "answer",
    {"core": "inspection path", "response": "value note qualifier readings instrument origin flag"},
    integers="flag",
)

finding = _synced(
    "finding",
    {
        "core": "inspection factory path form_id question wording",
        "what": "description severity law limit_text measured",
        "cure": "action decision due_date",
        # The inspection at which an inspector last looked whether it was put right.
        "state": "state state_at verified_in",
        # The order that demands its correction.
        "order": "factory_order",
    },
)

attachment = _synced(
    "attachment",
    {
        "core": "inspection path finding sha256 name media_type size kind taken_at latitude longitude",
        # What it belongs to, where that is no inspection: a document, an order, a complaint.
        "record": "record",
        "caption": "caption",
    },
    integers="size",
    floats="latitude longitude",
)

signature = _synced(
    "signature",
    {"core": "inspection role name position image signed_at refused reason over"},
    integers="refused",
)

# --- the office's memory: what is known, planned, ordered and followed up -------------------------

# Whose visit, inspection or finding it is now: `factory` is what was written and sealed, `place` the factory
# that its licence was merged into. Derived, kept by fieldkit.model.places_of.
for _table in (visit, inspection, finding):
    _table.append_column(Column("place", Text))
# Whether it was really made, and what was looked at. Derived, kept by fieldkit.model.made_visits.
for _column in (Column("made", Integer), Column("aired", Integer), Column("waste", Text)):
    visit.append_column(_column)

# What a checklist saved of a factory (XLSForm `save_to`), or somebody typed: the newest `as_of` counts.
fact = _synced("fact", {"core": "factory property inspection", "value": "value as_of source"})

document = _synced(
    "document",
    {"core": "factory kind", "what": "number level issued_on expires_on issuer note"},
    integers="level",
)

assignment = _synced(
    "assignment",
    {
        "core": "factory fiscal_year",
        "what": "kind round planned_on officer note",
        # Set by hand only when it will not be done; done is a visit, and derived.
        "state": "state reason",
    },
    integers="fiscal_year",
)

factory_order = _synced(
    "factory_order",
    {
        "core": "factory inspection section temporary_no",
        "letter": "number issued_on signed_by wording",
        "served": "received_on received_by",
        # The days given from its receipt; the rest follows from its steps (reference/order_steps.csv).
        "due": "days due_date extended_to extension_reason",
        "state": "state state_at verified_in",
    },
    integers="days",
)

# One dated event in the life of a record: notified, extended, appealed, visited, called, answered …
step = _synced(
    "step",
    {"core": "record record_table", "what": "kind on_date note number due_date officer amount inspection"},
    floats="amount",
)

recommendation = _synced(
    "recommendation",
    {
        "core": "round issue_no",
        "what": "inspector_name visit_date issue_title recommendation_text",
        "owner": "owner_unit owner_person",
        "due": "due_date",
        "state": "state progress progress_text closed_on",
        "measure": "indicator target actual evidence",
        "link": "factory",
    },
    integers="issue_no progress",
)

complaint = _synced(
    "complaint",
    {
        "core": "number received_at channel",
        # Protected: never in a print for the factory.
        "complainant": "complainant phone address anonymous keep_secret",
        "what": "factory place district latitude longitude issues details urgency occurred_at frequency"
        " repeat_of",
        "assigned": "officer assigned_on",
        "result": "outcome actions answered_on",
        "state": "state closed_on",
    },
    integers="anonymous keep_secret",
    floats="latitude longitude",
)

loan = _synced(
    "loan",
    {
        "core": "fund contract_no contract_date",
        "borrower": "name id13 enterprise factory district phone",
        "terms": "approved drawn rate term_months grace_months installment due_day collateral",
        "balance": "principal interest balance_as_of balance_source last_paid_on last_paid missed dpd",
        "assigned": "officer",
        "state": "state restructured trend referral next_visit_on closed_on",
    },
    integers="term_months grace_months due_day missed dpd restructured",
    floats="approved drawn rate installment principal interest last_paid",
)

enterprise = _synced(
    "enterprise",
    {
        "core": "kind code name",
        "people": "chairperson members phone",
        "what": "product otop_stars certificates income employees sector",
        "location": "address subdistrict district province latitude longitude",
        "link": "factory",
        "assigned": "officer",
        "state": "state",
    },
    integers="members otop_stars employees",
    floats="income latitude longitude",
)

project = _synced(
    "project",
    {
        "core": "enterprise factory fiscal_year title",
        "what": "officer consultant man_days started_on ended_on",
        "state": "state",
    },
    integers="fiscal_year",
    floats="man_days",
)

project_result = _synced(
    "project_result",
    {"core": "project indicator", "value": "unit baseline baseline_on result result_on evidence note"},
    floats="baseline result",
)

# A row of a reference table that the office wrote or confirmed (fieldkit.model.reference_tables); `cells` are
# JSON by column, null as shipped; `confirmed_cells` tells by a digest which cells were confirmed.
reference_row = _synced(
    "reference_row",
    {
        "core": "tbl key valid_from province",
        "cells": "cells note",
        "confirmation": "confirmed_by confirmed_on confirmed_note confirmed_cells",
    },
)

# An order to erase, signed by the centre (fieldkit.model.erasure.orders).
erasure = _synced("erasure", {"core": "kind subject before after cells basis reason person at signature"})

# The merged licence that was written, where `factory` is the one that stays instead of it. Derived, too.
for _table in (
    *(fact, document, assignment, factory_order),
    *(recommendation, complaint, loan, enterprise, project),
):
    _named = Column("named", Text)
    _table.append_column(_named)
    Index(
        f"{_table.name}_named",
        _named,
        sqlite_where=_named.is_not(None),
        postgresql_where=_named.is_not(None),
    )


def _indexed(name: str, table: Table, columns: str, *, where: ColumnElement[bool] | None = None) -> None:
    """Index ``columns``, of the rows that meet ``where``."""
    named = (table.c[column] for column in columns.split())
    Index(name, *named, sqlite_where=where, postgresql_where=where)


# Everything that the register's list filters by, in its usual order: 150,000 rows without touching the table.
_indexed("factory_list", factory, "name_sort deleted province district class_ type_main status hp")
_indexed("factory_registration_no", factory, "registration_no")
_indexed("factory_registration_no_old", factory, "registration_no_old")
# The few places that are no factories: figures ask which they are for every visit.
_indexed("factory_other_place", factory, "id", where=factory.c.status == "other_place")
_indexed("factory_district", factory, "province district")
_indexed("factory_merged", factory, "merged_into", where=factory.c.merged_into.is_not(None))
# Partial: where few inspections are revised, statistics would talk SQLite out of an index full of nulls.
_indexed("inspection_revision_of", inspection, "revision_of", where=inspection.c.revision_of.is_not(None))
_indexed("inspection_factory", inspection, "place closed_at")
_indexed("inspection_visit", inspection, "visit")
# What figures ask of the inspection of each finding: without touching the table.
_indexed("inspection_closed", inspection, "id state started_at deleted")
_indexed("inspection_draft", inspection, "place", where=inspection.c.state == "draft")
_indexed("answer_inspection", answer, "inspection")
_indexed("finding_inspection", finding, "inspection")
_indexed("finding_factory", finding, "place")
_indexed("attachment_inspection", attachment, "inspection")
_indexed("attachment_sha256", attachment, "sha256")
_indexed("signature_inspection", signature, "inspection")
_indexed("repeat_instance_inspection", repeat_instance, "inspection")
_indexed("fact_factory", fact, "factory property as_of")
# All that the figures of a province or the nation ask of facts: without touching the table.
_indexed("fact_property", fact, "property factory as_of value id deleted")
# What is asked of every factory at once: all of a factory's stand together, nothing is sorted. An expression
# keeps SQLite from going through the index of all facts instead, property by property.
_ASKED = (fact.c.property + "").in_(STATED)
_indexed("fact_stated", fact, "factory property as_of value id deleted", where=_ASKED)
# Almost all facts have one; typed ones have none.
_indexed("fact_inspection", fact, "inspection")
_indexed("document_factory", document, "factory kind")
# All that figures ask of the certificates of every factory, and of the plan of a year.
_indexed("document_kind", document, "kind factory issued_on level expires_on number deleted")
_indexed("assignment_year", assignment, "fiscal_year factory planned_on id kind state officer deleted")
_indexed("assignment_factory", assignment, "factory")
_indexed("factory_order_factory", factory_order, "factory")
_indexed("finding_order", finding, "factory_order")
_indexed("step_record", step, "record on_date")
_indexed("complaint_factory", complaint, "factory")
_indexed("loan_factory", loan, "factory")
_indexed("enterprise_factory", enterprise, "factory")
_indexed("project_enterprise", project, "enterprise")
_indexed("project_result_project", project_result, "project")
# The visits of a year among those of ten, and what each of them was: without touching the tables.
_indexed("visit_started", visit, "started_at kind place id deleted made aired waste")
_indexed("visit_factory", visit, "place started_at")
_indexed("attachment_record", attachment, "record")
_indexed("reference_row_tbl", reference_row, "tbl")
_indexed("erasure_subject", erasure, "subject")

# --- the log (docs/decisions/0004-change-log.md): bodies are the evidence, cells are derived ----------

change = Table(
    "change",
    metadata,
    Column("id", Text, primary_key=True),
    Column("stream", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    # What the centre said of it: its number in the stream, when it came there, and why it is not handed on.
    Column("seq", Integer),
    Column("received_at", Text),
    Column("held", Text),
    Column("own", Integer),  # written on this machine
    Index("change_stream_seq", "stream", "seq"),
    sqlite_with_rowid=False,
)

feed = Table(
    "feed",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("incarnation", Text, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("change_id", Text, nullable=False),
    Column("link", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

Index("change_held", change.c.held, sqlite_where=change.c.held.is_not(None))
Index("change_own", change.c.id, sqlite_where=change.c.own == 1)

cell = Table(
    "cell",
    metadata,
    Column("record", Text, primary_key=True),
    Column("tbl", Text, primary_key=True),
    Column("grp", Text, primary_key=True),
    Column("heads", Text, nullable=False),  # JSON [[op id, lamport, values], ...]
    Column("conflict", Integer, nullable=False),
    sqlite_with_rowid=False,
)
Index("cell_conflict", cell.c.tbl, cell.c.record, sqlite_where=cell.c.conflict == 1)

# Ops that a known change supersedes in a cell, but which have not arrived yet.
dangling = Table(
    "dangling",
    metadata,
    *(Column(name, Text, primary_key=True) for name in ("record", "tbl", "grp", "op")),
    sqlite_with_rowid=False,
)

# --- of this machine only ----------------------------------------------------------------------

meta = Table(
    "meta", metadata, Column("key", Text, primary_key=True), Column("value", Text), sqlite_with_rowid=False
)

cursor = Table(
    "cursor",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("hash", Text, nullable=False),
    sqlite_with_rowid=False,
)

# Files of the attachment store: `state` local (not at the centre yet), sent, wanted (not here yet), office
# (at the centre only, by choice); `received_at` is the centre's time of receipt.
blob = Table(
    "blob",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("size", Integer),
    Column("state", Text, nullable=False),
    Column("received_at", Text),
    sqlite_with_rowid=False,
)
Index("blob_state", blob.c.state)

# What a person holds back from sending (fieldkit.model.kept_back): a record, a file, a transaction; and the
# changes that wait for it, each outside of the feed.
for _name, _key in (("kept_record", "tbl record"), ("kept_change", "change_id tbl record")):
    _columns = (Column(name, Text, primary_key=True) for name in _key.split())
    Table(_name, metadata, *_columns, sqlite_with_rowid=False)

# Text of an editor that has not been left yet: saved at every key, never synced.
typing = Table(
    "typing",
    metadata,
    Column("inspection", Text, primary_key=True),
    Column("path", Text, primary_key=True),
    Column("text", Text, nullable=False),
    sqlite_with_rowid=False,
)

# Who looked at or exported what is personal, when and why (PDPA): never synced, never deleted.
personal_access = Table(
    "personal_access",
    metadata,
    Column("id", Text, primary_key=True),
    Column("at", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("action", Text, nullable=False),  # shown, exported
    Column("tbl", Text, nullable=False),
    Column("records", Text, nullable=False),  # JSON ids
    Column("reason", Text, nullable=False),
    sqlite_with_rowid=False,
)

# What a person did in an inspection, to be taken back: docs/ui.md, fieldkit.model.inspections.steps.
undo_step = Table(
    "undo_step",
    metadata,
    Column("inspection", Text, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("undone", Integer, nullable=False),
    Column("path", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("cells", Text, nullable=False),  # JSON [[table, record, group, stream, before, after], ...]
    sqlite_with_rowid=False,
)

register_import = Table(
    "register_import",
    metadata,
    Column("id", Text, primary_key=True),
    Column("tbl", Text, nullable=False),  # what it filled: a table, or `succession`
    Column("file_name", Text, nullable=False),
    Column("file_sha256", Text, nullable=False),
    Column("imported_at", Text, nullable=False),
    Column("counts", Text, nullable=False),  # JSON
    Column("undone_at", Text),
)

# What each cell held before an import, so that it can be put back.
register_import_cell = Table(
    "register_import_cell",
    metadata,
    Column("import_id", Text, primary_key=True),
    Column("tbl", Text, primary_key=True),
    Column("record", Text, primary_key=True),
    Column("grp", Text, primary_key=True),
    Column("op", Text, nullable=False),
    Column("before", Text),  # JSON values, null when the cell was new
    sqlite_with_rowid=False,
)

SYNCED = tuple(GROUPS)
