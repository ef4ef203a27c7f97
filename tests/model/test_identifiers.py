from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.model import identifiers

PHICHIT_NUMBERS = [
    *("10660000125350", "10660001225480", "10660000325505", "10660000725589"),
    *("10660000225614", "10660001525640", "10660000425669", "10660000125673"),
]


@pytest.mark.parametrize("digits", ["10180000125417", "10190000225448", "10520000225172", *PHICHIT_NUMBERS])
def test_valid_factory_numbers(digits):
    assert identifiers.factory_number_ok(digits)


@pytest.mark.parametrize(
    "digits", ["10180000125418", "1018000012541", "", "1018000012541x", "๑๐๑๘๐๐๐๐๑๒๕๔๑๗"]
)
def test_invalid_factory_numbers(digits):
    assert not identifiers.factory_number_ok(digits)


def test_a_factory_number_has_parts():
    number = identifiers.parse_factory_number('="1-066-00012-2548-0"')
    assert number == identifiers.FactoryNumber("1", "066", 12, 2548, True)
    assert number.province_code == "66"


def test_a_wrong_check_digit_is_said_but_read():
    number = identifiers.parse_factory_number("10180000125418")
    assert number is not None
    assert not number.check_digit_ok


def test_an_estate_number_names_no_province():
    number = identifiers.parse_factory_number("72110100225390")
    assert number is not None
    assert number.province_code == ""


def test_a_row_counter_is_no_factory_number():
    assert identifiers.parse_factory_number("10474") is None


@given(st.from_regex(r"[0-9]{13}", fullmatch=True), st.integers(0, 12), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(digits, place, shift):
    whole = next(digits + last for last in "0123456789" if identifiers.factory_number_ok(digits + last))
    wrong = str((int(whole[place]) + shift) % 10)
    assert not identifiers.factory_number_ok(whole[:place] + wrong + whole[place + 1 :])


@pytest.mark.parametrize(
    ("text", "factory_class", "type_code", "sequence", "year", "suffix"),
    [
        ("จ3-9(1)-12/48พจ", 3, "00901", 12, 2548, "พจ"),
        ("3-106-33/50รย", 3, "10600", 33, 2550, "รย"),
        ("จ3-9(6)-100/51ปจ", 3, "00906", 100, 2551, "ปจ"),
        ("3-64(6)-45/17", 3, "06406", 45, 2517, ""),
        ("1 - 10 - 1 / 2560", 1, "01000", 1, 2560, ""),
        ('="  จ๓-๙(๑)-๑๒/๔๘พจ."', 3, "00901", 12, 2548, "พจ"),
        ("ศ3-9(4)-1/36ปจ", 3, "00904", 1, 2536, "ปจ"),
        ("อ2\u201332(1)\u20133/60ปจ", 2, "03201", 3, 2560, "ปจ"),
    ],
)
def test_old_numbers_are_read(text, factory_class, type_code, sequence, year, suffix):
    number = identifiers.parse_old_number(text)
    assert number is not None
    assert (number.factory_class, number.type_code, number.sequence) == (factory_class, type_code, sequence)
    assert (number.year, number.suffix, number.estate) == (year, suffix, False)


def test_an_estate_number_has_no_class():
    number = identifiers.parse_old_number("น.60-2/2539-ญอน.")
    assert number is not None
    assert (number.estate, number.factory_class, number.type_code) == (True, None, "06000")
    assert (number.sequence, number.year, number.suffix) == (2, 2539, "ญอน.")


@pytest.mark.parametrize(
    "text", ["", "-", "4-9(1)-12/48พจ", "3-108-1/48พจ", "3-0-1/48พจ", "3-9(1)-12", "10660001225480"]
)
def test_other_forms_are_not_old_numbers(text):
    assert identifiers.parse_old_number(text) is None


def test_one_number_written_in_two_ways_has_one_key():
    same = [
        "1-10-1/2560",
        "1 - 10 - 1 / 2560",
        '="1-10-1/2560"',
        "๑-๑๐-๑/๒๕๖๐",
        "1\u201310\u20131/2560",
        "1-10-1/2560\u00a0",
    ]
    assert {identifiers.registration_key(text) for text in same} == {"1-10-1/2560"}
    assert identifiers.registration_key("จ3-9(1)-12/48พจ.") == identifiers.registration_key(
        "จ3-9(1)-12/48 พจ"
    )


def test_armour_of_a_spreadsheet_is_taken_off():
    assert identifiers.bare('="  06302307522"') == "06302307522"
    assert identifiers.bare(" - ") == "-"


@given(st.text(max_size=20))
def test_a_key_is_its_own_key(text):
    key = identifiers.registration_key(text)
    if not re.match(r"[=\"']|.*[\"' \u201c\u201d]$", key):
        assert identifiers.registration_key(key) == key


@pytest.mark.parametrize(
    ("code", "shown"), [("00901", "9(1)"), ("10500", "105"), ("06413", "64(13)"), ("00100", "1")]
)
def test_type_codes_there_and_back(code, shown):
    assert identifiers.display_type(code) == shown
    assert identifiers.parse_type(shown) == code
    assert identifiers.parse_type(code) == code


@pytest.mark.parametrize("text", ["", "0", "108", "10800", "9(1", "9()", "123456"])
def test_what_is_no_type(text):
    assert identifiers.parse_type(text) is None


@pytest.mark.parametrize(
    "digits",
    ["0105556125804", "0107536001346", "0665567000124", "0663559000453", "0665561002010", "3660100123456"],
)
def test_valid_13_digit_numbers(digits):
    assert identifiers.id13_ok(digits)
    assert identifiers.is_juristic(digits) == digits.startswith("0")
    assert not identifiers.id13_ok(digits[:-1] + str((int(digits[-1]) + 1) % 10))


def test_a_persons_number_is_masked():
    assert identifiers.format_id13("0665567000124") == "0-6655-67000-12-4"
    assert identifiers.mask_id13("3660100123456") == "3-6601-xxxxx-xx-6"
    assert identifiers.mask_id13("36601001234") == "xxxxxxxxxxx"
    assert identifiers.id13_digits('="3-6601-00123-45-6"') == "3660100123456"


@given(st.from_regex(r"[0-9]{13}", fullmatch=True))
def test_writing_and_reading_13_digits(digits):
    assert identifiers.id13_digits(identifiers.format_id13(digits)) == digits
    assert digits[5:12] not in identifiers.mask_id13(digits).replace("-", "")
