"""Entities that a record creates and updates (ODK XForms: Entities), and the audit that it asks for."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from fieldkit.model.entities import EntityChange, entity_changes
from fieldkit.model.form import FormError, FormInstance
from fieldkit.model.form_files import files
from fieldkit.model.form_loading import load_form
from fieldkit.model.form_submission import submission
from fieldkit.model.form_xml import read
from tests.model.form.forms import NOON, value
from tests.model.xlsform.workbooks import last, write

TREES = "name,label,__version,species\n0b9b5b3a-3f6f-4d0e-9d1c-0d3b1f2a4c5d,Oak by the gate,3,oak\n"


def converted(path, survey, entities):
    """Return the form that pyxform makes of a survey sheet and an entities sheet."""
    found = last(
        write(path / "t.xlsx", {"survey": survey, "entities": entities, "settings": [["form_id"], ["t"]]})
    )
    assert found["xform"], found["problems"]
    return load_form(found["xform"], files({"trees.csv": TREES}))


def test_record_creates_an_entity_with_its_properties(tmp_path):
    form = converted(
        tmp_path,
        [
            ["type", "name", "label", "save_to", "relevant"],
            ["text", "species", "Species", "species", None],
            ["integer", "height", "Height", "height", "${species} != 'grass'"],
        ],
        [["list_name", "label", "create_if"], ["trees", "concat(${species}, '!')", "${species} != ''"]],
    )
    record = FormInstance(form, now=lambda: NOON)
    assert entity_changes(record) == []
    record.answer("/data/species", "oak")
    record.answer("/data/height", "12")
    (change,) = entity_changes(record)
    assert change == EntityChange("trees", "create", change.id, "oak!", {"species": "oak", "height": "12"})
    assert uuid.UUID(change.id).version == 4
    record.answer("/data/species", "grass")
    (again,) = entity_changes(record)
    assert (again.id, again.properties) == (change.id, {"species": "grass"})
    reopened = FormInstance(form, now=lambda: NOON, saved=read(submission(record), "instance"))
    assert entity_changes(reopened) == [again]


def test_record_updates_the_entity_that_was_chosen(tmp_path):
    form = converted(
        tmp_path,
        [
            ["type", "name", "label", "save_to"],
            ["select_one_from_file trees.csv", "tree", "Tree", None],
            ["integer", "girth", "Girth", "girth_cm"],
        ],
        [["list_name", "entity_id", "update_if"], ["trees", "${tree}", "${girth} > 0"]],
    )
    record = FormInstance(form, now=lambda: NOON)
    record.answer("/data/tree", "0b9b5b3a-3f6f-4d0e-9d1c-0d3b1f2a4c5d")
    assert entity_changes(record) == []
    record.answer("/data/girth", "88")
    assert entity_changes(record) == [
        EntityChange(
            "trees", "update", "0b9b5b3a-3f6f-4d0e-9d1c-0d3b1f2a4c5d", "", {"girth_cm": "88"}, base_version=3
        )
    ]
    record.answer("/data/tree", "")
    with pytest.raises(FormError, match="no UUID"):
        entity_changes(record)


def test_each_repeat_instance_makes_its_own_entity(tmp_path):
    form = converted(
        tmp_path,
        [
            ["type", "name", "label", "save_to"],
            ["text", "owner", "Owner", None],
            ["begin_repeat", "tree", "Tree", None],
            ["text", "species", "Species", "species"],
            ["end_repeat", None, None, None],
        ],
        [["list_name", "label"], ["trees", "${species}"]],
    )
    record = FormInstance(form, now=lambda: NOON)
    record.add("/data/tree")
    record.answer("/data/tree[1]/species", "oak")
    record.answer("/data/tree[2]/species", "elm")
    first, second = entity_changes(record)
    assert [first.properties, second.properties] == [{"species": "oak"}, {"species": "elm"}]
    assert first.id != second.id
    record.remove("/data/tree[1]")
    assert entity_changes(record) == [second]


def test_entities_of_a_newer_specification_are_refused(tmp_path):
    survey = [["type", "name", "label", "save_to"], ["text", "a", "A", "a"]]
    entities = [["list_name", "label"], ["trees", "${a}"]]
    xform = last(write(tmp_path / "t.xlsx", {"survey": survey, "entities": entities}))["xform"]
    newer = xform.replace('entities-version="2024.1.0"', 'entities-version="2031.1.0"')
    assert newer != xform
    record = FormInstance(load_form(newer))
    record.answer("/data/a", "x")
    with pytest.raises(FormError, match=r"version 2031\.1\.0 are not known"):
        entity_changes(record)


def test_audit_is_a_file_of_the_record_with_what_it_shall_log(tmp_path):
    survey: list[list[Any]] = [
        ["type", "name", "label", "parameters"],
        ["audit", "audit", None, "track-changes=true identify-user=true"],
        ["text", "a", "A", None],
    ]
    record = FormInstance(load_form(last(write(tmp_path / "t.xlsx", {"survey": survey}))["xform"]))
    node = record.node("/data/meta/audit")
    assert node.bind_type == "binary"
    assert node.field.bind.attributes["odk:track-changes"] == "true"
    record.answer("/data/a", "x")
    assert value(record, "/data/meta/audit") == ""
    assert "<audit/>" in submission(record)
