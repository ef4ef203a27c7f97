from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.model.phones import parse_phones


@pytest.mark.parametrize(
    ("text", "digits", "kind", "formatted"),
    [
        ("0812345678", "0812345678", "mobile", "081-234-5678"),
        ("โทร. 06 1234 5678", "0612345678", "mobile", "061-234-5678"),
        ("+66 81 234 5678", "0812345678", "mobile", "081-234-5678"),
        ("037400027", "037400027", "landline", "037-400-027"),
        ("056-611-234", "056611234", "landline", "056-611-234"),
        ("021234567", "021234567", "landline", "02-123-4567"),
        ("๐๕๖-๖๑๑-๒๓๔ ต่อ ๑๒", "056611234", "landline", "056-611-234 ต่อ 12"),
        ("056-611234 ext. 12, 13", "056611234", "landline", "056-611-234 ต่อ 12,13"),
        ("056-611111-3", "056611111", "landline", "056-611-111-3"),
        ("01-7626648", "017626648", "old mobile", "01-762-6648"),
        ("1567", "1567", "short", "1567"),
        ("12345", "12345", "unknown", "12345"),
    ],
)
def test_one_number(text, digits, kind, formatted):
    (phone,) = parse_phones(text)
    assert (phone.digits, phone.kind, phone.formatted) == (digits, kind, formatted)


@pytest.mark.parametrize(
    "text", ["0812345678/056-611234", "081-2345678, 056611234", "081 234 5678 และ 056 611 234"]
)
def test_several_numbers_in_a_field(text):
    assert [phone.digits for phone in parse_phones(text)] == ["0812345678", "056611234"]


@pytest.mark.parametrize("text", ["", "-", " ", "ไม่มี"])
def test_no_number(text):
    assert parse_phones(text) == ()


@given(st.from_regex(r"0([689][0-9]{8}|[2-57][0-9]{7})", fullmatch=True))
def test_a_formatted_number_is_read_back(digits):
    (phone,) = parse_phones(digits)
    (again,) = parse_phones(phone.formatted)
    assert again.digits == digits
