"""Codes of a scanner under the Thai layout."""

from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from fieldkit.model.thai.kedmanee import _KEYS, scanned

WRITTEN = {us: thai for thai, us in _KEYS.items()}
CODE = string.ascii_letters + string.digits + string.punctuation


@given(st.text(CODE, min_size=1))
def test_what_a_scanner_keys_comes_back(code: str) -> None:
    written = "".join(WRITTEN[sign] for sign in code)
    if not any("ก" <= sign <= "๛" and not sign.isdigit() for sign in written):
        return  # digits and signs could as well be meant as they stand
    assert scanned(written) == code


def test_a_latin_layout_is_left_alone() -> None:
    assert scanned("ABC-12/3") == "ABC-12/3"


def test_thai_digits_are_digits() -> None:
    assert scanned("๔๗๑๑") == "4711"


def test_every_key_has_one_letter() -> None:
    assert len(WRITTEN) == len(_KEYS) == 94
