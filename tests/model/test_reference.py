from __future__ import annotations

from datetime import date
from decimal import Decimal
from string import Formatter

import pytest

from fieldkit import resources
from fieldkit.model import reference
from fieldkit.model.csv_table import TableError, read

DAY = date(2024, 2, 15)


def test_all_107_types_are_listed():
    types = reference.factory_types()
    assert sorted({int(code[:3]) for code in types}) == list(range(1, 108))
    for code, kind in types.items():
        assert kind.name.th
        assert kind.name.en
        assert kind.code == code


def test_types_are_named_by_item_or_by_their_type():
    types = reference.factory_types()
    assert types["00901"].name.th == "สี ฝัด หรือขัดข้าว"
    assert types["00901"].display == "9(1)"
    assert types["02101"].name.th == types["02100"].name.th
    assert reference.factory_type("00901") is types["00901"]
    assert reference.factory_type("00999") is types["00900"]
    assert reference.factory_type("10800") is None


def test_only_operating_factories_are_always_to_be_inspected():
    targets = {code: status.inspection_target for code, status in reference.factory_statuses().items()}
    assert targets["1"] == "yes"
    assert targets["2"] == "no"
    assert [code for code, target in targets.items() if target == "yes"] == ["1"]
    assert "หาไม่พบ" in {status.name.th for status in reference.factory_statuses().values()}


def test_kinds_of_visit_name_shipped_checklists():
    kinds = reference.visit_kinds()
    assert len(kinds) == 14
    assert kinds["START"].checklists == ("GEN", "SAF")
    known = {"GEN", "WAT", "AIR", "WST", "SAF", "GI", "IND", "FUN", "DEV", "CMP", "MND"}
    assert {form for kind in kinds.values() for form in kind.checklists} <= known


def test_section_37_has_two_paragraphs_and_a_sanction():
    found = [section for section in reference.sections() if section.number == "37"]
    assert [section.paragraph for section in found] == ["1", "2"]
    assert "ม.57" in found[0].sanction.th


def test_wording_has_the_same_places_to_fill_in_both_languages():
    for block in reference.wordings():
        assert places(block.text.th) == places(block.text.en), block.id
    order = reference.wording("order37", DAY)
    assert "ภายใน 15 วัน" in order.text.th.format(action="ซ่อมเครื่องจักร", days=15, appeal_days=30)
    with pytest.raises(reference.UnknownReference):
        reference.wording("order99", DAY)


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_settings_have_their_types():
    assert reference.param("order.days.C") == 15
    assert reference.param("pm25.standard_24h") == Decimal("37.5")
    assert reference.param("gi.renew_warn_days") == (90, 60, 30)
    assert reference.param("pdpa.mask_id") is True
    assert reference.param("font.doc") == "TH SarabunPSK 16"
    with pytest.raises(reference.UnknownReference):
        reference.param("order.days.X")


def test_every_source_mark_is_explained():
    marks = {
        row.text("mark") for row in read(resources.path("reference", "sources.csv"), ("mark", "th", "en"))
    }
    for table in sorted(resources.path("reference").glob("*.csv")):
        header = table.read_text(encoding="utf-8").partition("\n")[0].split(",")
        if "source" in header:
            used = {row.text("source") for row in read(table, ("source", "confidence"))}
            assert used <= marks, table.name


def test_tables_are_utf8_with_unix_line_ends():
    for table in resources.path("reference").glob("*.csv"):
        data = table.read_bytes()
        assert b"\r" not in data, table.name
        assert not data.startswith(b"\xef\xbb\xbf"), table.name
        assert data.endswith(b"\n"), table.name


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("waste.days,x,whole,ก,a,GK", "value"),
        ("waste.days,1;2,wholes,ก,a,GK", "value"),
        ("waste.days,yes,flag,ก,a,GK", "value"),
        ("waste.days,5,days,ก,a,GK", "kind"),
        ("waste.days,,whole,ก,a,GK", "value"),
    ],
)
def test_a_malformed_setting_is_told(tmp_path, row, column):
    table = tmp_path / "params.csv"
    table.write_text(f"key,value,kind,th,en,source\n{row}\n", encoding="utf-8")
    with pytest.raises(TableError) as caught:
        reference.read_params(table)
    assert caught.value.place == f"params.csv:2, {column}"


def test_an_item_without_its_type_is_told(tmp_path):
    table = tmp_path / "factory_types.csv"
    table.write_text(
        "code,th,en,example,valid_from,valid_to,source,confidence\n00901,ก,a,,,,GK,found\n", encoding="utf-8"
    )
    with pytest.raises(TableError) as caught:
        reference.read_factory_types(table)
    assert caught.value.place == "factory_types.csv:2, code"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"key,value\n", "lacks the column kind"),
        (b"key,key,value,kind\n", "twice"),
        ("key,ค่า\n".encode("cp874"), "UTF-8"),
        (b'key,value,kind\n"a\n', "CSV"),
        (b"", "lacks the column key"),
    ],
)
def test_a_file_that_is_no_table_is_told(tmp_path, data, word):
    table = tmp_path / "params.csv"
    table.write_bytes(data)
    with pytest.raises(TableError, match=word):
        read(table, ("key", "value", "kind"))


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(TableError, match="cannot be opened"):
        read(tmp_path / "none.csv", ("key",))
